"""Words for this app's acts and states in the audit log."""

from targets.enums import Decision
from targets.flow import REPORT_FLOW
from targets.services.runs import RUN_FLOW
from targets.views.words import VERBS

ACTS = VERBS
STATES = {
    "report": REPORT_FLOW.states,
    "run": RUN_FLOW.states,
    "value": {**REPORT_FLOW.states, "none": "Chưa thẩm định", **{c: str(w) for c, w in Decision.choices if c}},
}
