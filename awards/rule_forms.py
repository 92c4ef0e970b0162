"""The head of a rule as a form: occasion, form of award, whom, how many. Its criteria are `awards.rules.editing`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from awards.enums import Occasion, QuotaKind, Recipient
from awards.rules.params import BadValue, Percent, years_from
from awards.selection.order import NAMES as ORDER_NAMES
from campaigns.plans.vocabulary import PERSON_KINDS, UNIT_KINDS
from config.kernel.web.forms import offer

ORDERS = 5
LISTS = ("unit_kinds", "person_kinds")


class RuleForm(forms.Form):
    """`data()` gives the keys of a plan's award rule. `of_plan`: code, section and words are the plan's own."""

    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,40}$",
        label="Mã",
        error_messages={"invalid": "Mã gồm chữ in hoa không dấu, chữ số và dấu gạch, ví dụ RIENG-1."},
    )
    section = forms.CharField(label="Mục, điều khoản làm căn cứ", max_length=60, required=False)
    occasion = forms.ChoiceField(label="Dịp xét", choices=Occasion.choices)
    years = forms.CharField(label="Năm", max_length=80, required=False)
    award_form = forms.ChoiceField(label="Hình thức khen thưởng", required=False)
    recipient = forms.ChoiceField(label="Đối tượng", choices=Recipient.choices)
    block = forms.ChoiceField(label="Khối, cụm", required=False)
    quota_kind = forms.ChoiceField(label="Cách tính số lượng", choices=QuotaKind.choices)
    quota = forms.IntegerField(label="Số lượng", min_value=1, max_value=10000, required=False)
    quota_percent = forms.CharField(label="Tỷ lệ trên số tham gia (%)", max_length=10, required=False)
    unit_kinds = forms.MultipleChoiceField(
        label="Chỉ xét loại đơn vị",
        choices=list(UNIT_KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person_kinds = forms.MultipleChoiceField(
        label="Chỉ xét loại cá nhân",
        choices=list(PERSON_KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    decider = forms.CharField(label="Người quyết định", max_length=200, required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        award_forms: list[tuple[str, str]],
        blocks: list[tuple[str, str]],
        of_plan: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of_plan = of_plan
        offer(self, "award_form", [("", "Không có hình thức riêng"), *award_forms])
        offer(self, "block", [("", "Mọi khối, cụm"), *blocks])
        for place in range(ORDERS):
            self.fields[f"order_{place}"] = forms.ChoiceField(
                label=f"Ưu tiên {place + 1}", choices=[("", "Không dùng"), *ORDER_NAMES.items()], required=False
            )
        if of_plan:
            del self.fields["code"], self.fields["section"]

    @property
    def orders(self) -> list[forms.BoundField]:
        return [self[f"order_{place}"] for place in range(ORDERS)]

    def clean_years(self) -> list[int]:
        text = self.cleaned_data["years"].strip()
        try:
            return years_from(text) if text else []
        except BadValue as error:
            raise forms.ValidationError(str(error)) from error

    def clean_quota_percent(self) -> int | str | None:
        try:
            found = Percent("", high=100).read([self.cleaned_data["quota_percent"]])
        except BadValue as error:
            raise forms.ValidationError(str(error)) from error
        if found == 0:
            raise forms.ValidationError("Ghi tỷ lệ lớn hơn 0.")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("quota_kind")
        counted, shared = kind in (QuotaKind.EXACT, QuotaKind.AT_MOST), kind == QuotaKind.SHARE
        if counted and not data.get("quota") and "quota" not in self.errors:
            self.add_error("quota", "Ghi số lượng, hoặc chọn “Không nêu số lượng”.")
        if not counted and data.get("quota"):
            self.add_error("quota", "Cách tính đã chọn không dùng số lượng; để trống ô này.")
        if shared and data.get("quota_percent") is None and "quota_percent" not in self.errors:
            self.add_error("quota_percent", "Ghi tỷ lệ, ví dụ 20: cứ 100 đối tượng tham gia được 20 suất.")
        if not shared and data.get("quota_percent") is not None:
            self.add_error("quota_percent", "Cách tính đã chọn không dùng tỷ lệ; để trống ô này.")
        order = [data[f"order_{place}"] for place in range(ORDERS) if data.get(f"order_{place}")]
        if len(set(order)) != len(order):
            self.add_error("order_0", "Mỗi căn cứ xếp thứ tự chỉ chọn một lần.")
        other = "person_kinds" if data.get("recipient") == Recipient.COLLECTIVE else "unit_kinds"
        if data.get(other):
            self.add_error(other, "Loại này không thuộc đối tượng của quy tắc; bỏ chọn.")
        return data

    def rule(self) -> dict[str, Any]:
        """The head's keys; absent where nothing is said."""
        data = self.cleaned_data
        kinds = "unit_kinds" if data["recipient"] == Recipient.COLLECTIVE else "person_kinds"
        found = {
            "code": data.get("code"),
            "section": data.get("section"),
            "occasion": data["occasion"],
            "years": data["years"],
            "award_form": data["award_form"],
            "recipient": data["recipient"],
            "block": data["block"],
            "quota_kind": data["quota_kind"],
            "quota": data["quota"],
            "quota_percent": data["quota_percent"],
            "kinds": data[kinds],
            "order": [data[f"order_{place}"] for place in range(ORDERS) if data[f"order_{place}"]],
            "decider": data["decider"],
            "note": data["note"].strip(),
        }
        return {key: value for key, value in found.items() if value not in (None, "", [])}


def initial_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for a rule's data."""
    plain = {key: data.get(key) for key in (*RuleForm.base_fields, "quota") if key in data}
    kinds = data.get("kinds") or []
    orders = {f"order_{place}": key for place, key in enumerate((data.get("order") or [])[:ORDERS])}
    percent = Percent("").typed(data.get("quota_percent"))
    return plain | orders | {
        "years": ", ".join(map(str, data.get("years") or ())),
        "quota_kind": data.get("quota_kind") or QuotaKind.NONE_STATED,
        "quota_percent": percent[0] if percent else "",
        "unit_kinds": kinds,
        "person_kinds": kinds,
    }  # fmt: skip


def initial_sent(sent: QueryDict) -> dict[str, Any]:
    """What was typed, for showing it again without judging it yet."""
    return {name: sent.getlist(name) if name in LISTS else sent.get(name, "") for name in sent}
