"""Papers that prove values: added and removed within the entry page, listed and described on pages of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import files, pages
from config.kernel.access import uids_in, visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from targets import permissions as may
from targets.forms import read_date
from targets.models import AnnualReport, Evidence
from targets.selectors import completeness
from targets.selectors import entries as views_of
from targets.selectors.entries import EntryView
from targets.selectors.papers import links_in, papers_of, visible_papers
from targets.services import evidence as services
from targets.views.own import grouped, own, report_context


def handle_papers(request: HttpRequest, report: AnnualReport, mine: list[EntryView]) -> list[tuple[str, str]]:
    """Uploads (`<anchor>-f` with số hiệu, ngày, trích yếu), an existing paper (`<anchor>-co`), a removal (`go`).

    Returns problems as (anchor, sentence); each also stands beside its entry.
    """
    problems: list[tuple[str, str]] = []
    for entry in mine:
        try:
            _add(request, report, entry)
        except (DomainError, ValueError) as error:
            sentence = error.sentence if isinstance(error, DomainError) else str(error)
            entry.files.append(sentence)
            problems.append((f"{entry.anchor}-f", f"{entry.indicator.code}: {sentence}"))
    if uid := request.POST.get("go", ""):
        link = visible(links_in(report), uid)
        services.unlink(evidence=link.evidence, value=link.value, actor=request.actor)
    return problems


def _add(request: HttpRequest, report: AnnualReport, entry: EntryView) -> None:
    post, actor = request.POST, request.actor
    uploads = request.FILES.getlist(f"{entry.anchor}-f")
    had = {paper.pk for paper in papers_of(report)} if uploads else set()
    for upload in uploads:
        kept = services.attach(
            report=report,
            upload=upload,
            name=upload.name or "tep",
            values=[entry.value.uid],
            actor=actor,
            number=post.get(f"{entry.anchor}-so", ""),
            date=read_date(post.get(f"{entry.anchor}-ng", "")),
            abstract=post.get(f"{entry.anchor}-ty", ""),
        )
        if kept.pk in had:
            entry.notes.append(f"{upload.name} giống hệt {kept.file.name} đã có trong báo cáo nên không thêm lần nữa.")
    if uid := post.get(f"{entry.anchor}-co", ""):
        paper = visible(papers_of(report), uid)
        services.link(evidence=paper, values=[entry.value.uid], actor=actor)


@page(may.EDIT, methods=("POST",))
def attach(request: HttpRequest, year: int, uid: str) -> HttpResponse:
    """Files dropped on one entry, a paper that is there already, or one taken off; answers with the entry's papers."""
    report = own(request, year)
    before = views_of.entry_views(report, may_edit=True)
    entry = next((e for e in before if str(e.value.uid) == str(uid)), None)
    if entry is None:
        raise Http404
    had = {link.evidence_id for link in entry.links}
    handle_papers(request, report, [entry])
    after = views_of.entry_views(report, may_edit=True)
    fresh = next(e for e in after if e.value.pk == entry.value.pk)
    fresh.files, fresh.notes = entry.files, entry.notes
    context = {
        "e": fresh, "report": report, "oob": True, "assessed": completeness.assess([e.value for e in after]),
        "arrived": {link.evidence_id for link in fresh.links} - had,
        "papers": {link.evidence_id: link.evidence for e in after for link in e.links}.values(),
    }  # fmt: skip
    return render(request, "targets/_attached.html", context, status=422 if entry.files else 200)


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def papers(request: HttpRequest, year: int) -> HttpResponse:
    """All papers of the report with what they prove; a new one may be added for several targets at once."""
    report = own(request, year)
    everything = views_of.entry_views(report, may_edit=request.actor.can(may.EDIT, report.unit))
    typed, problems, status = {"so": "", "ng": "", "ty": ""}, [], 200
    chosen: set[str] = set()
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        chosen = set(request.POST.getlist("value"))
        try:
            _new_paper(request, report, typed, chosen)
        except (DomainError, ValueError) as error:
            sentence = error.sentence if isinstance(error, DomainError) else str(error)
            problems, status = [(_field(error), sentence)], 422
        else:
            messages.success(request, "Đã thêm tài liệu.")
            return redirect("targets:papers", year)
    context = report_context(request, report, everything, "tai-lieu")
    context |= {
        "rows": _rows(report, everything), "groups": _groups(everything, chosen), "typed": typed, "problems": problems,
    }  # fmt: skip
    return render(request, "targets/papers.html", context, status=status)


def _field(error: Exception) -> str:
    return {"date": "ng", "values": "cho", "file": "tep"}.get(getattr(error, "field", None) or "", "ng")


def _new_paper(request: HttpRequest, report: AnnualReport, typed: dict[str, str], chosen: set[str]) -> None:
    upload = request.FILES.get("tep")
    if upload is None:
        raise DomainError("Chọn tệp tài liệu.", code="file_missing", field="file")
    services.attach(
        report=report, upload=upload, name=upload.name or "tep", values=uids_in(chosen), actor=request.actor,
        number=typed["so"], date=read_date(typed["ng"]), abstract=typed["ty"],
    )  # fmt: skip


def _rows(report: AnnualReport, everything: list[EntryView]) -> list[dict[str, Any]]:
    proves: dict[int, list[EntryView]] = {}
    for e in everything:
        for link in e.links:
            proves.setdefault(link.evidence_id, []).append(e)
    return [{"paper": paper, "proves": proves.get(paper.pk, [])} for paper in papers_of(report)]


def _groups(everything: list[EntryView], chosen: set[str]) -> list[tuple[str, list[tuple[EntryView, bool]]]]:
    return [(label, [(e, str(e.value.uid) in chosen) for e in mine]) for label, _, mine in grouped(everything)]


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def paper_facts(request: HttpRequest, year: int, uid: str) -> HttpResponse:
    """One paper: số hiệu, ngày, trích yếu, and every target that it proves. Saves itself beside an upload."""
    report = own(request, year)
    paper = visible(papers_of(report), uid)
    everything = views_of.entry_views(report, may_edit=request.actor.can(may.EDIT, report.unit))
    proven = {str(e.value.uid) for e in everything if any(link.evidence_id == paper.pk for link in e.links)}
    typed = {"so": paper.number, "ng": paper.date.strftime("%d/%m/%Y") if paper.date else "", "ty": paper.abstract}
    problem, status = "", 200
    fragment = bool(request.headers.get("HX-Request"))
    if request.method == "POST":
        prefix = f"{paper.uid}-" if fragment else ""
        typed = {name: request.POST.get(f"{prefix}{name}", "") for name in typed}
        try:
            services.describe(
                evidence=paper, number=typed["so"], date=read_date(typed["ng"]), abstract=typed["ty"],
                actor=request.actor,
            )  # fmt: skip
            if not fragment:
                _relink(request, paper, everything, proven)
        except (DomainError, ValueError) as error:
            problem, status = (error.sentence if isinstance(error, DomainError) else str(error)), 422
            proven = set(request.POST.getlist("value")) or proven
        if fragment:
            return render(request, "targets/_paper_said.html", {"problem": problem}, status=status)
        if not problem:
            messages.success(request, "Đã ghi thông tin tài liệu.")
            return redirect("targets:papers", year)
    context = report_context(request, report, everything, "tai-lieu")
    context |= {"paper": paper, "typed": typed, "problem": problem, "groups": _groups(everything, proven),
                "image_count": images_of(paper)}  # fmt: skip
    return render(request, "targets/paper.html", context, status=status)


def _relink(request: HttpRequest, paper: Evidence, everything: list[EntryView], proven: set[str]) -> None:
    wanted = set(request.POST.getlist("value"))
    if added := [e.value.uid for e in everything if str(e.value.uid) in wanted - proven]:
        services.link(evidence=paper, values=added, actor=request.actor)
    for e in everything:
        if str(e.value.uid) in proven - wanted:
            services.unlink(evidence=paper, value=e.value, actor=request.actor)


def _shown(request: HttpRequest, uid: str) -> Evidence:
    return visible(visible_papers(request.actor), uid)


@page(may.VIEW)
def download(request: HttpRequest, uid: str) -> HttpResponseBase:
    """A paper, to whoever may see the report it belongs to; shown in the page with `?xem=1`."""
    return files.response(_shown(request, uid).file, inline=request.GET.get("xem") == "1")


@page(may.VIEW)
def image(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One page of a PDF paper as a picture: read beside the figures on any machine, nothing downloaded."""
    paper = _shown(request, uid)
    found = images_of(paper)
    picture = pages.picture(paper.file, number) if 1 <= number <= found else None
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


MOST_PAGES = 60


def images_of(paper: Evidence) -> int:
    """How many pages can be shown as pictures: 0 for what is no PDF or cannot be read as one."""
    if paper.file.mime != "application/pdf":
        return 0
    try:
        return min(pages.count(paper.file), MOST_PAGES)
    except (RuntimeError, OSError, ValueError):
        return 0
