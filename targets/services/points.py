"""Points of one value, kept beside it whenever a layer changes; the same engine as everywhere."""

from __future__ import annotations

from targets.enums import Decision, Layer
from targets.models import ReportValue
from targets.scoring import score

POINT_FIELDS = (
    "self_points_h", "self_verdict", "self_status", "appraised_points_h", "final_points_h", "final_verdict",
    "final_status",
)  # fmt: skip


def rescore(value: ReportValue, year: int) -> None:
    """Set `POINT_FIELDS` from the columns; does not save. Needs the indicator."""
    rule = value.indicator.rule(year)
    own = score(rule, value.entry(Layer.SELF))
    value.self_points_h, value.self_verdict, value.self_status = own.points_h, own.verdict, own.status
    judged = value.decision in (Decision.ACCEPTED, Decision.CHANGED)
    value.appraised_points_h = score(rule, value.entry(Layer.APPRAISED)).points_h if judged else None
    final = score(rule, value.entry(Layer.FINAL))
    value.final_points_h, value.final_verdict, value.final_status = (
        final.points_h,
        final.verdict,
        final.status,
    )
