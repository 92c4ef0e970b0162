from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Hashable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction

from config.kernel.errors import Conflict
from config.kernel.sheets import bulk
from config.kernel.sheets.columns import Choice, Column, Lookup, Text
from config.kernel.sheets.lists import BUILT_ON, ListSheet
from config.kernel.sheets.plan import Applied, Plan
from config.kernel.sheets.problems import BadWorkbook
from config.kernel.sheets.reading import Table
from config.kernel.sheets.sheet import Progress
from config.kernel.sheets.writing import workbook
from config.kernel.tenancy import current_tenant
from config.kernel.text import search_key
from config.kernel.web.addresses import tenant_path
from units import validators
from units.enums import UNIT_ROLES, Gender
from units.models import Membership, Person, Role, Unit, User
from units.selectors.people import user_ids_with
from units.services.accounts import person_sort_key
from units.services.notices import tell

# Hashing a password takes about a quarter of a second on purpose.
MOST_ACCOUNTS = 1_000


class AccountSheet(ListSheet):
    """Accounts to make. First passwords come back once, as a workbook for whoever asked; each must be changed at
    the first sign-in. An existing account is never touched by a file."""

    kind, title, verb, back = "tai-khoan", "Tài khoản", "users.edit", "units:user_list"
    model = User
    writes = ("username", "full_name", "email")

    username = Column("Tên đăng nhập", "username", Text(60), required=True, width=24, hint="ví dụ vanthu.mylam")
    name_ = Column("Họ và tên", "full_name", Text(120), required=True, width=28)
    role = Column("Vai trò", "role", required=True, width=28)
    unit = Column("Đơn vị (mã)", "unit", width=16, hint="bắt buộc với cán bộ và thủ trưởng đơn vị")
    title_ = Column("Chức vụ", "title", Text(160), width=28)
    gender = Column("Giới tính", "gender", Choice(Gender.choices), width=10)
    email = Column("Thư công vụ", "email", Text(254), width=28)

    def prepare_columns(self) -> None:
        self.roles = {role.code: role for role in Role.objects.order_by("order", "id")}
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.fields["role"].widget = Choice((role.code, role.name) for role in self.roles.values())
        self.fields["unit"].widget = Lookup(self.units, "đơn vị")
        self.passwords: list[tuple[str, str]] = []

    def rows(self) -> list[list[Any]]:
        return []

    def existing(self) -> dict[Hashable, Any]:
        self.taken = set(User.objects.filter(username__endswith=f"@{current_tenant().slug}").values_list(
            "username", flat=True))  # fmt: skip
        return {}

    def key(self, values: dict[str, Any]) -> Hashable | None:
        return self._full(values["username"]) if values.get("username") else None

    def key_said(self, values: dict[str, Any]) -> str:
        return f"Tên đăng nhập {values.get('username', '')}"

    @staticmethod
    def _full(typed: str) -> str:
        slug = current_tenant().slug
        return f"{typed.lower().removesuffix(f'@{slug}')}@{slug}"

    def label(self, values: dict[str, Any], found: Any) -> str:
        return f"{values.get('name_', '')} ({values.get('username', '')})"

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        errors = {}
        if values.get("username"):
            full = self._full(values["username"])
            if sentence := validators.username_part(full.rsplit("@", 1)[0]):
                errors["username"] = sentence
            elif full in self.taken:
                errors["username"] = f"Tên đăng nhập “{full}” đã có người dùng."
        if values.get("role") in UNIT_ROLES and not values.get("unit"):
            errors["unit"] = "Vai trò này gắn với một đơn vị: ghi mã đơn vị."
        if sentence := validators.email(values.get("email") or ""):
            errors["email"] = sentence
        return errors

    def plan(self, table: Table) -> Plan:
        if len(table.rows) > MOST_ACCOUNTS:
            raise BadWorkbook(f"Mỗi tệp tối đa {MOST_ACCOUNTS} tài khoản. Hãy tách thành nhiều tệp.")
        return super().plan(table)

    def prepare(self, table: Table, progress: Progress) -> None:
        total = max(len(table.rows), 1)
        for done in range(len(table.rows)):
            secret = secrets.token_urlsafe(9)
            self.passwords.append((secret, make_password(secret)))
            if done % 20 == 0:
                progress(done, total, "đang tạo mật khẩu lần đầu")

    def apply(self, plan: Plan, *, label: str) -> Applied:
        tenant = current_tenant()
        users, people, memberships, slips = [], [], [], []
        for (_, values), (secret, digest) in zip(plan.payload, self.passwords, strict=True):
            role, unit = self.roles[values["role"]], values.get("unit")
            users.append(User(
                username=self._full(values["username"]), full_name=values["name_"], email=values.get("email", ""),
                home_tenant=tenant, must_change_password=True, password=digest,
            ))  # fmt: skip
            people.append(Person(
                full_name=values["name_"], gender=values.get("gender", ""), position=values.get("title_", ""),
                unit=unit, email=values.get("email", ""), is_leader=role.code in {"leader", "head"},
                search_key=search_key(values["name_"])[:250], sort_key=person_sort_key(values["name_"]),
            ))  # fmt: skip
            memberships.append(Membership(
                role=role, unit=unit if role.code in UNIT_ROLES else None, title=values.get("title_", "")
            ))  # fmt: skip
            slips.append([users[-1].username, values["name_"], role.name, unit.display_name if unit else "", secret])
        bulk.insert(users)
        for user, person in zip(users, people, strict=True):
            person.user = user
        bulk.insert(people)
        for user, person, membership in zip(users, people, memberships, strict=True):
            membership.user, membership.person = user, person
        bulk.insert(memberships)
        tell(
            user_ids_with("users.edit"), title="Quyền của tài khoản đã thay đổi", place=tenant_path("units:user_list"),
            sentence=f"{len(users)} tài khoản mới được cấp từ tệp Excel: {label}.",
        )  # fmt: skip
        kept = [[u.pk, p.pk, m.pk] for u, p, m in zip(users, people, memberships, strict=True)]
        heads = [("Tên đăng nhập", 30), ("Họ và tên", 28), ("Vai trò", 28), ("Đơn vị", 34), ("Mật khẩu lần đầu", 20)]
        return Applied(
            zlib.compress(json.dumps(kept).encode()),
            {"names": [user.username for user in users][:200]},
            ("phieu-tai-khoan.xlsx", workbook("Tài khoản", heads, slips)),
        )

    def undo(self, kept: bytes) -> None:
        rows = json.loads(zlib.decompress(kept))
        users = User.objects.select_for_update().filter(pk__in=[row[0] for row in rows])
        used = [u for u in users if u.last_login is not None or not u.must_change_password or not u.is_active]
        held = Membership.objects.filter(user__in=[row[0] for row in rows])
        if used or held.count() != len(rows) or held.filter(is_active=False).exists():
            what = f"tài khoản {used[0].username}" if used else "một tài khoản"
            raise Conflict(BUILT_ON.format(what=what), code="built_on")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for place, table in ((2, "units_membership"), (1, "units_person"), (0, "units_user")):
                    cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [[row[place] for row in rows]])  # noqa: S608 -- our own names
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError as error:
            raise Conflict(BUILT_ON.format(what="một tài khoản"), code="built_on") from error
