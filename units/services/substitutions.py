"""Standing in for somebody for a period (ủy quyền): who passes which verbs to whom, by which paper."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from config.kernel import audit, clock
from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.text import format_date
from config.kernel.web.addresses import tenant_path
from units.models import Membership, Substitution, User
from units.selectors.people import user_ids_with
from units.selectors.substitutions import LENT, in_reach, may_lend, open_substitutions
from units.services.notices import tell

LONGEST_DAYS = 180


@transaction.atomic
def substitute(
    *,
    principal: Membership,
    substitute: Membership,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    reason: str,
    paper: str,
    actor: Actor,
) -> Substitution:
    """Lend the verbs of `principal` to the account of `substitute` from the first to the last day.

    Only one's own role, or as the administrator of accounts anybody's. Raises `Invalid` with a sentence per field,
    `Conflict` when somebody stands in on one of these days already.
    """
    principal = Membership.objects.select_for_update(of=("self",)).select_related("role", "unit", "user", "person").get(
        pk=principal.pk
    )  # fmt: skip
    _may(principal, actor)
    errors: dict[str, list[str]] = {}
    today = clock.today()
    if not principal.is_active or not may_lend(principal):
        errors["principal"] = ["Vai trò này không có bước xử lý hồ sơ để ủy quyền, hoặc đang bị khóa."]
    if not substitute.is_active or substitute.pk == principal.pk or substitute.user_id == principal.user_id:
        errors["substitute"] = ["Chọn một người khác, tài khoản đang mở."]
    elif not in_reach(principal, substitute):
        errors["substitute"] = ["Người làm thay phải cùng đơn vị, hoặc cùng là người của cơ quan cấp tỉnh, huyện."]
    if starts_on is None:
        errors["starts_on"] = ["Ghi ngày bắt đầu."]
    elif starts_on < today:
        errors["starts_on"] = ["Ủy quyền không lùi ngày: ngày bắt đầu từ hôm nay trở đi."]
    if ends_on is None:
        errors["ends_on"] = ["Ghi ngày kết thúc: ủy quyền luôn có thời hạn."]
    elif starts_on is not None and not 0 <= (ends_on - starts_on).days <= LONGEST_DAYS:
        errors["ends_on"] = [f"Ngày kết thúc từ ngày bắt đầu đến {LONGEST_DAYS} ngày sau đó."]
    if not reason.strip():
        errors["reason"] = ["Ghi lý do: đi công tác, nghỉ phép…"]
    if errors or starts_on is None or ends_on is None:
        raise Invalid(errors)
    overlap = open_substitutions().filter(principal=principal, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if overlap is not None:
        raise Conflict(
            f"Từ {format_date(overlap.starts_on)} đến {format_date(overlap.ends_on)} đã có người làm thay.",
            code="overlap",
        )
    made = Substitution.objects.create(
        principal=principal, substitute=substitute, starts_on=starts_on, ends_on=ends_on,
        reason=reason.strip()[:400], paper=paper.strip()[:120], made_by_name=actor.name,
    )  # fmt: skip
    _renew_hint(substitute.user_id)
    who, whom = _name(substitute), _name(principal)
    audit.record(
        actor=actor, verb="substitution.make", obj=made, after="open", reason=made.reason, label=f"{who} thay {whom}",
        data={"from": starts_on, "to": ends_on, "paper": made.paper, "verbs": sorted(set(principal.role.verbs) & LENT)},
    )  # fmt: skip
    days = f"từ {format_date(starts_on)} đến hết {format_date(ends_on)}"
    _tell(made, f"{who} làm thay {whom} {days}. Lý do: {made.reason}", actor)
    return made


def _may(principal: Membership, actor: Actor) -> None:
    """One's own work, and with a key no more than the key may do itself; as the administrator anybody's."""
    if actor.can("users.edit"):
        return
    if principal.user_id != actor.user_id:
        raise Refused("Bạn chỉ ủy quyền được việc của chính mình.", code="not_allowed")
    if not all(actor.can(verb) for verb in LENT & set(principal.role.verbs)):
        raise Refused("Khóa này làm được ít việc hơn vai trò định ủy quyền.", code="not_allowed")


@transaction.atomic
def revoke(*, substitution: Substitution, reason: str, actor: Actor) -> Substitution:
    """End it now; from the next request the verbs are gone. Raises `Conflict` when it has ended."""
    locked = Substitution.objects.select_for_update(of=("self",)).get(pk=substitution.pk)
    if actor.user_id not in (locked.principal.user_id, locked.substitute.user_id) and not actor.can("users.edit"):
        raise Refused("Ủy quyền này không phải của bạn.", code="not_allowed")
    if locked.revoked_at is not None or locked.ends_on < clock.today():
        raise Conflict("Ủy quyền này đã kết thúc.", code="stale")
    if not reason.strip():
        raise DomainError("Ghi lý do thôi ủy quyền.", code="reason_missing", field="reason")
    locked.revoked_at, locked.revoked_by_name = clock.now(), actor.name
    locked.revoked_reason = reason.strip()[:400]
    locked.save(update_fields=["revoked_at", "revoked_by_name", "revoked_reason"])
    _renew_hint(locked.substitute.user_id)
    who, whom = _name(locked.substitute), _name(locked.principal)
    audit.record(
        actor=actor, verb="substitution.revoke", obj=locked, before="open", after="closed",
        reason=locked.revoked_reason, label=f"{who} thay {whom}",
    )  # fmt: skip
    _tell(locked, f"{who} thôi làm thay {whom}. Lý do: {locked.revoked_reason}", actor)
    return locked


def _name(membership: Membership) -> str:
    return membership.person.full_name if membership.person is not None else str(membership.user)


def _tell(made: Substitution, sentence: str, actor: Actor) -> None:
    people = {made.principal.user_id, made.substitute.user_id, *user_ids_with("users.edit")} - {actor.user_id}
    tell(
        (p for p in people if p is not None), title="Quyền của tài khoản đã thay đổi", sentence=sentence,
        place=tenant_path("units:substitutions"),
    )  # fmt: skip


def _renew_hint(user_id: int) -> None:
    """The account remembers the last day on which it stands in for anybody; other tenants' days only lengthen it."""
    latest = open_substitutions().filter(substitute__user_id=user_id).aggregate(day=Max("ends_on"))["day"]
    user = User.objects.select_for_update().get(pk=user_id)
    if latest is not None and (user.stands_in_until is None or user.stands_in_until < latest):
        User.objects.filter(pk=user_id).update(stands_in_until=latest)
