"""Reads of the dossiers app that more than one place needs."""

from dossiers.selectors.decisions import (
    LEADER_PAPERS,
    decision_nominees,
    decision_page,
    decisions,
    granted_to,
    listed_decisions,
    overtaken,
)
from dossiers.selectors.desk import (
    desk,
    desk_tally,
    document_at,
    dossier_at,
    found_dossiers,
    listed_desk,
    listed_dossiers,
    visible_documents,
    visible_dossiers,
    visible_remarks,
)
from dossiers.selectors.pages import dossier_page
from dossiers.selectors.rounds import (
    awaiting_dossiers,
    listed_rounds,
    proposed_candidates,
    proposing_unit,
    round_at,
    rounds_open_to_units,
    visible_rounds,
)

__all__ = [
    "LEADER_PAPERS",
    "awaiting_dossiers",
    "decision_nominees",
    "decision_page",
    "decisions",
    "desk",
    "desk_tally",
    "document_at",
    "dossier_at",
    "dossier_page",
    "found_dossiers",
    "granted_to",
    "listed_decisions",
    "listed_desk",
    "listed_dossiers",
    "listed_rounds",
    "overtaken",
    "proposed_candidates",
    "proposing_unit",
    "round_at",
    "rounds_open_to_units",
    "visible_documents",
    "visible_dossiers",
    "visible_remarks",
    "visible_rounds",
]
