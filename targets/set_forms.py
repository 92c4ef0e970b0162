"""Forms of the indicator-set pages, and of points from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from campaigns.plans.vocabulary import COMPARATORS, METHODS, UNIT_KINDS, VALUE_KINDS
from config.kernel.text import format_number, parse_number
from config.kernel.web.forms import day_field, offer
from targets.enums import Pillar

ENOUGH = 10**8


class DecimalField(forms.CharField):
    """A number as people write it (1.234,5); cleans to Decimal or None. `places` decimals at most."""

    def __init__(self, *, places: int = 4, **more: Any) -> None:
        super().__init__(max_length=24, **more)
        self.places = places

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            number = parse_number(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 <= number < ENOUGH or number != round(number, self.places):
            raise forms.ValidationError(f"Ghi số từ 0, nhiều nhất {self.places} chữ số sau dấu phẩy.")
        return number


class IndicatorForm(forms.Form):
    """One indicator; `values()` gives the attributes of the model."""

    code = forms.RegexField(
        r"^[A-Za-z0-9ĐđÀ-ỹ][\w.\-]{0,40}$",
        label="Mã",
        error_messages={
            "required": "Ghi mã chỉ số, ví dụ CQS-7.",
            "invalid": "Mã gồm chữ, chữ số, dấu chấm, dấu gạch, ví dụ CQS-7.",
        },
    )
    name = forms.CharField(
        label="Chỉ số", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi nội dung chỉ số."},
    )  # fmt: skip
    short = forms.CharField(label="Tên gọn", max_length=80, required=False)
    pillar = forms.ChoiceField(label="Trụ cột", choices=Pillar.choices, required=False)
    target = forms.ChoiceField(label="Chỉ tiêu của kế hoạch", required=False)
    unit_kinds = forms.MultipleChoiceField(
        label="Áp dụng với", choices=list(UNIT_KINDS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    value_kind = forms.ChoiceField(label="Kiểu giá trị", choices=list(VALUE_KINDS.items()))
    method = forms.ChoiceField(label="Phương pháp chấm", choices=list(METHODS.items()))
    max_points = DecimalField(label="Điểm tối đa", places=2, error_messages={"required": "Ghi điểm tối đa."})
    comparator = forms.ChoiceField(label="So với ngưỡng", choices=list(COMPARATORS.items()))
    threshold = DecimalField(label="Ngưỡng", required=False)
    threshold_max = DecimalField(label="Ngưỡng trên (khoảng)", required=False)
    natural_max = DecimalField(label="Giá trị lớn nhất có thể", required=False)
    unit = forms.CharField(label="Đơn vị tính", max_length=40, required=False)
    params = forms.CharField(
        label="Bậc hoặc lựa chọn", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    guide = forms.CharField(
        label="Cách tính", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    numerator_label = forms.CharField(label="Tử số là", max_length=200, required=False)
    denominator_label = forms.CharField(label="Mẫu số là", max_length=200, required=False)
    evidence_required = forms.BooleanField(label="Phải có tài liệu kiểm chứng, thiếu thì 0 điểm", required=False)
    evidence_note = forms.CharField(label="Tài liệu kiểm chứng nào", max_length=300, required=False)
    data_source = forms.CharField(label="Nguồn số liệu", max_length=300, required=False)
    verifier = forms.CharField(label="Cơ quan xác minh", max_length=200, required=False)

    def __init__(self, *args: Any, targets: Mapping[str, str], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "target", [("", "Không theo chỉ tiêu nào"), *targets.items()])
        if not is_new:
            del self.fields["code"]

    def clean_params(self) -> list[dict[str, Any]]:
        """ "80 = 10" a step from 80 on, anything else before the sign a choice; points in hundredths."""
        found: list[dict[str, Any]] = []
        for line in self.cleaned_data["params"].splitlines():
            if not line.strip():
                continue
            before, sign, points = line.rpartition("=")
            try:
                points_h = parse_number(points) * 100
            except ValueError:
                points_h = Decimal("0.5")
            if not sign or not before.strip() or points_h != points_h.to_integral_value() or points_h < 0:
                raise forms.ValidationError(f"Dòng “{line.strip()[:60]}”: ghi mức = điểm, ví dụ 80 = 10.")
            if re.fullmatch(r"[\d.,\s]+", before.strip()):
                try:
                    found.append({"at_least": str(parse_number(before)), "points_h": int(points_h)})
                except ValueError as error:
                    raise forms.ValidationError(f"Dòng “{line.strip()[:60]}”: {error}") from error
            else:
                found.append({"option": " ".join(before.split()), "points_h": int(points_h)})
        return found

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["max_h"] = int(data.pop("max_points") * 100)
        return data


def initial_of(indicator: Any) -> dict[str, Any]:
    """What the form shows for an indicator."""
    plain = ("code", "name", "short", "pillar", "unit_kinds", "value_kind", "method", "comparator", "unit", "guide",
             "numerator_label", "denominator_label", "evidence_required", "evidence_note", "data_source",
             "verifier")  # fmt: skip
    lines = [
        f"{format_number(Decimal(p['at_least'])) if 'at_least' in p else p['option']} = "
        f"{format_number(Decimal(p['points_h']) / 100)}"
        for p in indicator.params or []
    ]
    return {name: getattr(indicator, name) for name in plain} | {
        "target": indicator.target.code if indicator.target else "",
        "max_points": format_number(Decimal(indicator.max_h) / 100),
        "threshold": format_number(indicator.threshold),
        "threshold_max": format_number(indicator.threshold_max),
        "natural_max": format_number(indicator.natural_max),
        "params": "\n".join(lines),
    }


class OutsideForm(forms.Form):
    """Whose points these are."""

    year = forms.TypedChoiceField(label="Năm", coerce=int)
    source_name = forms.CharField(
        label="Nguồn công bố", max_length=250, error_messages={"required": "Ghi cơ quan công bố điểm."}
    )
    decision_number = forms.CharField(
        label="Số quyết định, văn bản",
        max_length=100,
        error_messages={"required": "Ghi số quyết định hoặc văn bản công bố."},
    )
    decision_on = day_field("Ngày ban hành", required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "year", [(year, str(year)) for year in years])
