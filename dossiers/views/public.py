"""Pages for everybody, without an account: what was published, and whether a paper is real."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from campaigns.selectors import current_campaign, the_campaign
from campaigns.selectors import plan as plan_pages
from config.kernel.text import whole_number
from config.kernel.web import public
from dossiers import exports
from dossiers.selectors import open_data, publication, verification

PER_PAGE = 100
HONOURED = 6
# What the plan itself says; our doubts about it and our sets of indicators are work in progress.
PLAN_PARTS = ("muc-tieu", "doi-tuong", "tieu-chuan", "khen-thuong", "thoi-gian", "co-quan", "noi-dung")


@public
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The published results of a year, the awards, and who leads each block."""
    context = {
        "campaign": current_campaign(),
        "results": publication.results(request.GET.get("nam", ""), request.GET.get("loai", "")),
        "honours": publication.honours()[:HONOURED],
        "tally": publication.tally(),
    }
    return render(request, "publication/results.html", context)


@public
@require_safe
def ranking(request: HttpRequest, block: str) -> HttpResponse:
    """The published ranking of one block."""
    found = publication.ranking(request.GET.get("nam", ""), block)
    if found is None:
        raise Http404
    shown = Paginator(found.totals, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "publication/ranking.html", {"ranking": found, "page": shown})


@public
@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """Who was awarded by which decision, and by which it was taken back; nothing else about them."""
    years = publication.award_years()
    asked = whole_number(request.GET.get("nam", ""))
    year = asked if asked in years else None
    shown = Paginator(publication.listed_awards(year), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "publication/awards.html", {"page": shown, "years": years, "year": year})


@public
@require_safe
def plan(request: HttpRequest, part: str = "muc-tieu") -> HttpResponse:
    """The plan beside its words, as far as it is the plan's."""
    campaign = the_campaign()
    if part not in PLAN_PARTS:
        raise Http404
    context = {
        "campaign": campaign,
        "tabs": [tab for tab in plan_pages.tabs(campaign) if tab.slug in PLAN_PARTS],
        "part": publication.plan_part(campaign, part),
    }
    return render(request, "publication/plan.html", context)


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Open data: what there is, in which columns, under which licence."""
    context = {"datasets": open_data.DATASETS.values(), "licence": open_data.licence()}
    return render(request, "publication/data.html", context)


@public
@require_safe
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A set of data as CSV or JSON, or its description (W3C Tabular Data)."""
    dataset = open_data.DATASETS.get(name)
    write = exports.FORMS.get(form)
    if dataset is None or write is None:
        raise Http404
    content, mime = write(dataset, open_data.licence())
    answer = HttpResponse(content, content_type=mime)
    slug = request.tenant.slug
    answer["Content-Disposition"] = f'attachment; filename="{name}-{slug}.{form}"'
    answer["Link"] = f'<{open_data.licence().url}>; rel="license"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Type the code of a paper."""
    typed = request.GET.get("ma", "").strip()
    if code := verification.clean(typed):
        return redirect("public:checked", code)
    context = {"code": typed[:60], "wrong": verification.why_no_code(typed)}
    return render(request, "publication/check.html", context, status=422 if typed else 200)


@public
@require_safe
def checked(request: HttpRequest, code: str) -> HttpResponse:
    """What the code says: number, date, signer, digest, still in force or not; never what the paper is about."""
    found = verification.look_up(code)
    context = {"found": found, "code": code[:40], "unknown": found is None}
    return render(request, "publication/check.html", context, status=200 if found else 404)
