"""Words for this app's acts in the audit log."""

ACTS = {
    "award.revoke": "Thu hồi khen thưởng",
    "candidate.approve": "Chấp thuận đối tượng",
    "candidate.withdraw": "Rút đối tượng",
    "decision.record": "Ghi quyết định",
    "law.add": "Thêm mức, quy định khen thưởng",
    "round.merit": "Cho điểm thành tích",
    "rule.add": "Thêm quy tắc xét",
    "rule.change": "Đổi quy tắc xét",
    "rule.remove": "Bỏ quy tắc xét",
    "scenario.delete": "Xóa kịch bản thử",
    "scenario.save": "Lưu kịch bản thử",
}
