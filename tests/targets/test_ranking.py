"""Ranks in blocks, roll-ups from sums, and pages that ask the database equally often however much they show."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Block, BlockMembership
from campaigns.selectors import the_campaign
from config.kernel import jobs
from config.kernel.errors import DomainError
from targets.models import ReportValue, ScoreTotal
from targets.selectors import facts, ranking, rollup
from targets.services import appraisal, reports, runs, values
from targets.services.values import Change
from targets.validators import ValueInput
from tests.targets import makers
from units.models import Unit


def report_of(cast, unit, percent):
    """A sent report of any unit, entered by the system itself (no person of the cast works there)."""
    from config.kernel.access import Actor

    system = Actor.system(cast.lan.tenant)
    report = reports.open_report(campaign=the_campaign(), unit=unit, year=2023, actor=system)
    makers.fill(report, system, percent)
    report = reports.hand_over(report=report, actor=system)
    reports.confirm(report=report, actor=system)
    return report


def communes(n):
    return list(Unit.objects.filter(kind="commune", is_demo=False).order_by("code")[:n])


def scored(cast, year=2023):
    run = runs.start(campaign=the_campaign(), year=year, actor=cast.phuoc.actor)
    jobs.drain()
    run.refresh_from_db()
    return run


def test_equal_ratios_share_a_rank_and_the_next_is_skipped(cast, in_kien_giang):
    for unit, percent in zip(communes(4), (90, 90, 60, 30), strict=True):
        report_of(cast, unit, percent)
    run = scored(cast)
    totals = {t.unit_id: t for t in ScoreTotal.objects.filter(run=run)}
    found = [(totals[u.pk].rank, totals[u.pk].tied, totals[u.pk].of) for u in communes(4)]
    assert found == [(1, True, 4), (1, True, 4), (3, False, 4), (4, False, 4)]
    assert ranking.tie_sentence(ranking.ranking_totals(run.pk, totals[communes(1)[0].pk].block_code, "")[:]) == (
        "hạng 1 có hai đơn vị đồng hạng nên hạng kế tiếp là 3"
    )


def test_a_bar_has_one_tone_per_pillar_and_the_legend_names_those_that_are_drawn(cast, in_kien_giang):
    unit = communes(1)[0]
    report_of(cast, unit, 90)
    total = ScoreTotal.objects.get(run=scored(cast), unit=unit)
    total.max_h, total.pillars = 10000, {"government": [4000, 5000], "": [2000, 2500], "society": [1000, 2500]}
    tones = re.findall(r'class="(p\d)" x="([\d.]+)" y="0" width="([\d.]+)"', str(ranking.rows([total], {})[0].bar))
    assert tones == [("p1", "0", "80"), ("p3", "80", "20"), ("p0", "100", "40")]
    assert ranking.legend([total]) == [("Chính quyền số", "p1"), ("Xã hội số", "p3"), ("Chỉ tiêu khác", "p0")]


def test_units_are_ranked_only_within_their_block(cast, in_kien_giang):
    makers.send(cast.lan, cast.tung, percent=30)
    makers.send(cast.nga, cast.loc, percent=90)
    run = scored(cast)
    assert {(t.rank, t.of) for t in ScoreTotal.objects.filter(run=run)} == {(1, 1)}
    first, second = ScoreTotal.objects.filter(run=run)
    assert first.block_code != second.block_code


def test_a_unit_of_no_block_is_scored_and_said_to_be_outside(cast, in_kien_giang):
    makers.send(cast.lan, cast.tung)
    BlockMembership.objects.filter(unit=cast.lan.unit).delete()
    run = scored(cast)
    assert [(t.code, t.name) for t in ranking.block_tabs(run)] == [("khac", "Ngoài các khối")]
    assert Block.objects.exists()


def test_nothing_applicable_means_no_ratio_and_no_rank(cast, in_kien_giang):
    report = makers.open_report(cast.lan)
    nothing = ValueInput(not_applicable=True, na_reason="Đơn vị mới thành lập.")
    changes = {v.uid: Change(v.version, nothing) for v in makers.all_values(report)}
    values.save_values(report=report, changes=changes, actor=cast.lan.actor)
    report = reports.hand_over(report=report, actor=cast.lan.actor)
    reports.confirm(report=report, actor=cast.tung.actor)
    total = ScoreTotal.objects.get(run=scored(cast))
    assert (total.points_h, total.max_h, total.ratio_h, total.rank) == (0, 0, None, None)


def test_a_roll_up_divides_sums_and_takes_no_mean_of_percentages(cast, in_kien_giang):
    one, two = (report_of(cast, u, 80) for u in communes(2))
    for report, numerator, denominator in ((one, 10, 10), (two, 0, 990)):
        value = makers.share_value(report)
        change = ValueInput(numerator=Decimal(numerator), denominator=Decimal(denominator))
        appraisal.appraise(value=value, decision="changed", change=change, reason="Đối chiếu.", actor=cast.phuoc.actor)
    [roll] = rollup.rolls(the_campaign(), rollup.Scope(kind="commune"), years=[2023], indicators=[value.indicator])
    assert (roll.numerator, roll.denominator, roll.actual_h) == (10, 1000, 100)
    assert roll.units == 2


def test_what_does_not_apply_is_left_out_of_the_sums(cast, in_kien_giang):
    one, two = (report_of(cast, u, 80) for u in communes(2))
    value = makers.share_value(two)
    nothing = ValueInput(not_applicable=True, na_reason="Không có trường học.")
    appraisal.appraise(value=value, decision="changed", change=nothing, reason="Đúng.", actor=cast.phuoc.actor)
    [roll] = rollup.rolls(the_campaign(), rollup.Scope(kind="commune"), years=[2023], indicators=[value.indicator])
    assert (roll.numerator, roll.denominator, roll.applicable, roll.units) == (800, 1000, 1, 2)
    assert one.pk != two.pk


def count_queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(captured)


def test_pages_ask_the_database_as_often_for_three_as_for_one(cast, in_kien_giang):
    makers.send(cast.lan, cast.tung)
    run = scored(cast)
    block = ranking.block_tabs(run)[0].code
    client = cast.phuoc.client
    paths = {
        name: cast.phuoc.path(f"targets:{name}", *args)
        for name, args in {
            "appraisals": (), "ranking_block": (block,), "progress": (), "runs": (),
        }.items()
    }  # fmt: skip
    paths["ranking_block"] += f"?lan={run.uid}"
    for path in paths.values():
        client.get(path)
    one = {name: count_queries(client, path) for name, path in paths.items()}
    for unit in [u for u in communes(4) if u.pk != cast.lan.unit.pk][:3]:
        report_of(cast, unit, 70)
    again = scored(cast)
    paths["ranking_block"] = paths["ranking_block"].replace(str(run.uid), str(again.uid))
    more = {name: count_queries(client, path) for name, path in paths.items()}
    assert more == one
    # Signing in, the scope and the navigation, which asks every time here, take about eighteen of them.
    assert max(one.values()) <= 30, one


def test_the_ranking_page_asks_at_most_ten_times(cast, in_kien_giang, settings):
    """As it runs: the numbers in the navigation are asked for again only after something happened."""
    settings.NAV_NUMBERS_SECONDS = 60
    makers.send(cast.lan, cast.tung)
    run = scored(cast)
    block = ScoreTotal.objects.get(run=run).block_code
    client, path = cast.phuoc.client, cast.phuoc.path("targets:ranking_block", block)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    asked = [q["sql"] for q in queries if q["sql"].startswith(("SELECT", "("))]
    assert len(asked) <= 10, asked
    before = waiting_at(client.get(path))
    makers.send(cast.nga, cast.loc)
    assert waiting_at(client.get(path)) == before + 1


def waiting_at(page) -> int:
    """The number beside “Thẩm định” in the navigation."""
    return next(place.count for place in page.context["face"].main if place.label == "Thẩm định")


def test_facts_ask_the_database_as_often_for_three_as_for_one(cast, in_kien_giang, django_assert_num_queries):
    makers.send(cast.lan, cast.tung)
    report_of(cast, next(u for u in communes(3) if u.pk != cast.lan.unit.pk), 70)
    run = scored(cast)
    campaign = the_campaign()
    with django_assert_num_queries(1):
        facts.standings(run)
    with django_assert_num_queries(1):
        facts.reports(campaign)
    with django_assert_num_queries(2):
        facts.target_outcomes(campaign, 2023, run=run)
    with django_assert_num_queries(1):
        facts.target_outcomes(campaign, 2023)


def test_units_see_results_only_when_published_and_explanations_only_of_their_own(cast, in_kien_giang):
    makers.send(cast.lan, cast.tung)
    makers.send(cast.nga, cast.loc)
    run = scored(cast)
    lan = cast.lan.client
    assert "Chưa công bố kết quả" in lan.get(cast.lan.path("targets:ranking")).content.decode()
    assert "Chưa công bố kết quả" in lan.get(cast.lan.path("targets:results")).content.decode()
    assert lan.get(cast.lan.path("targets:run", run.uid)).status_code in (403, 404)
    runs.publish(run=run, actor=cast.phuoc.actor, note="Công bố.")
    page = lan.get(cast.lan.path("targets:results")).content.decode()
    assert "Tỷ lệ điểm =" in page
    assert page.index("Hạng trong khối") < page.index("Từng giá trị")
    assert cast.lan.path("dossiers:own_results") in page
    sheet = lan.get(cast.lan.path("dossiers:score_sheet", run.uid, cast.lan.unit.uid)).content.decode()
    [why] = re.findall(rf'href="([^"]+\?lan={run.uid})"', sheet)
    assert lan.get(why).status_code == 200, "back to the same run, whichever was published last"
    tabs = {t.block_code: t for t in ScoreTotal.objects.filter(run=run)}
    mine = next(c for c, t in tabs.items() if t.unit_id == cast.lan.unit.pk)
    other = next(c for c, t in tabs.items() if t.unit_id == cast.nga.unit.pk)
    assert lan.get(cast.lan.path("targets:ranking_block", mine)).status_code == 200
    assert lan.get(cast.lan.path("targets:ranking_unit", mine, cast.lan.unit.uid)).status_code == 200
    assert lan.get(cast.lan.path("targets:ranking_unit", other, cast.nga.unit.uid)).status_code == 403
    phuoc = cast.phuoc.client
    assert phuoc.get(cast.phuoc.path("targets:ranking_unit", other, cast.nga.unit.uid)).status_code == 200


def test_another_units_report_is_not_found_and_an_unsent_one_is_its_units_own(cast, in_kien_giang):
    sent = makers.send(cast.nga, cast.loc)
    draft = makers.open_report(cast.lan)
    assert cast.trang.client.get(cast.trang.path("targets:appraisal", sent.uid)).status_code == 404
    assert cast.hanh.client.get(cast.hanh.path("targets:appraisal", sent.uid)).status_code == 200
    assert cast.hanh.client.get(cast.hanh.path("targets:appraisal", draft.uid)).status_code == 404
    assert cast.bich.client.get(cast.bich.path("targets:appraisal", sent.uid)).status_code == 404
    answer = cast.hanh.client.post(cast.hanh.path("targets:appraisal", sent.uid), {"accept": "1"})
    assert answer.status_code == 403


def test_a_district_head_does_not_confirm_for_a_commune_that_has_its_own(cast, in_kien_giang):
    report = makers.fill(makers.open_report(cast.lan), cast.lan.actor)
    report = reports.hand_over(report=report, actor=cast.lan.actor)
    with pytest.raises(DomainError, match="lãnh đạo của chính"):
        reports.confirm(report=report, actor=cast.loc.actor)
    assert cast.loc.client.get(cast.loc.path("targets:confirmation", report.uid)).status_code == 404
    assert "Mỹ Lâm" in cast.tung.client.get(cast.tung.path("targets:confirmations")).content.decode()


def test_the_whole_way_of_a_report_through_the_pages(cast, in_kien_giang):
    """Hand over, confirm, judge, return, correct, finish: every step by its form."""
    report = makers.fill(makers.open_report(cast.lan), cast.lan.actor)
    lan, tung, phuoc = cast.lan.client, cast.tung.client, cast.phuoc.client
    step = cast.lan.path("targets:step", 2023)
    assert lan.post(step, {"transition": "hand_over", "version": report.version}).status_code == 302
    head = cast.tung.path("targets:confirmation", report.uid)
    answer = tung.post(head, {"transition": "send_back", "reason": ""})
    assert answer.status_code == 422
    assert tung.post(head, {"transition": "confirm"}, follow=True).status_code == 200
    value = makers.share_value(report)
    anchor = value.indicator.code.replace(".", "_")
    page = cast.phuoc.path("targets:appraise_value", report.uid, anchor)
    answer = phuoc.post(page, {"decision": "changed", f"{anchor}-n": "5x", f"{anchor}-d": "10", "reason": "Sai."})
    assert answer.status_code == 422
    assert 'value="5x"' in answer.content.decode()
    fields = {"decision": "changed", f"{anchor}-n": "500", f"{anchor}-d": "1.000", "reason": "Biểu 2 ghi 500."}
    assert phuoc.post(page, fields).status_code == 302
    value.refresh_from_db()
    assert (value.decision, value.appraised_numerator) == ("changed", 500)
    other = makers.share_value(report, 1)
    back = cast.phuoc.path("targets:give_back", report.uid)
    answer = phuoc.post(back, {"value": str(other.uid), "reason": ""})
    assert answer.status_code == 422
    said = f"Ghi yêu cầu bổ sung cho chỉ tiêu {other.indicator.code}."
    assert f'<a href="#remark-{other.uid}">{said}</a>' in answer.content.decode()
    assert f'aria-describedby="remark-{other.uid}-e"' in answer.content.decode()
    answer = phuoc.post(back, {"value": str(other.uid), f"remark-{other.uid}": "Thiếu ngày.", "reason": ""})
    assert answer.status_code == 422
    assert 'aria-describedby="reason-e"' in answer.content.decode()
    fields = {"value": str(other.uid), f"remark-{other.uid}": "Thiếu ngày.", "reason": "Thiếu ngày."}
    assert phuoc.post(back, fields).status_code == 302
    entry = cast.lan.path("targets:review", 2023)
    assert "Thiếu ngày." in lan.get(cast.lan.path("units:work")).content.decode()
    assert lan.post(step, {"transition": "hand_over"}).status_code == 302
    assert tung.post(head, {"transition": "confirm"}).status_code == 302
    one = cast.phuoc.path("targets:appraisal", report.uid)
    rest = [str(v.uid) for v in ReportValue.objects.filter(report=report)]
    assert phuoc.post(one, {"accept": "1", "value": rest}).status_code == 302
    assert phuoc.post(one, {"transition": "finish"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "appraised"
    assert lan.get(entry).status_code == 200
    page = lan.get(cast.lan.path("targets:explanations")).content.decode()
    assert "Biểu 2 ghi 500." in page
    answer = lan.post(cast.lan.path("targets:explain", value.uid), {"explanation": " "})
    assert answer.status_code == 422
    fields = {"explanation": "Số cuối năm là 800."}
    assert lan.post(cast.lan.path("targets:explain", value.uid), fields).status_code == 302
    page = cast.phuoc.path("targets:appraise_value", report.uid, anchor)
    assert phuoc.post(page, {"keep": "1", "reason": "Biểu 2 là biểu cuối năm."}).status_code == 302
    value.refresh_from_db()
    assert (value.final_set, value.final_numerator) == (True, 500)
