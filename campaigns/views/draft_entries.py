"""One list of a draft, and one entry of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import PlanDraft
from campaigns.permissions import EDIT_CAMPAIGNS
from campaigns.plan_forms import EntryForm, keys_of
from campaigns.plans.differences import Difference, Entry
from campaigns.plans.places import ENTRY_WORDS, KEY_WORDS, PART_WORDS, named
from campaigns.plans.schema import LISTS
from campaigns.selectors import drafts as reading
from campaigns.selectors.plan.awards import criteria_lines
from campaigns.services import drafts as acts
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page

# Made in editors of their own: award rules of the tenant's own and sets of indicators.
NOT_ADDED_HERE = ("award_rules", "indicator_sets")


@page(EDIT_CAMPAIGNS)
def draft_part(request: HttpRequest, uid: str, part: str) -> HttpResponse:
    found, desk = _desk(uid, part)
    if part == "campaign":
        return redirect("campaigns:draft_entry", uid=uid, part=part, code=found.campaign.code)
    rows = desk.rows(part)
    context = {
        "draft": found,
        "part": part,
        "label": PART_WORDS[part],
        "rows": rows,
        "count": desk.count(part),
        "dropped": len(rows) - desk.count(part),
        "may_add": found.state == "open" and part not in NOT_ADDED_HERE,
        "wrong": [wrong for wrong in desk.wrong if wrong.part == part],
    }
    return render(request, "campaigns/draft_part.html", context)


@page(EDIT_CAMPAIGNS, methods=("GET", "HEAD", "POST"))
def draft_add(request: HttpRequest, uid: str, part: str) -> HttpResponse:
    """A new entry of a list; it is the tenant's unless it quotes the plan."""
    found, desk = _desk(uid, part)
    if part in (*NOT_ADDED_HERE, "campaign"):
        raise Http404
    form = EntryForm(request.POST or None, part=part, blocks=desk.blocks)
    if request.method != "POST":
        return _show(request, desk, part, form)
    body = form.body()
    try:
        acts.save_entry(draft=found, part=part, body=body, actor=request.actor, is_new=True)
    except Invalid as error:
        form.show(error.errors)
        return _show(request, desk, part, form, status=422)
    except DomainError as error:
        form.show({"": [error.sentence]})
        return _show(request, desk, part, form, status=error.status)
    messages.success(request, f"Đã thêm {named(part, str(body['code']))}.")
    return redirect("campaigns:draft_part", uid=uid, part=part)


@page(EDIT_CAMPAIGNS, methods=("GET", "HEAD", "POST"))
def draft_entry(request: HttpRequest, uid: str, part: str, code: str) -> HttpResponse:
    """One entry: change it, take it out, put it back."""
    found, desk = _desk(uid, part)
    current = desk.entry(part, code) or desk.in_force.get((part, code))
    if current is None:
        raise Http404
    edit = desk.edits.get((part, code))
    now = edit.version if edit else 0
    if request.method != "POST":
        return _show(
            request, desk, part, EntryForm(part=part, current=current, version=now, blocks=desk.blocks), code=code
        )
    form = EntryForm(request.POST, part=part, current=current, blocks=desk.blocks)
    version = whole_number(request.POST.get("version", ""))
    step = request.POST.get("step", "save")
    given: dict[str, Any] = {"draft": found, "part": part, "actor": request.actor}
    given["expected_version"] = version if version is not None else 0
    try:
        if step == "remove" and part != "campaign":
            acts.remove_entry(code=code, **given)
            messages.success(request, f"Đã bỏ {named(part, code)}; có hiệu lực khi ban hành.")
        elif step == "undo":
            acts.undo_entry(code=code, **given)
            messages.success(request, f"{named(part, code)} trở lại như đang áp dụng.")
        else:
            kept = acts.save_entry(body=form.body(), **given)
            messages.success(request, f"Đã ghi {named(part, code)}." if kept else "Không có gì khác bản đang áp dụng.")
    except Invalid as error:
        form.show(error.errors)
        return _show(request, desk, part, form, code=code, status=422)
    except DomainError as error:
        form.show({"": [error.sentence]})
        if error.code == "stale":
            # Seen now; pressing again keeps what was typed.
            seen: Any = request.POST.copy()
            seen["version"] = str(now)
            form.data = seen
            theirs = current
        else:
            theirs = None
        return _show(request, desk, part, form, code=code, status=error.status, theirs=theirs)
    if part == "campaign":
        return redirect("campaigns:draft", uid=uid)
    return redirect(f"{reverse('campaigns:draft_part', kwargs={'uid': uid, 'part': part})}#{code}")


def _desk(uid: str, part: str) -> tuple[PlanDraft, reading.Desk]:
    if part != "campaign" and part not in LISTS:
        raise Http404
    found = visible(reading.drafts(), uid)
    return found, reading.Desk(found)


def _show(
    request: HttpRequest,
    desk: reading.Desk,
    part: str,
    form: EntryForm,
    *,
    code: str = "",
    status: int = 200,
    theirs: Entry | None = None,
) -> HttpResponse:
    current = form.current
    live = desk.in_force.get((part, code)) if code else None
    difference: Difference | None = next((d for d in desk.differences if (d.part, d.code) == (part, code)), None)
    fields = [form[name] for name in form.fields if name not in ("version", "code")]
    context = {
        "draft": desk.draft,
        "part": part,
        "label": PART_WORDS[part],
        "entry_word": ENTRY_WORDS[part],
        "code": code,
        "form": form.label_needed(),
        "short_fields": [f for f in fields if not _is_wide(f)],
        "wide_fields": [f for f in fields if _is_wide(f)],
        "live": live,
        "difference": difference if live is not None else None,
        "theirs": [(KEY_WORDS.get(k, k), v) for k, v in theirs.items() if k in keys_of(part)] if theirs else [],
        "criteria": criteria_lines(current.get("criteria")),
        "indicators": current.get("indicators") or [],
        "editable": desk.draft.state == "open",
        "removed": bool(code) and desk.entry(part, code) is None,
        "wrong": [w for w in desk.wrong if (w.part, w.code) == (part, code)] if code else [],
    }
    return render(request, "campaigns/draft_entry.html", context, status=status)


def _is_wide(bound: Any) -> bool:
    return bound.field.widget.__class__.__name__ in ("Textarea", "CheckboxSelectMultiple")
