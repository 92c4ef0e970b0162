"""Lists of nominees, votes and results as tables: columns with widths in percent, cells already text."""

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from config.kernel.pdf.typography import decimal_comma, roman, two_digits
from dossiers.documents.data import ChecklistRow, NomineeRow, ResultRow, VoteRow


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float
    css: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...] = ()
    group: str = ""
    number: str = ""
    sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(default_factory=tuple)

    @property
    def rest(self) -> int:
        return len(self.columns) - 1


def _filled(columns: tuple[Column, ...], rows: list[Row], *, at: tuple[int, ...]) -> Table:
    """Without those of the columns `at` that stay empty in every row; the names take their room."""
    empty = {n for n in at if not any(row.cells[n].text for row in rows if row.cells)}
    room = sum(columns[n].width for n in empty)
    kept = [
        replace(column, width=column.width + room) if n == 1 else column
        for n, column in enumerate(columns)
        if n not in empty
    ]
    cells = [tuple(cell for n, cell in enumerate(row.cells) if n not in empty) for row in rows]
    return Table(tuple(kept), tuple(replace(row, cells=left) for row, left in zip(rows, cells, strict=True)))


def _row(columns: tuple[Column, ...], values: list[str], *, total: bool = False) -> Row:
    cells = tuple(Cell(text, column.css) for column, text in zip(columns, values, strict=True))
    return Row(cells=cells, sum=total)


def _grouped(nominees: tuple[NomineeRow, ...]) -> list[tuple[str, list[NomineeRow]]]:
    collectives = [row for row in nominees if row.collective]
    people = [row for row in nominees if not row.collective]
    return [(name, rows) for name, rows in (("TẬP THỂ", collectives), ("CÁ NHÂN", people)) if rows]


def display_name(row: NomineeRow) -> str:
    return f"{row.salutation} {row.name}".strip()


def belongs(row: NomineeRow) -> str:
    return ", ".join(part for part in (row.position, row.unit) if part)


def nominee_table(nominees: tuple[NomineeRow, ...], *, last: str = "merit") -> Table:
    """Collectives first, then people, each under its own heading; `last` is merit, prize, reason or opinion."""
    titles = {
        "merit": "Tóm tắt thành tích",
        "prize": "Tiền thưởng (đồng)",
        "reason": "Lý do",
        "opinion": "Ý kiến thẩm định",
    }
    narrow = last == "prize"
    columns = (
        Column("STT", 8, "n"),
        Column("Tên tập thể, họ và tên cá nhân", 38 if narrow else 30),
        Column("Chức vụ, đơn vị", 34 if narrow else 27),
        Column(titles[last], 20 if narrow else 35, "r" if narrow else ""),
    )
    rows: list[Row] = []
    total = 0
    for index, (group, members) in enumerate(_grouped(nominees), 1):
        rows.append(Row(group=f"{group} ({two_digits(len(members))})", number=roman(index)))
        for place, row in enumerate(members, 1):
            total += row.prize or 0
            value = {
                "merit": row.merit,
                "reason": row.reason,
                "opinion": row.opinion,
                "prize": decimal_comma(row.prize) if row.prize is not None else "",
            }[last]
            rows.append(_row(columns, [str(place), display_name(row), belongs(row), value]))
    if narrow and total:
        rows.append(_row(columns, ["", "Tổng cộng", "", decimal_comma(total)], total=True))
    return _filled(columns, rows, at=(2, 3))


def name_table(nominees: tuple[NomineeRow, ...]) -> Table:
    """As `nominee_table`, without anything that is said about the nominees."""
    columns = (
        Column("STT", 8, "n"),
        Column("Tên tập thể, họ và tên cá nhân", 44),
        Column("Chức vụ, đơn vị", 48),
    )
    rows: list[Row] = []
    for index, (group, members) in enumerate(_grouped(nominees), 1):
        rows.append(Row(group=f"{group} ({two_digits(len(members))})", number=roman(index)))
        rows += [_row(columns, [str(at), display_name(row), belongs(row)]) for at, row in enumerate(members, 1)]
    return _filled(columns, rows, at=(2,))


def rows_of(columns: tuple[Column, ...], rows: list[list[str]]) -> Table:
    return Table(columns, tuple(_row(columns, values) for values in rows))


def vote_table(votes: tuple[VoteRow, ...]) -> Table:
    columns = (
        Column("STT", 8, "n"),
        Column("Tên tập thể, họ và tên cá nhân", 44),
        Column("Đồng ý", 11, "n"),
        Column("Không đồng ý", 11, "n"),
        Column("Ý kiến khác", 11, "n"),
        Column("Tỷ lệ đồng ý (%)", 15, "n"),
    )
    rows = []
    group = ""
    for place, vote in enumerate(votes, 1):
        if vote.group != group:
            group = vote.group
            rows.append(Row(group=group))
        share = decimal_comma(_percent(vote.in_favour, vote.total), 2) if vote.total else "–"
        others = ["–", "–"] if vote.among_equals else [str(vote.against), str(vote.no_opinion)]
        rows.append(_row(columns, [str(place), vote.name, str(vote.in_favour), *others, share]))
    return Table(columns, tuple(rows))


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def result_table(results: tuple[ResultRow, ...]) -> Table:
    columns = (
        Column("STT", 8, "n"),
        Column("Chỉ tiêu", 46),
        Column("Mức phấn đấu", 15, "n"),
        Column("Kết quả", 15, "n"),
        Column("Đánh giá", 16, "n"),
    )
    rows = [
        _row(columns, [str(place), row.name, row.target, row.actual, row.verdict])
        for place, row in enumerate(results, 1)
    ]
    return _filled(columns, rows, at=(2,))


def checklist_table(rows: tuple[ChecklistRow, ...]) -> Table:
    columns = (
        Column("STT", 8, "n"),
        Column("Tên giấy tờ", 42),
        Column("Hình thức", 17, "n"),
        Column("Số\u00a0lượng", 13, "n"),
        Column("Ghi chú", 20),
    )
    return Table(
        columns,
        tuple(
            _row(
                columns,
                [
                    str(place),
                    row.name,
                    row.form,
                    two_digits(row.copies),
                    row.note or ("Đủ" if row.present else "Thiếu"),
                ],
            )
            for place, row in enumerate(rows, 1)
        ),
    )


def score_table(results: tuple[ResultRow, ...]) -> Table:
    columns = (
        Column("STT", 8, "n"),
        Column("Chỉ tiêu", 29),
        Column("Kết quả", 12, "n"),
        Column("Điểm", 9, "n"),
        Column("Tối\u00a0đa", 10, "n"),
        Column("Căn cứ, lý do", 32),
    )
    places = iter(range(1, len(results) + 1))
    rows = [
        _row(
            columns,
            ["" if row.total else str(next(places)), row.name, row.actual, row.points, row.maximum,
             row.reason or row.section],
            total=row.total,
        )
        for row in results
    ]  # fmt: skip
    return _filled(columns, rows, at=(5,))
