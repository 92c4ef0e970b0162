"""Sample values for the page that shows every component. Invented, and said to be."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.html import format_html

from config.kernel.face import charts, icons
from config.kernel.workflow import Choice, Transition

TODAY = dt.date(2023, 12, 4)
KINDS = (
    ("dat", "Đạt"), ("khong-dat", "Chưa đạt"), ("cho", "Cần xác nhận"), ("khong", "Không áp dụng"),
    ("gan", "Cần xem kỹ"), ("mo", "Đang thẩm định"), ("vinh", "Được khen"),
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each shape, one of them wrong."""

    people = forms.CharField(label="Số người có tài khoản")
    homes = forms.CharField(label="Số hộ được phủ cáp quang")
    code = forms.CharField(label="Mã định danh điện tử", required=False)
    block = forms.ChoiceField(label="Khối", choices=[("", "Tất cả"), ("xa", "Xã, phường, thị trấn")], required=False)
    reason = forms.CharField(label="Giải trình", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    verdict = forms.ChoiceField(
        label="Kết luận",
        choices=[("ok", "Chấp nhận"), ("doi", "Điều chỉnh, nêu lý do")],
        widget=forms.RadioSelect,
        initial="ok",
    )
    same = forms.BooleanField(label="Áp dụng cho 6 chỉ tiêu đã chọn", required=False)
    paper = forms.FileField(label="Tài liệu kiểm chứng", required=False)

    def clean_homes(self) -> str:
        raise forms.ValidationError("1.988 hộ nhiều hơn tổng số hộ (1.888). Kiểm tra lại một trong hai số.")


class FractionForm(forms.Form):
    numerator = forms.CharField(label="Số người trưởng thành có điện thoại thông minh", initial="3.412")
    denominator = forms.CharField(label="Dân số trưởng thành", initial="4.298")


def _form() -> SampleForm:
    form = SampleForm({"people": "3.105", "homes": "1.988", "code": "H33.12.04", "verdict": "ok"})
    form.is_valid()
    return form


def _moment(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2023, 12, day, hour, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def _entry(verb: str, day: int, *, before: str = "", after: str = "", reason: str = "", **data: str) -> Thing:
    return Thing(
        verb=verb, at=_moment(day, 14), actor_name="Lê Thị Hồng Thắm", actor_title="Chuyên viên",
        state_from=before, state_to=after, reason=reason, data=data,
    )  # fmt: skip


def _job(state: str, **values: Any) -> Thing:
    base = {
        "uid": f"00000000-0000-4000-8000-0000000000{len(state):02d}",
        "state": state,
        "label": "Chấm điểm năm 2023", "done": 6214, "total": 8170, "message": "", "result": {}, "error": "",
        "finished_at": _moment(4, 15),
    }  # fmt: skip
    return Thing(**(base | values))


def _transition(**values: Any) -> Transition:
    base = {
        "name": "submit",
        "sources": frozenset({"draft"}),
        "target": "sent",
        "verb": "x",
        "label": "Gửi hồ sơ",
    }
    return Transition(**(base | values))


def _charts() -> dict[str, Any]:
    years = (charts.Point(2021, 2810, "gốc 2021"), charts.Point(2022, 3720), charts.Point(2023, 4620))
    high = (charts.Point(2022, 7410), charts.Point(2023, 7940))
    near = (charts.Point(2022, 5610), charts.Point(2023, 5940))
    return {
        "trends": [
            charts.trend(years, title="Doanh nghiệp dùng hợp đồng điện tử", target_h=8000, target_year=2025,
                         target_words="trên 80%",
                         sentence="Năm 2023 được 46,2%, còn cách mục tiêu 33,8 điểm %."),
            charts.trend(high, title="Điện thoại thông minh", target_h=7500, target_year=2023,
                         target_words="tối thiểu 75%"),
            charts.trend(near, title="Lao động được đào tạo kỹ năng số", target_h=6000, target_year=2025,
                         target_words="trên 60%"),
        ],
        "bars": charts.bars(
            [charts.Bar("Thành phố Rạch Giá", 6180, met=True), charts.Bar("Huyện Hòn Đất", 5530, met=False),
             charts.Bar("Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh", 6000, met=False),
             charts.Bar("Huyện Kiên Hải", None)],
            title="Hợp đồng điện tử theo đơn vị", target_h=6000, target_words="trên 60%",
        ),
        "stacked": charts.stacked(
            [charts.Part("Đã gửi", 164), charts.Part("Đang nhập", 30), charts.Part("Chưa mở", 6)],
            title="200 báo cáo năm 2023",
        ),
        "gaps": [charts.gap(6240, 6000, met=True), charts.gap(4620, 6000, met=False),
                 charts.gap(None, 6000, met=False)],
        "rankbar": charts.rankbar([("p1", 3200), ("p2", 2810), ("p3", 2690)], 10000, sentence="87,00 trên 100 điểm"),
    }  # fmt: skip


def everything(request: HttpRequest) -> dict[str, Any]:
    """Context of kernel/styleguide.html."""
    return {
        "today": TODAY,
        "kinds": KINDS,
        "dues": [(dt.date(2023, 12, 31), ""), (dt.date(2023, 12, 14), "trước ngày 15/12"), (TODAY, ""),
                 (dt.date(2023, 12, 1), "")],
        "form": _form(),
        "pair": FractionForm(),
        "icons": sorted(path.stem for path in icons.folder().glob("*.svg")),
        "steps": [("Nhập", "Xong 06/12", "done"), ("Xác nhận", "Xong 12/12", "done"),
                  ("Chọn theo số lượng", "Dừng: đồng điểm ở suất 5", "stuck"), ("Công bố", "Chưa đến", "")],
        "entries": [
            _entry("dossier.submit", 11, before="draft", after="sent"),
            _entry("dossier.return", 12, before="sent", after="draft", reason="Thiếu chữ ký số.", tone="bad"),
            _entry("decision.sign", 20, tone="seal"),
            _entry("dossier.review", 22),
        ],
        "verbs": {"dossier.submit": "Gửi hồ sơ", "dossier.return": "Trả lại",
                  "dossier.review": "Gửi lấy ý kiến", "decision.sign": "Quyết định tặng Bằng khen"},
        "states": {"draft": "Đang soạn", "sent": "Đã gửi"},
        "verdicts": [
            {"state": "dat", "title": "Hoàn thành mục tiêu cụ thể năm 2023", "clause": "IV.3.2.2.b",
             "sentence": format_html("Đạt <b>{}</b>.", "26/26")},
            {"state": "khong-dat", "title": "Báo cáo đúng thời gian", "clause": "IV.3.2.2.a",
             "clause_url": "#k10", "sentence": format_html("Gửi 17/12/2023, trễ <b>{}</b>.", "3 ngày")},
            {"state": "cho", "title": "Nội bộ đoàn kết", "clause": "IV.3.1", "action_url": "#k10",
             "action_label": "Xác nhận đạt",
              "sentence": "Không có số liệu nào nói thay; cần người xác nhận."},
            {"state": "khong", "title": "Tổ chức Đảng hoàn thành tốt nhiệm vụ", "clause": "IV.3.1",
             "sentence": "Đơn vị không có tổ chức Đảng."},
        ],
        "choices": [
            Choice(_transition(), None),
            Choice(_transition(name="return", label="Trả lại", needs_reason=True), None),
            Choice(_transition(name="sign", label="Ban hành quyết định"), None),
            Choice(_transition(name="confirm", label="Trình lãnh đạo xác nhận"),
                   "Chưa trình được: chỉ tiêu XHS-7 chưa có số liệu."),
        ],
        "jobs": [_job("queued"), _job("running"),
                 _job("done", result={"sentence": "200 đơn vị có điểm và hạng."}),
                 _job("failed", error="Bộ chỉ số chưa công bố.")],
        "stored": Thing(name="Công văn 233.pdf", size=391_000),
        "page": Paginator(range(2134), 25).page(4),
        "heats": [(None, 6000), (4000, 6000), (5000, 6000), (5900, 6000), (6100, 6000),
                  (6700, 6000), (8000, 6000)],
        **_charts(),
    }  # fmt: skip
