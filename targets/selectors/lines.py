"""Lines of score runs, out of their snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from targets.models import ScoreLines, ScoreRun
from targets.scoring.lines import Line, unpacked


def lines_by_unit(run: ScoreRun, unit_ids: Iterable[int] | None = None) -> dict[int, list[Line]]:
    """Every line by unit id, each unit's in the order of its set. One query."""
    packed = ScoreLines.objects.filter(run_ref=run.pk).order_by("unit_ref")
    if unit_ids is not None:
        packed = packed.filter(unit_ref__in=list(unit_ids))
    return {row.unit_ref: list(unpacked(row, run.rules)) for row in packed}
