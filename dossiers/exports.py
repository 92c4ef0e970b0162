"""A set of open data as a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from dossiers.selectors.open_data import Dataset, Licence

# Spreadsheets run a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(dataset: Dataset, _licence: Licence) -> tuple[bytes, str]:
    """RFC 4180 in UTF-8 with a mark, one line of names; the licence stands in the description and the header."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([column.name for column in dataset.columns])
    writer.writerows([_cell(value) for value in row] for row in dataset.rows())
    return lines.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def as_json(dataset: Dataset, licence: Licence) -> tuple[bytes, str]:
    names = [column.name for column in dataset.columns]
    content = {
        "tieu_de": dataset.title,
        "nguon": licence.source,
        "giay_phep": {"ten": licence.name, "url": licence.url, "dong": licence.line},
        "du_lieu": [dict(zip(names, row, strict=True)) for row in dataset.rows()],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode(), "application/json; charset=utf-8"


def as_description(dataset: Dataset, licence: Licence) -> tuple[bytes, str]:
    """Metadata Vocabulary for Tabular Data (W3C): columns, types, licence."""
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": f"{dataset.name}.csv",
        "dc:title": dataset.title,
        "dc:publisher": licence.source,
        "dc:license": {"@id": licence.url},
        "tableSchema": {
            "columns": [
                {"name": c.name, "titles": c.name, "datatype": c.kind, "dc:description": c.meaning}
                for c in dataset.columns
            ]
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode(), "application/csvm+json; charset=utf-8"


FORMS = {"csv": as_csv, "json": as_json, "csv-metadata.json": as_description}
