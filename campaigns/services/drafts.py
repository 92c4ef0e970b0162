"""Writing a plan in the browser: begin, change entry by entry, publish as a version, or drop it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.enums import CampaignState, DraftState, VersionOrigin
from campaigns.models import Campaign, PlanDraft, PlanEdit, PlanVersion
from campaigns.permissions import EDIT_CAMPAIGNS
from campaigns.plans.differences import Entry, entries
from campaigns.plans.loader import entry_of, plan_of
from campaigns.plans.parts import Change
from campaigns.plans.places import named
from campaigns.plans.schema import LISTS
from campaigns.plans.writing import Content, plain, tidy
from campaigns.selectors.campaign import forget
from campaigns.selectors.content import CAMPAIGN_FIELDS
from campaigns.selectors.drafts import Desk
from campaigns.services.loading import apply, keep_version, told
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.text import nfc


@transaction.atomic
def begin(*, campaign: Campaign, actor: Actor) -> PlanDraft:
    """The campaign's open draft, made if there is none."""
    require(actor, EDIT_CAMPAIGNS)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    found = PlanDraft.objects.filter(campaign=locked, state=DraftState.OPEN).first()
    if found is not None:
        return found
    base = 0 if locked.state == CampaignState.DRAFT else locked.version
    draft = PlanDraft.objects.create(campaign=locked, base_version=base, created_by_name=actor.name)
    audit.record(actor=actor, verb="plan_draft.begin", obj=draft, after=draft.state)
    return draft


@transaction.atomic
def create(*, content: Content, actor: Actor, came_from: str = "") -> PlanDraft:
    """A new campaign that nobody else sees yet, with everything that `content` holds as its draft.

    `content` has the plan file's shape; its head must be readable. Raises Invalid by key of the head, or
    DomainError when the tenant has a campaign of that code.
    """
    require(actor, EDIT_CAMPAIGNS)
    kept = plain(tidy(content))
    head = checked("campaign", kept["campaign"], str(kept["campaign"].get("source_text") or ""))
    if Campaign.objects.filter(code=head["code"]).exists():
        raise DomainError(
            f"Đã có phong trào mã {head['code']}. Hãy đặt mã khác, hoặc mở phong trào ấy ra sửa.",
            code="code_taken",
            field="code",
        )
    campaign = Campaign.objects.create(code=head["code"], state=CampaignState.DRAFT, version=1, **_columns(head))
    draft = PlanDraft.objects.create(campaign=campaign, base_version=0, came_from=came_from, created_by_name=actor.name)
    PlanEdit.objects.bulk_create(
        PlanEdit(draft=draft, part=part, code=code, body=entry, changed_by_name=actor.name)
        for part, code, entry in entries(kept)
        if part != "campaign"
    )
    audit.record(
        actor=actor,
        verb="plan_draft.create",
        obj=draft,
        after=draft.state,
        data={"code": campaign.code, "from": came_from, "entries": draft.edits.count()},
    )
    return draft


@transaction.atomic
def save_entry(
    *, draft: PlanDraft, part: str, body: Entry, actor: Actor, expected_version: int | None = None, is_new: bool = False
) -> PlanEdit | None:
    """Keep one entry of the plan as the draft shall have it; None when it now says what is in force anyway.

    `expected_version`: of this entry's edit when the page was shown, 0 for none. Raises Invalid by key,
    Conflict when somebody changed the entry meanwhile, or took the code.
    """
    require(actor, EDIT_CAMPAIGNS)
    locked = _locked(draft)
    desk = Desk(locked)
    code = str(body.get("code", ""))
    entry = checked(part, body, desk.source_text if part != "campaign" else str(body.get("source_text") or ""))
    if is_new and desk.entry(part, code) is not None:
        raise Invalid({"code": [f"Mã {code} đã dùng cho một mục khác của phần này; hãy đặt mã khác."]})
    return _keep(desk, part, code, entry, actor, None if is_new else expected_version)


@transaction.atomic
def remove_entry(
    *, draft: PlanDraft, part: str, code: str, actor: Actor, expected_version: int | None = None
) -> PlanEdit | None:
    """Take an entry out. What was published stays in the database as withdrawn; what refers to it shows as wrong."""
    require(actor, EDIT_CAMPAIGNS)
    return _keep(Desk(_locked(draft)), part, code, None, actor, expected_version)


@transaction.atomic
def undo_entry(
    *, draft: PlanDraft, part: str, code: str, actor: Actor, expected_version: int | None = None
) -> PlanEdit | None:
    """Put an entry back to what is in force."""
    require(actor, EDIT_CAMPAIGNS)
    desk = Desk(_locked(draft))
    return _keep(desk, part, code, desk.in_force.get((part, code)), actor, expected_version)


@transaction.atomic
def publish(*, draft: PlanDraft, actor: Actor, note: str = "", expected_version: int | None = None) -> PlanVersion:
    """Put the draft in force as the campaign's next version.

    Raises Conflict when the draft or an entry that it changes was changed meanwhile, Invalid (by part) with every
    problem when the plan cannot be loaded, DomainError when nothing differs.
    """
    require(actor, EDIT_CAMPAIGNS)
    locked = _locked(draft, expected_version)
    campaign = Campaign.objects.select_for_update().get(pk=locked.campaign_id)
    locked.campaign = campaign
    desk = Desk(locked)
    if desk.overtaken:
        names = ", ".join(named(edit.part, edit.code) for edit in desk.overtaken)
        raise Conflict(f"Kế hoạch đang áp dụng đã đổi ở: {names}. Hãy mở từng mục, xem lại rồi ghi.", code="overtaken")
    if desk.wrong:
        errors: dict[str, list[str]] = {}
        for wrong in desk.wrong:
            errors.setdefault(wrong.part, []).append(wrong.sentence)
        raise Invalid(errors, code="plan_invalid")
    if not desk.differences and not desk.is_new:
        raise DomainError("Bản sửa chưa đổi gì so với kế hoạch đang áp dụng.", code="nothing_changed")
    found, touches = desk.differences, desk.touches
    plan, first = plan_of(desk.content), desk.is_new
    for name, value in _columns(plan.campaign).items():
        setattr(campaign, name, value)
    before, campaign.state = campaign.state, CampaignState.PUBLISHED
    campaign.version = 1 if first else campaign.version + 1
    campaign.loaded_at = campaign.edited_at = clock.now()
    campaign.save()
    apply(campaign, plan, actor)
    changes = [Change(d.part, d.code, d.state, dict(d.worded)) for d in found]
    version = keep_version(
        campaign, changes, actor=actor, origin=VersionOrigin.BROWSER, note=note.strip()[:400], touched=touches
    )
    locked.state, locked.closed_at = DraftState.PUBLISHED, clock.now()
    locked.save(update_fields=["state", "closed_at"])
    audit.record(
        actor=actor,
        verb="campaign.publish",
        obj=campaign,
        before=before,
        after=campaign.state,
        reason=note,
        data={"version": version.version, "changes": [] if first else told(changes), "touched": touches},
    )
    forget()
    return version


@transaction.atomic
def discard(*, draft: PlanDraft, reason: str, actor: Actor, expected_version: int | None = None) -> PlanDraft:
    """Drop the draft; the plan in force stays as it is."""
    require(actor, EDIT_CAMPAIGNS)
    locked = _locked(draft, expected_version)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do bỏ bản sửa.", code="reason_missing", field="reason")
    locked.state, locked.closed_at = DraftState.DISCARDED, clock.now()
    locked.save(update_fields=["state", "closed_at"])
    audit.record(actor=actor, verb="plan_draft.discard", obj=locked, after=locked.state, reason=reason)
    return locked


def _locked(draft: PlanDraft, expected_version: int | None = None) -> PlanDraft:
    locked = PlanDraft.objects.select_for_update().select_related("campaign").get(pk=draft.pk)
    if locked.state != DraftState.OPEN:
        raise Conflict(f"Bản sửa này {locked.get_state_display().lower()}, không sửa tiếp được.", code="closed")
    if expected_version is not None and locked.version != expected_version:
        raise Conflict("Bản sửa vừa có người ghi thêm. Hãy xem lại danh sách thay đổi rồi làm lại.", code="stale")
    return locked


def checked(part: str, body: Entry, source: str) -> Entry:
    """The entry in its normal form. Raises Invalid by key."""
    kept = {key: value for key, value in body.items() if value not in (None, "", [], False)}
    if part == "indicator_sets":
        kept["indicators"] = body.get("indicators") or []
    item, problems = entry_of(part, kept, source)
    if problems or item is None:
        errors: dict[str, list[str]] = {}
        for problem in problems:
            said = problem.told or "chưa đúng; hãy xem lại."
            errors.setdefault(problem.place.key, []).append(said[:1].upper() + said[1:])
        raise Invalid(errors, code="entry_invalid")
    content = {"campaign": item} if part == "campaign" else {part: [item]}
    made = plain(tidy(content))
    return dict(made["campaign"] if part == "campaign" else made[part][0])


def _keep(
    desk: Desk, part: str, code: str, body: Entry | None, actor: Actor, expected_version: int | None
) -> PlanEdit | None:
    if part != "campaign" and part not in LISTS:
        raise DomainError("Kế hoạch không có phần này.", code="no_part")
    edit = desk.edits.get((part, code))
    if expected_version is not None and (edit.version if edit else 0) != expected_version:
        at = f" lúc {timezone.localtime(edit.changed_at):%H:%M}" if edit else ""
        who = f"{edit.changed_by_name if edit else 'người khác'} ghi{at}"
        raise Conflict(
            f"{named(part, code)} vừa được {who}. Bản của bạn còn nguyên ở dưới; hãy so lại rồi ghi lần nữa.",
            code="stale",
        )
    live = desk.in_force.get((part, code))
    desk.draft.version += 1
    desk.draft.save(update_fields=["version"])
    audit.record(
        actor=actor,
        verb="plan_draft.remove" if body is None else "plan_draft.save",
        obj=desk.draft,
        data={"part": part, "code": code},
    )
    if body == live:
        if edit is not None:
            edit.delete()
        return None
    if edit is None:
        edit = PlanEdit(draft=desk.draft, part=part, code=code, version=0)
    edit.was, edit.body = live, body
    edit.version += 1
    edit.changed_by_name = actor.name
    edit.save()
    return edit


def _columns(head: Any) -> dict[str, Any]:
    """The head's keys as columns of the campaign."""
    found = {name: head.get(name, blank) for name, blank in CAMPAIGN_FIELDS.items()}
    return {name: nfc(value) if isinstance(value, str) else value for name, value in found.items()}
