"""Reporting periods: from the plan where it gives a date, from the tenant's settings where it does not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from campaigns.deadlines import last_day_of
from campaigns.enums import DateSource, PeriodState
from campaigns.models import Campaign, Extension, Milestone, ReportingPeriod
from campaigns.plans.parts import Change
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_date
from units.models import Unit

# Used where neither plan nor tenant says anything: "trước ngày 15/12", open for a month before.
DEFAULT_LAST_DAY, DEFAULT_OPENS = "12-14", "11-15"


def ensure_periods(campaign: Campaign) -> list[Change]:
    """One period per year of the campaign. Dates that the tenant set by hand are left alone."""
    settings = current_tenant().settings.get("reports", {})
    milestone = (
        Milestone.objects.filter(campaign=campaign, kind="annual_report", withdrawn=False).order_by("order").first()
    )
    existing = {period.year: period for period in ReportingPeriod.objects.filter(campaign=campaign)}
    changes: list[Change] = []
    for year in campaign.years:
        by_plan = last_day_of(milestone, year) if milestone is not None else None
        last_day = by_plan or _day(year, settings.get("last_day", DEFAULT_LAST_DAY))
        opens_on = min(_day(year, settings.get("opens", DEFAULT_OPENS)), last_day)
        period = existing.get(year)
        if period is None:
            ReportingPeriod.objects.create(
                campaign=campaign,
                year=year,
                opens_on=opens_on,
                last_day=last_day,
                last_day_source=DateSource.PLAN if by_plan else DateSource.TENANT,
                milestone=milestone if by_plan else None,
                wording=milestone.when_label if by_plan and milestone else _own_wording(last_day),
                state=PeriodState.OPEN if opens_on <= clock.today() else PeriodState.PLANNED,
            )
            changes.append(Change("reporting_periods", str(year), "created"))
        elif period.last_day_source == DateSource.PLAN and by_plan and period.last_day != by_plan:
            changes.append(Change("reporting_periods", str(year), "changed", {"last_day": (period.last_day, by_plan)}))
            period.last_day = by_plan
            period.version += 1
            period.save(update_fields=["last_day", "version"])
    return changes


def _day(year: int, month_day: str) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{month_day}")


def _own_wording(last_day: dt.date) -> str:
    agency = current_tenant().standing_short
    following = last_day + dt.timedelta(days=1)
    return f"Kế hoạch không nêu ngày; {agency} ấn định trước ngày {following:%d/%m}"


@transaction.atomic
def set_last_day(
    *,
    period: ReportingPeriod,
    last_day: dt.date,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> ReportingPeriod:
    """The tenant sets another last day, with a reason; from then on the date is shown as the tenant's own."""
    require(actor, "campaigns.edit")
    locked = _locked(period, expected_version)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do đổi hạn báo cáo.", code="reason_missing", field="reason")
    if last_day < locked.opens_on:
        raise DomainError(
            f"Hạn cuối phải từ ngày mở kỳ {format_date(locked.opens_on)} trở đi.",
            code="before_opening",
            field="last_day",
        )
    before, locked.last_day = locked.last_day, last_day
    locked.last_day_source, locked.milestone = DateSource.TENANT, None
    locked.wording = f"{current_tenant().standing_short} ấn định hết ngày {format_date(last_day)}"
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor,
        verb="period.set_last_day",
        obj=locked,
        before=format_date(before),
        after=format_date(last_day),
        reason=reason,
    )
    return locked


@transaction.atomic
def grant_extension(*, period: ReportingPeriod, unit: Unit, last_day: dt.date, reason: str, actor: Actor) -> Extension:
    """A later last day for one unit, with a reason; a second grant replaces the first."""
    require(actor, "campaigns.edit")
    locked = _locked(period, None)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do gia hạn.", code="reason_missing", field="reason")
    if last_day <= locked.last_day:
        raise DomainError(
            f"Hạn mới phải sau hạn chung, hết ngày {format_date(locked.last_day)}.", code="not_later", field="last_day"
        )
    before = Extension.objects.filter(period=locked, unit=unit).first()
    extension, _ = Extension.objects.update_or_create(
        period=locked,
        unit=unit,
        defaults={
            "unit_name": unit.display_name,
            "last_day": last_day,
            "reason": reason.strip(),
            "granted_at": clock.now(),
            "granted_by_name": actor.name,
        },
    )
    audit.record(
        actor=actor,
        verb="period.extend",
        obj=locked,
        before=format_date(before.last_day if before else locked.last_day),
        after=format_date(last_day),
        reason=reason,
        label=str(extension),
        data={"unit": unit.display_name},
    )
    return extension


@transaction.atomic
def withdraw_extension(*, extension: Extension, reason: str, actor: Actor) -> None:
    """The common last day holds for the unit again."""
    require(actor, "campaigns.edit")
    period = _locked(extension.period, None)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do bỏ gia hạn.", code="reason_missing", field="reason")
    audit.record(
        actor=actor,
        verb="period.end_extension",
        obj=period,
        before=format_date(extension.last_day),
        after=format_date(period.last_day),
        reason=reason,
        label=str(extension),
        data={"unit": extension.unit_name},
    )
    extension.delete()


@transaction.atomic
def open_period(*, period: ReportingPeriod, actor: Actor, expected_version: int | None = None) -> ReportingPeriod:
    return _turn(period, PeriodState.OPEN, "period.open", actor, expected_version)


@transaction.atomic
def close_period(*, period: ReportingPeriod, actor: Actor, expected_version: int | None = None) -> ReportingPeriod:
    return _turn(period, PeriodState.CLOSED, "period.close", actor, expected_version)


def _turn(
    period: ReportingPeriod, state: PeriodState, verb: str, actor: Actor, expected_version: int | None
) -> ReportingPeriod:
    require(actor, "campaigns.edit")
    locked = _locked(period, expected_version)
    if locked.state == state:
        raise Conflict(f"{locked} đã ở trạng thái “{state.label}”.", code="stale")
    before, locked.state = locked.state, state
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    audit.record(actor=actor, verb=verb, obj=locked, before=before, after=state)
    return locked


def _locked(period: ReportingPeriod, expected_version: int | None) -> ReportingPeriod:
    locked = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict("Kỳ báo cáo vừa được người khác sửa. Hãy tải lại trang.", code="stale")
    return locked
