"""Two runs beside each other, and the score sheet that a unit receives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from campaigns.selectors import the_campaign
from config.kernel import files, jobs
from config.kernel.pages import count
from dossiers.services import score_sheets
from targets.enums import Decision
from targets.models import ScoreTotal
from targets.selectors import run_comparison
from targets.selectors.trials import pillars_with
from targets.services import appraisal, runs
from targets.validators import ValueInput
from tests.targets import makers

pytestmark = pytest.mark.django_db


def run_of(cast):
    run = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)
    jobs.drain()
    run.refresh_from_db()
    return run


def test_who_moved_and_because_of_which_value_and_the_sheet(cast, in_kien_giang):
    report = makers.send(cast.lan, cast.tung, percent=90)
    first = run_of(cast)
    same = run_comparison.compare(first, run_of(cast))
    assert same.sentence == "Hai lần chấm cho cùng một kết quả, đến từng giá trị."
    value = next(v for v in makers.all_values(report) if v.indicator.value_kind == "share" and v.indicator.target)
    lower = ValueInput(numerator=Decimal(1), denominator=Decimal(1000))
    appraisal.appraise(value=value, decision=Decision.CHANGED, change=lower, reason="Sai biểu.", actor=cast.phuoc.actor)
    later = run_of(cast)
    found = run_comparison.compare(first, later)
    (moved,) = found.moved
    before, after = (ScoreTotal.objects.get(run=run, unit=cast.lan.unit) for run in (first, later))
    assert (moved.name, moved.gain_h) == (before.unit_name, after.points_h - before.points_h)
    (cause,) = run_comparison.causes(found, [moved])[moved.unit_id]
    assert (cause.code, cause.before, cause.after, cause.why) == (
        value.indicator.code, "90,00%", "0,10%", "Giá trị đổi",
    )  # fmt: skip
    assert cause.gain_h == moved.gain_h
    body = cast.phuoc.client.get(cast.phuoc.path("targets:run_compare", later.uid, first.uid)).content.decode()
    assert cause.gain in body
    assert "Giá trị đổi" in body
    assert cast.phuoc.client.get(cast.phuoc.path("targets:run_compare", later.uid, later.uid)).status_code == 404
    # Another way to count is told in words; bands that differ in the same number, too.
    key, rule = next((key, row) for key, row in later.rules.items() if row["method"] == "ratio_cap")
    first.rules = {**first.rules, key: {**rule, "method": "step", "comparator": "gt", "bands": []}}
    later.rules = {**later.rules, key: {**rule, "comparator": "gte", "bands": None}}
    assert run_comparison.compare(first, later).rules == [(
        rule["code"], rule["label"],
        ("cách tính “Theo bậc” → “Đạt ngưỡng được đủ điểm, chưa đạt tính theo tỷ lệ”; "
        "so sánh “trên …” → “từ … trở lên”; bậc điểm khác trước (vẫn 0 bậc)"),
    )]  # fmt: skip
    later.refresh_from_db()
    # What-if asks what the old value would have scored: exactly the first run.
    tried = pillars_with(later, cast.lan.unit.pk, value.indicator.target.code, Decimal(90))
    assert {pillar: [points, top] for pillar, points, top in tried} == before.pillars
    with pytest.raises(ValueError, match=r"Kết quả chỉ tiêu: ghi số từ 0 đến 100\."):
        pillars_with(later, cast.lan.unit.pk, value.indicator.target.code, Decimal(101))
    _sheet(cast, later, after)


def _sheet(cast, run, total):
    """Only the unit itself, once published, and the standing agency have the sheet."""
    path = ("dossiers:score_sheet", run.uid, cast.lan.unit.uid)
    assert cast.lan.client.get(cast.lan.path(*path)).status_code == 404
    preview = score_sheets.ask(run=run, unit=cast.lan.unit, actor=cast.phuoc.actor)
    runs.publish(run=run, actor=cast.phuoc.actor, note="Công bố sơ bộ.")
    run.refresh_from_db()
    assert "Lập phiếu điểm" in cast.lan.client.get(cast.lan.path(*path)).content.decode()
    assert cast.trang.client.get(cast.trang.path(*path)).status_code == 403
    assert cast.lan.client.post(cast.lan.path(*path)).status_code == 302
    assert cast.phuoc.client.post(cast.phuoc.path(*path)).status_code == 302
    jobs.drain()
    assert jobs.Job.objects.filter(kind=score_sheets.KIND).exclude(pk=preview.pk).count() == 1
    assert score_sheets.job_of(run, cast.lan.unit) != preview, "a preview is not what the unit receives"
    stored = score_sheets.file_of(run, cast.lan.unit)
    assert count(stored) >= 1
    facts = score_sheets.facts_of(run, total)
    assert len(facts.results) == total.lines + len(total.pillars)
    # The paper spells out what lists abbreviate.
    assert (facts.profile.name, facts.recipients) == ("Ủy ban nhân dân xã Mỹ Lâm", ("Ủy ban nhân dân xã Mỹ Lâm",))
    assert files.read(stored).startswith(b"%PDF")
    page = cast.lan.client.get(cast.lan.path(*path)).content.decode()
    assert "Tải phiếu điểm" in page
    answer = cast.lan.client.get(cast.lan.path("dossiers:score_sheet_file", run.uid, cast.lan.unit.uid))
    assert b"".join(answer.streaming_content) == files.read(stored)
    assert "Phiếu điểm (PDF)" in cast.lan.client.get(cast.lan.path("targets:results")).content.decode()
