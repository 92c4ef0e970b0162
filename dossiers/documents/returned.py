"""A DOCX of a paper that comes back: which typed texts were changed in it, and what else was.

The file that the paper would be now is laid beside the one that came, paragraph by paragraph. What stands in a
field's own style belongs to that field; a paragraph without a style belongs where its neighbours say. Whatever the
software writes from data is not taken over, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from config.kernel.pdf.word import Block, Reading
from config.kernel.pdf.word_marks import digest
from dossiers.documents.kinds import DocumentKind, Field

# From this likeness on, one paragraph is the other one changed.
ALIKE = 0.5
# What stays the same is shown with so many words on either side of a change.
AROUND = 25
_MATTER = "V/v "


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text: "same", "gone", "new"."""

    how: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field as the paper has it and as the file reads. `moved`: somebody changed it here, too, since the file was
    made."""

    field: Field
    before: str
    after: str
    moved: bool = False

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the file that is not taken over, and why, in a sentence."""

    sentence: str
    before: str = ""
    after: str = ""

    @property
    def pieces(self) -> list[Piece]:
        return short(pieces(self.before, self.after))


@dataclass(frozen=True, slots=True)
class Comparison:
    changes: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()

    def texts(self, codes: Sequence[str]) -> dict[str, str]:
        """What is to be saved when a person takes these fields."""
        return {change.field.code: change.after for change in self.changes if change.field.code in codes}


@dataclass(slots=True)
class _Sorted:
    """Texts of the fields in the file, and what stands elsewhere."""

    found: dict[str, list[Block]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def put(self, code: str, block: Block) -> None:
        self.found.setdefault(code, []).append(block)


def compare(kind: DocumentKind, now: Reading, came: Reading) -> Comparison:
    """`now`: the paper as it stands, read from the DOCX that it would be; `came`: the file."""
    codes = {row.code for row in kind.fields}
    sorted_ = _sort(now.blocks, came.blocks, codes)
    changes = []
    for row in kind.fields:
        before = [block for block in now.blocks if block.field == row.code]
        after = sorted_.found.get(row.code, [])
        lines = any(block.lines for block in (*before, *after))
        read = digest((block.text for block in after), lines=lines)
        stood = now.read.get(row.code, digest((), lines=lines))
        was = came.read.get(row.code, "" if not came.read else digest((), lines=lines))
        # As when the file was made, or as it is here: nobody changed it in the file.
        if read in (stood, was) or not (before or after):
            continue
        changes.append(
            Change(row, _joined(before, lines=lines), _joined(after, lines=lines), moved=was not in ("", stood))
        )
    return Comparison(tuple(changes), tuple(sorted_.left), tuple(_notes(now, came)))


def _joined(blocks: Sequence[Block], *, lines: bool) -> str:
    if not lines:
        return "\n".join(block.text for block in blocks)
    return " ".join(block.text for block in blocks).removeprefix(_MATTER)


def _sort(now: Sequence[Block], came: Sequence[Block], codes: set[str]) -> _Sorted:
    made = _Sorted()
    owner: list[str] = [""] * len(came)
    matcher = SequenceMatcher(None, [block.text for block in now], [block.text for block in came], autojunk=False)
    for how, start, end, first, last in matcher.get_opcodes():
        if how == "equal":
            for here, there in zip(range(start, end), range(first, last), strict=True):
                owner[there] = now[here].field
                if owner[there]:
                    made.put(owner[there], came[there])
            continue
        _sort_gap(made, now[start:end], came, range(first, last), owner, codes)
    return made


def _sort_gap(
    made: _Sorted, missing: Sequence[Block], came: Sequence[Block], gap: range, owner: list[str], codes: set[str]
) -> None:
    """Paragraphs that have no equal on the other side."""
    fixed = [block for block in missing if not block.field]
    fields = [block.field for block in missing if block.field]
    changed: dict[int, Block] = {}
    for place in gap:
        if came[place].field in codes:
            continue
        best = max(fixed, key=lambda block: _likeness(block.text, came[place].text), default=None)
        free = best is not None and best not in changed.values()
        if best is not None and free and _likeness(best.text, came[place].text) >= ALIKE:
            changed[place] = best
    for place in gap:
        block = came[place]
        if place in changed:
            told = changed[place]
            sentence = f"Sửa ở {block.place}: phần này hệ thống ghi từ dữ liệu, không lấy từ tệp."
            made.left.append(Left(sentence, told.text, block.text))
            continue
        code = block.field if block.field in codes else _neighbour(came, place, owner, fields)
        if code:
            owner[place] = code
            made.put(code, block)
        else:
            made.left.append(Left(f"Thêm ở {block.place}: ngoài các phần đơn vị viết, không lấy.", "", block.text))
    made.left += [
        Left("Tệp thiếu một phần hệ thống ghi từ dữ liệu; văn bản vẫn giữ phần này.", block.text, "")
        for block in fixed
        if block not in changed.values()
    ]


def _neighbour(came: Sequence[Block], place: int, owner: Sequence[str], fields: Sequence[str]) -> str:
    """To which field a paragraph without a style belongs: the one before it, else one that lost its own here."""
    if place and owner[place - 1]:
        return owner[place - 1]
    if fields:
        return fields[0]
    return came[place + 1].field if place + 1 < len(came) else ""


def _likeness(one: str, other: str) -> float:
    """Share of words in common; what begins with the same label ("Chức vụ, đơn vị …: …") is the same paragraph."""
    old, new = one.split(), other.split()
    if len(old) > 3 and old[:3] == new[:3]:
        return 1.0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _notes(now: Reading, came: Reading) -> list[str]:
    notes = []
    if came.tracked:
        notes.append("Tệp còn đánh dấu sửa đổi (Track Changes): đã đọc như chấp nhận tất cả.")
    more = came.beside - now.beside
    if more:
        listed = ", ".join(f"{count} {what}" for what, count in sorted(more.items()))
        notes.append(f"Trong tệp có {listed}: văn bản chỉ lấy chữ, không lấy phần này.")
    return notes


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts as one run of words, told apart by what stayed, went and came; line ends count as words."""
    old, new = _words(before), _words(after)
    found: list[Piece] = []
    for how, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Piece("same", _run(old[start:end])))
            continue
        if end > start:
            found.append(Piece("gone", _run(old[start:end])))
        if last > first:
            found.append(Piece("new", _run(new[first:last])))
    return found


def short(found: list[Piece]) -> list[Piece]:
    """The same pieces, with long stretches that did not change cut down to the words round the changes."""
    return [
        Piece("same", _cut(piece.words, first=place == 0, last=place == len(found) - 1))
        if piece.how == "same"
        else piece
        for place, piece in enumerate(found)
    ]


def _cut(text: str, *, first: bool, last: bool) -> str:
    words = text.split(" ")
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    if len(words) <= head + tail + 1:
        return text
    return " ".join([*words[:head], "…", *words[len(words) - tail :]])


def _words(text: str) -> list[str]:
    return text.replace("\n", " \n ").split(" ") if text else []


def _run(words: Sequence[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))
