# Django's stubs do not know the inner methods of schema editors.
# mypy: disable-error-code="misc,attr-defined,list-item,no-any-return"
from __future__ import annotations

from typing import Any

from django.db.backends.ddl_references import Columns, Statement
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Field, ForeignKey, Model

POLICY = "tenant_wall"
OWN_REFERENCES, UNCHANGED = "own_references", "unchanged"
# Plain, not wrapped in a sub-select: with an index led by tenant_id it is as fast, and the planner keeps its
# row estimate. nullif: after a transaction the setting is '' rather than NULL.
PREDICATE = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::bigint"


def is_walled(model: type[Model]) -> bool:
    """True when rows of `model` belong to a tenant: it has a foreign key `tenant` to `units.Tenant`."""
    field = next((f for f in model._meta.local_fields if f.name == "tenant"), None)
    return (
        isinstance(field, ForeignKey)
        and field.remote_field.model._meta.label_lower == "units.tenant"
        and model._meta.managed
    )


def snapshot_walls(table: str, **references: str) -> list[str]:
    """For rows that are written once, many in one statement: statements that keep each from being changed, and from
    referring to rows of another tenant.

    `references` maps a column to the table whose `id` it holds. Asked once per statement, where a key asks for every
    row by itself; unlike a key it does not keep what is referred to from being deleted, which `on_delete` does.
    """
    own = " AND ".join(f"{column} IN (SELECT id FROM {target})" for column, target in references.items())  # noqa: S608 -- fixed names
    return [
        f"CREATE POLICY {OWN_REFERENCES} ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK ({own})",
        f"CREATE POLICY {UNCHANGED} ON {table} AS RESTRICTIVE FOR UPDATE USING (false)",
    ]


class WalledSchemaEditor(DatabaseSchemaEditor):
    """Creates every tenant table with its wall; no migration can forget it.

    A tenant table gets: `UNIQUE (tenant_id, id)` as the target of composite keys, `UNIQUE (tenant_id, uid)`,
    row-level security enabled and forced, one policy for USING and WITH CHECK, composite foreign keys
    `(tenant_id, x_id)` to other tenant tables (PostgreSQL's own key checks ignore policies), and indexes on
    foreign keys led by `tenant_id`.
    """

    # Keys of columns added later must pass through _create_fk_sql as well.
    sql_create_column_inline_fk = None  # type: ignore[assignment]

    def create_model(self, model: type[Model]) -> None:
        super().create_model(model)
        if not is_walled(model):
            return
        table = self.quote_name(model._meta.db_table)
        bare = model._meta.db_table
        has_uid = any(f.name == "uid" for f in model._meta.local_fields)
        for column in ("id", "uid") if has_uid else ("id",):
            key = self.quote_name(f"{bare}_tenant_{column}_key")
            self.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} UNIQUE (tenant_id, {column})")
        self.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        self.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        self.execute(f"CREATE POLICY {POLICY} ON {table} USING ({PREDICATE}) WITH CHECK ({PREDICATE})")

    def _create_fk_sql(self, model: type[Model], field: Field[Any, Any], suffix: str) -> Statement:
        statement = super()._create_fk_sql(model, field, suffix)
        target = field.target_field.model
        if field.name != "tenant" and is_walled(model) and is_walled(target):
            statement.parts["column"] = Columns(model._meta.db_table, ["tenant_id", field.column], self.quote_name)
            statement.parts["to_column"] = Columns(
                target._meta.db_table, ["tenant_id", field.target_field.column], self.quote_name
            )
        return statement

    def _field_indexes_sql(self, model: type[Model], field: Field[Any, Any]) -> list[Statement]:
        if not is_walled(model) or not isinstance(field, ForeignKey):
            return super()._field_indexes_sql(model, field)
        if field.name == "tenant" or not field.db_index:
            return []
        tenant = model._meta.get_field("tenant")
        return [self._create_index_sql(model, fields=[tenant, field])]
