"""A unit registers; the standing agency confirms or returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Sum

from campaigns.flow import REGISTRATION_FLOW
from campaigns.models import Campaign, Registration
from campaigns.permissions import CONFIRM_REGISTRATIONS, EDIT_REGISTRATIONS
from campaigns.selectors import registrations as reading
from config.kernel import audit, clock, files, jobs, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.models import Job
from units.models import Unit

LIST = "campaigns.registration_list"
_STALE = "Đăng ký vừa được người khác sửa. Hãy tải lại trang rồi ghi lại."


@transaction.atomic
def save_draft(
    *,
    campaign: Campaign,
    unit: Unit,
    actor: Actor,
    launch_plan_number: str = "",
    launch_plan_date: dt.date | None = None,
    note: str = "",
    launch_plan: UploadedFile | None = None,
    commitments: list[dict[str, Any]] | None = None,
    expected_version: int | None = None,
) -> Registration:
    """Make the unit's registration or change it while it is a draft or was returned.

    Without `launch_plan` the file kept before stays, and so do the registered targets without `commitments`
    (as `campaigns.offering.read` gives them). Raises `Conflict` when it was sent already or the
    version is not the expected one, `DomainError` for a unit whose kind the plan does not name.
    """
    require(actor, EDIT_REGISTRATIONS, unit)
    if not reading.may_take_part(campaign, unit):
        raise DomainError(
            f"Kế hoạch không nêu loại đơn vị của {unit} trong đối tượng thi đua.", code="not_a_participant"
        )
    registration = Registration.objects.select_for_update().filter(campaign=campaign, unit=unit).first()
    made = registration is None
    if registration is None:
        registration = Registration(campaign=campaign, unit=unit, unit_name=str(unit))
    elif expected_version is not None and registration.version != expected_version:
        raise Conflict(_STALE, code="stale")
    elif not registration.is_editable:
        state = registration.get_state_display()
        raise Conflict(f"Đăng ký đang ở trạng thái “{state}”, không sửa được.", code="not_editable")
    else:
        registration.version += 1
    if launch_plan_date is not None and launch_plan_date > clock.today():
        raise DomainError(
            "Ngày ban hành kế hoạch phát động ở tương lai.", code="date_in_future", field="launch_plan_date"
        )
    registration.launch_plan_number = launch_plan_number.strip()
    registration.launch_plan_date = launch_plan_date
    registration.note = note.strip()
    if commitments is not None:
        registration.commitments = commitments
    if launch_plan is not None:
        registration.launch_plan_file = files.store(
            launch_plan, name=launch_plan.name or "ke-hoach", actor=actor, purpose="registration"
        )
    registration.save()
    audit.record(
        actor=actor,
        verb="registration.open" if made else "registration.save",
        obj=registration,
        after=registration.state,
        data={
            "launch_plan": registration.launch_plan_number,
            "file": launch_plan is not None,
            "targets": len(registration.commitments),
        },
    )
    return registration


def keep_launch_plan(
    *, campaign: Campaign, unit: Unit, actor: Actor, launch_plan: UploadedFile, expected_version: int | None = None
) -> Registration:
    """Keep the file alone of a draft whose other fields were refused; they stay as they are kept. Raises as
    `save_draft` does."""
    kept = reading.registration_of(campaign, unit)
    return save_draft(
        campaign=campaign, unit=unit, actor=actor, launch_plan=launch_plan, expected_version=expected_version,
        launch_plan_number=kept.launch_plan_number if kept else "",
        launch_plan_date=kept.launch_plan_date if kept else None, note=kept.note if kept else "",
    )  # fmt: skip


def ask_for_list(*, campaign: Campaign, actor: Actor) -> Job:
    """The consolidated list for the council as PDF, drawn by a worker; the same state of things is drawn once."""
    require(actor, CONFIRM_REGISTRATIONS)
    last = Registration.objects.filter(campaign=campaign).aggregate(n=Count("id"), v=Sum("version"))
    return jobs.enqueue(
        kind=LIST, actor=actor, params={"campaign": campaign.pk}, queue="documents",
        key=f"{campaign.uid}-{last['n']}-{last['v'] or 0}-{clock.today()}", label="Danh sách đăng ký thi đua",
    )  # fmt: skip


def submit(*, registration: Registration, actor: Actor, expected_version: int | None = None) -> Registration:
    """Send it to the standing agency. Refused without the launch plan's file, number and date."""
    return workflow.apply(
        REGISTRATION_FLOW,
        "submit",
        registration,
        actor=actor,
        expected_version=expected_version,
        changes={
            "submitted_at": clock.now(),
            "submitted_on": clock.today(),
            "submitted_by_name": actor.name,
            "return_reason": "",
        },
    )


def confirm(*, registration: Registration, actor: Actor, expected_version: int | None = None) -> Registration:
    return workflow.apply(
        REGISTRATION_FLOW,
        "confirm",
        registration,
        actor=actor,
        expected_version=expected_version,
        changes={"confirmed_at": clock.now(), "confirmed_by_name": actor.name},
    )


@dataclass(frozen=True)
class Refusal:
    registration: Registration
    sentence: str


def confirm_many(
    *, chosen: Iterable[tuple[Registration, int | None]], actor: Actor
) -> tuple[list[Registration], list[Refusal]]:
    """Confirm every (registration, version that the page showed): those that went, and why the others did not.

    Each on its own, with its own audit entry: one that cannot go does not hold the others.
    """
    require(actor, CONFIRM_REGISTRATIONS)
    gone: list[Registration] = []
    refused: list[Refusal] = []
    for registration, version in chosen:
        try:
            with transaction.atomic():
                gone.append(confirm(registration=registration, actor=actor, expected_version=version))
        except DomainError as error:
            refused.append(Refusal(registration, error.sentence))
    if not gone and not refused:
        raise DomainError("Chưa chọn đăng ký nào. Hãy đánh dấu vào ô trước tên đơn vị.", code="nobody_chosen")
    return gone, refused


def send_back(
    *, registration: Registration, reason: str, actor: Actor, expected_version: int | None = None
) -> Registration:
    """Return it to the unit with a reason; the unit corrects and sends it again."""
    return workflow.apply(
        REGISTRATION_FLOW,
        "return",
        registration,
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"return_reason": reason.strip(), "confirmed_at": None, "confirmed_by_name": ""},
    )
