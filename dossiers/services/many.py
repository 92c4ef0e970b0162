"""One step for many dossiers: each on its own, so that one that cannot go does not hold the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from config.kernel.access import Actor
from config.kernel.errors import DomainError
from dossiers.models import Dossier
from dossiers.services import chain

# Steps that may be taken for many; a step that needs its own reason or a whole round is left to its page.
STEPS = ("receive", "accept", "appraise")


@dataclass(frozen=True)
class Refusal:
    dossier: Dossier
    sentence: str


def walk_many(
    *, chosen: Iterable[tuple[Dossier, int | None]], step: str, actor: Actor
) -> tuple[list[Dossier], list[Refusal]]:
    """Take `step` for every (dossier, version that the page showed): those that went, and why the others did not."""
    if step not in STEPS:
        raise DomainError("Bước này làm ở từng hồ sơ.", code="one_by_one")
    gone: list[Dossier] = []
    refused: list[Refusal] = []
    for dossier, version in chosen:
        try:
            with transaction.atomic():
                gone.append(chain.walk(dossier=dossier, step=step, actor=actor, expected_version=version))
        except DomainError as error:
            refused.append(Refusal(dossier, str(error)))
    if not gone and not refused:
        raise DomainError("Chưa chọn hồ sơ nào. Hãy đánh dấu vào ô trước tên đơn vị.", code="nobody_chosen")
    return gone, refused
