"""What people type on the pages of units and accounts. Rules live in the services; forms carry and show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.kernel.text import fold_space
from config.kernel.web.forms import day_field, offer
from units import selectors
from units.enums import Gender, Level, UnitKind
from units.models import Role, Tenant, Unit
from units.models.tenant import Body
from units.selectors.bodies import BODY_ROLES
from units.selectors.people import AuditCriteria, UserCriteria
from units.selectors.tree import UnitCriteria
from units.services.bodies import may_lack, names_of
from units.services.successor import BY_HAND

ANY = [("", "Tất cả")]
STATES = [("", "Đang hoạt động"), ("closed", "Đã ngừng"), ("all", "Tất cả")]


class LoginForm(forms.Form):
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=150,
        error_messages={"required": "Ghi tên đăng nhập."},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=256,
        strip=False,
        error_messages={"required": "Ghi mật khẩu."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _secret(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=256,
        strip=False,
        error_messages={"required": "Ghi ô này."},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class PasswordForm(forms.Form):
    current = _secret("Mật khẩu hiện tại", "current-password")
    new = _secret("Mật khẩu mới", "new-password")
    again = _secret("Gõ lại mật khẩu mới", "new-password")


class UnitField(forms.CharField):
    """A unit by its code or its name, as typed or picked from the list "30844 · UBND xã Mỹ Lâm"."""

    def clean(self, value: Any) -> Unit | None:
        typed = fold_space(super().clean(value) or "")
        if not typed:
            return None
        found = selectors.unit_typed(typed)
        if isinstance(found, Unit):
            return found
        raise ValidationError(found)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.code} · {value.display_name}" if isinstance(value, Unit) else value


def unit_field(label: str, missing: str = "Chọn một đơn vị.") -> UnitField:
    return UnitField(
        error_messages={"required": missing},
        label=label,
        required=False,
        max_length=260,
        widget=forms.TextInput(attrs={"list": "units-choices", "autocomplete": "off"}),
    )


class UnitFilterForm(forms.Form):
    q = forms.CharField(
        label="Tìm đơn vị", required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    loai = forms.ChoiceField(label="Loại", required=False, choices=[*ANY, *UnitKind.choices])
    cap = forms.ChoiceField(label="Cấp", required=False, choices=[*ANY, *Level.choices])
    thuoc = forms.ChoiceField(label="Thuộc", required=False)
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False, choices=STATES)

    def __init__(self, *args: Any, districts: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "thuoc", [*ANY, *((str(u.uid), u.name) for u in districts)])

    def criteria(self) -> UnitCriteria:
        said = self.cleaned_data if self.is_bound and self.is_valid() else _valid_part(self)
        return UnitCriteria(
            text=said.get("q", ""),
            kind=said.get("loai", ""),
            level=said.get("cap", ""),
            under=said.get("thuoc", ""),
            state=said.get("trang_thai", ""),
        )


def _valid_part(form: forms.Form) -> dict[str, Any]:
    """A filter that makes no sense is left out; the rest still filters."""
    return getattr(form, "cleaned_data", {}) if form.is_bound else {}


class UnitForm(forms.Form):
    name = forms.CharField(label="Tên đầy đủ", max_length=200, error_messages={"required": "Ghi tên đơn vị."})
    short_name = forms.CharField(label="Tên ngắn trong danh sách", max_length=200, required=False)
    code = forms.CharField(label="Mã trong hệ thống", max_length=60, error_messages={"required": "Ghi mã đơn vị."})
    kind = forms.ChoiceField(label="Loại", choices=UnitKind.choices, initial=UnitKind.ENTERPRISE)
    level = forms.ChoiceField(label="Cấp", choices=Level.choices, initial=Level.NONE)
    parent = unit_field("Thuộc đơn vị", missing="Chọn đơn vị cấp trên.")
    ident_code = forms.CharField(label="Mã định danh điện tử", max_length=35, required=False)
    tax_code = forms.CharField(label="Mã số thuế", max_length=14, required=False)
    symbol = forms.CharField(label="Ký hiệu trên văn bản", max_length=30, required=False)
    head_name = forms.CharField(label="Người đứng đầu", max_length=120, required=False)
    head_title = forms.CharField(label="Chức vụ người đứng đầu", max_length=120, required=False)
    address = forms.CharField(label="Địa chỉ", max_length=250, required=False)
    phone = forms.CharField(label="Điện thoại", max_length=40, required=False)
    email = forms.EmailField(label="Thư điện tử", required=False, error_messages={"invalid": "Địa chỉ thư chưa đúng."})
    valid_from = day_field("Hoạt động từ ngày", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {name: getattr(unit, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if unit is None:
            self.fields["parent"].required = True
            return
        # A code is what other systems know the unit by; it never changes.
        del self.fields["code"]
        if unit.parent_id is None:
            del self.fields["parent"]

    @property
    def expected_version(self) -> int | None:
        return self.cleaned_data.get("version")

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CloseForm(forms.Form):
    last_day = day_field("Ngày hoạt động cuối cùng", missing="Ghi ngày hoạt động cuối cùng.")
    reason = forms.CharField(
        label="Căn cứ, lý do", max_length=300, error_messages={"required": "Ghi căn cứ hoặc lý do."}
    )


class SuccessionForm(forms.Form):
    """The first successor holds the function. More than three are a reorganisation by data."""

    kind = forms.ChoiceField(label="Hình thức", choices=[(k.value, k.label) for k in BY_HAND], initial=BY_HAND[0].value)
    effective_on = day_field("Có hiệu lực từ ngày", missing="Ghi ngày có hiệu lực.")
    legal_basis = forms.CharField(
        label="Văn bản làm căn cứ",
        max_length=300,
        error_messages={"required": "Ghi số, ngày và tên văn bản làm căn cứ."},
    )
    successors = unit_field("Đơn vị kế thừa", missing="Chọn đơn vị kế thừa.")
    second = unit_field("Đơn vị kế thừa thứ hai")
    third = unit_field("Đơn vị kế thừa thứ ba")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].required = True

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        chosen = [said[name] for name in ("successors", "second", "third") if said[name] is not None]
        return {
            "kind": said["kind"], "effective_on": said["effective_on"], "legal_basis": said["legal_basis"],
            "successors": chosen, "expected_version": said["version"],
        }  # fmt: skip


class ReorganisationForm(forms.Form):
    legal_basis = forms.CharField(
        label="Văn bản làm căn cứ", max_length=300, error_messages={"required": "Ghi văn bản làm căn cứ."}
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


# What a paper says of a body, as a person writes it.
PARTS = (
    ("name", "Tên"), ("short", "Tên ngắn"), ("symbol", "Ký hiệu"), ("parent", "Cơ quan chủ quản"),
    ("head_title", "Chức vụ người đứng đầu"),
)  # fmt: skip


def _said(label: str, *, missing: str = "Ghi ô này.", required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, error_messages={"required": missing})


class BodiesForm(forms.Form):
    """How papers name the tenant's bodies, and from which day on they do."""

    standing_agency = _said("Cơ quan thường trực, khi văn bản gửi đến")
    board_name = _said("Cơ quan thi đua, khen thưởng, khi văn bản gửi đến")
    place = _said("Địa danh trên văn bản")
    valid_from = day_field("Có hiệu lực từ ngày", required=False)
    legal_basis = forms.CharField(label="Văn bản làm căn cứ", max_length=300, required=False)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        names = tenant.names
        kwargs["initial"] = kwargs.get("initial", {}) | {
            f"{role}__{part}": said for role, body in names["bodies"].items() for part, said in body.items()
        } | {field: names[field] for field in ("standing_agency", "board_name", "place")}  # fmt: skip
        super().__init__(*args, **kwargs)
        self.roles = [role for role in BODY_ROLES if role in names["bodies"]]
        for role in self.roles:
            for part, label in PARTS:
                self.fields[f"{role}__{part}"] = _said(
                    label, missing=f"Ghi {label.lower()} của {BODY_ROLES[role].lower()}.",
                    required=not may_lack(role, part),
                )  # fmt: skip

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(role, its heading, its fields), for the page."""
        return [(role, BODY_ROLES[role], [self[f"{role}__{part}"] for part, _ in PARTS]) for role in self.roles]

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        bodies = {role: Body(**{part: said[f"{role}__{part}"] for part, _ in PARTS}) for role in self.roles}
        return {
            "names": names_of(
                bodies, standing_agency=said["standing_agency"], board_name=said["board_name"], place=said["place"]
            ),
            "valid_from": said["valid_from"], "legal_basis": said["legal_basis"], "expected_digest": said["digest"],
        }  # fmt: skip


class UserFilterForm(forms.Form):
    q = forms.CharField(label="Tìm người, tên đăng nhập, đơn vị", required=False, max_length=120)
    vai_tro = forms.ChoiceField(label="Vai trò", required=False)
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Đang mở"), ("closed", "Đã khóa"), ("all", "Tất cả")],
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "vai_tro", [*ANY, *((role.code, role.name) for role in roles)])

    def criteria(self) -> UserCriteria:
        said = self.cleaned_data if self.is_bound and self.is_valid() else _valid_part(self)
        return UserCriteria(said.get("q", ""), said.get("vai_tro", ""), said.get("trang_thai", ""))


class AccountForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120, error_messages={"required": "Ghi họ và tên."})
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        error_messages={"required": "Ghi tên đăng nhập."},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Vai trò", error_messages={"required": "Chọn vai trò."})
    unit = unit_field("Đơn vị")
    title = forms.CharField(label="Chức vụ", max_length=160, required=False)
    gender = forms.ChoiceField(label="Giới tính", required=False, choices=[("", "Chưa ghi"), *Gender.choices])
    email = forms.EmailField(label="Thư công vụ", required=False, error_messages={"invalid": "Địa chỉ thư chưa đúng."})

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", [(role.code, role.name) for role in roles])

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["role_code"] = values.pop("role")
        return values


class AuditFilterForm(forms.Form):
    q = forms.CharField(label="Tìm người hoặc đối tượng", required=False, max_length=120)
    viec = forms.ChoiceField(label="Việc", required=False)
    tu = day_field("Từ ngày", required=False)
    den = day_field("Đến ngày", required=False)

    def __init__(self, *args: Any, verbs: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "viec", [*ANY, *verbs])

    def criteria(self) -> AuditCriteria:
        said = self.cleaned_data if self.is_bound and self.is_valid() else _valid_part(self)
        return AuditCriteria(said.get("q", ""), said.get("viec", ""), said.get("tu"), said.get("den"))


class TokenForm(forms.Form):
    """A key for a program: what for, what it may do, until when."""

    name = forms.CharField(
        label="Dùng cho",
        max_length=120,
        help_text="Tên phần mềm sẽ giữ khóa này.",
        error_messages={"required": "Ghi khóa này dùng cho phần mềm nào."},
    )
    expires_on = day_field("Hết hạn", help_text="Tối đa một năm.", missing="Chọn ngày hết hạn.")
    verbs = forms.MultipleChoiceField(
        label="Được làm gì",
        help_text="Chỉ chọn quyền mà phần mềm cần; khóa không bao giờ làm được nhiều hơn bạn.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một quyền.", "invalid_choice": "Có quyền bạn không giữ."},
    )

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verbs", verbs)
