"""Criteria over points: score ratio, place in the block, classification."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from awards.facts import AnyFacts, UnitFacts, measured
from awards.rules import words
from awards.rules.outcome import Finding, ask, met, not_applicable, not_met
from awards.rules.params import Flag, Percent, Whole, Words
from awards.rules.registry import Criterion, register
from config.kernel.text import format_hundredths, search_key

CLASSES = {
    "excellent": "xuất sắc",
    "good": "tốt",
    "completed": "hoàn thành nhiệm vụ",
    "failed": "không hoàn thành",
}
NO_SCORE = "Chưa có điểm trong lần chấm được dùng cho đợt xét."
NO_UNIT = "Cá nhân không thuộc đơn vị được chấm điểm."


class Rating(Words):
    control = "select"
    options = CLASSES

    def shown(self, value: str) -> str:
        return CLASSES.get(class_code(value), value)

    def typed(self, value: str | None) -> list[str]:
        return [] if value is None else [class_code(value)]


@register
class ScoreRatio(Criterion):
    """Tỷ lệ điểm (decision 5) of the unit, or of a person's unit, is at least `at_least` %."""

    kind = "score_ratio"
    title = "Tỷ lệ điểm"
    looks_at = ("ratio_h", "bonus_h")
    params = {
        "at_least": Percent("Tỷ lệ điểm tối thiểu (%)", required=True, high=100),
        "with_bonus": Flag("Tính cả điểm cộng, điểm trừ của quy tắc", default=False),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable(NO_UNIT)
        wanted = self["at_least"]
        if unit.ratio_h is None:
            return not_met(NO_SCORE, at_least=wanted)
        ratio_h = unit.ratio_h
        if not wanted:
            return met(
                lambda: f"Tỷ lệ điểm {words.ratio(ratio_h)}; kế hoạch không đặt mức tối thiểu.",
                ratio_h=ratio_h,
                at_least=wanted,
            )
        bonus_h = facts.bonus_h if self["with_bonus"] else 0
        enough = Decimal(ratio_h + bonus_h) >= wanted * 100
        return (met if enough else not_met)(
            lambda: f"Tỷ lệ điểm {words.ratio(ratio_h)}{_bonus(bonus_h)}, yêu cầu từ {words.percent(wanted)}.",
            ratio_h=ratio_h,
            at_least=wanted,
        )


def _bonus(bonus_h: int) -> str:
    return f", {'cộng' if bonus_h > 0 else 'trừ'} {format_hundredths(abs(bonus_h))} điểm" if bonus_h else ""


@register
class FirstInBlock(Criterion):
    """The rank in the block (equal ratios share one: 1, 1, 3) is at most `n`."""

    kind = "first_in_block"
    title = "Xếp hạng trong khối"
    looks_at = ("rank",)
    params = {"n": Whole("Trong số đơn vị đứng đầu", required=True, low=1, high=10000)}

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable(NO_UNIT)
        if unit.rank is None:
            return not_met(NO_SCORE, n=self["n"])
        return (met if unit.rank <= self["n"] else not_met)(
            lambda: f"Hạng {unit.rank} trong khối, yêu cầu trong {self['n']} hạng đầu.", rank=unit.rank, n=self["n"]
        )


@register
class Classified(Criterion):
    """Rated `as` (or better) for the year; with `at_least` the tenant's threshold on the score ratio decides.

    Where the plan sets no threshold and nobody has rated the unit, a person has to say.
    """

    kind = "classified"
    title = "Được đánh giá, xếp loại"
    looks_at = ("ratio_h", "classification")
    params = {
        "as": Rating("Mức xếp loại", required=True),
        "at_least": Percent("Ngưỡng tỷ lệ điểm do cơ quan thường trực đặt (%)", high=100),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        wanted = class_code(self["as"])
        shown = CLASSES.get(wanted, self["as"])
        if facts.classification:
            given = class_code(facts.classification)
            order = list(CLASSES)
            if given in order and wanted in order:
                enough = order.index(given) <= order.index(wanted)
            else:
                enough = given == wanted
            said = f"Được đánh giá “{CLASSES.get(given, facts.classification)}”, yêu cầu “{shown}”."
            return (met if enough else not_met)(said, classified=given, wanted=wanted)
        unit = measured(facts)
        threshold = self["at_least"]
        if threshold is None:
            return ask(lambda: _no_threshold(shown, unit), wanted=wanted)
        if unit is None:
            return not_applicable(NO_UNIT)
        if unit.ratio_h is None:
            return not_met(NO_SCORE, at_least=threshold, wanted=wanted)
        ratio_h = unit.ratio_h
        enough = Decimal(ratio_h) >= threshold * 100
        return (met if enough else not_met)(
            lambda: f"Tỷ lệ điểm {words.ratio(ratio_h)}; mức “{shown}” đặt từ {words.percent(threshold)}.",
            ratio_h=ratio_h,
            at_least=threshold,
            wanted=wanted,
        )


def _no_threshold(shown: str, unit: UnitFacts | None) -> str:
    ratio = f" Tỷ lệ điểm {words.ratio(unit.ratio_h)}." if unit and unit.ratio_h is not None else ""
    return f"Kế hoạch không đặt ngưỡng “{shown}”; cần xác nhận kết quả đánh giá.{ratio}"


@cache
def class_code(text: str) -> str:
    """`Xuất sắc`, `hoàn thành xuất sắc nhiệm vụ` and `excellent` alike; an unknown wording folded."""
    folded = search_key(text)
    if folded in CLASSES:
        return folded
    bare = folded.removeprefix("hoan thanh ").removesuffix(" nhiem vu")
    names = {search_key(name): code for code, name in CLASSES.items()} | {"hoan thanh": "completed"}
    return names.get(folded) or names.get(bare) or folded
