"""Bằng khen and Giấy khen: one sheet per nominee, A4 or A3 landscape, the name fitted to its room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.kernel.pdf import fonts, typography
from config.kernel.pdf.tags import clean
from dossiers.documents import frame, wording
from dossiers.documents.data import Facts, NomineeRow, present
from dossiers.documents.kinds import DocumentKind, Field, register
from dossiers.documents.regimes import Regime, cited

WIDTH = 640.0  # points, of the text inside the frame
SIZES = (30, 28, 26, 24, 22, 20, 18)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a sheet is for; `size` in ems of the sheet, a tenth of the points on A4."""

    lines: list[str]
    size: str
    place: list[str]
    air: str  # ems of the sheet, above each of the parts


def fitted(name: str) -> tuple[int, list[str]]:
    """The largest size at which the name takes one line, or two at the smallest."""
    text = typography.whole(name)
    for size in SIZES:
        lines = fonts.balanced(text, size, WIDTH, bold=True)
        if len(lines) == 1 and fonts.text_width(lines[0], size, bold=True) <= WIDTH:
            return size, lines
    return SIZES[-1], fonts.balanced(typography.heading(name), SIZES[-1], WIDTH, bold=True)


# Ems of the sheet: its height inside the frame, and what stands on it whatever the names are.
HEIGHT, FIXED = 49.05, 32.9
LINE = 1.2
MOST_AIR = 2.4


def _air(size: int, lines: int, place: int, authority: int, merit: int) -> str:
    """An even share of the room that the names leave, above each of five parts."""
    used = FIXED + LINE * (1.8 * authority + size / 10 * lines + 1.5 * place + 1.7 * merit)
    return f"{min(max((HEIGHT - used) / 5, 0.0), MOST_AIR):.2f}"


def _receiver(row: NomineeRow, authority: int, merit: int) -> Receiver:
    name = clean(f"{row.salutation} {row.name}")
    size, lines = fitted(name.upper() if row.collective else name)
    place = ", ".join(part for part in (row.position, row.unit) if part)
    places = fonts.balanced(typography.heading(clean(place)), 15, WIDTH) if place else []
    air = _air(size, len(lines), len(places), authority, merit)
    return Receiver(lines=lines, size=f"{size / 10:.1f}", place=places, air=air)


def certificate(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    """One sheet per nominee, in the order of the list."""
    award = present(facts.award)
    issuer = facts.issuer
    dated = typography.place_and_date(typography.whole(issuer.place), facts.paper.dated, year=facts.year)
    decided = next((ref for ref in facts.cites if ref.kind == "Quyết định"), None)
    first = clean(f"{facts.nominees[0].salutation} {facts.nominees[0].name}")
    others = f" và {len(facts.nominees) - 1} tập thể, cá nhân khác" if len(facts.nominees) > 1 else ""
    authority = fonts.balanced(typography.agency_words(issuer.authority or issuer.name), 18, WIDTH, bold=True)
    merit = fonts.balanced(typography.heading(clean(text["merit"] or _merit(facts))).rstrip("."), 17, WIDTH)
    return {
        "subject": f"{first}{others} – {award.full}",
        "authority": authority,
        "award_name": award.name.upper(),
        "receivers": [_receiver(row, len(authority), len(merit)) for row in facts.nominees],
        "merit": merit,
        "dated": dated,
        "decided": cited(decided) if decided else "",
        "book": clean(text["book"]),
        "sheet": "A3" if clean(text["sheet"]).upper() == "A3" else "A4",
        "sign": frame.sign(facts.signer),
        "text": text,
    }


def _merit(facts: Facts) -> str:
    sentence = wording.achieved(facts)
    return sentence[:1].upper() + sentence[1:]


_FIELDS = (
    Field(code="merit", label="Thành tích ghi trên bằng", rows=2, max_length=300, default=_merit),
    Field(code="book", label="Số vào sổ vàng", widget="text", rows=1, max_length=40),
    Field(
        code="sheet",
        label="Khổ giấy",
        choices=("A4", "A3"),
        widget="text",
        rows=1,
        max_length=2,
        default=lambda facts: "A4",
    ),
)

register(
    *(
        DocumentKind(
            code=code,
            name=name,
            title=name.upper(),
            symbol="",
            template="certificate.html",
            owner="leader",
            scope="decision",
            order=order,
            needs=("nominees", "award"),
            build=certificate,
            numbered=False,
            official=False,
            fields=_FIELDS,
        )
        for code, name, order in (("certificate_bk", "Bằng khen", 105), ("certificate_gk", "Giấy khen", 106))
    )
)
