from __future__ import annotations

from decimal import Decimal, localcontext

from targets.scoring.rules import Entry, Result, Rule, Status, Verdict
from targets.scoring.totals import EXACT, half_up

HUNDRED = Decimal(100)


def score(rule: Rule, entry: Entry) -> Result:
    """Status, verdict and points of one value under one rule (decisions 1 to 4)."""
    with localcontext() as context:
        context.prec = EXACT
        return _score(rule, entry)


def _score(rule: Rule, entry: Entry) -> Result:
    if entry.not_applicable or (rule.value_kind == "share" and entry.denominator == 0):
        return Result("not_applicable", "none", 0, 0)
    if _missing(rule, entry):
        return Result("missing", "none", 0, rule.max_h)
    if _invalid(rule, entry):
        return Result("invalid", "none", 0, rule.max_h)
    dividend, divisor = _fraction(rule, entry)
    reaches = _reaches(rule, entry, dividend, divisor)
    if rule.evidence_required and not entry.has_evidence:
        return Result("unproven", "none", 0, rule.max_h, _hundredths(dividend, divisor), reaches)
    points_h = _points(rule, entry, dividend, divisor)
    status: Status = "ok"
    verdict: Verdict = "none"
    if reaches is not None and not rule.progress:
        verdict = "met" if reaches else "not_met"
    return Result(status, verdict, points_h, rule.max_h, _hundredths(dividend, divisor), reaches)


def actual_h(rule: Rule, entry: Entry) -> int | None:
    """The value in hundredths of its unit, half up; None where it is no number."""
    with localcontext() as context:
        context.prec = EXACT
        return _hundredths(*_fraction(rule, entry))


def _hundredths(dividend: Decimal, divisor: Decimal | None) -> int | None:
    return None if divisor is None else half_up(dividend * 100, divisor)


def _missing(rule: Rule, entry: Entry) -> bool:
    if rule.method == "manual":
        return entry.points_h is None
    if rule.value_kind == "share":
        return entry.numerator is None or entry.denominator is None
    if rule.value_kind == "number":
        return entry.number is None
    if rule.value_kind == "boolean":
        return entry.boolean is None
    return not entry.text


def _invalid(rule: Rule, entry: Entry) -> bool:
    """Figures that entry refuses but that a file from outside may hold: they earn nothing."""
    if rule.method == "manual" and (entry.points_h is None or not 0 <= entry.points_h <= rule.max_h):
        return True
    if rule.value_kind == "share" and entry.numerator is not None and entry.denominator is not None:
        if entry.numerator < 0 or entry.denominator < 0:
            return True
        ceiling = rule.natural_max
        return ceiling is not None and HUNDRED * entry.numerator > ceiling * entry.denominator
    if rule.value_kind == "number" and entry.number is not None:
        return entry.number < 0 or (rule.natural_max is not None and entry.number > rule.natural_max)
    if rule.method == "option":
        return all(option.code != entry.text for option in rule.options)
    return False


def _fraction(rule: Rule, entry: Entry) -> tuple[Decimal, Decimal] | tuple[Decimal, None]:
    """The value as an exact fraction in the unit of the threshold; no divisor where it is no number."""
    if rule.value_kind == "share" and entry.numerator is not None and entry.denominator:
        return HUNDRED * entry.numerator, entry.denominator
    if rule.value_kind == "number" and entry.number is not None:
        return entry.number, Decimal(1)
    return Decimal(0), None


def _reaches(rule: Rule, entry: Entry, dividend: Decimal, divisor: Decimal | None) -> bool | None:
    comparator = rule.compares_as
    if rule.value_kind == "boolean":
        return entry.boolean if comparator == "boolean" or rule.method == "yes_no" else None
    if divisor is None or rule.threshold is None or comparator in ("boolean", "qualitative"):
        return None
    goal = rule.threshold * divisor
    if rule.lower:
        return dividend < goal if comparator == "lt" else dividend <= goal
    if comparator == "gt":
        return dividend > goal
    if comparator == "eq":
        return dividend == goal
    return dividend >= goal


def _points(rule: Rule, entry: Entry, dividend: Decimal, divisor: Decimal | None) -> int:
    if rule.method == "manual":
        return entry.points_h or 0
    if rule.method == "yes_no":
        return rule.max_h if entry.boolean else 0
    if rule.method == "option":
        return min(rule.max_h, next(o.points_h for o in rule.options if o.code == entry.text))
    if divisor is None:
        raise ValueError("no number to score")
    if rule.method == "step":
        reached = [b.points_h for b in rule.bands if dividend >= b.low * divisor]
        return min(rule.max_h, max(reached, default=0))
    if rule.method == "ratio":
        return min(rule.max_h, half_up(rule.max_h * dividend, rule.full * divisor))
    if rule.threshold is None or rule.full_at is None:
        raise ValueError("no threshold to score by")
    if rule.lower:
        goal = rule.threshold * divisor
        return rule.max_h if dividend <= goal else half_up(rule.max_h * goal, dividend)
    goal = rule.full_at * divisor
    return rule.max_h if dividend >= goal else half_up(rule.max_h * dividend, goal)
