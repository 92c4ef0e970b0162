"""What of the scores is published: runs in state published, and nothing that came after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber

from campaigns.models import Block, Campaign
from config.kernel.face.charts import gap
from config.kernel.prepared import prepared
from targets.enums import PILLAR_ORDER, Layer, Pillar, RunState
from targets.models import ScoreRun, ScoreTotal
from targets.scoring import Entry, Rule, goal, half_up, score
from targets.scoring.lines import MET, NOT_APPLICABLE, OUTCOME
from targets.selectors import show
from units.enums import UnitKind

MOST_FIRST = 3


def published_runs(campaign: Campaign) -> list[ScoreRun]:
    """Newest year first; one a year."""
    return _published(campaign.pk)


@prepared(int, by_key=True)
def _published(campaign_id: int) -> QuerySet[ScoreRun]:
    found = ScoreRun.objects.filter(campaign_id=campaign_id, state=RunState.PUBLISHED, layer=Layer.FINAL)
    return found.order_by("-year", "-number")


def published_totals(run: ScoreRun) -> QuerySet[ScoreTotal]:
    """By block, rank and the order of the register. A household bears a person's name and is left out."""
    totals = ScoreTotal.objects.filter(run=run).exclude(unit__kind=UnitKind.HOUSEHOLD)
    return totals.order_by("block_code", "rank", "unit__sort_key", "id")


def kinds_in(made_up: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """(kind, label, units) of what `kinds_and_blocks` gave, largest first."""
    found: Counter[str] = Counter()
    for kind, _, number in made_up:
        found[kind] += number
    ordered = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    return [(kind, str(UnitKind(kind).label), number) for kind, number in ordered]


@prepared(int)
def kinds_and_blocks(run_id: int) -> QuerySet[ScoreTotal, tuple[str, str, int]]:
    """How many units of each kind are in each block: (kind, block code, number)."""
    every = ScoreTotal.objects.filter(run_id=run_id).order_by()
    return every.values_list("unit__kind", "block_code").annotate(n=Count("id"))


@prepared(int)
def first_in_blocks(run_id: int) -> QuerySet[ScoreTotal, tuple[str, str, int | None, int]]:
    """(block code, name, ratio, how many share rank one there) of those of rank one, at most `MOST_FIRST` of a block,
    in the order of the register."""
    place = Window(RowNumber(), partition_by="block_code", order_by=["unit__sort_key", "id"])
    found = ScoreTotal.objects.filter(run_id=run_id, rank=1).exclude(unit__kind=UnitKind.HOUSEHOLD)
    found = found.annotate(place=place, equals=Window(Count("id"), partition_by="block_code"))
    found = found.filter(place__lte=MOST_FIRST).order_by("block_code", "place")
    return found.values_list("block_code", "unit_name", "ratio_h", "equals")


def block_names(campaign: int) -> dict[str, str]:
    """Code → name, in the plan's order, of the campaign with this id."""
    return dict(_block_names(campaign))


@prepared(int, by_key=True)
def _block_names(campaign_id: int) -> QuerySet[Block, tuple[str, str]]:
    return Block.objects.filter(campaign_id=campaign_id).values_list("code", "name")


@dataclass(frozen=True)
class PublishedTarget:
    """One indicator over all units of a kind, from the snapshot. `met` is None where there is no common share.

    `towards`: the milestone that a year without one of its own is on the way to (decision 2): no verdict then.
    `judged`: whether a unit can reach it at all, as it cannot where an appraiser gives the points.
    """

    code: str
    label: str
    section: str
    pillar: str
    goal: str
    goal_h: int | None
    actual_h: int | None
    met: bool | None
    units: int
    units_met: int
    towards: int | None
    judged: bool

    @property
    def shown(self) -> str:
        return show.percent(self.actual_h, 1)

    @property
    def bar(self) -> str:
        return gap(self.actual_h, self.goal_h, met=bool(self.met))


@dataclass(frozen=True)
class PublishedPillar:
    code: str
    name: str
    targets: tuple[PublishedTarget, ...]

    @property
    def measured(self) -> int:
        return sum(1 for t in self.targets if t.met is not None)

    @property
    def met(self) -> int:
        return sum(1 for t in self.targets if t.met)


# By indicator: units, those that reached the goal, sums over the values that are a fraction.
TOGETHER = f"""
    SELECT l.indicator, count(*), count(*) FILTER (WHERE l.mark / {OUTCOME} = {MET}),
           sum(l.amount) FILTER (WHERE l.amount IS NOT NULL AND l.base > 0 AND l.mark & {NOT_APPLICABLE} = 0),
           sum(l.base) FILTER (WHERE l.amount IS NOT NULL AND l.base > 0 AND l.mark & {NOT_APPLICABLE} = 0)
    FROM targets_scoretotal t
    JOIN units_unit u ON u.id = t.unit_id
    JOIN targets_scorelines s ON s.run_ref = t.run_id AND s.unit_ref = t.unit_id
    CROSS JOIN unnest(s.indicators, s.amounts, s.bases, s.marks) AS l(indicator, amount, base, mark)
    WHERE t.run_id = %(run)s AND u.kind = %(kind)s GROUP BY l.indicator
"""  # noqa: S608 -- fixed names, values are parameters


def progress(run: ScoreRun, kind: str) -> list[PublishedTarget]:
    """Sums of numerators over sums of denominators of the units of `kind`, in the plan's order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER, {"run": run.pk, "kind": kind})
        sums = cursor.fetchall()
    found = []
    for reference, count, met, numerator, denominator in sums:
        row = run.rules[str(reference)]
        found.append((row["order"], reference, _target(row, count, met, numerator, denominator)))
    return [target for _, _, target in sorted(found, key=lambda item: item[:2])]


def _target(row: dict, count: int, met: int, numerator: Decimal | None, denominator: Decimal | None) -> PublishedTarget:
    rule = Rule.from_row(row)
    actual_h, together = None, None
    if rule.value_kind == "share" and denominator and numerator is not None:
        actual_h = half_up(100 * 100 * numerator, denominator)
        together = score(rule, Entry(numerator=numerator, denominator=denominator, has_evidence=True)).reaches
    return PublishedTarget(
        code=row["code"],
        label=row["label"],
        section=row["section"],
        pillar=row["pillar"],
        goal=goal(rule),
        goal_h=None if rule.threshold is None else int(rule.threshold * 100),
        actual_h=actual_h,
        met=None if rule.progress else together,
        units=count,
        units_met=0 if rule.progress else met,
        towards=rule.milestone_year if rule.progress else None,
        judged=not rule.progress and (rule.threshold is not None or rule.value_kind == "boolean"),
    )


def pillars(targets: list[PublishedTarget]) -> list[PublishedPillar]:
    """Targets by pillar, empty pillars left out."""
    return [
        PublishedPillar(str(p), str(Pillar(p).label), mine)
        for p in PILLAR_ORDER
        if (mine := tuple(t for t in targets if t.pillar == p))
    ]
