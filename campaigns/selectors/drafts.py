"""A plan being changed: what it would say, what is wrong with it, what differs, what that touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from campaigns.enums import DraftState
from campaigns.models import Campaign, PlanDraft, PlanEdit, PlanVersion
from campaigns.plans.copying import ends_early, old_years
from campaigns.plans.differences import Difference, Entry, differences, entries, overlaid, title_of
from campaigns.plans.loader import Problem, problems, source_text_of
from campaigns.plans.places import KEY_WORDS, PART_WORDS, named
from campaigns.plans.schema import LISTS
from campaigns.plans.writing import Content, plain
from campaigns.selectors.content import content_of
from config.kernel.declared import declared
from config.kernel.prepared import listed


@dataclass(frozen=True)
class Wrong:
    """One problem as people read it, and the entry where it is mended."""

    part: str
    code: str
    key: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One entry of a list in the editor. `state`: "" as in force, created, changed, withdrawn."""

    part: str
    code: str
    entry: Entry
    state: str = ""
    wrong: int = 0

    @property
    def title(self) -> str:
        return title_of(self.part, self.entry)

    @property
    def is_own(self) -> bool:
        return self.entry.get("source", "plan") != "plan"


def campaigns() -> QuerySet[Campaign]:
    """Every campaign of the tenant with its open draft, the latest period first."""
    open_drafts = Prefetch("drafts", PlanDraft.objects.filter(state=DraftState.OPEN), to_attr="open_drafts")
    return (
        Campaign.objects.prefetch_related(open_drafts).annotate(kept=Count("versions")).order_by("-period_from", "-id")
    )


def drafts() -> QuerySet[PlanDraft]:
    return PlanDraft.objects.select_related("campaign")


@listed(int)
def versions(campaign_id: int) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(campaign_id=campaign_id).defer("content")


def live_content(campaign: Campaign, only: str = "") -> Content:
    """The plan in force in JSON's values; of a campaign that was never published its head alone. `only`: one part."""
    return plain(content_of(campaign, only))


class Desk:
    """One draft with all that its pages ask, each read once.

    `only`: of the plan in force this part alone is read, for whoever asks only `listed` of it.
    """

    def __init__(self, draft: PlanDraft, only: str = "") -> None:
        self.draft = draft
        self.campaign = draft.campaign
        self.only = only

    @cached_property
    def edits(self) -> dict[tuple[str, str], PlanEdit]:
        return {(edit.part, edit.code): edit for edit in self.draft.edits.order_by("id")}

    @cached_property
    def live(self) -> Content:
        return live_content(self.campaign, self.only)

    @cached_property
    def in_force(self) -> dict[tuple[str, str], Entry]:
        return {(part, code): entry for part, code, entry in entries(self.live)}

    @cached_property
    def content(self) -> Content:
        return overlaid(self.live, ((part, code, edit.body) for (part, code), edit in self.edits.items()))

    @cached_property
    def differences(self) -> list[Difference]:
        return differences(self.live, self.content)

    @cached_property
    def wrong(self) -> list[Wrong]:
        return [_wrong(problem) for problem in problems(self.content)]

    @property
    def source_text(self) -> str:
        return source_text_of(self.content["campaign"])

    @property
    def is_new(self) -> bool:
        """The campaign was never published."""
        return self.draft.base_version == 0

    @property
    def overtaken(self) -> list[PlanEdit]:
        """Edits of entries that somebody changed elsewhere since they began."""
        return [edit for key, edit in self.edits.items() if edit.was != self.in_force.get(key)]

    @property
    def touches(self) -> list[str]:
        """What already used the entries that differ, a sentence each, from every app that knows."""
        if self.is_new:
            return []
        return [said for uses in declared("plan_uses", "uses") for said in uses(self.campaign, self.differences)]

    @property
    def still_old(self) -> list[tuple[str, str, list[int]]]:
        return old_years(self.content)

    @property
    def ends_early(self) -> list[tuple[str, int]]:
        return ends_early(self.content)

    def entry(self, part: str, code: str) -> Entry | None:
        """As the draft has it; None when it has none, or took it out."""
        if part == "campaign":
            return self.content["campaign"]
        return next((entry for entry in self.content.get(part) or () if entry["code"] == code), None)

    def count(self, part: str) -> int:
        """Entries of a list, without those that the draft takes out."""
        return len(self.content.get(part) or ())

    def listed(self, part: str) -> list[Row]:
        """The list as the draft has it, what it takes out included; nothing is checked."""
        states = {d.code: d.state for d in self.differences if d.part == part}
        rows = [Row(part, e["code"], e, states.get(e["code"], "")) for e in self.content.get(part) or ()]
        gone = [Row(part, e["code"], e, "withdrawn") for e in self.live.get(part) or ()
                if states.get(e["code"]) == "withdrawn"]  # fmt: skip
        return rows + gone

    def rows(self, part: str) -> list[Row]:
        """`listed` with the problems of each entry."""
        marks = _counted(w.code for w in self.wrong if w.part == part)
        return [row if row.state == "withdrawn" else replace(row, wrong=marks.get(row.code, 0))
                for row in self.listed(part)]  # fmt: skip

    @property
    def blocks(self) -> dict[str, str]:
        """The draft's blocks by code, for choosing one."""
        return {
            str(block["code"]): str(block.get("name") or block["code"]) for block in self.content.get("blocks") or ()
        }

    def overview(self) -> list[dict[str, Any]]:
        """A line per list: its words, entries, changes, problems."""
        changed, bad = _counted(d.part for d in self.differences), _counted(w.part for w in self.wrong)
        return [
            {
                "part": part,
                "label": PART_WORDS[part],
                "count": self.count(part),
                "changed": changed.get(part, 0),
                "wrong": bad.get(part, 0),
            }
            for part in ("campaign", *LISTS)
        ]


def _counted(values: Iterable[Any]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def _wrong(problem: Problem) -> Wrong:
    place = problem.place
    where = named(place.part, place.code)
    key = KEY_WORDS.get(place.key, "")
    said = problem.told or "chưa đúng; hãy xem lại."
    sentence = f"{where}, {key[:1].lower()}{key[1:]}: {said}" if key else f"{where}: {said}"
    return Wrong(place.part, place.code, place.key, sentence)
