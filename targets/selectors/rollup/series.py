"""One measure over the years, the milestones that it runs towards, and the pace that it would need. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from config.kernel.face.charts import Chart, Point, trend
from config.kernel.text import format_hundredths
from targets.models import Indicator
from targets.scoring import Entry, goal, score
from targets.selectors.indicator_sets import kinds_of
from targets.selectors.rollup.sums import Roll


def _half_up(value: Fraction) -> int:
    """Hundredths as an integer, half away from zero."""
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + Fraction(1, 2))


@dataclass(frozen=True)
class Milestone:
    """What is to be reached in `year`, and how far the latest figure is from it.

    `short_h`: 0 when the latest figure reaches it already. `needed_h`: rise per year that would still reach it,
    None once its year is over. `would_h`: where the pace of the last years would lead, within what can be.
    """

    year: int
    goal: str
    goal_h: int
    short_h: int
    reached: bool
    needed_h: int | None
    would_h: int | None

    @property
    def short_by(self) -> str:
        return "–" if self.reached else f"{format_hundredths(self.short_h)} điểm %"

    @property
    def needed(self) -> str:
        return "–" if self.needed_h is None else f"{format_hundredths(self.needed_h)} điểm %/năm"

    @property
    def would(self) -> str:
        return "–" if self.would_h is None else f"{format_hundredths(self.would_h)}%"


@dataclass(frozen=True)
class Series:
    """All years of one measure: `code` in sets whose kinds of unit overlap. `rolls` by year, rising."""

    code: str
    label: str
    pillar: str
    latest: Indicator
    rolls: tuple[Roll, ...]
    milestones: tuple[Milestone, ...]

    @property
    def last(self) -> Roll | None:
        """The latest year with a common share."""
        return next((roll for roll in reversed(self.rolls) if roll.actual_h is not None), None)

    @property
    def pace_h(self) -> int | None:
        """Rise per year between the first and the last figure; None with fewer than two."""
        pace = _pace(self.rolls)
        return None if pace is None else _half_up(pace)

    @property
    def pace(self) -> str:
        if self.pace_h is None:
            return "–"
        return f"{'+' if self.pace_h > 0 else ''}{format_hundredths(self.pace_h)} điểm %/năm"

    @property
    def next(self) -> Milestone | None:
        """The milestone that the latest figure runs towards: that of its year or after it, else the last."""
        if not self.milestones:
            return None
        last = self.last
        ahead = [m for m in self.milestones if last is None or m.year >= last.year]
        return ahead[0] if ahead else self.milestones[-1]

    @property
    def behind(self) -> bool:
        """Not reached, and the pace so far would not reach it either."""
        aim = self.next
        if aim is None or aim.reached or self.last is None:
            return False
        return aim.needed_h is None or self.pace_h is None or self.pace_h < aim.needed_h

    @property
    def sentence(self) -> str:
        """The finding under its name, as a chart says it."""
        return f"{self.label}: {self.finding}"

    @property
    def finding(self) -> str:
        """In words, to go on after a name: the latest figure, the distance, the pace."""
        last, aim = self.last, self.next
        if last is None:
            return "chưa có số liệu."
        said = f"năm {last.year} đạt {format_hundredths(last.actual_h)}%"
        if aim is None:
            return f"{said}."
        said += f"; mục tiêu năm {aim.year} {aim.goal}"
        if aim.reached:
            return f"{said}, đã đạt."
        said += f", còn thiếu {aim.short_by}"
        if aim.needed_h is not None:
            said += f", cần tăng {aim.needed}"
            if self.pace_h is not None:
                said += f" (thời gian qua {self.pace})"
        return f"{said}."

    def chart(self) -> Chart | None:
        """The line over the years; None without figures or without a milestone."""
        points = [Point(roll.year, roll.actual_h) for roll in self.rolls if roll.actual_h is not None]
        aim = self.next
        if not points or aim is None:
            return None
        return trend(
            points, title=self.label, target_h=aim.goal_h, target_year=aim.year, target_words=aim.goal,
            sentence=self.sentence,
        )  # fmt: skip


def _pace(rolls: Iterable[Roll]) -> Fraction | None:
    given = [roll for roll in rolls if roll.actual_h is not None]
    if len(given) < 2:
        return None
    first, last = given[0], given[-1]
    return Fraction((last.actual_h or 0) - (first.actual_h or 0), last.year - first.year)


def _within(value_h: int, indicator: Indicator) -> int:
    """A pace leads no further than the share can go."""
    most = indicator.natural_max
    return max(0, value_h if most is None else min(value_h, int(most * 100)))


def _milestone(indicator: Indicator, rolls: tuple[Roll, ...]) -> Milestone | None:
    year, threshold = indicator.milestone_year, indicator.threshold
    if year is None or threshold is None or indicator.value_kind != "share":
        return None
    rule = indicator.rule(year)
    given = [roll for roll in rolls if roll.actual_h is not None]
    last = given[-1] if given else None
    goal_h = int(threshold * 100)
    if last is None or last.actual_h is None:
        return Milestone(year, goal(rule), goal_h, goal_h, False, None, None)
    reached = bool(
        score(rule, Entry(numerator=last.numerator, denominator=last.denominator, has_evidence=True)).reaches
    )
    years = year - last.year
    short_h = 0 if reached else goal_h - last.actual_h
    pace = _pace(rolls)
    return Milestone(
        year=year,
        goal=goal(rule),
        goal_h=goal_h,
        short_h=abs(short_h),
        reached=reached,
        needed_h=_half_up(Fraction(short_h, years)) if years > 0 and not reached else None,
        would_h=_within(_half_up(last.actual_h + pace * years), indicator) if pace is not None and years > 0 else None,
    )


def _families(indicators: Iterable[Indicator]) -> list[list[Indicator]]:
    """Indicators of one code whose kinds of unit overlap: the same measure in another year's set."""
    families: list[tuple[str, set[str], list[Indicator]]] = []
    for indicator in indicators:
        kinds = set(indicator.unit_kinds or indicator.set.for_kinds)
        for code, known, members in families:
            if code == indicator.code and (not known or not kinds or known & kinds):
                known.update(kinds)
                members.append(indicator)
                break
        else:
            families.append((indicator.code, kinds, [indicator]))
    return [members for _, _, members in families]


def series(indicators: Iterable[Indicator], rolls: Iterable[Roll]) -> list[Series]:
    """Measures in the plan's order, those without any figure left out. Labels that several bear say who is asked."""
    by_indicator: dict[int, list[Roll]] = {}
    for roll in rolls:
        by_indicator.setdefault(roll.indicator.pk, []).append(roll)
    found = []
    for members in _families(indicators):
        mine = tuple(sorted((r for i in members for r in by_indicator.get(i.pk, ())), key=lambda r: r.year))
        if not mine:
            continue
        latest = mine[-1].indicator
        milestones: Mapping[int, Milestone] = {m.year: m for i in members if (m := _milestone(i, mine)) is not None}
        found.append(
            Series(
                code=latest.code,
                label=latest.label,
                pillar=latest.pillar,
                latest=latest,
                rolls=mine,
                milestones=tuple(milestones[year] for year in sorted(milestones)),
            )
        )
    borne = Counter(one.label for one in found)
    return [replace(s, label=f"{s.label} ({kinds_of(s.latest)})") if borne[s.label] > 1 else s for s in found]
