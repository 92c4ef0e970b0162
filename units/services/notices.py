"""Telling accounts about what concerns them, in the software."""

from __future__ import annotations

from collections.abc import Iterable

from config.kernel import clock
from config.kernel.access import Actor
from units.models import Membership, Notice
from units.selectors.people import user_ids_with


def tell(user_ids: Iterable[int], *, title: str, sentence: str, place: str = "") -> int:
    """One notice to each account; returns how many. `place` is a path in the tenant."""
    rows = [
        Notice(user_id=user_id, title=title[:200], sentence=sentence, place=place[:200])
        for user_id in sorted(set(user_ids))
    ]
    Notice.objects.bulk_create(rows)
    return len(rows)


def warn_of_rights(*, membership: Membership, sentence: str, actor: Actor, place: str = "") -> None:
    """What somebody may do has changed: the person and every administrator but whoever did it are told
    (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""
    told = {membership.user_id, *user_ids_with("users.edit")} - {actor.user_id}
    tell((u for u in told if u is not None), title="Quyền của tài khoản đã thay đổi", sentence=sentence, place=place)


def mark_read(*, actor: Actor) -> int:
    """All notices of this person; returns how many were new."""
    mine = Notice.objects.filter(user_id=actor.user_id or 0, read_at__isnull=True)
    return mine.update(read_at=clock.now())
