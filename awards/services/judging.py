"""Running a round's rules over what it knows; writing down what came out. Called under the round's lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from awards.facts import AnyFacts, AttestationFact, HoldFact, PersonFacts, measured
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
from awards.selection import Entry, RoundResult, Rule, Selection, Standing, TieVote, run_round
from awards.selection import in_force as rules_in_force
from awards.selectors import law
from config.kernel import clock
from config.kernel.heap import growing
from config.kernel.text import search_key

WRITTEN = (
    "recipient", "award_form", "name", "unit_name", "position", "kind", "block_code", "unit", "person",
    "eligible", "standing", "rank", "seat", "reserve", "place", "ratio_h", "why", "warnings", "marks", "unit_placed",
    "search_key",
)  # fmt: skip


def rules_for(round_: AwardRound) -> dict[str, AwardRule]:
    """The rules of the round's set that are in force for its occasion and year and whose form of award the round's
    holder gives or proposes, by code."""
    given = law.forms_given_by(round_.holder)
    rows = {rule.code: rule for rule in round_.rule_set.rules.all() if rule.runnable and rule.award_form in given}
    chosen = rules_in_force([rule.plain for rule in rows.values()], occasion=round_.occasion, year=round_.year)
    return {rule.code: rows[rule.code] for rule in chosen}


def judge(round_: AwardRound) -> RoundResult:
    """Judge and pick again from facts, attestations, holds, votes and withdrawals; write candidates."""
    rules = rules_for(round_)
    subjects = {subject.key: subject for subject in round_.subjects.all()}
    result = compute(round_, rules, subjects)
    details = {key: _details(subject) for key, subject in subjects.items()}
    rows = []
    for selection in result.selections:
        rule = rules[selection.rule.code]
        rows += [
            _candidate(round_, rule, subjects[entry.key], entry, place, details[entry.key])
            for place, entry in enumerate(selection.entries, 1)
        ]
    _store(round_, rows)
    round_.result = summary(result)
    round_.digest = result.digest
    round_.evaluated_at = clock.now()
    round_.save(update_fields=["result", "digest", "evaluated_at"])
    return result


def compute(round_: AwardRound, rules: Mapping[str, AwardRule], subjects: Mapping[str, RoundSubject]) -> RoundResult:
    """The result, nothing stored."""
    return run(round_, [rule.plain for rule in rules.values()], facts_of(round_, subjects.values()))


def facts_of(round_: AwardRound, subjects: Iterable[RoundSubject]) -> list[AnyFacts]:
    """The facts as gathered, with what people have said in this round."""
    said = attestations(round_.pk)
    holds = _holds(round_)
    with growing():
        return [
            with_people(round_, subject, said.get(subject.pk, {}), holds.get(subject.pk, ())) for subject in subjects
        ]


def run(round_: AwardRound, rules: Sequence[Rule], facts: Sequence[AnyFacts]) -> RoundResult:
    """Judge and pick by any rules and facts, with the votes and withdrawals of the round; nothing stored."""
    withdrawn: dict[str, set[str]] = defaultdict(set)
    gone = Candidate.objects.filter(round=round_, withdrawn=True).values_list("rule__code", "subject__key")
    for code, key in gone:
        withdrawn[code].add(key)
    return run_round(
        rules,
        facts,
        votes=votes_of(round_),
        withdrawn={code: frozenset(keys) for code, keys in withdrawn.items()},
        overrides={code: entry["reason"] for code, entry in round_.overrides.items()},
        campaign_from=round_.campaign.period_from,
    )


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
    found = Attestation.objects.filter(round=round_id).order_by("id")
    if subjects is not None:
        found = found.filter(subject__in=subjects)
    rows = found.values_list("subject_id", "code", "answer", "by_name", "on", "reason")
    for subject, code, answer, by, on, reason in rows:
        out[subject][code] = AttestationFact(answer, by, on, reason)
    return out


def _holds(round_: AwardRound) -> dict[int, tuple[HoldFact, ...]]:
    out: dict[int, tuple[HoldFact, ...]] = {}
    for row in Hold.objects.filter(round=round_, lifted_on=None).order_by("id"):
        fact = HoldFact(row.kind, row.reason, row.since)
        out[row.subject_id] = (*out.get(row.subject_id, ()), fact)
    return out


def with_people(
    round_: AwardRound,
    subject: RoundSubject,
    said: Mapping[str, AttestationFact],
    holds: tuple[HoldFact, ...],
) -> AnyFacts:
    """A subject's facts as they were gathered, with what people have said of it in the round."""
    facts = from_json(subject.facts)
    more: dict[str, Any] = {}
    if said:
        more["attestations"] = {**facts.attestations, **said}
    if holds:
        more["holds"] = (*facts.holds, *holds)
    if subject.merit_h is not None:
        more["merit_h"] = subject.merit_h
    if not facts.contribution_norm and round_.contribution_norm:
        more["contribution_norm"] = round_.contribution_norm
    return replace(facts, **more) if more else facts


def _details(subject: RoundSubject) -> dict[str, Any]:
    return {
        "name": subject.name,
        "unit_name": subject.unit_name,
        "position": subject.position,
        "search_key": search_key(f"{subject.name} {subject.unit_name}")[:520],
    }


def _candidate(
    round_: AwardRound,
    rule: AwardRule,
    subject: RoundSubject,
    entry: Entry,
    place: int,
    details: dict[str, Any],
) -> Candidate:
    facts = entry.facts
    unit = measured(facts)
    of_unit = facts.unit if isinstance(facts, PersonFacts) else facts
    return Candidate(
        round=round_,
        rule=rule,
        subject=subject,
        unit_id=subject.unit_id,
        person_id=subject.person_id,
        recipient=rule.recipient,
        award_form=rule.award_form,
        kind=facts.kind,
        block_code=facts.block or (of_unit.block if of_unit else ""),
        eligible=entry.verdict.eligible,
        standing=entry.standing.value,
        rank=entry.rank,
        seat=entry.seat,
        reserve=entry.reserve,
        place=place,
        ratio_h=unit.ratio_h if unit else None,
        why=entry.why,
        warnings=list(entry.warnings),
        marks=entry.verdict.marks,
        unit_placed=facts.unit_placed if isinstance(facts, PersonFacts) else None,
        **details,
    )


_TOLD_APART = tuple({"unit": "unit_id", "person": "person_id"}.get(name, name) for name in WRITTEN)


def _store(round_: AwardRound, rows: list[Candidate]) -> None:
    """Bring the candidates of the round to `rows`, writing only those that changed: one word about one candidate
    must not cost the writing of a province."""
    stored = {
        (rule_id, subject_id): (pk, tuple(told))
        for pk, rule_id, subject_id, *told in Candidate.objects.filter(round=round_).values_list(
            "pk", "rule_id", "subject_id", *_TOLD_APART
        )
    }
    kept = {(row.rule_id, row.subject_id) for row in rows}
    gone = [pk for key, (pk, _) in stored.items() if key not in kept]
    if gone:
        Candidate.objects.filter(pk__in=gone).delete()
    changed = [
        row
        for row in rows
        if stored.get((row.rule_id, row.subject_id), (0, ()))[1] != tuple(getattr(row, name) for name in _TOLD_APART)
    ]
    Candidate.objects.bulk_create(
        changed,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["tenant", "round", "rule", "subject"],
        update_fields=list(WRITTEN),
    )
