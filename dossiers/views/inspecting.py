from __future__ import annotations

import secrets

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel import files, pages
from config.kernel.errors import DomainError
from config.kernel.papers.report import LONGEST, Report, report
from config.kernel.web import page
from dossiers import selectors
from dossiers.documents import KINDS

# A dropped file is kept this long, for its page pictures, and nowhere but in the cache.
KEPT_SECONDS = 15 * 60
LIMIT = 10 * 1024 * 1024


def _key(request: HttpRequest, token: str) -> str:
    return f"inspected:{request.tenant.pk}:{request.actor.user_id}:{token}"


@page("plan.view", methods=("GET", "HEAD", "POST"))
def inspector(request: HttpRequest) -> HttpResponse:
    """Drop a PDF, or name one of ours (`?van-ban=`): what a records officer would find wrong with it."""
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            token = _keep(request)
        except DomainError as error:
            refused = error
        else:
            kind = request.POST.get("kind", "")
            return redirect(f"{request.path}?tep={token}" + (f"&loai={kind}" if kind in KINDS else ""))
    found: Report | None = None
    name, token, document = "", request.GET.get("tep", ""), None
    chosen = request.GET.get("loai", "")
    data: bytes | None = None
    if token:
        name, data = cache.get(_key(request, token)) or ("", None)
        if data is None:
            refused = DomainError("Tệp đã được xóa sau 15 phút. Hãy chọn lại tệp.", code="gone")
    elif uid := request.GET.get("van-ban", ""):
        document = selectors.document_at(request.actor, uid)
        chosen, name = document.kind, document.title
        data = files.read(document.file) if document.file else None
    if data is not None:
        try:
            found = report(data, chosen if chosen in KINDS else None)
        except ValueError as error:
            refused = DomainError(str(error), code="unreadable")
    context = {
        "report": found, "name": name, "token": token, "document": document, "kinds": _kinds(), "chosen": chosen,
        "refused": refused, "longest": LONGEST,
    }  # fmt: skip
    return render(request, "dossiers/inspector.html", context, status=refused.status if refused else 200)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, kind.name) for kind in sorted(KINDS.values(), key=lambda kind: kind.order)]


def _keep(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise DomainError("Chưa chọn tệp PDF.", code="file_missing", field="file")
    files.judge(upload, only=("pdf",))
    if (upload.size or 0) > LIMIT:
        raise DomainError("Tệp lớn hơn 10 MB, không kiểm tra thể thức được.", code="file_large", field="file")
    upload.seek(0)
    token = secrets.token_urlsafe(16)
    cache.set(_key(request, token), (upload.name, upload.read()), KEPT_SECONDS)
    return token


@page("plan.view")
def inspected_page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One page of a dropped file as a picture."""
    kept = cache.get(_key(request, token))
    picture = pages.picture_of(kept[1], number) if kept else None
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer
