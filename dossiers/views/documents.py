from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import files, pages
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.documents import KINDS
from dossiers.enums import EDITABLE_STATES
from dossiers.services import drafting


@page("dossiers.view", methods=("GET", "HEAD", "POST"))
def document(request: HttpRequest, uid: str) -> HttpResponse:
    """A paper: the texts to type beside the pages as last made. A POST saves, and makes them anew on request."""
    found = visible(selectors.visible_documents(request.actor), uid)
    if found.review_id is not None:
        return redirect("dossiers:review", found.uid)
    typed = drafting.texts(found)
    errors: dict[str, list[str]] = {}
    refused: DomainError | None = None
    if request.method == "POST" and "again" in request.POST:
        try:
            drafting.render_again(document=found, actor=request.actor)
        except DomainError as error:
            refused = error
        else:
            return redirect("dossiers:document" if found.dossier else "dossiers:decision", found.uid)
    elif request.method == "POST":
        typed = {code: request.POST.get(code, "") for code in (f.code for f in KINDS[found.kind].fields)}
        try:
            saved = drafting.save_fields(
                document=found,
                fields=typed,
                expected_version=whole_number(request.POST.get("version", "")) or 0,
                actor=request.actor,
            )
            if "render" in request.POST:
                drafting.render(document=saved, actor=request.actor)
        except Invalid as invalid:
            errors, refused = invalid.errors, invalid
            found = visible(selectors.visible_documents(request.actor), uid)
        except DomainError as error:
            refused = error
        else:
            messages.success(request, "Đã lưu văn bản." if "render" not in request.POST else "Đã lưu, đang kết xuất.")
            return redirect("dossiers:document", found.uid)
    kind = KINDS[found.kind]
    dossier = found.dossier
    may_edit = (
        dossier is not None and dossier.state in EDITABLE_STATES and request.actor.can("dossiers.edit", dossier.unit)
    )
    context = {
        "document": found,
        "kind": kind,
        "may_edit": may_edit,
        "fields": [(field, typed.get(field.code, ""), errors.get(field.code)) for field in kind.fields],
        "missing": drafting.gaps(found) if may_edit else {},
        "errors": [(f"f-{code}", " ".join(said)) for code, said in errors.items()],
        "kept": "render" in request.POST and all(code not in typed for code in errors),
        "refused": refused,
        "page_numbers": range(1, pages.count(found.file) + 1) if found.file else [],
    }
    return render(request, "dossiers/document.html", context, status=refused.status if refused else 200)


@page("dossiers.view")
def download(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The PDF; `?xem=1` shows it in the browser."""
    found = visible(selectors.visible_documents(request.actor), uid)
    if found.file is None:
        raise Http404
    return files.response(found.file, inline="xem" in request.GET)


@page("dossiers.view")
def page_image(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One page of the PDF as a picture."""
    found = visible(selectors.visible_documents(request.actor), uid)
    picture = pages.picture(found.file, number) if found.file else None
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
