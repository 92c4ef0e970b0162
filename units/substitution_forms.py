"""The form of a substitution: whose role, by whom, from when to when, why, by which paper."""

from __future__ import annotations

from typing import Any

from django import forms

from config.kernel import clock
from config.kernel.web.forms import day_field, offer
from units.models import Membership


def _said(membership: Membership) -> str:
    name = membership.person.full_name if membership.person is not None else membership.user.username
    where = f", {membership.unit.display_name}" if membership.unit is not None else ""
    return f"{name} ({membership.title or membership.role.name}{where})"


class SubstitutionForm(forms.Form):
    principal = forms.ChoiceField(label="Việc của ai", error_messages={"required": "Chọn vai trò được làm thay."})
    substitute = forms.ChoiceField(label="Ai làm thay", error_messages={"required": "Chọn người làm thay."})
    starts_on = day_field("Từ ngày", missing="Ghi ngày bắt đầu.")
    ends_on = day_field("Đến hết ngày", missing="Ghi ngày kết thúc: ủy quyền luôn có thời hạn.")
    reason = forms.CharField(label="Lý do", max_length=400, error_messages={"required": "Ghi lý do."})
    paper = forms.CharField(label="Số giấy ủy quyền", max_length=120, required=False)

    def __init__(self, *args: Any, principals: list[Membership], substitutes: list[Membership], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.known = {str(m.uid): m for m in (*principals, *substitutes)}
        self.has_principals = bool(principals)
        for name, rows in (("principal", principals), ("substitute", substitutes)):
            choices = [("", "Chọn…"), *((str(m.uid), _said(m)) for m in rows)]
            offer(self, name, choices)
        if len(principals) == 1:
            self.initial["principal"] = str(principals[0].uid)

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "principal": self.known[said["principal"]], "substitute": self.known[said["substitute"]]}
