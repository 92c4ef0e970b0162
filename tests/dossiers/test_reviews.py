"""Reports of a year, a milestone, the whole campaign: drafted from the data, edited, made, issued."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from docx import Document as Word

from campaigns.selectors import current_campaign, expected_units
from config.kernel import files, jobs
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.papers import inspect
from config.kernel.tenancy import tenant_scope
from dossiers.documents import KINDS
from dossiers.models import Document
from dossiers.paper_facts.document import facts_for
from dossiers.selectors.reviews import years_offered
from dossiers.services import reviews
from targets.models import AnnualReport
from targets.selectors import rollup

pytestmark = pytest.mark.django_db


def fresh(document: Document) -> Document:
    return Document.objects.select_related("review__campaign", "review__docx", "file").get(pk=document.pk)


def opened(cast, occasion="preliminary", year=2023) -> Document:
    return reviews.open_review(campaign=current_campaign(), occasion=occasion, year=year, actor=cast.phuoc.actor)


def texts(document: Document) -> dict[str, str]:
    return KINDS["review_report"].defaults(facts_for(document)) | document.fields


def test_it_is_drafted_from_the_data(cast, kien_giang):
    with tenant_scope(kien_giang):
        document = opened(cast, year=2022, occasion="annual")
        assert opened(cast, year=2022, occasion="annual") == document, "one report of one year"
        facts, campaign = facts_for(document), current_campaign()
        rolls = rollup.rolls(
            campaign, rollup.Scope(), years=[2022], indicators=rollup.indicators_of(campaign, rollup.Scope())
        )
        shares = [r for r in rolls if r.actual_h is not None]
        assert len(facts.results) == len(shares)
        met = sum(1 for r in shares if r.met_together)
        said = texts(document)
        assert f"{met} trên {len(shares)} chỉ tiêu đo bằng tỷ lệ đạt mức phấn đấu" in said["outcome"]
        sent = AnnualReport.objects.filter(year=2022, state__in=("submitted", "appraised", "closed")).count()
        assert f"Năm 2022: {sent} đơn vị gửi báo cáo" in said["direction"]
        owing = {unit.pk for unit in expected_units(campaign)}
        silent = owing - set(AnnualReport.objects.filter(year=2022, submission__gt=0).values_list("unit_id", flat=True))
        gap = f"{len(silent)} trên {len(owing)} đơn vị phải báo cáo chưa gửi."
        assert silent
        assert gap in said["direction"]
        assert f"Năm 2022: {gap}" in said["limits"], "who never sent is a shortcoming, not a silence"
        assert all(re.match(r"\d+,\d\d%$", row.actual) for row in facts.results)
        assert facts.review.drawings
        for who in (cast.lan, cast.hanh, cast.trung):
            with pytest.raises(Refused):
                reviews.open_review(campaign=campaign, occasion="annual", year=2023, actor=who.actor)
        for occasion, year in (("annual", 2024), ("annual", 2021), ("ad_hoc", 2022)):
            with pytest.raises(DomainError):
                opened(cast, occasion, year)


def test_a_year_of_which_nothing_was_sent_is_not_offered(cast, kien_giang):
    with tenant_scope(kien_giang):
        campaign = current_campaign()
        AnnualReport.objects.filter(year=2023).update(state="draft")
        assert years_offered(campaign) == ([(2022, "")], [2023])
        for occasion in ("annual", "preliminary"):
            with pytest.raises(DomainError, match="Năm 2023 chưa có đơn vị nào gửi báo cáo"):
                opened(cast, occasion, 2023)
    client, path = cast.phuoc.client, cast.phuoc.path("dossiers:reviews")
    page = client.get(path).content.decode()
    assert "Chưa chọn được năm 2023" in page
    assert '<option value="2023"' not in page
    refused = client.post(path, {"occasion": "preliminary", "year": "2023"})
    assert refused.status_code == 422
    assert 'value="preliminary" checked' in refused.content.decode()
    with tenant_scope(kien_giang):
        AnnualReport.objects.all().update(state="draft")
        assert years_offered(campaign) == ([], [2023, 2022])
        with pytest.raises(DomainError, match="chưa có đơn vị nào gửi"):
            opened(cast, "final", 2023)


def test_text_is_kept_pages_are_made_and_an_issued_report_stands(cast, kien_giang):
    with tenant_scope(kien_giang):
        document, actor = opened(cast), cast.phuoc.actor
        version = document.version
        document = reviews.save_texts(
            document=document, fields={"limits": "Một số xã\r\ncòn chậm.", "khac": "x"}, expected_version=version,
            actor=actor,
        )  # fmt: skip
        assert document.fields == {"limits": "Một số xã\ncòn chậm."}
        with pytest.raises(Conflict, match="người khác lưu"):
            reviews.save_texts(document=document, fields={"tasks": "y"}, expected_version=version, actor=actor)
        drafted = texts(document)["outcome"]
        document = reviews.save_texts(
            document=document, fields={"outcome": drafted}, expected_version=document.version, actor=actor
        )
        assert "outcome" not in document.fields, "what reads as drafted goes on following the data"
        with pytest.raises(DomainError, match="họ tên người ký"):
            reviews.issue(
                document=document, signer_name=" ", signer_title="", actor=actor, expected_version=document.version
            )
        issued = reviews.issue(
            document=document, signer_name="Trần Thị Hồng Hạnh", signer_title="Giám đốc", actor=actor,
            expected_version=document.version,
        )  # fmt: skip
        jobs.drain()
        issued = fresh(issued)
        assert (issued.reference, issued.issued_on, issued.state) == ("01/BC-STTTT", dt.date(2023, 12, 4), "issued")
        pdf = files.read(issued.file)
        assert [(f.rule, f.sentence) for f in inspect(pdf, "review_report")] == []
        word = Word(io.BytesIO(files.read(issued.review.docx)))
        said = "\n".join(p.text for p in word.paragraphs).replace("\u00a0", " ")
        assert "Một số xã" in said
        assert "KẾT QUẢ THỰC HIỆN" in said
        facts = facts_for(issued)
        assert len(word.inline_shapes) == len(facts.review.drawings) > 0, "the charts are in it"
        assert len(word.tables) >= 3
        AnnualReport.objects.filter(year=2022).update(state="draft")
        assert facts_for(issued) == facts, "later data do not change an issued report"
        with pytest.raises(Conflict, match="đã ban hành"):
            reviews.save_texts(document=issued, fields={}, expected_version=issued.version, actor=actor)


def test_the_page_saves_by_itself_and_shows_the_pictures_of_the_paper(cast, kien_giang):
    phuoc = cast.phuoc
    answer = phuoc.client.post(phuoc.path("dossiers:reviews"), {"occasion": "preliminary", "year": "2023"})
    uid = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    url, save = phuoc.path("dossiers:review", uid), phuoc.path("dossiers:review_save", uid)
    page = phuoc.client.get(url).content.decode()
    assert page.count('<svg class="chart"') >= 1
    assert f'hx-post="{save}"' in page
    saved = phuoc.client.post(save, {"version": "1", "tasks": "Bồi dưỡng Tổ công nghệ số."})
    assert 'value="2"' in saved.content.decode()
    assert "Bồi dưỡng Tổ công nghệ số." in phuoc.client.get(url).content.decode()
    stale = phuoc.client.post(save, {"version": "1", "tasks": "khác"}, headers={"HX-Request": "true"})
    assert stale.status_code == 409
    both = phuoc.client.post(url, {"version": "1", "tasks": "khác"})
    assert both.status_code == 409
    assert "khác" in both.content.decode(), "what was typed stays on the page"
    assert phuoc.client.post(url, {"version": "2", "render": "1"}).status_code == 302
    trung = cast.trung.client.get(cast.trung.path("dossiers:review", uid)).content.decode()
    assert "Bồi dưỡng Tổ công nghệ số." in trung
    assert "<textarea" not in trung
    assert cast.lan.client.get(cast.lan.path("dossiers:review", uid)).status_code == 403
