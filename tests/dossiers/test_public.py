"""What everybody may see without an account, and what nobody may."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import uuid
from html import unescape

import pytest
from django.test import Client

from awards.models import AwardGranted, AwardRound, Decision
from awards.selectors import rules as reading
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel import files
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from config.kernel.web.addresses import tenant_path
from dossiers.models import Document, Dossier
from dossiers.selectors import publication
from targets.enums import RunState
from targets.models import ScoreRun, ScoreTotal
from units.models import Person, Tenant

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 12, 1)
OCCASION = {"kien-giang": ("preliminary", 2023), "can-tho": ("annual", 2022)}


def text(name, *args, slug="kien-giang", status=200, **query):
    answer = Client().get(tenant_path(f"public:{name}", *args, slug=slug), query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def said(body):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def grant(name, *, person=None, number="77/QĐ-UBND"):
    """A line of the register with everything that must not be published."""
    campaign = the_campaign()
    occasion, year = OCCASION[campaign.tenant.slug]
    found = AwardRound.objects.first() or award_rounds.open_round(
        campaign=campaign, occasion=occasion, year=year, actor=Actor.system(campaign.tenant)
    )
    decision, _ = Decision.objects.get_or_create(
        round=found, award_form="BK_TINH", number=number, date=DAY, decider="Chủ tịch", regime_code="ND98",
        recorded_by_name="Hệ thống",
    )  # fmt: skip
    return AwardGranted.objects.create(
        decision=decision, round=found, campaign=found.campaign, person=person, unit=person.unit if person else None,
        award_form="BK_TINH", form_name="Bằng khen", name=name, position="Công chức", unit_name="UBND xã Mỹ Lâm",
        recipient="individual" if person else "collective", gender="female", occasion="preliminary", year=2023,
        achievement="Thành tích riêng", prize=540_000, decision_number=number, decided_on=DAY, decider="Chủ tịch",
        regime_code="ND98",
    )  # fmt: skip


@pytest.fixture
def in_kien_giang(kien_giang):
    with tenant_scope(kien_giang):
        yield kien_giang


def test_the_published_run_is_shown_with_its_ranking(in_kien_giang):
    run = ScoreRun.objects.get(state=RunState.PUBLISHED)
    body = said(text("results"))
    # The plan sets no milestone for 2022: progress is shown and nobody is said to have missed anything.
    assert run.year == 2022
    assert "kết quả thi đua chuyển đổi số năm 2022" in body
    assert "Kế hoạch không đặt mốc cho năm 2022: số liệu dưới đây là tiến độ tới mốc 2023." in body
    assert "trên đường tới mốc 2023: " in body
    assert "0 trên" not in body
    assert "Chưa đạt" not in body
    total = ScoreTotal.objects.filter(run=run, rank=1).exclude(block_code="").first()
    assert total.unit_name in said(text("ranking", total.block_code))


def test_equals_at_the_head_of_a_block_that_are_not_named_are_counted(in_kien_giang):
    run = ScoreRun.objects.get(state=RunState.PUBLISHED)
    totals = list(ScoreTotal.objects.filter(run=run))
    ScoreRun.objects.filter(pk=run.pk).update(state=RunState.SUPERSEDED)
    run.pk, run.uid, run.number = None, uuid.uuid4(), run.number + 1
    run.save(force_insert=True)
    for total in totals:
        total.pk, total.run, total.rank = None, run, 1
    ScoreTotal.objects.bulk_create(totals)
    for leader in publication.results().leaders:
        assert leader.names.count(", ") + 1 + leader.more == leader.units
    most = max(leader.more for leader in publication.results().leaders)
    assert most > 0
    assert f" và {most} đơn vị đồng hạng" in said(text("results"))


def test_a_run_that_is_not_published_shows_nowhere(in_kien_giang):
    run = ScoreRun.objects.get(state=RunState.PUBLISHED)
    block = ScoreTotal.objects.filter(run=run).exclude(block_code="").first().block_code
    ScoreRun.objects.update(state=RunState.DONE)
    assert "Chưa công bố kết quả" in text("results")
    text("ranking", block, status=404)
    for name in ("xep-hang", "muc-tieu"):
        assert json.loads(text("data_file", name, "json"))["du_lieu"] == []


@pytest.mark.parametrize("slug", ["tuyen-quang", "bac-kan", "dak-song"])
def test_without_results_the_page_says_so(slug):
    body = text("results", slug=slug)
    assert "Chưa công bố kết quả" in body
    assert "Chưa có khen thưởng nào" in text("awards", slug=slug)


def test_an_award_is_published_without_personal_data(in_kien_giang):
    person = Person.objects.filter(unit__isnull=False).first()
    Person.objects.filter(pk=person.pk).update(
        birth_date=dt.date(1987, 3, 14), hometown="Quê quán kín", residence="Nơi ở kín", phone="0912345678"
    )
    grant(person.full_name, person=person)
    pages = [
        text("awards"), text("results"), text("data_file", "khen-thuong", "csv"),
        text("data_file", "khen-thuong", "json"),
    ]  # fmt: skip
    for body in pages:
        assert person.full_name in body
        assert "77/QĐ-UBND" in body
        for hidden in ("1987", "14/03", "kín", "0912345678", "540", "Thành tích riêng", "female", "Nữ"):
            assert hidden not in body, hidden


def test_a_revoked_award_stays_on_the_list_and_says_by_which_decision_but_honours_nobody(in_kien_giang):
    award = grant("UBND xã Thu Hồi")
    assert "Thu Hồi" in text("results")
    assert "1 tập thể" in said(text("results"))
    AwardGranted.objects.filter(pk=award.pk).update(
        state="revoked", revocation="15/QĐ-UBND", revoked_on=dt.date(2023, 12, 20), revoked_reason="Kê khai sai"
    )
    listed = said(text("awards"))
    assert "UBND xã Thu Hồi Đã thu hồi" in listed
    assert "Thu hồi theo Quyết định số 15/QĐ-UBND 20/12/2023" in listed
    [row] = json.loads(text("data_file", "khen-thuong", "json"))["du_lieu"]
    assert (row["ten"], row["thu_hoi"], row["ngay_thu_hoi"]) == ("UBND xã Thu Hồi", "15/QĐ-UBND", "2023-12-20")
    # Why is between the register and whom it concerns; what was taken back is no honour.
    for body in (text("awards"), text("data_file", "khen-thuong", "csv")):
        assert "Kê khai sai" not in body
    assert "Thu Hồi" not in text("results")
    assert "Chưa có quyết định" in text("results")


def test_another_province_is_never_published_here(in_kien_giang, can_tho):
    with tenant_scope(can_tho):
        grant("UBND quận Chỉ Cần Thơ", number="88/QĐ-UBND")
        units = set(ScoreTotal.objects.values_list("unit_name", flat=True))
    units -= set(ScoreTotal.objects.values_list("unit_name", flat=True))
    assert units
    pages = [text("results"), text("awards"), *(text("data_file", n, "csv") for n in ("khen-thuong", "xep-hang"))]
    assert not [name for name in (*units, "Chỉ Cần Thơ", "88/QĐ-UBND") if any(name in body for body in pages)]
    assert "Chỉ Cần Thơ" in text("awards", slug="can-tho")


def test_open_data_has_its_schema_and_licence_and_runs_no_formula(in_kien_giang):
    grant("=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(text("data_file", "khen-thuong", "csv").lstrip("\ufeff"))))
    schema = json.loads(text("data_file", "khen-thuong", "csv-metadata.json"))
    assert [column["name"] for column in schema["tableSchema"]["columns"]] == list(rows[0])
    assert rows[0]["ten"] == "'=HYPERLINK(1)"
    assert schema["dc:license"]["@id"].startswith("https://creativecommons.org/")
    content = json.loads(text("data_file", "khen-thuong", "json"))
    assert content["du_lieu"][0]["ten"] == "=HYPERLINK(1)"
    assert "ghi nguồn" in content["giay_phep"]["dong"]
    assert "ghi nguồn" in text("data")
    text("data_file", "khac", "csv", status=404)
    text("data_file", "khen-thuong", "xlsx", status=404)


def test_the_public_plan_holds_the_plan_alone(cast):
    member = cast["standing@tuyen-quang"]
    with tenant_scope(member.tenant):
        ours = [view.rule.code for view in reading.rule_views(the_campaign()) if not view.rule.text]
    body = text("plan_part", "khen-thuong", slug="tuyen-quang")
    assert not [code for code in ours if code in body]
    text("plan_part", "can-lam-ro", slug="tuyen-quang", status=404)


@pytest.fixture
def paper(in_kien_giang, cast):
    """Minutes that were issued, of a dossier whose contents are nobody's business."""
    found = award_rounds.open_round(
        campaign=the_campaign(), occasion="preliminary", year=2023, actor=Actor.system(in_kien_giang)
    )
    dossier = Dossier.objects.create(
        round=found, unit=cast.lan.unit, unit_name="Đơn vị kín", award_form="BK_TINH", state="returned"
    )
    return Document.objects.create(
        dossier=dossier, kind="minutes", regime="ND98", title="Biên bản kín", state="issued", number=12,
        symbol="BB-UBND", issued_on=dt.date(2023, 12, 4), signer_name="Danh Tùng", signer_title="Chủ tịch",
        fields={"text": "Nội dung kín"},
    )  # fmt: skip


def test_a_paper_is_checked_by_its_code_and_says_no_more_than_it_must(paper):
    for typed in (paper.check_code, paper.check_code.lower(), paper.check_code.replace("-", " ")):
        body = text("checked", typed)
        assert "12/BB-UBND" in body
        assert "04/12/2023" in body
        assert "Chủ tịch Danh Tùng" in body
        assert "Còn hiệu lực" in body
        assert "kín" not in body
    answer = Client().get(tenant_path("public:check", slug="kien-giang"), {"ma": paper.check_code.lower()})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/xac-minh/{paper.check_code.replace('-', '')}/")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("3F2A-91C0-4B7D", "Mã kiểm tra có 16 ký tự, mã vừa gõ có 12. Xem lại trên văn bản."),
        ("3F2A-91C0-4B7D-A6EX", "Mã kiểm tra chỉ có chữ số và chữ cái từ A đến F. Xem lại trên văn bản."),
    ],
)
def test_a_mistyped_code_stays_in_its_field_with_what_is_wrong(typed, wrong):
    body = text("check", status=422, ma=typed)
    assert (f'value="{typed}"' in body, wrong in body) == (True, True)
    assert "aria-invalid" not in text("check")


def test_the_digest_is_that_of_the_file_that_was_issued(paper):
    content = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    actor = Actor.system(paper.tenant)
    paper.file = files.store(content, name="bien-ban.pdf", actor=actor, purpose="document")
    paper.save()
    assert hashlib.sha256(content).hexdigest() in said(text("checked", paper.check_code)).replace(" ", "")


def test_an_unknown_code_a_draft_and_a_foreign_paper_are_all_the_same(paper):
    sentence = "Không có văn bản mang mã này"
    for typed in ("0000-0000-0000-0000", "không phải mã", "%", "' OR 1=1", paper.check_code[:-1]):
        assert sentence in text("checked", typed, status=404), typed
    assert sentence in text("checked", paper.check_code, slug="can-tho", status=404)
    Document.objects.filter(pk=paper.pk).update(number=None)
    assert sentence in text("checked", paper.check_code, status=404)


def test_a_decision_that_was_revoked_says_so(in_kien_giang):
    awards = [grant("UBND xã A"), grant("UBND xã B")]
    paper = Document.objects.create(
        round=awards[0].round, kind="decision", regime="ND98", title="Quyết định", state="issued", number=77,
        symbol="QĐ-UBND", issued_on=DAY, signer_name="Lâm Trung", signer_title="Chủ tịch",
    )  # fmt: skip
    assert "Còn hiệu lực<" in text("checked", paper.check_code)
    back = {"state": "revoked", "revocation": "09/QĐ-UBND", "revoked_on": dt.date(2023, 12, 20)}
    AwardGranted.objects.filter(pk=awards[0].pk).update(**back)
    assert "Còn hiệu lực một phần" in text("checked", paper.check_code)
    assert "Thu hồi một phần Quyết định số 09/QĐ-UBND ngày 20/12/2023" in said(text("checked", paper.check_code))
    AwardGranted.objects.filter(pk=awards[1].pk).update(**back)
    body = text("checked", paper.check_code)
    assert "Đã thu hồi" in body
    assert said(body).count("Thu hồi Quyết định số 09/QĐ-UBND ngày 20/12/2023") == 1
    assert "Còn hiệu lực<" not in body


def test_every_tenant_has_its_public_pages():
    for tenant in Tenant.objects.filter(is_active=True):
        for name in ("results", "awards", "plan", "data", "check"):
            assert "<h1" in text(name, slug=tenant.slug)
