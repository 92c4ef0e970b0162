"""Appraisal value by value; the unit's one explanation; the final word. Every layer stays (decision 4)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.text import format_date
from targets import permissions as may
from targets.enums import Decision, Layer, ReportState
from targets.flow import not_own_report
from targets.models import AnnualReport, ReportValue
from targets.selectors import show
from targets.services.points import POINT_FIELDS, rescore
from targets.validators import ValueInput, check

LAYER_COLUMNS = ("numerator", "denominator", "number", "boolean", "text", "not_applicable")
# What `settle` sets.
SETTLED = ("decision", *(f"appraised_{c}" for c in (*LAYER_COLUMNS, "manual_h", "reason", "by_name", "at")),
           *POINT_FIELDS)  # fmt: skip


@transaction.atomic
def appraise(
    *,
    value: ReportValue,
    decision: str,
    actor: Actor,
    change: ValueInput | None = None,
    manual_h: int | None = None,
    reason: str = "",
    expected: str | None = None,
) -> ReportValue:
    """Accept, change (with `change` or, for a manual indicator, `manual_h` points; and a reason), or ask back.

    `expected` is `ReportValue.judged` as the page showed it; another conclusion meanwhile is a `Conflict`. The
    reason is read by the unit. A value that is asked back stays open until the report is returned.
    """
    value, report = _locked(value, actor)
    if report.state != ReportState.SUBMITTED:
        raise Conflict("Báo cáo không còn ở bước thẩm định. Hãy tải lại trang.", code="stale")
    if expected is not None and value.judged != expected:
        raise Conflict(
            f"{value.appraised_by_name or 'Người khác'} đã kết luận chỉ tiêu này lúc "
            f"{show.clock_time(value.appraised_at)}. Hãy tải lại trang.",
            code="stale",
        )
    before = value.decision
    settle(value, report.year, decision=decision, actor=actor, change=change, manual_h=manual_h, reason=reason.strip())
    value.save()
    audit.record(
        actor=actor, verb="value.appraise", obj=report, before=before or "none", after=decision,
        reason=reason.strip(), data=layers(value), label=f"{report} · {value.indicator.code}",
    )  # fmt: skip
    return value


def settle(
    value: ReportValue,
    year: int,
    *,
    decision: str,
    actor: Actor,
    change: ValueInput | None = None,
    manual_h: int | None = None,
    reason: str = "",
) -> None:
    """Set the appraised layer and the points; does not save. Needs the indicator. `DomainError` names the field."""
    _clear(value)
    if decision == Decision.CHANGED:
        _demand_reason(reason, "Nêu lý do điều chỉnh, đơn vị sẽ đọc được.")
        _set_layer(value, "appraised_", change, manual_h)
    elif decision == Decision.ASKED:
        _demand_reason(reason, "Nêu điều cần đơn vị bổ sung.")
    elif decision == Decision.ACCEPTED:
        if value.indicator.method == "manual":
            raise DomainError("Chỉ tiêu này do người thẩm định chấm: ghi số điểm và lý do.", code="manual")
    else:
        raise DomainError("Chọn một kết luận.", code="decision", field="decision")
    value.decision, value.appraised_reason = decision, reason
    value.appraised_by_name, value.appraised_at = actor.name, clock.now()
    rescore(value, year)


@transaction.atomic
def accept_many(*, report: AnnualReport, values: Iterable[uuid.UUID], actor: Actor) -> list[ReportValue]:
    """Accept as reported all of `values` that nobody judged yet and that are not the appraiser's to score."""
    report = _lock_report(report.pk, actor)
    if report.state != ReportState.SUBMITTED:
        raise Conflict("Báo cáo không còn ở bước thẩm định. Hãy tải lại trang.", code="stale")
    found = list(
        ReportValue.objects.filter(report=report, uid__in=list(values), decision=Decision.NONE)
        .exclude(indicator__method="manual")
        .select_related("indicator")
    )
    now = clock.now()
    for value in found:
        value.decision, value.appraised_by_name, value.appraised_at = Decision.ACCEPTED, actor.name, now
        rescore(value, report.year)
    ReportValue.objects.bulk_update(found, ["decision", "appraised_by_name", "appraised_at", *POINT_FIELDS])
    if found:
        audit.record(actor=actor, verb="value.accept_many", obj=report, before=report.state, after=report.state,
                     data={"values": [v.indicator.code for v in found]})  # fmt: skip
    return found


@transaction.atomic
def ask_many(*, report: AnnualReport, values: Iterable[uuid.UUID], reason: str, actor: Actor) -> list[ReportValue]:
    """Ask the unit back about all of `values` that nobody judged yet, with one reason that it reads."""
    report = _lock_report(report.pk, actor)
    if report.state != ReportState.SUBMITTED:
        raise Conflict("Báo cáo không còn ở bước thẩm định. Hãy tải lại trang.", code="stale")
    _demand_reason(reason, "Nêu điều cần đơn vị bổ sung.")
    found = list(
        ReportValue.objects.filter(report=report, uid__in=list(values), decision=Decision.NONE).select_related(
            "indicator"
        )
    )
    if not found:
        raise DomainError("Chọn ít nhất một chỉ tiêu chưa có kết luận.", code="no_value", field="value")
    now = clock.now()
    for value in found:
        value.decision, value.appraised_reason = Decision.ASKED, reason.strip()
        value.appraised_by_name, value.appraised_at = actor.name, now
        rescore(value, report.year)
    ReportValue.objects.bulk_update(
        found, ["decision", "appraised_reason", "appraised_by_name", "appraised_at", *POINT_FIELDS]
    )
    audit.record(actor=actor, verb="value.ask_many", obj=report, before=report.state, after=report.state,
                 reason=reason, data={"values": [v.indicator.code for v in found]})  # fmt: skip
    return found


@dataclass(frozen=True)
class Adjustment:
    """Other figures for one value (points in hundredths where the appraiser scores). `reason` only where it is
    not the common one; `expected` is `ReportValue.judged` as the page showed it."""

    change: ValueInput | None = None
    manual_h: int | None = None
    reason: str = ""
    expected: str = ""


@transaction.atomic
def change_many(
    *, report: AnnualReport, changes: Mapping[uuid.UUID, Adjustment], reason: str, actor: Actor
) -> list[ReportValue]:
    """Change all of `changes` by one reason, or each by its own; all or none, one audit entry with every layer.

    Raises `Invalid` with sentences by "<uid>-<field>": fields of `targets.validators.FIELDS`, `points`, `reason`,
    or `decision` for a value that somebody judged meanwhile.
    """
    report = _lock_report(report.pk, actor)
    if report.state != ReportState.SUBMITTED:
        raise Conflict("Báo cáo không còn ở bước thẩm định. Hãy tải lại trang.", code="stale")
    found = list(ReportValue.objects.filter(report=report, uid__in=list(changes)).select_related("indicator"))
    if not found:
        raise DomainError("Chưa sửa số liệu nào. Sửa số ở ít nhất một chỉ tiêu.", code="no_value", field="value")
    errors: dict[str, list[str]] = {}
    for value in found:
        said = _adjusted(value, report.year, changes[value.uid], reason, actor)
        errors |= {f"{value.uid}-{name}": sentences for name, sentences in said.items()}
    if errors:
        raise Invalid(errors)
    ReportValue.objects.bulk_update(found, list(SETTLED))
    audit.record(
        actor=actor, verb="value.change_many", obj=report, before=report.state, after=report.state, reason=reason,
        data={"values": [layers(v) | {"reason": v.appraised_reason} for v in found]},
    )  # fmt: skip
    return found


def _adjusted(value: ReportValue, year: int, one: Adjustment, common: str, actor: Actor) -> dict[str, list[str]]:
    """Set the appraised layer; sentences by field where it cannot be set."""
    if value.judged != one.expected:
        return {"decision": [f"{value.appraised_by_name} đã kết luận chỉ tiêu này. Hãy tải lại trang."]}
    reason = one.reason.strip() or common.strip()
    if not reason:
        return {"reason": ["Nêu lý do chung ở trên hoặc lý do riêng của chỉ tiêu này."]}
    try:
        settle(
            value, year, decision=Decision.CHANGED, actor=actor, change=one.change, manual_h=one.manual_h, reason=reason
        )
    except Invalid as error:
        return error.errors
    except DomainError as error:
        return {error.field or "n": [error.sentence]}
    return {}


@transaction.atomic
def explain(*, value: ReportValue, text: str, actor: Actor) -> ReportValue:
    """The unit explains a changed value: once, in words, until the report's date."""
    value, report = _locked(value, actor, verb=may.EDIT)
    if report.state != ReportState.APPRAISED:
        raise DomainError("Chỉ giải trình được khi báo cáo đã thẩm định xong.", code="state")
    if value.decision != Decision.CHANGED:
        raise DomainError("Sở không điều chỉnh chỉ tiêu này nên không cần giải trình.", code="unchanged")
    if value.explanation:
        raise Conflict("Chỉ tiêu này đã được giải trình một lần.", code="once")
    if not report.takes_explanations(clock.today()):
        raise DomainError(f"Đã hết hạn giải trình (hết ngày {format_date(report.explain_until)}).", code="late")
    _demand_reason(text, "Ghi nội dung giải trình.", field="explanation")
    value.explanation, value.explained_at, value.explained_by_name = text.strip(), clock.now(), actor.name
    value.save(update_fields=["explanation", "explained_at", "explained_by_name"])
    audit.record(actor=actor, verb="value.explain", obj=report, before=report.state, after=report.state,
                 reason=text, label=f"{report} · {value.indicator.code}")  # fmt: skip
    return value


@transaction.atomic
def conclude(
    *,
    value: ReportValue,
    keep: bool,
    actor: Actor,
    reason: str,
    change: ValueInput | None = None,
    manual_h: int | None = None,
) -> ReportValue:
    """The final word on an explained value: keep the appraised figures, or set new ones; with a reason."""
    value, report = _locked(value, actor)
    if report.state != ReportState.APPRAISED or not value.explanation:
        raise DomainError("Chỉ kết luận lại khi đơn vị đã giải trình.", code="state")
    if value.final_reason:
        raise Conflict("Giải trình này đã có kết luận.", code="stale")
    _demand_reason(reason, "Nêu lý do của kết luận.")
    if keep:
        for column in (*LAYER_COLUMNS, "manual_h"):
            setattr(value, f"final_{column}", getattr(value, f"appraised_{column}"))
    else:
        _set_layer(value, "final_", change, manual_h)
    value.final_set, value.final_reason, value.final_by_name = True, reason.strip(), actor.name
    rescore(value, report.year)
    value.save()
    audit.record(
        actor=actor, verb="value.conclude", obj=report, before="explained",
        after="kept" if keep else "changed", reason=reason, data=layers(value),
        label=f"{report} · {value.indicator.code}",
    )  # fmt: skip
    return value


def _lock_report(pk: int, actor: Actor, verb: str = may.APPRAISE) -> AnnualReport:
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    require(actor, verb, report.unit)
    if verb == may.APPRAISE and (said := not_own_report(report, actor)):
        raise Refused(said, code="own_report")
    return report


def _locked(value: ReportValue, actor: Actor, verb: str = may.APPRAISE) -> tuple[ReportValue, AnnualReport]:
    report = _lock_report(value.report_id, actor, verb)
    return ReportValue.objects.select_related("indicator").get(pk=value.pk), report


def _demand_reason(reason: str, sentence: str, field: str = "reason") -> None:
    if not reason.strip():
        raise DomainError(sentence, code="reason_missing", field=field)


def _clear(value: ReportValue) -> None:
    for column in LAYER_COLUMNS:
        empty: Any = {"text": "", "not_applicable": False}.get(column)
        setattr(value, f"appraised_{column}", empty)
    value.appraised_manual_h = None


def _set_layer(value: ReportValue, prefix: str, change: ValueInput | None, manual_h: int | None) -> None:
    if value.indicator.method == "manual":
        if manual_h is None or not 0 <= manual_h <= value.indicator.max_h:
            raise DomainError(
                f"Ghi số điểm từ 0 đến {show.maximum(value.indicator.max_h)}.", code="points", field="points"
            )
        change = change or ValueInput(value.numerator, value.denominator, value.number, value.boolean, value.text)
        setattr(value, f"{prefix}manual_h", manual_h)
    if change is None:
        raise DomainError("Ghi số liệu điều chỉnh.", code="no_value", field="n")
    if wrong := check(value.indicator, change):
        raise Invalid({key: [sentence] for key, sentence in wrong.items()})
    for column in LAYER_COLUMNS:
        setattr(value, f"{prefix}{column}", getattr(change, column))


def layers(value: ReportValue) -> dict[str, Any]:
    """Figures and points of every layer, for the audit."""
    indicator = value.indicator
    return {
        "indicator": indicator.code,
        "self": [show.value(indicator, value.entry(Layer.SELF)), value.self_points_h],
        "appraised": [show.value(indicator, value.entry(Layer.APPRAISED)), value.appraised_points_h],
        "final": [show.value(indicator, value.entry(Layer.FINAL)), value.final_points_h],
    }
