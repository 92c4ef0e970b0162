"""What a list must say of itself to go out to Excel and to come back."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from import_export.resources import Resource

from config.kernel.access import Actor, require
from config.kernel.declared import declared
from config.kernel.sheets.columns import Column
from config.kernel.sheets.plan import Applied, Plan
from config.kernel.sheets.reading import Table
from config.kernel.tenancy import current_tenant

Progress = Callable[[int, int, str], None]


class _AbstractResource(type(Resource), ABCMeta):  # type: ignore[misc]
    """A list that leaves something out is refused when it is made, not when somebody uploads a file."""


class Sheet(Resource, metaclass=_AbstractResource):
    """A list as a django-import-export resource whose fields are `Column`s.

    `kind` stands in addresses; `title` is what people call the list; `name` the worksheet. `verb` is what one must
    be allowed to do. `parameters` are query parameters that say which list it is (a year, a report).
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    verb: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]] = ()
    back: ClassVar[str] = "units:work"

    def __init__(self, actor: Actor, params: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.actor = actor
        self.params = {name: str((params or {}).get(name, "")) for name in self.parameters}
        require(actor, self.verb)
        self.prepare_columns()

    def prepare_columns(self) -> None:
        """Check the parameters (`DomainError`) and give the columns what they choose from."""

    @property
    def name(self) -> str:
        return self.title

    @property
    def full_title(self) -> str:
        """As in "Số liệu báo cáo năm 2023"."""
        return self.title

    @property
    def mark(self) -> str:
        """What the template says of itself, so that a foreign one is known."""
        return "/".join([current_tenant().slug, self.kind, *(value for value in self.params.values() if value)])

    @property
    def columns(self) -> list[Column]:
        return list(self.fields.values())

    def rows(self) -> Iterable[list[Any]]:
        """What stands in the template: the list as it is, one value per column."""
        return []

    def guide(self) -> list[str]:
        """Sentences for the guide page of the template, beyond what every list says."""
        return []

    @abstractmethod
    def plan(self, table: Table) -> Plan:
        """What the table would do; reads the database, writes nothing."""

    def lock(self) -> None:
        """Hold what `plan` reads until the end of the transaction."""

    def prepare(self, table: Table, progress: Progress) -> None:
        """Work that takes long and needs no database, before the writing transaction."""

    @abstractmethod
    def apply(self, plan: Plan, *, label: str) -> Applied:
        """Write the plan, in the caller's transaction."""

    @abstractmethod
    def undo(self, kept: bytes) -> None:
        """Take an import back; `Conflict` with a sentence when something was built on it."""

    def after_address(self) -> tuple[str, dict[str, str]]:
        """Where the list itself is: name of the address and its query."""
        return self.back, {}


class KeptSheet(Sheet):
    """A list whose plan is kept as it was previewed: the job that writes it need not read the workbook again."""

    @abstractmethod
    def keep(self, plan: Plan) -> bytes:
        """What `apply_kept` needs to write this plan, and to know that the list is still as the plan found it."""

    @abstractmethod
    def apply_kept(self, kept: bytes, *, label: str) -> Applied:
        """Write what `keep` gave, in the caller's transaction; `Conflict` when the list changed since."""

    def apply(self, plan: Plan, *, label: str) -> Applied:
        return self.apply_kept(self.keep(plan), label=label)


def sheet_types() -> dict[str, type[Sheet]]:
    """Every list that can go to Excel and back: each app's `SHEETS` in `<app>/sheets.py`."""
    return {sheet.kind: sheet for sheets in declared("sheets", "SHEETS") for sheet in sheets}
