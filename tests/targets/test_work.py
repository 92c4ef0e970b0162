"""What waits for the people of a report, from the first figure to the last word on an explanation."""

from __future__ import annotations

import datetime as dt

from campaigns.models import ReportingPeriod
from campaigns.services import periods
from targets.selectors import completeness
from targets.services import appraisal, reports
from tests.targets import makers


def lines(member, kind):
    items = member.client.get(member.path("units:work")).context["items"]
    return [(i.title, i.due, i.sentence, i.done, i.total, i.asked) for i in items if i.kind == kind]


def test_what_waits_follows_the_report(cast, in_kien_giang):
    lan, tung, phuoc = cast.lan, cast.tung, cast.phuoc
    period = ReportingPeriod.objects.get(year=2023)
    todo = "Báo cáo thi đua năm 2023"
    due, later = period.last_day, period.last_day + dt.timedelta(days=9)
    assert lines(lan, "report") == [(todo, due, "Chưa mở báo cáo.", None, None, False)]

    report = makers.open_report(lan)
    values = makers.all_values(report)
    makers.fill(report, lan.actor, proven=False)
    gone = values[0]
    gone.__class__.objects.filter(pk=gone.pk).update(
        numerator=None, denominator=None, number=None, boolean=None, text=""
    )
    state = completeness.of_report(report)
    assert (state.total, state.count("empty")) == (len(values), 1)
    said = f"Đã đủ {state.done}/{state.total} chỉ tiêu. Chưa trình được: còn 1 chỉ tiêu trống."
    assert lines(lan, "report") == [(todo, due, said, state.done, state.total, False)]

    makers.fill(report, lan.actor)
    reports.hand_over(report=report, actor=lan.actor)
    assert lines(lan, "report") == []
    assert lines(lan, "confirmation") == lines(cast.loc, "confirmation") == []
    to_confirm = (f"Xác nhận {report}", due, f"{lan.actor.name} đã trình.", None, None, False)
    assert lines(tung, "confirmation") == [to_confirm]
    periods.grant_extension(period=period, unit=lan.unit, last_day=later, reason="Bão số 5", actor=phuoc.actor)
    assert lines(tung, "confirmation") == [(to_confirm[0], later, *to_confirm[2:])]
    reports.confirm(report=report, actor=tung.actor)
    assert [title for title, *_ in lines(phuoc, "appraisal")] == ["Thẩm định 1 báo cáo năm 2023"]

    value = makers.share_value(report)
    appraisal.appraise(
        value=value,
        decision="changed",
        change=makers.an_input(value, 30),
        reason="Biểu 2 ghi 300.",
        actor=phuoc.actor,
    )
    report.refresh_from_db()
    makers.judge_all(report, phuoc)
    report.refresh_from_db()
    assert lines(phuoc, "appraisal") == []
    changed = report.values.filter(decision="changed").count()
    title = f"Kết quả thẩm định năm 2023: {changed} chỉ tiêu được chấm điểm hoặc điều chỉnh"
    assert [line[:2] for line in lines(lan, "explanation")] == [(title, report.explain_until)]
    appraisal.explain(value=value, text="Số ở biểu 3 mới là số cuối năm.", actor=lan.actor)
    assert [title for title, *_ in lines(phuoc, "appraisal")] == ["Kết luận giải trình trong 1 báo cáo năm 2023"]
    assert [title for title, *_ in lines(lan, "explanation")] == (
        [f"Kết quả thẩm định năm 2023: {changed - 1} chỉ tiêu được chấm điểm hoặc điều chỉnh"] if changed > 1 else []
    )
