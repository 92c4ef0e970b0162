"""Checks of what people type. Each returns a sentence, or an empty string when all is well."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError as Refusal
from django.core.validators import validate_email
from stdnum.exceptions import ValidationError
from stdnum.vn import mst


def username_part(value: str) -> str:
    """The part of a user name before @."""
    if not value:
        return "Ghi tên đăng nhập."
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]", value):
        return "Tên đăng nhập gồm 3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch, ví dụ vanthu.mylam."
    return ""


def tax_code(value: str) -> str:
    """Mã số thuế: 10 digits, or 13 for a dependent unit, with its check digit."""
    if not value:
        return ""
    try:
        mst.validate(value)
    except ValidationError:
        return "Mã số thuế chưa đúng: 10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc, có số kiểm tra."
    return ""


def ident_code(value: str) -> str:
    """Mã định danh điện tử của cơ quan (Quyết định 20/2020/QĐ-TTg)."""
    if not value:
        return ""
    if not re.fullmatch(r"[A-Z]\d{2}(\.\d{1,3}){0,4}", value):
        return "Mã định danh có dạng H33.15 hoặc H33.15.02."
    return ""


def email(value: str) -> str:
    """An address for mail."""
    if not value:
        return ""
    try:
        validate_email(value)
    except Refusal:
        return "Địa chỉ thư chưa đúng, ví dụ vanthu@mylam.gov.vn."
    return ""
