"""Guards against breaks that would pull a justified line too far apart are taken back where they do.

The lines of a paragraph are laid out here as the renderer will lay them out: greedily, in the width of the decree's
A4 page, with its indent. A guarded space is released only where the line before it would otherwise gape.
"""

from __future__ import annotations

import html
import re

from config.kernel.pdf import fonts

WIDTH = 464.9  # points: 210 mm less margins of 30 and 16
INDENT = 36.0
SIZE = 14.0
# A space wider than this, in ems, is seen as a hole. Times' own is a quarter.
LOOSE = 0.48
# From here on it is worse than a word that stands alone on the last line.
GAPING = 0.6
_PARAGRAPH = re.compile(r'(<p(?: class="(?:basis|lead|keep)")?(?: data-field="\w+")?>)((?:[^<]|</?[bi]>)*)(</p>)')
_GUARD = re.compile("\u00a0|&nbsp;")
_TAG = re.compile(r"</?[bi]>")


def even(page: str) -> str:
    """The paper's HTML with the guards released that its paragraphs can't keep."""
    return _PARAGRAPH.sub(lambda found: found[1] + _evened(found[2]) + found[3], page)


def _width(text: str) -> float:
    plain = html.unescape(_TAG.sub("", text))
    return fonts.text_width(plain, SIZE, bold=text.startswith("<b>"))


def _evened(text: str) -> str:
    words = text.split(" ")
    space = fonts.text_width(" ", SIZE)
    used, spaces, place = INDENT + _width(words[0]), 0, 1
    while place < len(words):
        wide = space + _width(words[place])
        if used + wide <= WIDTH:
            used, spaces, place = used + wide, spaces + 1, place + 1
            continue
        slack = WIDTH - used
        most = GAPING if place == len(words) - 1 else LOOSE
        gapes = spaces and space + slack / spaces > most * SIZE
        if gapes and (parts := _parted(words[place], slack - space)):
            words[place : place + 1] = parts
            continue
        used, spaces, place = _width(words[place]), 0, place + 1
    return " ".join(words)


def _parted(word: str, room: float) -> list[str]:
    """The longest beginning of a guarded run that fits, and the rest; nothing when none fits."""
    guards = [found.span() for found in _GUARD.finditer(word)]
    for start, end in reversed(guards):
        if _width(word[:start]) <= room:
            return [word[:start], word[end:]]
    return []
