"""Running a round's rules over what it knows; writing down what came out. Called under the round's lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from awards.facts import AnyFacts, PersonFacts, measured
from awards.models import AwardRound, AwardRule
from awards.selection import RoundResult, Selection, Standing
from awards.selectors.judging import Kept, facts_of, rules_for, run, subjects_of
from awards.services.storing import Row, store_candidates
from config.kernel import clock
from config.kernel.heap import growing
from config.kernel.text import search_key


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
