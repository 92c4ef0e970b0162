"""What everybody may know: published results and awards granted. No draft, no proposal, no personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from awards.enums import AwardState
from awards.models import AwardGranted
from campaigns.models import Campaign
from campaigns.selectors import current_campaign
from campaigns.selectors.plan import PartPage, part_page
from config.kernel.prepared import listed, prepared
from targets.models import ScoreRun, ScoreTotal
from targets.selectors import published
from units.enums import UnitKind

OTHER_BLOCK = "khac"


@dataclass(frozen=True)
class Leader:
    """A block and the units at its head; `more` of the same rank are not named here."""

    code: str
    name: str
    units: int
    names: str
    ratio_h: int | None
    more: int


def _inside(label: str) -> str:
    """A label inside a sentence: "Doanh nghiệp viễn thông, CNTT" keeps its capitals but the first."""
    return label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Results:
    run: ScoreRun
    years: list[int]
    kind: str
    kinds: list[tuple[str, str, int]]
    pillars: list[published.PublishedPillar]
    leaders: list[Leader]

    @property
    def kind_label(self) -> str:
        return next((_inside(label) for kind, label, _ in self.kinds if kind == self.kind), "")

    @property
    def taking_part(self) -> str:
        return "; ".join(f"{count} {_inside(label)}" for _, label, count in self.kinds)

    @property
    def units(self) -> int:
        return sum(count for _, _, count in self.kinds)

    @property
    def met(self) -> int:
        return sum(pillar.met for pillar in self.pillars)

    @property
    def measured(self) -> int:
        return sum(pillar.measured for pillar in self.pillars)

    @property
    def towards(self) -> int | None:
        """The milestone that a year without one of its own is on the way to."""
        return next((t.towards for pillar in self.pillars for t in pillar.targets if t.towards), None)


def _run(year: str) -> tuple[ScoreRun | None, list[int]]:
    """The published run of the year typed, else the latest; and all published years."""
    campaign = current_campaign()
    runs = published.published_runs(campaign) if campaign else []
    chosen = next((run for run in runs if str(run.year) == year), runs[0] if runs else None)
    return chosen, [run.year for run in runs]


def results(year: str = "", kind: str = "") -> Results | None:
    """None before anything was published."""
    run, years = _run(year)
    if run is None:
        return None
    made_up = published.kinds_and_blocks(run.pk)
    kinds = published.kinds_in(made_up)
    if kind not in {code for code, _, _ in kinds}:
        kind = kinds[0][0] if kinds else ""
    return Results(run, years, kind, kinds, published.pillars(published.progress(run, kind)), _leaders(run, made_up))


def _leaders(run: ScoreRun, made_up: Iterable[tuple[str, str, int]]) -> list[Leader]:
    counts: Counter[str] = Counter()
    for kind, block, number in made_up:
        if kind != UnitKind.HOUSEHOLD:
            counts[block] += number
    first: dict[str, list[tuple[str, int | None, int]]] = {}
    for block, name, ratio, equals in published.first_in_blocks(run.pk):
        first.setdefault(block, []).append((name, ratio, equals))
    names = published.block_names(run.campaign_id)
    ordered = [code for code in names if code in counts] + sorted(code for code in counts if code not in names)
    return [
        Leader(
            code or OTHER_BLOCK,
            names.get(code, code or "Ngoài các khối"),
            counts[code],
            ", ".join(name for name, _, _ in first.get(code, [])),
            first[code][0][1] if code in first else None,
            first[code][0][2] - len(first[code]) if code in first else 0,
        )
        for code in ordered
    ]


@dataclass(frozen=True)
class Ranking:
    run: ScoreRun
    code: str
    name: str
    totals: QuerySet[ScoreTotal]


def ranking(year: str, block: str) -> Ranking | None:
    """None where nothing is published or the block has nobody."""
    run, _ = _run(year)
    if run is None:
        return None
    code = "" if block == OTHER_BLOCK else block
    totals = published.published_totals(run).filter(block_code=code)
    if not totals.exists():
        return None
    return Ranking(run, block, published.block_names(run.campaign_id).get(code, code or "Ngoài các khối"), totals)


def awards(year: int | None = None) -> QuerySet[AwardGranted]:
    """What was granted, latest decision first; what a later decision took back is among it, and says so."""
    found = AwardGranted.objects.order_by("-decided_on", "sort_key", "id")
    return found.filter(year=year) if year else found


@listed(object)
def listed_awards(year: int | None) -> QuerySet[AwardGranted]:
    return awards(year)


def _in_force() -> QuerySet[AwardGranted]:
    return awards().filter(state=AwardState.GRANTED)


@listed()
def honours() -> QuerySet[AwardGranted]:
    """Awards in force, latest decision first."""
    return _in_force()


def award_years() -> list[int]:
    return [year for (year,) in _award_years()]


@prepared()
def _award_years() -> QuerySet[AwardGranted, tuple[int]]:
    return awards().order_by("-year").values_list("year").distinct()


def tally() -> dict[str, int]:
    """Awards in force: collectives and individuals."""
    counted = dict(_recipients())
    return {"collectives": counted.get("collective", 0), "individuals": counted.get("individual", 0)}


@prepared()
def _recipients() -> QuerySet[AwardGranted, tuple[str, int]]:
    return _in_force().order_by().values_list("recipient").annotate(n=Count("pk"))


def plan_part(campaign: Campaign, slug: str) -> PartPage:
    """A part of the plan without what the tenant added to it."""
    part = part_page(campaign, slug)
    groups = [replace(group, entries=tuple(e for e in group.entries if not e.ours)) for group in part.groups]
    return replace(part, groups=[group for group in groups if group.entries or group.table])
