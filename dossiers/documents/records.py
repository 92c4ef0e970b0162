"""Papers that hold a dossier together: eligible list, cover, contents, register of outgoing papers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from config.kernel.pdf import fonts, typography
from config.kernel.pdf.tags import clean
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import EntryRow, Facts, present
from dossiers.documents.kinds import DocumentKind, Field, about_field, register
from dossiers.documents.regimes import Regime, cited

COVER = 420.0  # points, of the centred title on a cover
_DATE = re.compile(r"ngày\s\d+\stháng\s\d+\snăm\s\d+")
CARRIED = 380.0  # of the line in brackets under a list's title


def about_eligible(facts: Facts) -> str:
    award = facts.award.name if facts.award else "khen thưởng"
    people = wording.who(facts.nominees)
    people = people[:1].upper() + people[1:]
    return f"{people} đủ điều kiện, tiêu chuẩn đề nghị tặng {award} {wording.occasion(facts)}"


def eligible_list(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    """A list is no type of paper (Điều 7): it goes with the appraisal, which it names under its title."""
    about = text["about"] or about_eligible(facts)
    report = next((row for row in facts.cites if row.kind == "Báo cáo"), None)
    carried = cited(report, full=True) if report else "Báo cáo kết quả thẩm định"
    issuer = f" của {wording.short(facts)}" if not (report and report.issuer) else ""
    return {
        "subject": about,
        "head": frame.head(facts, "", numbered=False, dated=False),
        "title": frame.title(kind.title, about),
        "with": fonts.balanced(_dates_whole(typography.heading(clean(f"(Kèm theo {carried}{issuer})"))), 14, CARRIED),
        "addressees": (),
        "bases": [],
        "plan": wording.plan(facts),
        "total": wording.count(facts.nominees),
        "table": tables.nominee_table(tuple(row for row in facts.nominees if not row.reason), last="opinion"),
        "sign": frame.sign(facts.signer),
        "text": text,
    }


def _dates_whole(text: str) -> str:
    return _DATE.sub(lambda found: found.group().replace(" ", typography.NBSP), text)


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def cover(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    folder = present(facts.folder)
    title = text["title"] or folder.title
    issuer = facts.issuer
    return {
        "subject": title,
        "parent": fonts.balanced(typography.abbreviated_parent(clean(issuer.parent_name)), 13, COVER)
        if issuer.parent_name
        else [],
        "issuer": fonts.balanced(typography.agency_words(clean(issuer.name)), 13, COVER, bold=True),
        "folder": folder,
        "lines": fonts.balanced(typography.heading(clean(title)), 17, COVER, bold=True),
        "starts": _day(folder.starts),
        "ends": _day(folder.ends),
        "sheets": typography.two_digits(folder.sheets),
        "text": text,
    }


def contents(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    folder = present(facts.folder)
    columns = (
        tables.Column("STT", 7, "n"),
        tables.Column("Số, ký hiệu", 21, "n"),
        tables.Column("Ngày, tháng, năm", 15, "n"),
        tables.Column("Tên loại và trích yếu nội dung văn bản", 25),
        tables.Column("Tác giả", 15),
        tables.Column("Tờ số", 9, "n"),
        tables.Column("Ghi chú", 8),
    )
    return {
        "subject": f"Hồ sơ số {folder.code}",
        "folder": folder,
        "lines": fonts.balanced(typography.heading(clean(folder.title)), 14, frame.TEXT, bold=True),
        "table": tables.rows_of(
            columns,
            [
                [str(place), row.number, _day(row.dated), row.about, row.author, row.pages, row.note]
                for place, row in enumerate(facts.entries, 1)
            ],
        ),
        "total": typography.two_digits(len(facts.entries)),
        "text": text,
    }


def outgoing(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the register that Nghị định 30/2020/NĐ-CP, Phụ lục IV, prescribes."""
    columns = (
        tables.Column("Số, ký hiệu văn bản", 12, "n"),
        tables.Column("Ngày tháng văn bản", 10, "n"),
        tables.Column("Tên loại và trích yếu nội dung văn bản", 28),
        tables.Column("Người ký", 12),
        tables.Column("Nơi nhận văn bản", 15),
        tables.Column("Đơn vị, người nhận bản lưu", 10),
        tables.Column("Số lượng bản", 6, "n"),
        tables.Column("Ghi\u00a0chú", 7),
    )
    year = facts.year or (facts.paper.dated.year if facts.paper.dated else None)
    days = [row.dated for row in facts.entries if row.dated]
    return {
        "subject": f"{facts.issuer.name}, năm {year}" if year else facts.issuer.name,
        "issuer": fonts.balanced(typography.agency_words(clean(facts.issuer.name)), 13, COVER, bold=True),
        "year": year,
        "first": _day(min(days, default=None)),
        "last": _day(max(days, default=None)),
        "table": tables.rows_of(columns, [_entry(row) for row in facts.entries]),
        "text": text,
    }


def _entry(row: EntryRow) -> list[str]:
    copies = typography.two_digits(row.copies)
    return [row.number, _day(row.dated), row.about, row.signer, row.recipients, row.kept_by, copies, row.note]


register(
    DocumentKind(
        code="eligible_list",
        name="Danh sách đủ điều kiện",
        title="DANH SÁCH",
        symbol="",
        template="eligible_list.html",
        owner="standing",
        scope="round",
        order=61,
        needs=("nominees", "award"),
        build=eligible_list,
        numbered=False,
        dated=False,
        fields=(about_field(about_eligible),),
    ),
    DocumentKind(
        code="cover",
        name="Bìa hồ sơ",
        title="HỒ SƠ",
        symbol="",
        template="cover.html",
        owner="standing",
        order=140,
        needs=("folder",),
        build=cover,
        numbered=False,
        dated=False,
        official=False,
        fields=(
            Field(
                code="title",
                label="Tiêu đề hồ sơ",
                widget="text",
                rows=2,
                max_length=300,
                default=lambda facts: facts.folder.title if facts.folder else "",
            ),
        ),
    ),
    DocumentKind(
        code="contents",
        name="Mục lục văn bản",
        title="MỤC LỤC VĂN BẢN",
        symbol="",
        template="contents.html",
        owner="standing",
        order=141,
        needs=("folder", "entries"),
        build=contents,
        numbered=False,
        dated=False,
        official=False,
    ),
    DocumentKind(
        code="outgoing_register",
        name="Sổ đăng ký văn bản đi",
        title="SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        symbol="",
        template="outgoing_register.html",
        owner="standing",
        scope="round",
        order=142,
        needs=("entries",),
        build=outgoing,
        numbered=False,
        dated=False,
        official=False,
    ),
)
