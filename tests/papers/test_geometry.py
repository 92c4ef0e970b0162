"""The unit's papers and the decision measured with a plain PDF reader, apart from the ruler itself."""

import io
from collections import defaultdict
from itertools import pairwise

import pdfplumber
import pytest

from config.kernel.papers.page import read
from dossiers.documents import compose
from tests.papers.facts import TYPED, facts

FOUR = ("proposal", "minutes", "report_collective", "report_individual", "decision")
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@pytest.fixture(scope="module", params=FOUR)
def paper(request):
    data = compose(request.param, facts(request.param), TYPED).pdf()
    with pdfplumber.open(io.BytesIO(data)) as document:
        yield request.param, document


def found(page, text: str):
    matches = page.search(text.replace(" ", r"\s"), regex=True)
    assert len(matches) == 1, f"{text!r} stands {len(matches)} times on one line"
    return matches[0]


def styles(match) -> set[tuple[str, float]]:
    return {
        (char["fontname"].split("+")[-1], round(char["size"], 1)) for char in match["chars"] if char["text"].strip()
    }


def lines_under(page, match, reach: float) -> list[float]:
    """Widths of the drawn lines just under a text."""
    return [
        rect["width"]
        for rect in page.rects
        if rect["height"] < 1.5
        and 0 < rect["top"] - match["bottom"] + 4 < reach
        and rect["x0"] < match["x1"]
        and rect["x1"] > match["x0"]
    ]


def test_paper_and_margins(paper):
    _, document = paper
    right = 0.0
    for page in document.pages:
        assert (round(float(page.width), 1), round(float(page.height), 1)) == (595.3, 841.9)
        ink = [char for char in page.chars if char["text"].strip() and char["top"] > 50]
        assert 85.0 - 0.5 <= min(char["x0"] for char in ink) <= 99.2
        assert max(char["x1"] for char in ink) <= 552.8 + 0.5
        assert max(char["bottom"] for char in ink) <= 841.9 - 56.7 + 0.5
        assert min(char["top"] for char in ink) >= 56.7 - 0.5
        right = max(right, *(char["x1"] for char in ink))
    assert right >= 538.6


def test_national_name_and_motto(paper):
    _, document = paper
    page = document.pages[0]
    nation, motto = found(page, NATION), found(page, MOTTO)
    assert styles(nation) == {("Tinos-Bold", 13.0)} or "Times" in next(iter(styles(nation)))[0]
    assert {size for _, size in styles(motto)} == {14.0}
    assert nation["x0"] > 595.3 * 0.4
    assert abs((nation["x0"] + nation["x1"]) - (motto["x0"] + motto["x1"])) / 2 < 2
    (rule,) = lines_under(page, motto, 10)
    assert 0.97 <= rule / (motto["x1"] - motto["x0"]) <= 1.03


def test_rule_under_the_subject(paper):
    code, document = paper
    page = document.pages[0]
    last = {
        "report_collective": "Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang",
        "report_individual": "Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang",
    }.get(code, "“Kiên Giang thực hiện chương trình Chuyển đổi số”")
    bold = [
        match
        for match in page.search(last.replace(" ", r"\s"), regex=True)
        if "Bold" in match["chars"][0]["fontname"] and match["top"] < 300
    ]
    (rule,) = lines_under(page, bold[0], 16)
    assert 1 / 3 <= rule / (bold[0]["x1"] - bold[0]["x0"]) <= 1 / 2


def test_page_numbers(paper):
    _, document = paper
    for number, page in enumerate(document.pages, 1):
        top = "".join(char["text"] for char in page.chars if char["bottom"] < 52)
        annex = "Phụ lục" in (page.extract_text() or "").split("\n")[0]
        assert top == ("" if number == 1 or annex else str(number))


def test_body_is_set_single_spaced_and_indented(paper):
    _, document = paper
    rows = defaultdict(list)
    for char in document.pages[0].chars:
        if char["text"].strip() and round(char["size"], 1) == 14.0 and char["top"] > 220:
            rows[round(char["top"])].append(char)
    tops = sorted(rows)
    steps = [below - above for above, below in pairwise(tops) if below - above < 40]
    assert min(steps) >= 16
    starts = {round(min(char["x0"] for char in row)) for row in rows.values()}
    assert 85 in starts
    assert 121 in starts  # 85 + 1.27 cm


def test_fonts_are_embedded_and_black(paper):
    _, document = paper
    for page in document.pages:
        for char in page.chars:
            assert char["fontname"].split("+")[-1].startswith(("Tinos", "Times"))
            assert set(char["non_stroking_color"] or (0,)) == {0}


def test_the_ruler_reads_what_a_plain_reader_reads(paper):
    _, document = paper
    for page, sheet in zip(document.pages, read(document.stream.getvalue()), strict=True):
        assert sorted(
            (letter.text, letter.font, round(letter.size, 1), round(letter.x0, 1), round(letter.x1, 1), letter.baseline)
            for line in sheet.lines
            for letter in line.ink
        ) == sorted(
            (
                char["text"], char["fontname"].split("+")[-1], round(char["size"], 1), round(char["x0"], 1),
                round(char["x1"], 1), round(page.height - char["matrix"][5], 2),
            )
            for char in page.chars
            if char["text"].strip()
        )  # fmt: skip
