"""A paper signed elsewhere comes back: who signed, in which order, and the certificates that this tenant believes."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.kernel import audit, clock, files, signing
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.text import search_key
from dossiers.enums import SignedAs
from dossiers.models import Document, Signature, TrustRoot
from dossiers.selectors.signatures import bodies_of, may_bring, people_of, why_not

CERTIFICATE_LIMIT = 64 * 1024


@transaction.atomic
def accept(*, document: Document, upload: UploadedFile[Any] | None, actor: Actor) -> list[Signature]:
    """Keep the signed file when every signature in it holds, stands in order, and is of who may sign this paper.

    The file must begin with what was rendered, or with the signed file accepted before. Returns the new signatures.
    Raises `Refused`, `Conflict`, or `DomainError` with what does not hold.
    """
    if not may_bring(document, actor):
        raise Refused("Tài khoản của bạn không được giao việc này.", code="not_allowed")
    locked = (
        Document.objects.select_for_update(of=("self",)).select_related("file", "dossier__unit").get(pk=document.pk)
    )
    if said := why_not(locked):
        raise DomainError(said, code="not_ready")
    if upload is None:
        raise DomainError("Chưa chọn tệp đã ký.", code="file_missing", field="file")
    files.judge(upload, only=("pdf",))
    upload.seek(0)
    data = upload.read()
    known = list(locked.signatures.filter(of_sha256=locked.sha256).select_related("file"))
    if locked.file is None:
        raise DomainError(why_not(locked), code="not_ready")
    found = signing.check(data, rendered=files.read(locked.file), now=clock.now(), **_believed())
    if known and not data.startswith(files.read(known[-1].file)):
        raise DomainError(
            f"Bản này không nối tiếp bản đã có chữ ký của {known[-1].signer}. Hãy tải bản đã ký rồi ký tiếp lên đó.",
            code="not_continued",
        )
    if len(found) <= len(known):
        raise Conflict("Các chữ ký trong tệp này đã được ghi nhận trước đó.", code="already_signed")
    roles = in_order(found, people=people_of(locked), bodies=bodies_of(locked))
    stored = files.store(data, name=f"da-ky-{locked.file.name}", actor=actor, purpose="signed")
    new = Signature.objects.bulk_create(
        Signature(
            document=locked,
            place=item.place,
            signed_as=role,
            of_sha256=locked.sha256,
            signer=item.signer[:300],
            issuer=item.issuer[:300],
            serial=item.serial[:80],
            signed_at=item.signed_at,
            file=stored,
            uploaded_by_name=actor.name,
        )
        for item, role in list(zip(found, roles, strict=True))[len(known) :]
    )
    audit.record(
        actor=actor,
        verb="document.signed",
        obj=locked,
        data={"signers": [row.signer for row in new], "sha256": stored.sha256},
    )
    return new


def in_order(found: list[signing.Signed], *, people: set[str], bodies: set[str]) -> list[SignedAs]:
    """Person or organisation for each signature; raises `DomainError` for a stranger, a repeat or a wrong order."""
    roles: list[SignedAs] = []
    seen: set[str] = set()
    for item in found:
        who = _key(item.signer)
        if who in seen:
            raise DomainError(f"{item.signer} ký hai lần.", code="twice")
        seen.add(who)
        if who in {_key(name) for name in people}:
            if SignedAs.ORGANISATION in roles:
                raise DomainError(
                    f"Sai thứ tự: {item.signer} ký sau chữ ký của cơ quan. Cá nhân ký trước, cơ quan ký sau.",
                    code="wrong_order",
                )
            roles.append(SignedAs.PERSON)
        elif who in {_key(name) for name in bodies}:
            if SignedAs.PERSON not in roles:
                raise DomainError(
                    f"Sai thứ tự: {item.signer} ký khi người có thẩm quyền chưa ký. Cá nhân ký trước, cơ quan ký sau.",
                    code="wrong_order",
                )
            roles.append(SignedAs.ORGANISATION)
        else:
            expected = ", ".join(sorted(people)) or "người ký văn bản"
            raise DomainError(
                f"Chữ ký của {item.signer} không phải của người ký văn bản này ({expected}) hay của cơ quan ban hành.",
                code="stranger",
            )
    return roles


def _key(name: str) -> str:
    return search_key(name).replace("ubnd", "uy ban nhan dan")


def _believed() -> dict[str, list[str]]:
    rows = list(TrustRoot.objects.filter(removed_at__isnull=True))
    return {"roots": [r.pem for r in rows if r.is_root], "between": [r.pem for r in rows if not r.is_root]}


@transaction.atomic
def install_root(*, upload: UploadedFile[Any] | None, actor: Actor) -> TrustRoot:
    """Believe an authority. Raises `Conflict` when it is believed already, `DomainError` when it is no authority."""
    require(actor, "tenant.admin")
    if upload is None:
        raise DomainError("Chưa chọn tệp chứng thư.", code="file_missing", field="file")
    if (upload.size or 0) > CERTIFICATE_LIMIT:
        raise DomainError("Tệp quá lớn so với một chứng thư số.", code="not_a_certificate", field="file")
    found = signing.read_authority(upload.read(), now=clock.now())
    if TrustRoot.objects.filter(fingerprint=found.fingerprint, removed_at__isnull=True).exists():
        raise Conflict(f"Chứng thư của {found.subject} đã được cài.", code="already_installed")
    root = TrustRoot.objects.create(
        subject=found.subject[:300],
        issuer=found.issuer[:300],
        is_root=found.is_root,
        pem=found.pem,
        fingerprint=found.fingerprint,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        added_by_name=actor.name,
    )
    audit.record(actor=actor, verb="trust_root.install", obj=root, data={"fingerprint": found.fingerprint})
    return root


@transaction.atomic
def remove_root(*, root: TrustRoot, actor: Actor) -> TrustRoot:
    """No longer believe an authority; signatures accepted before stay as they are."""
    require(actor, "tenant.admin")
    locked = TrustRoot.objects.select_for_update().get(pk=root.pk)
    if locked.removed_at is not None:
        raise Conflict(f"Chứng thư của {locked.subject} đã được gỡ trước đó.", code="stale")
    locked.removed_at = clock.now()
    locked.save(update_fields=["removed_at"])
    audit.record(actor=actor, verb="trust_root.remove", obj=locked, data={"fingerprint": locked.fingerprint})
    return locked
