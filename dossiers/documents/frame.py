"""Measured parts of a paper: header, title, signature, annex. Lines are broken here, where widths are known."""

from dataclasses import dataclass

from config.kernel.pdf import fonts, typography
from config.kernel.pdf.issuers import COLUMN, names
from config.kernel.pdf.tags import clean
from dossiers.documents.data import Facts, Signer

TEXT = 455.0  # points, of a centred title
SIGN = 224.0
RULE = 0.42  # of the line above: the decree wants 1/3 to 1/2 (II.2.b, II.5.b)


@dataclass(frozen=True, slots=True)
class Head:
    parent: list[str]
    issuer: list[str]
    size: int
    rule: str
    number: str
    dated: str
    about: list[str]


@dataclass(frozen=True, slots=True)
class Title:
    name: str
    lines: list[str]
    rule: str
    authority: list[str]


@dataclass(frozen=True, slots=True)
class Sign:
    lines: list[str]
    name: str
    other_title: str
    picture: str
    hint: str


@dataclass(frozen=True, slots=True)
class Annex:
    number: str
    lines: list[str]
    with_: list[str]
    rule: str

    def __getitem__(self, key: str) -> list[str]:  # templates say annex.with
        if key == "with":
            return self.with_
        raise KeyError(key)


def rule_width(line: str, size: float, *, bold: bool = True, italic: bool = False) -> str:
    return f"{fonts.text_width(line, size, bold=bold, italic=italic) * RULE:.1f}"


def head(facts: Facts, symbol: str, *, numbered: bool = True, dated: bool = True, about: str = "") -> Head:
    issuer = facts.issuer
    size, parent, lines = names(clean(issuer.parent_name), clean(issuer.name))
    letter = f"{issuer.abbreviation}-{issuer.drafter}" if not symbol and issuer.drafter else issuer.abbreviation
    paper = facts.paper
    year = paper.year or facts.year
    place = typography.whole(clean(issuer.place))
    return Head(
        parent=parent if issuer.parent_name else [],
        issuer=lines,
        size=size,
        rule=rule_width(lines[-1], size),
        number=typography.number_and_symbol(paper.number, symbol, clean(letter)) if numbered else "",
        dated=typography.place_and_date(place, paper.dated, year=year) if dated else "",
        about=fonts.balanced(f"V/v {typography.glue(clean(about))}", 12, COLUMN) if about else [],
    )


def title(name: str, about: str, *, authority: str = "") -> Title:
    text = typography.heading(clean(about)).rstrip(" .;,")
    lines = fonts.balanced(text, 14, TEXT, bold=True) if text else []
    return Title(
        name=name,
        lines=lines,
        rule=rule_width(lines[-1], 14) if lines else "",
        authority=fonts.balanced(typography.agency_words(clean(authority)), 14, TEXT, bold=True) if authority else [],
    )


def centred(text: str) -> list[str]:
    """A bold centred line of the body, broken evenly, so far from both edges that it is seen to stand in the middle."""
    return fonts.balanced(typography.heading(clean(text)), 14, TEXT - 30, bold=True)


def sign(signer: Signer, *, hint: str = "") -> Sign:
    lines = [
        piece
        for line in signer.lines()
        for piece in fonts.balanced(typography.agency_words(clean(line)), 14, SIGN, bold=True)
    ]
    return Sign(lines, clean(signer.name), clean(signer.other_title), signer.picture, hint)


def annex(facts: Facts, name: str, about: str, *, symbol: str, number: int = 0, by: str = "") -> Annex:
    """Title of a Phụ lục; `name` is the main paper's kind as "Tờ trình" (III.1), `by` whoever decides in it."""
    paper, issuer = facts.paper, facts.issuer
    code = typography.number_and_symbol(paper.number, symbol, issuer.abbreviation).removeprefix("Số:").strip(" ")
    if facts.electronic or paper.number is None or paper.dated is None:
        dots = "\u00a0" * 5
        code = f"{dots}/{symbol}-{issuer.abbreviation}"
        day = f"ngày{dots}tháng{dots}năm{dots}"
    else:
        day = typography.day_month_year(paper.dated)
    note = typography.heading(f"(Kèm theo {name} số {code} {day} của {clean(by or issuer.name)})")
    note = note.replace("số ", "số\u00a0")
    lines = fonts.balanced(typography.heading(clean(about)).upper(), 14, TEXT, bold=True)
    with_lines = fonts.balanced(note, 14, TEXT)
    return Annex(
        typography.roman(number) if number else "", lines, with_lines, rule_width(with_lines[-1], 14, bold=False)
    )
