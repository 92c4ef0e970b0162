from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from awards.enums import ROUND_LISTED, ROUND_OPEN
from awards.law import deciders
from awards.models import AwardRound, Candidate
from awards.selectors import law
from awards.selectors.rule_sets import current_set, rules_of
from campaigns.models import Campaign
from config.kernel import clock
from config.kernel.access import Actor, at, visible
from config.kernel.prepared import listed
from dossiers.models import Dossier
from units.models import Unit
from units.selectors import units_for, valid_on
from units.selectors.tree import within


def visible_rounds(actor: Actor) -> QuerySet[AwardRound]:
    """Rounds that this person may know of: all, or those that propose somebody of the own units."""
    rounds = AwardRound.objects.select_related("campaign", "rule_set")
    if actor.can("rounds.view"):
        return rounds
    mine = Candidate.objects.filter(within(actor.paths("dossiers.view"), prefix="unit__"), proposed=True)
    return rounds.filter(pk__in=mine.values("round"))


@listed(object)
def listed_rounds(actor: Actor) -> QuerySet[AwardRound]:
    return visible_rounds(actor)


round_at = at(visible_rounds)


def rounds_open_to_units(actor: Actor) -> QuerySet[AwardRound]:
    """Rounds that still take nominations, for those who may put people forward: the tenant's, and those that a unit
    holds for what lies below it."""
    own = Subquery(proposing_units(actor).values("path")[:1])
    open_ones = AwardRound.objects.filter(state__in=ROUND_OPEN).alias(own=own).select_related("campaign")
    return open_ones.filter(Q(holder=None) | Q(own__begins=F("holder__path")), own__isnull=False)


def award_forms_of(award_round: AwardRound) -> list[tuple[str, str]]:
    """Forms of award that the round's rules give, with their short names; once it was evaluated, only those that
    somebody was judged for."""
    codes = dict.fromkeys(award_round.rule_set.rules.values_list("award_form", flat=True))
    judged = set(Candidate.objects.filter(round=award_round).order_by().values_list("award_form", flat=True).distinct())
    codes = {code: None for code in codes if code in judged} or codes
    forms = law.forms()
    # A rule may give something else than an award: a title, a place on a list.
    return [(code, forms[code].short) for code in codes if code in forms]


def form_name(award_form: str) -> str:
    """Short name of a form of award: "Bằng khen tỉnh"."""
    forms = law.forms()
    return forms[award_form].short if award_form in forms else award_form


def covered_occasions(campaign: Campaign, holder: Unit | None = None) -> dict[str, list[int]]:
    """Occasion → years of the campaign in which some rule of the tenant (or of the unit `holder`) may be run; named
    years before rules for every year."""
    rule_set = current_set(campaign)
    given = law.forms_given_by(holder)
    rules = [rule for rule in rules_of(rule_set) if rule.runnable and rule.award_form in given] if rule_set else []
    found: dict[str, set[int]] = {}
    for rule in sorted(rules, key=lambda rule: not rule.years):
        found.setdefault(rule.occasion, set()).update(rule.years or campaign.years)
    return {occasion: sorted(years) for occasion, years in found.items()}


def proposing_units(actor: Actor) -> QuerySet[Unit]:
    """Units that this person may draft dossiers for, the highest first."""
    return units_for(actor, "dossiers.edit").order_by("depth", "pk")


def proposing_unit(actor: Actor) -> Unit | None:
    """The unit that this person drafts dossiers for: the highest of the own subtree."""
    return proposing_units(actor).first() if actor.can("dossiers.edit") else None


def proposed_candidates(
    award_round: AwardRound, *, unit: Unit | None = None, award_form: str = ""
) -> QuerySet[Candidate]:
    """Who stands on the proposal list, in its order."""
    found = Candidate.objects.filter(round=award_round, proposed=True, withdrawn=False)
    if unit is not None:
        found = found.filter(unit=unit)
    if award_form:
        found = found.filter(award_form=award_form)
    return found.select_related("rule", "unit", "person", "subject").order_by("place", "pk")


@dataclass(frozen=True)
class ToOpen:
    """A dossier that a unit has yet to open: for a form of award, with the names it will hold."""

    round: AwardRound
    unit: Unit
    award_form: str
    form_name: str
    names: list[str]

    @property
    def anchor(self) -> str:
        return place_on_desk(self.round.pk, self.award_form, self.unit.pk)


def place_on_desk(round_id: int, award_form: str, unit_id: int) -> str:
    """Where the desk offers to open this dossier; its line on the work page leads there."""
    return f"lap-{round_id}-{award_form}-{unit_id}"


def unopened(actor: Actor) -> QuerySet[Candidate]:
    """Whom rounds propose of this person's units and no dossier holds yet."""
    held = Dossier.objects.filter(round=OuterRef("round"), unit=OuterRef("unit"), award_form=OuterRef("award_form"))
    return Candidate.objects.filter(
        ~Exists(held),
        within(actor.paths("dossiers.edit"), prefix="unit__"),
        unit__isnull=False,
        proposed=True,
        withdrawn=False,
        round__state__in=ROUND_LISTED,
    ).order_by()


def awaiting_dossiers(actor: Actor) -> list[ToOpen]:
    """What rounds propose of this person's units and no dossier holds yet."""
    if not actor.can("dossiers.edit"):
        return []
    mine = list(unopened(actor).select_related("round", "unit").order_by("round_id", "place"))
    forms = law.forms() if mine else {}
    found: dict[tuple[int, int, str], ToOpen] = {}
    for candidate in mine:
        unit = candidate.unit
        if unit is None:
            continue
        work = found.setdefault(
            (candidate.round_id, unit.pk, candidate.award_form),
            ToOpen(candidate.round, unit, candidate.award_form, forms[candidate.award_form].name, []),
        )
        work.names.append(candidate.name)
    return list(found.values())


def holders() -> list[tuple[str, str]]:
    """(uid, name) of the units whose head gives a Giấy khen, so that a round may be opened at their own authority.

    Namesakes bear the name of the unit above them.
    """
    found = valid_on(Unit.objects.exclude(kind__in=deciders.WITHOUT), clock.today()).order_by("kind", "sort_key")
    rows = list(found.values_list("uid", "short_name", "name", "parent__name"))
    named = Counter(short or name for _, short, name, _ in rows)
    return [
        (str(uid), f"{short or name} ({above})" if above and named[short or name] > 1 else short or name)
        for uid, short, name, above in rows
    ]


def holder_typed(uid: str) -> Unit | None:
    """The unit chosen in a form; None for the tenant's own round."""
    return visible(Unit.objects.exclude(kind__in=deciders.WITHOUT), uid) if uid else None
