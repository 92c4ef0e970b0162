"""A paper goes out as DOCX and comes back changed; what was typed in Word becomes the next version of its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from config.kernel import audit, files
from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError
from config.kernel.pdf import word
from dossiers.documents import Composition, Incomplete, compose, frozen
from dossiers.documents.kinds import kind
from dossiers.documents.returned import Comparison, compare
from dossiers.enums import DocumentState
from dossiers.models import Document
from dossiers.paper_facts.document import facts_for
from dossiers.selectors.decisions import CERTIFICATES
from dossiers.services import drafting, reviews

PURPOSE = "document_docx"


def origin_of(document: Document) -> str:
    """What a DOCX says of the paper that it was made of."""
    return f"{document.uid.hex}_{document.version}"


def composition(document: Document, typed: Mapping[str, str] | None = None) -> Composition:
    """What the paper is shown and its DOCX written from: what its PDF was made of, once nobody writes on it any more,
    else the facts of today, with what is being `typed`. Raises `Incomplete`, and `Conflict` when the PDF holds no
    record of what it was made of."""
    if typed or document.file is None or not _is_done(document):
        texts = drafting.texts(document) | dict(typed or {})
        return compose(document.kind, facts_for(document), texts, regime_code=document.regime)
    try:
        return frozen.composed(files.read(document.file))
    except (ValueError, OSError) as error:
        raise Conflict(
            "Tệp PDF đã lưu không đọc lại được dữ liệu lúc lập, nên không lập được DOCX đúng như văn bản đó. "
            "Hãy dùng bản PDF.",
            code="no_record",
        ) from error


def standing_texts(document: Document) -> dict[str, str]:
    """The paper's texts for who reads it: those that its PDF was made of, once nobody writes on it any more."""
    now = drafting.texts(document)
    if document.file is None or not _is_done(document):
        return now
    try:
        return now | frozen.texts(files.read(document.file))
    except (ValueError, OSError):
        return now


def _is_done(document: Document) -> bool:
    drawn = document.state in {DocumentState.READY, DocumentState.ISSUED}
    return drawn and (document.kind in CERTIFICATES or not drafting.is_open(document))


def compared(document: Document, data: bytes) -> Comparison:
    """The file beside the paper as it stands. Raises `DomainError` with a sentence when it cannot be read or is the
    file of another paper."""
    came = word.read(data)
    if came.origin is not None and came.origin[0] != document.uid.hex:
        other = Document.objects.filter(uid=came.origin[0]).first()
        named = f" “{other.title}”" if other is not None and other.dossier_id == document.dossier_id else ""
        raise DomainError(
            f"Tệp này được tải từ một văn bản khác{named}. Hãy chọn đúng tệp của “{document.title}”.",
            code="other_paper", field="file",
        )  # fmt: skip
    try:
        paper = compose(document.kind, facts_for(document), drafting.texts(document), regime_code=document.regime)
    except Incomplete as incomplete:
        said = " ".join(incomplete.fields.values())
        raise DomainError(f"Chưa đối chiếu được với văn bản hiện có: {said}", code="incomplete") from incomplete
    return compare(kind(document.kind), word.read(paper.docx(pictures=False)), came)


@transaction.atomic
def take(
    *, document: Document, data: bytes, name: str, codes: Sequence[str], expected_version: int, actor: Actor
) -> Document:
    """Save the texts of the chosen fields as the file has them; the file is kept as what they were taken from.

    Raises `Conflict` when somebody saved a newer version meanwhile, `DomainError` when nothing is chosen.
    """
    if document.version != expected_version:
        raise Conflict(
            "Văn bản đã được lưu bản mới sau khi bạn đối chiếu. Hãy xem lại các khác biệt bên dưới rồi lấy lại.",
            code="stale",
        )
    found = compared(document, data)
    texts = found.texts(codes)
    if not texts:
        raise DomainError("Chưa chọn phần nào để lấy từ tệp.", code="nothing_chosen")
    save = reviews.save_texts if document.review_id is not None else drafting.save_fields
    saved = save(document=document, fields=texts, expected_version=expected_version, actor=actor)
    stored = files.store(data, name=name, actor=actor, purpose=PURPOSE)
    audit.record(
        actor=actor,
        verb="document.word",
        obj=saved,
        data={
            "fields": sorted(texts),
            "file": str(stored.uid),
            "sha256": stored.sha256,
            "before": {change.field.code: change.before for change in found.changes if change.field.code in texts},
            "version": saved.version,
        },
    )
    return saved
