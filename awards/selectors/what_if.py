"""A round under other rules or figures beside its official result. Reads only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from awards.facts import AnyFacts, TargetResult, UnitFacts
from awards.models import AwardRound, AwardRule, Candidate, RoundSubject, Scenario
from awards.rules import RuleError, leaves, words
from awards.selection import Rule
from awards.selectors import judging, law
from awards.selectors.verdicts import explain, verdict_of
from awards.trials import Before, Comparison, Knob, NoSuchPlace, Trial, changed_facts, changed_rule, compare, knobs
from awards.trials.reading import CELLS, ROWS, Rescore, read
from campaigns.models import Block
from config.kernel.text import format_hundredths, format_number


@dataclass(frozen=True)
class Field:
    """One figure on the page: its name in the address, what stands in it, whether that is another value."""

    name: str
    label: str
    criterion: str
    section: str
    value: str
    official: str
    error: str = ""

    @property
    def changed(self) -> bool:
        return self.value != self.official


def scenarios(round_: AwardRound) -> list[Scenario]:
    """Trials of this round that somebody gave a name."""
    return list(Scenario.objects.filter(round=round_))


@dataclass(frozen=True)
class RuleFields:
    rule: AwardRule
    form: str
    block: str
    quota: Field
    figures: list[Field]

    @property
    def who(self) -> str:
        return self.rule.get_recipient_display()

    @property
    def changed(self) -> bool:
        return self.quota.changed or any(one.changed for one in self.figures)


@dataclass(frozen=True)
class Refigured:
    """A unit whose score ratio the trial changes by figures of its own; all in words."""

    name: str
    ratio_before: str
    ratio_after: str
    rank_before: str
    rank_after: str


@dataclass(frozen=True)
class WhatIf:
    """`comparison` None: nothing was changed, or it could not be read."""

    rules: list[RuleFields]
    rows: list[dict[str, Any]]
    weights: list[Field]
    rescores: bool
    subjects: list[RoundSubject]
    targets: list[tuple[str, str]]
    questions: list[tuple[str, str]]
    open_as: str
    errors: list[tuple[str, str]]
    trial: Trial
    comparison: Comparison | None
    shown: list[tuple[RuleFields, Any]]
    refigured: list[Refigured]


def what_if(round_: AwardRound, query: QueryDict, *, rescore: Rescore | None = None) -> WhatIf:
    """Everything the page shows; the address holds the whole trial, so that it can be passed on.

    `rescore` tells what a changed value would score; without it a changed value only meets or misses its target.
    """
    rules = judging.rules_for(round_)
    subjects = list(round_.subjects.order_by("name", "key"))
    facts = judging.facts_of(round_, sorted(subjects, key=lambda subject: subject.key))
    scored = pillars_in(facts)
    typed = read(
        query,
        {code: rule.data for code, rule in rules.items()},
        {str(s.uid): s.key for s in subjects},
        pillars=scored,
        measured=_measured(facts),
        rescore=rescore,
    )
    errors, comparison = typed.errors, None
    if not typed.trial.empty and not errors:
        try:
            comparison = judged(round_, rules, facts, typed.trial)
        except (RuleError, NoSuchPlace, ValueError):
            errors.append(("", "Các số đã ghi không cùng dùng được trong một quy tắc. Hãy bỏ bớt một thay đổi."))
    forms = law.forms()
    blocks = dict(Block.objects.filter(campaign_id=round_.campaign_id).values_list("code", "name"))
    names = {code: form.short for code, form in forms.items()}
    fields = [
        _rule_fields(
            place,
            rule,
            (names.get(rule.award_form, rule.award_form), blocks.get(rule.block_code, rule.block_code)),
            query,
            dict(errors),
        )
        for place, rule in enumerate(rules.values())
    ]
    by_code = {one.rule.code: one for one in fields}
    return WhatIf(
        rules=fields,
        rows=_rows(query, dict(errors)),
        weights=[_weight(pillar, query, dict(errors)) for pillar in scored],
        rescores=rescore is not None,
        subjects=subjects,
        targets=_targets(facts),
        questions=_questions([rule.plain for rule in rules.values()]),
        open_as=query.get("con-mo", ""),
        errors=errors,
        trial=typed.trial,
        comparison=comparison,
        shown=[(by_code[one.code], one) for one in comparison.rules] if comparison else [],
        refigured=_refigured(facts, typed.trial, {s.key: s.name for s in subjects}) if comparison else [],
    )


def judged(round_: AwardRound, rules: dict[str, AwardRule], facts: list[AnyFacts], trial: Trial) -> Comparison:
    """The trial's result beside the candidates as they stand in the round; nothing is stored."""
    tried = [changed_rule(rule.data, trial, position=rule.position) for rule in rules.values()]
    result = judging.run(round_, tried, changed_facts(facts, trial, _codes(tried)))
    before: dict[str, list[Before]] = defaultdict(list)
    now = {(s.rule.code, entry.key): entry.standing.value for s in result.selections for entry in s.entries}
    official_ones = list(Candidate.objects.filter(round=round_).select_related("rule", "subject"))
    # Only who moved is told why.
    moved = [one for one in official_ones if now.get((one.rule.code, one.subject.key), one.standing) != one.standing]
    explain(moved)
    told = {one.pk: verdict_of(one)["lines"] for one in moved}
    for one in official_ones:
        before[one.rule.code].append(
            Before(one.subject.key, one.name, one.standing, one.seat, one.reserve, one.ratio_h,
                   told.get(one.pk, ()), str(one.uid))
        )  # fmt: skip
    official = {entry["code"]: entry["quota"] for entry in round_.result.get("rules", [])}
    return compare(before, official, result)


def pillars_in(facts: list[AnyFacts]) -> list[str]:
    """Pillars that some unit was scored in, in the plan's order."""
    found = {p.code for one in facts if isinstance(one, UnitFacts) for p in one.pillars if p.max_h}
    return [code for code in (*words.PILLARS, "") if code in found]


def _weight(pillar: str, query: QueryDict, errors: dict[str, str]) -> Field:
    name = f"w.{pillar}"
    label = words.PILLARS.get(pillar, "Chỉ tiêu khác")
    return Field(name, label, "", "", query.get(name, "").strip() or "100", "100", errors.get(name, ""))


def _codes(rules: list[Rule]) -> frozenset[str]:
    return frozenset(leaf.criterion.code for rule in rules for leaf in leaves(rule.criteria))


def _questions(rules: list[Rule]) -> list[tuple[str, str]]:
    """Criteria that a person may have to answer, each once, in the order of the rules."""
    asked = ("attested", "contribution", "classified", "initiative", "targets_met", "targets_exceeded", "no_discipline")
    found = {
        leaf.criterion.code: leaf.criterion.label
        for rule in rules
        for leaf in leaves(rule.criteria)
        if leaf.criterion.kind in asked and not leaf.advisory
    }
    return list(found.items())


def _quantities(facts: AnyFacts) -> list[TargetResult]:
    """The unit's results that a trial may change."""
    results = facts.targets if isinstance(facts, UnitFacts) else ()
    return [one for one in results if one.kind == "quantitative" and one.threshold is not None]


def _targets(facts: list[AnyFacts]) -> list[tuple[str, str]]:
    return sorted({one.code: one.label or one.code for unit in reversed(facts) for one in _quantities(unit)}.items())


def _measured(facts: list[AnyFacts]) -> dict[str, frozenset[str]]:
    return {unit.key: frozenset(one.code for one in _quantities(unit)) for unit in facts}


def _refigured(facts: list[AnyFacts], trial: Trial, names: dict[str, str]) -> list[Refigured]:
    """Units with other figures of their own, as they stand in their block before and with the trial."""
    before = {one.key: one for one in facts if isinstance(one, UnitFacts)}
    now = {one.key: one for one in changed_facts(facts, trial, frozenset()) if isinstance(one, UnitFacts)}
    return [
        Refigured(names[key], _ratio(before[key]), _ratio(now[key]), _rank(before[key]), _rank(now[key]))
        for key in (change.key for change in trial.subjects)
        if key in before and before[key].ratio_h != now[key].ratio_h
    ]


def _ratio(facts: UnitFacts) -> str:
    return "chưa có" if facts.ratio_h is None else f"{format_hundredths(facts.ratio_h)}%"


def _rank(facts: UnitFacts) -> str:
    return "chưa xếp" if facts.rank is None else f"{facts.rank}/{facts.block_size}"


def _rule_fields(
    place: int, rule: AwardRule, names: tuple[str, str], query: QueryDict, errors: dict[str, str]
) -> RuleFields:
    """`names`: of the form of award and of the block."""
    official = "" if rule.quota is None else str(rule.quota)
    name = f"s{place}"
    quota = Field(name, "Số suất", "", rule.section, query.get(name, official).strip(), official, errors.get(name, ""))
    return RuleFields(
        rule, names[0], names[1], quota, [_figure(place, knob, query, errors) for knob in knobs(rule.criteria)]
    )


def _figure(place: int, knob: Knob, query: QueryDict, errors: dict[str, str]) -> Field:
    official = "" if knob.value is None else format_number(knob.value)
    name = f"n{place}.{knob.path}"
    typed = query.get(name, "").strip() or official
    return Field(name, knob.label, knob.criterion, knob.section, typed, official, errors.get(name, ""))


def _rows(query: QueryDict, errors: dict[str, str]) -> list[dict[str, Any]]:
    """What stands in each row; `wrong`: names of its cells that could not be read."""
    names = dict(zip(("ai", *CELLS), ("who", "ratio", "merit", "target", "actual", "code", "answer"), strict=True))
    cells = {key: query.getlist(name) for name, key in names.items()}
    found: list[dict[str, Any]] = []
    for row in range(ROWS):
        typed = {key: list_[row] if row < len(list_) else "" for key, list_ in cells.items()}
        found.append({**typed, "typed": any(typed.values()), "wrong": [n for n in names if f"{n}-{row}" in errors]})
    return found
