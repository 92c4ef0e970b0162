"""Two people on one report: what the other one wrote meanwhile."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from config.kernel.access import Actor
from targets.models import AnnualReport, ReportValue
from targets.selectors import show
from targets.selectors.entries import anchor_of


def pulse(report: AnnualReport, actor: Actor) -> dict[str, Any]:
    """`{open, sentence, values: {anchor: {version, sentence, url}}}`; two queries."""
    values = ReportValue.objects.filter(report=report, version__gt=1).select_related("indicator")
    return {
        "open": report.is_open,
        "sentence": f"Báo cáo nay ở trạng thái “{report.get_state_display()}”: không ghi được nữa.",
        "values": {
            anchor_of(v.indicator): {
                "version": v.version,
                "sentence": who_changed(v, actor),
                "url": reverse("targets:one_entry", args=[report.year, v.uid]),
            }
            for v in values
        },
    }


def who_changed(value: ReportValue, actor: Actor) -> str:
    """`Phạm Thanh Tùng vừa sửa ô này thành 1.870 lúc 09:40.`"""
    own = actor.user_id is not None and value.updated_by == actor.user_id
    who = "Bạn" if own else value.updated_name or "Người khác"
    where = " ở một trang khác" if own else ""
    now = show.value(value.indicator, value.entry())
    return f"{who} vừa sửa ô này thành {now} lúc {show.clock_time(value.updated_at)}{where}."
