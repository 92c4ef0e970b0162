"""From posted fields to what the services take, keeping every typed character when something is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping

from django import forms

from config.kernel.text import parse_number
from targets.enums import Decision
from targets.selectors.entries import EntryView, typed_of
from targets.services.values import Change
from targets.validators import FIELDS, read


def raw_fields(entry: EntryView, post: Mapping[str, str]) -> dict[str, str]:
    """The posted fields of one entry, by their short names; line ends as one character."""
    return {f: post.get(f"{entry.anchor}-{f}", "").replace("\r\n", "\n") for f in FIELDS}


def fingerprint(typed: Mapping[str, str]) -> str:
    """What a page showed, so that fields nobody touched are told from fields set back on purpose."""
    said = json.dumps([typed.get(f, "").strip() for f in FIELDS], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changes_from(
    entries: list[EntryView], post: Mapping[str, str], *, all_typed: bool = False
) -> dict[uuid.UUID, Change]:
    """What the person changed, by value uid. Sets `typed` and `errors` on the entries it reads.

    With `all_typed`, what stands as the page showed it counts as typed too: whoever types the old figure again means
    it, and is asked where somebody else wrote another meanwhile.
    """
    changes: dict[uuid.UUID, Change] = {}
    for entry in entries:
        if f"{entry.anchor}-ver" not in post:
            continue
        raw = raw_fields(entry, post)
        if not all_typed and fingerprint(raw) == post.get(f"{entry.anchor}-was", ""):
            continue
        value, errors = read(entry.indicator, raw)
        entry.typed, entry.errors = raw, errors
        kept = {} if value is not None else {k: v for k, v in raw.items() if v}
        try:
            version = int(post.get(f"{entry.anchor}-ver", ""))
        except ValueError:
            version = 0
        changes[entry.value.uid] = Change(version, value, kept)
    return changes


def shown_fingerprint(entry: EntryView) -> str:
    """Of the value as stored; a page that shows something else (a clash) thereby asks to store it."""
    return fingerprint(typed_of(entry.value))


def read_date(typed: str) -> dt.date | None:
    """`14/12/2023`; ValueError with a sentence otherwise; None when nothing was typed."""
    if not typed.strip():
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(typed.strip(), pattern).date()  # noqa: DTZ007 -- a date, no moment
        except ValueError:
            continue
    raise ValueError("Ngày ghi theo mẫu 14/12/2023.")


def read_points(typed: str) -> int | None:
    """Points as people type them, in hundredths; ValueError with a sentence; None when nothing was typed."""
    if not typed.strip():
        return None
    points = parse_number(typed)
    hundredths = points * 100
    if hundredths != hundredths.to_integral_value() or points < 0:
        raise ValueError("Điểm ghi tối đa hai chữ số sau dấu phẩy và không âm.")
    return int(hundredths)


class ConclusionForm(forms.Form):
    """The appraiser's conclusion on one value; changed figures are read by `validators.read`."""

    decision = forms.ChoiceField(
        choices=[(d.value, d.label) for d in (Decision.ACCEPTED, Decision.CHANGED, Decision.ASKED)],
        error_messages={"required": "Chọn một kết luận.", "invalid_choice": "Chọn một kết luận."},
    )
    reason = forms.CharField(required=False, max_length=4000)
    expected = forms.CharField(required=False, max_length=60)
