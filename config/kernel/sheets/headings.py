from __future__ import annotations

from typing import TYPE_CHECKING

from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.text import search_key

if TYPE_CHECKING:
    from config.kernel.sheets.sheet import Sheet


def matched(sheet: Sheet, table: Table) -> tuple[dict[str, int], list[Problem]]:
    """Where each column of the list stands, by the column's name; and what is wrong with the headings.

    The order is free. A heading that the template does not have, one that stands twice, and a missing required
    one are problems: nothing that somebody filled in is passed over in silence.
    """
    wanted = {search_key(column.heading): name for name, column in sheet.fields.items()}
    at: dict[str, int] = {}
    problems = []
    for index, heading in enumerate(table.headings):
        name = wanted.get(search_key(heading)) if heading else None
        sentence = ""
        if not heading:
            if any(index < len(row) and row[index] not in ("", None) for row in table.rows):
                sentence = "Cột có dữ liệu nhưng không có tiêu đề."
        elif name is None:
            sentence = f"Mẫu không có cột “{heading[:80]}”. Hãy xóa cột này hoặc dùng đúng tiêu đề của tệp mẫu."
        elif name in at:
            sentence = f"Cột “{heading}” có hai lần."
        else:
            at[name] = index
        if sentence:
            problems.append(Problem(table.sheet, 1, letters(index), heading[:80], sentence))
    width = len(table.headings)
    stray = next(
        (
            (number, index)
            for number, row in zip(table.numbers, table.rows, strict=True)
            for index in range(width, len(row))
            if row[index] not in ("", None)
        ),
        None,
    )
    if stray:
        number, index = stray
        problems.append(Problem(table.sheet, number, letters(index), "", "Ô nằm ngoài các cột có tiêu đề."))
    for name, column in sheet.fields.items():
        if column.required and name not in at:
            problems.append(Problem(table.sheet, 1, "", column.heading, f"Thiếu cột “{column.heading}”."))
    return at, problems
