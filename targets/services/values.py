from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, Invalid
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors import show
from targets.selectors.together import who_changed
from targets.services.points import POINT_FIELDS, rescore
from targets.validators import ValueInput, check

OWN_FIELDS = (
    "numerator", "denominator", "number", "boolean", "text", "not_applicable", "na_reason", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What a page sends for one value. `version` is the one that the page showed. `value` is None when the typed
    text could not be read: then `typed` is kept, so that nothing is lost, and the last good value stays."""

    version: int
    value: ValueInput | None
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """Somebody else changed the value after this page was opened; nothing was overwritten."""

    theirs: ReportValue
    mine: Change
    sentence: str


@dataclass(frozen=True)
class Saved:
    values: tuple[ReportValue, ...]
    clashes: tuple[Clash, ...]


@transaction.atomic
def save_values(*, report: AnnualReport, changes: Mapping[uuid.UUID, Change], actor: Actor) -> Saved:
    """Write the unit's figures, as many as stand; values changed by others meanwhile come back as clashes.

    Raises `Refused` (not this unit's clerk), `Conflict` (the report left the unit), `Invalid` (a value that
    cannot be, under the indicator's code).
    """
    report = open_for_writing(report, actor)
    values = {
        v.uid: v for v in ReportValue.objects.filter(report=report, uid__in=list(changes)).select_related("indicator")
    }
    written: list[ReportValue] = []
    clashes: list[Clash] = []
    told: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for uid, change in changes.items():
        value = values.get(uid)
        if value is None or _is_same(value, change):
            continue
        if refusal := closed_sentence(report, value):
            errors[value.indicator.code] = [refusal]
        elif value.version != change.version:
            clashes.append(Clash(value, change, f"{who_changed(value, actor)} Giữ số nào?"))
        elif change.value is not None and (wrong := check(value.indicator, change.value)):
            errors[value.indicator.code] = list(wrong.values())
        else:
            told[value.indicator.code] = _write(value, change, report.year, actor)
            written.append(value)
    if errors:
        raise Invalid(errors)
    if written:
        report.saved_at = clock.now()
        report.save(update_fields=["saved_at"])
        audit.record(actor=actor, verb="report.save", obj=report, before=report.state, after=report.state, data=told)
    return Saved(tuple(written), tuple(clashes))


@transaction.atomic
def save_summary(*, report: AnnualReport, text: str, actor: Actor, expected: str | None = None) -> AnnualReport:
    """The unit's own remarks (tự nhận xét). `expected`: the digest of the text that the page showed; where somebody
    else wrote another one meanwhile, `Conflict`."""
    report = open_for_writing(report, actor)
    text = text.replace("\r\n", "\n")
    if report.summary != text:
        if expected is not None and digest_of_text(report.summary) != expected:
            raise Conflict(
                "Người khác vừa sửa phần tự nhận xét. Phần bạn viết vẫn còn trong ô và chưa được ghi.", code="stale"
            )
        report.summary = text
        report.saved_at = clock.now()
        report.save(update_fields=["summary", "saved_at"])
        audit.record(actor=actor, verb="report.save", obj=report, before=report.state, after=report.state,
                     data={"summary": True})  # fmt: skip
    return report


def digest_of_text(text: str) -> str:
    """What a page showed, in few letters; line ends count as one character."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def open_for_writing(report: AnnualReport, actor: Actor) -> AnnualReport:
    """The report, locked, if this person may write in it now."""
    locked = AnnualReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    require(actor, may.EDIT, locked.unit, why="Bạn xem được báo cáo này nhưng không sửa được.")
    if not locked.is_open:
        raise Conflict(left_the_unit(locked), code="closed")
    return locked


def left_the_unit(report: AnnualReport) -> str:
    """Why the report cannot be changed now."""
    if report.state == ReportState.CONFIRMING:
        at = show.clock_time(report.handed_over_at)
        return f"Trang này đã cũ: báo cáo đã được trình lúc {at}. Số bạn vừa nhập vẫn còn bên dưới."
    if report.state == ReportState.SUBMITTED:
        return "Bạn xem được báo cáo này nhưng không sửa được: báo cáo đã gửi và đang thẩm định."
    return "Bạn xem được báo cáo này nhưng không sửa được: báo cáo đã thẩm định xong."


def closed_sentence(report: AnnualReport, value: ReportValue) -> str | None:
    """After the first submission only what was sent back can be changed."""
    if report.was_submitted and not value.reopened:
        return f"Chỉ tiêu {value.indicator.code} không bị trả lại nên không sửa được."
    return None


def _as_input(value: ReportValue) -> ValueInput:
    return ValueInput(**{name: getattr(value, name) for name in OWN_FIELDS})


def _is_same(value: ReportValue, change: Change) -> bool:
    if change.value is None:
        return value.typed == change.typed
    return not value.typed and _as_input(value) == change.value


def _write(value: ReportValue, change: Change, year: int, actor: Actor) -> list[str]:
    before = show.value(value.indicator, value.entry())
    if change.value is None:
        value.typed = change.typed
    else:
        value.typed = {}
        for name in OWN_FIELDS:
            setattr(value, name, getattr(change.value, name))
    value.version += 1
    value.updated_at, value.updated_by, value.updated_name = clock.now(), actor.user_id, actor.name
    rescore(value, year)
    value.save(
        update_fields=[
            *OWN_FIELDS,
            "typed",
            "version",
            "updated_at",
            "updated_by",
            "updated_name",
            *POINT_FIELDS,
        ]
    )
    return [before, show.value(value.indicator, value.entry())]
