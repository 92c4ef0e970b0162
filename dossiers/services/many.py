"""One step for many dossiers: each on its own, so that one that cannot go does not hold the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from config.kernel.access import Actor
from config.kernel.errors import DomainError
from dossiers.models import Dossier
from dossiers.services import chain

# Steps that may be taken for many; what is done for a whole round is left to its page.
STEPS = ("receive", "accept", "appraise", "return")


@dataclass(frozen=True)
class Refusal:
    dossier: Dossier
    sentence: str


def walk_many(
    *,
    chosen: Iterable[tuple[Dossier, int | None]],
    step: str,
    actor: Actor,
    reason: str = "",
    own: Mapping[UUID, str] | None = None,
) -> tuple[list[Dossier], list[Refusal]]:
    """Take `step` for every (dossier, version that the page showed): those that went, and why the others did not.

    `reason`: what a return asks of each of them; `own`: what it asks of one besides, by the dossier's uid.
    """
    if step not in STEPS:
        raise DomainError("Bước này làm ở từng hồ sơ.", code="one_by_one")
    own = own or {}
    if step == "return" and not reason.strip() and not any(said.strip() for said in own.values()):
        raise DomainError(
            "Hãy ghi điểm cần bổ sung, chung cho các hồ sơ đã đánh dấu hoặc riêng từng hồ sơ.", code="reason_missing"
        )
    gone: list[Dossier] = []
    refused: list[Refusal] = []
    for dossier, version in chosen:
        try:
            with transaction.atomic():
                gone.append(_take(dossier, version, step, (reason, own.get(dossier.uid, "")), actor))
        except DomainError as error:
            refused.append(Refusal(dossier, str(error)))
    if not gone and not refused:
        raise DomainError("Chưa chọn hồ sơ nào. Hãy đánh dấu vào ô trước tên đơn vị.", code="nobody_chosen")
    return gone, refused


def _take(dossier: Dossier, version: int | None, step: str, said: tuple[str, str], actor: Actor) -> Dossier:
    if step != "return":
        return chain.walk(dossier=dossier, step=step, actor=actor, expected_version=version)
    points = [chain.Point(point) for point in said if point.strip()]
    if not points:
        raise DomainError("Chưa ghi điểm cần bổ sung của hồ sơ này.", code="reason_missing")
    return chain.return_with_remarks(dossier=dossier, points=points, actor=actor, expected_version=version)
