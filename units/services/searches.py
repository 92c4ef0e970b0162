"""Searches that people keep."""

from __future__ import annotations

from django.db import transaction

from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.search import LONGEST, words
from config.kernel.text import fold_space
from units.models import SavedSearch

MOST = 30


@transaction.atomic
def save(*, name: str, text: str, kind: str, actor: Actor) -> SavedSearch:
    """Keep a search under a name; the same name is kept anew. Its owner alone sees it, so nothing is audited."""
    if actor.user_id is None:
        raise Refused("Đăng nhập để lưu lần tìm.", code="not_allowed")
    name, text = fold_space(name), fold_space(text)[:LONGEST]
    if not words(text):
        raise Invalid({"q": ["Gõ ít nhất hai chữ rồi lưu lần tìm."]})
    mine = SavedSearch.objects.filter(user_id=actor.user_id)
    named = (name or text)[:80]
    if not mine.filter(name=named).exists() and mine.count() >= MOST:
        raise DomainError(f"Mỗi người lưu nhiều nhất {MOST} lần tìm. Hãy xóa bớt.", code="too_many")
    kept, _ = SavedSearch.objects.update_or_create(
        user_id=actor.user_id, name=named, defaults={"text": text, "kind": kind[:60]}
    )
    return kept


@transaction.atomic
def forget(*, search: SavedSearch, actor: Actor) -> None:
    """Remove one of one's own. Raises `Conflict` when it is gone."""
    if search.user_id != actor.user_id:
        raise Refused("Chỉ xóa được lần tìm của mình.", code="not_allowed")
    if not SavedSearch.objects.filter(pk=search.pk).delete()[0]:
        raise Conflict("Lần tìm này đã xóa rồi.", code="stale")
