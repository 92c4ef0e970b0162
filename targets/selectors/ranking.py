"""Runs, rankings, and the chain that explains a rank: value → method → points → pillar → ratio → rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from campaigns.models import Block, Campaign
from config.kernel.access import Actor
from config.kernel.face.charts import rankbar
from config.kernel.prepared import listed, prepared
from config.kernel.text import format_date
from targets import permissions as may
from targets.enums import PILLAR_ORDER, Layer, Origin, Pillar, RunState
from targets.models import ScoreRun, ScoreTotal
from targets.scoring import explain, goal, ratio_h
from targets.scoring.lines import Line
from targets.selectors import show
from targets.selectors.lines import lines_by_unit
from units.models import Unit

NO_BLOCK = "khac"
TOP_LOSSES = 3


def visible_runs(actor: Actor) -> QuerySet[ScoreRun]:
    """Whoever runs or decides sees every run; everybody else what was published."""
    runs = ScoreRun.objects.select_related("campaign")
    if actor.can(may.RUN) or actor.can("rounds.view"):
        return runs
    return runs.filter(state__in=(RunState.PUBLISHED, RunState.SUPERSEDED), layer=Layer.FINAL)


def shown_runs(actor: Actor, campaign: Campaign) -> list[ScoreRun]:
    """Finished runs that this person may see, newest first, without the rules they used. One query."""
    return _shown_runs(actor, campaign.pk)


@prepared(object, int)
def _shown_runs(actor: Actor, campaign_id: int) -> QuerySet[ScoreRun]:
    runs = visible_runs(actor).filter(campaign_id=campaign_id).exclude(state=RunState.WAITING)
    return runs.defer("rules").order_by("-year", "-number")


@listed(object, int)
def listed_runs(actor: Actor, campaign_id: int) -> QuerySet[ScoreRun]:
    """Every run that this person may see, newest first."""
    return visible_runs(actor).filter(campaign_id=campaign_id).defer("rules")


def published_totals_of(campaign: Campaign, unit: Unit) -> list[ScoreTotal]:
    """The unit's published results with their runs, the newest year first."""
    found = ScoreTotal.objects.filter(
        unit=unit, run__campaign=campaign, run__state=RunState.PUBLISHED, run__layer=Layer.FINAL
    )
    return list(found.select_related("run").order_by("-run__year"))


def runs_beside(run: ScoreRun) -> list[ScoreRun]:
    """Other finished runs of the same year, the newest first, to compare with."""
    others = ScoreRun.objects.filter(campaign_id=run.campaign_id, year=run.year).exclude(pk=run.pk)
    return list(others.exclude(state=RunState.WAITING).defer("rules").order_by("-number"))


def official_of(runs: list[ScoreRun], year: int) -> ScoreRun | None:
    """The published run of the year, else the newest; from what `shown_runs` gave."""
    mine = [run for run in runs if run.year == year and run.layer == Layer.FINAL and _in_force(run)]
    return next((run for run in mine if run.state == RunState.PUBLISHED), mine[0] if mine else None)


def years_of(runs: list[ScoreRun]) -> list[int]:
    """Newest first."""
    return list(dict.fromkeys(run.year for run in runs if _in_force(run)))


def _in_force(run: ScoreRun) -> bool:
    return run.state in (RunState.DONE, RunState.PUBLISHED)


@dataclass(frozen=True)
class BlockTab:
    code: str
    name: str
    count: int


def block_tabs(run: ScoreRun) -> list[BlockTab]:
    """Blocks with units in the run, in the plan's order; units of no block at the end. One query."""
    ordered = sorted(_blocks(run.campaign_id, run.pk), key=lambda row: (row[2] is None, row[3] or 0, row[0]))
    return [BlockTab(code or NO_BLOCK, name or code or "Ngoài các khối", n) for code, n, name, _ in ordered]


@prepared(int, int)
def _blocks(campaign_id: int, run_id: int) -> QuerySet[ScoreTotal, tuple[Any, ...]]:
    """(block, units, its name, its place)."""
    block = Block.objects.filter(campaign_id=campaign_id, code=OuterRef("block_code"))
    grouped = ScoreTotal.objects.filter(run_id=run_id).order_by().values_list("block_code").annotate(n=Count("id"))
    return grouped.annotate(name=Subquery(block.values("name")[:1]), place=Subquery(block.values("order")[:1]))


@dataclass(frozen=True)
class RankRow:
    total: ScoreTotal
    place: str
    points: str
    maximum: str
    ratio: str
    bar: str
    moved: str
    parent: str


@listed(int, str, object)
def ranking_totals(run_id: int, block_code: str, key: str = "") -> QuerySet[ScoreTotal]:
    """By rank, with the units and what they belong to; `key`: what is searched for in the units' names."""
    totals = ScoreTotal.objects.filter(run_id=run_id, block_code=block_code).select_related("unit__parent")
    if key:
        totals = totals.filter(unit__search_key__contains=key)
    return totals.order_by("rank", "unit__sort_key", "id")


def rows(totals: Sequence[ScoreTotal], before: dict[int, int | None]) -> list[RankRow]:
    """Rows of a page of totals (with unit and its parent); `before` holds last year's ranks by unit id."""
    return [
        RankRow(
            total=t,
            place=str(t.rank or "–"),
            points=show.points(t.points_h),
            maximum=show.maximum(t.max_h),
            ratio=show.percent(t.ratio_h),
            bar=_bar(t),
            moved=_moved(t.rank, before.get(t.unit_id)),
            parent=t.unit.parent.display_name if t.unit.parent and t.unit.parent.parent_id else "",
        )
        for t in totals
    ]


def ranks_of(run: ScoreRun | None) -> dict[int, int | None]:
    """Ranks by unit id; empty without a run."""
    return dict(_ranks(run.pk)) if run else {}


@prepared(int)
def _ranks(run_id: int) -> QuerySet[ScoreTotal, tuple[int, int | None]]:
    return ScoreTotal.objects.filter(run_id=run_id).order_by().values_list("unit_id", "rank")


def tie_sentence(totals: Sequence[ScoreTotal]) -> str:
    """`Hạng 5 có hai đơn vị đồng hạng nên không có hạng 6`, for the first tie."""
    words = {2: "hai", 3: "ba", 4: "bốn", 5: "năm"}
    for t in totals:
        if t.tied and t.rank is not None:
            n = sum(1 for other in totals if other.rank == t.rank)
            count = words.get(n, str(n))
            return f"hạng {t.rank} có {count} đơn vị đồng hạng nên hạng kế tiếp là {t.rank + n}"
    return ""


def _bar(t: ScoreTotal) -> str:
    pillars = [(p, t.pillars[p]) for p in PILLAR_ORDER if p in t.pillars]
    said = ", ".join(f"{Pillar(p).label} {show.points(points)} điểm" for p, (points, _) in pillars)
    return rankbar([(_TONES[p], points) for p, (points, _) in pillars], t.max_h, sentence=said)


_TONES = {Pillar.GOVERNMENT: "p1", Pillar.ECONOMY: "p2", Pillar.SOCIETY: "p3", Pillar.NONE: "p0"}


def legend(totals: Iterable[ScoreTotal]) -> list[tuple[str, str]]:
    """What the bars of these rows are made of: label and tone, in the plan's order."""
    drawn = {pillar for t in totals for pillar in t.pillars}
    return [(str(Pillar(p).label), _TONES[p]) for p in PILLAR_ORDER if p in drawn]


def _moved(rank: int | None, before: int | None) -> str:
    if rank is None or before is None:
        return "–"
    if rank == before:
        return "="
    return f"▲ {before - rank}" if rank < before else f"▼ {rank - before}"


@dataclass(frozen=True)
class LineView:
    """One value in the chain."""

    code: str
    label: str
    section: str
    pillar: str
    value: str
    goal: str
    method: str
    sentence: str
    points: str
    maximum: str
    points_h: int
    max_h: int
    lost_h: int
    own: str
    changed: bool
    status: str
    verdict: str

    @property
    def lost(self) -> str:
        return f"−{show.points(self.lost_h)}"


METHOD_WORDS = {
    "ratio_cap": "đủ ngưỡng thì đủ điểm, chưa đủ thì điểm × kết quả ÷ ngưỡng",
    "ratio": "điểm × tỷ lệ đạt được",
    "step": "theo bậc",
    "yes_no": "có thì đủ điểm",
    "option": "theo mức đã chọn",
    "manual": "người thẩm định chấm",
    "lower_is_better": "càng thấp càng tốt: vượt mức thì điểm × mức ÷ kết quả",
}


@dataclass(frozen=True)
class Explanation:
    total: ScoreTotal
    run: ScoreRun
    lines: tuple[LineView, ...]
    pillars: tuple[tuple[str, str, str, str], ...]
    rest: tuple[str, str] | None
    counted_sentence: str
    ratio_sentence: str
    applicable_sentence: str
    rank_sentence: str
    losses: tuple[LineView, ...]
    changed: tuple[LineView, ...]


def outside_sentence(run: ScoreRun) -> str:
    """Whose points these are, where another body published them."""
    if run.origin != Origin.OUTSIDE:
        return ""
    day = f" ngày {format_date(run.decision_on)}" if run.decision_on else ""
    return f"Điểm do {run.source_name} công bố tại {run.decision_number}{day}; hệ thống không có từng giá trị."


def explanation(run: ScoreRun, total: ScoreTotal, block_name: str = "") -> Explanation:
    """Why the unit has its points and rank, from the snapshot alone. Two queries."""
    lines = tuple(lines_of(run, [total.unit_id]).get(total.unit_id, {}).values())
    pillars = tuple(
        (str(Pillar(p).label), show.points(total.pillars[p][0]), show.maximum(total.pillars[p][1]),
         show.percent(ratio_h(*total.pillars[p])))
        for p in PILLAR_ORDER
        if p in total.pillars
    )  # fmt: skip
    changed = tuple(line for line in lines if line.changed)
    missing = sum(1 for line in lines if line.status == "missing")
    counted = outside_sentence(run)
    if not counted:
        counted = f"Còn {missing} giá trị chưa nhập nên chưa có điểm. " if missing else ""
        counted += (
            f"Điểm thẩm định khác điểm tự chấm ở {len(changed)} giá trị."
            if changed
            else "Điểm thẩm định bằng điểm tự chấm ở mọi giá trị."
        )
    points, maximum = show.points(total.points_h), show.maximum(total.max_h)
    if total.ratio_h is None:
        ratio = "Không có chỉ số nào áp dụng nên không có tỷ lệ điểm."
    else:
        ratio = f"Tỷ lệ điểm = {points} ÷ {maximum} = {show.percent(total.ratio_h)}"
    n = total.not_applicable
    applicable = (
        f"{n} chỉ số không áp dụng nên không tính vào cả điểm và điểm tối đa."
        if n
        else "Không có chỉ số “không áp dụng” nên điểm tối đa giữ nguyên."
    )
    return Explanation(
        total=total,
        run=run,
        lines=lines,
        pillars=pillars,
        rest=_rest(total),
        counted_sentence=counted,
        ratio_sentence=ratio,
        applicable_sentence=applicable,
        rank_sentence=_rank_sentence(run, total, block_name),
        losses=tuple(sorted((x for x in lines if x.lost_h), key=lambda x: -x.lost_h)[:TOP_LOSSES]),
        changed=changed,
    )


def _rest(total: ScoreTotal) -> tuple[str, str] | None:
    """Points and maximum that no pillar holds; None where the pillars are all there is."""
    held = total.pillars.values()
    points, most = total.points_h - sum(part[0] for part in held), total.max_h - sum(part[1] for part in held)
    return (show.points(points), show.maximum(most)) if points or most else None


def _rank_sentence(run: ScoreRun, total: ScoreTotal, block_name: str) -> str:
    if total.rank is None or total.ratio_h is None:
        return "Chưa xếp hạng."
    text = f"Hạng {total.rank}/{total.of} của {block_name or 'khối'}."
    if total.tied:
        text += " Đồng hạng với đơn vị có cùng tỷ lệ điểm."
    above = (
        ScoreTotal.objects.filter(run=run, block_code=total.block_code, ratio_h__gt=total.ratio_h)
        .order_by("ratio_h", "id")
        .first()
    )
    if above is not None and above.ratio_h is not None:
        gap = show.points(above.ratio_h - total.ratio_h)
        text += f" Kém hạng {above.rank} ({above.unit_name}, {show.percent(above.ratio_h)}) {gap} điểm %."
    return text


def lines_of(run: ScoreRun, units: Sequence[int]) -> dict[int, dict[str, LineView]]:
    """Every line of these units in the order of the set: unit id → indicator's code → line. One query."""
    found = lines_by_unit(run, units)
    return {unit: {line.row["code"]: _view(line) for line in lines} for unit, lines in found.items()}


def _view(line: Line) -> LineView:
    row, rule, entry, result = line.row, line.rule, line.entry, line.result
    share = rule.value_kind == "share" or rule.unit.startswith("%")
    value = {"boolean": {True: "Có", False: "Không", None: "–"}[entry.boolean], "text": entry.text}.get(rule.value_kind)
    if value is None:
        value = show.percent(result.actual_h) if share else show.points(result.actual_h)
    if result.status == "not_applicable":
        value = "Không áp dụng"
    return LineView(
        code=row["code"],
        label=row["label"],
        section=row["section"],
        pillar=row["pillar"],
        value=value or "–",
        goal=goal(rule),
        method=METHOD_WORDS[rule.method],
        sentence=explain(rule, entry, result),
        points=show.points(result.points_h),
        maximum=show.maximum(result.max_h),
        points_h=result.points_h,
        max_h=result.max_h,
        lost_h=result.max_h - result.points_h,
        own=show.points(line.self_points_h),
        changed=result.points_h != line.self_points_h,
        status=result.status,
        verdict=result.verdict,
    )
