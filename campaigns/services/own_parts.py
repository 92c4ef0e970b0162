"""The parts of a plan that this app keeps itself, as a table: list → model → fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.enums import ClauseKind
from campaigns.models import (
    Block,
    Body,
    Campaign,
    Clause,
    DossierComponent,
    Milestone,
    Participant,
    Standard,
)
from campaigns.models.campaign import PlanItem
from campaigns.plans.parts import Change, Part, register, said, sync_rows

_SHARED = {"section": "", "text": "", "source": "plan"}


@dataclass(frozen=True)
class Table:
    """`blanks` are the keys kept beside code, section and text, each with what stands for "not said"."""

    key: str
    model: type[PlanItem]
    blanks: dict[str, Any]
    order: int = 50

    @property
    def fixed(self) -> dict[str, str]:
        return {"kind": self.key} if self.model is Clause else {}

    def sync(self, campaign: Campaign, items: Sequence[dict[str, Any]], actor: Any) -> list[Change]:
        blanks = _SHARED | self.blanks
        positions = {item["code"]: place for place, item in enumerate(items, 1)}

        def values(item: dict[str, Any]) -> dict[str, Any]:
            said = {key: item.get(key, _copy(blank)) for key, blank in blanks.items()}
            return said | {"order": positions[item["code"]]}

        return sync_rows(
            self.key,
            self.model.objects.filter(campaign=campaign, **self.fixed),
            items,
            values,
            lambda fields: self.model(campaign=campaign, **self.fixed, **fields),
        )

    def export(self, campaign: Campaign) -> list[dict[str, Any]]:
        keys = ("code", *_SHARED, *self.blanks)
        rows = self.model.objects.filter(campaign=campaign, withdrawn=False, **self.fixed)
        return [{key: self.told(row, key) for key in keys} for row in rows]

    def told(self, row: PlanItem, key: str) -> Any:
        """That an entry is the plan's goes without saying, but for blocks, which most plans do not draw."""
        value = getattr(row, key)
        return None if key == "source" and value == "plan" and self.model is not Block else said(value)


def _copy(blank: Any) -> Any:
    return list(blank) if isinstance(blank, list) else blank


_CLAUSE_KEYS: dict[str, dict[str, Any]] = {
    ClauseKind.LEGAL_BASIS: {"number": "", "date": None},
    ClauseKind.PURPOSE: {},
    ClauseKind.REQUIREMENT: {},
    ClauseKind.CONTENT: {"pillar": "", "sector": ""},
    ClauseKind.GENERAL_OBJECTIVE: {},
    ClauseKind.FUNDING: {},
    ClauseKind.DOUBT: {"note": ""},
}

TABLES = (
    *(Table(str(kind), Clause, keys) for kind, keys in _CLAUSE_KEYS.items()),
    Table("participants", Participant, {"subject": "", "kinds": []}),
    Table("standards", Standard, {"subject": [], "kinds": [], "scope": "", "targets": []}),
    Table(
        "dossier_components",
        DossierComponent,
        {"component": "", "award_form": "", "copies": None, "form_code": "", "confirmed_by": ""},
    ),
    Table(
        "timeline",
        Milestone,
        {
            "kind": "", "date": "", "before": False, "quarter": None, "year": None, "year_to": None,
            "yearly": False, "event": "", "owed_by": "", "owed_to": "",
        },
    ),
    Table("bodies", Body, {"name": "", "roles": []}),
    Table("blocks", Block, {"name": "", "kinds": []}),
)  # fmt: skip


def register_all() -> None:
    for table in TABLES:
        register(Part(table.key, table.sync, table.export, table.order))
