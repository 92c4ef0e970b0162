"""The mark by which a paper that left can be checked: a QR code drawn as one outline, and its code in letters."""

from dataclasses import dataclass
from functools import lru_cache

from dossiers.documents.data import Check

QUIET = 2  # modules of white round the code
SIDE = 48  # points: a module of a version-4 code is 1.3 pt, wide enough for a phone at arm's length


@dataclass(frozen=True, slots=True)
class Mark:
    """`path` draws in units of one module inside a square of `size`."""

    path: str
    size: int
    side: int
    code: str


@lru_cache(maxsize=64)
def qr(check: Check) -> Mark:
    """The same check gives the same outline: a paper is composed for its page, its PDF and its DOCX."""
    import qrcode  # noqa: PLC0415 (slow import; only what is drawn needs it)

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(check.url or check.code)
    code.make(fit=True)
    rows = code.get_matrix()
    return Mark(path=_outline(rows), size=len(rows), side=SIDE, code=check.code)


def _outline(rows: list[list[bool]]) -> str:
    """Every run of dark modules in a row as one closed strip."""
    strips = []
    for top, row in enumerate(rows):
        start: int | None = None
        for place, dark in enumerate([*row, False]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                strips.append(f"M{start} {top}h{place - start}v1H{start}z")
                start = None
    return "".join(strips)
