"""The officer's conclusions on many reports at once: taken along as a list, filled in Excel, brought back."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.selectors import the_campaign
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.sheets.columns import Choice, Column, Number, Text, YesNo
from config.kernel.sheets.lists import BUILT_ON, ListSheet
from config.kernel.text import format_number, whole_number
from targets import permissions as may
from targets.enums import Decision, Layer, ReportState
from targets.flow import not_own_report
from targets.models import AnnualReport, ReportValue
from targets.selectors import show
from targets.selectors.reports import visible_reports
from targets.services.appraisal import SETTLED, layers, settle
from targets.validators import ValueInput

MOST = 15_000
_FIGURES = {"n": "numerator", "d": "denominator", "v": "number", "b": "boolean", "t": "text"}
_ASKED = {"share": ("n", "d"), "number": ("v",), "boolean": ("b",), "text": ("t",)}


class AppraisalSheet(ListSheet):
    """A row per value of the reports that wait for appraisal in one year; `chi-tieu` narrows it to one indicator.

    Other figures than those in force are a change, which needs a reason; "Kết luận" says the rest. A row carries the
    conclusion that stood when the file was made; one that says something about a value concluded otherwise meanwhile
    is wrong. Undo works while the reports are still being appraised and nobody concluded otherwise since.
    """

    kind, title, verb, back = "tham-dinh", "Kết luận thẩm định", may.APPRAISE, "targets:appraisals"
    parameters = ("nam", "chi-tieu")
    model = ReportValue
    writes = SETTLED

    code = Column("Mã đơn vị", "report__unit__code", Text(60), required=True, width=14)
    unit = Column("Đơn vị", "report__unit_name", locked=True, width=34)
    indicator = Column("Mã chỉ tiêu", "indicator__code", Text(60), required=True, width=13)
    target = Column("Chỉ tiêu", "indicator__label", locked=True, width=44)
    said = Column("Đơn vị báo cáo", "sheet_said", locked=True, width=20)
    n = Column("Tử số", "sheet_numerator", Number(), width=14)
    d = Column("Mẫu số", "sheet_denominator", Number(), width=14)
    v = Column("Số", "sheet_number", Number(), width=14)
    b = Column("Có/Không", "sheet_boolean", YesNo(), width=12)
    t = Column("Lời", "sheet_text", Text(4000), width=30)
    points = Column("Điểm chấm", "sheet_points", Number(places=2), width=12, hint="chỉ tiêu do người thẩm định chấm")
    decision = Column("Kết luận", "decision", Choice(Decision.choices), width=16, hint="để trống: chưa kết luận")
    reason = Column("Lý do", "appraised_reason", Text(4000), width=50, hint="bắt buộc khi điều chỉnh hoặc hỏi lại")
    seen = Column("Kết luận lúc tải tệp", "sheet_seen", Text(300), carried=True, width=34,
                  hint="để nhận ra chỉ tiêu mà người khác đã kết luận sau khi tệp được tải")  # fmt: skip

    def prepare_columns(self) -> None:
        year = whole_number(self.params["nam"])
        if year is None:
            raise DomainError("Chọn năm báo cáo rồi bấm “Kết luận bằng Excel”.", code="no_year")
        self.year = year
        self.reports = visible_reports(self.actor, self.verb).filter(
            campaign=the_campaign(), year=year, state=ReportState.SUBMITTED
        )
        self.own: dict[int, str] = {}

    @property
    def full_title(self) -> str:
        which = f", chỉ tiêu {self.params['chi-tieu']}" if self.params["chi-tieu"] else ""
        return f"Kết luận thẩm định báo cáo năm {self.year}{which}"

    def guide(self) -> list[str]:
        return [
            "Sửa số là điều chỉnh và cần lý do; số của đơn vị vẫn giữ bên cạnh.",
            "Kết luận Chấp nhận lấy đúng số của đơn vị. Dòng để trống kết luận thì không đổi.",
        ]

    def after_address(self) -> tuple[str, dict[str, str]]:
        return self.back, {"nam": str(self.year)}

    def lock(self) -> None:
        list(AnnualReport.objects.select_for_update().filter(pk__in=self.reports.values("pk")).values_list("pk"))

    def existing(self) -> dict[Hashable, Any]:
        values = ReportValue.objects.filter(report__in=self.reports)
        if self.params["chi-tieu"]:
            values = values.filter(indicator__code=self.params["chi-tieu"])
        values = values.select_related("indicator", "report__unit").order_by(
            "report__unit__sort_key", "report_id", "indicator__order", "id"
        )
        if (count := values.count()) > MOST:
            raise DomainError(
                f"{format_number(count)} dòng là quá nhiều cho một tệp. Mở một chỉ tiêu ở trang thẩm định rồi chọn "
                "“Chỉ tiêu này của mọi đơn vị”.",
                code="too_many",
            )
        return {(value.report.unit.code, value.indicator.code): _shown(value) for value in values}

    def key(self, values: dict[str, Any]) -> Hashable | None:
        code, indicator = values.get("code"), values.get("indicator")
        return (code, indicator) if code and indicator else None

    def key_said(self, values: dict[str, Any]) -> str:
        return f"Chỉ tiêu {values.get('indicator', '')} của đơn vị {values.get('code', '')}"

    def meant(self, values: dict[str, Any], found: Any) -> dict[str, Any]:
        untouched = not values.get("seen") and not {"points", "decision", "reason"} & values.keys() and all(
            self.fields[name].widget.render(values[name]) == self.fields[name].widget.render(getattr(found, column))
            for name, column in _FIGURES.items() if name in values
        )  # fmt: skip
        return {name: values[name] for name in ("code", "indicator")} if found.decision and untouched else values

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        if found is None:
            said = f"{self.key_said(values)} không có trong các báo cáo năm {self.year} đang chờ bạn thẩm định."
            return {"code": said}
        changed = {name for name, value in values.items() if self._differs(name, value, found)}
        if not changed:
            return {}
        if values.get("seen", "") != found.sheet_seen:
            return {"decision": _judged_meanwhile(found)}
        if said := self._not_own(found.report):
            return {"code": said}
        asked = ("points",) if found.indicator.method == "manual" else _ASKED[found.indicator.value_kind]
        if strange := sorted(changed & {*_FIGURES, "points"} - set(asked)):
            return dict.fromkeys(strange, f"Chỉ tiêu {found.indicator.code} không dùng cột này.")
        trial = ReportValue(indicator=found.indicator, **{f: getattr(found, f) for f in _OWN})
        try:
            self._settle(trial, values, found)
        except Invalid as error:
            return {name if name in self.fields else "decision": said[0] for name, said in error.errors.items()}
        except DomainError as error:
            return {error.field if error.field and error.field in self.fields else "decision": error.sentence}
        return {}

    def label(self, values: dict[str, Any], found: Any) -> str:
        return f"{found.report.unit_name} · {found.indicator.code}" if found is not None else self.key_said(values)

    def change(self, found: Any, values: dict[str, Any]) -> None:
        self._settle(found, values, found)

    def _settle(self, value: ReportValue, said: dict[str, Any], found: Any) -> None:
        """Conclude on `value` by what the row says over what `found` shows."""
        figures = {column: said.get(name, getattr(found, f"sheet_{column}")) for name, column in _FIGURES.items()}
        points = said.get("points", found.sheet_points)
        changes = any(name in said and self._differs(name, said[name], found) for name in (*_FIGURES, "points"))
        decision = said.get("decision", found.decision)
        if changes and decision != Decision.CHANGED:
            if "decision" in said and self._differs("decision", decision, found):
                raise DomainError("Đã sửa số thì kết luận là Điều chỉnh.", code="decision", field="decision")
            decision = Decision.CHANGED
        elif decision == Decision.CHANGED and not changes and found.decision != Decision.CHANGED:
            raise DomainError("Kết luận Điều chỉnh thì ghi số khác số của đơn vị.", code="same", field="decision")
        manual_h = int(points * 100) if points is not None else None
        settle(
            value, self.year, decision=decision, actor=self.actor, manual_h=manual_h,
            reason=said.get("reason", found.appraised_reason), change=ValueInput(**figures),
        )  # fmt: skip

    def _not_own(self, report: AnnualReport) -> str:
        if report.pk not in self.own:
            self.own[report.pk] = not_own_report(report, self.actor) or ""
        return self.own[report.pk]

    def after_write(self, fresh: list[Any], changed: list[Any]) -> None:
        self._record("value.by_file", changed)

    def undo(self, kept: bytes) -> None:
        ids = [pk for pk, *_ in json.loads(zlib.decompress(kept))["changed"]]
        values = ReportValue.objects.filter(pk__in=ids).select_related("report", "indicator")
        moved = next((v.report for v in values if v.report.state != ReportState.SUBMITTED), None)
        if moved is not None:
            raise Conflict(BUILT_ON.format(what=str(moved)), code="built_on")
        super().undo(kept)
        self._record("value.by_file_undo", values.all())

    def _record(self, verb: str, values: Iterable[ReportValue]) -> None:
        """One entry per report, so that its own history tells it."""
        by_report: dict[int, list[ReportValue]] = defaultdict(list)
        for value in values:
            by_report[value.report_id].append(value)
        for mine in by_report.values():
            report = mine[0].report
            said = [layers(v) | {"decision": v.decision, "reason": v.appraised_reason} for v in mine]
            audit.record(actor=self.actor, verb=verb, obj=report, before=report.state, after=report.state,
                         data={"values": said})  # fmt: skip


# What a trial conclusion is made from: the unit's own columns and what points depend on.
_OWN = ("numerator", "denominator", "number", "boolean", "text", "not_applicable", "evidence_count", "evidence_valid",
        "decision", "final_set")  # fmt: skip


def _shown(value: ReportValue) -> ReportValue:
    """With what the columns show: the figures in force after appraisal."""
    entry = value.entry(Layer.APPRAISED)
    points = value.appraised_manual_h
    value.__dict__ |= {f"sheet_{name}": getattr(entry, name) for name in _FIGURES.values()} | {
        "sheet_said": show.value(value.indicator, value.entry()),
        "sheet_points": None if points is None else Decimal(points) / 100,
        "sheet_seen": _seen(value),
    }
    return value


def _seen(value: ReportValue) -> str:
    """Names the conclusion as it stands, in words; empty for none."""
    if not value.decision or value.appraised_at is None:
        return ""
    at = timezone.localtime(value.appraised_at).strftime("%H:%M:%S.%f ngày %d/%m/%Y")
    return f"{Decision(value.decision).label}, {value.appraised_by_name}, {at}"


def _judged_meanwhile(value: ReportValue) -> str:
    if not value.decision:
        return "Kết luận trước đây của chỉ tiêu này không còn nữa. Tải lại tệp mẫu rồi ghi lại dòng này."
    return (
        f"{value.appraised_by_name or 'Người khác'} đã kết luận chỉ tiêu này lúc {show.moment(value.appraised_at)}, "
        "sau khi tệp được tải. Tải lại tệp mẫu, xem kết luận đó rồi hãy sửa."
    )
