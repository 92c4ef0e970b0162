"""The report of a review (báo cáo năm, sơ kết, tổng kết): text that people edit, tables and charts from the data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from config.kernel.face.charts import Chart, Point, trend
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import DataTable, Drawing, Facts, ReviewFacts
from dossiers.documents.kinds import DocumentKind, Field, about_field, register
from dossiers.documents.regimes import Regime
from dossiers.documents.unit_papers import recipients

# The decree knows one typeface and black letters; the chart's own stand in its svg.
_TEXT_COLOUR = re.compile(r'(<text\b[^>]*? fill=")#[0-9a-f]{6}')
_FONTS = 'font-family="Plex, Liberation Sans, sans-serif"'
_DECREE_FONT = 'font-family="Times New Roman"'


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    svg: SafeString
    sentence: str


def about(facts: Facts) -> str:
    word = facts.occasion or "kết quả thực hiện"
    if word.startswith("năm"):
        word = f"kết quả {word} của"
    return f"{word[:1].upper()}{word[1:]} {wording.quoted(facts.campaign)}"


def build(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    review = facts.review or ReviewFacts()
    said = text["about"] or about(facts)
    return {
        "subject": said,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, said),
        "addressees": facts.addressees,
        "bases": [],
        "recipients": recipients(facts, as_above=bool(facts.addressees)),
        "sign": frame.sign(facts.signer),
        "issuer": wording.short(facts),
        "campaign": wording.quoted(facts.campaign),
        "text": text,
        "results": tables.result_table(facts.results) if facts.results else None,
        "tables": [(table.title, data_table(table)) for table in review.tables],
        "pictures": [picture(drawing) for drawing in review.drawings],
        "awarded": wording.count(facts.nominees) if facts.nominees else "",
        "award": facts.award.full if facts.award else "",
    }


def data_table(table: DataTable) -> tables.Table:
    columns = tuple(tables.Column(title, width, css) for title, width, css in table.columns)
    rows = tuple(
        tables.Row(cells=tuple(tables.Cell(said, column.css) for said, column in zip(row, columns, strict=True)))
        for row in table.rows
    )
    return tables.Table(columns, rows)


def line(drawing: Drawing) -> Chart:
    """The chart, the same in the page and in the paper."""
    return trend(
        [Point(year, value_h) for year, value_h in drawing.points],
        title=drawing.title,
        target_h=drawing.target_h,
        target_year=drawing.target_year,
        target_words=drawing.target_words,
        sentence=drawing.sentence,
    )


def picture(drawing: Drawing) -> Picture:
    """The chart in the paper's typeface."""
    svg = _TEXT_COLOUR.sub(r"\1#000000", str(line(drawing).svg).replace(_FONTS, _DECREE_FONT))
    return Picture(drawing.title, mark_safe(svg), drawing.sentence)  # noqa: S308 -- made of escaped parts


def _direction(facts: Facts) -> str:
    said = (
        f"{wording.short(facts)} đã triển khai {wording.plan(facts)}; các cơ quan, đơn vị, địa phương đã đăng ký,"
        " tổ chức thực hiện và báo cáo kết quả theo quy định."
    )
    return f"{said}\n{facts.review.participation}" if facts.review and facts.review.participation else said


def _of_review(name: str) -> Any:
    return lambda facts: getattr(facts.review, name) if facts.review else ""


register(
    DocumentKind(
        code="review_report",
        name="Báo cáo",
        title="BÁO CÁO",
        symbol="BC",
        template="review_report.html",
        owner="standing",
        scope="round",
        order=120,
        needs=("addressees",),
        build=build,
        fields=(
            about_field(about),
            Field(code="direction", label="Công tác chỉ đạo, triển khai", required=True, rows=8, default=_direction),
            Field(code="outcome", label="Kết quả đạt được", rows=8, default=_of_review("outcome")),
            Field(code="limits", label="Tồn tại, hạn chế, nguyên nhân", rows=6, default=_of_review("limits")),
            Field(code="tasks", label="Phương hướng, nhiệm vụ", rows=6, default=_of_review("tasks")),
        ),
    )
)
