"""Words for this app's acts and states in the audit log."""

from targets.flow import REPORT_FLOW
from targets.services.runs import RUN_FLOW
from targets.views.words import VERBS

ACTS = VERBS
STATES = {"report": REPORT_FLOW.states, "run": RUN_FLOW.states}
