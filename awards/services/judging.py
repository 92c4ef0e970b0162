"""Running a round's rules over what it knows; writing down what came out. Called under the round's lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from awards.facts import AnyFacts, AttestationFact, HoldFact, PersonFacts, made, measured
from awards.facts_json import from_json
from awards.models import (
    Attestation,
    AwardRound,
    AwardRule,
    Candidate,
    Hold,
    RoundSubject,
    TieVoteRecord,
)
from awards.selection import RoundResult, Rule, Selection, Standing, TieVote, run_round
from awards.selection import in_force as rules_in_force
from awards.selectors import law
from awards.services.storing import Kept, Row, store_candidates, subjects_of
from awards.target_rows import headings_from
from campaigns.models import Block
from config.kernel import clock
from config.kernel.heap import growing
from config.kernel.prepared import prepared
from config.kernel.text import search_key


def rules_for(round_: AwardRound) -> dict[str, AwardRule]:
    """The rules of the round's set that are in force for its occasion and year and whose form of award the round's
    holder gives or proposes, by code."""
    given = law.forms_given_by(round_.holder)
    rows = {rule.code: rule for rule in round_.rule_set.rules.all() if rule.runnable and rule.award_form in given}
    chosen = rules_in_force([rule.plain for rule in rows.values()], occasion=round_.occasion, year=round_.year)
    return {rule.code: rows[rule.code] for rule in chosen}


def judge(
    round_: AwardRound, subjects: Sequence[Kept] | None = None, gathered: Mapping[str, AnyFacts] | None = None
) -> RoundResult:
    """Judge and pick again from facts, attestations, holds, votes and withdrawals; write candidates.

    `subjects` and `gathered` (key → facts) are what the round keeps, for a caller who holds it already.
    """
    rules = rules_for(round_)
    if subjects is None:
        subjects = subjects_of(round_)
    with growing():
        result = run(round_, [rule.plain for rule in rules.values()], facts_of(round_, subjects, gathered))
        store_candidates(round_, _rows(rules, {subject.key: subject for subject in subjects}, result))
    round_.result = summary(result)
    round_.digest = result.digest
    round_.evaluated_at = clock.now()
    round_.save(update_fields=["result", "digest", "evaluated_at"])
    return result


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


def summary(result: RoundResult) -> dict[str, Any]:
    """What the round's page needs without reading candidates."""
    return {
        "rules": [_rule_summary(selection) for selection in result.selections],
        "shares": {
            code: {
                "total": check.total,
                "leaders": check.leaders,
                "direct": check.direct,
                "limit": check.limit,
                "over": check.over,
                "percent": str(check.percent),
                "ok": check.ok,
                "finding": check.finding,
                "sentence": check.sentence,
            }
            for code, check in result.shares.items()
        },
        "blockers": result.blockers,
    }


def _rule_summary(selection: Selection) -> dict[str, Any]:
    counts = {standing.value: len(selection.standing(standing)) for standing in Standing}
    return {
        "code": selection.rule.code,
        "quota": selection.quota,
        "quota_kind": selection.rule.quota.kind,
        "candidates": len(selection.entries),
        "eligible": sum(1 for entry in selection.entries if entry.verdict.eligible == "yes"),
        "counts": counts,
        "unfilled": selection.unfilled,
        "pending_inside": [entry.key for entry in selection.pending_inside],
        "ties": [
            {"among": list(tie.among), "seats": tie.seats, "first_seat": tie.first_seat, "unit": tie.unit}
            for tie in selection.ties
        ],
    }


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


def _rows(rules: Mapping[str, AwardRule], subjects: Mapping[str, Kept], result: RoundResult) -> list[Row]:
    """Everybody under every rule, as written down."""
    keys = {key: search_key(f"{one.name} {one.unit_name}")[:520] for key, one in subjects.items()}
    rows = []
    for selection in result.selections:
        rule = rules[selection.rule.code]
        for place, entry in enumerate(selection.entries, 1):
            facts, subject = entry.facts, subjects[entry.key]
            person = facts if isinstance(facts, PersonFacts) else None
            unit = measured(facts)
            rows.append(
                Row(
                    rule.pk, subject.pk, rule.recipient, rule.award_form, subject.name, subject.unit_name,
                    subject.position, facts.kind, facts.block or (unit.block if unit else ""), subject.unit_id,
                    subject.person_id, entry.verdict.eligible, entry.standing.value, entry.rank, entry.seat,
                    entry.reserve, place, unit.ratio_h if unit else None, entry.why, list(entry.warnings),
                    entry.verdict.marks, person.unit_placed if person else None, keys[entry.key],
                )
            )  # fmt: skip
    return rows
