"""Rules applied to facts: to many candidates at once, criterion by criterion, and to one with its explanation."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from awards.facts import AnyFacts, AttestationFact, UnitFacts
from awards.rules.outcome import MARKS, Finding, Line, Outcome, Verdict
from awards.rules.registry import Criterion
from awards.rules.tree import Group, Leaf, Node, parse
from config.kernel.text import format_date

_MARKED = {mark: outcome for outcome, mark in MARKS.items()}


def evaluate(tree: Mapping[str, Any] | Node, facts: AnyFacts) -> Verdict:
    """Apply a rule to one candidate: the outcome now, one line per criterion in the order of the tree when read."""
    node = parse(tree) if isinstance(tree, Mapping) else tree
    return evaluate_all(node, [facts])[0]


def explained(tree: Mapping[str, Any] | Node, facts: AnyFacts) -> Verdict:
    """As `evaluate`, for one whose lines are read anyway: every criterion is judged once. It has no marks."""
    node = parse(tree) if isinstance(tree, Mapping) else tree
    outcome, lines = _told(node, facts)
    return Verdict(outcome, "", lambda: lines)


def recalled(node: Node, marks: str) -> Verdict:
    """A verdict as its marks have kept it: every line that applied, without sentences and figures.

    Raises ValueError for marks of another rule.
    """
    if len(marks) != node.size:
        raise ValueError(f"{len(marks)} marks for {node.size} criteria")
    outcome, lines = _recalled(node, iter(marks), "0")
    return Verdict(outcome, marks, lambda: lines)


def evaluate_all(node: Node, pool: Sequence[AnyFacts]) -> list[Verdict]:
    """Apply a rule to many candidates, criterion by criterion: the verdicts that `evaluate` gives to each."""
    columns: list[Sequence[str]] = []
    units = all(type(facts) is UnitFacts for facts in pool)
    outcomes = _outcomes(node, pool, columns, units)
    marks = map("".join, zip(*columns, strict=True)) if pool else ()
    return [
        Verdict(outcome, told, partial(_explained, node, facts))
        for outcome, told, facts in zip(outcomes, marks, pool, strict=True)
    ]


def _outcomes(node: Node, pool: Sequence[AnyFacts], columns: list[Sequence[str]], units: bool) -> Sequence[Outcome]:
    """The outcome of a node for each candidate. Adds to `columns` the marks of its leaves, a column for each.
    `units`: the candidates are collectives, all of them."""
    if node.guarded:
        covered = [node.covers(facts) for facts in pool]
        if not all(covered):
            return _of_some(node, pool, covered, columns, units)
    if isinstance(node, Leaf):
        found = _found_all(node.criterion, pool, units)
        columns.append([MARKS[outcome] for outcome in found])
        decides = node.criterion.decides and not node.advisory
        return found if decides else [Outcome.NOT_APPLICABLE] * len(pool)
    below = zip(*[_outcomes(child, pool, columns, units) for child in node.children], strict=True)
    # Of ten thousand candidates most come out alike.
    known: dict[tuple[Outcome, ...], Outcome] = {}
    combined = []
    for outcomes in below:
        total = known.get(outcomes)
        if total is None:
            total = known[outcomes] = _combine(node, outcomes)
        combined.append(total)
    return combined


def _of_some(
    node: Node, pool: Sequence[AnyFacts], covered: Sequence[bool], columns: list[Sequence[str]], units: bool
) -> list[Outcome]:
    """Another kind's standards are not a candidate's business: one line less to read, not five."""
    inside = [facts for facts, is_covered in zip(pool, covered, strict=True) if is_covered]
    within: list[Sequence[str]] = []
    outcomes = iter(_outcomes(node, inside, within, units)) if inside else iter(())
    for place in range(node.size):
        marks = iter(within[place] if inside else ())
        columns.append([next(marks) if is_covered else "-" for is_covered in covered])
    return [next(outcomes) if is_covered else Outcome.NOT_APPLICABLE for is_covered in covered]


def _found_all(criterion: Criterion, pool: Sequence[AnyFacts], units: bool) -> list[Outcome]:
    """Those who are equal in all that the criterion looks at are judged once."""
    bases = criterion.bases(pool) if units else None  # type: ignore[arg-type]
    if bases is None:
        return [_found(criterion, facts).outcome for facts in pool]
    known: dict[Hashable, Finding] = {}
    out = []
    for basis, facts in zip(bases, pool, strict=True):
        finding = known.get(basis)
        if finding is None:
            finding = known[basis] = criterion.judge(facts)
        if finding.attestable and facts.attestations:
            finding = _answered(criterion, facts, finding)
        out.append(finding.outcome)
    return out


def _explained(node: Node, facts: AnyFacts) -> list[Line]:
    return _told(node, facts)[1]


def _told(node: Node, facts: AnyFacts) -> tuple[Outcome, list[Line]]:
    outcome, lines = _walk(node, facts, "0")
    return outcome, lines[1:] if isinstance(node, Group) and node.operator == "all" else lines


def _walk(node: Node, facts: AnyFacts, path: str) -> tuple[Outcome, list[Line]]:
    if not node.covers(facts):
        return Outcome.NOT_APPLICABLE, []
    if isinstance(node, Leaf):
        line = _line(node, facts, path)
        return (line.outcome if line.decides else Outcome.NOT_APPLICABLE), [line]
    return _grouped(node, [_walk(child, facts, f"{path}.{i}") for i, child in enumerate(node.children)], path)


def _recalled(node: Node, marks: Iterator[str], path: str) -> tuple[Outcome, list[Line]]:
    if isinstance(node, Leaf):
        outcome = _MARKED.get(next(marks))
        if outcome is None:
            return Outcome.NOT_APPLICABLE, []
        criterion, decides = node.criterion, node.criterion.decides and not node.advisory
        code = criterion.code if outcome is Outcome.NEEDS_ATTESTATION else ""
        line = Line(
            path, criterion.kind, criterion.label, criterion.section, outcome, "", {}, code, not decides, decides
        )
        return (outcome if decides else Outcome.NOT_APPLICABLE), [line]
    results = [_recalled(child, marks, f"{path}.{i}") for i, child in enumerate(node.children)]
    return _grouped(node, results, path) if any(lines for _, lines in results) else (Outcome.NOT_APPLICABLE, [])


def _grouped(node: Group, results: Sequence[tuple[Outcome, list[Line]]], path: str) -> tuple[Outcome, list[Line]]:
    outcomes = [outcome for outcome, _ in results]
    total = _combine(node, outcomes)
    lines: list[Line] = []
    for outcome, found in results:
        idle = node.operator in ("any", "at_least") and total is Outcome.MET and outcome is not Outcome.MET
        lines += [replace(line, decides=False) for line in found] if idle else found
    head = Line(
        path,
        node.operator,
        node.label or _group_label(node),
        node.section,
        total,
        _group_sentence(node, outcomes),
    )
    return total, [head, *lines]


def _line(node: Leaf, facts: AnyFacts, path: str) -> Line:
    criterion = node.criterion
    finding = _found(criterion, facts)
    return Line(
        path=path,
        kind=criterion.kind,
        label=criterion.label,
        section=criterion.section,
        outcome=finding.outcome,
        sentence=finding.sentence,
        figures=finding.figures,
        code=criterion.code if finding.attestable else "",
        advisory=node.advisory or not criterion.decides,
        decides=criterion.decides and not node.advisory,
    )


def _found(criterion: Criterion, facts: AnyFacts) -> Finding:
    """What the criterion found, or what a person said where it found an open question."""
    finding = criterion.judge(facts)
    return _answered(criterion, facts, finding) if finding.attestable else finding


def _answered(criterion: Criterion, facts: AnyFacts, finding: Finding) -> Finding:
    answer = facts.attestations.get(criterion.code)
    if answer is None:
        return finding
    outcome = Outcome.MET if answer.answer else Outcome.NOT_MET
    return Finding(outcome, lambda: _answer_sentence(answer), lambda: finding.figures, attestable=True)


def _answer_sentence(answer: AttestationFact) -> str:
    said = "Đã xác nhận đạt" if answer.answer else "Đã xác nhận chưa đạt"
    who = ", ".join(part for part in (answer.by, f"ngày {format_date(answer.on)}" if answer.on else "") if part)
    why = answer.reason.strip().rstrip(".")
    return f"{said}{f' ({who})' if who else ''}{f': {why}' if why else ''}."


def _combine(node: Group, outcomes: Sequence[Outcome]) -> Outcome:
    if node.operator == "not":
        turned = {Outcome.MET: Outcome.NOT_MET, Outcome.NOT_MET: Outcome.MET}
        return turned.get(outcomes[0], outcomes[0])
    applicable = len(outcomes) - outcomes.count(Outcome.NOT_APPLICABLE)
    if not applicable:
        return Outcome.NOT_APPLICABLE
    needed = applicable if node.operator == "all" else 1 if node.operator == "any" else node.n
    done = outcomes.count(Outcome.MET)
    if done >= needed:
        return Outcome.MET
    if done + outcomes.count(Outcome.NEEDS_ATTESTATION) >= needed:
        return Outcome.NEEDS_ATTESTATION
    return Outcome.NOT_MET


def _group_label(node: Group) -> str:
    return {
        "all": "Đạt tất cả các tiêu chuẩn sau",
        "any": "Đạt một trong các tiêu chuẩn sau",
        "not": "Không thuộc trường hợp sau",
        "at_least": f"Đạt ít nhất {node.n} trong {len(node.children)} tiêu chuẩn sau",
    }[node.operator]


def _group_sentence(node: Group, outcomes: Sequence[Outcome]) -> str:
    applicable = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    if not applicable:
        return "Không tiêu chuẩn nào áp dụng."
    done = sum(1 for outcome in applicable if outcome is Outcome.MET)
    waiting = sum(1 for outcome in applicable if outcome is Outcome.NEEDS_ATTESTATION)
    if node.operator == "not":
        if done:
            return "Thuộc trường hợp không được xét nêu dưới đây."
        still = f", còn {waiting} trường hợp chờ xác nhận" if waiting else ""
        return f"Không thuộc trường hợp nào nêu dưới đây{still}."
    still = f", còn {waiting} tiêu chuẩn chờ xác nhận" if waiting else ""
    return f"Đạt {done} trong {len(applicable)} tiêu chuẩn áp dụng{still}."
