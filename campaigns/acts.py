"""Words for this app's acts and states in the audit log."""

from campaigns.flow import REGISTRATION_FLOW
from campaigns.views.registrations import VERBS

ACTS = VERBS | {
    "campaign.load_plan": "Nạp kế hoạch",
    "block.place": "Xếp đơn vị vào khối",
    "period.set_last_day": "Đặt hạn báo cáo",
}
STATES = {"registration": REGISTRATION_FLOW.states}
