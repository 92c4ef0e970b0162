"""Which papers of the tenant's own bodies an actor may write."""

from __future__ import annotations

from config.kernel import clock
from config.kernel.access import Actor
from dossiers.documents import KINDS, DocumentKind
from dossiers.documents.regimes import regime_on

# Who writes a paper that is not the unit's.
WRITERS = {"standing": "dossiers.receive", "board": "dossiers.present", "leader": "dossiers.present"}
# Papers that other pages begin: the decision and the letters upward on presenting, the review, the score.
ELSEWHERE = frozenset(
    {
        "decision",
        "pm_proposal",
        "president_proposal",
        "review_report",
        "score_sheet",
        "reminder",
        "council_minutes",
    }
)


def kinds_for(actor: Actor, *, of_dossier: bool) -> list[DocumentKind]:
    """Kinds that this actor may begin for a round, or for one dossier."""
    scopes = {"dossier"} if of_dossier else {"round", "decision"}
    regime = regime_on(clock.today())
    return sorted(
        (
            kind
            for kind in KINDS.values()
            if kind.scope in scopes
            and kind.code not in ELSEWHERE
            and regime.code in kind.regimes
            and kind.owner in WRITERS
            and actor.can(WRITERS[kind.owner])
        ),
        key=lambda kind: kind.order,
    )
