"""The plan editor: begin or copy a campaign, look over a draft, publish it, see the versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.models import Campaign, PlanDraft
from campaigns.permissions import EDIT_CAMPAIGNS, VIEW_PLAN
from campaigns.plan_forms import NewCampaignForm
from campaigns.plans.copying import copied
from campaigns.plans.loader import PlanError, load_plan, read_plan
from campaigns.plans.places import PART_WORDS
from campaigns.plans.writing import Content, plan_text
from campaigns.selectors import drafts as reading
from campaigns.selectors.campaign import issued_campaigns, the_campaign
from campaigns.selectors.content import content_of
from campaigns.selectors.shipped import ShippedPlan, shipped_plans
from campaigns.selectors.versions import told_versions
from campaigns.services import drafts as acts
from config.kernel import audit, clock
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from config.kernel.web.forms import show_error

LONGEST_FILE = 2 * 1024 * 1024


@page(EDIT_CAMPAIGNS)
def editor(request: HttpRequest) -> HttpResponse:
    """Every campaign of the tenant: what is in force, what is being written."""
    return render(request, "campaigns/editor.html", {"campaigns": reading.campaigns()})


@page(EDIT_CAMPAIGNS, methods=("POST",))
def draft_begin(request: HttpRequest, uid: str) -> HttpResponse:
    campaign = visible(Campaign.objects.all(), uid)
    draft = acts.begin(campaign=campaign, actor=request.actor)
    return redirect("campaigns:draft", uid=draft.uid)


@page(EDIT_CAMPAIGNS, methods=("GET", "HEAD", "POST"))
def draft_new(request: HttpRequest) -> HttpResponse:
    """A new campaign: empty, from one of ours, from a plan that comes with the software, or from a file."""
    own = {str(campaign.uid): campaign for campaign in reading.campaigns()}
    starts = [("", "Kế hoạch trống")]
    starts += [(uid, f"Chép từ {c.plan_name}: {c.title} ({c.period_label})") for uid, c in own.items()]
    others = shipped_plans(but=request.tenant)
    shipped = {f"mau-{place}": plan for place, plan in enumerate(others, 1)}
    starts += [(key, f"Chép {plan.name} có sẵn trong bộ cài") for key, plan in shipped.items()]
    starts += [("file", "Tệp tải lên (YAML)")]
    form = NewCampaignForm(request.POST or None, request.FILES or None, starts=starts, year=clock.today().year + 1)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                content, came_from = _beginning(said, own, shipped)
                given = {key: said[key] for key in ("code", "title", "period_from", "period_to")}
                issuer = request.tenant.authority_name
                made = copied(content, issuer=issuer, **given)
                draft = acts.create(content=made, actor=request.actor, came_from=came_from)
            except PlanError as error:
                form.add_error("file", _told(error))
            except DomainError as error:
                show_error(form, error)
                status = error.status
            else:
                messages.success(request, "Đã lập phong trào mới. Chưa ai khác thấy cho đến khi ban hành.")
                return redirect("campaigns:draft", uid=draft.uid)
    return render(request, "campaigns/draft_new.html", {"form": form}, status=status)


@page(EDIT_CAMPAIGNS)
def draft(request: HttpRequest, uid: str) -> HttpResponse:
    """One draft: its lists, what differs, what is wrong, what publishing would touch."""
    return _draft(request, visible(reading.drafts(), uid))


@page(EDIT_CAMPAIGNS, methods=("POST",))
def draft_step(request: HttpRequest, uid: str) -> HttpResponse:
    """Publish the draft, or drop it."""
    found = visible(reading.drafts(), uid)
    actor = request.actor
    version = whole_number(request.POST.get("version", ""))
    note = request.POST.get("reason", "")
    try:
        if request.POST.get("step") == "publish":
            made = acts.publish(draft=found, note=note, actor=actor, expected_version=version)
            messages.success(request, f"Đã ban hành phiên bản {made.version} của kế hoạch.")
        elif request.POST.get("step") == "discard":
            acts.discard(draft=found, reason=note, actor=actor, expected_version=version)
            messages.success(request, "Đã bỏ bản sửa. Kế hoạch đang áp dụng không đổi.")
            return redirect("campaigns:editor")
        else:
            raise Http404
    except DomainError as error:
        fresh = visible(reading.drafts(), uid)
        return _draft(request, fresh, refused=error.sentence, note=note, status=error.status)
    return redirect("campaigns:plan_versions", uid=found.campaign.uid)


@page(VIEW_PLAN)
def plan_versions(request: HttpRequest, uid: str) -> HttpResponse:
    """What was published when, by whom, and what differed."""
    campaign = visible(issued_campaigns(), uid)
    return render(request, "campaigns/plan_versions.html", {"campaign": campaign, "versions": told_versions(campaign)})


@page(VIEW_PLAN)
def plan_file(request: HttpRequest, uid: str = "") -> HttpResponse:
    """The plan as the YAML file that the loader reads: the one in force, or that of a given campaign."""
    campaign = visible(issued_campaigns(), uid) if uid else the_campaign()
    answer = HttpResponse(plan_text(content_of(campaign)), content_type="application/yaml; charset=utf-8")
    slug = request.tenant.slug
    answer["Content-Disposition"] = f'attachment; filename="ke-hoach-{slug}-{campaign.version}.yaml"'
    return answer


def _draft(
    request: HttpRequest, found: PlanDraft, *, refused: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    desk = reading.Desk(found)
    context = {
        "draft": found,
        "campaign": found.campaign,
        "desk": desk,
        "is_open": found.state == "open",
        "overview": desk.overview(),
        "differences": [] if desk.is_new else desk.differences,
        "wrong": desk.wrong,
        "touches": desk.touches,
        "still_old": [(PART_WORDS[part], part, code, ", ".join(map(str, ys))) for part, code, ys in desk.still_old],
        "ends_early": [(PART_WORDS[part], part, last) for part, last in desk.ends_early],
        "refused": refused,
        "note": note,
        "entries": audit.timeline(found)[-12:],
    }
    return render(request, "campaigns/draft.html", context, status=status)


def _beginning(said: dict[str, Any], own: dict[str, Campaign], shipped: dict[str, ShippedPlan]) -> tuple[Content, str]:
    """The plan that the new one is copied from, and its name. Raises PlanError for a file that cannot be read."""
    start = said["start"]
    if start == "file":
        if said["file"].size > LONGEST_FILE:
            raise DomainError("Tệp lớn hơn 2 MB, không phải tệp kế hoạch.", code="file_large", field="file")
        try:
            text = said["file"].read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DomainError("Tệp không phải văn bản UTF-8.", code="file_kind", field="file") from error
        plan = read_plan(text)
        return {"campaign": plan.campaign} | plan.lists, f"tệp {said['file'].name}, {plan.campaign['title']}"
    if start in shipped:
        plan = load_plan(shipped[start].path)
        return {"campaign": plan.campaign} | plan.lists, shipped[start].name
    if start in own:
        campaign = own[start]
        return reading.live_content(campaign), f"{campaign.plan_name}, phiên bản {campaign.version}"
    return {"campaign": {"code": said["code"], "period_from": said["period_from"]}}, ""


def _told(error: PlanError) -> str:
    first = [f"dòng {problem.line}: {problem.told or problem.sentence}" for problem in error.problems[:5]]
    more = f" và {len(error.problems) - 5} chỗ khác" if len(error.problems) > 5 else ""
    return f"Tệp không đọc được: {'; '.join(first)}{more}."
