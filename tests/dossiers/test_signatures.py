"""A paper signed with the agency's own tool comes back: real keys, an authority of the tests."""

import asyncio
import datetime as dt
import hashlib
import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from config.demo.papers import PAPERS
from config.kernel import audit, clock, files, signing
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document, TrustRoot
from dossiers.services import signatures
from tests.dossiers.authority import NOW, Authority, sign

PERSON, BODY = "Đặng Quốc Trung", "Ủy ban nhân dân tỉnh Kiên Giang"
RENDERED = PAPERS["bao-cao-so-lieu"].content
OTHER = PAPERS["trich-xuat-he-thong"].content


@pytest.fixture(scope="module", autouse=True)
def no_loop_of_a_browser() -> Iterator[None]:
    """The signature library runs a loop of its own, and a process that drove a browser still has that one running.

    Django keeps a connection for each of the two; that from before the browser may lead to a database that is gone.
    """
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    connection.close()
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(scope="module")
def ca() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def good(ca) -> bytes:
    return sign(RENDERED, ca.signer(PERSON), ca.signer(BODY))


def check(data: bytes, ca: Authority, rendered: bytes = RENDERED) -> list[signing.Signed]:
    return signing.check(data, rendered=rendered, roots=[ca.pem.decode()], now=clock.now())


def refusal(data: bytes, ca: Authority, rendered: bytes = RENDERED) -> str:
    with pytest.raises(DomainError) as refused:
        check(data, ca, rendered)
    assert refused.value.sentence.endswith(".")
    return refused.value.code


def edited(data: bytes) -> bytes:
    """Another picture of the first page, written behind the file as editors do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"0 0 0 rg 0 0 600 800 re f")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_person_then_organisation_hold(ca, good):
    found = check(good, ca)
    assert [(row.place, row.signer, row.issuer) for row in found] == [(1, PERSON, ca.name), (2, BODY, ca.name)]
    assert all(abs(row.signed_at - clock.now()) < dt.timedelta(minutes=5) for row in found)


def test_what_does_not_hold_is_refused_by_name(ca, good):
    flipped = bytearray(good)
    at = good.index(b"/ByteRange", len(RENDERED)) - 40
    flipped[at] ^= 1
    expired = ca.signer(PERSON, begins=NOW - dt.timedelta(days=90), ends=NOW - dt.timedelta(days=1))
    early = ca.signer(PERSON, begins=NOW + dt.timedelta(days=1), ends=NOW + dt.timedelta(days=90))
    assert {
        "other file": refusal(sign(OTHER, ca.signer(PERSON)), ca),
        "unsigned": refusal(RENDERED, ca),
        "a byte flipped": refusal(bytes(flipped), ca) in {"tampered", "unreadable"},
        "edited before signing": refusal(sign(edited(RENDERED), ca.signer(PERSON)), ca),
        "edited after signing": refusal(edited(good), ca),
        "bytes behind the signature": refusal(good + b"\n% more\n", ca),
        "expired": refusal(sign(RENDERED, expired), ca),
        "not yet valid": refusal(sign(RENDERED, early), ca),
        "another authority": refusal(sign(RENDERED, Authority("Nơi khác").signer(PERSON)), ca),
    } == {
        "other file": "other_file",
        "unsigned": "unsigned",
        "a byte flipped": True,
        "edited before signing": "tampered",
        "edited after signing": "tampered",
        "bytes behind the signature": "partial",
        "expired": "expired",
        "not yet valid": "not_yet",
        "another authority": "untrusted",
    }


def signed(*names: str) -> list[signing.Signed]:
    return [signing.Signed(place, name, "CA", "1", NOW) for place, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ((BODY,), "wrong_order"),
        ((BODY, PERSON), "wrong_order"),
        ((PERSON, BODY, "Lê Thị B"), "stranger"),
        (("Lê Thị B",), "stranger"),
        ((PERSON, PERSON), "twice"),
    ],
)
def test_the_order_is_person_then_organisation(names, code):
    with pytest.raises(DomainError) as refused:
        signatures.in_order(signed(*names), people={PERSON}, bodies={BODY})
    assert refused.value.code == code


def test_names_are_told_apart_by_letters_not_by_spelling():
    roles = signatures.in_order(signed("ĐẶNG QUỐC TRUNG", "UBND tỉnh Kiên Giang"), people={PERSON}, bodies={BODY})
    assert roles == ["person", "organisation"]


def upload(data: bytes, name: str = "da-ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.mark.django_db
def test_a_decision_is_signed_twice_and_its_page_says_by_whom(kien_giang, cast, ca, good):
    one = sign(RENDERED, ca.signer(PERSON))
    two = sign(one, ca.signer(BODY), start=2)
    with tenant_scope(kien_giang):
        stored = files.store(RENDERED, name="quyet-dinh.pdf", actor=cast.trung.actor, purpose="document")
        round_ = _round(cast)
        paper = Document.objects.create(
            round=round_, kind="decision", regime="ND91", title="Quyết định", state="issued", file=stored,
            sha256=stored.sha256, number=7, symbol="QĐ-UBND", issued_on=dt.date(2023, 12, 4), signer_name=PERSON,
            fields={"award_form": "BK_TINH"},
        )  # fmt: skip
    leader, admin, clerk = cast.trung.client, cast.quan.client, cast.lan.client
    where = cast.trung.path("dossiers:sign", paper.uid)
    page = cast.trung.path("dossiers:decision", paper.uid)
    roots = cast.quan.path("dossiers:roots")

    assert "Quản trị hệ thống chưa cài chứng thư gốc" in leader.get(page).content.decode()
    refused = leader.post(where, {"file": upload(one)})
    assert (refused.status_code, "không dẫn tới gốc tin cậy" in refused.content.decode()) == (422, True)

    assert cast.trung.client.get(roots).status_code == 403
    not_one = admin.post(roots, {"file": upload(b"%PDF-khong phai", "goc.pem")})
    assert "không phải chứng thư số" in not_one.content.decode()
    assert admin.post(roots, {"file": upload(ca.pem, "goc.pem")}).status_code == 302
    again = admin.post(roots, {"file": upload(ca.pem, "goc.pem")})
    assert (again.status_code, "đã được cài" in again.content.decode()) == (409, True)

    assert clerk.post(where, {"file": upload(one)}).status_code in {403, 404}
    wrong = leader.post(where, {"file": upload(sign(RENDERED, ca.signer(BODY)))})
    assert "Cá nhân ký trước, cơ quan ký sau" in wrong.content.decode()
    assert leader.post(where, {"file": upload(one)}).status_code == 302
    stale = leader.post(where, {"file": upload(one)})
    assert (stale.status_code, "đã được ghi nhận trước đó" in stale.content.decode()) == (409, True)
    apart = leader.post(where, {"file": upload(good)})
    assert "không nối tiếp bản đã có chữ ký" in apart.content.decode()
    assert leader.post(where, {"file": upload(two)}).status_code == 302

    shown = leader.get(page).content.decode()
    assert f"1. {PERSON}" in shown
    assert f"2. {BODY}" in shown
    assert "2 chữ ký" in shown
    assert "Đã có đủ chữ ký của cá nhân và của cơ quan." in shown
    back = leader.get(cast.trung.path("dossiers:signed", paper.uid))
    assert b"".join(back.streaming_content) == two
    public = leader.get(cast.trung.path("public:checked", paper.check_code)).content.decode().replace(" ", "")
    assert hashlib.sha256(two).hexdigest() in public, "whoever holds the signed file finds its digest too"
    assert hashlib.sha256(RENDERED).hexdigest() in public
    with tenant_scope(kien_giang):
        kept = list(paper.signatures.values_list("place", "signed_as", "signer"))
        assert kept == [(1, "person", PERSON), (2, "organisation", BODY)]
        assert [entry.data["signers"] for entry in audit.timeline(paper)] == [[PERSON], [BODY]]
        # A new rendering is another paper: its signatures are to be made again.
        Document.objects.filter(pk=paper.pk).update(sha256="0" * 64)
        root = TrustRoot.objects.get()
    assert "2 chữ ký của bản kết xuất trước" in leader.get(page).content.decode()
    assert admin.post(roots, {"remove": str(root.uid)}).status_code == 302
    assert "Chưa cài chứng thư nào" in admin.get(roots).content.decode()


def _round(cast):
    from awards.services import rounds
    from campaigns.selectors import the_campaign

    return rounds.open_round(campaign=the_campaign(), occasion="preliminary", year=2023, actor=cast.phuoc.actor)
