"""Who acts, and what they may do: verbs granted by roles, each over a subtree of units."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from config.kernel.errors import Refused
from config.kernel.prepared import prepared

if TYPE_CHECKING:
    from units.models import Tenant

M = TypeVar("M", bound=Model)
_NOWHERE = 2**61


class HasPath(Protocol):
    """A unit of the tree; `path` is the materialised path of ids, as in "/12/57/"."""

    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Principal:
    """Whom a substitute stands in for: the account, how the name is written after "thay", the paper that says so."""

    user_id: int
    name: str
    title: str = ""
    paper: str = ""


@dataclass(frozen=True)
class Grant:
    """Verbs that a role gives over a subtree; `unit_path` None means the whole tenant.

    `behalf`: the verbs are somebody else's, lent for a time; None for one's own.
    """

    role: str
    verbs: frozenset[str]
    unit_path: str | None = None
    behalf: Principal | None = None

    def gives(self, verb: str, unit: HasPath | None = None) -> bool:
        """Whether `verb` is given, with `unit` over that unit."""
        over = unit is None or self.unit_path is None or unit.path.startswith(self.unit_path)
        return over and (verb in self.verbs or "*" in self.verbs)


@dataclass(frozen=True)
class Actor:
    """A person (or the system) at work in one tenant. Services take it; they never see a request.

    `behalf` is set while a step is taken with somebody else's verbs; see `speaking`.
    """

    user_id: int | None
    name: str
    title: str
    tenant_id: int
    grants: tuple[Grant, ...] = ()
    unit_id: int | None = None
    unit_name: str = ""
    behalf: Principal | None = None

    @classmethod
    def system(cls, tenant: Tenant) -> Actor:
        """The software itself: loading, jobs, reminders. May do everything; audit entries name it."""
        return cls(None, "Hệ thống", "", tenant.pk, (Grant("system", frozenset({"*"})),))

    @classmethod
    def anonymous(cls, tenant: Tenant) -> Actor:
        return cls(None, "", "", tenant.pk)

    @property
    def is_member(self) -> bool:
        return bool(self.grants)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def can(self, verb: str, unit: HasPath | None = None) -> bool:
        """Whether a grant gives `verb`; with `unit`, whether one gives it over that unit.

        Without `unit` the question is "anywhere?", which decides what navigation shows, never an act.
        """
        return any(grant.gives(verb, unit) for grant in self.grants)

    def speaking(self, verb: str, unit: HasPath | None = None) -> Actor:
        """This person as whoever does `verb`: for oneself where the verb is one's own, else for whom it was lent by."""
        given = [grant for grant in self.grants if grant.gives(verb, unit)]
        if not given or any(grant.behalf is None for grant in given):
            return self
        return replace(self, behalf=given[0].behalf)

    def paths(self, verb: str) -> tuple[str, ...] | None:
        """Subtrees in which `verb` is given, for filtering a list; None means the whole tenant."""
        found = [g.unit_path for g in self.grants if verb in g.verbs or "*" in g.verbs]
        if any(path is None for path in found):
            return None
        return tuple(path for path in found if path is not None)

    def apart(self, first: int) -> tuple[Actor, list[Any]]:
        """Somebody who may do the same, with `first` for the person and subtrees of no unit, and what these stand for:
        a question of `prepared` is put into SQL once for all who may do the same."""
        person, unit = self.user_id, self.unit_id
        held = [grant.unit_path for grant in self.grants if grant.unit_path is not None]
        paths = iter(f"/{_NOWHERE + n}/" for n in range(len(held)))
        like = Actor(
            None if person is None else first, "", "", self.tenant_id,
            tuple(
                grant if grant.unit_path is None else Grant(grant.role, grant.verbs, next(paths), grant.behalf)
                for grant in self.grants
            ),
            None if unit is None else first + 1, "", self.behalf,
        )  # fmt: skip
        return like, [value for value in (person, unit, *held) if value is not None]


def require(actor: Actor, verb: str, unit: HasPath | None = None, *, why: str = "") -> None:
    """Raise `Refused` with a sentence unless the actor may do `verb` (over `unit`)."""
    if not actor.can(verb, unit):
        raise Refused(why or "Tài khoản của bạn không được giao việc này.", code="not_allowed")


def visible(queryset: QuerySet[M], uid: str | uuid.UUID) -> M:
    """The one way from an address to an object: what the queryset does not hold is not found."""
    try:
        wanted = uid if isinstance(uid, uuid.UUID) else uuid.UUID(str(uid))
    except ValueError as error:
        raise Http404 from error
    found = queryset.filter(uid=wanted).first()
    if found is None:
        raise Http404
    return found


def all_visible(queryset: QuerySet[M], uids: Collection[uuid.UUID]) -> list[M]:
    """`visible` for several: one that the queryset does not hold, and none of them is found."""
    wanted = set(uids)
    found = list(queryset.filter(uid__in=wanted))
    if len(found) != len(wanted):
        raise Http404
    return found


def seen_among(queryset: QuerySet[M], uids: Iterable[uuid.UUID]) -> tuple[list[M], list[uuid.UUID]]:
    """Those of `uids` that the queryset holds, and the rest of them: for a step over a list that may have grown old,
    where one that is gone does not hold the others."""
    wanted = list(dict.fromkeys(uids))
    found = list(queryset.filter(uid__in=wanted))
    known = {one.uid for one in found}  # type: ignore[attr-defined]
    return found, [uid for uid in wanted if uid not in known]


def at(seen: Callable[[Actor], QuerySet[M]]) -> Callable[[Actor, str | uuid.UUID], M]:
    """`visible` for what `seen` gives an actor, put into SQL once: `hearing_at = at(visible_hearings)`."""

    @prepared(Actor, uuid.UUID, by_key=True)
    def rows(actor: Actor, uid: uuid.UUID) -> QuerySet[M]:
        return seen(actor).filter(uid=uid).order_by()

    def one(actor: Actor, uid: str | uuid.UUID) -> M:
        try:
            wanted = uid if isinstance(uid, uuid.UUID) else uuid.UUID(uid)
        except ValueError as error:
            raise Http404 from error
        found: M = the_one(rows(actor, wanted))
        return found

    return one


def the_one(rows: Sequence[M]) -> M:
    """As `visible`, of the rows of a prepared question for one address."""
    if not rows:
        raise Http404
    return rows[0]


def uids_in(typed: Iterable[str]) -> list[uuid.UUID]:
    """Those of the posted texts that are uids at all."""
    found = []
    for text in typed:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
