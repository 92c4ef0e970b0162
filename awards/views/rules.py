"""The rules beside the plan's words, and a rule of the tenant's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards import permissions
from awards.enums import Occasion
from awards.forms import OwnRuleForm
from awards.selectors import law
from awards.selectors import rules as reading
from awards.selectors.rule_sets import current_set
from awards.services import rules as acts
from campaigns.selectors import current_campaign, the_campaign
from config.kernel import clock
from config.kernel.web import page
from config.kernel.web.forms import sent


@page("plan.view")
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule beside the plan's words; the tenant's own are marked as such."""
    campaign = current_campaign()
    views = reading.rule_views(campaign) if campaign else []
    context = {
        "campaign": campaign,
        "rule_set": current_set(campaign) if campaign else None,
        "views": views,
        "occasions": reading.by_occasion(views),
        "may_edit": request.actor.can(permissions.MANAGE),
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
    actor = request.actor
    made, status = sent(request, form, lambda: acts.set_own_rule(campaign=campaign, data=form.rule(), actor=actor))
    if made is not None:
        messages.success(request, "Đã ghi quy tắc riêng của đơn vị.")
        return redirect("awards:rules")
    return render(request, "awards/own_rule.html", {"form": form, "campaign": campaign}, status=status)
