"""Forms of this app."""

from __future__ import annotations

from typing import Any

from django import forms

from awards.enums import Occasion, QuotaKind, Recipient


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
        self.fields["award_form"].choices = award_forms  # type: ignore[attr-defined]

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
