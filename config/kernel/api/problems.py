"""Refusals as `application/problem+json` (RFC 9457): a Vietnamese sentence, a stable code, the field."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.kernel.errors import DomainError, Invalid

log = logging.getLogger(__name__)
MIME = "application/problem+json"
NOT_FOUND = "Không có đối tượng này, hoặc nó không thuộc phạm vi của bạn."
NO_KEY = "Cần khóa API: gửi đầu đề “Authorization: Bearer …”."
BAD_KEY = "Khóa API không đúng, đã hết hạn hoặc đã thu hồi."
Errors = list[dict[str, str]]


def body(status: int, code: str, sentence: str, errors: Errors | None = None) -> dict[str, Any]:
    """`errors`: [{"field", "sentence"}], empty where no field is to blame."""
    return {"status": status, "code": code, "detail": sentence, "errors": errors or []}


def answer(status: int, code: str, sentence: str) -> HttpResponse:
    """Outside of an endpoint: nobody was let in."""
    made = JsonResponse(
        body(status, code, sentence), status=status, content_type=MIME, json_dumps_params={"ensure_ascii": False}
    )
    if status == 401:
        made["WWW-Authenticate"] = "Bearer"
    return made


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of every endpoint. None for what nobody expected: that is a server error."""
    told = _told(error)
    if told is None:
        return None
    set_rollback()
    log.info("refused %s: %s", context["request"].path, told["code"])
    return Response(told, status=told["status"], content_type=MIME)


def _told(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, DomainError):
        return body(error.status, error.code, error.sentence, _errors_of(error))
    if isinstance(error, exceptions.ValidationError):
        return body(422, "invalid", "Có trường chưa đúng; xem từng trường.", list(_fields(error.detail)))
    for kinds, status, code, sentence in _KNOWN:
        if isinstance(error, kinds):
            return body(status, code, sentence)
    if isinstance(error, exceptions.APIException):
        return body(error.status_code, "unreadable", "Nội dung gửi đến không đọc được. Kiểm tra lại JSON.")
    return None


_KNOWN: tuple[tuple[tuple[type[Exception], ...], int, str, str], ...] = (
    ((Http404, exceptions.NotFound), 404, "not_found", NOT_FOUND),
    (
        (PermissionDenied, exceptions.PermissionDenied),
        403,
        "not_allowed",
        "Tài khoản của bạn không được giao việc này.",
    ),
    ((exceptions.MethodNotAllowed,), 405, "method", "Địa chỉ này không nhận phương thức ấy."),
    (
        (exceptions.UnsupportedMediaType,),
        415,
        "media_type",
        "Gửi nội dung dạng application/json, hoặc multipart/form-data khi có tệp.",
    ),
)


def _errors_of(error: DomainError) -> Errors:
    if isinstance(error, Invalid):
        return [{"field": field, "sentence": said} for field, group in error.errors.items() for said in group]
    return [{"field": error.field, "sentence": error.sentence}] if error.field else []


def _below(path: str, key: Any) -> str:
    return f"{path}[{key}]" if isinstance(key, int) or str(key).isdigit() else f"{path}.{key}".strip(".")


def _fields(detail: Any, path: str = "") -> Errors:
    if isinstance(detail, dict):
        return [row for key, inner in detail.items() for row in _fields(inner, _below(path, key))]
    if isinstance(detail, list):
        found: Errors = []
        for place, inner in enumerate(detail):
            found += _fields(inner, f"{path}[{place}]") if isinstance(inner, dict) else _fields(inner, path)
        return found
    return [{"field": path, "sentence": str(detail)}]
