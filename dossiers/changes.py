"""What a unit changed in a dossier since it was last returned, paper by paper, for whoever reads it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config.kernel.models import AuditEntry
from config.kernel.text import format_date
from dossiers.documents import KINDS
from dossiers.documents.returned import Piece, pieces, short
from dossiers.enums import READ_AGAIN
from dossiers.models import Document, Dossier
from dossiers.paper_facts.document import facts_for

_MEETING = {
    "body": "Cuộc họp", "day": "Ngày họp", "starts": "Giờ bắt đầu", "ends": "Giờ kết thúc", "location": "Địa điểm",
    "chair": "Chủ trì", "secretary": "Thư ký", "members": "Số thành viên", "present": "Người dự họp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Paper:
    document: Document
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class SinceReturn:
    at: dt.datetime
    papers: list[Paper]

    @property
    def count(self) -> int:
        """Papers that are not what they were."""
        return sum(bool(paper.changes) for paper in self.papers)


def as_it_stands(dossier: Dossier) -> dict[str, Any]:
    """What is kept with the return of a dossier, to be laid beside what comes back."""
    texts = {str(document.uid): document.fields for document in dossier.own_documents}
    return {"texts": texts, "meeting": dossier.meeting}


def since_return(dossier: Dossier, documents: Iterable[Document], timeline: Iterable[AuditEntry]) -> SinceReturn | None:
    """None for a dossier that was never returned or is not being read again. The papers in their order, changed or
    not."""
    if dossier.state not in READ_AGAIN:
        return None
    returned = [entry for entry in timeline if entry.verb == "dossier.return" and "texts" in entry.data]
    if not returned:
        return None
    then = returned[-1].data
    papers = []
    for document in documents:
        changes = _texts(document, then["texts"].get(str(document.uid), {}))
        if document.kind == "minutes":
            changes += _meeting(dossier, then["meeting"])
        papers.append(Paper(document, changes))
    return SinceReturn(returned[-1].at, papers)


def _texts(document: Document, then: Mapping[str, str]) -> list[Change]:
    kind, now = KINDS[document.kind], document.fields
    changed = [field for field in kind.fields if then.get(field.code) != now.get(field.code)]
    # What nobody typed reads as the software writes it.
    written = kind.defaults(facts_for(document)) if changed else {}
    found = []
    for field in changed:
        before, after = (said.get(field.code, written.get(field.code, "")) for said in (then, now))
        if before != after:
            found.append(Change(field.label, short(pieces(before, after))))
    return found


def _meeting(dossier: Dossier, then: Mapping[str, Any]) -> list[Change]:
    names = {str(nominee.pk): nominee.name for nominee in dossier.nominees.all()}
    before, after = _meeting_lines(then, names), _meeting_lines(dossier.meeting, names)
    return [
        Change(label, short(pieces(before.get(label, ""), after.get(label, ""))))
        for label in dict.fromkeys((*before, *after))
        if before.get(label, "") != after.get(label, "")
    ]


def _meeting_lines(kept: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    lines = {label: str(kept[key]).replace("\r\n", "\n") for key, label in _MEETING.items() if kept.get(key)}
    if kept.get("day"):
        lines[_MEETING["day"]] = format_date(dt.date.fromisoformat(kept["day"]))
    for pk, votes in kept.get("votes", {}).items():
        lines[f"Số phiếu tán thành: {names.get(pk, pk)}"] = str(votes)
    return lines
