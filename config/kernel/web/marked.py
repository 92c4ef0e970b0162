"""What was marked in a list and sent for one step. The list may be older than what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from config.kernel.access import seen_among, uids_in
from config.kernel.text import whole_number

M = TypeVar("M", bound=Model)
NAMES = 200


@dataclass(frozen=True)
class Marked(Generic[M]):
    """`chosen`: those that this person still sees, with the version that the page showed. `lost`: the others, by the
    names that the page showed: gone since, another's, or never there, which is the same to whoever asks."""

    chosen: list[tuple[M, int | None]]
    lost: list[str]

    def status(self, *, failed: int | None = None, refused: Sequence[object] = ()) -> int:
        """Of the answer: where nothing of what was marked is there, it was not found."""
        if self.lost and not self.chosen:
            return 404
        return failed or (409 if refused or self.lost else 200)


def marked(request: HttpRequest, seen: QuerySet[M]) -> Marked[M]:
    """The boxes `chosen`, with the hidden fields `version_<uid>` and `name_<uid>` beside them."""
    posted = request.POST
    found, lost = seen_among(seen, uids_in(posted.getlist("chosen")))
    names = (posted.get(f"name_{uid}", "").strip()[:NAMES] for uid in lost)
    return Marked(
        [(one, whole_number(posted.get(f"version_{one.uid}", ""))) for one in found],  # type: ignore[attr-defined]
        [name or "Một mục không rõ tên" for name in names],
    )
