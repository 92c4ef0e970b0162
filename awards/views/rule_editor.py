"""Editing a rule: the whole tree in one form, changed step by step, looked at as a difference, saved as a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards import permissions
from awards.enums import Occasion, RuleSource
from awards.models import AwardRule
from awards.rule_forms import RuleForm, initial_of, initial_sent
from awards.rules import editing
from awards.selectors import law, rule_changes
from awards.selectors import rule_editor as page_of
from awards.selectors.rule_sets import current_set
from awards.services import rule_edits
from awards.services.rules import OF_PLAN
from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page

BLANK: dict[str, Any] = {"occasion": Occasion.FINAL, "recipient": "collective", "criteria": {}}


@page(permissions.MANAGE, methods=("GET", "HEAD", "POST"))
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule of the tenant's own, from an empty tree."""
    return _editor(request, the_campaign(), None)


@page(permissions.MANAGE, methods=("GET", "HEAD", "POST"))
def edit_rule(request: HttpRequest, code: str) -> HttpResponse:
    """A rule of the current version; what staff change of the plan's is marked as theirs."""
    campaign = the_campaign()
    rule_set = current_set(campaign)
    rule = rule_set.rules.filter(code=code).first() if rule_set else None
    if rule is None:
        raise Http404
    if not rule.runnable:
        messages.warning(
            request,
            f"Quy tắc {rule.code} không có khen thưởng riêng nên không có điều kiện để sửa. Muốn xét riêng thì đặt "
            "quy tắc của đơn vị.",
        )
        return redirect("awards:rules")
    return _editor(request, campaign, rule)


@page(permissions.MANAGE, methods=("POST",))
def drop_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Take one of the tenant's own rules out, or read one of the plan's as the plan file has it."""
    campaign = the_campaign()
    version = whole_number(request.POST.get("set_version", ""))
    if request.POST.get("act") == "restore":
        rule_edits.restore_rule(campaign=campaign, code=code, actor=request.actor, expected_version=version)
        messages.success(request, f"Đã trả quy tắc {code} về cách xét theo kế hoạch.")
    else:
        rule_edits.remove_rule(
            campaign=campaign,
            code=code,
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            expected_version=version,
        )
        messages.success(request, f"Đã bỏ quy tắc {code} trong phiên bản mới.")
    return redirect("awards:rules")


def _editor(request: HttpRequest, campaign: Campaign, rule: AwardRule | None) -> HttpResponse:
    words = rule_changes.vocabulary(campaign)
    choices: dict[str, Any] = {
        "award_forms": list(words["forms"].items()),
        "blocks": list(words["blocks"].items()),
        "of_plan": rule is not None and rule.source in OF_PLAN,
    }
    rule_set = current_set(campaign)
    before = rule.data if rule else None
    shown: dict[str, Any] = {"set_version": rule_set.version if rule_set else None, "status": 200}
    if request.method != "POST":
        start: dict[str, Any] = before or BLANK | {"years": [clock.today().year], "code": "RIENG-1"}
        shown |= {"form": RuleForm(initial=initial_of(start), **choices), "root": editing.from_tree(start["criteria"])}
        return _render(request, campaign, rule, words, shown)
    shown["set_version"] = whole_number(request.POST.get("set_version", ""))
    shown["root"] = editing.from_sent(request.POST)
    doing = request.POST.get("do", "review")
    if doing not in ("review", "save"):
        shown["root"] = editing.act(shown["root"], doing, request.POST.get(f"n{doing.partition(':')[2]}.add", ""))
        shown["form"] = RuleForm(initial=initial_sent(request.POST), **choices)
        return _render(request, campaign, rule, words, shown)
    form = shown["form"] = RuleForm(request.POST, **choices)
    editing.number(shown["root"])
    data = _data(form, shown["root"], before)
    if data is None:
        shown["status"] = 422
        return _render(request, campaign, rule, words, shown)
    shown["difference"] = rule_changes.difference(before, data, words)
    shown["touched"] = rule_changes.touched(campaign, [data, *([before] if before else [])])
    if doing == "save":
        try:
            saved = rule_edits.save_rule(
                campaign=campaign,
                data=data,
                reason=request.POST.get("reason", ""),
                actor=request.actor,
                expected_version=shown["set_version"],
            )
        except DomainError as error:
            shown |= {"refusal": error.sentence, "status": error.status}
            if error.code == "stale":
                # Looked at once more against the newer version, saving is a decision again.
                shown["set_version"] = rule_set.version if rule_set else None
        else:
            messages.success(request, f"Đã lưu quy tắc {saved.code} trong {str(saved.rule_set).lower()}.")
            return redirect("awards:rules")
    return _render(request, campaign, rule, words, shown)


def _data(form: RuleForm, root: editing.DraftNode, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """The rule's data; None when head or tree has errors."""
    bare = not form["award_form"].value() and not root.children
    criteria = {} if bare else editing.to_tree(root)
    if not form.is_valid() or criteria is None:
        return None
    if criteria and not form.cleaned_data["award_form"]:
        form.add_error("award_form", "Quy tắc có điều kiện xét thì phải có hình thức khen thưởng.")
        return None
    kept = {key: before[key] for key in rule_edits.PLANS_OWN if key in before} if before and form.of_plan else {}
    if before and not form.of_plan:
        kept = {"code": before["code"]}
    return form.rule() | ({"criteria": criteria} if criteria else {}) | kept


def _render(
    request: HttpRequest, campaign: Campaign, rule: AwardRule | None, words: Any, shown: dict[str, Any]
) -> HttpResponse:
    form, root = shown["form"], shown["root"]
    recipient = form["recipient"].value() or "collective"
    context = {
        "campaign": campaign,
        "rule": rule,
        "edited": rule is not None and rule.source == RuleSource.EDITED,
        "own": rule is not None and rule.source == RuleSource.TENANT,
        "tree": page_of.view(root, page_of.offered(campaign), recipient),
        "problems": [(f"id_{name}", said) for name, said in _said(form)] + editing.problems(root),
        "to_add": page_of.kinds_to_add(),
        "operators": list(editing.OPERATORS.items()),
        "beside": page_of.beside(rule, campaign, root),
        "next_version": (shown["set_version"] or 0) + 1,
        "reason": request.POST.get("reason", ""),
        "form_name": law.forms().get(rule.award_form) if rule else None,
        **shown,
    }
    return render(request, "awards/rule_editor.html", context, status=shown["status"])


def _said(form: RuleForm) -> list[tuple[str, str]]:
    if not form.is_bound:
        return []
    return [
        (name, f"{form.fields[name].label}: {sentence}" if name in form.fields else str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
