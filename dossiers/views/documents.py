from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import files, pages
from config.kernel.errors import DomainError, Invalid
from config.kernel.pdf import fonts
from config.kernel.pdf.render import stylesheet
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.documents import KINDS, Incomplete
from dossiers.enums import AccessAct, DocumentState
from dossiers.models import Document
from dossiers.selectors.pages import judged_beside
from dossiers.selectors.signatures import signing_of
from dossiers.services import accesses, agency, drafting
from dossiers.services.word import composition, origin_of, standing_texts

# A draft is shown in a frame of its own: its measured lines are written as styles, and it may load nothing.
DRAFT_SHEET = (
    "body { max-width: 164mm; margin: 20mm auto; padding: 0 6mm; background: white; }"
    "body.certificate { max-width: 262mm; zoom: 0.68; } body.certificate.a3 { max-width: 386mm; zoom: 0.46; }"
    # A sheet of paper does not grow narrower: where there is less room it is seen from further away.
    "@media (max-width: 42rem) { html { zoom: 0.8; } } @media (max-width: 33rem) { html { zoom: 0.64; } }"
    "@media (max-width: 27rem) { html { zoom: 0.5; } } @media (max-width: 21rem) { html { zoom: 0.4; } }"
)
DRAFT_POLICY = (
    "default-src 'self'; script-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@page("dossiers.view", methods=("GET", "HEAD", "POST"))
def document(request: HttpRequest, uid: str) -> HttpResponse:
    """A paper: the texts to type beside the pages as last made. A POST saves, and makes them anew on request."""
    found = selectors.document_at(request.actor, uid)
    if found.review_id is not None:
        return redirect("dossiers:review", found.uid)
    if request.method != "POST":
        accesses.note(actor=request.actor, act=AccessAct.OPEN, document=found)
        return show(request, found)
    try:
        if "again" in request.POST:
            drafting.render_again(document=found, actor=request.actor)
        elif "remake" in request.POST:
            agency.remake(document=found, expected_version=_version(request), actor=request.actor)
            messages.success(request, "Đang làm lại, không còn tờ của người bị thu hồi.")
        elif "issue" in request.POST:
            agency.issue(
                document=found,
                signer_name=request.POST.get("signer_name", ""),
                signer_title=request.POST.get("signer_title", ""),
                expected_version=_version(request),
                actor=request.actor,
            )
            messages.success(request, "Đã lấy số, ngày; văn bản đang được kết xuất.")
        else:
            _save(request, found)
    except DomainError as refused:
        found = selectors.document_at(request.actor, uid)
        return show(request, found, refused=refused)
    return redirect(_page_of(found), found.uid)


def _page_of(found: Document) -> str:
    return "dossiers:decision" if found.kind in selectors.LEADER_PAPERS else "dossiers:document"


def _version(request: HttpRequest) -> int:
    return whole_number(request.POST.get("was", "") or request.POST.get("version", "")) or 0


def _save(request: HttpRequest, found: Document) -> None:
    held, expected = drafting.texts(found), _version(request)
    fields = {code: request.POST.get(code, "") for code in (f.code for f in KINDS[found.kind].fields)}
    if all(held[code] == typed.replace("\r\n", "\n") for code, typed in fields.items()):
        expected = found.version  # what is sent saved itself a moment ago
    saved = drafting.save_fields(document=found, fields=fields, expected_version=expected, actor=request.actor)
    if "render" in request.POST:
        drafting.render(document=saved, actor=request.actor)
    messages.success(request, "Đã lưu văn bản." if "render" not in request.POST else "Đã lưu, đang kết xuất.")


@page("dossiers.view", methods=("POST",))
def save(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep what was just typed; answers with the version that the next text has to name, and what is still missing."""
    found = selectors.document_at(request.actor, uid)
    held = drafting.texts(found)
    typed = {code: request.POST[code].replace("\r\n", "\n") for code in held if code in request.POST}
    if not drafting.may_edit(found, request.actor) or any(held[code] != said for code, said in typed.items()):
        found = drafting.save_fields(
            document=found, fields=typed, expected_version=_version(request), actor=request.actor
        )
    stale = found.file is not None and found.state == DocumentState.DRAFT
    context = {"document": found, "missing": drafting.gaps(found), "stale": stale}
    return render(request, "dossiers/_document_saved.html", context)


def show(request: HttpRequest, found: Document, *, refused: DomainError | None = None) -> HttpResponse:
    """The page of a paper; with `refused` it says why something was not done and keeps what was typed."""
    kind = KINDS[found.kind]
    errors = refused.errors if isinstance(refused, Invalid) else {}
    codes = [field.code for field in kind.fields]
    may_edit = drafting.may_edit(found, request.actor)
    held = drafting.texts(found) if may_edit else standing_texts(found)
    typed = held | {code: request.POST[code] for code in codes if code in request.POST}
    context = {
        "document": found,
        "kind": kind,
        "may_edit": may_edit,
        "may_issue": may_edit and kind.numbered and found.dossier is None and found.number is None,
        "fields": [(field, typed.get(field.code, ""), errors.get(field.code)) for field in kind.fields],
        "missing": drafting.gaps(found) if may_edit else {},
        "errors": [(f"f-{code}", " ".join(said)) for code, said in errors.items()],
        "kept": "render" in request.POST and all(code not in typed for code in errors),
        "refused": refused,
        "signing": signing_of(found, request.actor),
        "overtaken": selectors.overtaken(found, request.actor),
        "page_numbers": range(1, pages.count(found.file) + 1) if found.file else [],
        "stale": found.file is not None and found.state == DocumentState.DRAFT,
        "posted": request.POST,
        "remarks": list(found.remarks.filter(answered_at=None)) if found.dossier is not None else [],
        "judged": judged_beside(found, request.actor),
        "may_trace": request.actor.can("audit.view"),
    }
    return render(request, "dossiers/document.html", context, status=refused.status if refused else 200)


@page("dossiers.view", methods=("GET", "HEAD", "POST"))
def draft(request: HttpRequest, uid: str) -> HttpResponse:
    """The text as it stands, or as it is being typed, in the paper's own order; it becomes pages in the worker."""
    found = selectors.document_at(request.actor, uid)
    codes = [field.code for field in KINDS[found.kind].fields]
    typed = {code: request.POST[code] for code in codes if code in request.POST}
    try:
        html = composition(found, typed).html()
    except Incomplete as incomplete:
        return render(request, "dossiers/_draft_missing.html", {"missing": incomplete.fields})
    html = html.replace("</head>", f"<style>{_sheet()}</style></head>", 1).replace("<body", "<body data-draft", 1)
    answer = HttpResponse(html)
    answer["Content-Security-Policy"] = DRAFT_POLICY
    return answer


def _sheet() -> str:
    """The papers' own stylesheet, its typefaces fetched from where pages fetch theirs."""
    return fonts.css(stylesheet()).replace("static:", settings.STATIC_URL) + DRAFT_SHEET


@page("dossiers.view")
def download(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The PDF; `?xem=1` shows it in the browser."""
    found = selectors.document_at(request.actor, uid)
    if found.file is None:
        raise Http404
    accesses.note(actor=request.actor, act=AccessAct.DOWNLOAD, document=found)
    return files.response(found.file, inline="xem" in request.GET)


@page("dossiers.view")
def word(request: HttpRequest, uid: str) -> HttpResponse:
    """The same text as DOCX: to be worked on in Word, and later as the PDF has it."""
    found = selectors.document_at(request.actor, uid)
    try:
        paper = composition(found)
    except Incomplete as incomplete:
        return show(request, found, refused=Invalid({code: [said] for code, said in incomplete.fields.items()}))
    accesses.note(actor=request.actor, act=AccessAct.DOWNLOAD, document=found)
    name = paper.filename.removesuffix(".pdf") + ".docx"
    answer = HttpResponse(
        paper.docx(origin=origin_of(found)),
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("dossiers.view")
def page_image(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One page of the PDF as a picture."""
    found = selectors.document_at(request.actor, uid)
    tag = f'"{found.file.sha256}-{number}"' if found.file else ""
    # Asked for again each time, so that nothing is seen once the account has left; the same picture is not sent twice.
    if tag and request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        picture = pages.picture(found.file, number) if found.file else None
        if picture is None:
            raise Http404
        answer = HttpResponse(picture, content_type="image/png")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer
