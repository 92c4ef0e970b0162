"""The hand-made cases of tests/awards/cases: facts → verdict per criterion, picked list, points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from awards.cases import Case, CaseError, read_cases
from awards.models import AwardRound, Candidate, RoundSubject
from campaigns.selectors import current_campaign
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from dossiers.cases import judge_case
from units.models import Tenant

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case.name}")
    for path in FILES
    for case in read_cases(yaml.safe_load(path.read_text(encoding="utf-8")))
]


def judged(case: Case) -> dict[str, Any]:
    with tenant_scope(Tenant.objects.get(slug=case.plan)):
        campaign = current_campaign()
        assert campaign is not None
        return judge_case(case, campaign)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    assert case.expect, "a case without an expectation proves nothing"
    result = judged(case)
    rules = {entry["rule"]: entry for entry in result["rules"]}
    for what, wanted in case.expect.items():
        if what in WHOLE:
            assert WHOLE[what](result) == wanted, what
            continue
        for name, expected in wanted.items():
            if what in OF_RULE:
                assert OF_RULE[what](result, rules, name) == expected, (what, name)
            else:
                for key, answer in expected.items():
                    OF_CANDIDATE[what](_of(rules, name, key), answer)


WHOLE = {
    "rules": lambda result: [entry["rule"] for entry in result["rules"]],
    "blockers": lambda result: len(result["blockers"]),
    "regime": lambda result: result["regime"],
}
OF_RULE = {
    "picked": lambda result, rules, rule: rules[rule]["picked"],
    "unfilled": lambda result, rules, rule: rules[rule]["unfilled"],
    "prize": lambda result, rules, rule: rules[rule]["prize"],
    "ties": lambda result, rules, rule: [{"among": t["among"], "seats": t["seats"]} for t in rules[rule]["ties"]],
    "shares": lambda result, rules, rule: result["shares"][rule],
    "points": lambda result, rules, key: _points(result, key),
}


def _points(result: dict[str, Any], key: str) -> list[Any]:
    """points, max, ratio, rank of a unit."""
    unit = next(unit for unit in result["units"] if unit["key"] == key)
    return [unit["points"], unit["max"], unit["ratio"], unit["rank"]]


def _check_eligible(candidate: dict[str, Any], answer: Any) -> None:
    """YAML reads yes and no as booleans; `ask` is short for needs_attestation."""
    wanted = {True: "yes", False: "no", "ask": "needs_attestation"}[answer]
    assert candidate["eligible"] == wanted, candidate


def _check_standing(candidate: dict[str, Any], answer: str) -> None:
    assert candidate["standing"] == answer, candidate


def _check_criteria(candidate: dict[str, Any], answer: dict[str, str]) -> None:
    assert {name: _outcome(candidate, name) for name in answer} == answer, candidate["criteria"]


def _check_says(candidate: dict[str, Any], answer: str) -> None:
    said = " ".join(line["sentence"] for line in candidate["criteria"]) + " " + candidate["why"]
    assert answer in said, said


def _check_warns(candidate: dict[str, Any], answer: str) -> None:
    assert answer in " ".join(candidate["warnings"]), candidate["warnings"]


OF_CANDIDATE = {
    "eligible": _check_eligible,
    "standings": _check_standing,
    "criteria": _check_criteria,
    "says": _check_says,
    "warns": _check_warns,
}


def _of(rules: dict[str, Any], rule: str, key: str) -> dict[str, Any]:
    return next(candidate for candidate in rules[rule]["candidates"] if candidate["key"] == key)


def _outcome(candidate: dict[str, Any], name: str) -> str:
    """By kind, by label, by section or by the code of the criterion; the worst where several match."""
    lines = [
        line for line in candidate["criteria"] if name in (line["kind"], line["label"], line["section"], line["code"])
    ]
    order = ["not_met", "needs_attestation", "met", "not_applicable"]
    return min((line["outcome"] for line in lines), key=order.index, default="absent")


def test_there_are_enough_cases_and_each_names_its_section() -> None:
    cases = [param.values[0] for param in CASES]
    assert len(cases) >= 60
    assert all(case.section for case in cases)
    assert len({case.name for case in cases}) == len(cases)


@pytest.mark.parametrize(
    ("data", "place", "expected"),
    [
        ([], "the file", "a mapping"),
        ({"plan": "x", "occasion": "annual", "year": 2023}, "the case", "'units' is missing"),
        ({"units": [{"key": "a", "kind": "ward"}]}, "units[0].kind", "commune"),
        ({"units": [{"key": "a", "kind": "commune", "vals": {}}]}, "units[0]", "unknown key 'vals'"),
        ({"units": [{"key": "a", "kind": "commune", "values": {"X": "12/x"}}]}, "values.X", "a number"),
        ({"units": [{"key": "a", "kind": "commune", "score": {"ratio": 84.201}}]}, "score.ratio", "two decimals"),
        ({"units": [{"key": "a", "kind": "commune"}] * 2}, "the case", "a key stands twice"),
        ({"units": [], "people": [{"key": "p", "kind": "worker", "unit": "z"}]}, "people", "key of a unit"),
        ({"units": [], "year": "2023"}, "year", "a year"),
        ({"units": [], "votes": [{"rule": "R", "among": ["a"], "order": ["b"]}]}, "votes[0]", "orders only"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_place(data: Any, place: str, expected: str) -> None:
    if isinstance(data, dict) and "plan" not in data:
        data = {"plan": "kien-giang", "occasion": "annual", "year": 2023, **data}
    with pytest.raises(CaseError) as caught:
        read_cases(data)
    assert place in str(caught.value)
    assert expected in str(caught.value)


@pytest.mark.django_db
def test_the_command_prints_json_and_stores_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(__file__).parent / "cases" / "dak-song.yaml"
    with tenant_scope(Tenant.objects.get(slug="dak-song")):
        before = [model.objects.count() for model in (AwardRound, RoundSubject, Candidate, AuditEntry)]
    call_command("judge", source)
    printed = json.loads(capsys.readouterr().out)
    assert [case["name"] for case in printed["cases"]] == [case.name for case in _of_file(source)]
    first = printed["cases"][0]["rules"][0]
    assert first["rule"] == "KT-SK-TT"
    assert {"section", "label", "outcome", "sentence"} <= set(first["candidates"][0]["criteria"][0])
    with tenant_scope(Tenant.objects.get(slug="dak-song")):
        assert before == [model.objects.count() for model in (AwardRound, RoundSubject, Candidate, AuditEntry)]
    bad = tmp_path / "bad.yaml"
    bad.write_text("plan: nowhere\noccasion: annual\nyear: 2023\nunits: []\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"bad\.yaml: the case: plan 'nowhere'; expected one of"):
        call_command("judge", bad)


def _of_file(path: Path) -> list[Case]:
    return read_cases(yaml.safe_load(path.read_text(encoding="utf-8")))
