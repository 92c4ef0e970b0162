"""What a round is judged by: the rules that are in force, its subjects with what people said of them, and the run of
the one over the other. Nothing is stored; `awards.services.judging` writes down what came out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import QuerySet

from awards.facts import AnyFacts, AttestationFact, HoldFact, made
from awards.facts_json import from_json
from awards.models import Attestation, AwardRound, AwardRule, Candidate, Hold, RoundSubject, TieVoteRecord
from awards.selection import RoundResult, Rule, TieVote, run_round
from awards.selection import in_force as rules_in_force
from awards.selectors import law
from awards.target_rows import headings_from
from campaigns.models import Block
from config.kernel.heap import growing
from config.kernel.prepared import prepared


class Kept(NamedTuple):
    """A subject as the round keeps it; `facts` is their JSON."""

    pk: int
    key: str
    unit_id: int | None
    person_id: int | None
    name: str
    unit_name: str
    position: str
    merit_h: int | None
    facts: dict[str, Any]


def subjects_of(round_: AwardRound) -> list[Kept]:
    rows = RoundSubject.objects.filter(round=round_).order_by("key").values_list(*Kept._fields)
    return [Kept._make(row) for row in rows]


def rules_for(round_: AwardRound) -> dict[str, AwardRule]:
    """The rules of the round's set that are in force for its occasion and year and whose form of award the round's
    holder gives or proposes, by code."""
    given = law.forms_given_by(round_.holder)
    rows = {rule.code: rule for rule in round_.rule_set.rules.all() if rule.runnable and rule.award_form in given}
    chosen = rules_in_force([rule.plain for rule in rows.values()], occasion=round_.occasion, year=round_.year)
    return {rule.code: rows[rule.code] for rule in chosen}


def facts_of(
    round_: AwardRound,
    subjects: Iterable[Kept | RoundSubject],
    gathered: Mapping[str, AnyFacts] | None = None,
) -> list[AnyFacts]:
    """The facts as gathered, with what people have said in this round."""
    said = attestations(round_.pk)
    holds = _holds(round_)
    headings = headings_from(round_.target_headings)
    with growing():
        return [
            with_people(
                round_,
                from_json(subject.facts, headings) if gathered is None else gathered[subject.key],
                subject.merit_h,
                said.get(subject.pk, {}),
                holds.get(subject.pk, ()),
            )
            for subject in subjects
        ]


def run(round_: AwardRound, rules: Sequence[Rule], facts: Sequence[AnyFacts]) -> RoundResult:
    """Judge and pick by any rules and facts, with the votes and withdrawals of the round; nothing stored."""
    withdrawn: dict[str, set[str]] = defaultdict(set)
    gone = Candidate.objects.filter(round=round_, withdrawn=True).values_list("rule__code", "subject__key")
    for code, key in gone:
        withdrawn[code].add(key)
    result = run_round(
        rules,
        facts,
        votes=votes_of(round_),
        withdrawn={code: frozenset(keys) for code, keys in withdrawn.items()},
        overrides={code: entry["reason"] for code, entry in round_.overrides.items()},
        campaign_from=round_.campaign.period_from,
    )
    return replace(result, names=_names(round_, rules))


def _names(round_: AwardRound, rules: Sequence[Rule]) -> dict[str, str]:
    codes = {rule.block for rule in rules if rule.block}
    blocks = Block.objects.filter(campaign_id=round_.campaign_id, code__in=codes) if codes else Block.objects.none()
    return {code: form.short for code, form in law.forms().items()} | dict(blocks.values_list("code", "name"))


def votes_of(round_: AwardRound) -> list[TieVote]:
    records = TieVoteRecord.objects.filter(round=round_).select_related("rule").order_by("id")
    return [TieVote(v.rule.code, frozenset(v.among), tuple(v.order), v.minutes) for v in records]


def attestations(round_id: int, subjects: Collection[int] | None = None) -> dict[int, dict[str, AttestationFact]]:
    """What people have said in the round, by subject and criterion; the last word on each counts."""
    out: dict[int, dict[str, AttestationFact]] = defaultdict(dict)
    rows = _attested(round_id) if subjects is None else _attested_of(round_id, sorted(subjects))
    for subject, code, answer, by, on, reason in rows:
        out[subject][code] = AttestationFact(answer, by, on, reason)
    return out


_SAID = ("subject_id", "code", "answer", "by_name", "on", "reason")


@prepared(int)
def _attested(round_id: int) -> QuerySet[Attestation, tuple[Any, ...]]:
    return Attestation.objects.filter(round_id=round_id).order_by("id").values_list(*_SAID)


@prepared(int, list)
def _attested_of(round_id: int, subjects: list[int]) -> QuerySet[Attestation, tuple[Any, ...]]:
    found = Attestation.objects.filter(round_id=round_id, subject__among=subjects)
    return found.order_by("id").values_list(*_SAID)


def _holds(round_: AwardRound) -> dict[int, tuple[HoldFact, ...]]:
    out: dict[int, tuple[HoldFact, ...]] = {}
    for row in Hold.objects.filter(round=round_, lifted_on=None).order_by("id"):
        fact = HoldFact(row.kind, row.reason, row.since)
        out[row.subject_id] = (*out.get(row.subject_id, ()), fact)
    return out


def with_people(
    round_: AwardRound,
    facts: AnyFacts,
    merit_h: int | None,
    said: Mapping[str, AttestationFact],
    holds: tuple[HoldFact, ...],
) -> AnyFacts:
    """A subject's facts as they were gathered, with what people have said of it in the round."""
    more: dict[str, Any] = {}
    if said:
        more["attestations"] = {**facts.attestations, **said}
    if holds:
        more["holds"] = (*facts.holds, *holds)
    if merit_h is not None:
        more["merit_h"] = merit_h
    if not facts.contribution_norm and round_.contribution_norm:
        more["contribution_norm"] = round_.contribution_norm
    return made(type(facts), {**vars(facts), **more}) if more else facts  # type: ignore[type-var]
