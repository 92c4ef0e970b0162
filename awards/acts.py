"""Words for this app's acts and states in the audit log."""

from awards.enums import AwardState
from awards.flow import MEETING_FLOW

ACTS = {
    "award.revoke": "Thu hồi khen thưởng",
    "award.revoke_ask": "Yêu cầu thu hồi khen thưởng",
    "award.revoke_withdraw": "Thôi thu hồi khen thưởng",
    "candidate.approve": "Chấp thuận đối tượng",
    "candidate.withdraw": "Rút đối tượng",
    "council.cancel": "Hủy phiên họp Hội đồng",
    "council.close": "Đóng bỏ phiếu, kiểm phiếu",
    "council.interest": "Khai báo lợi ích của ủy viên",
    "council.minutes": "Lập biên bản họp Hội đồng",
    "council.open": "Mở bỏ phiếu",
    "council.prepare": "Chuẩn bị phiên họp Hội đồng",
    "council.save": "Ghi nội dung phiên họp",
    "council.seat": "Thêm ủy viên Hội đồng",
    "council.threshold": "Đặt tỷ lệ phiếu của Hội đồng",
    "council.unseat": "Xóa ủy viên Hội đồng",
    "council.vote": "Bỏ phiếu",
    "decision.record": "Ghi quyết định",
    "law.add": "Thêm mức, quy định khen thưởng",
    "round.merit": "Cho điểm thành tích",
    "round.rules": "Chuyển sang bộ quy tắc mới",
    "rule.add": "Thêm quy tắc xét",
    "rule.change": "Đổi quy tắc xét",
    "rule.remove": "Bỏ quy tắc xét",
    "scenario.delete": "Xóa kịch bản thử",
    "scenario.save": "Lưu kịch bản thử",
}
STATES = {"award": dict(AwardState.choices), "council": MEETING_FLOW.states}
