"""What is known about every candidate of a round, gathered from units, campaigns, targets and awards.

The awards app judges plain facts and asks nobody; this module is the one place where they are put together.
A fixed number of queries, whatever the number of units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from awards import facts as awards_facts
from awards.facts import (
    NOT_REGISTERED,
    AnyFacts,
    ContributionFact,
    EarlierAward,
    PersonFacts,
    PillarFact,
    RegistrationFact,
    ReportFact,
    TargetResult,
    UnitFacts,
    made,
)
from awards.models import AwardGranted, AwardRound
from awards.target_rows import Headings, TargetHead, TargetRow
from campaigns.enums import RegistrationState
from campaigns.models import BlockMembership, Campaign, Registration
from campaigns.selectors import contributions, expected_units, practices
from campaigns.selectors.contributions import GiftFact, GiftFacts
from campaigns.selectors.practices import InitiativeFact, InitiativeFacts
from config.kernel.heap import growing
from targets.enums import Origin
from targets.models import ScoreRun, Target
from targets.selectors import facts as known
from targets.selectors.target_rows import target_rows
from units.enums import Gender
from units.models import Person, Unit, UnitSuccession


@dataclass(frozen=True)
class Subject:
    """One who may be nominated: a unit, or a person with the unit that he or she belongs to."""

    facts: AnyFacts
    unit_id: int | None
    unit_name: str
    person: Person | None = None


class _Unit(NamedTuple):
    pk: int
    short_name: str
    name: str
    kind: str
    level: str
    female_share_h: int | None

    @property
    def display_name(self) -> str:
        return self.short_name or self.name


def gather(award_round: AwardRound, *, run: ScoreRun | None) -> list[Subject]:
    """Every unit that takes part in the campaign or gave something to it, then every person whom a unit put forward
    and every donor. A round that a unit holds is about what lies below that unit.

    `run` is the score run that points, ranks and target results are read from; None: not scored yet.
    """
    with growing():
        return _gather(award_round, run)


def _gather(award_round: AwardRound, run: ScoreRun | None) -> list[Subject]:
    campaign, year = award_round.campaign, award_round.year
    deeds = Deeds.of(campaign, year)
    wanted = expected_units(campaign)
    if deeds.gifts.by_unit:
        wanted = (wanted | Unit.objects.filter(pk__in=deeds.gifts.by_unit)).distinct()
    wanted = wanted.filter(_below(award_round)).order_by("sort_key", "id")
    units = [
        _Unit._make(row) for row in wanted.values_list("pk", "short_name", "name", "kind", "level", "female_share_h")
    ]
    shared = _shared(campaign, year)
    line = _line()
    earlier = _earlier(award_round, line)
    facts = _of_units(award_round, units, run, shared, earlier, deeds, line)
    put_forward = Q(nominations__round=award_round, nominations__withdrawn=False)
    donors = Q(pk__in=deeds.gifts.by_person) if award_round.holder_id is None else Q(pk__in=())
    people = list(
        Person.objects.filter(put_forward | donors).select_related("unit").distinct().order_by("sort_key", "id")
    )
    found = [Subject(facts[unit.pk], unit.pk, unit.display_name) for unit in units if unit.pk != award_round.holder_id]
    for person in people:
        own = facts.get(person.unit_id) if person.unit_id else None
        if person.unit_id and own is None and person.pk not in deeds.gifts.by_person:
            continue
        name = person.unit.display_name if person.unit else ""
        found.append(Subject(_of_person(person, own, shared, earlier, deeds), person.unit_id, name, person))
    return found


@dataclass(frozen=True)
class Deeds:
    """What units and people gave and thought up, and the council's norm for donors."""

    gifts: GiftFacts
    initiatives: InitiativeFacts
    norms: Mapping[str, int | None]

    @classmethod
    def of(cls, campaign: Campaign, year: int) -> Deeds:
        norms = {norm.giver: norm.amount for norm in contributions.norms(campaign) if norm.year == year}
        return cls(contributions.gift_facts(campaign), practices.initiative_facts(campaign), norms)

    def units(self) -> Callable[[int], Mapping[str, Any]]:
        """What is asked for each of a province's units, of which few gave or thought up anything."""
        nothing, norm = _deeds((), None, self.norms.get("unit")), self.norms.get("unit")
        gifts, initiatives = self.gifts.by_unit, self.initiatives.by_unit
        some = {pk: _deeds(gifts.get(pk, ()), initiatives.get(pk), norm) for pk in {*gifts, *initiatives}}
        return lambda pk: some.get(pk, nothing)

    def person(self, pk: int) -> dict[str, Any]:
        return _deeds(self.gifts.by_person.get(pk, ()), self.initiatives.by_person.get(pk), self.norms.get("person"))


def _deeds(
    gifts: tuple[GiftFact, ...], initiatives: tuple[InitiativeFact, ...] | None, norm: int | None
) -> dict[str, Any]:
    """The library of initiatives is no register of all: who is not in it is asked about, not refused."""
    return {
        "contributions": tuple(ContributionFact(**asdict(gift)) for gift in gifts),
        "initiatives": None
        if initiatives is None
        else tuple(awards_facts.InitiativeFact(**asdict(one)) for one in initiatives),
        "contribution_norm": norm,
    }


def _below(award_round: AwardRound) -> Q:
    holder = award_round.holder
    return Q(path__startswith=holder.path) if holder is not None else Q()


def unit_key(unit_id: int) -> str:
    return f"unit:{unit_id}"


def person_key(person_id: int) -> str:
    return f"person:{person_id}"


def _shared(campaign: Campaign, year: int) -> dict[str, Any]:
    return {"year": year, "milestone_year": _milestone(campaign, year)}


def _milestone(campaign: Campaign, year: int) -> int | None:
    """The milestone that a year is measured by: its own, else the next one (decision 2)."""
    years = Target.objects.filter(campaign=campaign, year__gte=year).order_by("year").values_list("year", flat=True)
    return years.first()


def _of_units(
    award_round: AwardRound,
    units: list[_Unit],
    run: ScoreRun | None,
    shared: Mapping[str, Any],
    earlier: Mapping[str, tuple[EarlierAward, ...]],
    deeds: Deeds,
    line: Sequence[_Edge],
) -> dict[int, UnitFacts]:
    campaign, year = award_round.campaign, award_round.year
    standings = known.standings(run) if run else {}
    equals = Counter((standing.block, standing.ratio_h) for standing in standings.values())
    outcomes = _outcomes(campaign, year, run)
    reports = known.reports(campaign)
    registrations = _registrations(campaign, line)
    years = _years(reports, year, line)
    blocks = dict(BlockMembership.objects.filter(block__campaign=campaign).values_list("unit_id", "block__code"))
    given = deeds.units()
    found: dict[int, UnitFacts] = {}
    for unit in units:
        pk, key = unit.pk, unit_key(unit.pk)
        sent = [report for report in reports.get(pk, ()) if report.year <= year]
        own: dict[str, Any] = {
            "key": key,
            "name": unit.display_name,
            "kind": unit.kind,
            "level": unit.level,
            "block": blocks.get(pk, ""),
            "targets": outcomes.get(pk, ()),
            "women_share_h": unit.female_share_h,
            "registration": registrations.get(pk, NOT_REGISTERED),
            "reports": tuple([ReportFact(r.year, r.submitted_on, r.last_day, r.days_late) for r in sent]),
            "years_taken_part": tuple(sorted(years.get(pk, ()))),
            "earlier_awards": earlier.get(key, ()),
            **shared,
            **given(pk),
        }
        standing = standings.get(pk)
        if standing is not None:
            own["ratio_h"], own["rank"], own["block_size"] = standing.ratio_h, standing.rank, standing.of
            own["pillar_ratios_h"] = standing.pillar_ratios_h
            own["pillars"] = tuple(map(PillarFact._make, standing.pillars))
            if standing.rank:
                own["equals"] = equals[standing.block, standing.ratio_h]
        found[pk] = made(UnitFacts, own)
    return found


def _outcomes(campaign: Campaign, year: int, run: ScoreRun | None) -> Mapping[int, Sequence[TargetResult]]:
    """How the targets came out, by unit id. Points from outside bring no values: those of the reports count."""
    if run is None or run.origin == Origin.OUTSIDE:
        return known.target_outcomes(campaign, year, into=_result)
    told = target_rows(campaign, run)
    headings = [
        Headings(number, [TargetHead._make(head) for head in heads]) for number, heads in enumerate(told.headings)
    ]
    return {row.unit_id: TargetRow(headings[row.heads], *row[2:]) for row in told.rows}


def _result(row: tuple[Any, ...], _status: str, _indicator: str) -> TargetResult:
    return TargetResult._make(row)


class _Edge(NamedTuple):
    """Who followed whom; `is_main`: holds the function of whom it followed."""

    before: int
    after: int
    is_main: bool


def _line() -> list[_Edge]:
    """Every succession, earliest first, so that one walk over it reaches the last heir."""
    edges = UnitSuccession.objects.filter(successor__isnull=False).order_by("effective_on", "id")
    return [_Edge(*row) for row in edges.values_list("predecessor_id", "successor_id", "is_main")]


def _years(
    reports: Mapping[int, Sequence[known.ReportStanding]], year: int, line: Sequence[_Edge]
) -> dict[int, set[int]]:
    """Unit id → the years up to `year` in which it took part, or whose function it holds."""
    found = {pk: {r.year for r in sent if r.year <= year and r.submitted_on} for pk, sent in reports.items()}
    for edge in line:
        if edge.is_main and edge.before in found:
            found[edge.after] = found.get(edge.after, set()) | found[edge.before]
    return found


def _registrations(campaign: Campaign, line: Sequence[_Edge]) -> dict[int, RegistrationFact]:
    """Only what the standing agency confirmed counts as registered; it stands for whoever follows (decision 14)."""
    confirmed = Registration.objects.filter(campaign=campaign, state=RegistrationState.CONFIRMED).order_by()
    found = {
        unit_id: RegistrationFact(
            registered=True,
            on=submitted_on,
            launch_plan=plan is not None,
            launch_plan_number=number,
            launch_plan_date=date,
        )
        for unit_id, submitted_on, plan, number, date in confirmed.values_list(
            "unit_id", "submitted_on", "launch_plan_file_id", "launch_plan_number", "launch_plan_date"
        )
    }
    for edge in line:
        if edge.is_main and edge.before in found:
            found.setdefault(edge.after, found[edge.before])
    return found


def _of_person(
    person: Person,
    unit: UnitFacts | None,
    shared: Mapping[str, Any],
    earlier: Mapping[str, tuple[EarlierAward, ...]],
    deeds: Deeds,
) -> PersonFacts:
    return PersonFacts(
        key=person_key(person.pk),
        name=person.full_name,
        kind=person.kind,
        level=unit.level if unit else "",
        block=unit.block if unit else "",
        unit=unit,
        gender="female" if person.gender == Gender.FEMALE else person.gender,
        role="leader" if person.is_leader else "direct",
        years_taken_part=unit.years_taken_part if unit else (),
        earlier_awards=earlier.get(person_key(person.pk), ()),
        **shared,
        **deeds.person(person.pk),
    )


def _earlier(award_round: AwardRound, line: Sequence[_Edge]) -> dict[str, tuple[EarlierAward, ...]]:
    """Awards already granted, by subject key; a unit's include those of its predecessors (decision 14)."""
    found: dict[str, list[EarlierAward]] = {}
    heirs: dict[int, list[int]] = {}
    for edge in line:
        heirs.setdefault(edge.before, []).append(edge.after)
    for award in AwardGranted.objects.filter(state="granted").exclude(round=award_round):
        fact = EarlierAward(
            award_form=award.award_form,
            year=award.year,
            decision_number=award.decision_number,
            decision_date=award.decided_on,
            milestone_year=award.milestone_year,
        )
        if award.person_id:
            found.setdefault(person_key(award.person_id), []).append(fact)
        elif award.unit_id:
            for unit_id in _with_heirs(award.unit_id, heirs):
                found.setdefault(unit_key(unit_id), []).append(fact)
    return {key: tuple(facts) for key, facts in found.items()}


def _with_heirs(unit_id: int, heirs: Mapping[int, list[int]]) -> list[int]:
    """The unit and all that followed it, each once."""
    line = [unit_id]
    for one in line:
        line += [heir for heir in heirs.get(one, []) if heir not in line]
    return line
