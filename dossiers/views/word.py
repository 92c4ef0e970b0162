"""A paper edited in Word comes back: the file is read, its differences are shown, a person says which to take."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel import files
from config.kernel.errors import DomainError, Refused
from config.kernel.pdf import word as reading
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.documents.returned import Comparison
from dossiers.models import Document
from dossiers.services import drafting, reviews, word

# A file that nobody confirmed is kept this long, and nowhere but in the cache.
KEPT_SECONDS = 60 * 60


def _key(request: HttpRequest, found: Document, token: str) -> str:
    return f"word:{request.tenant.pk}:{request.actor.user_id}:{found.pk}:{token}"


@page("dossiers.view", methods=("GET", "HEAD", "POST"))
def bring(request: HttpRequest, uid: str) -> HttpResponse:
    """The form for the file; with `?tep=` what differs in it; a POST of `take` saves the chosen texts."""
    found = selectors.document_at(request.actor, uid)
    if not _may_edit(found, request):
        raise Refused("Văn bản này không còn sửa được, hoặc không thuộc phần việc của bạn.", code="not_editable")
    token = request.POST.get("tep", "") or request.GET.get("tep", "")
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            if "tep" not in request.POST:
                return redirect(f"{request.path}?tep={_keep(request, found)}")
            return _take(request, found, token)
        except DomainError as error:
            refused = error
            found = selectors.document_at(request.actor, uid)
    return _show(request, found, token, refused)


def _may_edit(found: Document, request: HttpRequest) -> bool:
    if found.review_id is not None:
        return found.number is None and request.actor.can(reviews.EDIT)
    return drafting.may_edit(found, request.actor)


def _page_of(found: Document) -> str:
    if found.review_id is not None:
        return "dossiers:review"
    return "dossiers:decision" if found.kind in selectors.LEADER_PAPERS else "dossiers:document"


def _keep(request: HttpRequest, found: Document) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise DomainError("Chưa chọn tệp DOCX.", code="file_missing", field="file")
    if (upload.size or 0) > reading.MOST_BYTES:
        raise DomainError("Tệp lớn hơn 10 MB. Hãy bỏ bớt hình trong tệp rồi gửi lại.", code="file_large", field="file")
    data = upload.read()
    # What is no DOCX at all is told by its own sentence; what is one is read before it is kept.
    word.compared(found, data)
    files.judge(upload, only=("docx",))
    token = secrets.token_urlsafe(16)
    cache.set(_key(request, found, token), (upload.name or "van-ban.docx", data), KEPT_SECONDS)
    return token


def _kept(request: HttpRequest, found: Document, token: str) -> tuple[str, bytes]:
    kept: tuple[str, bytes] | None = cache.get(_key(request, found, token))
    if kept is None:
        raise DomainError("Tệp đã được xóa sau 60 phút. Hãy chọn lại tệp.", code="gone")
    return kept


def _take(request: HttpRequest, found: Document, token: str) -> HttpResponse:
    name, data = _kept(request, found, token)
    saved = word.take(
        document=found, data=data, name=name, codes=request.POST.getlist("take"),
        expected_version=whole_number(request.POST.get("version", "")) or 0, actor=request.actor,
    )  # fmt: skip
    cache.delete(_key(request, found, token))
    messages.success(request, f"Đã lấy chữ từ tệp Word; văn bản là phiên bản {saved.version}. Hãy kết xuất lại.")
    return redirect(_page_of(saved), saved.uid)


def _show(request: HttpRequest, found: Document, token: str, refused: DomainError | None) -> HttpResponse:
    compared: Comparison | None = None
    name = ""
    if token:
        try:
            name, data = _kept(request, found, token)
            compared = word.compared(found, data)
        except DomainError as error:
            refused = refused or error
    context: dict[str, Any] = {
        "document": found, "compared": compared, "name": name, "token": token, "refused": refused,
        "back": _page_of(found),
    }  # fmt: skip
    return render(request, "dossiers/word.html", context, status=refused.status if refused else 200)
