"""Reports and score runs that already go by entries of a plan that are about to change."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q

from campaigns.models import Campaign
from campaigns.plans.differences import Difference
from targets.enums import IN_FORCE, RunState
from targets.models import AnnualReport, IndicatorSet, ScoreRun


def uses(campaign: Campaign, differences: Sequence[Difference]) -> list[str]:
    """A sentence per indicator set that changes with what was reported by it, and one for published scores."""
    targets = {d.code for d in differences if d.part == "targets" and d.state != "created"}
    sets = {d.code for d in differences if d.part == "indicator_sets"}
    if not targets and not sets:
        return []
    concerned = IndicatorSet.objects.filter(
        Q(code__in=sets) | Q(indicators__target__code__in=targets), campaign=campaign, state__in=IN_FORCE
    ).distinct()
    found = []
    for one in concerned:
        reports = (
            AnnualReport.objects.filter(values__indicator__set=one)
            .order_by("year")
            .values("year")
            .annotate(n=Count("id", distinct=True))
        )
        if told := ", ".join(f"{row['n']} báo cáo năm {row['year']}" for row in reports):
            found.append(f"{one.name}: {told} đã mở theo phiên bản {one.version} và giữ nguyên phiên bản ấy.")
    years = ScoreRun.objects.filter(campaign=campaign, state=RunState.PUBLISHED).values_list("year", flat=True)
    if told := ", ".join(str(year) for year in sorted(set(years))):
        found.append(f"Điểm đã công bố năm {told} không đổi; muốn theo mục tiêu mới phải chấm lại.")
    return found
