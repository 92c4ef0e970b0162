"""Forms of this app."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.enums import Occasion, QuotaKind, Recipient
from config.kernel.text import parse_number
from config.kernel.web.forms import day_field, offer


class OwnRuleForm(forms.Form):
    """A rule of the tenant's own, said in the terms of a form; `rule()` gives it as the service takes it."""

    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,40}$",
        label="Mã",
        initial="RIENG-1",
        error_messages={"invalid": "Mã gồm chữ in hoa không dấu, chữ số và dấu gạch, ví dụ RIENG-1."},
    )
    occasion = forms.ChoiceField(label="Dịp xét", choices=Occasion.choices)
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    award_form = forms.ChoiceField(label="Hình thức khen thưởng")
    recipient = forms.ChoiceField(label="Đối tượng", choices=Recipient.choices)
    quota_kind = forms.ChoiceField(
        label="Cách tính số lượng",
        choices=[(k, label) for k, label in QuotaKind.choices if k != QuotaKind.SHARE],
        initial=QuotaKind.NONE_STATED,
    )
    quota = forms.IntegerField(label="Số lượng", min_value=1, max_value=10000, required=False)
    launch_plan = forms.BooleanField(label="Có đăng ký và kế hoạch phát động", required=False, initial=True)
    on_time = forms.BooleanField(label="Báo cáo đúng hạn", required=False)
    targets_met = forms.BooleanField(label="Đạt các chỉ tiêu áp dụng", required=False)
    score_ratio = forms.DecimalField(
        label="Tỷ lệ điểm từ (%)", min_value=0, max_value=100, decimal_places=2, required=False
    )
    no_discipline = forms.BooleanField(label="Không bị kỷ luật từ khiển trách", required=False, initial=True)
    statements = forms.CharField(
        label="Tiêu chuẩn cần người xác nhận", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    reason = forms.CharField(label="Căn cứ đặt quy tắc", max_length=300)

    def __init__(self, *args: Any, award_forms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "award_form", award_forms)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        counted = data.get("quota_kind") in (QuotaKind.EXACT, QuotaKind.AT_MOST)
        if counted and not data.get("quota"):
            self.add_error("quota", "Ghi số lượng, hoặc chọn “Không nêu số lượng”.")
        if not counted and data.get("quota"):
            self.add_error("quota", "Đã chọn “Không nêu số lượng” thì để trống ô này.")
        if not self.errors and not self._leaves(data):
            self.add_error("statements", "Quy tắc cần ít nhất một tiêu chuẩn.")
        return data

    def _leaves(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        leaves: list[dict[str, Any]] = []
        if data.get("launch_plan"):
            leaves.append({"kind": "registered", "launch_plan": True, "label": "Có đăng ký, kế hoạch phát động"})
        if data.get("on_time"):
            leaves.append({"kind": "reports_on_time", "label": "Báo cáo đúng hạn"})
        if data.get("targets_met"):
            leaves.append({"kind": "targets_met", "year": "round", "mode": "all", "label": "Đạt các chỉ tiêu"})
        if data.get("score_ratio") is not None:
            wanted = str(data["score_ratio"])
            leaves.append({"kind": "score_ratio", "at_least": wanted, "label": f"Tỷ lệ điểm từ {wanted}%"})
        if data.get("no_discipline"):
            leaves.append({"kind": "no_discipline", "label": "Không bị kỷ luật từ khiển trách trở lên"})
        said = [line.strip() for line in (data.get("statements") or "").splitlines() if line.strip()]
        leaves += [{"kind": "attested", "statement": line, "label": line[:120]} for line in said]
        return leaves

    def rule(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "code": data["code"],
            "occasion": data["occasion"],
            "years": [data["year"]],
            "award_form": data["award_form"],
            "recipient": data["recipient"],
            "quota": data["quota"],
            "quota_kind": data["quota_kind"],
            "note": data["reason"],
            "criteria": {"all": self._leaves(data)},
        }


class ThresholdForm(forms.Form):
    """How many of the council must agree to a form of award, on every occasion or one."""

    award_form = forms.ChoiceField(label="Hình thức khen thưởng")
    occasion = forms.ChoiceField(label="Dịp xét", choices=[("", "Mọi dịp"), *Occasion.choices], required=False)
    percent = forms.IntegerField(
        label="Phải tán thành (% tổng số thành viên)", min_value=1, max_value=100, required=False,
        error_messages={
            "invalid": "Ghi số nguyên từ 1 đến 100, hoặc để trống.", "min_value": "Tỷ lệ phiếu từ 1 đến 100.",
            "max_value": "Tỷ lệ phiếu từ 1 đến 100.",
        },
    )  # fmt: skip
    source = forms.CharField(
        label="Căn cứ", max_length=200, error_messages={"required": "Ghi văn bản, quy chế hoặc lý do làm căn cứ."}
    )
    verified = forms.BooleanField(label="Đã đối chiếu văn bản", required=False)

    def __init__(self, *args: Any, award_forms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "award_form", award_forms)


class RevocationForm(forms.Form):
    """Why an award is taken back, and by which decision: one drawn up here, or one that was issued elsewhere."""

    HERE, ELSEWHERE = "here", "elsewhere"

    way = forms.ChoiceField(
        label="Quyết định thu hồi", widget=forms.RadioSelect, initial=HERE,
        choices=[
            (HERE, "Lập trên phần mềm; số và ngày lấy theo văn bản khi ban hành"),
            (ELSEWHERE, "Đã ban hành ngoài phần mềm; ghi số và ngày bên dưới"),
        ],
        error_messages={"required": "Chọn quyết định thu hồi lập ở đâu."},
    )  # fmt: skip
    number = forms.CharField(label="Số quyết định đã ban hành", max_length=200, required=False)
    on = day_field("Ngày quyết định đã ban hành", required=False)
    reason = forms.CharField(
        label="Lý do thu hồi", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do thu hồi."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == self.HERE and (data.get("number") or data.get("on")):
            self.add_error("number", "Để trống số và ngày: phần mềm lấy theo văn bản khi ban hành.")
        if data.get("way") == self.ELSEWHERE:
            if not data.get("number"):
                self.add_error("number", "Ghi số quyết định thu hồi đã ban hành.")
            if not data.get("on") and "on" not in self.errors:
                self.add_error("on", "Ghi ngày ký quyết định thu hồi.")
        return data


class LeaveForm(forms.Form):
    """Why an award is not taken back after all."""

    reason = forms.CharField(
        label="Lý do thôi thu hồi", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do thôi thu hồi."},
    )  # fmt: skip


class DayForm(forms.Form):
    """What every dated row of the law tables has."""

    valid_from = day_field("Có hiệu lực từ ngày")
    source = forms.CharField(label="Căn cứ", max_length=120)


class SalaryForm(DayForm):
    amount = forms.CharField(label="Lương cơ sở (đồng/tháng)", max_length=20)

    field_order = ("amount", "valid_from", "source")

    def clean_amount(self) -> int:
        return _whole(self.cleaned_data["amount"], 1_000, 1_000_000_000)


class CoefficientForm(DayForm):
    award_form = forms.ChoiceField(label="Hình thức")
    individual_h = forms.CharField(label="Hệ số của cá nhân", max_length=10)

    field_order = ("award_form", "individual_h", "valid_from", "source")

    def __init__(self, *args: Any, award_forms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "award_form", award_forms)

    def clean_individual_h(self) -> int:
        """In hundredths."""
        try:
            value = parse_number(self.cleaned_data["individual_h"]) * 100
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if value != value.to_integral_value() or not 1 <= value <= 10_000:
            raise forms.ValidationError("Hệ số từ 0,01 đến 100, nhiều nhất hai chữ số thập phân.")
        return int(value)


class RegimeForm(forms.Form):
    code = forms.RegexField(
        r"^[A-Z0-9]{2,12}$",
        label="Mã",
        error_messages={"invalid": "Mã gồm chữ in hoa không dấu và chữ số, ví dụ ND152."},
    )
    name = forms.CharField(label="Tên văn bản", max_length=120)
    valid_from = day_field("Có hiệu lực từ ngày")
    citations = forms.CharField(label="Các dòng căn cứ", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean_citations(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["citations"].splitlines() if line.strip()]
        if bad := next((line for line in lines if not line.startswith("Căn cứ ")), None):
            raise forms.ValidationError(f"Mỗi dòng bắt đầu bằng “Căn cứ”: “{bad[:60]}”.")
        return lines


def _whole(typed: str, low: int, high: int) -> int:
    try:
        value = parse_number(typed)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error
    if value != value.to_integral_value() or not low <= value <= high:
        raise forms.ValidationError(f"Ghi số nguyên từ {low:,} đến {high:,}.".replace(",", "."))
    return int(value)
