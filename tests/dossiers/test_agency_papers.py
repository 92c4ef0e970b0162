"""Papers that the desks write about a dossier, the ruler as a page, and the dossier as one file."""

import csv
import io
import re
import zipfile
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree
from pypdf import PdfReader

from awards.services import revocations
from awards.services.decisions import record_decision
from config.demo.papers import PAPERS
from config.kernel import clock, files, jobs
from config.kernel.errors import DomainError
from config.kernel.models import Job, StoredFile
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document
from dossiers.paper_facts.document import facts_for
from dossiers.services import agency, chain, drafting
from dossiers.services.signatures import people_of
from dossiers.whole.writing import NAMESPACE, SCHEMA
from tests.dossiers.desk import proposed
from units.models import Person, Unit

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_desk_writes_numbers_and_sends_a_receipt_and_the_dossier_goes_out_whole(desk):
    standing, clerk = desk.people["standing"], desk.people["clerk"]
    unit_papers = [d.kind for d in desk.dossier.documents.all()]
    desk.stands("submitted")
    begin = desk.path("dossiers:begin")
    assert clerk.client.post(begin, {"kind": "receipt"}).status_code == 403
    assert standing.client.post(begin, {"kind": "board_proposal"}).status_code == 403
    begun = standing.client.post(begin, {"kind": "receipt"})
    with tenant_scope(standing.tenant):
        receipt = Document.objects.get(kind="receipt")
    page = standing.path("dossiers:document", receipt.uid)
    assert begun["Location"] == page
    assert standing.client.post(begin, {"kind": "receipt"})["Location"] == page, "the same paper is begun once"
    assert clerk.client.get(page).status_code == 404, "what a desk still writes is not the unit's to read"

    draft = standing.client.get(standing.path("dossiers:draft", receipt.uid))
    assert "PHIẾU TIẾP NHẬN HỒ SƠ" in text(draft)
    assert "script-src 'none'" in draft["Content-Security-Policy"]
    refused = standing.client.post(page, {"issue": "1", "version": receipt.version, "signer_name": ""})
    assert (refused.status_code, "Ghi họ và tên người ký" in text(refused)) == (422, True)
    issue = {"issue": "1", "version": receipt.version, "signer_name": "Lê Văn Nhận", "signer_title": ""}
    assert standing.client.post(page, issue).status_code == 302
    assert standing.client.post(page, issue).status_code == 409
    with tenant_scope(standing.tenant):
        assert jobs.drain() == 1
        receipt.refresh_from_db()
        assert (receipt.reference, receipt.signer_title) == ("01/PTN-PVHTT", "Trưởng phòng")
        assert facts_for(receipt).check.code == receipt.check_code
        drawn = files.read(receipt.file)
    printed = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(drawn)).pages)
    assert f"Mã kiểm tra: {receipt.check_code}" in printed.replace("\u00a0", " ")
    shown = clerk.client.get(page)
    assert receipt.check_code in text(shown)
    assert "01/PTN-PVHTT" in text(shown)
    assert "Còn hiệu lực" in text(clerk.client.get(clerk.path("public:checked", receipt.check_code)))

    ruler = clerk.client.get(clerk.path("dossiers:inspector"), {"van-ban": str(receipt.uid)})
    assert "Đúng thể thức" in text(ruler)
    picture = clerk.client.get(clerk.path("dossiers:page", receipt.uid, 1))
    assert picture["Cache-Control"] == "private, no-cache"
    again = clerk.client.get(clerk.path("dossiers:page", receipt.uid, 1), headers={"If-None-Match": picture["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    frame = clerk.client.get(clerk.path("dossiers:draft", receipt.uid))
    word = clerk.client.get(clerk.path("dossiers:word", receipt.uid))
    assert zipfile.ZipFile(io.BytesIO(word.content)).testzip() is None
    with tenant_scope(standing.tenant):
        Person.objects.filter(pk=desk.dossier.nominees.get().candidate.person_id).update(full_name="Tên Đổi Sau")
        Unit.objects.filter(pk=desk.dossier.unit_id).update(name="Xã Đổi Tên Sau", short_name="UBND xã Đổi Tên Sau")
    later = clerk.client.get(clerk.path("dossiers:word", receipt.uid))
    assert later.content == word.content, "the DOCX of a numbered paper says what its PDF says"
    assert clerk.client.get(clerk.path("dossiers:draft", receipt.uid)).content == frame.content, "and so does its page"

    with tenant_scope(standing.tenant):
        assert [d.kind for d in desk.dossier.own_documents] == unit_papers
        _made_whole(desk)
    exported = {form: _export(desk, clerk, form) for form in ("pdf", "zip", "xml")}
    _check_whole(exported, receipt, drawn)
    with tenant_scope(standing.tenant):
        asked = Job.objects.filter(kind="dossiers.export").count()
    _export(desk, clerk, "xml")
    with tenant_scope(standing.tenant):
        assert Job.objects.filter(kind="dossiers.export").count() == asked, "unchanged papers are not exported twice"
        job = Job.objects.filter(kind="dossiers.export").first()
    assert standing.client.get(standing.path("dossiers:exported", job.uid)).status_code == 404

    with tenant_scope(standing.tenant):
        files.path_of(receipt.file).unlink()
    lost = clerk.client.get(page)
    assert (lost.status_code, "Tệp không còn trên máy chủ" in text(lost)) == (200, True)
    gone = clerk.client.get(clerk.path("dossiers:word", receipt.uid))
    assert (gone.status_code, "không lập được DOCX đúng như văn bản đó" in text(gone)) == (409, True)


def _made_whole(desk) -> None:
    """Every paper of the unit holds the same small PDF, without drawing it."""
    small = PAPERS["bao-cao-so-lieu"].content
    for document in desk.dossier.own_documents:
        stored = files.store(small, name="van-ban.pdf", actor=desk.people["clerk"].actor, purpose="document")
        Document.objects.filter(pk=document.pk).update(file=stored, sha256=stored.sha256, state="ready")


def _export(desk, clerk, form: str) -> bytes:
    assert clerk.client.post(desk.path("dossiers:export"), {"form": form}).status_code == 302
    with tenant_scope(clerk.tenant):
        jobs.drain()
        job = Job.objects.filter(kind="dossiers.export", params__form=form).first()
        assert job.state == "done", job.error
        assert StoredFile.objects.get(uid=job.result["file"]).purpose == "export"
    return content(clerk.client.get(clerk.path("dossiers:exported", job.uid)))


def _check_whole(exported: dict[str, bytes], receipt: Document, drawn: bytes) -> None:
    merged = PdfReader(io.BytesIO(exported["pdf"]))
    marks = [item["/Title"] for item in merged.outline]
    assert marks[:2] == ["Bìa hồ sơ", "Mục lục văn bản"]
    assert len(marks) == 2 + 4
    assert f"số {receipt.number:02d}/{receipt.symbol}" in marks[2], "a dated paper comes before drafts"

    archive = zipfile.ZipFile(io.BytesIO(exported["zip"]))
    assert archive.read("01-01_PTN-PVHTT.pdf") == drawn
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert sums["01-01_PTN-PVHTT.pdf"] == receipt.sha256
    index = list(csv.reader(io.StringIO(archive.read("muc-luc.csv").decode("utf-8-sig"))))
    assert [row[2] for row in index] == ["Số, ký hiệu", "01/PTN-PVHTT", "", "", ""]

    assert archive.read("ho-so.xml") == exported["xml"]
    tree = etree.fromstring(exported["xml"])
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(tree)
    first = tree.find(f".//{{{NAMESPACE}}}Document")
    told = {child.tag.rpartition("}")[2]: child.text for child in first}
    assert (told["CodeNumber"], told["CodeNotation"], told["IssuedDate"]) == ("01", "PTN-PVHTT", "2023-12-04")
    assert told["Subject"].startswith("Tiếp nhận hồ sơ đề nghị khen thưởng"), (
        "the paper's trích yếu, not its name in lists"
    )
    assert (told["Digest"], told["FileName"]) == (receipt.sha256, "01-01_PTN-PVHTT.pdf")
    assert first.findtext(f"{{{NAMESPACE}}}SignerInfo/{{{NAMESPACE}}}FullName") == "Lê Văn Nhận"


def two_awarded(desk):
    """The dossier decided, with two people awarded by a decision 07/QĐ-UBND of today."""
    dossier = desk.stands("decided")
    candidate = dossier.nominees.get().candidate
    other = proposed(dossier.round, Person.objects.filter(unit=dossier.unit).exclude(pk=candidate.person_id).first())
    nominee = dossier.nominees.get()
    nominee.pk, nominee.uid, nominee.candidate, nominee.name = None, uuid4(), other, other.name
    nominee.save(force_insert=True)
    decision = record_decision(
        round=dossier.round, award_form=dossier.award_form, number="07/QĐ-UBND", date=clock.today(),
        candidates=[candidate, other], actor=desk.people["leader"].actor,
    )  # fmt: skip
    return dossier, decision


def test_certificates_say_whom_they_name_too_many(desk):
    """An award taken back after its certificate was made: both pages say so, and the file is made again without it."""
    board, leader = desk.people["board"], desk.people["leader"]
    dossier, decision = two_awarded(desk)
    form = dossier.award_form
    paper = agency.begin(kind="certificate_gk", award_round=dossier.round, award_form=form, actor=board.actor)
    assert paper.title == f"Giấy khen huyện ({dossier.round.title})"
    Document.objects.create(
        round=dossier.round, kind="decision", regime="ND91", title="Quyết định", state="issued", number=7,
        symbol="QĐ-UBND", issued_on=clock.today(), signer_name="Trần Đình Khải", fields={"award_form": form},
    )  # fmt: skip
    assert people_of(paper) == {"Trần Đình Khải"}, "certificates are signed by whoever signed the decision"
    page = board.path("dossiers:document", paper.uid)
    Document.objects.filter(pk=paper.pk).update(rendered_at=clock.now(), state="ready")
    assert "thu hồi" not in text(board.client.get(page))
    remade = {"remake": "1", "version": paper.version}
    assert "Không có khen thưởng nào bị thu hồi" in text(board.client.post(page, remade))
    first, second = decision.awards.order_by("pk")
    judged = board.path("dossiers:candidate", dossier.round.uid, first.candidate.uid)
    assert "Đã được khen theo Quyết định số 07/QĐ-UBND" in text(board.client.get(judged))
    revocations.revoke(award=first, number="09/QĐ-UBND", reason="Khai không đúng", actor=leader.actor)
    assert "Khen thưởng đã bị thu hồi theo Quyết định số 09/QĐ-UBND" in text(board.client.get(judged))
    shown = text(board.client.get(page))
    assert f"Sau khi làm tệp này đã thu hồi khen thưởng của {first.name}." in shown
    assert "Làm lại, bỏ tờ bị thu hồi" in shown
    assert board.client.post(page, remade).status_code == 302
    assert board.client.post(page, remade).status_code == 409
    paper.refresh_from_db()
    assert [nominee.name for nominee in facts_for(paper).nominees] == [second.name]
    Document.objects.filter(pk=paper.pk).update(rendered_at=clock.now(), state="ready")
    assert "thu hồi" not in text(board.client.get(page))
    revocations.revoke(award=second, number="10/QĐ-UBND", reason="Khai không đúng", actor=leader.actor)
    assert "Không còn ai được khen trong tệp này nên không làm lại." in text(board.client.get(page))


def test_a_decision_of_revocation_gives_its_own_number_to_what_it_takes_back(desk):
    board, leader = desk.people["board"].actor, desk.people["leader"].actor
    dossier, decision = two_awarded(desk)
    first, second = decision.awards.order_by("pk")

    def named(paper) -> list[str]:
        return [row.name for row in facts_for(paper).nominees]

    def begun() -> Document:
        return agency.begin(
            kind="revocation", award_round=dossier.round, award_form=dossier.award_form, actor=board
        )  # fmt: skip

    def issued(paper) -> Document:
        return agency.issue(
            document=paper, signer_name="Trần Đình Khải", signer_title="", expected_version=paper.version, actor=board
        )

    with pytest.raises(DomainError, match="yêu cầu thu hồi ở Sổ khen thưởng trước"):
        begun()
    revocations.ask(award=first, reason="Khai không đúng", actor=leader)
    paper = begun()
    revocations.withdraw(award=first, reason="Đã giải trình", actor=leader)
    with pytest.raises(DomainError, match="yêu cầu thu hồi ở Sổ khen thưởng trước"):
        issued(paper)
    revocations.ask(award=first, reason="Khai không đúng", actor=leader)
    assert named(paper) == [first.name]
    paper = issued(paper)
    first.refresh_from_db()
    assert (first.state, first.revocation, first.revoked_on, first.revoked_reason) == (
        "revoked", paper.reference, paper.issued_on, "Khai không đúng",
    )  # fmt: skip
    assert named(paper) == [first.name]
    # A later decision takes back what was asked for since, and no more; what was decided elsewhere is in neither.
    revocations.ask(award=second, reason="Hồ sơ giả", actor=leader)
    later = begun()
    assert (named(later), named(paper)) == ([second.name], [first.name])
    revocations.revoke(award=second, number="31/QĐ-TTg", reason="Hồ sơ giả", actor=leader)
    assert named(later) == []
    assert named(paper) == [first.name]


def test_what_is_to_be_taken_back_waits_on_the_boards_desk_until_it_was_or_is_left(desk):
    board, leader = desk.people["board"], desk.people["leader"]
    dossier, decision = two_awarded(desk)
    first, second = decision.awards.order_by("pk")
    asked = {"actor": leader.actor, "reason": "Khai không đúng"}
    begin = f"{board.path('dossiers:round_papers', dossier.round.uid)}?loai=revocation&hinh-thuc={dossier.award_form}"
    day = f"{clock.today():%d/%m/%Y}"

    def work(who):
        return who.client.get(who.path("units:work"))

    def waits(who=board) -> list[tuple[str, str, str]]:
        found = [one for one in work(who).context["items"] if one.kind == "revocation"]
        assert all(one.asked and one.due is None for one in found), "no law sets a day, but somebody waits"
        assert all(f"{leader.actor.name} yêu cầu ngày {day}" in one.sentence for one in found)
        return [(one.title, one.url, one.action_label) for one in found]

    def counted() -> int:
        said = re.search(r"(\d+) việc đang chờ bạn", text(work(board)))
        return int(said[1]) if said else 0

    assert waits() == []
    before = counted()
    revocations.ask(award=first, **asked)
    assert waits() == [(f"Thu hồi khen thưởng: {first.name}", begin, "Lập quyết định")]
    assert waits(leader) == waits(desk.people["standing"]) == [], "only who draws up papers has it to do"
    assert counted() == before + 1
    revocations.withdraw(award=first, **asked)
    assert waits() == []

    revocations.ask(award=first, **asked)
    revocations.ask(award=second, **asked)
    both = f"Thu hồi khen thưởng: {first.name} và 1 khen thưởng khác"
    assert waits() == [(both, begin, "Lập quyết định")], "one decision takes both back"
    assert counted() == before + 1
    chosen = re.findall(r'value="(\w+)" selected', board.client.get(begin).content.decode())
    assert chosen == ["revocation", dossier.award_form]
    paper = agency.begin(
        kind="revocation", award_round=dossier.round, award_form=dossier.award_form, actor=board.actor
    )  # fmt: skip
    assert waits() == [(both, board.path("dossiers:document", paper.uid), "Soạn tiếp")]
    agency.issue(
        document=paper, signer_name="Trần Đình Khải", signer_title="", expected_version=paper.version,
        actor=board.actor,
    )  # fmt: skip
    assert waits() == []


def test_the_ruler_is_a_page_that_keeps_nothing(desk):
    clerk, head = desk.people["clerk"], desk.people["head"]
    address = clerk.path("dossiers:inspector")
    client = clerk.client
    before = set(_stored(clerk))
    dropped = client.post(address, {"file": SimpleUploadedFile("x.pdf", PAPERS["bao-cao-so-lieu"].content)})
    assert dropped.status_code == 302
    found = client.get(dropped["Location"])
    said = text(found)
    assert "chỗ chưa đúng" in said
    assert "Phụ lục I, II.1.a" in said
    assert "Đo được" in said
    marks = re.findall(
        r'<rect class="fault" x="[\d.-]+" y="[\d.-]+" width="[\d.]+" height="[\d.]+">', found.content.decode()
    )
    assert marks
    pictures = re.findall(r'<image [^>]*href="([^"]+)"', found.content.decode())
    assert client.get(pictures[0]).content.startswith(b"\x89PNG")
    assert head.client.get(pictures[0]).status_code == 404, "another account does not see a dropped file"
    assert set(_stored(clerk)) == before

    gone = client.get(address, {"tep": "khong-co"})
    assert (gone.status_code, "đã được xóa" in text(gone)) == (422, True)
    for name, data, word in (
        ("x.docx", b"PK", "không phải PDF"),
        ("x.pdf", b"<html>", "nội dung không phải PDF"),
        ("x.pdf", b"%PDF-1.7 hong", "Không đọc được tệp"),
    ):
        answer = client.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)
        assert (answer.status_code, word in text(answer)) == (422, True), word


def _stored(member) -> list[str]:
    with tenant_scope(member.tenant):
        return list(StoredFile.objects.values_list("sha256", flat=True))


def test_the_paper_names_whoever_confirmed_it(desk):
    """The head by name; a deputy signs for him; nobody stands under a paper that somebody else confirmed."""
    head = desk.people["head"].actor
    unit = desk.dossier.unit
    assert chain.signs_as(unit, head) == (unit.head_name, unit.head_title)
    [deputy] = [desk.people["clerk"].actor]
    with tenant_scope(desk.people["clerk"].tenant):
        [paper] = desk.dossier.documents.filter(kind="proposal")
        paper.signer_name, paper.signer_title = chain.signs_as(unit, deputy)
        signer = facts_for(paper).signer
        assert (signer.mode, signer.head_title, signer.name) == ("KT.", unit.head_title, deputy.name)
        assert drafting.gaps(paper) == {}
