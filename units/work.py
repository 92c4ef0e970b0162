"""What stands beside everybody's work list."""

from __future__ import annotations

from django.urls import reverse

from config.kernel.access import Actor
from config.kernel.web.work import Panel, WorkItem
from units import selectors
from units.roles import is_reading


def items(actor: Actor) -> list[WorkItem]:
    """A first password is to be replaced before anything else can be done."""
    if any(not is_reading(verb) for grant in actor.grants for verb in grant.verbs):
        return []
    if not selectors.must_change_password(actor):
        return []
    sentence = "Mật khẩu hiện tại do quản trị viên cấp. Trước khi đổi, bạn chỉ xem được."
    url = reverse("units:account")
    return [WorkItem("Đặt mật khẩu của riêng bạn", url, sentence, kind="account", action_label="Đổi mật khẩu")]


def panels(actor: Actor) -> list[Panel]:
    """What this person did last; for people of a unit also whom to ask at the standing agency."""
    found = []
    lent = {grant.behalf for grant in actor.grants if grant.behalf is not None}
    if lent:
        found.append(Panel("units/_panel_standing_in.html", {"people": sorted(lent, key=lambda p: p.name)}, place="top",
                           order=10))  # fmt: skip
    beside = selectors.beside(actor)
    if beside.acts:
        found.append(Panel("units/_panel_recent.html", {"acts": beside.acts}, order=200))
    if beside.officers:
        found.append(Panel("units/_panel_contact.html", {"people": beside.officers}, order=210))
    return found
