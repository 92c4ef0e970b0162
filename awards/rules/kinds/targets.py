"""Criteria over the targets of a milestone: met, exceeded."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from awards.facts import AnyFacts, Scope, Tally, TargetResult, UnitFacts, in_scope, measured, tally
from awards.rules import words
from awards.rules.outcome import Finding, ask, met, not_applicable, not_met
from awards.rules.params import Choice, Percent, WordList, Year
from awards.rules.registry import Criterion, register

WHICH = {
    "year": Year("Mốc (năm)"),
    "pillars": WordList("Chỉ các trụ cột", words.PILLARS),
    "targets": WordList("Chỉ các chỉ tiêu (mã)", offers="targets"),
}

MODES = {"mean": "bình quân các chỉ tiêu", "every": "từng chỉ tiêu", "share": "tỷ lệ chỉ tiêu"}


class OverTargets(Criterion):
    """Shared: which results of the candidate's unit the parameters `year`, `pillars`, `targets` name."""

    @classmethod
    def complaints(cls, values: Mapping[str, Any]) -> dict[str, str]:
        if values.get("mode") == "share" and values.get("share") is None:
            return {"share": "Đã chọn tính theo tỷ lệ chỉ tiêu thì ghi tỷ lệ, ví dụ 80."}
        if values.get("mode") != "share" and values.get("share") is not None:
            return {"share": "Chỉ ghi ô này khi cách tính là “tỷ lệ chỉ tiêu”."}
        return {}

    def judge(self, facts: AnyFacts) -> Finding:
        counted = self.count(facts)
        return counted if isinstance(counted, Finding) else self.compare(facts, counted)

    @abstractmethod
    def compare(self, facts: AnyFacts, counted: Tally) -> Finding:
        """The finding over at least one applicable result."""

    def count(self, facts: AnyFacts) -> Tally | Finding:
        """How they came out, or the finding where there is nothing to look at."""
        unit = measured(facts)
        if unit is None:
            return not_applicable("Cá nhân không thuộc đơn vị có báo cáo chỉ tiêu.")
        if not unit.targets and not any(r.year == facts.year and r.submitted_on for r in unit.reports):
            # Silence is not the same as "does not apply to this kind of unit".
            return not_met(f"Chưa có báo cáo năm {facts.year} nên chưa có số liệu để đối chiếu.")
        counted = tally(unit.targets, self.among(facts))
        if not counted.applicable:
            return not_applicable(lambda: f"Không có {self.scope(facts)} nào áp dụng với đối tượng này.")
        return counted

    def counts(self, units: Sequence[UnitFacts]) -> list[Tally | Finding]:
        """`count` of many units."""
        found: list[Tally | Finding] = []
        for unit in units:
            told = tally(unit.targets, self.among(unit)) if unit.targets else None
            found.append(told if told is not None and told.applicable else self.count(unit))
        return found

    def among(self, facts: AnyFacts) -> Scope:
        year = self["year"] or facts.milestone_year
        scope = self._scopes.get(year)
        if scope is None:
            scope = self._scopes[year] = Scope(year, self["pillars"] or (), self["targets"] or ())
        return scope

    @cached_property
    def _scopes(self) -> dict[int | None, Scope]:
        return {}

    def results(self, facts: AnyFacts) -> list[TargetResult]:
        unit = measured(facts)
        return in_scope(unit.targets, self.among(facts)) if unit is not None else []

    def scope(self, facts: AnyFacts) -> str:
        year = self["year"] or facts.milestone_year
        pillars = f" {words.pillars(self['pillars'])}" if self["pillars"] else ""
        return f"chỉ tiêu{pillars}" + (f" mốc {year}" if year else "")


@register
class TargetsMet(OverTargets):
    """All (or at least `share` % of) the applicable targets are met. Decisions 1 and 2.

    In a year without a milestone the comparison shows progress: met early counts, else a person says.
    """

    kind = "targets_met"
    title = "Đạt các chỉ tiêu"
    params = WHICH | {
        "mode": Choice("Cách tính", {"all": "mọi chỉ tiêu", "share": "tỷ lệ chỉ tiêu"}, default="all"),
        "share": Percent("Tỷ lệ chỉ tiêu phải đạt (%)", high=100),
    }

    def compare(self, facts: AnyFacts, counted: Tally) -> Finding:
        if self._enough(counted.met, counted):
            return met(lambda: f"{self._count(facts, self.results(facts))}.", lambda: self._figures(facts))
        if counted.progress:
            return ask(lambda: self._on_the_way(facts, self.results(facts)), lambda: self._figures(facts))
        if self._enough(counted.met + counted.open, counted):
            return ask(lambda: self._unmeasured(facts, self.results(facts)), lambda: self._figures(facts))
        return not_met(lambda: self._short(facts, self.results(facts)), lambda: self._figures(facts))

    def bases(self, units: Sequence[UnitFacts]) -> Sequence[Hashable]:
        return self.counts(units)

    def _enough(self, good: int, counted: Tally) -> bool:
        if self["mode"] != "share":
            return good == counted.applicable
        share = self["share"] if self["share"] is not None else Decimal(100)
        return good * 100 >= share * counted.applicable

    def _short(self, facts: AnyFacts, results: list[TargetResult]) -> str:
        return f"{self._count(facts, results)}; chưa đạt {_shortfalls(results)}."

    def _count(self, facts: AnyFacts, results: list[TargetResult]) -> str:
        count = f"Đạt {sum(1 for result in results if result.met)}/{len(results)} {self.scope(facts)}"
        if self["mode"] != "share":
            return count
        share = self["share"] if self["share"] is not None else Decimal(100)
        return f"{count}, yêu cầu ít nhất {words.percent(share)} số chỉ tiêu"

    def _on_the_way(self, facts: AnyFacts, results: list[TargetResult]) -> str:
        missing = _shortfalls(results)
        return (
            f"Năm {facts.year} kế hoạch không đặt mốc; so với mốc sau: {self._count(facts, results)}"
            f"{f' (còn {missing})' if missing else ''}. Cần xác nhận."
        )

    def _unmeasured(self, facts: AnyFacts, results: list[TargetResult]) -> str:
        names = words.some([result.label or result.code for result in results if _open(result)])
        return f"{self._count(facts, results)}; không có số để đo: {names}. Cần xác nhận."

    def _figures(self, facts: AnyFacts) -> dict[str, Any]:
        results = self.results(facts)
        figures = {
            "met": sum(1 for result in results if result.met),
            "applicable": len(results),
            "open": [result.code for result in results if _open(result)],
            "not_met": [result.code for result in results if _missed(result)],
        }
        if self["mode"] == "share":
            figures["share"] = self["share"] if self["share"] is not None else Decimal(100)
        return figures


def _open(result: TargetResult) -> bool:
    """No figure can tell, and nobody has."""
    return result.kind == "qualitative" and result.met is None


def _missed(result: TargetResult) -> bool:
    return result.kind != "qualitative" and not result.met


def _shortfalls(results: list[TargetResult]) -> str:
    return words.some([words.shortfall(result) for result in results if _missed(result)])


@register
class TargetsExceeded(OverTargets):
    """All applicable targets are met, and those that can be exceeded by `percent` are exceeded. Decision 6.

    A target can be exceeded by p % when (1 + p/100) × threshold ≤ natural_max; "above" is strict.
    Modes: the `mean` of actual ÷ threshold is above 1 + p/100; `every` one is; `share` % of them are.
    `lower is better` (lte) counts as 2 - actual ÷ threshold.
    """

    kind = "targets_exceeded"
    title = "Vượt các chỉ tiêu"
    params = WHICH | {
        "percent": Percent("Vượt trên (%)", required=True, high=500),
        "mode": Choice("Cách tính", MODES, default="mean"),
        "share": Percent("Tỷ lệ chỉ tiêu phải vượt (%)", high=100),
    }

    def compare(self, facts: AnyFacts, counted: Tally) -> Finding:
        if counted.missed:
            return not_met(
                lambda: (
                    f"Muốn vượt phải đạt đủ: mới đạt {counted.met}/{counted.applicable} "
                    f"{self.scope(facts)}; chưa đạt {_shortfalls(self.results(facts))}."
                ),
                lambda: {"not_met": [result.code for result in self.results(facts) if _missed(result)]},
            )
        results = self.results(facts)
        scope = self.scope(facts)
        bar = 1 + Fraction(self["percent"]) / 100
        ratios = {r.code: value for r in results if (value := exceeding(r, bar, self["mode"])) is not None}
        if not ratios:
            return not_met(f"Không {scope} nào có thể vượt trên {words.percent(self['percent'])}.", measured=[])
        finding = self._compare(ratios, bar, scope, [r.code for r in results if r.code not in ratios])
        open_ones = [r.label or r.code for r in results if _open(r)]
        if open_ones and finding.outcome == "met":
            return ask(
                f"{finding.sentence} Còn chỉ tiêu không có số để đo: {words.some(open_ones)}.",
                **finding.figures,
            )
        return finding

    def bases(self, units: Sequence[UnitFacts]) -> Sequence[Hashable]:
        return [
            unit.key if isinstance(counted, Finding) or not counted.missed else None
            for unit, counted in zip(units, self.counts(units), strict=True)
        ]

    def _compare(self, ratios: dict[str, Fraction], bar: Fraction, scope: str, left_out: list[str]) -> Finding:
        # Fractions, not rounded quotients: exactly 120 % is not above 120 %.
        mean = sum(ratios.values(), Fraction(0)) / len(ratios)
        shown_mean = Decimal(mean.numerator) / Decimal(mean.denominator)
        above = [code for code, value in ratios.items() if value > bar]
        figures = {
            "mode": self["mode"],
            "percent": self["percent"],
            "mean": shown_mean.quantize(Decimal("0.0001"), ROUND_HALF_UP),
            "measured": sorted(ratios),
            "above": sorted(above),
            "cannot_exceed": sorted(left_out),
        }
        wanted = words.percent(self["percent"] + 100)
        base = f"tính trên {len(ratios)} {scope} có thể vượt {words.percent(self['percent'])}"
        if self["mode"] == "mean":
            said = f"Đạt đủ, bình quân {words.percent(shown_mean * 100)} so với yêu cầu trên {wanted} ({base})."
            return (met if mean > bar else not_met)(said, **figures)
        if self["mode"] == "every":
            said = f"{len(above)}/{len(ratios)} chỉ tiêu trên {wanted} mức giao, yêu cầu tất cả ({base})."
            return (met if len(above) == len(ratios) else not_met)(said, **figures)
        share = self["share"] if self["share"] is not None else Decimal(100)
        said = (
            f"{len(above)}/{len(ratios)} chỉ tiêu trên {wanted} mức giao, "
            f"yêu cầu ít nhất {words.percent(share)} số chỉ tiêu ({base})."
        )
        return (met if Decimal(len(above)) * 100 >= share * len(ratios) else not_met)(said, **figures)


def exceeding(result: TargetResult, bar: Fraction, mode: str) -> Fraction | None:
    """Actual ÷ threshold, unrounded, of a target that can be exceeded up to `bar`; else None."""
    if result.kind != "quantitative" or result.actual is None or not result.threshold:
        return None
    actual, threshold = Fraction(result.actual), Fraction(result.threshold)
    if result.numerator is not None and result.denominator and result.unit.startswith("%"):
        actual = Fraction(result.numerator) * 100 / Fraction(result.denominator)
    if result.comparator in ("lte", "lt"):
        return 2 - actual / threshold
    if result.comparator not in ("gte", "gt", "range"):
        return None
    if result.natural_max is not None:
        room = Fraction(result.natural_max) - bar * threshold
        # Exactly no room above the bar: it may stand in a mean, never in "every one is above".
        if room < 0 or (room == 0 and mode != "mean"):
            return None
    return actual / threshold
