"""Search over everything a person may see. Each app declares it in `<app>/search.py`:

`find(actor, text, limit) -> list[Hit]`, at most `limit` hits of each kind, best first, of what `actor` may open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from config.kernel.access import Actor
from config.kernel.declared import declared
from config.kernel.text import search_key

SHORTEST = 2
LONGEST = 100

_MARKED = (
    "aàáảãạăằắẳẵặâầấẩẫậ", "eèéẻẽẹêềếểễệ", "iìíỉĩị", "oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ", "dđ",
)  # fmt: skip
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_FROM = "".join(family[1:] + family[1:].upper() for family in _MARKED) + _PLAIN.upper()
_TO = "".join(family[0] * (2 * len(family) - 2) for family in _MARKED) + _PLAIN


@dataclass(frozen=True)
class Hit:
    """`kind` is the heading that it stands under ("Đơn vị"); `sentence` tells it from others of the same title."""

    kind: str
    title: str
    url: str
    sentence: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind. `more`: there are others than these."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool

    @property
    def code(self) -> str:
        return kind_code(self.kind)


def kind_code(kind: str) -> str:
    """A kind as an address holds it: "Đợt xét" → "dot-xet"."""
    return search_key(kind).replace(" ", "-")


def words(text: str) -> list[str]:
    """What is looked for: words in lower case without marks; [] when too little was typed."""
    key = search_key(text[:LONGEST])
    return key.split() if len(key) >= SHORTEST else []


def everything(actor: Actor, text: str, limit: int) -> list[Group]:
    """Hits of every app, grouped by kind in the order of the apps."""
    if not words(text):
        return []
    by_kind: dict[str, list[Hit]] = {}
    for find in declared("search", "find"):
        for hit in find(actor, text, limit + 1):
            by_kind.setdefault(hit.kind, []).append(hit)
    return [Group(kind, tuple(hits[:limit]), len(hits) > limit) for kind, hits in by_kind.items()]


def kept(actor: Actor) -> list[Any]:
    """Searches that this person saved, as apps declare them (`search.kept(actor)`): name, text, kind, uid."""
    return [one for saved in declared("search", "kept") for one in saved(actor)]


def folded(*columns: str | Combinable) -> Func:
    """`text.search_key` in SQL of columns with a blank between them, whatever the database's locale."""
    parts: list[Any] = []
    for column in columns:
        parts += [Cast(F(column), CharField()) if isinstance(column, str) else column, Value(" ")]
    whole = Func(Concat(*parts, output_field=TextField()), function="normalize")
    plain = Func(whole, Value(_FROM), Value(_TO), function="translate")
    spaced = Func(plain, Value("[^0-9a-z]+"), Value(" "), Value("g"), function="regexp_replace")
    return Func(spaced, function="btrim", output_field=TextField())


def holding(text: str, *fields: str) -> Q:
    """Every word of `text` in one of `fields`, which hold search keys."""
    condition = Q()
    for word in words(text):
        one = Q()
        for name in fields:
            one |= Q(**{f"{name}__contains": word})
        condition &= one
    return condition


def holds(text: str, parts: Iterable[str]) -> bool:
    """The same question of texts that are no columns."""
    key = search_key(" ".join(parts))
    return all(word in key for word in words(text))
