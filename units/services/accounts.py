"""Signing in, passwords, and who holds which role."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import logging
import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from redis.exceptions import RedisError

from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.models import AuditEntry
from config.kernel.text import fold_space, search_key, sort_key
from units.enums import UNIT_ROLES
from units.models import Membership, Person, Role, Tenant, Unit, User
from units.selectors.access import may_enter
from units.services.notices import warn_of_rights
from units.validators import username_part

log = logging.getLogger(__name__)

LOCK_SECONDS = 15 * 60
PAIR_LIMIT = 5  # failures of one account from one address
ADDRESS_LIMIT = 60  # failures from one address, whatever the account
ACCOUNT_LIMIT = 40  # failures of one account from anywhere

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."
LOCKED = "Đã thử quá nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc nhờ quản trị viên đặt lại mật khẩu."

# Checked when there is no such account, so that the answer takes as long as for one that exists.
_NOBODY: list[str] = []


def canonical_username(typed: str, tenant: Tenant) -> str:
    """ "standing" and "Standing@Kien-Giang" on Kiên Giang's page are both "standing@kien-giang"."""
    name = fold_space(typed).lower()
    return name if "@" in name or not name else f"{name}@{tenant.slug}"


def _counters(tenant: Tenant, username: str, address: str) -> list[tuple[str, int]]:
    def key(*parts: str) -> str:
        return "login:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    return [
        (key("pair", tenant.slug, username, address), PAIR_LIMIT),
        (key("address", address), ADDRESS_LIMIT),
        (key("account", username), ACCOUNT_LIMIT),
    ]


def _is_locked(counters: list[tuple[str, int]], username: str) -> bool:
    try:
        return any(int(cache.get(key) or 0) >= limit for key, limit in counters)
    except RedisError:
        # Without the counters the audit trail still knows the refusals of known names.
        log.exception("no counters of failed sign-ins")
        since = clock.now() - dt.timedelta(seconds=LOCK_SECONDS)
        refused = AuditEntry.objects.filter(verb="session.refused", object_label=username, at__gte=since)
        return refused.count() >= PAIR_LIMIT


def _count_failure(key: str) -> int:
    try:
        cache.add(key, 0, LOCK_SECONDS)
        return int(cache.incr(key))
    except RedisError:
        return 1
    except ValueError:  # it expired between the two calls
        cache.set(key, 1, LOCK_SECONDS)
        return 1


def _forget_failures(key: str) -> None:
    with contextlib.suppress(RedisError):
        cache.delete(key)


def authenticate(*, tenant: Tenant, username: str, password: str, address: str) -> User:
    """The account that may enter `tenant` with this password; call inside the tenant's scope.

    Raises Refused with the same sentence for an unknown name, a wrong password, a closed account and an
    account without a part in this tenant. After five failures from one address the pair rests for 15 minutes.
    Records sign-in and refusal in the audit trail.
    """
    name = canonical_username(username, tenant)
    counters = _counters(tenant, name, address)
    if _is_locked(counters, name):
        raise Refused(LOCKED, code="locked")
    user = User.objects.filter(username=name).first()
    right = check_password(password, user.password if user is not None else _nobody())
    member = user is not None and may_enter(user) and Membership.objects.filter(user=user, is_active=True).exists()
    if user is None or not right or not member:
        counts = [_count_failure(key) for key, _ in counters]
        left = max(0, PAIR_LIMIT - counts[0])
        known = user is not None and user.home_tenant_id == tenant.pk
        audit.record(
            actor=Actor.anonymous(tenant),
            verb="session.refused",
            obj=None,
            label=name if known else "tài khoản không có",
            data={"address": address, "attempts_left": left},
        )
        if left == 0:
            raise Refused(LOCKED, code="locked")
        raise Refused(f"{WRONG} Còn {left} lần thử trước khi tài khoản tạm khóa 15 phút.", code="wrong_credentials")
    _forget_failures(counters[0][0])
    return user


def _nobody() -> str:
    if not _NOBODY:
        _NOBODY.append(make_password(secrets.token_urlsafe(16)))
    return _NOBODY[0]


def record_sign_in(*, actor: Actor, address: str) -> None:
    audit.record(actor=actor, verb="session.start", obj=None, label=actor.name, data={"address": address})


def record_sign_out(*, actor: Actor) -> None:
    audit.record(actor=actor, verb="session.end", obj=None, label=actor.name)


def _checked_password(password: str, user: User | None, field: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({field: [str(message) for message in error.messages]}) from error


@transaction.atomic
def change_password(*, actor: Actor, user: User, current: str, new: str, again: str) -> User:
    """Change one's own password. Invalid names the field that is wrong."""
    if actor.user_id != user.pk:
        raise Refused("Bạn chỉ đổi được mật khẩu của chính mình.")
    if not user.check_password(current):
        raise Invalid({"current": ["Mật khẩu hiện tại chưa đúng."]})
    if new != again:
        raise Invalid({"again": ["Hai lần gõ mật khẩu mới chưa giống nhau."]})
    if new == current:
        raise Invalid({"new": ["Mật khẩu mới phải khác mật khẩu hiện tại."]})
    _checked_password(new, user, "new")
    user.set_password(new)
    user.must_change_password = False
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(actor=actor, verb="account.password_change", obj=None, label=user.username)
    return user


@dataclass(frozen=True)
class NewAccount:
    """`password` is shown once to whoever made the account and stored nowhere but as a hash."""

    membership: Membership
    password: str


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    tenant: Tenant,
    username: str,
    full_name: str,
    role_code: str,
    unit: Unit | None = None,
    title: str = "",
    email: str = "",
    gender: str = "",
    password: str | None = None,
    is_demo: bool = False,
) -> NewAccount:
    """Make an account `<username>@<tenant>` with one role. Without `password` a random one is made, to be
    changed at the first sign-in. Invalid for a bad or taken name, or a role that needs a unit."""
    require(actor, "users.edit")
    local, name = fold_space(username).lower().removesuffix(f"@{tenant.slug}"), fold_space(full_name)
    role = _role_for(role_code, local, name, unit)
    scope = unit if role.code in UNIT_ROLES else None
    secret = password or secrets.token_urlsafe(9)
    user = User(
        username=f"{local}@{tenant.slug}",
        full_name=name,
        email=email,
        home_tenant=tenant,
        is_demo=is_demo,
        must_change_password=password is None,
    )
    user.set_password(secret)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid({"username": [f"Tên đăng nhập “{user.username}” đã có người dùng."]}) from error
    person = Person.objects.create(
        full_name=name,
        gender=gender,
        position=title,
        unit=unit,
        user=user,
        email=email,
        is_leader=role.code in {"leader", "head"},
        is_demo=is_demo,
        search_key=search_key(name),
        sort_key=person_sort_key(name),
    )
    membership = Membership.objects.create(user=user, role=role, unit=scope, person=person, title=title)
    audit.record(
        actor=actor,
        verb="account.create",
        obj=membership,
        after="active",
        label=user.username,
        data={"role": role.code, "unit": str(scope or "")},
    )
    where = f" tại {scope.display_name}" if scope is not None else ""
    warn_of_rights(
        membership=membership, actor=actor, sentence=f"{actor.name} cấp tài khoản {user.username}: {role.name}{where}."
    )
    return NewAccount(membership, secret)


def _role_for(code: str, local: str, name: str, unit: Unit | None) -> Role:
    """The role of a new account; Invalid by field for all that is wrong with what was asked."""
    errors: dict[str, list[str]] = {}
    if sentence := username_part(local):
        errors["username"] = [sentence]
    if not name:
        errors["full_name"] = ["Ghi họ và tên người dùng tài khoản."]
    role = Role.objects.filter(code=code).first()
    if role is None:
        errors["role"] = ["Chọn một vai trò trong danh sách."]
    elif role.code in UNIT_ROLES and unit is None:
        errors["unit"] = ["Vai trò này gắn với một đơn vị: chọn đơn vị."]
    if errors or role is None:
        raise Invalid(errors)
    return role


def person_sort_key(full_name: str) -> str:
    """Vietnamese lists go by the given name, which stands last, then by the whole name."""
    given = full_name.rsplit(" ", 1)[-1]
    return sort_key(f"{given} {full_name}")[:600]


@transaction.atomic
def set_membership_active(*, actor: Actor, membership: Membership, active: bool, reason: str = "") -> Membership:
    """Lock or reopen one role of one account in this tenant; takes effect with the next request."""
    require(actor, "users.edit")
    locked = Membership.objects.select_for_update().select_related("user", "role").get(pk=membership.pk)
    if locked.user_id == actor.user_id:
        raise Refused("Bạn không tự khóa tài khoản của chính mình.")
    if locked.is_active == active:
        raise Conflict("Tài khoản đã ở trạng thái này.")
    if not active and not reason.strip():
        raise DomainError("Ghi lý do khóa tài khoản.", field="reason")
    locked.is_active = active
    locked.save(update_fields=["is_active"])
    audit.record(
        actor=actor,
        verb="account.open" if active else "account.close",
        obj=locked,
        before="closed" if active else "active",
        after="active" if active else "closed",
        reason=reason.strip(),
        label=locked.user.username,
    )
    done = "mở lại" if active else f"khóa (lý do: {reason.strip()})"
    warn_of_rights(
        membership=locked, actor=actor,
        sentence=f"{actor.name} {done} vai trò {locked.role.name} của tài khoản {locked.user.username}.",
    )  # fmt: skip
    return locked


@transaction.atomic
def reset_password(*, actor: Actor, tenant: Tenant, membership: Membership) -> str:
    """A new random password for an account that belongs to this tenant, to be changed at the next sign-in."""
    require(actor, "users.edit")
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if user.home_tenant_id != tenant.pk:
        raise Refused("Tài khoản này do nơi khác cấp: nhờ quản trị viên nơi đó đặt lại mật khẩu.")
    secret = secrets.token_urlsafe(9)
    user.set_password(secret)
    user.must_change_password = True
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(actor=actor, verb="account.password_reset", obj=membership, label=user.username)
    warn_of_rights(
        membership=membership, actor=actor, sentence=f"{actor.name} đặt lại mật khẩu của tài khoản {user.username}."
    )
    return secret
