"""Verdicts as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects

from awards.facts import PersonFacts
from awards.facts_json import from_json
from awards.models import Candidate
from awards.rules import explained, recalled
from awards.selectors import judging
from awards.target_rows import headings_from
from config.kernel.text import lower_first

STATES = {"met": "dat", "not_met": "khong-dat", "needs_attestation": "cho", "not_applicable": "khong"}
GROUPS = ("all", "any", "not", "at_least")


class NotExplained(RuntimeError):
    """A verdict's sentences were asked for before `explain` put them together: for the whole list, not one by one."""


def explain(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """The verdicts of some candidates with their sentences, in a fixed number of queries: what was decided stands in
    their marks, and the same facts, answers and rules say why. `verdict_of` gives each from then on."""
    prefetch_related_objects(list(candidates), "subject", "rule")
    if not all(Candidate.round.is_cached(one) for one in candidates):
        prefetch_related_objects(list(candidates), "round")
    rounds = {one.round_id: one.round for one in candidates}
    said = {pk: judging.attestations(pk, {one.subject_id for one in candidates}) for pk in rounds}
    headings = {pk: headings_from(round_.target_headings) for pk, round_ in rounds.items()}
    # Candidates of a rule come with an instance of it each; it is read once.
    plain = {rule.pk: rule.plain for rule in {one.rule_id: one.rule for one in candidates}.values()}
    for one in candidates:
        kept = from_json(one.subject.facts, headings[one.round_id])
        answers = said[one.round_id].get(one.subject_id, {})
        facts = judging.with_people(one.round, kept, one.subject.merit_h, answers, ())
        if isinstance(facts, PersonFacts):
            facts = replace(facts, unit_placed=one.unit_placed)
        rule = plain[one.rule_id]
        one.explained = explained(rule.criteria, rule.adjusted(facts)).as_json()
    return [verdict_of(one) for one in candidates]


def verdict_of(candidate: Candidate) -> dict[str, Any]:
    """The verdict with its sentences (`awards.rules.Verdict.as_json`) that `explain` put together. Asks nothing.

    Raises `NotExplained` for a candidate that was not among them.
    """
    if candidate.explained is None:
        raise NotExplained(f"explain() was not asked about {candidate!r}: give it the whole list before")
    return candidate.explained


def recall(candidates: Sequence[Candidate]) -> list[Mapping[str, Any]]:
    """Their verdicts without sentences, from their marks alone; of who has none as `explain` puts them together."""
    unmarked = [one for one in candidates if not one.marks]
    if unmarked:
        explain(unmarked)
    known: dict[tuple[int, str], Mapping[str, Any]] = {}
    found = []
    for one in candidates:
        key = one.rule_id, one.marks
        if one.marks and key not in known:
            known[key] = recalled(one.rule.plain.criteria, one.marks).as_json()
        found.append(known[key] if one.marks else verdict_of(one))
    return found


@dataclass(frozen=True)
class VerdictItem:
    """One row of the verdict list. `code` is set where a person may answer; `depth` indents branches of a group;
    `targets`: codes of the targets that the row says were missed."""

    state: str
    title: str
    sentence: str
    clause: str
    code: str
    depth: int
    is_group: bool
    decides: bool
    advisory: bool
    adjusts: bool = False
    targets: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        return self.state == "cho" and bool(self.code)

    @property
    def told(self) -> str:
        """`“Nội bộ đoàn kết” (Mục IV.3.1): đã xác nhận chưa đạt …`: the standard, where it stands, what was found."""
        where = f" (Mục {self.clause})" if self.clause else ""
        return f"“{self.title.rstrip('.')}”{where}: {lower_first(self.sentence.rstrip('.'))}"

    @property
    def aside(self) -> str:
        """Why the line does not count, where it does not."""
        if self.adjusts:
            return "Chỉ tính khi xếp thứ tự, không quyết định đủ tiêu chuẩn."
        if self.advisory:
            return "Lưu ý, không quyết định kết quả."
        return "" if self.decides else "Không quyết định kết quả: đã đạt tiêu chuẩn khác."


def items(verdict: Mapping[str, Any]) -> list[VerdictItem]:
    """Rows of a stored verdict (`verdict_of`), in the order of the rule.

    A plain "all of these" is only a heading of its rows and is left out; groups with a choice stay.
    """
    rows = []
    for line in verdict.get("lines", []):
        if line["kind"] == "all":
            continue
        rows.append(
            VerdictItem(
                state=STATES[line["outcome"]],
                title=line["label"],
                sentence=line["sentence"],
                clause=line["section"],
                code=line["code"],
                depth=_depth(line, verdict["lines"]),
                is_group=line["kind"] in GROUPS,
                decides=line["decides"],
                advisory=line["advisory"],
                adjusts="adjust_h" in line.get("figures", {}),
                targets=tuple(line.get("figures", {}).get("not_met", ())),
            )
        )
    return rows


def _depth(line: Mapping[str, Any], lines: list[Mapping[str, Any]]) -> int:
    """How many groups with a choice stand above the line."""
    return sum(
        1
        for other in lines
        if other["kind"] in ("any", "not", "at_least") and line["path"].startswith(other["path"] + ".")
    )


@dataclass(frozen=True)
class Tally:
    met: int
    total: int
    waiting: int

    @property
    def words(self) -> str:
        """ "Đạt 4/5, 1 chờ"."""
        return f"Đạt {self.met}/{self.total}" + (f", {self.waiting} chờ" if self.waiting else "")


def tally(verdict: Mapping[str, Any]) -> Tally:
    """Criteria that count: leaves that apply, decide, and are no mere advice; a group with a choice counts as one."""
    lines = verdict.get("lines", [])
    counted = [
        line
        for line in lines
        if line["kind"] != "all"
        and line["outcome"] != "not_applicable"
        and not line["advisory"]
        and not _depth(line, lines)
    ]
    return Tally(
        met=sum(1 for line in counted if line["outcome"] == "met"),
        total=len(counted),
        waiting=sum(1 for line in counted if line["outcome"] == "needs_attestation"),
    )
