"""The steps of awards/rules/README.md add a kind: it is judged, edited, tried and loaded like the others."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import awards.rules
from awards.rules import REGISTRY, editing, evaluate
from awards.rules.params import Whole
from awards.trials import knobs
from campaigns.plans.criteria import LEAVES, read_criteria
from campaigns.plans.nodes import Reader
from tests.awards.makers import unit

PAGE = Path(awards.rules.__file__).with_name("README.md").read_text()


def block(language: str, name: str) -> str:
    (found,) = re.findall(rf"^```{language} {name}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return found


@pytest.fixture
def added(monkeypatch):
    """The kind of the page, known as after its steps 1 and 2; forgotten afterwards."""
    monkeypatch.setattr(awards.rules.registry, "REGISTRY", REGISTRY)
    known = dict(REGISTRY), dict(LEAVES)
    exec(block("python", "class"), {"__name__": "awards.rules.kinds.size"})  # noqa: S102 -- our own page
    exec(block("python", "plan"), {})  # noqa: S102 -- our own page
    yield yaml.safe_load(block("yaml", "rule"))
    for table, before in zip((REGISTRY, LEAVES), known, strict=True):
        table.clear()
        table.update(before)


def test_the_page_adds_a_kind_that_everything_knows(added):
    names = {"RULE": added}
    exec(block("python", "test"), names)  # noqa: S102 -- our own page
    names["check"](evaluate, unit)
    # The editor asks for its parameter, and says what is missing.
    root = editing.from_tree({"all": []})
    editing.act(root, "add:1", "staff_at_most")
    assert editing.to_tree(root) is None
    assert "Nhiều nhất (người): chưa ghi." in dict(editing.problems(root))["n2.n"]
    assert isinstance(REGISTRY["staff_at_most"].params["n"], Whole)
    assert editing.to_tree(editing.from_tree(added)) == added
    # What-if turns its figure; a plan file may hold it.
    assert [(knob.path, knob.value) for knob in knobs(added)] == [("all.0.n", Decimal(20))]
    reader = Reader("plan.yaml", "")
    assert read_criteria(reader, yaml.compose(block("yaml", "rule"))) == added
    assert not reader.problems


def test_the_page_names_files_that_exist():
    root = Path(awards.rules.__file__).parents[2]
    here = Path(awards.rules.__file__).parent
    for name in re.findall(r"`([a-z_/]+\.py)`", PAGE):
        assert any((base / name).exists() for base in (root, here, here.parent)), name
