"""Sending twice acts once: `Idempotency-Key` on writes (ASVS 2.3; draft-ietf-httpapi-idempotency-key)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.errors import DomainError

HEADER = "Idempotency-Key"
LONGEST = 80


def need_key(request: Request) -> None:
    """Refuse a write that would act twice when sent twice, unless it carries a key."""
    if not request.headers.get(HEADER, "").strip():
        raise DomainError(
            f"Việc này gửi hai lần sẽ ghi hai lần: hãy kèm đầu đề {HEADER} với một mã riêng cho mỗi lần gửi.",
            code="idempotency_key_missing",
            field=HEADER,
        )


def once(request: Request, act: Callable[[], Response]) -> Response:
    """Do `act`, or give the answer that the same key of the same person got before.

    Only what succeeded is kept: a refusal may be corrected and sent again under the same key. Raises DomainError
    when the key is used again for another content.
    """
    key = request.headers.get(HEADER, "").strip()
    actor = request.actor
    if not key or actor.user_id is None:
        return act()
    if len(key) > LONGEST:
        raise DomainError(f"{HEADER} dài quá {LONGEST} ký tự.", code="idempotency_key_long", field=HEADER)
    kept = apps.get_model("units", "ApiRequest")
    digest = _digest(request)
    with transaction.atomic():
        row, fresh = kept.objects.get_or_create(user_id=actor.user_id, key=key, defaults={"digest": digest})
    if not fresh:
        if row.digest != digest:
            said = f"{HEADER} này đã dùng cho một yêu cầu khác. Hãy đặt mã mới."
            raise DomainError(said, code="idempotency_key_reused", field=HEADER)
        return Response(row.body, status=row.status, headers={"Idempotent-Replay": "true"})
    response = act()
    row.status = response.status_code
    row.body = json.loads(json.dumps(response.data, default=str))
    row.save(update_fields=["status", "body"])
    return response


def _digest(request: Request) -> str:
    """Of method, address and content; of a file its name and bytes."""
    sha = hashlib.sha256(f"{request.method} {request.path}".encode())
    files: Any = request.FILES
    data: Any = request.data
    said = {key: data.getlist(key) if hasattr(data, "getlist") else data[key]
            for key in data if key not in files}  # fmt: skip
    sha.update(json.dumps(said, sort_keys=True, default=str, ensure_ascii=False).encode())
    for name in sorted(files):
        for piece in files[name].chunks():
            sha.update(piece)
        files[name].seek(0)
        sha.update(f"{name} {files[name].name}".encode())
    return sha.hexdigest()
