"""Sums of numerators over sums of denominators, by any part of the province, over the years, down to the reports."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

import pytest

from campaigns.models import Block, BlockMembership
from campaigns.selectors import current_campaign
from config.kernel.tenancy import tenant_scope
from targets.enums import COUNTED_STATES
from targets.models import Indicator, ReportValue
from targets.scoring import score
from targets.selectors import rollup
from targets.selectors.rollup import Scope
from targets.selectors.rollup.choice import read
from targets.selectors.rollup.groups import parts
from targets.selectors.rollup.series import series
from targets.selectors.rollup.sums import Roll
from units.models import Unit

pytestmark = pytest.mark.django_db
YEARS = (2022, 2023, 2024, 2025)


def by_hand(wanted=lambda report: True) -> dict:
    """(code, year) → (values, applicable, met, numerator, denominator), value by value with the engine."""
    sums = defaultdict(lambda: [0, 0, 0, 0, 0])
    values = ReportValue.objects.filter(report__state__in=COUNTED_STATES).select_related("indicator", "report__unit")
    for value in values:
        if not wanted(value.report):
            continue
        year, entry = value.report.year, value.entry("final")
        result = score(value.indicator.rule(year), entry)
        row = sums[value.indicator.code, year]
        share = value.indicator.value_kind == "share"
        row[0] += 1
        row[1] += not (entry.not_applicable or entry.denominator == 0)
        progress = value.indicator.rule(year).progress
        row[2] += (result.reaches is True and result.status == "ok" and share) if progress else result.verdict == "met"
        if not entry.not_applicable and entry.numerator is not None and (entry.denominator or 0) > 0:
            row[3] += entry.numerator
            row[4] += entry.denominator
    return {key: tuple(row) for key, row in sums.items()}


def rolled(scope: Scope) -> dict:
    campaign = current_campaign()
    found = rollup.rolls(campaign, scope, years=YEARS, indicators=rollup.indicators_of(campaign, scope))
    return {
        (r.indicator.code, r.year): (r.units, r.applicable, r.met, r.numerator or 0, r.denominator or 0) for r in found
    }


def test_every_sum_is_that_of_its_reports_whatever_the_part(kien_giang):
    with tenant_scope(kien_giang):
        everything = by_hand()
        assert rolled(Scope()) == everything
        assert len(everything) > 40
        reporting = Unit.objects.filter(kind="commune", reports__year=2022, reports__state__in=COUNTED_STATES)
        district = reporting.earliest("id").parent
        assert rolled(Scope(kind="commune")) == by_hand(lambda r: r.unit.kind == "commune")
        inside = by_hand(lambda r: r.unit.path.startswith(district.path))
        assert inside
        assert rolled(Scope(under=district.path)) == inside
        assert rolled(Scope(level="district")) == by_hand(lambda r: r.unit.level == "district")
        block = Block.objects.filter(memberships__unit__kind="commune").first()
        members = set(BlockMembership.objects.filter(block=block).values_list("unit_id", flat=True))
        assert rolled(Scope(block=block.code)) == by_hand(lambda r: r.unit_id in members)
        economy = set(Indicator.objects.filter(pillar="economy").values_list("code", flat=True))
        assert rolled(Scope(pillar="economy")) == {key: row for key, row in everything.items() if key[0] in economy}


def test_parts_add_up_to_the_sum_and_lead_to_it(kien_giang):
    with tenant_scope(kien_giang):
        campaign = current_campaign()
        choice = read(campaign, {"nam": "2022"}, 2022)
        whole = next(
            r
            for r in rollup.rolls(campaign, Scope(), years=[2022], indicators=rollup.indicators_of(campaign, Scope()))
            if r.actual_h is not None
        )
        for dimension in ("district", "level", "kind", "block"):
            split = rollup.rolls(campaign, Scope(), years=[2022], indicators=[whole.indicator], group=dimension)
            found = parts(choice, split, dimension)
            assert sum(p.roll.numerator for p in found) == whole.numerator, dimension
            assert sum(p.roll.denominator for p in found) == whole.denominator, dimension
            assert sum(p.roll.met for p in found) == whole.met, dimension
            linked = next(p for p in found if p.link)
            asked = dict(pair.split("=") for pair in linked.link[1:].split("&"))
            narrowed = read(campaign, {k: v.replace("%2F", "/") for k, v in asked.items()}, 2022)
            again = rollup.rolls(campaign, narrowed.scope, years=[2022], indicators=[whole.indicator])
            assert [(r.numerator, r.denominator) for r in again] == [(linked.roll.numerator, linked.roll.denominator)]


def test_who_lags_is_who_has_the_largest_part_below_the_goal(kien_giang):
    with tenant_scope(kien_giang):
        campaign = current_campaign()
        below: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        values = ReportValue.objects.filter(
            report__year=2022, report__state__in=COUNTED_STATES, indicator__value_kind="share"
        ).select_related("indicator", "report")
        for value in values:
            entry, rule = value.entry("final"), value.indicator.rule(2022)
            if rule.threshold is None or entry.not_applicable or entry.denominator == 0:
                continue
            result = score(rule, entry)
            good = result.verdict == "met" or (
                result.verdict == "none" and result.status == "ok" and result.reaches is True
            )
            below[value.report_id][0] += 1
            below[value.report_id][1] += not good
        wanted = sorted((-Fraction(short, all_), -short, pk) for pk, (all_, short) in below.items() if short)[:5]
        found = rollup.laggards(campaign, 2022, Scope(), indicators=rollup.indicators_of(campaign, Scope()), most=5)
        assert [(unit.applicable, unit.short) for unit in found] == [tuple(below[pk]) for _, _, pk in wanted]


def _indicator(pk: int, year: int, threshold: int, kinds=("commune",), code="CQS-1"):
    from decimal import Decimal

    from targets.models import IndicatorSet

    return Indicator(
        pk=pk, set=IndicatorSet(for_kinds=[]), code=code, name=code, unit_kinds=list(kinds), value_kind="share",
        method="ratio_cap", max_h=1000, threshold=Decimal(threshold), milestone_year=year, unit="%",
    )  # fmt: skip


def test_distance_and_pace_to_each_milestone(in_kien_giang):
    near, far = _indicator(1, 2023, 60), _indicator(2, 2025, 90)
    other = _indicator(3, 2023, 10, kinds=("enterprise",))
    rolls = [
        Roll(near, 2022, 2, 2, 0, 400, 1000), Roll(near, 2023, 2, 2, 1, 550, 1000),
        Roll(far, 2024, 2, 2, 1, 7003, 10000), Roll(other, 2023, 1, 1, 1, 1, 2),
    ]  # fmt: skip
    found = series([near, far, other], rolls)
    assert [(s.code, len(s.rolls)) for s in found] == [("CQS-1", 3), ("CQS-1", 1)]
    first = found[0]
    assert first.pace_h == 1502, "from 40,00% to 70,03% in two years: 15,015 a year, half up"
    assert [(m.year, m.short_h, m.reached, m.needed_h, m.would_h) for m in first.milestones] == [
        (2023, 0, True, None, None),
        (2025, 1997, False, 1997, 8505),
    ]
    assert first.next.year == 2025
    assert first.behind
    assert first.sentence == (
        "CQS-1 (UBND cấp xã): năm 2024 đạt 70,03%; mục tiêu năm 2025 đạt 90%, còn thiếu 19,97 điểm %, cần tăng"
        " 19,97 điểm %/năm (thời gian qua +15,02 điểm %/năm)."
    )
    assert not found[1].behind
    assert found[1].pace == "–"
    chart = first.chart()
    assert [row[1] for row in chart.rows] == ["40,00%", "55,00%", "70,03%", "đạt 90%"]


def test_pages_follow_a_figure_down_to_the_reports(cast, kien_giang):
    phuoc = cast.phuoc

    def page(name, *args, query=""):
        answer = phuoc.client.get(phuoc.path(name, *args) + query)
        assert answer.status_code == 200, (name, query)
        return answer.content.decode()

    with tenant_scope(kien_giang):
        sums = by_hand()
    shown = page("targets:progress", query="?nam=2022")
    _, applicable, met, numerator, denominator = sums["CQS-1", 2022]
    assert f"{met}/{applicable}" in shown
    link = re.search(r'href="[^"]*(/tien-do/CQS-1/\?nam=2022)"', shown)
    assert link, "each target leads on"
    detail = page("targets:progress_target", "CQS-1", query="?nam=2022&theo=kind")
    ratio = str(Fraction(numerator) / Fraction(denominator) * 100)
    assert f"({_dotted(numerator)}/{_dotted(denominator)})" in detail, ratio
    assert "/tham-dinh/" in detail, "and every unit's figure to its report"
    assert "loai=commune" in detail
    assert "đạt" in page("targets:progress_heat", query="?nam=2022")
    assert page("targets:progress_trends", query="?tru-cot=kinh-te-so").count('class="chart"') >= 3
    for name in ("targets:progress_trends", "targets:progress_heat", "targets:progress"):
        page(name, query="?nam=2022&loai=commune&cap=commune&tru-cot=kinh-te-so")
        page(name, query="?nam=x&loai=%00&cap=zz&khoi='&thuoc=//&tru-cot=%25")
    lan = cast.lan.client.get(cast.lan.path("targets:progress_heat") + "?nam=2022").content.decode()
    assert "/tham-dinh/" not in lan, "who may not open the reports is not led there"


def _dotted(number) -> str:
    return f"{int(number):,}".replace(",", ".")


def test_empty_province_says_so(cast):
    other = cast["standing@bac-kan"]
    for name in ("targets:progress", "targets:progress_trends", "targets:progress_heat"):
        answer = other.client.get(other.path(name))
        assert answer.status_code == 200
        assert "Chưa có số liệu." in answer.content.decode()
