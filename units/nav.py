"""Places of this app in the navigation."""

from __future__ import annotations

from django.http import HttpRequest

from config.kernel.access import Actor
from config.kernel.face.nav import Place
from config.kernel.sheets.sheet import sheet_types
from config.kernel.web.work import waiting


def _whole_tenant(actor: Actor) -> bool:
    return actor.paths("plan.view") is None


def _sends_sheets(actor: Actor) -> bool:
    return any(actor.can(sheet.verb) for sheet in sheet_types().values())


def _waiting(request: HttpRequest) -> int:
    return len(waiting(request))


PLACES = [
    Place("Việc cần làm", "units:work", icon="list-todo", count=_waiting, order=10, short="Việc",
          when=lambda a: a.is_member),
    Place("Đơn vị", "units:unit_list", icon="building-2", order=100, when=_whole_tenant,
          match=("units:unit_detail", "units:unit_add", "units:unit_edit", "units:reorganisation")),
    # The masthead has no room for the field on a phone: there the menu leads to it.
    Place("Tìm", "search", icon="search", order=101, slot="admin", when=lambda a: a.is_member),
    Place("Người dùng", "units:user_list", icon="users", verb="users.edit", order=110, slot="admin",
          match=("units:user_add", "units:user_detail")),
    Place("Vai trò", "units:roles", icon="key-round", verb="tenant.admin", order=120, slot="admin"),
    Place("Tên cơ quan", "units:bodies", icon="landmark", verb="tenant.admin", order=122, slot="admin"),
    Place("Nhập từ Excel", "sheets:imports", icon="file-spreadsheet", order=125, short="Excel",
          when=_sends_sheets, match=("sheets:upload", "sheets:import")),
    Place("Nhật ký", "units:audit_log", icon="history", verb="audit.view", order=130, slot="admin"),
    Place("Việc cần làm", "units:work", slot="home", when=lambda a: a.is_member),
    Place("Tìm", "search", icon="search", slot="search", when=lambda a: a.is_member),
    Place("Tài khoản", "units:account", icon="user", slot="account", when=lambda a: a.is_member,
          match=("units:tokens", "units:substitutions", "api:page")),
    Place("Đăng xuất", "units:logout", icon="log-out", slot="logout", when=lambda a: a.is_member),
    Place("Đăng nhập", "units:login", icon="log-in", slot="login"),
]  # fmt: skip
