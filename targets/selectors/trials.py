"""What a unit would have scored with another value, by the rules of a run's snapshot. Stores nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from config.kernel.text import format_number
from targets.enums import PILLAR_ORDER, Origin
from targets.models import ScoreRun, Target
from targets.scoring import score
from targets.selectors.lines import lines_by_unit


def pillars_with(run: ScoreRun, unit_id: int, target: str, actual: Decimal) -> tuple[tuple[str, int, int], ...] | None:
    """(pillar, points, maximum) in hundredths with `actual` as the value of the plan's target; None where the run has
    no value of this unit for it, ValueError where there cannot be such a value."""
    if run.origin == Origin.OUTSIDE:
        return None
    wanted = set(Target.objects.filter(campaign_id=run.campaign_id, code=target).values_list("pk", flat=True))
    sums: dict[str, list[int]] = {}
    found = False
    for line in lines_by_unit(run, [unit_id]).get(unit_id, ()):
        rule, result = line.rule, line.result
        if line.row.get("target_id") in wanted and rule.value_kind in ("share", "number"):
            entry = replace(line.entry, not_applicable=False)
            if rule.value_kind == "share":
                entry = replace(entry, numerator=actual, denominator=Decimal(100))
            else:
                entry = replace(entry, number=actual)
            result, found = score(rule, entry), True
            if result.status == "invalid":
                top = f"từ 0 đến {format_number(rule.natural_max)}" if rule.natural_max is not None else "từ 0 trở lên"
                raise ValueError(f"Kết quả chỉ tiêu: ghi số {top}.")
        both = sums.setdefault(line.row["pillar"], [0, 0])
        both[0] += result.points_h
        both[1] += result.max_h
    return tuple((str(p), sums[p][0], sums[p][1]) for p in PILLAR_ORDER if p in sums) if found else None
