"""What in this app already goes by entries of a plan that are about to change."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.models import BlockMembership, Campaign, Registration
from campaigns.plans.differences import Difference


def uses(campaign: Campaign, differences: Sequence[Difference]) -> list[str]:
    """A sentence for every kind of thing that used what differs, with what becomes of it."""
    found = []
    touched = {d.code for d in differences if d.part == "targets" and d.state != "created"}
    if touched:
        committed = sum(
            bool(touched & {row.get("target") for row in commitments or ()})
            for commitments in Registration.objects.filter(campaign=campaign).values_list("commitments", flat=True)
        )
        if committed:
            found.append(f"{committed} đơn vị đã đăng ký mức riêng cho chỉ tiêu này; mức đã ghi giữ nguyên.")
    if any(d.part == "participants" for d in differences):
        registered = Registration.objects.filter(campaign=campaign).count()
        if registered:
            found.append(f"{registered} đơn vị đã đăng ký theo đối tượng cũ; đăng ký đã có không bị bỏ.")
    if any(d.part == "timeline" for d in differences):
        periods = campaign.periods.filter(last_day_source="plan").count()
        if periods:
            found.append(f"{periods} kỳ báo cáo lấy hạn từ kế hoạch sẽ đổi theo mốc mới; hạn do đơn vị đặt giữ nguyên.")
    blocks = {d.code for d in differences if d.part == "blocks"}
    if blocks:
        placed = BlockMembership.objects.filter(campaign=campaign, by_hand=False).count()
        found.append(f"{placed} đơn vị được xếp khối theo loại sẽ xếp lại; đơn vị xếp bằng tay giữ nguyên khối.")
    return found
