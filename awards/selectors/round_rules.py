"""What a newer version of the rules would change in a round: the rules themselves, and who would come in or go."""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import AwardRound, AwardRuleSet, Candidate
from awards.selection import RoundResult, Standing, in_force
from awards.selectors import judging, law
from awards.selectors.rule_changes import Difference, between
from awards.selectors.rule_sets import newer_set, rules_of


@dataclass(frozen=True)
class Move:
    """`name` under the form of award `form` comes in, or goes."""

    form: str
    name: str
    comes_in: bool


@dataclass(frozen=True)
class NewerRules:
    """`here`: differences in rules that this round runs by, or would; `elsewhere`: codes of the others."""

    newer: AwardRuleSet
    here: list[Difference]
    elsewhere: list[str]
    moves: list[Move]
    judged: bool


def newer_rules(round_: AwardRound) -> NewerRules | None:
    """None where the round runs by the version in force. Stores nothing."""
    newer = newer_set(round_)
    if newer is None:
        return None
    given = law.forms_given_by(round_.holder)
    plain = [rule.plain for rule in rules_of(newer) if rule.runnable and rule.award_form in given]
    chosen = in_force(plain, occasion=round_.occasion, year=round_.year)
    mine = {rule.code for rule in chosen} | set(judging.rules_for(round_))
    told = between(round_.rule_set, newer)
    moves = _moves(round_, judging.run(round_, chosen, judging.facts_of(round_, judging.subjects_of(round_))))
    return NewerRules(
        newer,
        [one for one in told if one.code in mine],
        [one.code for one in told if one.code not in mine],
        moves if round_.evaluated_at else [],
        round_.evaluated_at is not None,
    )


def _moves(round_: AwardRound, result: RoundResult) -> list[Move]:
    now = {
        (one.rule.award_form, entry.key): entry.facts.name
        for one in result.selections
        for entry in one.standing(Standing.PICKED)
    }
    listed = Candidate.objects.filter(round=round_, standing=Standing.PICKED)
    was = {(form, key): name for form, key, name in listed.values_list("award_form", "subject__key", "name")}
    forms = law.forms()
    moves = [Move(forms[of[0]].short, name, comes_in=True) for of, name in now.items() if of not in was]
    moves += [Move(forms[of[0]].short, name, comes_in=False) for of, name in was.items() if of not in now]
    return sorted(moves, key=lambda move: (move.form, not move.comes_in, move.name))
