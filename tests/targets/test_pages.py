"""Every page of the app opens for the person it is for."""

import re
from decimal import Decimal
from html import unescape

import pytest

from targets.models import AnnualReport, EvidenceLink, Indicator, ReportValue
from targets.services import appraisal
from targets.validators import ValueInput
from tests.targets import makers


@pytest.fixture
def sent(cast, in_kien_giang):
    return makers.send(cast.lan, cast.tung)


def test_pages_of_the_clerk(cast, in_kien_giang):
    client = cast.lan.client
    assert client.get(cast.lan.path("targets:reports")).status_code == 200
    assert client.get(cast.lan.path("targets:report", 2023)).status_code == 200
    answer = client.post(cast.lan.path("targets:report", 2023), follow=True)
    assert answer.status_code == 200
    for name in ("summary", "review"):
        assert client.get(cast.lan.path(f"targets:{name}", 2023)).status_code == 200
    assert client.get(cast.lan.path("targets:explanations")).status_code == 200
    assert client.get(cast.lan.path("targets:results")).status_code == 200


def test_pages_of_head_and_officer(cast, sent):
    assert cast.tung.client.get(cast.tung.path("targets:confirmations")).status_code == 200
    assert cast.tung.client.get(cast.tung.path("targets:confirmation", sent.uid)).status_code == 200
    receipt = cast.lan.client.get(cast.lan.path("targets:receipt", 2023))
    # The head asked for the paper; the clerk, to whom this page shows the job, can follow it, by its address alone not.
    [poll] = re.findall(r'hx-get="([^"]+)"', receipt.content.decode())
    assert cast.lan.client.get(poll, headers={"HX-Request": "true"}).status_code == 200
    assert cast.lan.client.get(poll.partition("?")[0], headers={"HX-Request": "true"}).status_code == 404
    client = cast.phuoc.client
    for name, *args in (
        ("appraisals",), ("appraisal", sent.uid), ("give_back", sent.uid), ("runs",), ("ranking",), ("progress",),
    ):  # fmt: skip
        answer = client.get(cast.phuoc.path(f"targets:{name}", *args))
        assert answer.status_code == 200, name
    answer = client.get(cast.phuoc.path("targets:appraise_value", sent.uid, "KH"))
    assert answer.status_code == 200


def test_an_officer_is_told_what_was_recorded_and_what_comes_next(cast, sent):
    """A paper that is refused is no conclusion: the officer stays with the value, whose result has changed."""
    phuoc, values = cast.phuoc, makers.all_values(sent)

    def post(value, **fields):
        anchor = value.indicator.code.replace(".", "_")
        return phuoc.client.post(phuoc.path("targets:appraise_value", sent.uid, anchor), fields, follow=True)

    first, *others = values
    link = EvidenceLink.objects.filter(value=first).first()
    stays = post(first, link=str(link.uid), link_reason="Thiếu dấu.")
    assert stays.redirect_chain[-1][0].endswith(f"/{first.indicator.code.replace('.', '_')}/")
    said = f"Đã ghi về tài liệu. Kết quả của {first.indicator.code} được tính lại."
    assert said in stays.content.decode()
    page = post(first, decision="asked", reason="Bổ sung dấu.").content.decode()
    assert f"Đã ghi kết luận {first.indicator.code}. Còn {len(others)} chỉ tiêu chưa thẩm định." in page
    appraisal.accept_many(report=sent, values=[v.uid for v in others[:-1]], actor=phuoc.actor)
    page = unescape(post(others[-1], decision="accepted").content.decode())
    assert "Còn chỉ tiêu hỏi lại: bấm “Trả lại báo cáo” để gửi câu hỏi cho đơn vị." in page
    first.refresh_from_db()
    page = post(first, decision="accepted", expected=first.judged).content.decode()
    assert "Mọi chỉ tiêu đã có kết luận: kết thúc thẩm định thì đơn vị mới xem được." in page


def test_the_unit_reads_conclusions_when_they_are_final(cast, sent):
    """While an officer works, what may still change is on the officer's page alone."""
    value = makers.share_value(sent)
    change = ValueInput(numerator=Decimal(300), denominator=value.denominator)
    appraisal.appraise(value=value, decision="changed", actor=cast.phuoc.actor, change=change, reason="Biểu 2 ghi 300.")

    def page(member, name, arg):
        return member.client.get(member.path(name, arg)).content.decode()

    review, confirmation = page(cast.lan, "targets:review", 2023), page(cast.tung, "targets:confirmation", sent.uid)
    assert ("Biểu 2 ghi 300." in review, "Biểu 2 ghi 300." in confirmation) == (False, False)
    assert "Xác nhận và gửi" in review
    assert "Biểu 2 ghi 300." in page(cast.phuoc, "targets:appraisal", sent.uid)

    opened = cast.lan.client.get(cast.lan.path("targets:appraisal", sent.uid))
    rows = cast.lan.client.get(cast.lan.path("api:report_values", sent.uid)).json()["results"]
    said = next(row for row in rows if row["uid"] == str(value.uid))
    assert (opened.status_code, said["decision"], said["appraised_reason"]) == (404, "", "")
    assert said["final_points"] == said["self_points"]


def test_points_for_what_was_written_are_not_called_a_change_of_it(cast, sent):
    """Where an appraiser gives the points, the unit's words stay as they are."""
    value = makers.share_value(sent)
    Indicator.objects.filter(pk=value.indicator_id).update(method="manual", value_kind="text", max_h=1000)
    ReportValue.objects.filter(pk=value.pk).update(
        text="Hai sáng kiến.", decision="changed", appraised_text="Hai sáng kiến.", appraised_manual_h=950,
        appraised_reason="Có kết quả.",
    )  # fmt: skip
    AnnualReport.objects.filter(pk=sent.pk).update(state="appraised")
    page = " ".join(cast.lan.client.get(cast.lan.path("targets:explanations")).content.decode().split())
    assert "Đơn vị báo cáo “Hai sáng kiến.” · cơ quan thẩm định chấm <b>9,50/10 điểm</b>" in page
    assert "điều chỉnh thành" not in page
    table = cast.phuoc.client.get(cast.phuoc.path("targets:appraisal", sent.uid)).content.decode()
    assert "Đã chấm điểm" in table
