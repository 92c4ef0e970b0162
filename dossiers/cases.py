"""Judging cases from outside by a tenant's loaded plan: points, ranks, verdicts, picks. Reads only, stores nothing.

The file's format is described in `awards.cases`. Run inside the tenant's scope.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from awards.cases import Case, CaseError, PersonCase, Sent, UnitCase, Value
from awards.facts import (
    PersonFacts,
    PillarFact,
    RegistrationFact,
    ReportFact,
    TargetResult,
    UnitFacts,
)
from awards.models import AwardRule
from awards.rules import RuleError
from awards.selection import RoundResult, Rule, in_force, rule_from, run_round
from awards.selectors import law
from awards.selectors.rule_sets import current_set, rules_of
from campaigns import selectors as campaigns
from campaigns.deadlines import days_late
from campaigns.models import Campaign
from campaigns.selectors.calendar import period_for
from targets.enums import PILLAR_ORDER
from targets.models import Indicator, Target
from targets.scoring import Entry, Result, score, standings, total
from targets.scoring import Rule as ScoringRule
from targets.scoring import ratio_h as ratio_of
from targets.selectors.facts import outcome_of
from targets.selectors.indicators import applicable
from units.models import Unit

STEP = Decimal("0.01")


@dataclass(frozen=True)
class Scored:
    """One unit of a case: its lines, totals, and the facts that the rules look at (rank set afterwards)."""

    case: UnitCase
    block: str
    points_h: int
    max_h: int
    ratio_h: int | None
    pillars_h: tuple[int, ...]
    pillars: tuple[PillarFact, ...]
    targets: tuple[TargetResult, ...]
    lines: tuple[tuple[Indicator, Result], ...]


def judge_case(case: Case, campaign: Campaign) -> dict[str, Any]:
    """One case → JSON: units with points, ratio and rank; per rule the picked list and every verdict."""
    blocks = {kind: block.code for block in campaigns.blocks(campaign) for kind in block.kinds}
    milestone = _milestone(campaign, case.year)
    scored = {unit.key: _score(unit, campaign, case.year, blocks) for unit in case.units}
    places = _places(scored)
    units = {key: _unit_facts(row, places[key], case, campaign, milestone) for key, row in scored.items()}
    people = [_person_facts(person, units, case, milestone) for person in case.people]
    rules = _rules(case, campaign)
    result = run_round(
        rules,
        [*units.values(), *people],
        votes=case.votes,
        withdrawn=case.withdrawn,
        overrides=case.overrides,
        campaign_from=campaign.period_from,
    )
    return {
        "name": case.name,
        "plan": case.plan,
        "occasion": case.occasion,
        "year": case.year,
        "units": [_unit_json(scored[key], facts) for key, facts in units.items()],
        **_result_json(result, rules, case.decided_on),
    }


def _milestone(campaign: Campaign, year: int) -> int | None:
    years = Target.objects.filter(campaign=campaign, withdrawn=False, year__gte=year).order_by("year")
    return years.values_list("year", flat=True).first()


def _rules(case: Case, campaign: Campaign) -> list[Rule]:
    rule_set = current_set(campaign)
    rows: Sequence[AwardRule] = rules_of(rule_set) if rule_set else []
    own = []
    for i, data in enumerate(case.rules):
        try:
            own.append(rule_from({"occasion": case.occasion, "years": [case.year], **data}, position=1000 + i))
        except (RuleError, ValueError, KeyError) as error:
            raise CaseError(f"{case.name or 'the case'}.rules[{i}]", str(error)) from error
    rules = in_force([*(row.plain for row in rows if row.runnable), *own], occasion=case.occasion, year=case.year)
    known = {rule.code for rule in rules}
    named = {*case.only, *case.withdrawn, *case.overrides, *(vote.rule for vote in case.votes)}
    if unknown := sorted(named - known):
        raise CaseError(
            case.name or "the case",
            f"no rule {unknown[0]!r} for {case.occasion} {case.year}",
            "one of " + (", ".join(sorted(known)) or "no rule at all: give `rules`"),
        )
    return [rule for rule in rules if not case.only or rule.code in case.only]


# -- points -------------------------------------------------------------------------------------------------------


def _score(unit: UnitCase, campaign: Campaign, year: int, blocks: Mapping[str, str]) -> Scored:
    indicators = applicable(campaign, Unit(kind=unit.kind), year)
    targets = {t.pk: t for t in Target.objects.filter(campaign=campaign)}
    names = {i.code: i for i in indicators} | {
        targets[i.target_id].code: i for i in indicators if i.target_id in targets
    }
    if unknown := sorted({*unit.values, *unit.unproven} - set(names)):
        raise CaseError(f"units.{unit.key}.values", f"{unknown[0]!r}", "one of " + ", ".join(sorted(names)))
    given = {names[code].pk: value for code, value in unit.values.items()}
    unproven = {names[code].pk for code in unit.unproven}
    lines, outcomes = [], []
    pillars: dict[str, tuple[int, int]] = dict.fromkeys((str(p) for p in PILLAR_ORDER), (0, 0))
    for indicator in indicators:
        rule = indicator.rule(year)
        value = given.get(indicator.pk)
        if value is None:
            value = _at_threshold(rule) if unit.fill == "met" else Value()
        entry = _entry(rule, value, proven=indicator.pk not in unproven)
        result = score(rule, entry)
        lines.append((indicator, result))
        points_h, max_h = pillars.get(indicator.pillar, (0, 0))
        pillars[indicator.pillar] = (points_h + result.points_h, max_h + result.max_h)
        target = targets.get(indicator.target_id or 0)
        if target is not None:
            outcomes.append(_target(outcome_of(target, indicator.code, rule, entry, result)))
    points_h, max_h = total([(result.points_h, result.max_h) for _, result in lines])
    shares = tuple(ratio_of(*points) or 0 for points in pillars.values() if points[1])
    reported = bool(unit.values) or unit.fill == "met"
    own = unit.score
    return Scored(
        case=unit,
        block=unit.facts["block"] or blocks.get(unit.kind, ""),
        points_h=points_h if reported else 0,
        max_h=max_h if reported else 0,
        ratio_h=own.ratio_h if own else (ratio_of(points_h, max_h) if reported else None),
        pillars_h=own.pillars_h if own else (shares if reported else ()),
        pillars=_given_pillars(own.pillars_h) if own else _pillars(pillars) if reported else (),
        targets=tuple(outcomes) if reported else (),
        lines=tuple(lines) if reported else (),
    )


def _target(outcome: Any) -> TargetResult:
    return TargetResult._make(outcome[: len(TargetResult._fields)])


def _entry(rule: ScoringRule, value: Value, *, proven: bool) -> Entry:
    number, numerator, denominator = value.number, value.numerator, value.denominator
    if rule.value_kind == "share" and number is not None:
        number, numerator, denominator = None, number, Decimal(100)
    return Entry(
        numerator=numerator,
        denominator=denominator,
        number=number,
        boolean=value.boolean,
        text=value.text,
        not_applicable=value.not_applicable,
        points_h=value.points_h,
        has_evidence=proven,
    )


def _at_threshold(rule: ScoringRule) -> Value:
    """The least that reaches the target, for values that a case leaves out under `fill: met`."""
    if rule.method == "manual":
        return Value(points_h=rule.max_h)
    if rule.value_kind == "boolean":
        return Value(boolean=True)
    if rule.value_kind == "text":
        best = max(rule.options, key=lambda option: option.points_h, default=None)
        return Value(text=best.code if best else "có")
    goal = rule.threshold if rule.threshold is not None else rule.full
    if rule.compares_as == "gt":
        goal += STEP
    if rule.compares_as == "lt":
        goal -= STEP
    return Value(number=goal)


def _pillars(points: Mapping[str, tuple[int, int]]) -> tuple[PillarFact, ...]:
    return tuple(PillarFact(code, got, top) for code, (got, top) in points.items() if top)


def _given_pillars(ratios_h: tuple[int, ...]) -> tuple[PillarFact, ...]:
    """An index from outside tells ratios alone; out of 100 % each, in the plan's order."""
    return tuple(PillarFact(str(code), ratio, 10_000) for code, ratio in zip(PILLAR_ORDER, ratios_h, strict=False))


def _places(scored: Mapping[str, Scored]) -> dict[str, dict[str, Any]]:
    """Rank, size of the block and number of equals, by key; a rank given from outside goes before."""
    by_block: dict[str, dict[str, int | None]] = {}
    for key, row in scored.items():
        by_block.setdefault(row.block, {})[key] = row.ratio_h
    found: dict[str, dict[str, Any]] = {}
    for ratios in by_block.values():
        alike = Counter(ratios.values())
        for key, place in standings(ratios).items():
            given = scored[key].case.score
            found[key] = {
                "rank": given.rank if given and given.rank else place.rank,
                "block_size": place.of if place.rank else None,
                "equals": alike[ratios[key]] if place.rank else 1,
            }
    return found


# -- facts --------------------------------------------------------------------------------------------------------


def _unit_facts(
    row: Scored, place: Mapping[str, Any], case: Case, campaign: Campaign, milestone: int | None
) -> UnitFacts:
    unit = row.case
    reports = unit.reports
    if reports is None:
        # Values that are given were reported, in time unless the case says otherwise.
        reports = (Sent(case.year, _last_day(campaign, case.year) or date(case.year, 12, 31)),) if row.lines else ()
    registered, plan = unit.registered, unit.launch_plan
    return UnitFacts(
        key=unit.key,
        year=case.year,
        milestone_year=milestone,
        contribution_norm=case.contribution_norm,
        targets=row.targets,
        ratio_h=row.ratio_h,
        pillar_ratios_h=row.pillars_h,
        pillars=row.pillars,
        **place,
        registration=RegistrationFact(
            registered=bool(registered),
            on=registered if isinstance(registered, date) else None,
            launch_plan=bool(plan),
            launch_plan_number=plan if isinstance(plan, str) else "",
        ),
        reports=tuple(_report(sent, campaign) for sent in reports),
        **{**unit.facts, "block": row.block},
    )


def _report(sent: Sent, campaign: Campaign) -> ReportFact:
    last = sent.last_day or _last_day(campaign, sent.year)
    late = days_late(last, sent.on) if last and sent.on else 0
    return ReportFact(sent.year, sent.on, last, late)


def _last_day(campaign: Campaign, year: int) -> date | None:
    period = period_for(campaign, year)
    return period.last_day if period else None


def _person_facts(person: PersonCase, units: Mapping[str, UnitFacts], case: Case, milestone: int | None) -> PersonFacts:
    unit = units.get(person.unit)
    block = person.facts["block"] or (unit.block if unit else "")
    return PersonFacts(
        key=person.key,
        year=case.year,
        milestone_year=milestone,
        contribution_norm=case.contribution_norm,
        unit=unit,
        **{**person.facts, "block": block},
    )


# -- what is printed ----------------------------------------------------------------------------------------------


def _unit_json(row: Scored, facts: UnitFacts) -> dict[str, Any]:
    return {
        "key": facts.key,
        "name": facts.name,
        "kind": facts.kind,
        "block": facts.block,
        "points": _plain(row.points_h) if row.lines else None,
        "max": _plain(row.max_h) if row.lines else None,
        "ratio": _plain(facts.ratio_h),
        "rank": facts.rank,
        "values": [
            {
                "indicator": indicator.code,
                "status": result.status,
                "verdict": result.verdict,
                "actual": _plain(result.actual_h),
                "points": _plain(result.points_h),
                "max": _plain(result.max_h),
            }
            for indicator, result in row.lines
        ],
    }


def _result_json(result: RoundResult, rules: Sequence[Rule], decided_on: date | None) -> dict[str, Any]:
    data = result.as_json()
    by_code = {rule.code: rule for rule in rules}
    for entry in data["rules"]:
        rule, selection = by_code[entry["rule"]], result.of(entry["rule"])
        entry |= {
            "section": rule.section,
            "award_form": rule.award_form,
            "recipient": rule.recipient,
            "block": rule.block or None,
            "quota_kind": rule.quota.kind,
            "unfilled": selection.unfilled,
        }
        for candidate in entry["candidates"]:
            verdict = candidate.pop("verdict")
            candidate |= {"eligible": verdict["eligible"], "criteria": verdict["lines"]}
        if decided_on is not None:
            prize = law.prize_for(rule.award_form, rule.recipient, decided_on)
            entry["prize"] = prize.amount if prize else None
    regime = law.regime_for(decided_on) if decided_on else None
    return data | {
        "regime": regime.code if regime else None,
        "blockers": result.blockers,
        "digest": result.digest,
    }


def _plain(hundredths: int | None) -> str | None:
    return None if hundredths is None else str((Decimal(hundredths) / 100).quantize(STEP))
