"""A list whose rows are objects of one model, known by a key."""

from __future__ import annotations

import datetime as dt
import json
import uuid
import zlib
from abc import abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model

from config.kernel.errors import Conflict
from config.kernel.sheets import bulk
from config.kernel.sheets.columns import CLEAR, Column
from config.kernel.sheets.headings import matched
from config.kernel.sheets.plan import Applied, Line, Plan
from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.sheets.sheet import Sheet

BUILT_ON = "Không hoàn tác được: {what} đã được sửa hoặc đã có việc khác dựa vào sau lần nhập này."


class ListSheet(Sheet):
    """Reads row by row, writes in bulk. A blank cell leaves what is there; `-` empties an optional one.

    `writes` are the model's attributes that an import may set; undo compares and restores exactly these.
    """

    model: ClassVar[type[Model]]
    writes: ClassVar[tuple[str, ...]]

    @abstractmethod
    def existing(self) -> dict[Hashable, Any]:
        """Objects of the list by key, as the actor may see them."""

    @abstractmethod
    def key(self, values: dict[str, Any]) -> Hashable | None:
        """The key that a row names; None when the columns that make it are empty or wrong."""

    def key_said(self, values: dict[str, Any]) -> str:
        """The key as a sentence names it."""
        return str(self.key(values))

    def label(self, values: dict[str, Any], found: Any) -> str:
        return str(found) if found is not None else self.key_said(values)

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        """Rules between columns and of permission: sentences by the column's name. `values` hold what the row
        says, `found` the object that is there."""
        return {}

    def meant(self, values: dict[str, Any], found: Any) -> dict[str, Any]:
        """What a row says about the object that is there, less what it only carries along from the template."""
        return values

    def check_all(self, plan: Plan, table: Table, at: dict[str, int]) -> None:
        """Rules between rows; add to `plan.problems`."""

    def build(self, values: dict[str, Any]) -> Any:
        """A new object, not saved, where the columns are not the model's fields one by one."""
        return self.model(**values)

    def change(self, found: Any, values: dict[str, Any]) -> None:
        """Set what the row changes; `values` hold the changed columns alone."""
        for name, value in values.items():
            attribute = self.fields[name].attribute
            setattr(found, attribute, value)

    def before_write(self, fresh: list[Any], changed: list[Any]) -> None:
        """Compute what follows from the columns (keys for search and order)."""

    def after_write(self, fresh: list[Any], changed: list[Any]) -> None:
        """What else belongs to new objects; within the same transaction."""

    # -- reading -------------------------------------------------------------------------------------------

    def plan(self, table: Table) -> Plan:
        plan = Plan(problems=list(table.problems), payload=[])
        at, problems = matched(self, table)
        plan.problems += problems
        if problems:
            return plan
        known = self.existing()
        seen: dict[Hashable, int] = {}
        inputs = [(name, at[name], column) for name, column in self.fields.items() if name in at and not column.locked]
        for number, row in zip(table.numbers, table.rows, strict=True):
            self._row(plan, table, number, row, inputs, at, known, seen)
        self.check_all(plan, table, at)
        wrong = {problem.row for problem in plan.problems}
        for line in plan.lines:
            if line.number in wrong:
                line.state = "wrong"
        return plan

    def _row(
        self,
        plan: Plan,
        table: Table,
        number: int,
        row: list[Any],
        inputs: Sequence[tuple[str, int, Column]],
        at: dict[str, int],
        known: dict[Hashable, Any],
        seen: dict[Hashable, int],
    ) -> None:
        values, errors = _read(row, inputs)
        key = self.key(values)
        found = known.get(key) if key is not None else None
        if key is not None:
            if key in seen:
                first = next(iter(inputs))[0]
                errors.setdefault(first, f"{self.key_said(values)} đã có ở dòng {seen[key]}.")
            seen.setdefault(key, number)
        if found is None:
            _demand(values, errors, inputs)
        else:
            values = self.meant(values, found)
        errors = self.check(values, found) | errors
        changes = {name: value for name, value in values.items() if found is None or self._differs(name, value, found)}
        if found is not None:
            for name in [name for name in changes if self.fields[name].once]:
                errors.setdefault(name, f"{self.fields[name].heading} không đổi được qua tệp Excel.")
        plan.problems += [
            Problem(table.sheet, number, letters(at[name]) if name in at else "", self.fields[name].heading, said)
            for name, said in errors.items()
        ]
        cells = [
            [column.heading, "" if found is None else column.export(found), column.widget.render(values[name])]
            for name, _, column in inputs
            if name in changes
        ]
        state = "wrong" if errors else "new" if found is None else "changed" if changes else "same"
        plan.lines.append(Line(number, state, self.label(values, found)[:120], cells))  # type: ignore[arg-type]
        if state in ("new", "changed"):
            plan.payload.append((found, values if found is None else changes))

    def _differs(self, name: str, value: Any, found: Any) -> bool:
        column = self.fields[name]
        return not column.carried and bool(column.widget.render(value) != column.export(found))

    def rows(self) -> Iterable[list[Any]]:
        for found in self.existing().values():
            yield [column.export(found) for column in self.columns]

    # -- writing -------------------------------------------------------------------------------------------

    def apply(self, plan: Plan, *, label: str) -> Applied:
        fresh, changed, before = [], [], []
        for found, values in plan.payload:
            if found is None:
                fresh.append(self.build(values))
            else:
                before.append(self._image(found))
                self.change(found, values)
                changed.append(found)
        bulk.reserve(fresh)
        self.before_write(fresh, changed)
        bulk.insert(fresh)
        bulk.update(changed, self.writes)
        self.after_write(fresh, changed)
        kept = {
            "fresh": [[o.pk, self._image(o)] for o in fresh],
            "changed": [[o.pk, old, self._image(o)] for o, old in zip(changed, before, strict=True)],
        }
        names = [str(o)[:80] for o in (*fresh, *changed)]
        uids = [str(o.uid) for o in (*fresh, *changed) if hasattr(o, "uid")]
        return Applied(_packed(kept | self.kept_more(fresh)), {"names": names[:200], "uids": uids})

    def kept_more(self, fresh: list[Any]) -> dict[str, Any]:
        """What `undo_more` needs beside the rows themselves."""
        return {}

    def undo(self, kept: bytes) -> None:
        content = json.loads(zlib.decompress(kept))
        ids = [pk for pk, *_ in (*content["fresh"], *content["changed"])]
        there = {o.pk: o for o in self.model._default_manager.select_for_update(of=("self",)).filter(pk__in=ids)}
        after = dict(content["fresh"]) | {pk: image for pk, _, image in content["changed"]}
        for pk, image in after.items():
            found = there.get(pk)
            if found is None or self._image(found) != image:
                raise Conflict(BUILT_ON.format(what=str(found) if found else "một dòng"), code="built_on")
        for pk, old, _ in content["changed"]:
            for name, value in old.items():
                field = self.model._meta.get_field(name)
                setattr(there[pk], field.attname, field.to_python(value))  # type: ignore[union-attr]
        bulk.update([there[pk] for pk, *_ in content["changed"]], self.writes)
        fresh = [there[pk] for pk, _ in content["fresh"]]
        try:
            with transaction.atomic():
                self.undo_more(content, fresh)
                table = self.model._meta.db_table
                with connection.cursor() as cursor:
                    # Not by the ORM, which would take along what others hung on the rows.
                    cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [[o.pk for o in fresh]])  # noqa: S608 -- our own names
                    # Foreign keys are checked at the end of the transaction: ask now, while there is an answer.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError as error:
            raise Conflict(BUILT_ON.format(what="một dòng mới thêm"), code="built_on") from error
        self.after_undo()

    def undo_more(self, content: dict[str, Any], fresh: list[Any]) -> None:
        """Take back what `after_write` made."""

    def after_undo(self) -> None:
        """Compute again what depends on the whole list."""

    def _image(self, found: Any) -> dict[str, Any]:
        """The written attributes as JSON knows them."""
        return {name: _plain(self.model._meta.get_field(name), found) for name in self.writes}


def _read(row: list[Any], inputs: Sequence[tuple[str, int, Column]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and sentences by the column's name; blank cells are in neither."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, index, column in inputs:
        cell = row[index] if index < len(row) else ""
        if cell in ("", None) or (isinstance(cell, str) and not cell.strip()):
            continue
        try:
            if isinstance(cell, str) and cell.strip() in CLEAR and not column.required:
                values[name] = column.widget.empty
            else:
                values[name] = column.clean({column.column_name: cell})
        except ValueError as error:
            errors[name] = str(error)
    return values, errors


def _demand(values: dict[str, Any], errors: dict[str, str], inputs: Sequence[tuple[str, int, Column]]) -> None:
    for name, _, column in inputs:
        if column.required and name not in values and name not in errors:
            errors[name] = f"Thiếu {column.heading[:1].lower()}{column.heading[1:]}."


def _plain(field: Any, found: Any) -> Any:
    value = getattr(found, field.attname)
    if isinstance(field, Field) and value is not None and not field.is_relation:
        value = field.to_python(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _packed(content: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).encode(), 6)
