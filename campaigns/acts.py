"""Words for this app's acts and states in the audit log."""

from campaigns.enums import AdoptionState, PeriodState, RecognitionLevel
from campaigns.flow import CONTRIBUTION_FLOW, PRACTICE_FLOW, REGISTRATION_FLOW

ACTS = {
    "registration.open": "Lập đăng ký",
    "registration.save": "Sửa đăng ký",
    "registration.submit": "Gửi đăng ký",
    "registration.confirm": "Xác nhận đăng ký",
    "registration.return": "Trả lại đăng ký",
    "campaign.load_plan": "Nạp kế hoạch",
    "campaign.publish": "Ban hành phiên bản kế hoạch",
    "plan_draft.begin": "Bắt đầu sửa kế hoạch",
    "plan_draft.create": "Lập phong trào mới",
    "plan_draft.save": "Ghi một mục của kế hoạch",
    "plan_draft.remove": "Bỏ một mục của kế hoạch",
    "plan_draft.discard": "Bỏ bản sửa kế hoạch",
    "contribution.record": "Ghi khoản đóng góp",
    "contribution.save": "Sửa khoản đóng góp",
    "contribution.confirm": "Xác nhận khoản đóng góp",
    "contribution.refuse": "Không ghi nhận khoản đóng góp",
    "contribution.withdraw": "Rút khoản đóng góp",
    "contribution.set_norm": "Ghi định mức đóng góp",
    "practice.open": "Soạn bài giới thiệu",
    "practice.save": "Sửa bài giới thiệu",
    "practice.submit": "Gửi duyệt bài giới thiệu",
    "practice.publish": "Công bố bài giới thiệu",
    "practice.return": "Trả lại bài giới thiệu",
    "practice.withdraw": "Rút bài giới thiệu",
    "practice.recognise": "Ghi công nhận sáng kiến, mô hình",
    "practice.adopt": "Đăng ký áp dụng",
    "practice.tell_result": "Báo kết quả áp dụng",
    "block.place": "Xếp đơn vị vào khối",
    "period.set_last_day": "Đặt hạn báo cáo",
    "period.open": "Mở kỳ báo cáo",
    "period.close": "Đóng kỳ báo cáo",
    "period.extend": "Gia hạn báo cáo cho đơn vị",
    "period.end_extension": "Bỏ gia hạn của đơn vị",
    "reminder.send": "Nhắc hạn tự động",
    "reminder.round": "Đôn đốc đơn vị quá hạn",
}
STATES = {
    "period": {str(state): str(state.label) for state in PeriodState},
    "registration": REGISTRATION_FLOW.states,
    "contribution": CONTRIBUTION_FLOW.states,
    "practice": PRACTICE_FLOW.states
    | {str(level): str(level.label) for level in RecognitionLevel}
    | {str(state): str(state.label) for state in AdoptionState},
}
