"""Trials kept under a name. The official result of the round never changes by them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict

from awards import permissions
from awards.models import AwardRound, Scenario
from awards.trials import Comparison
from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError, Refused

MOST = 50
LONGEST = 20_000
# Whoever takes part in deciding may keep a trial; reading rights alone leave no trace.
MAY_KEEP = (permissions.MANAGE, permissions.ATTEST, permissions.PRESENT, permissions.SIGN)


def may_keep(actor: Actor) -> bool:
    return any(actor.can(verb) for verb in MAY_KEEP)


@transaction.atomic
def save(
    *,
    round: AwardRound,
    name: str,
    note: str,
    query: QueryDict,
    comparison: Comparison | None,
    actor: Actor,
) -> Scenario:
    """Keep the trial that `query` holds; `comparison` is what it gives today. DomainError with what is wrong."""
    if not may_keep(actor):
        raise Refused("Tài khoản của bạn xem được lần thử nhưng không lưu thành kịch bản.", code="not_allowed")
    name, note = " ".join(name.split()), note.strip()
    if comparison is None:
        raise DomainError("Chưa đổi số nào để thử nên chưa có gì để lưu.", code="nothing_tried")
    if not 1 <= len(name) <= 120:
        raise DomainError("Ghi tên kịch bản, nhiều nhất 120 ký tự.", code="name", field="name")
    if len(note) > 500:
        raise DomainError("Ghi chú nhiều nhất 500 ký tự.", code="note", field="note")
    AwardRound.objects.select_for_update().get(pk=round.pk)
    if Scenario.objects.filter(round=round, name=name).exists():
        raise Conflict(f"Đợt này đã có kịch bản “{name}”. Đặt tên khác hoặc xóa kịch bản cũ.", code="name_taken")
    if Scenario.objects.filter(round=round).count() >= MOST:
        raise DomainError(f"Mỗi đợt giữ nhiều nhất {MOST} kịch bản; xóa bớt kịch bản cũ.", code="too_many")
    packed = address(query)
    if len(packed) > LONGEST:
        raise DomainError("Lần thử có quá nhiều thay đổi để lưu thành một kịch bản.", code="too_long")
    made = Scenario.objects.create(
        round=round,
        name=name,
        note=note,
        query=packed,
        digest=round.digest,
        summary={
            "sentence": comparison.sentence,
            "comes_in": [move.name for rule in comparison.rules for move in rule.comes_in],
            "drops_out": [move.name for rule in comparison.rules for move in rule.drops_out],
        },
        created_by_user=actor.user_id,
        created_by_name=actor.name,
    )
    audit.record(actor=actor, verb="scenario.save", obj=made, data={"round": str(round.uid), "query": packed})
    return made


@transaction.atomic
def delete(*, scenario: Scenario, actor: Actor) -> None:
    """Whoever saved it, or who runs the round."""
    if scenario.created_by_user != actor.user_id and not actor.can(permissions.MANAGE):
        raise Refused("Kịch bản này của người khác; chỉ người lưu hoặc người điều hành đợt xét xóa được.")
    audit.record(actor=actor, verb="scenario.delete", obj=scenario, data={"query": scenario.query})
    scenario.delete()


def address(query: QueryDict) -> str:
    """The trial alone: what the form sent, without what stands empty."""
    kept = [(name, value) for name, values in query.lists() for value in values if _tells(name, value)]
    return urlencode(kept)


# Cells of the rows are read by their place, so that empty ones hold it.
_ROWS = ("ai", "ty-le", "diem", "chi-tieu", "gia-tri", "tieu-chuan", "tra-loi")


def _tells(name: str, value: str) -> bool:
    if name in _ROWS or (name[:1] == "s" and name[1:].isdigit()):
        return True
    return bool(value) and (name == "con-mo" or name.startswith(("w.", "n")))
