"""Fields that several endpoints show or take."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.text import parse_number


@extend_schema_field({"type": ["string", "null"], "description": "Số thập phân, dấu chấm: “79.39”", "example": "79.39"})
class Amount(serializers.Field):  # type: ignore[type-arg]
    """A decimal as text: "2900", "79.39". Takes a number, or text with a point or a comma."""

    def to_representation(self, value: Decimal | None) -> str | None:
        return None if value is None else format(value.normalize(), "f") if value else "0"

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float | str | Decimal):
            raise serializers.ValidationError("Ghi một số, ví dụ 2900 hoặc “79.39”.")
        try:
            text = str(data)
            return Decimal(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else parse_number(text)
        except (ValueError, ArithmeticError) as error:
            raise serializers.ValidationError("Ghi một số, ví dụ 2900 hoặc “79.39”.") from error


@extend_schema_field({"type": ["string", "null"], "description": "Điểm, tỷ lệ: “87.50”", "example": "87.50"})
class Points(serializers.Field):  # type: ignore[type-arg]
    """Integer hundredths as a decimal with two places: 7939 → "79.39"."""

    def to_representation(self, value: int | None) -> str | None:
        return None if value is None else f"{Decimal(value) / 100:.2f}"


@extend_schema_field(OpenApiTypes.UUID)
class Ref(serializers.Field):  # type: ignore[type-arg]
    """The uid of a related object."""

    def to_representation(self, value: Any) -> str | None:
        return None if value is None else str(value.uid)


class Version(serializers.Serializer[Any]):
    """What a step asks for."""

    version = serializers.IntegerField(
        min_value=1, help_text="Phiên bản đã đọc; nếu đối tượng đã đổi, trả lời 409 và không ghi gì."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text="Lý do, khi bước cần.")
