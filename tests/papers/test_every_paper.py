"""Every kind of paper, in every strain, passes the ruler."""

import hashlib

import pytest

from config.kernel.papers import inspect, notices
from dossiers.documents import KINDS, compose
from tests.papers import rendered
from tests.papers.facts import VARIANTS, variant

LISTS = ("proposal", "minutes", "appraisal", "decision", "ineligible")


def strains() -> list[tuple[str, str]]:
    """Kinds × strains; one and a hundred nominees where the list is what a kind is about."""
    return [
        (code, name) for code in sorted(KINDS) for name in VARIANTS if name not in ("one", "hundred") or code in LISTS
    ]


@pytest.mark.parametrize(("code", "name"), strains())
def test_paper_has_no_fault(code, name):
    found = inspect(rendered.pdf(code, name), code)
    assert [(item.rule, item.page, item.sentence) for item in found] == []


@pytest.mark.parametrize("code", sorted(KINDS))
def test_equal_facts_give_equal_bytes(code):
    facts, typed = variant(code, "normal")
    first, second = (
        hashlib.sha256(data).hexdigest() for data in (rendered.pdf(code), compose(code, facts, typed).pdf())
    )
    assert first == second


def test_substitute_typeface_is_named_as_a_notice():
    facts, typed = variant("proposal", "one")
    assert [item.measured for item in notices(compose("proposal", facts, typed).pdf())] in ([], ["Tinos"])
