"""What pages say: each audited act on the timeline, and who has a dossier now."""

from config.kernel.tenancy import current_tenant
from dossiers.enums import DossierState
from dossiers.models import Dossier

VERBS = {
    "round.open": "Mở đợt xét",
    "round.rules": "Chuyển sang bộ quy tắc mới",
    "round.evaluate": "Đối chiếu tiêu chuẩn",
    "round.nominate": "Đơn vị đề cử cá nhân",
    "round.attest": "Xác nhận tiêu chuẩn",
    "round.hold": "Tạm dừng một đối tượng",
    "round.lift_hold": "Tiếp tục xét",
    "round.tie_vote": "Hội đồng biểu quyết trường hợp bằng nhau",
    "round.override_share": "Hội đồng chấp thuận vượt 30%",
    "round.propose": "Lập danh sách đề nghị",
    "round.reopen": "Xét lại",
    "round.notify": "Thông báo các trường hợp không đủ điều kiện",
    "round.send": "Trình danh sách",
    "round.decide": "Đã có quyết định",
    "round.cancel": "Hủy đợt xét",
    "dossier.open": "Lập hồ sơ",
    "dossier.meeting": "Ghi thông tin cuộc họp",
    "dossier.confirm": "Lãnh đạo đơn vị xác nhận",
    "dossier.reopen": "Trả lại người lập",
    "dossier.submit": "Gửi hồ sơ",
    "dossier.receive": "Tiếp nhận",
    "dossier.return": "Trả lại để bổ sung",
    "dossier.answer": "Trả lời điểm cần bổ sung",
    "dossier.accept": "Kết luận đủ điều kiện",
    "dossier.send_back": "Trả lại cơ quan thường trực",
    "dossier.appraise": "Thẩm định đạt",
    "dossier.present": "Trình người quyết định",
    "dossier.decide": "Ký quyết định khen thưởng",
    "dossier.forward": "Ký trình cấp trên",
    "dossier.reject": "Không khen thưởng",
    "dossier.hold": "Tạm dừng",
    "dossier.resume": "Xét tiếp",
    "dossier.withdraw": "Đơn vị rút hồ sơ",
    "dossier.consult": "Lấy ý kiến hiệp y",
    "dossier.opinion": "Cơ quan khác trả lời ý kiến",
    "dossier.opinion_rework": "Cơ quan được hỏi sửa lại câu trả lời",
    "dossier.opinion_cancel": "Rút yêu cầu hiệp y",
    "dossier.opinion_lapse": "Hết hạn hiệp y, không trả lời",
    "consultation.draft": "Soạn câu trả lời hiệp y",
    "consultation.answer": "Gửi câu trả lời hiệp y",
    "consultation.rework": "Trả lại câu trả lời hiệp y",
    "consultation.cancel": "Rút câu hỏi hiệp y",
    "consultation.lapse": "Hết hạn hiệp y",
    "dossier.granted_above": "Cấp trên khen thưởng",
    "dossier.refused_above": "Cấp trên không khen thưởng",
    "upward.answer": "Ghi kết quả của cấp trên",
    "hearing.open": "Công khai lấy ý kiến nhân dân",
    "hearing.answer": "Trả lời ý kiến nhân dân",
    "hearing.close": "Kết thúc lấy ý kiến nhân dân",
    "document.save": "Lưu văn bản",
    "document.word": "Lấy chữ từ tệp Word",
    "review.open": "Lập báo cáo sơ kết, tổng kết",
    "review.render": "Kết xuất báo cáo",
    "review.issue": "Ban hành báo cáo",
    "document.begin": "Lập văn bản",
    "document.issue": "Lấy số, ngày cho văn bản",
    "document.signed": "Nhận bản ký số",
    "trust_root.install": "Cài chứng thư gốc",
    "trust_root.remove": "Gỡ chứng thư gốc",
    "file.export": "Kết xuất cả bộ hồ sơ",
    "decision.present": "Trình dự thảo quyết định",
    "decision.sign": "Ký ban hành",
}

# Asked before steps that cannot be taken back: question, consequence.
ASKS = {
    "confirm": ("Xác nhận hồ sơ?", "Các văn bản lấy số, ngày hôm nay và tên người ký, rồi được kết xuất lại."),
    "submit": ("Gửi hồ sơ?", "Sau khi gửi, đơn vị chỉ sửa được khi hồ sơ bị trả lại."),
}
_WAITS = {
    DossierState.DRAFT: "Hồ sơ đang do đơn vị lập.",
    DossierState.RETURNED: "Hồ sơ đang chờ đơn vị bổ sung.",
    DossierState.UNIT_CONFIRMED: "Lãnh đạo đơn vị đã xác nhận; cán bộ của đơn vị gửi hồ sơ.",
    DossierState.SUBMITTED: "Hồ sơ đang chờ {standing} tiếp nhận.",
    DossierState.RECEIVED: "Hồ sơ đang được {standing} thẩm định.",
    DossierState.ON_HOLD: "Hồ sơ đang tạm dừng; {standing} xét tiếp khi có kết luận.",
    DossierState.APPRAISED_ICT: "Hồ sơ đang chờ {board} thẩm định.",
    DossierState.APPRAISED_TDKT: "{board} trình quyết định cho cả đợt xét.",
    DossierState.PRESENTED: "Hồ sơ đã trình, đang chờ {leader} quyết định.",
    DossierState.DECIDED: "Đã có quyết định khen thưởng.",
    DossierState.FORWARDED: "Đã trình cấp trên quyết định.",
    DossierState.REJECTED: "Hồ sơ không được khen thưởng; lý do ở quá trình xử lý.",
    DossierState.WITHDRAWN: "Đơn vị đã rút hồ sơ.",
}


def waits_for(dossier: Dossier) -> str:
    """At whose desk a dossier lies, for those who have nothing to do there now."""
    tenant = current_tenant()
    words = _WAITS[DossierState(dossier.state)].format(
        standing=tenant.standing_short, board=tenant.board_short, leader=tenant.chairman_title
    )
    return words[:1].upper() + words[1:]
