"""What this app knows about units, as plain data for whoever judges awards. Field names follow `awards.facts`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast

from campaigns.models import Campaign
from targets.enums import COUNTED_STATES, PILLAR_ORDER, Layer, Origin, RunState
from targets.models import AnnualReport, ReportValue, ScoreLines, ScoreRun, ScoreTotal, Target
from targets.scoring import Entry, Result, Rule, explain, ratio_h, score
from targets.scoring.lines import NOT_APPLICABLE, reached, status_of


class TargetOutcome(NamedTuple):
    """One target as it came out for one unit in the final layer. The first fields are those of
    `awards.facts.TargetResult`, in the same order.

    `met` is None where nothing valid was reported (missing, wrong, unproven) or no figure can tell. `progress`: the
    year has no milestone of its own, and `met` compares with the next one (decision 2). `actual` and `threshold` are
    in `unit`; `status` is that of the engine, `reason` says why there is no valid value.
    """

    code: str
    year: int | None
    label: str
    section: str
    pillar: str
    kind: str
    comparator: str
    actual: Decimal | None
    threshold: Decimal | None
    natural_max: Decimal | None
    unit: str
    numerator: Decimal | None
    denominator: Decimal | None
    applicable: bool
    met: bool | None
    reason: str
    progress: bool
    status: str
    indicator: str


class UnitStanding(NamedTuple):
    """A unit in one score run. `pillar_ratios_h` follow the plan's order of pillars, those with points only;
    `pillars`: (code, points, applicable maximum) in hundredths."""

    unit_id: int
    unit_name: str
    block: str
    points_h: int
    max_h: int
    ratio_h: int | None
    rank: int | None
    of: int
    tied: bool
    pillar_ratios_h: tuple[int, ...]
    pillars: tuple[tuple[str, int, int], ...]
    met: int
    judged: int
    days_late: int


class ReportStanding(NamedTuple):
    """Whether and when a unit sent the report of a year; `submitted_on` None = never sent."""

    year: int
    submitted_on: dt.date | None
    last_day: dt.date | None
    days_late: int
    state: str


Outcome = TypeVar("Outcome")
Into = Callable[[tuple[Any, ...], str, str], Outcome]


def _whole(row: tuple[Any, ...], status: str, indicator: str) -> TargetOutcome:
    return TargetOutcome._make((*row, status, indicator))


def official_run(campaign: Campaign, year: int) -> ScoreRun | None:
    """The published final run of the year; without one, the newest that is done."""
    runs = ScoreRun.objects.filter(campaign=campaign, year=year, layer=Layer.FINAL)
    published = runs.filter(state=RunState.PUBLISHED).first()
    return published or runs.filter(state=RunState.DONE).order_by("-number").first()


def run_by_uid(uid: uuid.UUID | str) -> ScoreRun | None:
    return ScoreRun.objects.filter(uid=uid).first()


def standings(run: ScoreRun, unit_ids: Iterable[int] | None = None) -> dict[int, UnitStanding]:
    """Every unit of the run by unit id. One query."""
    totals = ScoreTotal.objects.filter(run=run).order_by()
    if unit_ids is not None:
        totals = totals.filter(unit_id__in=list(unit_ids))
    rows = totals.values_list(
        "unit_id", "unit_name", "block_code", "points_h", "max_h", "ratio_h", "rank", "of", "tied", "pillars", "met",
        "judged", "days_late",
    )  # fmt: skip
    return {row[0]: UnitStanding(*row[:9], _pillar_ratios(row[9]), _pillars(row[9]), *row[10:]) for row in rows}


def _pillar_ratios(pillars: dict[str, list[int]]) -> tuple[int, ...]:
    return tuple([ratio_h(*pillars[p]) or 0 for p in PILLAR_ORDER if p in pillars and pillars[p][1]])


def _pillars(pillars: dict[str, list[int]]) -> tuple[tuple[str, int, int], ...]:
    return tuple([(str(p), pillars[p][0], pillars[p][1]) for p in PILLAR_ORDER if p in pillars])


def reports(campaign: Campaign, unit_ids: Iterable[int] | None = None) -> dict[int, tuple[ReportStanding, ...]]:
    """All reports of all years by unit id, oldest first. One query."""
    found = AnnualReport.objects.filter(campaign=campaign).order_by("year")
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    grouped: dict[int, list[ReportStanding]] = {}
    for unit, *row in found.values_list("unit_id", "year", "submitted_on", "last_day", "days_late", "state"):
        grouped.setdefault(unit, []).append(ReportStanding._make(row))
    return {unit: tuple(rows) for unit, rows in grouped.items()}


def target_outcomes(
    campaign: Campaign,
    year: int,
    unit_ids: Iterable[int] | None = None,
    *,
    run: ScoreRun | None = None,
    into: Into[Outcome] = _whole,  # type: ignore[assignment]
) -> dict[int, tuple[Outcome, ...]]:
    """How every target of the plan that was reported in `year` came out, by unit id, in the plan's order.

    With `run`, from its snapshot; otherwise, and for points from outside, which have none, from the values in force of
    reports that were sent. A unit without a report of that year is absent. `into` makes something else of an
    outcome's fields: those of `awards.facts.TargetResult` as a tuple, then status and indicator.
    """
    if run is None or run.origin == Origin.OUTSIDE:
        return _from_values(campaign, year, unit_ids, into)
    return _from_run(campaign, run, unit_ids, into)


def _from_run(
    campaign: Campaign,
    run: ScoreRun,
    unit_ids: Iterable[int] | None,
    into: Into[Outcome],
) -> dict[int, tuple[Outcome, ...]]:
    makers = _makers(campaign, run, into)
    packed = ScoreLines.objects.filter(run_ref=run.pk).order_by()
    if unit_ids is not None:
        packed = packed.filter(unit_ref__in=list(unit_ids))
    rows = packed.values_list("unit_ref", "indicators", "amounts", "bases", "marks")
    return {unit: tuple(_outcomes(makers, *arrays)) for unit, *arrays in rows.iterator()}  # type: ignore[arg-type]


def _outcomes(
    makers: dict[int, tuple[int, bool, Callable[[Line], Outcome]]],
    indicators: list[int],
    amounts: list[Decimal | None],
    bases: list[Decimal | None],
    marks: list[int],
) -> Iterator[Outcome]:
    """Those of one unit, from arrays of its lines, in the plan's order."""
    found = []
    for indicator, amount, base, mark in zip(indicators, amounts, bases, marks, strict=True):
        if made := makers.get(indicator):
            place, share, make = made
            top, below, number = (amount, base, None) if share else (None, None, amount)
            line = (status_of(mark), reached(mark), top, below, number, bool(mark & NOT_APPLICABLE))
            found.append((place, indicator, make(line)))
    found.sort(key=itemgetter(0, 1))
    return (outcome for _, _, outcome in found)


# status, reaches, numerator, denominator, number, not applicable
Line = tuple[str, bool | None, Decimal | None, Decimal | None, Decimal | None, bool]


def _makers(
    campaign: Campaign, run: ScoreRun, into: Into[Outcome]
) -> dict[int, tuple[int, bool, Callable[[Line], Outcome]]]:
    """By indicator of the run: its place in the plan, whether it is a share, what makes an outcome of a line."""
    targets = {t.pk: t for t in Target.objects.filter(campaign=campaign)}
    return {
        int(key): (
            row["order"],
            row["value_kind"] == "share",
            _maker(targets[row["target_id"]], row["code"], Rule.from_row(row), into),
        )
        for key, row in run.rules.items()
        if row.get("target_id") in targets
    }


def _maker(target: Target, indicator: str, rule: Rule, into: Into[Outcome]) -> Callable[[Line], Outcome]:
    """Outcomes of one target. What all of them share is put together once: a province has hundreds of thousands."""
    head = (
        target.code, target.year, target.short, target.section, target.pillar, target.kind, rule.comparator,
    )  # fmt: skip
    goal = (rule.threshold, rule.natural_max, rule.unit)
    progress = rule.progress
    is_share, is_number = rule.value_kind == "share", rule.value_kind in ("share", "number")

    @cache
    def why(status: str, reaches: bool | None, said_so: bool) -> str:
        result = Result(status, "none", 0, 0, None, reaches)  # type: ignore[arg-type]
        return explain(rule, Entry(not_applicable=said_so), result)

    def make(line: Line) -> Outcome:
        status, reaches, numerator, denominator, number, not_applicable = line
        actual = None
        if is_number and status in ("ok", "unproven"):
            actual = 100 * numerator / denominator if is_share and numerator is not None and denominator else number
        valid = status == "ok"
        row = (
            *head, actual, *goal, numerator, denominator, status != "not_applicable", reaches if valid else None,
            "" if valid else why(status, reaches, not_applicable), progress,
        )  # fmt: skip
        return into(row, status, indicator)

    return make


def _from_values(
    campaign: Campaign, year: int, unit_ids: Iterable[int] | None, into: Into[Outcome]
) -> dict[int, tuple[Outcome, ...]]:
    values = ReportValue.objects.filter(
        report__campaign=campaign, report__year=year, report__state__in=COUNTED_STATES, indicator__target__isnull=False
    )
    if unit_ids is not None:
        values = values.filter(report__unit_id__in=list(unit_ids))
    grouped: dict[int, list[Outcome]] = {}
    rules: dict[int, tuple[Rule, Callable[[Line], Outcome]]] = {}
    for value in values.select_related("report", "indicator__target").order_by("indicator__order", "id"):
        indicator = value.indicator
        if indicator.pk not in rules:
            rule, target = indicator.rule(year), cast("Target", indicator.target)
            rules[indicator.pk] = rule, _maker(target, indicator.code, rule, into)
        rule, make = rules[indicator.pk]
        entry = value.entry(Layer.FINAL)
        grouped.setdefault(value.report.unit_id, []).append(_made(make, entry, score(rule, entry)))
    return {unit: tuple(rows) for unit, rows in grouped.items()}


def outcome_of(target: Target, code: str, rule: Rule, entry: Entry, result: Result) -> TargetOutcome:
    return _made(_maker(target, code, rule, _whole), entry, result)


def _made(make: Callable[[Line], Outcome], entry: Entry, result: Result) -> Outcome:
    amounts = (entry.numerator, entry.denominator, entry.number)
    return make((result.status, result.reaches, *amounts, entry.not_applicable))
