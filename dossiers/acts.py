"""Words for this app's acts and states in the audit log."""

from awards.flow import ROUND_FLOW
from dossiers.flow import DOSSIER_FLOW
from dossiers.views.words import VERBS

ACTS = VERBS
STATES = {"round": ROUND_FLOW.states, "dossier": DOSSIER_FLOW.states}
