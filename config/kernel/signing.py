"""Digital signatures inside a PDF: what they cover, whose they are, whether they lead to an authority believed here.

Pure: bytes and certificates in, `Signed` rows out; nothing is fetched from anywhere.
"""

# ruff: noqa: PLC0415 (pyHanko and cryptography take most of a second to import, for few pages)
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from config.kernel.errors import DomainError
from config.kernel.text import format_date

# Clocks of signing tools differ a little from ours.
LEEWAY = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature that holds. `place` counts from 1 in the order of signing; `signed_at` is what the signer said."""

    place: int
    signer: str
    issuer: str
    serial: str
    signed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate read from what an administrator chose."""

    subject: str
    issuer: str
    is_root: bool
    pem: str
    fingerprint: str
    valid_from: dt.datetime
    valid_to: dt.datetime


def read_authority(data: bytes, *, now: dt.datetime) -> Authority:
    """A PEM or DER certificate of an authority; raises `DomainError` when it is none, or out of date."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    try:
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
        found = load(data)
        constraints = found.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        constraints = None
    except ValueError as error:
        raise DomainError("Tệp này không phải chứng thư số (PEM hoặc DER).", code="not_a_certificate") from error
    if constraints is None or not constraints.ca:
        raise DomainError(
            "Đây là chứng thư của người ký, không phải của tổ chức cấp chứng thư. Hãy cài chứng thư gốc.",
            code="not_an_authority",
        )
    if not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
        raise DomainError(
            f"Chứng thư này chỉ có hiệu lực từ {format_date(found.not_valid_before_utc.date())} đến"
            f" {format_date(found.not_valid_after_utc.date())}.",
            code="certificate_expired",
        )
    return Authority(
        subject=_common_name(found.subject),
        issuer=_common_name(found.issuer),
        is_root=found.subject == found.issuer,
        pem=found.public_bytes(serialization.Encoding.PEM).decode(),
        fingerprint=found.fingerprint(hashes.SHA256()).hex(),
        valid_from=found.not_valid_before_utc,
        valid_to=found.not_valid_after_utc,
    )


def _common_name(name: Any) -> str:
    from cryptography.x509.oid import NameOID

    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(oid):
            return str(found[0].value)
    return str(name.rfc4514_string())


def check(
    data: bytes, *, rendered: bytes, roots: Iterable[str], between: Iterable[str] = (), now: dt.datetime
) -> list[Signed]:
    """Every signature of `data`, in the order of signing, when all of them hold.

    `rendered` is the file as it left; `roots` and `between` are certificates (PEM) of authorities that are believed
    and of those below them. Raises `DomainError` with the sentence of the first thing that does not hold: another
    file, none signed, part not covered, changed, an untrusted, expired or not yet valid certificate, a time in the
    future.
    """
    if not data.startswith(rendered):
        raise DomainError(
            "Tệp này không phải bản đã tải về từ đây: phần đầu của tệp khác bản kết xuất. Hãy tải lại văn bản, ký đúng"
            " tệp đó và không in hay lưu lại qua phần mềm khác.",
            code="other_file",
        )
    from pyhanko.pdf_utils.misc import PdfError, PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        signatures = sorted(reader.embedded_regular_signatures, key=lambda item: int(item.signed_revision))
        if not signatures:
            raise DomainError("Tệp chưa có chữ ký số nào. Hãy ký bằng công cụ ký số rồi gửi lại.", code="unsigned")
        _only_signatures_added(reader, rendered, int(signatures[0].signed_revision))
        context = _context(roots, between, now)
        return [
            _one(place, item, last=item is signatures[-1], context=context, now=now)
            for place, item in enumerate(signatures, 1)
        ]
    except (PdfError, PdfReadError, SigningError, ValueError, KeyError) as error:
        raise DomainError("Không đọc được chữ ký số trong tệp: tệp bị hỏng.", code="unreadable") from error


# What a signature adds to the catalogue and to a page.
_CATALOGUE_MAY_GAIN = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"})
_PAGE_MAY_GAIN = frozenset({"/Annots"})


def _only_signatures_added(reader: Any, rendered: bytes, first: int) -> None:
    """Between the rendered bytes and the first signature the file may gain that signature and its mark, no text.

    Every object of the rendered file that was written again must be the catalogue or a page, equal but for what a
    signature adds. What follows the first signature is judged by the library against that signature.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    base = PdfFileReader(io.BytesIO(rendered), strict=False).xrefs.total_revisions - 1
    before, after = reader.get_historical_resolver(base), reader.get_historical_resolver(first)
    written: set[Any] = set()
    for revision in range(base + 1, first + 1):
        written |= set(reader.xrefs.explicit_refs_in_revision(revision))
    for reference in written:
        # What tools say of themselves, in Info and in the metadata, is no part of the text.
        said = reader.trailer.raw_get("/Info") if "/Info" in reader.trailer else None
        if reader.xrefs.get_introducing_revision(reference) > base or reference == getattr(said, "reference", None):
            continue
        old, new = before.get_object(reference), after.get_object(reference)
        kind = str(old.get("/Type", "")) if hasattr(old, "get") else ""
        may_gain = {"/Catalog": _CATALOGUE_MAY_GAIN, "/Page": _PAGE_MAY_GAIN}.get(kind, frozenset())
        if kind == "/Metadata":
            continue
        if not may_gain or not _alike(old, new, may_gain) or (kind == "/Page" and not _marks_only(new)):
            raise DomainError(
                "Nội dung của tệp đã bị sửa sau khi kết xuất: ngoài chữ ký còn có thay đổi khác.", code="tampered"
            )


def _alike(old: Any, new: Any, may_gain: frozenset[str]) -> bool:
    keys = {str(key) for key in (*old.keys(), *new.keys())} - may_gain
    return all(key in old and key in new and old.raw_get(key) == new.raw_get(key) for key in keys)


def _marks_only(page: Any) -> bool:
    """A page that had no marks may show those of signatures."""
    return all(str(mark.get_object().get("/FT", "")) == "/Sig" for mark in page.get("/Annots", ()))


def _context(roots: Iterable[str], between: Iterable[str], now: dt.datetime) -> Any:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[_certificate(pem) for pem in roots],
        other_certs=[_certificate(pem) for pem in between],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=now,
    )


def _certificate(pem: str) -> Any:
    from asn1crypto import pem as armour
    from asn1crypto import x509

    return x509.Certificate.load(armour.unarmor(pem.encode())[2])


def _one(place: int, item: Any, *, last: bool, context: Any, now: dt.datetime) -> Signed:
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    certificate = item.signer_cert
    who = str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
    issuer = str(certificate.issuer.native.get("common_name") or certificate.issuer.human_friendly)
    try:
        status = validate_pdf_signature(
            item, context, key_usage_settings=KeyUsageConstraints({"digital_signature", "non_repudiation"})
        )
    except SignatureValidationError as error:
        raise DomainError(f"Chữ ký của {who} không đọc được.", code="unreadable") from error
    if not (status.intact and status.valid):
        raise DomainError(f"Nội dung đã bị sửa sau khi {who} ký: chữ ký không còn khớp.", code="tampered")
    wanted = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
    if item.evaluate_signature_coverage() < wanted:
        raise DomainError(f"Chữ ký của {who} không bao trùm toàn bộ tệp.", code="partial")
    if not status.docmdp_ok:
        raise DomainError(f"Sau chữ ký của {who} tệp còn bị sửa thêm.", code="tampered")
    _in_force(who, certificate, now)
    if not status.trusted:
        raise DomainError(
            f"Chứng thư số của {who} do {issuer} cấp; chứng thư này không dẫn tới gốc tin cậy nào đã cài. Hãy nhờ"
            " quản trị hệ thống cài chứng thư gốc của tổ chức đó.",
            code="untrusted",
        )
    signed_at = item.self_reported_timestamp
    if signed_at is None:
        raise DomainError(f"Chữ ký của {who} không ghi thời điểm ký.", code="no_time")
    if signed_at > now + LEEWAY:
        raise DomainError(f"Chữ ký của {who} ghi thời điểm ký ở tương lai.", code="future")
    return Signed(place, who, issuer, format(certificate.serial_number, "X"), signed_at)


def _in_force(who: str, certificate: Any, now: dt.datetime) -> None:
    validity = certificate["tbs_certificate"]["validity"]
    begins, ends = validity["not_before"].native, validity["not_after"].native
    if now > ends:
        raise DomainError(f"Chứng thư số của {who} đã hết hạn ngày {format_date(ends.date())}.", code="expired")
    if now < begins:
        raise DomainError(f"Chứng thư số của {who} đến {format_date(begins.date())} mới có hiệu lực.", code="not_yet")
