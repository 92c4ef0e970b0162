"""API: accounts: giving one out, locking, opening, a new first password."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from config.kernel.access import visible
from config.kernel.api import Call, Ref, endpoint
from config.kernel.tenancy import current_tenant
from units import selectors
from units.enums import Gender, RoleCode
from units.selectors.people import UserCriteria
from units.services import accounts as acts

TAG = "Tài khoản"
VERB = "users.edit"


class AccountRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    username = serializers.CharField(source="user.username")
    full_name = serializers.CharField(source="user.full_name")
    email = serializers.CharField(source="user.email")
    role = serializers.ChoiceField(choices=RoleCode.choices, source="role.code")
    role_name = serializers.CharField(source="role.name")
    unit = Ref(allow_null=True, help_text="Đơn vị mà tài khoản làm thay mặt; null: toàn tỉnh, huyện.")
    title = serializers.CharField()
    is_active = serializers.BooleanField()
    last_login = serializers.DateTimeField(source="user.last_login", allow_null=True)
    must_change_password = serializers.BooleanField(source="user.must_change_password")


class AccountInput(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=60, help_text="Phần trước @, ví dụ vanthu.mylam.")
    full_name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(choices=RoleCode.choices)
    unit = serializers.UUIDField(required=False, allow_null=True, help_text="Cần với cán bộ và thủ trưởng đơn vị.")
    title = serializers.CharField(required=False, allow_blank=True, max_length=160)
    email = serializers.EmailField(required=False, allow_blank=True)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False, allow_blank=True)


class NewAccount(serializers.Serializer[Any]):
    account = AccountRow()
    password = serializers.CharField(help_text="Mật khẩu lần đầu, chỉ có trong lời đáp này; phải đổi khi đăng nhập.")


class AccountStep(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=400, help_text="Cần khi khóa.")


@endpoint(
    "GET", VERB, summary="Tài khoản và vai trò", tag=TAG, gives=AccountRow, many=True,
    query=[("q", "Tên, tên đăng nhập, đơn vị."), ("role", "Vai trò, ví dụ clerk."),
           ("state", "closed: đã khóa; all: tất cả; bỏ trống: đang mở.")],
)  # fmt: skip
def accounts(call: Call) -> Any:
    asked = UserCriteria(call.query.get("q", "")[:100], call.query.get("role", ""), call.query.get("state", ""))
    return selectors.filtered_memberships(asked)


@endpoint(
    "POST", VERB, summary="Cấp tài khoản", tag=TAG, takes=AccountInput, gives=NewAccount, status=201, secret=True,
    description="Gửi lại cùng tên đăng nhập thì bị từ chối, không cấp lần nữa.",
    example={"username": "vanthu.mylam", "full_name": "Lê Thị Hồng Gấm", "role": "clerk",
             "unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "title": "Công chức Văn phòng - Thống kê"},
)  # fmt: skip
def account_create(call: Call) -> Any:
    given = dict(call.given)
    place = given.pop("unit", None)
    unit = visible(selectors.visible_units(call.actor), place) if place else None
    made = acts.create_account(
        actor=call.actor, tenant=current_tenant(), role_code=given.pop("role"), unit=unit, **given
    )
    return {"account": made.membership, "password": made.password}


@endpoint(
    "POST", VERB, summary="Khóa hoặc mở lại tài khoản", tag=TAG, takes=AccountStep, gives=AccountRow,
    description="Bước: close (khóa, cần lý do), open (mở lại). Có hiệu lực ngay với lần gọi sau.",
    example={"reason": "Chuyển công tác từ 01/12/2023."},
)  # fmt: skip
def account_step(call: Call, uid: str, step: str) -> Any:
    found = visible(selectors.all_memberships(), uid)
    if step not in ("open", "close"):
        raise Http404
    return acts.set_membership_active(
        actor=call.actor, membership=found, active=step == "open", reason=call.given.get("reason", "")
    )


@endpoint(
    "POST", VERB, summary="Đặt lại mật khẩu", tag=TAG, takes=AccountStep, gives=NewAccount, secret=True,
    example={"reason": "Quên mật khẩu."},
)  # fmt: skip
def account_password(call: Call, uid: str) -> Any:
    found = visible(selectors.all_memberships(), uid)
    secret = acts.reset_password(actor=call.actor, tenant=current_tenant(), membership=found)
    found.user.refresh_from_db()
    return {"account": found, "password": secret}


urlpatterns = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/create/", account_create, name="account_create"),
    path("accounts/<uuid:uid>/password/", account_password, name="account_password"),
    path("accounts/<uuid:uid>/<slug:step>/", account_step, name="account_step"),
]
