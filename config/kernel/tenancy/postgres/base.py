from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper

from config.kernel.tenancy.postgres.schema import WalledSchemaEditor


class PlannedCursor(base.ServerBindingCursor):
    """Sends a statement as one that the server keeps with its plan, for as long as the connection lives."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]


class Operations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        if isinstance(cursor, PlannedCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = WalledSchemaEditor
    ops_class = Operations

    def get_connection_params(self) -> dict[str, Any]:
        # Nothing is kept for being asked often: SQL of the ORM holds its values, so that every text is another.
        return {**super().get_connection_params(), "prepare_threshold": sys.maxsize}

    def planned_cursor(self) -> Any:
        self.ensure_connection()
        plain: Any = self
        with self.wrap_database_errors:
            return plain._prepare_cursor(PlannedCursor(self.connection))  # type: ignore[call-arg]  # noqa: SLF001

    def fetched(self, sql: str, params: list[Any], *, planned: bool) -> list[Any]:
        if self.connection is None or self.execute_wrappers or self.queries_logged:
            with self.planned_cursor() if planned else self.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchall()  # type: ignore[no-any-return]
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            raw: Any = PlannedCursor(self.connection) if planned else self.create_cursor()  # type: ignore[call-arg]
            with raw:
                raw.execute(sql, params)
                return raw.fetchall()  # type: ignore[no-any-return]


def planned_cursor() -> CursorWrapper:
    """A cursor whose statements the server keeps with their plans; `settings.KEEP_PLANS` off: a plain one."""
    wrapper: Any = connection
    return wrapper.planned_cursor() if settings.KEEP_PLANS else wrapper.cursor()  # type: ignore[no-any-return]


def fetched(sql: str, params: list[Any], *, planned: bool) -> list[Any]:
    """All rows of a statement, whose plan the server keeps where it is `planned`; sent past Django's wrappers of a
    cursor while nobody counts or watches."""
    wrapper: Any = connection
    return wrapper.fetched(sql, params, planned=planned and settings.KEEP_PLANS)  # type: ignore[no-any-return]
