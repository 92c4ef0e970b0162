"""What must not be possible with a report: judging one's own, judging after the end, keeping a word that was undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.kernel.errors import Conflict, DomainError, Refused
from targets.models import EvidenceLink
from targets.services import appraisal, evidence, reports, values
from targets.services.values import Change
from tests.targets.conftest import in_kien_giang  # noqa: F401
from tests.targets.makers import PDF, an_input, judge_all, send, share_value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_kien_giang")]


def test_whoever_made_or_confirmed_a_report_does_not_appraise_it(cast):
    report = send(cast.lan, cast.tung)
    for member in (cast.lan, cast.tung):
        promoted = replace(cast.phuoc.actor, user_id=member.user.pk)
        with pytest.raises(Refused, match="không thẩm định báo cáo đó"):
            appraisal.appraise(value=share_value(report), decision="accepted", actor=promoted)
        with pytest.raises(DomainError, match="không thẩm định báo cáo đó"):
            reports.finish(report=report, actor=promoted)


def test_a_paper_is_judged_only_while_the_report_is(cast):
    report = judge_all(send(cast.lan, cast.tung), cast.phuoc)
    link = EvidenceLink.objects.filter(evidence__report=report).first()
    with pytest.raises(Conflict):
        evidence.reject(link=link, rejected=True, reason="Không rõ nguồn", actor=cast.phuoc.actor)


def test_a_corrected_value_counts_after_an_explanation_was_answered(cast):
    """The final word on a figure that was then sent back does not stand over the corrected figure."""
    report = send(cast.lan, cast.tung, percent=40)
    appraisal.appraise(
        value=share_value(report), decision="changed", change=an_input(share_value(report), 10), reason="Sai số",
        actor=cast.phuoc.actor,
    )  # fmt: skip
    report = judge_all(report, cast.phuoc)
    appraisal.explain(value=share_value(report), text="Số của hệ thống.", actor=cast.lan.actor)
    appraisal.conclude(value=share_value(report), keep=True, reason="Giữ nguyên", actor=cast.phuoc.actor)
    wrong = share_value(report)
    reports.return_report(report=report, remarks={wrong.uid: "Xem lại số"}, reason="Sai", actor=cast.phuoc.actor)
    wrong = share_value(report)
    change = Change(wrong.version, an_input(wrong, 90))
    values.save_values(report=report, changes={wrong.uid: change}, actor=cast.lan.actor)
    evidence.attach(report=report, upload=PDF, name="bo-sung.pdf", values=[wrong.uid], actor=cast.lan.actor)
    reports.hand_over(report=report, actor=cast.lan.actor)
    reports.confirm(report=report, actor=cast.tung.actor)
    appraisal.appraise(value=share_value(report), decision="accepted", actor=cast.phuoc.actor)
    corrected = share_value(report)
    assert corrected.entry("final").numerator == 900
    assert corrected.final_points_h == corrected.self_points_h > 0


def test_saving_leads_nowhere_else(cast):
    send(cast.lan, cast.tung)
    address = cast.lan.path("targets:entry", 2023, "chinh-quyen-so")
    answer = cast.lan.client.post(address, {"den": "https://example.org/"})
    assert answer.headers.get("Location", address) == address
