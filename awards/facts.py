"""What is known about a candidate when an award rule is applied: plain, frozen, no database, no clock.

Whoever gathers them (the dossiers app, the `judge` command, a test) builds these and hands them down.
Ratios and points are integers in hundredths (79.39 % → 7939); money is whole đồng; targets keep Decimal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar

NOTHING: Mapping[str, AttestationFact] = MappingProxyType({})


class TargetResult(NamedTuple):
    """One target of one milestone as it came out for one unit. A round holds hundreds of thousands: plain tuples.

    `met` is None when nothing valid was reported, or when no figure can tell (qualitative).
    `progress` marks a year without a milestone: the comparison is with the next milestone's value.
    """

    code: str
    year: int | None = None
    label: str = ""
    section: str = ""
    pillar: str = ""
    kind: str = "quantitative"
    comparator: str = "gte"
    actual: Decimal | None = None
    threshold: Decimal | None = None
    natural_max: Decimal | None = None
    unit: str = "%"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    applicable: bool = True
    met: bool | None = None
    reason: str = ""
    progress: bool = False


class Scope(NamedTuple):
    """Which targets are looked at: of one milestone, of some pillars, of some codes; empty = all."""

    year: int | None = None
    pillars: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def covers(self, year: int | None, pillar: str, code: str) -> bool:
        return (
            (self.year is None or year is None or year == self.year)
            and (not self.pillars or pillar in self.pillars)
            and (not self.codes or code in self.codes)
        )


class Tally(NamedTuple):
    """How the targets of a scope came out. `open`: qualitative ones that nobody has judged; `missed`: the others that
    are not met; `progress`: some applicable one is compared with a later milestone."""

    applicable: int = 0
    met: int = 0
    open: int = 0
    missed: int = 0
    progress: bool = False


class Counted(Protocol):
    """Results that know how to count themselves (`awards.target_rows`)."""

    def tally(self, scope: Scope) -> Tally: ...


def tally(targets: Sequence[TargetResult], scope: Scope) -> Tally:
    """Of results that apply and lie in the scope."""
    if not isinstance(targets, tuple):
        counted: Counted = targets  # type: ignore[assignment]
        return counted.tally(scope)
    chosen = in_scope(targets, scope)
    return Tally(
        len(chosen),
        sum(1 for one in chosen if one.met),
        sum(1 for one in chosen if one.kind == "qualitative" and one.met is None),
        sum(1 for one in chosen if one.kind != "qualitative" and not one.met),
        any(one.progress for one in chosen),
    )


def in_scope(targets: Sequence[TargetResult], scope: Scope) -> list[TargetResult]:
    return [one for one in targets if one.applicable and scope.covers(one.year, one.pillar, one.code)]


class RegistrationFact(NamedTuple):
    registered: bool = False
    on: date | None = None
    launch_plan: bool = False
    launch_plan_number: str = ""
    launch_plan_date: date | None = None


NOT_REGISTERED = RegistrationFact()


class ReportFact(NamedTuple):
    """The report of one year; `submitted_on` None = never sent; `last_day` is inclusive."""

    year: int
    submitted_on: date | None = None
    last_day: date | None = None
    days_late: int = 0

    @property
    def on_time(self) -> bool:
        return self.submitted_on is not None and self.days_late == 0


@dataclass(frozen=True)
class ContributionFact:
    """Money or goods converted to money, whole đồng; only what a unit or body has recognised counts."""

    year: int
    amount: int
    in_kind: bool = False
    recognised: bool = True
    what: str = ""


@dataclass(frozen=True)
class InitiativeFact:
    title: str
    level: str = "unit"
    recognised: bool = False
    year: int | None = None
    decision: str = ""
    replicated: bool = False


@dataclass(frozen=True)
class AttestationFact:
    """A person's answer to what no figure can tell."""

    answer: bool
    by: str = ""
    on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class DisciplineFact:
    form: str
    decided_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class HoldFact:
    """Discipline, investigation, inspection or complaint under way (kind); pauses, never rejects."""

    kind: str
    reason: str = ""
    since: date | None = None


class PillarFact(NamedTuple):
    """Points and applicable maximum of one pillar, in hundredths."""

    code: str
    points_h: int
    max_h: int


@dataclass(frozen=True)
class EarlierAward:
    award_form: str
    year: int
    decision_number: str = ""
    decision_date: date | None = None
    same_round: bool = False
    same_theme: bool = True
    milestone_year: int | None = None


@dataclass(frozen=True)
class Facts:
    """Common to units and people. `key` identifies the candidate inside one round, and nothing else.

    `bonus_h`: points that a rule adds to the score ratio or the merit when candidates are put in order.

    `initiatives` None = nobody has recorded any, so a person has to say; empty = known to have none.
    """

    key: str
    name: str
    year: int
    kind: str = ""
    level: str = ""
    block: str = ""
    milestone_year: int | None = None
    merit_h: int | None = None
    bonus_h: int = 0
    classification: str = ""
    contribution_norm: int | None = None
    years_taken_part: tuple[int, ...] = ()
    contributions: tuple[ContributionFact, ...] = ()
    initiatives: tuple[InitiativeFact, ...] | None = None
    disciplines: tuple[DisciplineFact, ...] = ()
    attestations: Mapping[str, AttestationFact] = field(default_factory=lambda: NOTHING)
    holds: tuple[HoldFact, ...] = ()
    earlier_awards: tuple[EarlierAward, ...] = ()


@dataclass(frozen=True)
class UnitFacts(Facts):
    """A collective. `targets`: a tuple, or a row of `awards.target_rows`; `ratio_h`, `rank` None = not scored.

    `pillar_ratios_h` in plan order; `women_share_h` is the share of women among the staff. `block_size`: how many units
    of the block have a rank; `equals`: how many of them share this one's.
    """

    targets: Sequence[TargetResult] = ()
    ratio_h: int | None = None
    rank: int | None = None
    pillar_ratios_h: tuple[int, ...] = ()
    pillars: tuple[PillarFact, ...] = ()
    block_size: int | None = None
    equals: int = 1
    women_share_h: int | None = None
    staff: int | None = None
    has_party: bool | None = None
    registration: RegistrationFact = NOT_REGISTERED
    reports: tuple[ReportFact, ...] = ()

    @property
    def subject(self) -> str:
        return "collective"

    @property
    def unit_key(self) -> str:
        return self.key

    @property
    def late_reports(self) -> int:
        return sum(1 for report in self.reports if not report.on_time)


@dataclass(frozen=True)
class PersonFacts(Facts):
    """An individual, with the unit that he or she belongs to (None: a donor, a household, a scholar).

    `role`: direct | leader | coordinator (the last two count as "leaders and coordinating staff").
    `unit_placed`: the unit is among the collectives placed in this round; None = not decided yet.
    """

    unit: UnitFacts | None = None
    gender: str = ""
    role: str = "direct"
    unit_placed: bool | None = None

    @property
    def subject(self) -> str:
        return "individual"

    @property
    def unit_key(self) -> str:
        return self.unit.key if self.unit else ""

    @property
    def late_reports(self) -> int:
        return self.unit.late_reports if self.unit else 0


AnyFacts = UnitFacts | PersonFacts
Some = TypeVar("Some", UnitFacts, PersonFacts)


def made(cls: type[Some], given: dict[str, Any]) -> Some:
    """Facts of which `given` holds what is not the default: a province's are made several times faster so. The
    mapping becomes theirs."""
    facts = object.__new__(cls)
    object.__setattr__(facts, "__dict__", given)
    given.setdefault("attestations", NOTHING)
    return facts


def measured(facts: AnyFacts) -> UnitFacts | None:
    """The unit whose figures speak for this candidate: itself, or a person's own unit."""
    return facts if isinstance(facts, UnitFacts) else facts.unit
