"""What this app knows about units, as plain data for whoever judges awards. Field names follow `awards.facts`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign
from targets.enums import COUNTED_STATES, PILLAR_ORDER, Layer, RunState
from targets.models import AnnualReport, ReportValue, ScoreLine, ScoreRun, ScoreTotal, Target
from targets.scoring import Entry, Result, Rule, explain, ratio_h, score


@dataclass(frozen=True)
class TargetOutcome:
    """One target as it came out for one unit in the final layer.

    `met` is None where nothing valid was reported (missing, wrong, unproven) or no figure can tell. `progress`: the
    year has no milestone of its own, and `met` compares with the next one (decision 2). `actual` and `threshold` are
    in `unit`; `status` is that of the engine.
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


@dataclass(frozen=True)
class UnitStanding:
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


@dataclass(frozen=True)
class ReportStanding:
    """Whether and when a unit sent the report of a year; `submitted_on` None = never sent."""

    year: int
    submitted_on: dt.date | None
    last_day: dt.date | None
    days_late: int
    state: str


def official_run(campaign: Campaign, year: int) -> ScoreRun | None:
    """The published final run of the year; without one, the newest that is done."""
    runs = ScoreRun.objects.filter(campaign=campaign, year=year, layer=Layer.FINAL)
    published = runs.filter(state=RunState.PUBLISHED).first()
    return published or runs.filter(state=RunState.DONE).order_by("-number").first()


def run_by_uid(uid: uuid.UUID | str) -> ScoreRun | None:
    return ScoreRun.objects.filter(uid=uid).first()


def standings(run: ScoreRun, unit_ids: Iterable[int] | None = None) -> dict[int, UnitStanding]:
    """Every unit of the run by unit id. One query."""
    totals = ScoreTotal.objects.filter(run=run)
    if unit_ids is not None:
        totals = totals.filter(unit_id__in=list(unit_ids))
    return {
        t.unit_id: UnitStanding(
            unit_id=t.unit_id,
            unit_name=t.unit_name,
            block=t.block_code,
            points_h=t.points_h,
            max_h=t.max_h,
            ratio_h=t.ratio_h,
            rank=t.rank,
            of=t.of,
            tied=t.tied,
            pillar_ratios_h=tuple(
                ratio_h(*t.pillars[p]) or 0 for p in PILLAR_ORDER if p in t.pillars and t.pillars[p][1]
            ),
            pillars=tuple((str(p), *t.pillars[p]) for p in PILLAR_ORDER if p in t.pillars),
            met=t.met,
            judged=t.judged,
            days_late=t.days_late,
        )
        for t in totals
    }


def reports(campaign: Campaign, unit_ids: Iterable[int] | None = None) -> dict[int, tuple[ReportStanding, ...]]:
    """All reports of all years by unit id, oldest first. One query."""
    found = AnnualReport.objects.filter(campaign=campaign).order_by("year")
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    grouped: dict[int, list[ReportStanding]] = {}
    for r in found:
        grouped.setdefault(r.unit_id, []).append(
            ReportStanding(r.year, r.submitted_on, r.last_day, r.days_late, r.state)
        )
    return {unit: tuple(rows) for unit, rows in grouped.items()}


def target_outcomes(
    campaign: Campaign, year: int, unit_ids: Iterable[int] | None = None, *, run: ScoreRun | None = None
) -> dict[int, tuple[TargetOutcome, ...]]:
    """How every target of the plan that was reported in `year` came out, by unit id, in the plan's order.

    With `run`, from its snapshot; otherwise from the values in force of reports that were sent. A unit without a
    report of that year is absent.
    """
    return _from_run(campaign, run, unit_ids) if run is not None else _from_values(campaign, year, unit_ids)


def _from_run(
    campaign: Campaign, run: ScoreRun, unit_ids: Iterable[int] | None
) -> dict[int, tuple[TargetOutcome, ...]]:
    targets = {t.pk: t for t in Target.objects.filter(campaign=campaign)}
    rules = {int(k): (row, Rule.from_row(row)) for k, row in run.rules.items() if row.get("target_id") in targets}
    lines = ScoreLine.objects.filter(run_ref=run.pk, indicator_ref__in=list(rules))
    if unit_ids is not None:
        lines = lines.filter(unit_ref__in=list(unit_ids))
    grouped: dict[int, list[tuple[int, TargetOutcome]]] = {}
    for line in lines:
        row, rule = rules[line.indicator_ref]
        entry = entry_of(line)
        outcome = outcome_of(targets[row["target_id"]], row["code"], rule, entry, result_of(line))
        grouped.setdefault(line.unit_ref, []).append((row["order"], outcome))
    return {unit: tuple(o for _, o in sorted(rows, key=lambda r: r[0])) for unit, rows in grouped.items()}


def _from_values(campaign: Campaign, year: int, unit_ids: Iterable[int] | None) -> dict[int, tuple[TargetOutcome, ...]]:
    values = ReportValue.objects.filter(
        report__campaign=campaign, report__year=year, report__state__in=COUNTED_STATES, indicator__target__isnull=False
    )
    if unit_ids is not None:
        values = values.filter(report__unit_id__in=list(unit_ids))
    grouped: dict[int, list[TargetOutcome]] = {}
    rules: dict[int, Rule] = {}
    for value in values.select_related("report", "indicator__target").order_by("indicator__order", "id"):
        indicator = value.indicator
        rule = rules.setdefault(indicator.pk, indicator.rule(year))
        entry = value.entry(Layer.FINAL)
        target: Any = indicator.target
        grouped.setdefault(value.report.unit_id, []).append(
            outcome_of(target, indicator.code, rule, entry, score(rule, entry))
        )
    return {unit: tuple(rows) for unit, rows in grouped.items()}


def entry_of(line: ScoreLine) -> Entry:
    """The value that a line was scored from. Points given by hand are in the line itself."""
    return Entry(
        numerator=line.numerator,
        denominator=line.denominator,
        number=line.number,
        boolean=line.boolean,
        text=line.text,
        not_applicable=line.not_applicable,
        points_h=line.points_h,
        has_evidence=line.has_evidence,
    )


def result_of(line: ScoreLine) -> Result:
    return Result(line.status, line.verdict, line.points_h, line.max_h, line.actual_h, line.reaches)  # type: ignore[arg-type]


def outcome_of(target: Target, code: str, rule: Rule, entry: Entry, result: Result) -> TargetOutcome:
    applicable = result.status != "not_applicable"
    actual = None
    if result.status in ("ok", "unproven") and rule.value_kind in ("share", "number"):
        actual = entry.number
        if rule.value_kind == "share" and entry.numerator is not None and entry.denominator:
            actual = 100 * entry.numerator / entry.denominator
    return TargetOutcome(
        code=target.code,
        year=target.year,
        label=target.short,
        section=target.section,
        pillar=target.pillar,
        kind=target.kind,
        comparator=rule.comparator,
        actual=actual,
        threshold=rule.threshold,
        natural_max=rule.natural_max,
        unit=rule.unit,
        numerator=entry.numerator,
        denominator=entry.denominator,
        applicable=applicable,
        met=result.reaches if result.status == "ok" else None,
        reason=explain(rule, entry, result),
        progress=rule.progress,
        status=result.status,
        indicator=code,
    )
