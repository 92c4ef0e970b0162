"""What people type about gifts and about practices worth following. Rules live in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.enums import GiftKind, Giver, PracticeKind, RecognitionLevel
from campaigns.models import Campaign, Contribution, Practice
from campaigns.plans.vocabulary import PILLARS
from campaigns.services.contributions import Gift
from campaigns.services.practices import Account
from config.kernel.text import format_number, parse_number
from config.kernel.web.forms import day_field, offer
from units.forms import UnitField
from units.models import Unit
from units.selectors import people_at

ACCEPTS = ".pdf,.docx,.png,.jpg,.jpeg"
CHOOSE = ("", "Chọn")


class MoneyField(forms.CharField):
    """Whole đồng, typed as "48.000.000" or "48000000"; cleans to int."""

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            number = parse_number(typed.lower().removesuffix("đồng").removesuffix("đ"))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if number != number.to_integral_value() or number < 0:
            raise ValidationError("Ghi số đồng tròn, ví dụ 48.000.000.")
        return int(number)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value


def _text(label: str, longest: int, *, required: bool = False, rows: int = 0, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"required": missing or "Ghi ô này."},
    )


def _file(label: str) -> forms.FileField:
    return forms.FileField(
        label=label, required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPTS})
    )


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class ContributionForm(forms.Form):
    """A gift. With `unit` (a clerk's own) the giver is that unit or one of its people; otherwise a unit of the
    register by name, or whoever is named."""

    unit = UnitField(label="Đơn vị đóng góp", required=False, max_length=260)
    person = forms.ChoiceField(label="Ai đóng góp", required=False)
    giver_name = _text("Người, tổ chức ngoài danh mục", 200)
    kind = forms.ChoiceField(
        label="Đóng góp bằng", choices=GiftKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Chọn kinh phí hoặc hiện vật."},
    )  # fmt: skip
    what = _text("Đóng góp gì, cho việc gì", 400, required=True, rows=2, missing="Ghi đóng góp gì, cho việc gì.")
    amount = MoneyField(label="Trị giá (đồng)", max_length=24, error_messages={"required": "Ghi trị giá bằng đồng."})
    valuation = _text("Căn cứ quy ra tiền", 300)
    given_on = day_field("Ngày đóng góp")
    beneficiary = _text("Nơi nhận, nơi thụ hưởng", 300)
    paper_number = _text("Số giấy tờ chứng minh", 60)
    paper_date = day_field("Ngày của giấy tờ", required=False)
    paper = _file("Tệp giấy tờ")
    version = _version()

    def __init__(self, *args: Any, own: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.people = own, {}
        if own is None:
            del self.fields["person"]
            self.fields["unit"].widget.attrs |= {"list": "units-choices", "autocomplete": "off"}
            return
        del self.fields["unit"]
        self.people = {str(p.uid): p for p in people_at(own)}
        names = [(uid, f"Cá nhân: {p.full_name}") for uid, p in self.people.items()]
        offer(self, "person", [("", own.display_name), *names, ("other", "Người khác (ghi tên bên dưới)")])

    @classmethod
    def of(cls, gift: Contribution, own: Unit | None) -> ContributionForm:
        person = str(gift.person.uid) if gift.person else ("other" if gift.giver == Giver.OTHER else "")
        fields = ("kind", "what", "amount", "valuation", "given_on", "beneficiary", "paper_number", "paper_date")
        return cls(
            initial={name: getattr(gift, name) for name in (*fields, "version", "unit")}
            | {"person": person, "giver_name": gift.giver_name if gift.giver == Giver.OTHER else ""},
            own=own,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.own is not None and said.get("person") == "other" and not said.get("giver_name"):
            self.add_error("giver_name", "Ghi tên người, tổ chức đóng góp.")
        if self.own is None and not self.errors.get("unit") and not (said.get("unit") or said.get("giver_name")):
            self.add_error("unit", "Chọn đơn vị đóng góp, hoặc ghi tên người, tổ chức ngoài danh mục.")
        return said

    def gift(self) -> Gift:
        said = self.cleaned_data
        names = ("kind", "amount", "what", "given_on", "valuation", "beneficiary", "paper_number", "paper_date")
        other = self.own is None or said.get("person") == "other"
        return Gift(
            **{name: said[name] for name in names},
            unit=self.own if self.own is not None else said.get("unit"),
            person=self.people.get(said.get("person", "")),
            giver_name=said.get("giver_name", "") if other else "",
        )


class NormForm(forms.Form):
    """The council's norm of one year."""

    year = forms.TypedChoiceField(label="Năm", coerce=int)
    giver = forms.ChoiceField(label="Áp dụng cho", choices=[c for c in Giver.choices if c[0] != Giver.OTHER])
    amount = MoneyField(label="Định mức (đồng)", max_length=24, error_messages={"required": "Ghi định mức bằng đồng."})
    source = _text("Văn bản của Hội đồng", 300, required=True, missing="Ghi văn bản của Hội đồng quy định định mức.")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_norm_%s"
        super().__init__(*args, **kwargs)
        offer(self, "year", [(y, str(y)) for y in campaign.years])


class PracticeForm(forms.Form):
    """An entry of the library."""

    kind = forms.ChoiceField(label="Loại", choices=[CHOOSE, *PracticeKind.choices],
                             error_messages={"required": "Chọn loại."})  # fmt: skip
    title = _text("Tên", 250, required=True, missing="Ghi tên.")
    person = forms.ChoiceField(label="Tác giả, người tiêu biểu", required=False)
    author_name = _text("Tác giả khác, nhóm tác giả", 200)
    year = forms.TypedChoiceField(label="Năm thực hiện", coerce=int)
    pillar = forms.ChoiceField(label="Thuộc", required=False)
    summary = _text("Tóm tắt", 600, required=True, rows=3, missing="Tóm tắt trong vài câu.")
    method = _text("Cách làm", 8000, rows=6)
    effect = _text("Hiệu quả", 8000, rows=4)
    conditions = _text("Điều kiện để nơi khác áp dụng", 4000, rows=3)
    contact = _text("Liên hệ", 300)
    paper = _file("Tài liệu kèm theo")
    recognition_level = forms.ChoiceField(
        label="Đã được công nhận ở cấp",
        required=False,
        choices=[("", "Chưa được công nhận"), *RecognitionLevel.choices],
    )
    recognition_number = _text("Số quyết định công nhận", 60)
    recognition_date = day_field("Ngày quyết định", required=False)
    recognition_issuer = _text("Cơ quan công nhận", 200)
    version = _version()

    def __init__(self, *args: Any, unit: Unit, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.uid): p for p in people_at(unit)}
        offer(self, "person", [("", "Tập thể đơn vị"), *((u, p.full_name) for u, p in self.people.items())])
        offer(self, "year", [(y, str(y)) for y in campaign.years])
        offer(self, "pillar", [("", "Không riêng trụ cột nào"), *PILLARS.items()])

    NAMES = (
        "kind", "title", "summary", "year", "author_name", "pillar", "method", "effect", "conditions", "contact",
        "recognition_level", "recognition_number", "recognition_date", "recognition_issuer",
    )  # fmt: skip

    @classmethod
    def of(cls, practice: Practice, campaign: Campaign) -> PracticeForm:
        person = str(practice.person.uid) if practice.person else ""
        initial = {name: getattr(practice, name) for name in (*cls.NAMES, "version")} | {"person": person}
        if practice.person:
            initial["author_name"] = ""
        return cls(initial=initial, unit=practice.unit, campaign=campaign)

    def account(self) -> Account:
        said = self.cleaned_data
        person = self.people.get(said.get("person", ""))
        return Account(**{name: said[name] for name in self.NAMES}, person=person)


class RecognitionForm(forms.Form):
    """A reviewer enters the decision that he or she has seen."""

    level = forms.ChoiceField(label="Cấp công nhận", choices=[CHOOSE, *RecognitionLevel.choices],
                              error_messages={"required": "Chọn cấp công nhận."})  # fmt: skip
    number = _text("Số quyết định", 60, required=True, missing="Ghi số quyết định.")
    date = day_field("Ngày quyết định")
    issuer = _text("Cơ quan công nhận", 200)
    version = _version()

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        said = dict(self.cleaned_data)
        said["expected_version"] = said.pop("version")
        return said
