"""What is typed about one person who works at a unit."""

from __future__ import annotations

from typing import Any

from django import forms

from config.kernel.web.forms import day_field
from units.enums import Gender, PersonKind
from units.forms import unit_field
from units.models import Person, Unit


class PersonForm(forms.Form):
    """Of `person`, or of somebody new at `unit`."""

    full_name = forms.CharField(label="Họ và tên", max_length=120, error_messages={"required": "Ghi họ và tên."})
    gender = forms.ChoiceField(label="Giới tính", required=False, choices=[("", "Chưa ghi"), *Gender.choices])
    birth_date = day_field("Ngày sinh", required=False)
    position = forms.CharField(label="Chức vụ", max_length=160, required=False)
    unit = unit_field("Đơn vị công tác")
    kind = forms.ChoiceField(label="Đối tượng", choices=PersonKind.choices, initial=PersonKind.CIVIL_SERVANT)
    is_leader = forms.BooleanField(label="Lãnh đạo, phối hợp (không trực tiếp thực hiện)", required=False)
    hometown = forms.CharField(label="Quê quán", max_length=200, required=False)
    residence = forms.CharField(label="Nơi ở", max_length=200, required=False)
    phone = forms.CharField(label="Điện thoại", max_length=40, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False, error_messages={"invalid": "Địa chỉ thư chưa đúng."})
    is_active = forms.BooleanField(label="Còn công tác tại đơn vị", required=False, initial=True)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person | None = None, unit: Unit | None = None, **kwargs: Any) -> None:
        if person is not None:
            fields = {name: getattr(person, name) for name in self.base_fields if name != "seen"}
            kwargs["initial"] = {**fields, "seen": person.mark}
        else:
            kwargs["initial"] = {"unit": unit}
        super().__init__(*args, **kwargs)
        self.fields["unit"].required = True
        if person is None:
            del self.fields["is_active"]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
