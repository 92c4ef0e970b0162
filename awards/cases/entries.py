"""The entries of units and people in a case file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from awards.cases.model import OutsideScore, Sent, Value
from awards.cases.scalars import (
    CaseError,
    choice_,
    day_,
    flag_,
    hundredths_,
    known_,
    list_,
    map_,
    number_,
    whole_,
    year_,
)
from awards.facts import ContributionFact, DisciplineFact, EarlierAward, InitiativeFact
from awards.rules.kinds.merits import LEVELS
from awards.selection import TieVote
from campaigns.plans.vocabulary import AWARD_FORMS


def read_value(said: Any, at: str) -> Value:
    if said is None:
        return Value()
    if isinstance(said, bool):
        return Value(boolean=said)
    if isinstance(said, Mapping):
        known_(said, ("points", "n", "d"), at)
        if "points" in said:
            return Value(points_h=hundredths_(said["points"], at))
        return Value(numerator=number_(said.get("n"), at), denominator=number_(said.get("d"), at))
    text = str(said).strip()
    if text.lower() == "n/a" or text.lower().startswith("n/a:"):
        return Value(not_applicable=True)
    numerator, slash, denominator = text.partition("/")
    if slash:
        return Value(numerator=number_(numerator, at), denominator=number_(denominator, at))
    try:
        return Value(number=number_(text, at))
    except CaseError:
        return Value(text=text)


def read_reports(said: Any, at: str, year: int) -> tuple[Sent, ...]:
    if said is None or said is False:
        return ()
    if not isinstance(said, list):
        return (Sent(year, day_(said, at)),)
    out = []
    for i, row in enumerate(said):
        place = f"{at}[{i}]"
        entry = map_(row, place)
        known_(entry, ("year", "sent", "last_day"), place)
        sent, last = entry.get("sent"), entry.get("last_day")
        out.append(
            Sent(
                year_(entry.get("year"), place),
                None if sent is None else day_(sent, place),
                None if last is None else day_(last, place),
            )
        )
    return tuple(out)


def read_score(said: Any, at: str) -> OutsideScore:
    data = map_(said, at)
    known_(data, ("ratio", "pillars", "rank"), at)
    rank = data.get("rank")
    return OutsideScore(
        hundredths_(data.get("ratio"), f"{at}.ratio"),
        tuple(hundredths_(p, f"{at}.pillars") for p in list_(data.get("pillars") or [], f"{at}.pillars")),
        None if rank is None else whole_(rank, f"{at}.rank"),
    )


def read_contribution(row: Mapping[str, Any], at: str) -> ContributionFact:
    known_(row, ("year", "amount", "in_kind", "recognised", "what"), at)
    return ContributionFact(
        year_(row.get("year"), f"{at}.year"),
        whole_(row.get("amount"), f"{at}.amount"),
        flag_(row.get("in_kind", False), f"{at}.in_kind"),
        flag_(row.get("recognised", True), f"{at}.recognised"),
        str(row.get("what", "")),
    )


def read_initiative(row: Mapping[str, Any], at: str) -> InitiativeFact:
    known_(row, ("title", "level", "recognised", "replicated", "year", "decision"), at)
    year = row.get("year")
    return InitiativeFact(
        str(row.get("title", "")),
        choice_(row.get("level", "unit"), LEVELS, f"{at}.level"),
        flag_(row.get("recognised", False), f"{at}.recognised"),
        None if year is None else year_(year, f"{at}.year"),
        str(row.get("decision", "")),
        flag_(row.get("replicated", False), f"{at}.replicated"),
    )


def read_discipline(row: Mapping[str, Any], at: str) -> DisciplineFact:
    known_(row, ("form", "decided", "ended"), at)
    on, ended = row.get("decided"), row.get("ended")
    return DisciplineFact(
        str(row.get("form", "")),
        None if on is None else day_(on, f"{at}.decided"),
        None if ended is None else day_(ended, f"{at}.ended"),
    )


def read_earlier(row: Mapping[str, Any], at: str) -> EarlierAward:
    known_(row, ("form", "year", "decision", "same_round", "same_theme", "milestone"), at)
    milestone = row.get("milestone")
    return EarlierAward(
        choice_(row.get("form"), AWARD_FORMS, f"{at}.form"),
        year_(row.get("year"), f"{at}.year"),
        str(row.get("decision", "")),
        None,
        flag_(row.get("same_round", False), f"{at}.same_round"),
        flag_(row.get("same_theme", True), f"{at}.same_theme"),
        None if milestone is None else year_(milestone, f"{at}.milestone"),
    )


def read_vote(row: Mapping[str, Any], at: str) -> TieVote:
    known_(row, ("rule", "among", "order", "minutes"), at)
    among = frozenset(map(str, list_(row.get("among"), f"{at}.among")))
    order = tuple(map(str, list_(row.get("order"), f"{at}.order")))
    try:
        return TieVote(str(row.get("rule", "")), among, order, str(row.get("minutes", "")))
    except ValueError as error:
        raise CaseError(at, str(error)) from error
