"""Reports of the year, of a milestone, of the whole campaign: opened, edited, made, issued by the standing agency."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel import audit, files, pages
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.documents import KINDS
from dossiers.documents.reviews import line
from dossiers.enums import DocumentState, ReviewOccasion
from dossiers.models import Document, Review
from dossiers.paper_facts.document import facts_for
from dossiers.selectors.reviews import KIND, reports_of, years_offered
from dossiers.services import reviews as acts
from dossiers.services.drafting import gaps

FIELDS = KINDS[KIND].fields


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def review_list(request: HttpRequest) -> HttpResponse:
    """What was reported on, and the form that begins another report."""
    campaign, refused = the_campaign(), None
    typed = request.POST
    if request.method == "POST":
        try:
            document = acts.open_review(
                campaign=campaign, occasion=typed.get("occasion", ""), year=whole_number(typed.get("year", "")) or 0,
                actor=request.actor,
            )  # fmt: skip
        except DomainError as error:
            refused = error
        else:
            return redirect("dossiers:review", document.uid)
    may_edit = request.actor.can(acts.EDIT)
    offered, empty = years_offered(campaign) if may_edit else ([], [])
    latest = next((year for year, only in offered if not only), "")
    context = {
        "campaign": campaign, "documents": reports_of(campaign.pk), "occasions": ReviewOccasion.choices,
        "years": offered, "empty_years": empty, "chosen": typed.get("year") or str(latest),
        "occasion": typed.get("occasion") or ReviewOccasion.ANNUAL, "may_edit": may_edit, "refused": refused,
    }  # fmt: skip
    return render(request, "dossiers/reviews.html", context, status=refused.status if refused else 200)


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def review(request: HttpRequest, uid: str) -> HttpResponse:
    """One report: the texts, what the data says, the pages as last made; the steps are its buttons."""
    found = _found(request, uid)
    typed: dict[str, str] | None = None
    errors: dict[str, list[str]] = {}
    refused: DomainError | None = None
    if request.method == "POST":
        typed = {f.code: request.POST[f.code].replace("\r\n", "\n") for f in FIELDS if f.code in request.POST}
        try:
            saved = acts.save_texts(
                document=found, fields=typed, expected_version=_version(request), actor=request.actor
            )
            if "issue" in request.POST:
                acts.issue(
                    document=saved, signer_name=request.POST.get("signer_name", ""),
                    signer_title=request.POST.get("signer_title", ""), actor=request.actor,
                    expected_version=saved.version,
                )  # fmt: skip
                messages.success(request, "Đã ban hành báo cáo; đang kết xuất bản có số, ngày.")
            elif "render" in request.POST:
                acts.render(document=saved, actor=request.actor)
                messages.success(request, "Đã lưu, đang kết xuất PDF và DOCX.")
            else:
                messages.success(request, "Đã lưu báo cáo.")
        except Invalid as invalid:
            errors, refused = invalid.errors, invalid
        except DomainError as error:
            refused = error
        else:
            return redirect("dossiers:review", found.uid)
        found = _found(request, uid)
    return _show(request, found, typed, errors, refused)


@page("rounds.manage", methods=("POST",))
def review_save(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep what was just typed; answers with the version that the next text has to name."""
    found = _found(request, uid)
    typed = {f.code: request.POST[f.code] for f in FIELDS if f.code in request.POST}
    saved = acts.save_texts(document=found, fields=typed, expected_version=_version(request), actor=request.actor)
    return render(request, "dossiers/_review_saved.html", {"document": saved})


@page("rounds.view")
def review_docx(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The report as DOCX, as last made."""
    found = _found(request, uid)
    if found.review is None or found.review.docx is None:
        raise Http404
    return files.response(found.review.docx)


def _version(request: HttpRequest) -> int:
    return whole_number(request.POST.get("version", "")) or 0


def _found(request: HttpRequest, uid: str) -> Document:
    seen = selectors.visible_documents(request.actor).filter(kind=KIND, review__isnull=False)
    return visible(seen.select_related("review__campaign", "review__docx", "file", "job"), uid)


def _show(
    request: HttpRequest,
    found: Document,
    typed: dict[str, str] | None,
    errors: dict[str, list[str]],
    refused: DomainError | None,
) -> HttpResponse:
    review_of: Review = found.review  # type: ignore[assignment]  # `_found` gives no other
    facts = facts_for(found)
    texts = KINDS[KIND].defaults(facts) | found.fields | (typed or {})
    told = facts.review
    may_edit = request.actor.can(acts.EDIT) and found.number is None
    context = {
        "document": found, "review": review_of, "may_edit": may_edit,
        "fields": [(field, texts.get(field.code, ""), errors.get(field.code)) for field in FIELDS],
        "facts": facts, "tables": told.tables if told else (), "drafted": not found.fields,
        "charts": [line(drawing) for drawing in told.drawings] if told else [],
        "missing": gaps(found) if may_edit else {},
        "errors": [(f"f-{code}", " ".join(said)) for code, said in errors.items()], "refused": refused,
        "signer_name": request.POST.get("signer_name", found.signer_name),
        "signer_title": request.POST.get("signer_title") or found.signer_title or facts.signer.title,
        "page_numbers": range(1, pages.count(found.file) + 1) if found.file else [],
        "docx_old": review_of.docx is not None and review_of.docx_version != found.version,
        "stale": found.file is not None and found.state == DocumentState.DRAFT,
        "entries": audit.timeline(found),
    }  # fmt: skip
    return render(request, "dossiers/review.html", context, status=refused.status if refused else 200)
