"""Criteria over how a candidate took part: registration, reports, years, attested standards, discipline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from awards.facts import AnyFacts, RegistrationFact, ReportFact, measured
from awards.rules.outcome import Finding, ask, met, not_applicable, not_met
from awards.rules.params import Choice, Flag, Statement, Whole, Words, Years
from awards.rules.registry import Criterion, register
from config.kernel.text import format_date


@register
class Registered(Criterion):
    """Registered for the campaign (`registration`), and has its own launch plan (`launch_plan`)."""

    kind = "registered"
    title = "Có đăng ký thi đua"
    looks_at = ("registration",)
    params = {
        "registration": Flag("Phải có đăng ký", default=True),
        "launch_plan": Flag("Phải có kế hoạch phát động", default=False),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable("Cá nhân không thuộc đơn vị phải đăng ký.")
        fact = unit.registration
        missing = []
        if self["registration"] and not fact.registered:
            missing.append("chưa đăng ký thi đua")
        if self["launch_plan"] and not fact.launch_plan:
            missing.append("chưa có kế hoạch phát động phong trào của đơn vị")
        if missing:
            return not_met(f"Đơn vị {' và '.join(missing)}.")
        return met(lambda: self._kept(fact))

    def _kept(self, fact: RegistrationFact) -> str:
        said = []
        if self["registration"]:
            said.append(f"Đăng ký ngày {format_date(fact.on)}" if fact.on else "Đã đăng ký")
        if self["launch_plan"]:
            number = f" {fact.launch_plan_number}" if fact.launch_plan_number else ""
            day = f" ngày {format_date(fact.launch_plan_date)}" if fact.launch_plan_date else ""
            said.append(f"có Kế hoạch phát động{number}{day}")
        sentence = ", ".join(said) or "Không yêu cầu gì thêm"
        return f"{sentence[0].upper()}{sentence[1:]}."


@register
class ReportsOnTime(Criterion):
    """The reports of `years` (default: the round's year) were sent, at most `max_late_days` late. Decision 9.

    `late`: what a late report does: `refuse` (default), or `attest` (a person decides).
    """

    kind = "reports_on_time"
    title = "Báo cáo đúng hạn"
    looks_at = ("reports", "year")
    params = {
        "years": Years("Các năm"),
        "max_late_days": Whole("Số ngày trễ cho phép", default=0, high=365),
        "late": Choice("Báo cáo trễ thì", {"refuse": "chưa đạt", "attest": "cần xác nhận"}, default="refuse"),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable("Cá nhân không thuộc đơn vị phải báo cáo.")
        reports = {report.year: report for report in unit.reports}
        years = self["years"] or (facts.year,)
        missing = [year for year in years if year not in reports or reports[year].submitted_on is None]
        if missing:
            return not_met(f"Chưa có báo cáo năm {', '.join(map(str, missing))}.", missing=missing)
        late = [reports[year] for year in years if reports[year].days_late > self["max_late_days"]]
        if not late:
            return met(lambda: _sent([reports[year] for year in years]))
        said = "; ".join(
            f"báo cáo năm {report.year} trễ {report.days_late} ngày"
            + (f" (hạn hết ngày {format_date(report.last_day)})" if report.last_day else "")
            for report in late
        )
        figures = {"late_days": {str(report.year): report.days_late for report in late}}
        return (ask if self["late"] == "attest" else not_met)(f"{said[0].upper()}{said[1:]}.", **figures)


def _sent(reports: list[ReportFact]) -> str:
    said = "; ".join(
        f"báo cáo năm {report.year} gửi ngày {format_date(report.submitted_on)}"
        + (f", hạn hết ngày {format_date(report.last_day)}" if report.last_day else "")
        + (f", trễ {report.days_late} ngày trong mức cho phép" if report.days_late else "")
        for report in reports
    )
    return f"{said[0].upper()}{said[1:]}."


@register
class ParticipationYears(Criterion):
    """Took part in the campaign for at least `n` years up to the round's year (as a warning: decision 15)."""

    kind = "participation_years"
    title = "Số năm tham gia phong trào"
    looks_at = ("years_taken_part", "year")
    params = {"n": Whole("Số năm tối thiểu", required=True, low=1, high=50)}

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        years = facts.years_taken_part or (unit.years_taken_part if unit else ())
        count = len({year for year in years if year <= facts.year})
        return (met if count >= self["n"] else not_met)(
            lambda: f"Đã tham gia phong trào {count} năm, yêu cầu từ {self['n']} năm.", years=count, n=self["n"]
        )


@register
class Attested(Criterion):
    """What no figure can tell: a person says whether it holds.

    `standard` is the code of the plan's standard, or `statement` says it in words.
    `party` limits it to units that have a party organisation (KG IV.3.1).
    """

    kind = "attested"
    title = "Cần xác nhận"
    looks_at = ("has_party",)
    params = {
        "standard": Words("Tiêu chuẩn (mã trong kế hoạch)", offers="standards"),
        "statement": Statement("Nội dung cần xác nhận"),
        "party": Flag("Chỉ với đơn vị có tổ chức Đảng", default=False),
    }

    @classmethod
    def complaints(cls, values: Mapping[str, Any]) -> dict[str, str]:
        if not values.get("standard") and not values.get("statement"):
            return {"statement": "Chọn tiêu chuẩn của kế hoạch, hoặc ghi nội dung cần xác nhận."}
        return {}

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if self["party"] and unit is not None and unit.has_party is False:
            return not_applicable("Đơn vị không có tổ chức Đảng.")
        return ask("Không có số liệu để đối chiếu; cần người có thẩm quyền xác nhận.")


@register
class NoDiscipline(Criterion):
    """No discipline from khiển trách up in the period; an attestation is needed even when none is on record.

    Discipline that ended before `facts.year` no longer counts (NĐ 152/2025 Điều 4.4).
    `presume`: nothing on record is enough.
    """

    kind = "no_discipline"
    title = "Không bị kỷ luật từ khiển trách trở lên"
    looks_at = ("disciplines", "year")
    params = {
        "presume": Flag("Không có ghi nhận thì coi là đạt", default=False),
        "standard": Words("Tiêu chuẩn (mã)", offers="standards"),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        active = [d for d in facts.disciplines if d.ended_on is None or d.ended_on.year >= facts.year]
        if active:
            said = "; ".join(f"{d.form}{f' ngày {format_date(d.decided_on)}' if d.decided_on else ''}" for d in active)
            return not_met(f"Có kỷ luật: {said}.", count=len(active))
        if self["presume"]:
            return met("Không có kỷ luật được ghi nhận trong kỳ xét.")
        return ask("Không có kỷ luật được ghi nhận; cần xác nhận.")
