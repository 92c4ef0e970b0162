"""From a parsed file to cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from awards.cases.entries import (
    read_contribution,
    read_discipline,
    read_earlier,
    read_initiative,
    read_reports,
    read_score,
    read_value,
    read_vote,
)
from awards.cases.model import Answers, Case, PersonCase, UnitCase
from awards.cases.scalars import (
    CaseError,
    choice_,
    day_,
    flag_,
    hundredths_,
    key_,
    known_,
    list_,
    map_,
    rows_,
    whole_,
    year_,
)
from awards.enums import HoldKind, Occasion
from awards.facts import AttestationFact, HoldFact
from campaigns.plans.vocabulary import PERSON_KINDS, UNIT_KINDS

CASE_KEYS = (
    "name", "section", "about", "plan", "occasion", "year", "decided_on", "contribution_norm", "units", "people",
    "votes", "withdrawn", "overrides", "rules", "only", "expect",
)  # fmt: skip
SHARED_KEYS = (
    "key", "name", "kind", "block", "level", "attest", "contributions", "initiatives", "discipline", "holds",
    "earlier", "merit", "bonus", "years", "classified",
)  # fmt: skip
UNIT_KEYS = (
    *SHARED_KEYS, "fill", "values", "unproven", "report", "registered", "launch_plan", "score", "women", "staff",
    "party",
)  # fmt: skip
PERSON_KEYS = (*SHARED_KEYS, "unit", "gender", "role")
ROLES = ("direct", "leader", "coordinator")


def read_cases(data: Any) -> list[Case]:
    """Every case of a file that was parsed. Raises CaseError."""
    top = map_(data, "the file")
    if "cases" not in top:
        return [_case(top, "the case")]
    known_(top, ("defaults", "cases"), "the file")
    defaults = map_(top.get("defaults") or {}, "defaults")
    return [
        _case({**defaults, **map_(entry, f"cases[{i}]")}, f"cases[{i}]")
        for i, entry in enumerate(list_(top["cases"], "cases"))
    ]


def _case(data: Mapping[str, Any], place: str) -> Case:
    known_(data, CASE_KEYS, place)
    for key in ("plan", "occasion", "year", "units"):
        if key not in data:
            raise CaseError(place, f"the key {key!r} is missing")
    name = str(data.get("name", ""))
    place = f"{place} ({name})" if name else place
    units = tuple(_unit(row, at, year_(data["year"], place)) for row, at in rows_(data, "units", place))
    people = tuple(_person(row, at) for row, at in rows_(data, "people", place))
    keys = [party.key for party in (*units, *people)]
    if len(set(keys)) != len(keys):
        raise CaseError(place, "a key stands twice", "every key of units and people once")
    for person in people:
        if person.unit and person.unit not in {unit.key for unit in units}:
            raise CaseError(f"{place}.people", f"unit {person.unit!r} of {person.key}", "the key of a unit")
    votes = tuple(read_vote(row, at) for row, at in rows_(data, "votes", place))
    norm = data.get("contribution_norm")
    return Case(
        name=name,
        plan=str(data["plan"]),
        occasion=choice_(data["occasion"], Occasion.values, f"{place}.occasion"),
        year=year_(data["year"], f"{place}.year"),
        units=units,
        people=people,
        decided_on=day_(data["decided_on"], f"{place}.decided_on") if data.get("decided_on") else None,
        contribution_norm=None if norm is None else whole_(norm, f"{place}.contribution_norm"),
        votes=votes,
        withdrawn={
            str(rule): frozenset(map(str, list_(gone, f"{place}.withdrawn.{rule}")))
            for rule, gone in map_(data.get("withdrawn") or {}, f"{place}.withdrawn").items()
        },
        overrides={str(k): str(v) for k, v in map_(data.get("overrides") or {}, f"{place}.overrides").items()},
        rules=tuple(dict(row) for row, _ in rows_(data, "rules", place)),
        only=tuple(map(str, list_(data.get("only") or [], f"{place}.only"))),
        section=str(data.get("section", "")),
        expect=map_(data.get("expect") or {}, f"{place}.expect"),
    )


def _unit(row: Mapping[str, Any], at: str, year: int) -> UnitCase:
    known_(row, UNIT_KEYS, at)
    facts = _shared(row, at, UNIT_KINDS)
    if "women" in row:
        facts["women_share_h"] = hundredths_(row["women"], f"{at}.women")
    if "staff" in row:
        facts["staff"] = whole_(row["staff"], f"{at}.staff")
    if "party" in row:
        facts["has_party"] = flag_(row["party"], f"{at}.party")
    registered = row.get("registered", False)
    launch_plan = row.get("launch_plan", False)
    return UnitCase(
        key=key_(row, at),
        kind=row["kind"],
        facts=facts,
        fill=choice_(row.get("fill", "none"), ("none", "met"), f"{at}.fill"),
        values={
            str(code): read_value(said, f"{at}.values.{code}")
            for code, said in map_(row.get("values") or {}, f"{at}.values").items()
        },
        unproven=frozenset(map(str, list_(row.get("unproven") or [], f"{at}.unproven"))),
        reports=read_reports(row["report"], f"{at}.report", year) if "report" in row else None,
        registered=registered if isinstance(registered, bool) else day_(registered, f"{at}.registered"),
        launch_plan=launch_plan if isinstance(launch_plan, bool) else str(launch_plan),
        score=read_score(row["score"], f"{at}.score") if "score" in row else None,
    )


def _person(row: Mapping[str, Any], at: str) -> PersonCase:
    known_(row, PERSON_KEYS, at)
    facts = _shared(row, at, PERSON_KINDS)
    facts["gender"] = choice_(row.get("gender", ""), ("", "female", "male"), f"{at}.gender")
    facts["role"] = choice_(row.get("role", "direct"), ROLES, f"{at}.role")
    return PersonCase(key=key_(row, at), kind=row["kind"], facts=facts, unit=str(row.get("unit", "")))


def _shared(row: Mapping[str, Any], at: str, kinds: Mapping[str, str]) -> dict[str, Any]:
    if "kind" not in row:
        raise CaseError(at, "the key 'kind' is missing")
    facts: dict[str, Any] = {
        "name": str(row.get("name") or key_(row, at)),
        "kind": choice_(row["kind"], kinds, f"{at}.kind"),
        "block": str(row.get("block", "")),
        "level": str(row.get("level", "")),
        "classification": str(row.get("classified", "")),
        "attestations": _answers(row.get("attest") or {}, f"{at}.attest"),
        "holds": tuple(
            HoldFact(choice_(kind, HoldKind.values, f"{at}.holds")) for kind in list_(row.get("holds") or [], at)
        ),
        "years_taken_part": tuple(year_(y, f"{at}.years") for y in list_(row.get("years") or [], f"{at}.years")),
        "contributions": tuple(read_contribution(r, p) for r, p in rows_(row, "contributions", at)),
        "disciplines": tuple(read_discipline(r, p) for r, p in rows_(row, "discipline", at)),
        "earlier_awards": tuple(read_earlier(r, p) for r, p in rows_(row, "earlier", at)),
    }
    if "initiatives" in row:
        facts["initiatives"] = tuple(read_initiative(r, p) for r, p in rows_(row, "initiatives", at))
    if "merit" in row:
        facts["merit_h"] = hundredths_(row["merit"], f"{at}.merit")
    if "bonus" in row:
        facts["bonus_h"] = hundredths_(row["bonus"], f"{at}.bonus")
    return facts


def _answers(data: Any, at: str) -> Answers:
    out = Answers()
    for code, said in map_(data, at).items():
        if isinstance(said, Mapping):
            known_(said, ("answer", "by", "reason"), f"{at}.{code}")
            answer = flag_(said.get("answer"), f"{at}.{code}.answer")
            out[str(code)] = AttestationFact(answer, str(said.get("by", "")), None, str(said.get("reason", "")))
        else:
            out[str(code)] = AttestationFact(flag_(said, f"{at}.{code}"))
    return out
