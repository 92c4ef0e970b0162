"""Keys for programs: made once shown once, and taken back."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction

from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, Invalid, Refused
from config.kernel.tenancy import current_tenant
from units.models import ApiToken
from units.models.token import digest_of
from units.roles import VERB_LABELS

LONGEST_DAYS = 366
MOST = 20


@transaction.atomic
def issue(*, name: str, verbs: Iterable[str], expires_on: dt.date, actor: Actor) -> tuple[ApiToken, str]:
    """A key with no more than `verbs`, for the person who asks. The secret is returned here and kept nowhere.

    Raises Invalid by field: no name, a verb that this person does not hold, a day past or too far off.
    """
    if actor.user_id is None:
        raise Refused("Chỉ người dùng mới tạo được khóa API.", code="no_user")
    wanted = list(dict.fromkeys(verbs))
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = ["Ghi khóa này dùng cho phần mềm nào."]
    if not wanted:
        errors["verbs"] = ["Chọn ít nhất một quyền."]
    elif beyond := [VERB_LABELS.get(verb, verb) for verb in wanted if not actor.can(verb)]:
        errors["verbs"] = [f"Bạn không có quyền: {', '.join(beyond)}."]
    last = clock.today() + dt.timedelta(days=LONGEST_DAYS)
    if not clock.today() <= expires_on <= last:
        errors["expires_on"] = [f"Ngày hết hạn từ hôm nay đến {last:%d/%m/%Y}."]
    if ApiToken.objects.filter(user_id=actor.user_id, revoked_at__isnull=True).count() >= MOST:
        errors["name"] = [f"Bạn đã có {MOST} khóa còn dùng. Thu hồi bớt rồi tạo khóa mới."]
    if errors:
        raise Invalid(errors)
    secret = f"tds.{current_tenant().slug}.{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user_id=actor.user_id,
        name=name.strip()[:120],
        verbs=sorted(wanted),
        digest=digest_of(secret),
        hint=secret[-4:],
        expires_on=expires_on,
    )
    audit.record(
        actor=actor, verb="token.issue", obj=token, data={"verbs": token.verbs, "expires_on": expires_on.isoformat()}
    )
    return token, secret


@transaction.atomic
def revoke(*, token: ApiToken, actor: Actor) -> ApiToken:
    """From now on the key opens nothing. Its owner may, and whoever administers accounts."""
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.user_id != actor.user_id:
        require(actor, "users.edit")
    if locked.revoked_at is not None:
        raise Conflict("Khóa này đã được thu hồi.", code="stale")
    locked.revoked_at, locked.revoked_by_name = clock.now(), actor.name
    locked.save(update_fields=["revoked_at", "revoked_by_name"])
    audit.record(actor=actor, verb="token.revoke", obj=locked)
    return locked
