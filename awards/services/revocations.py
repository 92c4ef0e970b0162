"""Taking awards back: asked for by whoever signs, done by a decision. The line stays in the register, marked.

A decision drawn up here gives its number and day when it is issued, so that the register never holds another number
than the paper. Only a decision that was issued elsewhere is typed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from awards import permissions
from awards.enums import AwardState
from awards.models import AwardGranted
from awards.selectors import law
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.text import format_date
from config.kernel.web.addresses import tenant_path
from units.selectors.people import user_ids_with
from units.services.notices import tell


@transaction.atomic
def ask(*, award: AwardGranted, reason: str, actor: Actor) -> AwardGranted:
    """Have a decision drawn up that takes the award back; until it is issued the award is in force.

    Whoever draws up papers is told. Raises `DomainError` for an award that is not the tenant's own to give, `Conflict`
    when it was asked for, or taken back, before.
    """
    require(actor, permissions.SIGN)
    _said(reason=reason)
    fresh = _in_force(award)
    if not law.gives(fresh.award_form):
        raise DomainError(
            f"{fresh.form_name} không do cơ quan này tặng nên không lập quyết định thu hồi ở đây. Khi có quyết định "
            f"của {fresh.decider}, chọn “Đã ban hành ngoài phần mềm” và ghi số, ngày.",
            code="not_ours", field="way",
        )  # fmt: skip
    if fresh.is_being_revoked:
        raise Conflict(f"Đã yêu cầu thu hồi ngày {format_date(fresh.revocation_asked_on)}.", code="stale")
    fresh.revocation_asked_on, fresh.revocation_asked_by_name = clock.today(), actor.name
    _write(fresh, "revocation_asked_on", "revocation_asked_by_name", revoked_reason=reason.strip())
    audit.record(actor=actor, verb="award.revoke_ask", obj=fresh, after=fresh.state, reason=reason)
    tell(
        user_ids_with(permissions.PRESENT), title=f"Thu hồi khen thưởng: {fresh.name}",
        sentence=f"{actor.name} yêu cầu thu hồi {fresh.form_name}. Lập “Quyết định thu hồi” của đợt xét.",
        place=tenant_path("awards:award", fresh.uid),
    )  # fmt: skip
    return fresh


@transaction.atomic
def withdraw(*, award: AwardGranted, reason: str, actor: Actor) -> AwardGranted:
    """Leave the award as it is after all: no decision is drawn up."""
    require(actor, permissions.SIGN)
    _said(reason=reason)
    fresh = _in_force(award)
    if not fresh.is_being_revoked:
        raise Conflict("Chưa có yêu cầu thu hồi nào. Hãy tải lại trang.", code="stale")
    fresh.revocation_asked_on, fresh.revocation_asked_by_name = None, ""
    _write(fresh, "revocation_asked_on", "revocation_asked_by_name", revoked_reason="")
    audit.record(actor=actor, verb="award.revoke_withdraw", obj=fresh, after=fresh.state, reason=reason)
    return fresh


@transaction.atomic
def revoke(*, award: AwardGranted, number: str, reason: str, actor: Actor, on: date | None = None) -> AwardGranted:
    """Take an award back by a decision that was issued elsewhere: its `number`, and its day (today)."""
    require(actor, permissions.SIGN)
    _said(number=number, reason=reason)
    fresh = _in_force(award)
    day = on or clock.today()
    if day < fresh.decided_on or day > clock.today():
        raise Invalid({"on": [f"Ngày thu hồi từ ngày quyết định khen ({format_date(fresh.decided_on)}) đến hôm nay."]})
    return _take_back(fresh, number.strip(), day, reason.strip(), actor)


@transaction.atomic
def by_paper(*, awards: Sequence[AwardGranted], number: str, on: date, actor: Actor) -> list[AwardGranted]:
    """The decision drawn up for these was issued with that number on that day: now they are taken back."""
    require(actor, permissions.PRESENT)
    gone = []
    for award in awards:
        fresh = _in_force(award)
        if not fresh.is_being_revoked:
            raise Conflict(f"Việc thu hồi khen thưởng của {fresh.name} vừa được thôi. Hãy tải lại trang.", code="stale")
        gone.append(_take_back(fresh, number, on, fresh.revoked_reason, actor))
    return gone


def _said(**typed: str) -> None:
    missing = {"number": "Ghi số quyết định thu hồi.", "reason": "Ghi lý do."}
    if errors := {name: [missing[name]] for name, text in typed.items() if not text.strip()}:
        raise Invalid(errors, code="missing")


def _in_force(award: AwardGranted) -> AwardGranted:
    fresh = AwardGranted.objects.select_for_update().get(pk=award.pk)
    if fresh.state == AwardState.REVOKED:
        raise Conflict(
            f"Khen thưởng này đã được thu hồi theo {fresh.revoked_by} ngày {format_date(fresh.revoked_on)}.",
            code="stale",
        )
    return fresh


def _take_back(fresh: AwardGranted, number: str, on: date, reason: str, actor: Actor) -> AwardGranted:
    fresh.state, fresh.revoked_on, fresh.revocation = AwardState.REVOKED, on, number
    _write(fresh, "state", "revoked_on", "revocation", revoked_reason=reason)
    audit.record(
        actor=actor, verb="award.revoke", obj=fresh, before=AwardState.GRANTED, after=AwardState.REVOKED,
        reason=reason, data={"decision": number},
    )  # fmt: skip
    return fresh


def _write(fresh: AwardGranted, *fields: str, revoked_reason: str) -> None:
    fresh.revoked_reason = revoked_reason
    fresh.version += 1
    fresh.save(update_fields=[*fields, "revoked_reason", "version"])
