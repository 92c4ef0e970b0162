"""The meeting that considered the nominees, as the minutes tell of it."""

from __future__ import annotations

import datetime as dt

from config.kernel import clock
from dossiers.documents.data import Meeting, PersonName, VoteRow
from dossiers.models import Document, Dossier, Nominee
from dossiers.paper_facts.wording import nominee_name


def meeting_of(dossier: Dossier, nominees: list[Nominee]) -> Meeting | None:
    """The meeting as the minutes take it, with the votes on the dossier's nominees; None while nothing was entered."""
    kept = dossier.meeting
    if not kept:
        return None
    members = int(kept["members"])
    present = tuple(_person(line) for line in kept["present"].splitlines() if line.strip())
    votes = tuple(
        VoteRow(
            name=nominee_name(nominee),
            in_favour=int(kept["votes"][str(nominee.pk)]),
            against=members - int(kept["votes"][str(nominee.pk)]),
            total=members,
        )
        for nominee in nominees
        if str(nominee.pk) in kept["votes"]
    )
    return Meeting(
        body=kept["body"],
        starts=dt.datetime.fromisoformat(f"{kept['day']}T{kept['starts']}"),
        ends=dt.datetime.fromisoformat(f"{kept['day']}T{kept['ends']}"),
        location=kept["location"],
        chair=_person(kept["chair"]),
        secretary=_person(kept["secretary"]),
        present=present,
        members=members,
        votes=votes,
        method="biểu quyết",
    )


def day_told(document: Document, dossier: Dossier) -> dt.date:
    """The day that a paper of a dossier tells of, whose names it bears: minutes that of the meeting, whenever they
    are written; the others that of their issue."""
    if document.kind == "minutes" and dossier.meeting:
        return dt.date.fromisoformat(dossier.meeting["day"])
    return document.issued_on or clock.today()


def _person(line: str) -> PersonName:
    """ "Trần Thị Mai Lan, Công chức Văn phòng - Thống kê" → name and title."""
    name, _, title = line.partition(",")
    return PersonName(name=name.strip(), title=title.strip())
