"""What people type on the pages of campaigns. Rules live in the services; forms carry and show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from campaigns.models import Registration, ReportingPeriod
from config.kernel.web.forms import day_field


class LastDayForm(forms.Form):
    """The last day of a reporting period, set by the tenant."""

    last_day = day_field("Hết ngày")
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=400,
        widget=forms.TextInput(),
        error_messages={"required": "Ghi lý do, ví dụ số công văn ấn định hạn."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        self.period = period
        kwargs.setdefault("prefix", None)
        kwargs.setdefault("auto_id", f"id_{period.year}_%s")
        kwargs["initial"] = {"last_day": period.last_day, "version": period.version}
        super().__init__(*args, **kwargs)


class ExtensionForm(forms.Form):
    """A later last day for one unit."""

    last_day = day_field("Hạn mới, hết ngày")
    reason = forms.CharField(
        label="Lý do",
        max_length=400,
        widget=forms.TextInput(),
        error_messages={"required": "Ghi lý do gia hạn, đơn vị sẽ đọc được."},
    )


class RoundForm(forms.Form):
    """Reminding by hand: until when the units are asked to act."""

    respond_by = day_field("Đề nghị hoàn thành trước khi hết ngày", required=False)


class RegistrationForm(forms.Form):
    """A unit's registration; without a new file the one kept before stays."""

    launch_plan_number = forms.CharField(
        label="Số, ký hiệu kế hoạch phát động",
        max_length=60,
        required=False,
    )
    launch_plan_date = day_field("Ngày ban hành", required=False)
    launch_plan = forms.FileField(
        label="Kế hoạch phát động của đơn vị",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
    )
    note = forms.CharField(
        label="Nội dung đăng ký", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, registration: Registration | None) -> RegistrationForm:
        if registration is None:
            return cls()
        return cls(
            initial={
                "launch_plan_number": registration.launch_plan_number,
                "launch_plan_date": registration.launch_plan_date,
                "note": registration.note,
                "version": registration.version,
            }
        )

    def refuse_missing(self, registration: Registration) -> None:
        """Say beside each field what must be there before the registration can be sent."""
        if not registration.has_launch_plan:
            self.add_error("launch_plan", "Chưa đính kèm kế hoạch phát động của đơn vị. Hãy chọn tệp rồi gửi lại.")
        if not registration.launch_plan_number:
            self.add_error("launch_plan_number", "Ghi số, ký hiệu của kế hoạch phát động.")
        if registration.launch_plan_date is None:
            self.add_error("launch_plan_date", "Ghi ngày ban hành kế hoạch phát động.")

    def needed(self) -> RegistrationForm:
        """For showing: fields without which nothing can be sent are not called optional."""
        for name in ("launch_plan_number", "launch_plan_date"):
            self.fields[name].required = True
        return self

    def values(self) -> dict[str, Any]:
        """Arguments of `services.registrations.save_draft`."""
        said = self.cleaned_data
        day: dt.date | None = said.get("launch_plan_date")
        return {
            "launch_plan_number": said.get("launch_plan_number", ""),
            "launch_plan_date": day,
            "note": said.get("note", ""),
            "launch_plan": said.get("launch_plan") or None,
            "expected_version": said.get("version"),
        }
