"""Whether a paper that somebody holds was issued here, and whether it still holds."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from awards.enums import AwardState
from awards.models import AwardGranted
from dossiers.enums import DossierState
from dossiers.models import Document
from dossiers.models.document import CHECK_CODE_LENGTH


@dataclass(frozen=True)
class Checked:
    """All that a stranger is told. `in_force` False means revoked or withdrawn; `taken_back`: the decisions that took
    awards of this one back, and their days. `digest` is "" while the file is being made; `signed_digest` is that of
    the file with its digital signatures, "" where it has none."""

    reference: str
    issued_on: dt.date
    signer: str
    digest: str
    in_force: bool
    state: str
    signed_digest: str = ""
    taken_back: tuple[tuple[str, dt.date], ...] = ()


def clean(typed: str) -> str:
    """A code as typed, without blanks and hyphens, with letters that look like digits read as digits; "" if it
    cannot be a code."""
    code = re.sub(r"[\s\-–.]", "", typed[:60]).upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return code if re.fullmatch(rf"[0-9A-F]{{{CHECK_CODE_LENGTH}}}", code) else ""


def why_no_code(typed: str) -> str:
    """What is wrong with a code that `clean` does not take; "" where nothing was typed."""
    bare = re.sub(r"[\s\-–.]", "", typed)
    if not bare:
        return ""
    if len(bare) != CHECK_CODE_LENGTH:
        return f"Mã kiểm tra có {CHECK_CODE_LENGTH} ký tự, mã vừa gõ có {len(bare)}. Xem lại trên văn bản."
    return "Mã kiểm tra chỉ có chữ số và chữ cái từ A đến F. Xem lại trên văn bản."


def look_up(typed: str) -> Checked | None:
    """The issued paper of this tenant with that code; None for every other code."""
    code = clean(typed)
    if not code:
        return None
    rest = 32 - CHECK_CODE_LENGTH
    between = (uuid.UUID(code + "0" * rest), uuid.UUID(code + "F" * rest))
    found = (
        Document.objects.filter(uid__range=between, number__isnull=False, issued_on__isnull=False)
        .select_related("dossier", "file")
        .first()
    )
    if found is None or found.issued_on is None:
        return None
    in_force, state = _standing(found)
    signed = found.signatures.filter(of_sha256=found.sha256).select_related("file").order_by("place").last()
    return Checked(
        reference=found.reference,
        issued_on=found.issued_on,
        signer=" ".join(part for part in (found.signer_title, found.signer_name) if part),
        digest=_spaced(found.file.sha256 if found.file else ""),
        in_force=in_force,
        state=state,
        signed_digest=_spaced(signed.file.sha256) if signed is not None and found.sha256 else "",
        taken_back=_taken_back(found),
    )


def _standing(document: Document) -> tuple[bool, str]:
    if document.dossier is not None and document.dossier.state == DossierState.WITHDRAWN:
        return False, "Đã rút"
    states = list(_granted_by(document).values_list("state", flat=True))
    revoked = states.count(AwardState.REVOKED)
    if states and revoked == len(states):
        return False, "Đã thu hồi"
    if revoked:
        return True, "Còn hiệu lực một phần"
    return True, "Còn hiệu lực"


def _granted_by(document: Document) -> QuerySet[AwardGranted]:
    if document.kind != "decision" or document.issued_on is None:
        return AwardGranted.objects.none()
    return AwardGranted.objects.filter(
        round_id=document.round_id, decision_number=document.reference, decided_on=document.issued_on
    )


def _taken_back(document: Document) -> tuple[tuple[str, dt.date], ...]:
    gone = _granted_by(document).filter(state=AwardState.REVOKED, revoked_on__isnull=False)
    return tuple(sorted({(a.revoked_by, a.revoked_on) for a in gone if a.revoked_on}, key=lambda pair: pair[::-1]))


def _spaced(digest: str) -> str:
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))
