"""What people type is text: never markup on a page, never more than letters in a PDF."""

from __future__ import annotations

import io
import re

import pdfplumber
import pypdf
import pytest

from config.kernel import files, jobs
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document
from dossiers.services.nominations import nominate
from tests.dossiers.desk import MEETING, Desk

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<script>alert("thi-dua")</script><img src="http://127.0.0.1:9/x.png" onerror="alert(1)">'
    '<a href="file:///etc/passwd">{{ 7|add:7 }}{% now "Y" %}</a><link rel="attachment" href="file:///etc/hostname">'
)
WORDS = ("MEETINGBODY", "MEASUREWORD", "REMARKWORD", "ANSWERWORD", "REASONWORD")


def hostile(word: str) -> str:
    return f"{word} {HOSTILE}"


def shown(desk: Desk, role: str, path: str) -> str:
    answer = desk.people[role].client.get(path)
    assert answer.status_code == 200, path
    text: str = answer.content.decode()
    assert "<script>alert" not in text
    assert '127.0.0.1:9/x.png"' not in text.replace("&quot;", "'")
    assert not re.search(r"<(img|a|link)[^>]+(127\.0\.0\.1:9|file://)", text)
    return text


def test_pages(desk: Desk) -> None:
    clerk = desk.people["clerk"].client
    [nominee] = desk.dossier.nominees.all()
    posted = {**MEETING, f"votes_{nominee.pk}": "3"}
    for field in ("body", "location", "chair", "secretary", "present"):
        posted[field] = hostile("MEETINGBODY")
    assert clerk.post(desk.path("dossiers:meeting"), posted).status_code == 302
    assert clerk.post(desk.path("dossiers:meeting"), {**posted, "day": HOSTILE}).status_code == 422
    assert "MEETINGBODY" in shown(desk, "clerk", desk.path("dossiers:meeting"))
    for document in desk.dossier.documents.all():
        typed = {code: hostile("MEASUREWORD") for code in ("about", "opening", "discussion", "measures", "overview")}
        where = desk.path("dossiers:document", document.uid)
        assert clerk.post(where, {**typed, "version": document.version}).status_code == 302
        assert "MEASUREWORD" in shown(desk, "clerk", where)
    desk.stands("received")
    standing = desk.people["standing"].client
    remark = {"version": desk.dossier.version, "remark": hostile("REMARKWORD")}
    assert standing.post(desk.path("dossiers:return"), remark).status_code == 302
    [point] = desk.dossier.remarks.all()
    answer = {"answer": hostile("ANSWERWORD")}
    assert clerk.post(desk.path("dossiers:answer", point.uid), answer).status_code == 302
    assert desk.step("head", "withdraw", reason=hostile("REASONWORD")).status_code == 302
    page = shown(desk, "clerk", desk.path())
    assert [word for word in ("REMARKWORD", "ANSWERWORD", "REASONWORD") if word not in page] == []
    assert desk.step("head", "withdraw", reason=hostile("REASONWORD")).status_code == 409


def test_a_merit(desk: Desk) -> None:
    round_, unit = desk.dossier.round, desk.dossier.unit
    type(round_).objects.filter(pk=round_.pk).update(state="evaluating")
    round_.refresh_from_db()
    person = unit.people.first()
    nominate(award_round=round_, unit=unit, merits={person: HOSTILE}, actor=desk.people["clerk"].actor)
    assert "thi-dua" in shown(desk, "clerk", desk.path("dossiers:nominate", round_.uid, unit.uid))


def test_papers(desk: Desk) -> None:
    clerk = desk.people["clerk"].client
    with tenant_scope(desk.people["clerk"].tenant):
        for document in desk.dossier.documents.all():
            fields = dict.fromkeys(("about", "opening", "discussion", "measures", "overview", "effects"), HOSTILE)
            where = desk.path("dossiers:document", document.uid)
            answer = clerk.post(where, {**fields, "version": document.version, "render": "1"})
            assert answer.status_code == 302, answer.content.decode()[:3000]
        assert jobs.drain() == 3
        for document in desk.dossier.documents.all():
            read_as_text(document)


def read_as_text(document: Document) -> None:
    assert document.state == "ready", document.job and document.job.error
    assert document.file is not None
    data = files.read(document.file)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        text = "".join("".join(page.extract_text() for page in pdf.pages).split())
        assert '<script>alert("thi-dua")</script>' in text, document.kind
        assert "{{7|add:7}}" in text
        assert not any(page.images for page in pdf.pages)
    reader = pypdf.PdfReader(io.BytesIO(data))
    links = [a for page in reader.pages for a in page.get("/Annots", []) if "/URI" in str(a.get_object())]
    assert links == []
    assert not any("passwd" in name or "hostname" in name for name in reader.attachments)
    catalog = reader.trailer["/Root"]
    assert "/OpenAction" not in catalog
    assert "/JavaScript" not in catalog.get("/Names", {})
