"""A paper goes out as DOCX, is edited in Word and comes back as the next version of its texts; typing saves itself."""

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word

from config.kernel import files
from config.kernel.models import AuditEntry, StoredFile
from config.kernel.tenancy import tenant_scope
from dossiers.services import drafting

pytestmark = pytest.mark.django_db


def said(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def edited(data: bytes, **words: str) -> bytes:
    """The paragraph that begins with each key reads as its value afterwards."""
    document = Word(io.BytesIO(data))
    for start, text in words.items():
        [found] = [one for one in document.paragraphs if one.text.replace("\u00a0", " ").startswith(start)]
        for run in found.runs[1:]:
            run.text = ""
        found.runs[0].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(data: bytes, name: str = "bao-cao.docx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


def test_a_paper_edited_in_word_becomes_its_next_version(desk):
    clerk, head = desk.people["clerk"], desk.people["head"]
    with tenant_scope(clerk.tenant):
        report = desk.dossier.documents.get(kind="report_individual")
        minutes = desk.dossier.documents.get(kind="minutes")
    page = desk.path("dossiers:document", report.uid)
    back = desk.path("dossiers:word_back", report.uid)
    assert back in clerk.client.get(page).content.decode()
    word = clerk.client.get(desk.path("dossiers:word", report.uid)).content

    same = clerk.client.post(back, upload(word), follow=True)
    assert "Không có chữ nào khác" in said(same)
    new = {"Mở": "Mở 15 lớp kỹ năng số <b>.", "Chức": "Chức vụ, đơn vị công tác: Giám đốc."}
    sent = edited(word, **new)
    looked = clerk.client.post(back, upload(sent), follow=True)
    shown = looked.content.decode()
    assert "<del>12</del> <ins>15</ins>" in shown
    assert "&lt;b&gt;." in shown
    assert "phần này hệ thống ghi từ dữ liệu, không lấy từ tệp" in said(looked)
    [token] = re.findall(r'name="tep" value="([^"]+)"', shown)
    assert head.client.get(f"{back}?tep={token}").status_code == 403
    with tenant_scope(clerk.tenant):
        report.refresh_from_db()
        version = report.version
        assert report.fields["measures"] == "Mở 12 lớp kỹ năng số.", "nothing is taken before it is confirmed"

    nothing = clerk.client.post(back, {"tep": token, "take": "overview", "version": version})
    assert (nothing.status_code, "Chưa chọn phần nào" in said(nothing)) == (422, True)
    stale = clerk.client.post(back, {"tep": token, "take": "measures", "version": version - 1})
    assert (stale.status_code, "đã được lưu bản mới" in said(stale)) == (409, True)
    took = clerk.client.post(back, {"tep": token, "take": "measures", "version": version}, follow=True)
    assert took.redirect_chain[-1][0] == page
    assert f"văn bản là phiên bản {version + 1}" in said(took)
    with tenant_scope(clerk.tenant):
        report.refresh_from_db()
        assert (report.fields["measures"], report.version, report.state) == (new["Mở"], version + 1, "draft")
        entry = AuditEntry.objects.filter(verb="document.word", object_uid=report.uid).get()
        assert entry.data["before"] == {"measures": "Mở 12 lớp kỹ năng số."}
        stored = StoredFile.objects.get(uid=entry.data["file"])
        assert files.read(stored) == sent
        assert (stored.purpose, stored.sha256) == ("document_docx", entry.data["sha256"])

    # The same file once more: it was made of an older text, and says so.
    assert "không có chữ nào khác" in said(clerk.client.post(back, upload(sent), follow=True)).lower()
    drafting.save_fields(
        document=report, fields={"measures": "Viết lại."}, expected_version=report.version, actor=clerk.actor
    )
    older = clerk.client.post(back, upload(sent), follow=True)
    assert "đã được sửa trên hệ thống sau khi tải tệp" in said(older)
    assert 'value="measures" checked' not in older.content.decode()

    wrong = clerk.client.post(desk.path("dossiers:word_back", minutes.uid), upload(word))
    assert (wrong.status_code, f"văn bản khác “{report.title}”" in said(wrong)) == (422, True)
    for name, data, sentence in (("x.docx", b"chu", "không phải văn bản Word"), ("x.exe", word, "không phải DOCX")):
        refused = clerk.client.post(back, upload(data, name))
        assert (refused.status_code, sentence in said(refused)) == (422, True)
    desk.stands("submitted")
    closed = clerk.client.post(back, upload(word))
    assert (closed.status_code, "không còn sửa được" in said(closed)) == (403, True)


def test_what_is_typed_saves_itself_and_is_drawn_beside(desk):
    clerk, standing = desk.people["clerk"], desk.people["standing"]
    with tenant_scope(clerk.tenant):
        report = desk.dossier.documents.get(kind="report_individual")
    page, save = (desk.path(f"dossiers:{name}", report.uid) for name in ("document", "document_save"))
    shown = clerk.client.get(page).content.decode()
    assert f'data-preview-url="{desk.path("dossiers:draft", report.uid)}"' in shown
    assert f'name="was" id="was" value="{report.version}"' in shown

    draft = clerk.client.post(desk.path("dossiers:draft", report.uid), {"measures": "Đang gõ <i>dở</i>"})
    assert "Đang gõ &lt;i&gt;dở&lt;/i&gt;" in draft.content.decode()
    assert "<body data-draft" in draft.content.decode()
    assert "script-src 'none'" in draft["Content-Security-Policy"]
    with tenant_scope(clerk.tenant):
        report.refresh_from_db()
        assert report.fields["measures"] == "Mở 12 lớp kỹ năng số.", "looking saves nothing"

    htmx = {"HX-Request": "true"}
    once = clerk.client.post(save, {"measures": "Mở 12 lớp kỹ năng số.", "was": "999"}, headers=htmx)
    assert (once.status_code, f'value="{report.version}"' in once.content.decode()) == (200, True)
    kept = clerk.client.post(save, {"measures": "Gõ\r\ntiếp.", "was": report.version}, headers=htmx)
    assert f'name="was" id="was" value="{report.version + 1}" hx-swap-oob="true"' in kept.content.decode()
    assert 'id="trang-thai" hx-swap-oob="true"' in kept.content.decode()
    assert "Đang soạn" in said(kept)
    emptied = clerk.client.post(save, {"measures": "", "was": report.version + 1}, headers=htmx)
    assert "Chưa nhập “Biện pháp, giải pháp đã thực hiện”." in said(emptied)
    stale = clerk.client.post(save, {"measures": "Khác.", "was": report.version}, headers=htmx)
    assert (stale.status_code, "đã được người khác lưu" in said(stale)) == (409, True)
    assert standing.client.post(save, {"measures": "x", "was": report.version + 2}).status_code in (403, 404)
    with tenant_scope(clerk.tenant):
        report.refresh_from_db()
        assert (report.fields.get("measures", ""), report.version) == ("", 4)
