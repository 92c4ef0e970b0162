"""Words for this app's acts and states in the audit log and on timelines."""

from targets.enums import Decision
from targets.flow import REPORT_FLOW
from targets.services.runs import RUN_FLOW

ACTS = {
    "report.open": "Mở báo cáo",
    "report.save": "Lưu số liệu",
    "report.hand_over": "Trình lãnh đạo",
    "report.take_back": "Rút lại để sửa",
    "report.send_back": "Lãnh đạo trả lại cán bộ",
    "report.confirm": "Xác nhận và gửi",
    "report.return": "Trả lại báo cáo",
    "report.finish": "Kết thúc thẩm định",
    "report.reopen": "Mở lại thẩm định",
    "report.close": "Chốt báo cáo",
    "report.assign": "Phân công thẩm định",
    "evidence.attach": "Thêm tài liệu kiểm chứng",
    "evidence.link": "Dùng tài liệu cho chỉ tiêu khác",
    "evidence.unlink": "Gỡ tài liệu",
    "evidence.describe": "Ghi số hiệu, ngày, trích yếu của tài liệu",
    "evidence.reject": "Không chấp nhận tài liệu",
    "evidence.accept": "Chấp nhận lại tài liệu",
    "value.appraise": "Kết luận một chỉ tiêu",
    "value.accept_many": "Chấp nhận nhiều chỉ tiêu",
    "value.ask_many": "Hỏi lại nhiều chỉ tiêu",
    "value.change_many": "Điều chỉnh nhiều chỉ tiêu",
    "value.by_file": "Kết luận thẩm định từ Excel",
    "value.by_file_undo": "Hoàn tác kết luận từ Excel",
    "value.explain": "Giải trình",
    "value.conclude": "Kết luận giải trình",
    "set.edit": "Mở bản sửa bộ chỉ số",
    "set.change": "Sửa bộ chỉ số",
    "set.apply": "Áp dụng bộ chỉ số",
    "set.discard": "Bỏ bản sửa bộ chỉ số",
    "run.outside": "Nhập điểm do nơi khác công bố",
    "run.outside_undo": "Hoàn tác điểm do nơi khác công bố",
    "run.start": "Yêu cầu chấm điểm",
    "run.done": "Chấm xong",
    "run.publish": "Công bố kết quả",
    "run.supersede": "Thay bằng lần chấm sau",
}
_WORDS = {
    **REPORT_FLOW.states,
    **{str(code): str(label) for code, label in Decision.choices if code},
    "none": "Chưa thẩm định",
    "explained": "Đã giải trình",
    "kept": "Giữ kết quả thẩm định",
}
STATES = {"report": _WORDS, "run": RUN_FLOW.states, "value": _WORDS, "evidence": _WORDS}
