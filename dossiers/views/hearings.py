"""Asking the public: the board's side, and the page where anybody reads the list and writes."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from config.kernel import audit
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page, public
from dossiers import selectors
from dossiers.selectors import hearings as reading
from dossiers.services import hearings as acts

PER_PAGE = 50


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def round_hearings(request: HttpRequest, uid: str) -> HttpResponse:
    """Forms of a round: which must be put before the public, which were; a POST by the board puts one out."""
    actor = request.actor
    found = selectors.round_at(actor, uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            made = acts.open_hearing(
                award_round=found, award_form=request.POST.get("award_form", ""), actor=actor,
                days=whole_number(request.POST.get("days", "")),
            )  # fmt: skip
        except DomainError as error:
            refused = error
        else:
            messages.success(request, "Đã công khai danh sách.")
            return redirect("dossiers:hearing", made.uid)
    context = {
        "round": found,
        "boxes": reading.boxes(found),
        "days": reading.rule()["days"],
        "may_manage": actor.can(acts.MANAGE),
        "refused": refused,
    }
    return render(request, "dossiers/round_hearings.html", context, status=refused.status if refused else 200)


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def hearing(request: HttpRequest, uid: str) -> HttpResponse:
    """What the public wrote about a list; the board answers each and ends it."""
    actor = request.actor
    found = reading.hearing_at(actor, uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "close":
                acts.close(hearing=found, actor=actor, expected_version=whole_number(request.POST.get("version", "")))
                said = "Đã kết thúc lấy ý kiến."
            else:
                about = visible(found.comments.all(), request.POST.get("comment", ""))
                acts.answer(comment=about, text=request.POST.get("answer", ""), actor=actor)
                said = "Đã ghi trả lời."
        except DomainError as error:
            refused = error
            found = reading.hearing_at(actor, uid)
        else:
            messages.success(request, said)
            return redirect("dossiers:hearing", found.uid)
    comments = Paginator(reading.comments_on(found.pk), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "hearing": found,
        "is_open": reading.is_open(found),
        "comments": comments,
        "left": reading.without_answer(found),
        "may_manage": actor.can(acts.MANAGE),
        "refused": refused,
        "typed": request.POST,
        "timeline": audit.timeline(found),
    }
    return render(request, "dossiers/hearing.html", context, status=refused.status if refused else 200)


@public
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Lists on which anybody may comment now, and those that are over."""
    shown = Paginator(reading.listed_public_hearings(), PER_PAGE).get_page(request.GET.get("trang"))
    rows = [(found, reading.is_open(found)) for found in shown]
    return render(request, "publication/hearings.html", {"page": shown, "rows": rows})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def public_hearing(request: HttpRequest, uid: str) -> HttpResponse:
    """One list: name, post and unit; a form for a comment until the last day. Comments themselves are not shown."""
    found = visible(reading.public_hearings(), uid)
    refused: DomainError | None = None
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in ("author", "contact", "about", "text")}
        try:
            # A field that people do not see and programs fill.
            if not request.POST.get("website"):
                acts.comment(hearing=found, address=_address(request), **said)
        except DomainError as error:
            refused = error
        else:
            messages.success(request, "Đã nhận ý kiến. Cơ quan thi đua, khen thưởng sẽ xem xét và trả lời.")
            return redirect("public:hearing", found.uid)
    errors = refused.errors if isinstance(refused, Invalid) else {}
    context = {
        "hearing": found,
        "is_open": reading.is_open(found),
        "typed": request.POST,
        "errors": errors,
        "summary": [(f"f-{name}", lines[0]) for name, lines in errors.items()],
        "refused": None if errors else refused,
        "limit": acts.LIMIT,
    }
    return render(request, "publication/hearing.html", context, status=refused.status if refused else 200)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
