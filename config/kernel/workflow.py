"""States and the steps between them, as tables. One function walks a step; no other code assigns a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError, Refused

Guard = Callable[[Any, Actor], str | None]


@dataclass(frozen=True)
class Transition:
    """A step. `guards` answer with a Vietnamese sentence that refuses it, or None."""

    name: str
    sources: frozenset[str]
    target: str
    verb: str
    label: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True)
class Flow:
    """All steps of one kind of object, which has the fields `state` and `version`.

    `unit_of` gives the unit whose subtree the verb must cover; None where the verb is the tenant's.
    """

    name: str
    states: dict[str, str]
    transitions: tuple[Transition, ...]
    unit_of: Callable[[Any], Any] = field(default=lambda obj: None)

    def step(self, name: str) -> Transition:
        found = next((t for t in self.transitions if t.name == name), None)
        if found is None:
            raise KeyError(f"{self.name} has no transition {name!r}")
        return found


@dataclass(frozen=True)
class Choice:
    """A step from the present state, and why this person cannot take it (None: can)."""

    transition: Transition
    refusal: str | None


def refusal(flow: Flow, step: Transition, obj: Any, actor: Actor) -> str | None:
    """Why `actor` cannot take `step` now, as a sentence; None when nothing stands against it."""
    if obj.state not in step.sources:
        return f"“{step.label}” không làm được khi đang ở trạng thái “{flow.states[obj.state]}”."
    if not actor.can(step.verb, flow.unit_of(obj)):
        return "Tài khoản của bạn không được giao việc này."
    actor = actor.speaking(step.verb, flow.unit_of(obj))
    return next((said for guard in step.guards if (said := guard(obj, actor))), None)


def available(flow: Flow, obj: Any, actor: Actor) -> list[Choice]:
    """Steps that lead out of the present state and are this person's to take, each with its refusal if any.

    Steps whose verb the person does not hold are left out: they are somebody else's work, not a closed door.
    """
    unit = flow.unit_of(obj)
    return [
        Choice(step, refusal(flow, step, obj, actor))
        for step in flow.transitions
        if obj.state in step.sources and actor.can(step.verb, unit)
    ]


@transaction.atomic
def apply(
    flow: Flow,
    name: str,
    obj: Any,
    *,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    changes: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
) -> Any:
    """Take step `name`: lock the row, look again, write state, version and `changes`, and audit it.

    Raises `Conflict` when somebody moved the object meanwhile (another state, or a version other than
    `expected_version`), `Refused` when the verb is missing, `DomainError` when a guard refuses or a needed
    reason is empty. Returns the fresh object.
    """
    step = flow.step(name)
    locked = type(obj).objects.select_for_update().get(pk=obj.pk)
    stale = expected_version is not None and locked.version != expected_version
    if stale or locked.state not in step.sources:
        raise Conflict(_who_was_first(flow, locked), code="stale")
    if not actor.can(step.verb, flow.unit_of(locked)):
        raise Refused("Tài khoản của bạn không được giao việc này.", code="not_allowed")
    actor = actor.speaking(step.verb, flow.unit_of(locked))
    if step.needs_reason and not reason.strip():
        raise DomainError(f"Hãy ghi lý do trước khi bấm “{step.label}”.", code="reason_missing", field="reason")
    if said := next((said for guard in step.guards if (said := guard(locked, actor))), None):
        raise DomainError(said, code="guard")
    before = locked.state
    for attribute, value in (changes or {}).items():
        setattr(locked, attribute, value)
    locked.state = step.target
    locked.version += 1
    locked.save(update_fields=["state", "version", *(changes or {})])
    audit.record(
        actor=actor,
        verb=f"{flow.name}.{name}",
        obj=locked,
        before=before,
        after=step.target,
        reason=reason,
        data=data,
    )
    return locked


def _who_was_first(flow: Flow, locked: Any) -> str:
    last = audit.latest(locked)
    state = flow.states[locked.state]
    if last is None:
        return f"Trang này đã cũ: trạng thái hiện nay là “{state}”. Hãy tải lại trang."
    at = timezone.localtime(last.at).strftime("%H:%M ngày %d/%m/%Y")
    who = last.actor_name
    return f"Trang này đã cũ: đã được chuyển bước lúc {at} bởi {who}, nay là “{state}”. Hãy tải lại trang."
