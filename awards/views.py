"""The register of awards, and the rules beside the plan's words."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards import permissions
from awards.enums import Occasion
from awards.forms import OwnRuleForm
from awards.selectors import law, register
from awards.selectors import rules as reading
from awards.services import rules as acts
from campaigns.selectors import current_campaign, the_campaign
from config.kernel import audit, clock
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page

PER_PAGE = 50
AWARD_VERBS = {"award.revoke": "Thu hồi khen thưởng"}


@page(permissions.REGISTER)
def award_register(request: HttpRequest) -> HttpResponse:
    """Who received what, by which decision; filters as a GET form."""
    filters = register.Filters.read(request.GET)
    found = register.awards(filters)
    context = {
        "filters": filters,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("trang")),
        "totals": register.totals(found),
        "years": register.years(),
        "forms": list(law.forms().values()),
        "filtered": any((filters.text, filters.year, filters.award_form, filters.recipient)),
    }
    return render(request, "awards/register.html", context)


@page(permissions.REGISTER)
def award(request: HttpRequest, uid: str) -> HttpResponse:
    """One line of the register: how the prize came about, and the decision."""
    found = visible(register.awards(), uid)
    context = {"award": found, "entries": audit.timeline(found), "verbs": AWARD_VERBS}
    return render(request, "awards/award.html", context)


@page("plan.view")
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule beside the plan's words; the tenant's own are marked as such."""
    campaign = current_campaign()
    context = {
        "campaign": campaign,
        "rule_set": acts.current_set(campaign) if campaign else None,
        "views": reading.rule_views(campaign) if campaign else [],
        "may_edit": request.actor.can(permissions.MANAGE),  # type: ignore[attr-defined]
    }
    return render(request, "awards/rules.html", context)


@page(permissions.MANAGE, methods=("GET", "HEAD", "POST"))
def own_rule(request: HttpRequest) -> HttpResponse:
    """A rule of the tenant's own, where the plan leaves form or number open."""
    campaign = the_campaign()
    ours_first = sorted(law.forms().values(), key=lambda form: (not form.by_tenant, form.order))
    form = OwnRuleForm(
        request.POST or None,
        award_forms=[(form.code, form.name) for form in ours_first],
        initial={"occasion": Occasion.FINAL, "year": clock.today().year},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts.set_own_rule(campaign=campaign, data=form.rule(), actor=request.actor)  # type: ignore[attr-defined]
            except DomainError as error:
                form.add_error(None, error.sentence)
                status = error.status
            else:
                messages.success(request, "Đã ghi quy tắc riêng của đơn vị.")
                return redirect("awards:rules")
    return render(request, "awards/own_rule.html", {"form": form, "campaign": campaign}, status=status)
