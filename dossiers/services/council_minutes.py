"""The minutes of a council's meeting, drafted from its data, and issued with a number of the council's own series."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards import permissions
from awards.enums import MeetingState
from awards.models import CouncilMeeting
from awards.services import meetings
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.tenancy import current_tenant
from dossiers.documents.regimes import regime_on
from dossiers.models import Document
from dossiers.services.drafting import queue_rendering
from dossiers.services.numbering import take_number

KIND = "council_minutes"
LIMIT = 8000


@transaction.atomic
def draft(
    *,
    meeting: CouncilMeeting,
    discussion: str,
    remarks: str,
    ends: dt.time,
    actor: Actor,
    issue: bool = False,
) -> Document:
    """Make the minutes of a closed meeting; with `issue` they get their number and do not change any more."""
    require(actor, permissions.COUNCIL)
    locked = meetings.held(meeting)
    if locked.state != MeetingState.CLOSED:
        raise DomainError("Kiểm phiếu xong mới lập được biên bản.", code="not_closed")
    typed = {"discussion": discussion.replace("\r\n", "\n").strip(), "remarks": remarks.replace("\r\n", "\n").strip()}
    errors = {code: [f"Dài quá {LIMIT} ký tự."] for code, text in typed.items() if len(text) > LIMIT}
    if not typed["discussion"]:
        errors["discussion"] = ["Hãy ghi diễn biến cuộc họp."]
    if errors:
        raise Invalid(errors)
    meetings.save(meeting=locked, actor=actor, discussion=typed["discussion"], ends=ends)
    document = Document.objects.select_for_update().filter(
        round=locked.round, kind=KIND, fields__meeting=str(locked.uid)
    ).first() or Document(
        round=locked.round, kind=KIND, regime=regime_on(locked.held_on).code,
        title=f"Biên bản {str(locked)[:1].lower()}{str(locked)[1:]}", version=0,
    )  # fmt: skip
    if document.number is not None:
        raise Conflict(f"Biên bản đã ban hành số {document.reference} nên không sửa được nữa.", code="issued")
    document.fields = {"meeting": str(locked.uid), **typed}
    document.version += 1
    if issue:
        document.number = take_number(body="council", series="BB", year=clock.today().year)
        document.symbol = f"BB-{current_tenant().on(locked.held_on).symbol('council')}"
        document.issued_on = clock.today()
    document.save()
    queue_rendering(document=document, actor=actor)
    audit.record(
        actor=actor, verb="council.minutes", obj=locked, before=locked.state, after=locked.state,
        data={"number": document.reference},
    )  # fmt: skip
    return document
