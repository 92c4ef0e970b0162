"""Words for this app's acts and states in the audit log."""

from awards.flow import ROUND_FLOW
from dossiers.consultation_flow import CONSULTATION_FLOW
from dossiers.enums import HearingState
from dossiers.flow import DOSSIER_FLOW
from dossiers.views.words import VERBS

ACTS = VERBS
STATES = {
    "round": ROUND_FLOW.states,
    "dossier": DOSSIER_FLOW.states,
    "consultation": CONSULTATION_FLOW.states,
    "hearing": dict(HearingState.choices),
}
