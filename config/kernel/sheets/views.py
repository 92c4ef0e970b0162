"""Pages of every list that goes to Excel and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from config.kernel import audit, files
from config.kernel.access import visible
from config.kernel.errors import DomainError, Refused
from config.kernel.models import ImportState, SheetImport
from config.kernel.sheets import services
from config.kernel.sheets.plan import STATES
from config.kernel.sheets.sheet import Sheet, sheet_types
from config.kernel.sheets.writing import MIME, template
from config.kernel.text import whole_number
from config.kernel.web import page

PER_PAGE = 50
PROBLEMS_PER_PAGE = 100


def _sheet(request: HttpRequest, kind: str) -> Sheet:
    if kind not in sheet_types():
        raise Http404
    return services.sheet_of(request.actor, kind, request.GET.dict())


def _on_its_page(
    view: Callable[[HttpRequest, Sheet], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view with its list; an address that does not say which one (no year, none of that year) leads to the page
    of the list, which says what to choose, instead of to a refusal."""

    @wraps(view)
    def shown(request: HttpRequest, kind: str) -> HttpResponse:
        try:
            sheet = _sheet(request, kind)
        except Refused:
            raise
        except DomainError as refusal:
            if request.method == "POST":
                raise
            messages.warning(request, refusal.sentence)
            return redirect(sheet_types()[kind].back)
        return view(request, sheet)

    return shown


def _query(sheet: Sheet) -> str:
    return urlencode({name: value for name, value in sheet.params.items() if value})


@page()
def imports(request: HttpRequest) -> HttpResponse:
    """Past imports with their state, and the lists that this person may send."""
    actor = request.actor
    kinds = [sheet for sheet in sheet_types().values() if actor.can(sheet.verb)]
    if not kinds:
        raise Refused("Tài khoản của bạn không được giao việc này.", code="not_allowed")
    found = services.visible_imports(actor)
    chosen = request.GET.get("loai", "")
    if chosen:
        found = found.filter(kind=chosen)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("trang")),
        # Not the classes themselves, which a template would call.
        "kinds": [(sheet.kind, sheet.title) for sheet in kinds if not sheet.parameters],
        "elsewhere": [(reverse(sheet.back), sheet.title) for sheet in kinds if sheet.parameters],
        "all_kinds": [(sheet.kind, sheet.title) for sheet in kinds],
        "chosen": chosen,
    }
    return render(request, "sheets/imports.html", context)


@page(methods=("GET", "HEAD", "POST"))
@_on_its_page
def upload(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Take a template, send a workbook."""
    kind = sheet.kind
    error, status = "", 200
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            found = services.check(
                actor=request.actor,
                kind=kind,
                params=sheet.params,
                upload=sent or b"",
                name=(sent.name if sent else "") or "",
            )
        except DomainError as refusal:
            error, status = refusal.sentence, 422
        else:
            return redirect("sheets:import", uid=found.uid)
    recent = services.visible_imports(request.actor).filter(kind=kind, params=sheet.params)[:5]
    context = {"sheet": sheet, "error": error, "query": _query(sheet), "recent": recent, "back": _back(sheet)}
    return render(request, "sheets/upload.html", context, status=status)


def _back(sheet: Sheet) -> str:
    name, query = sheet.after_address()
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


@page()
@_on_its_page
def template_file(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The list as it stands, as a workbook to fill in."""
    answer = HttpResponse(template(sheet), content_type=MIME)
    answer["Content-Disposition"] = f'attachment; filename="{sheet.mark.replace("/", "-")}.xlsx"'
    return answer


@page(methods=("GET", "HEAD", "POST"))
def one_import(request: HttpRequest, uid: str) -> HttpResponse:
    """What one workbook would do, or did: every problem, every row; write it, look again, give it up."""
    actor = request.actor
    found = services.settle(visible(services.visible_imports(actor), uid))
    error, status = "", 200
    if request.method == "POST":
        version = whole_number(request.POST.get("version", ""))
        try:
            _act(request.POST.get("act", ""), found, request, version)
        except DomainError as refusal:
            error, status = refusal.sentence, refusal.status
            found = services.settle(visible(services.visible_imports(actor), uid))
        else:
            return redirect("sheets:import", uid=found.uid)
    return render(request, "sheets/import.html", _preview(request, found) | {"error": error}, status=status)


def _act(act: str, found: SheetImport, request: HttpRequest, version: int | None) -> None:
    actor = request.actor
    if act == "apply":
        services.ask_to_apply(found=found, actor=actor, expected_version=version)
    elif act == "again":
        services.look_again(found=found, actor=actor)
    elif act == "drop":
        services.drop(found=found, actor=actor)
        messages.success(request, "Đã bỏ tệp này. Chưa ghi gì.")
    else:
        raise DomainError("Không rõ việc cần làm. Hãy tải lại trang.", code="unknown_act")


def _preview(request: HttpRequest, found: SheetImport) -> dict[str, object]:
    plan = services.preview_of(found)
    chosen = request.GET.get("dong", "")
    chosen = chosen if chosen in STATES else ""
    order = {"wrong": 0, "changed": 1, "new": 2, "same": 3}
    lines = [line for line in plan.lines if not chosen or line.state == chosen]
    lines.sort(key=lambda line: (order[line.state], line.number))
    counts = {"wrong": found.wrong, "changed": found.changed, "new": found.fresh, "same": found.same}
    sheet_type = sheet_types().get(found.kind)
    again = urlencode({name: value for name, value in found.params.items() if value})
    return {
        "found": found,
        "lines": Paginator(lines, PER_PAGE).get_page(request.GET.get("trang")),
        "problems": Paginator(plan.problems, PROBLEMS_PER_PAGE).get_page(request.GET.get("loi")),
        "groups": [(code, STATES[code], counts[code]) for code in order if counts[code]],
        "chosen": chosen,
        "labels": STATES,
        "upload_query": again,
        "has_kind": sheet_type is not None,
        "busy": found.state in (ImportState.APPLYING, ImportState.UNDOING),
        "timeline": audit.timeline(found),
    }


@page(methods=("POST",))
def take_back(request: HttpRequest, uid: str) -> HttpResponse:
    """Undo one import as a whole."""
    actor = request.actor
    found = visible(services.visible_imports(actor), uid)
    services.ask_to_undo(found=found, actor=actor, expected_version=whole_number(request.POST.get("version", "")))
    return redirect("sheets:import", uid=found.uid)


@page()
def sent_file(request: HttpRequest, uid: str) -> HttpResponse:
    """The workbook as it was sent."""
    found = visible(services.visible_imports(request.actor), uid)
    return files.response(found.file)  # type: ignore[return-value]


@page(methods=("POST",))
def handout(request: HttpRequest, uid: str) -> HttpResponse:
    """What an import made for the person who asked for it; given once, and to nobody else."""
    actor = request.actor
    found = visible(services.visible_imports(actor).filter(made_by=actor.user_id), uid)
    name, content = services.hand_out(found=found, actor=actor)
    answer = HttpResponse(content, content_type=MIME)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
