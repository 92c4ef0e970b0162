"""A plan file is refused with every problem named by file, line and what was expected."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.plans.loader import PLANS, PlanError, load_plan, plan_path, stands_in

BASE = (PLANS / "kien-giang.yaml").read_text(encoding="utf-8")


def refused(tmp_path: Path, text: str, name: str = "kien-giang.yaml") -> list[str]:
    """The complaints about a file, as lines without the folder."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]


def changed(old: str, new: str, text: str = BASE) -> tuple[str, int]:
    """The text with its first `old` replaced, and the line on which that stands."""
    assert old in text, old
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


def line_of(words: str, text: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("slug", ["kien-giang", "can-tho", "bac-kan", "dak-song", "tuyen-quang"])
def test_our_own_plans_are_accepted(slug: str):
    plan = load_plan(plan_path(slug))
    assert plan.campaign["title"]
    assert plan.lists["contents"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    comparator: gte", "    comparator: gtee", "comparator: expected one of gte, gt, lte"),
        ("    value: 60", "    value: sáu mươi", "value: expected a number such as 60 or 2.5, found 'sáu mươi'"),
        ("    value: 60", "    value: 60%", "value: expected a number such as 60 or 2.5, found '60%'"),
        ("    natural_max: 100", "    natural_maxx: 100", "unknown key 'natural_maxx'; expected one of code, section"),
        ("    year: 2023", "    year: 23", "year: expected a whole number from 2000 to 2100, found '23'"),
        ("    baseline_required: true", "    baseline_required: có", "expected true or false, found 'có'"),
        ("  date: 2022-11-16", "  date: 16/11/2022", "date: expected a date as YYYY-MM-DD, found '16/11/2022'"),
        ("    short: Cắt giảm thủ tục hành chính", "    short: ''", "short: expected text, found nothing"),
        ("    roles: [standing]", "    roles: [chairman]", "roles: expected one of standing, award_board"),
        ("    roles: [standing]", "    roles: standing", "roles: expected a list, found 'standing'"),
        ("    roles: [standing]", "    roles: []", "roles: expected at least one entry"),
        ("  period_to: 2025", "  period_to: 2021", ""),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, expected: str):
    text, line = changed(old, new)
    problems = refused(tmp_path, text)
    if expected:
        assert any(p.startswith(f"kien-giang.yaml:{line}: ") and expected in p for p in problems), problems
    else:
        assert problems == ["kien-giang.yaml:6: campaign: expected period_from not after period_to"]


def test_a_code_used_twice_names_both_lines(tmp_path: Path):
    text, line = changed("- code: CQS-2023-3\n", "- code: CQS-2023-2\n")
    first = line_of("- code: CQS-2023-2\n", text)
    problems = refused(tmp_path, text)
    assert (
        f"kien-giang.yaml:{line}: targets: code 'CQS-2023-2' is used twice (first on line {first}); expected a new one"
    ) in problems


def test_a_key_given_twice_is_refused(tmp_path: Path):
    text, line = changed("  theme: >-\n", "  number: 244/KH-UBND\n  theme: >-\n")
    assert refused(tmp_path, text) == [
        f"kien-giang.yaml:{line}: campaign: key 'number' is given twice (first on line {line - 4})"
    ]


def test_words_that_the_plan_does_not_say_are_refused_where_they_depart(tmp_path: Path):
    text, line = changed(
        "Tối thiểu 60% hồ sơ thủ tục hành chính được xử lý", "Tối thiểu 60% hồ sơ hành chính được xử lý"
    )
    [problem] = refused(tmp_path, text)
    assert problem.startswith("kien-giang.yaml:")
    assert abs(int(problem.split(":")[1]) - line) <= 1
    assert "departs from it after '…Tối thiểu 60% hồ sơ ', at 'hành chính" in problem


def test_a_figure_that_the_plan_does_not_state_is_refused(tmp_path: Path):
    text, line = changed("    value: 60\n", "    value: 66\n")
    [problem] = refused(tmp_path, text)
    assert "targets CQS-2023-2: value 66 does not stand in the text" in problem
    assert abs(int(problem.split(":")[1]) - line) <= 8


def test_a_quota_that_the_plan_does_not_state_is_refused(tmp_path: Path):
    text, _ = changed("    quota: 6\n", "    quota: 5\n", (PLANS / "can-tho.yaml").read_text(encoding="utf-8"))
    [problem] = refused(tmp_path, text, "can-tho.yaml")
    assert "award_rules KT-TK-TT-K3: quota 5 does not stand in the text" in problem


def test_a_number_of_copies_that_the_plan_does_not_state_is_refused(tmp_path: Path):
    text, _ = changed("    copies: 3\n", "    copies: 4\n")
    [problem] = refused(tmp_path, text)
    assert "copies 4 does not stand in the text" in problem


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("standard: TC-4", "standard: TC-44", "expected a code of the list standards, found 'TC-44'"),
        ("target: KTS-2023-1\n", "target: KTS-2023-11\n", "expected a code of the list targets, found 'KTS-2023-11'"),
        ("percent: 20", "percents: 20", "criterion targets_exceeded: unknown key 'percents'"),
        ("percent: 20", "mode: mean", "criterion targets_exceeded: expected the key 'percent'"),
        ("kind: no_discipline", "kind: no_disciplin", "kind of criterion: expected one of targets_met"),
        ("as: excellent", "as: best", "as: expected one of excellent, good, completed"),
    ],
)
def test_criteria_are_read_as_strictly(tmp_path: Path, old: str, new: str, expected: str):
    text, _ = changed(old, new)
    assert any(expected in problem for problem in refused(tmp_path, text))


def test_every_problem_is_told_at_once_in_the_order_of_lines(tmp_path: Path):
    text, _ = changed("    value: 60\n", "    value: sáu\n")
    text, _ = changed("    roles: [standing]\n", "    roles: [nobody]\n", text)
    text, _ = changed("funding:\n", "fundings:\n", text)
    problems = refused(tmp_path, text)
    assert len(problems) >= 3
    lines = [int(problem.split(":")[1]) for problem in problems]
    assert lines == sorted(lines)
    assert any("unknown key 'fundings'" in problem for problem in problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "found an empty file"),
        ("- a\n- b\n", "expected a mapping (key: value), found a list"),
        ("campaign: {code: A\n", "expected well-formed YAML"),
        ("campaign: {code: A}\n", "expected campaign.source_file"),
        ("campaign: {code: A, source_file: khong-co.txt}\n", "found no 'khong-co.txt'"),
        ("campaign:\n\tcode: A\n", "expected well-formed YAML"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(tmp_path: Path, text: str, expected: str):
    problems = refused(tmp_path, text)
    assert any(expected in problem for problem in problems), problems
    assert all(problem.startswith("kien-giang.yaml:") for problem in problems)


def test_what_is_not_said_must_be_left_out(tmp_path: Path):
    text, line = changed("  theme: >-\n    Xây dựng Chính quyền số, kinh tế số và xã hội số\n", "  theme:\n")
    [problem] = refused(tmp_path, text)
    assert problem.startswith(f"kien-giang.yaml:{line}: ")
    assert "leave the key out instead" in problem


def test_a_file_that_is_not_there_or_not_text_is_a_problem_too(tmp_path: Path):
    with pytest.raises(PlanError, match="expected a readable UTF-8 file"):
        load_plan(tmp_path / "khong-co.yaml")
    (tmp_path / "hong.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError, match="expected a readable UTF-8 file"):
        load_plan(tmp_path / "hong.yaml")


@pytest.mark.parametrize(
    ("figure", "text", "held"),
    [
        (3, "tặng cho 03 đơn vị", True),
        (60, "tối thiểu 60%", True),
        (6, "tối thiểu 60%", False),
        (60, "tối thiểu 160%", False),
        (Decimal("2.5"), "trên 2,5%", True),
        (2, "trên 2,5%", False),
        (70, "65 - 70%", True),
    ],
)
def test_a_figure_stands_in_a_text_as_a_number_of_its_own(figure: int | Decimal, text: str, held: bool):
    assert stands_in(figure, text) is held


def test_decomposed_letters_and_line_breaks_do_not_matter(tmp_path: Path):
    import unicodedata

    path = tmp_path / "kien-giang.yaml"
    path.write_text(unicodedata.normalize("NFD", BASE), encoding="utf-8")
    assert load_plan(path).lists["targets"] == load_plan(plan_path("kien-giang")).lists["targets"]
