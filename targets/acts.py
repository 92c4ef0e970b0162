"""Words for this app's acts and states in the audit log."""

from targets.services.runs import RUN_FLOW
from targets.views.words import STATES as WORDS
from targets.views.words import VERBS

ACTS = VERBS
STATES = {"report": WORDS, "run": RUN_FLOW.states, "value": WORDS, "evidence": WORDS}
