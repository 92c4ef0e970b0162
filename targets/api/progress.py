"""API: the roll-up: sums of numerators over sums of denominators, and every unit's figure under them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.api import Amount, Call, Points, endpoint
from targets import permissions as may
from targets.enums import PILLAR_SLUGS
from targets.scoring import score
from targets.selectors import rollup
from targets.selectors.rollup.groups import DIMENSIONS
from units.enums import Level, UnitKind

PROGRESS = "Tiến độ"
_SCOPE = [
    ("year", "Năm; bỏ trống: năm mới nhất có báo cáo."), ("kind", f"Loại đơn vị: {', '.join(UnitKind.values)}."),
    ("level", f"Cấp: {', '.join(Level.values)}."), ("block", "Mã khối."),
    ("pillar", "government, economy, society."),
]  # fmt: skip


class RollRow(serializers.Serializer[Any]):
    indicator = serializers.CharField(source="indicator.code")
    label = serializers.CharField(source="indicator.label")
    section = serializers.CharField(source="indicator.section")
    pillar = serializers.CharField(source="indicator.pillar")
    year = serializers.IntegerField()
    part = serializers.CharField(help_text="Phần chia theo `by`; rỗng khi không chia.")
    units = serializers.IntegerField(help_text="Số đơn vị đã gửi giá trị.")
    applicable = serializers.IntegerField()
    met = serializers.IntegerField(help_text="Số đơn vị đạt.")
    numerator = Amount(help_text="Tổng tử số.")
    denominator = Amount(help_text="Tổng mẫu số.")
    actual = Points(source="actual_h", help_text="Tổng tử số chia tổng mẫu số, phần trăm.")
    goal = serializers.CharField()
    met_together = serializers.BooleanField(allow_null=True)
    short = Points(source="short_h", help_text="Còn thiếu bao nhiêu điểm phần trăm.")


class UnitFigure(serializers.Serializer[Any]):
    report = serializers.UUIDField()
    unit_name = serializers.CharField()
    numerator = Amount()
    denominator = Amount()
    actual = Points()
    met = serializers.BooleanField(allow_null=True)


def _choice(call: Call) -> rollup.Choice:
    """The page's own reading of the same questions, under the API's names."""
    slugs = {str(pillar): slug for slug, pillar in PILLAR_SLUGS.items() if pillar}
    asked = {"nam": "year", "loai": "kind", "cap": "level", "khoi": "block"}
    said = {name: call.query.get(key, "") for name, key in asked.items()}
    said["tru-cot"] = slugs.get(call.query.get("pillar", ""), "")
    return rollup.read(the_campaign(), said, clock.today().year)


@endpoint(
    "GET", may.PROGRESS, summary="Tiến độ từng chỉ tiêu", tag=PROGRESS, gives=RollRow, many=True,
    query=[*_SCOPE, ("code", "Một chỉ tiêu: mọi năm của nó."), ("by", f"Chia theo: {', '.join(DIMENSIONS)}.")],
)  # fmt: skip
def progress(call: Call) -> Any:
    """Chỉ tiêu theo thứ tự kế hoạch. Với `code`: xu hướng qua các năm."""
    choice, code, by = _choice(call), call.query.get("code", ""), call.query.get("by", "")
    year = None if code else choice.year
    indicators = rollup.indicators_of(the_campaign(), choice.scope, code=code, year=year)
    return rollup.rolls(
        the_campaign(), choice.scope, years=choice.years if code else [choice.year], indicators=indicators,
        group=by if by in DIMENSIONS else "",
    )  # fmt: skip


@endpoint(
    "GET", may.PROGRESS, summary="Giá trị của từng đơn vị ở một chỉ tiêu", tag=PROGRESS, gives=UnitFigure, many=True,
    query=_SCOPE, description="Đơn vị thấp nhất trước; giá trị đang có hiệu lực.",
)  # fmt: skip
def progress_units(call: Call, code: str) -> Any:
    choice = _choice(call)
    listed = rollup.indicators_of(the_campaign(), choice.scope, code=code)
    here = rollup.rolls(the_campaign(), choice.scope, years=[choice.year], indicators=listed)
    if not here:
        raise Http404
    indicator = here[-1].indicator
    return _Figures(rollup.by_unit(the_campaign(), choice.year, indicator, choice.scope), here[-1].rule)


class _Figures:
    """A sliceable list, so that a page of it asks the database for a page."""

    def __init__(self, values: Any, rule: Any) -> None:
        self.values, self.rule = values, rule

    def count(self) -> int:
        return int(self.values.count())

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        return [self._row(value) for value in self.values[wanted]]

    def _row(self, value: Any) -> dict[str, Any]:
        entry = value.entry("final")
        result = score(self.rule, entry)
        return {
            "report": value.report.uid, "unit_name": value.report.unit_name, "numerator": entry.numerator,
            "denominator": entry.denominator, "actual": result.actual_h, "met": result.reaches,
        }  # fmt: skip


urlpatterns = [
    path("progress/", progress, name="progress"),
    path("progress/<str:code>/units/", progress_units, name="progress_units"),
]
