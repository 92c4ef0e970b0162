"""Every kind of paper, in every strain, passes the ruler."""

import io
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest
import tinyhtml5

from config.kernel.papers import inspector, notices
from config.kernel.pdf import reading
from dossiers.documents import KINDS, compose
from tests.papers.facts import VARIANTS, facts, variant
from tests.papers.made import EVERY, made, of_kind

LISTS = ("proposal", "minutes", "appraisal", "decision", "ineligible")
# What is set like a paper that is strained already: the same template or the same builder.
ALIKE = {
    "certificate_gk": "certificate_bk", "president_proposal": "pm_proposal", "council_minutes": "minutes",
    "revocation": "decision", "confirmation": "consultation", "supplement": "reminder",
}  # fmt: skip


def strains() -> list[object]:
    """Kinds × strains; one and a hundred nominees where the list is what a kind is about."""
    return [
        of_kind(code, name)
        for code in sorted(KINDS)
        for name in VARIANTS
        if (name not in ("one", "hundred") or code in LISTS) and (name in ("normal", "long") or code not in ALIKE)
    ]


def faults(code: str, name: str, kind: str | None, monkeypatch) -> list[tuple[str, int, str]]:
    paper = made(code, name)
    monkeypatch.setattr(inspector, "read", lambda data: paper.sheets)
    return [(item.rule, item.page, item.sentence) for item in inspector.inspect(paper.pdf, kind)]


@pytest.mark.parametrize(("code", "name"), strains())
def test_paper_has_no_fault(code, name, monkeypatch):
    assert faults(code, name, code, monkeypatch) == []


@pytest.mark.parametrize("code", EVERY)
def test_paper_is_known_by_its_own_words(code, monkeypatch):
    assert faults(code, "normal", None, monkeypatch) == []


@pytest.mark.parametrize("code", EVERY)
def test_no_line_is_pulled_apart(code):
    """Half of the spaces of a justified line wider than two and a half common ones are seen as holes."""
    holes = {}
    for sheet in made(code).sheets:
        for line in sheet.free_lines:
            spaces = [(after.x0 - before.x1) / after.size for before, after in pairwise(line.ink)]
            spaces = [space for space in spaces if space > 0.15]
            if len(spaces) > 2 and median(spaces) > 0.62:
                holes[line.text] = round(median(spaces), 2)
    assert holes == {}


@pytest.mark.parametrize("city", ["Cần Thơ", "Tuyên Quang", "Bắc Kạn", "Bà Rịa - Vũng Tàu"])
def test_a_long_superior_keeps_apart_from_the_national_name(city):
    base = facts("receipt")
    issuer = replace(base.issuer, parent_name=f"Ủy ban nhân dân thành phố {city}")
    paper = compose("receipt", replace(base, issuer=issuer)).pdf()
    assert [(item.rule, item.sentence) for item in inspector.inspect(paper, "receipt")] == []


@pytest.mark.parametrize("code", EVERY)
def test_equal_facts_give_equal_bytes(code):
    paper = made(code)
    assert paper.composition.pdf() == paper.pdf


def test_substitute_typeface_is_named_as_a_notice():
    assert [item.measured for item in notices(made("proposal", "one").pdf)] in ([], ["Tinos"])


@pytest.mark.parametrize("code", EVERY)
def test_a_paper_is_read_as_a_parser_of_html_reads_it(code):
    """Expat gives the same elements, so that the pages are the same, and is asked for every kind."""
    for name in ("normal", "draft"):
        facts, typed = variant(code, name)
        html = compose(code, facts, typed).html()
        quick = reading.tree(html)
        assert quick is not None
        assert list(told(quick)) == list(told(tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)))


@pytest.mark.parametrize(
    "html",
    [
        "<!doctype html><html><head></head><body><p>Một<p>Hai</body></html>",
        "<html><head></head><body><!-- ẩn --></body></html>",
        '<!DOCTYPE html [<!ENTITY a "b">]><html><head></head><body>&a;</body></html>',
        "<html><body>Chữ</body></html>",
        "<html><head></head><body></body></html><p>sau</p>",
    ],
)
def test_what_is_no_xml_is_left_to_a_parser_of_html(html):
    assert reading.tree(html) is None


def told(element):
    yield element.tag, dict(element.attrib), element.text or "", element.tail or ""
    for child in element:
        yield from told(child)
