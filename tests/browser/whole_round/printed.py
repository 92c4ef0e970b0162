"""What stands on the papers that come out of a round."""

from __future__ import annotations

import io
import re
from typing import Any

import pdfplumber
import qrcode

SIDE = 48


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def address_in(pdf: bytes, before: str) -> str:
    """The address that the paper's QR code holds: `before` and the code printed below, compared dot by dot."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = next(page for page in document.pages if "Mã kiểm tra" in page.extract_text())
        found = re.search(r"Mã kiểm tra: ((?:[0-9A-F]{4}-?){4})", page.extract_text())
        assert found is not None
        address = f"{before}{found.group(1)}/"
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
        code.add_data(address)
        code.make(fit=True)
        wanted = code.get_matrix()
        assert drawn(page.rects, SIDE / (len(wanted) + 4)) == {
            (row, column) for row, line in enumerate(wanted) for column, dark in enumerate(line) if dark
        }
    return address


def drawn(strips: list[dict[str, Any]], unit: float) -> set[tuple[int, int]]:
    """Rows and columns of the dark dots, from the strips of one dot's height that a page holds."""
    dots = [strip for strip in strips if abs(strip["height"] - unit) < unit / 20]
    left, top = min(dot["x0"] for dot in dots), min(dot["top"] for dot in dots)
    return {
        (round((dot["top"] - top) / unit), column)
        for dot in dots
        for column in range(round((dot["x0"] - left) / unit), round((dot["x1"] - left) / unit))
    }
