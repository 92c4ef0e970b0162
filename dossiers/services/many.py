"""One step for many dossiers: each on its own, so that one that cannot go does not hold the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    *, chosen: Iterable[tuple[Dossier, int | None]], step: str, actor: Actor, reason: str = ""
) -> tuple[list[Dossier], list[Refusal]]:
    """Take `step` for every (dossier, version that the page showed): those that went, and why the others did not.

    `reason`: what a return asks of each of them.
    """
    if step not in STEPS:
        raise DomainError("Bước này làm ở từng hồ sơ.", code="one_by_one")
    if step == "return" and not reason.strip():
        raise DomainError("Hãy ghi điểm cần bổ sung, chung cho các hồ sơ đã đánh dấu.", code="reason_missing")
    gone: list[Dossier] = []
    refused: list[Refusal] = []
    for dossier, version in chosen:
        try:
            with transaction.atomic():
                gone.append(_take(dossier, version, step, reason, actor))
        except DomainError as error:
            refused.append(Refusal(dossier, str(error)))
    if not gone and not refused:
        raise DomainError("Chưa chọn hồ sơ nào. Hãy đánh dấu vào ô trước tên đơn vị.", code="nobody_chosen")
    return gone, refused


def _take(dossier: Dossier, version: int | None, step: str, reason: str, actor: Actor) -> Dossier:
    if step == "return":
        return chain.return_with_remarks(
            dossier=dossier, points=[chain.Point(reason)], actor=actor, expected_version=version
        )
    return chain.walk(dossier=dossier, step=step, actor=actor, expected_version=version)
