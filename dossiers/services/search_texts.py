"""The text by which dossiers, papers and what people sent are found; made after the fact by the clock.

What changed is found by itself: papers whose text or file is another than the one indexed, dossiers about which
something was recorded since, files that nobody has read yet. So no service has to think of it, and a run that was
killed is caught up by the next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from campaigns.models import Contribution, Practice
from config.kernel import files, pdfium
from config.kernel.models import AuditEntry, StoredFile
from config.kernel.text import nfc, search_key
from dossiers.models import Document, Dossier, SearchText
from targets.models import Evidence

log = logging.getLogger(__name__)
# Of one file: so many pages and letters are read; the rest is not found, and `cut` says so.
MOST_PAGES, MOST_LETTERS = 60, 200_000
MOST_BYTES = files.LIMIT
# Objects of one kind in one run.
BATCH = 200


def index_changed(*, most: int = BATCH) -> int:
    """Index what changed, at most `most` objects of each kind; returns how many. Each in its own transaction."""
    head = AuditEntry.objects.aggregate(top=Max("sequence"))["top"] or 0
    done = 0
    for field, obj, stamp in list(_changed(most)):
        try:
            with transaction.atomic():
                _write(field, obj, stamp, head)
        except Exception:
            log.exception("search text of %s %s", field, obj.pk)
            continue
        done += 1
    return done


def _changed(most: int) -> Iterator[tuple[str, Any, str]]:
    stamp = Concat(Cast("version", CharField()), Value(":"), "sha256", output_field=CharField())
    indexed = SearchText.objects.filter(document=OuterRef("pk"), stamp=OuterRef("now"))
    papers = Document.objects.annotate(now=stamp).exclude(Exists(indexed)).select_related("dossier", "file")
    for paper in papers.order_by("pk")[:most]:
        yield "document", paper, f"{paper.version}:{paper.sha256}"
    seen = Subquery(SearchText.objects.filter(dossier=OuterRef("pk")).values("seen")[:1])
    touched = AuditEntry.objects.filter(object_uid=OuterRef("uid"), sequence__gt=OuterRef("seen"))
    stale = Dossier.objects.annotate(seen=Coalesce(seen, 0)).select_related("round")
    stale = stale.filter(Q(seen=0) | Q(Exists(touched)))
    for dossier in stale.order_by("pk")[:most]:
        yield "dossier", dossier, str(dossier.version)
    for field, model, file in (
        ("evidence", Evidence, "file"), ("contribution", Contribution, "paper_file"), ("practice", Practice, "file"),
    ):  # fmt: skip
        digest = f"{file}__sha256"
        indexed = SearchText.objects.filter(**{field: OuterRef("pk"), "stamp": OuterRef("now")})
        rows: Any = model.objects.filter(**{f"{file}__isnull": False}).annotate(now=F(digest))
        for row in rows.exclude(Exists(indexed)).select_related(file).order_by("pk")[:most]:
            yield field, row, row.now


def _write(field: str, obj: Any, stamp: str, head: int) -> None:
    said, file = _SAID[field](obj)
    read, cut = text_of(file) if file is not None else ("", False)
    text = search_key(nfc(f"{said}\n{read}"))[:MOST_LETTERS]
    SearchText.objects.update_or_create(
        **{field: obj},
        defaults={"text": text, "words": f" {' '.join(sorted(set(text.split())))} ", "stamp": stamp, "seen": head,
                  "cut": cut or len(text) == MOST_LETTERS},
    )  # fmt: skip


def text_of(stored: StoredFile) -> tuple[str, bool]:
    """The text layer of a PDF, and whether it was cut; "" for other files, scans and what cannot be read."""
    place = files.path_of(stored)
    if stored.mime != "application/pdf" or stored.size > MOST_BYTES or not place.exists():
        return "", False
    pieces, letters = [], 0
    try:
        with pdfium.opened(place.read_bytes()) as document:
            for number in range(min(len(document), MOST_PAGES)):
                page = document[number].get_textpage().get_text_bounded()
                pieces.append(page)
                letters += len(page)
                if letters >= MOST_LETTERS:
                    break
            return "\n".join(pieces)[:MOST_LETTERS], letters >= MOST_LETTERS or len(document) > MOST_PAGES
    except pdfium.Unreadable:
        return "", False


def _of_document(paper: Document) -> tuple[str, StoredFile | None]:
    dossier = paper.dossier
    said = [
        paper.title, paper.reference, paper.signer_name, dossier.unit_name if dossier else "",
        *(str(value) for value in paper.fields.values()),
    ]  # fmt: skip
    return "\n".join(said), paper.file


def _of_dossier(dossier: Dossier) -> tuple[str, StoredFile | None]:
    said = [dossier.unit_name, str(dossier.round), dossier.round.title, *_words_in(dossier.meeting)]
    for nominee in dossier.nominees.all():
        said += [nominee.name, nominee.position, nominee.unit_name, nominee.merit]
    for remark in dossier.remarks.all():
        said += [remark.sentence, remark.answer]
    return "\n".join(said), None


def _words_in(kept: Any) -> list[str]:
    """Texts in what a form has kept, however deep."""
    if isinstance(kept, dict):
        return [text for value in kept.values() for text in _words_in(value)]
    if isinstance(kept, list):
        return [text for value in kept for text in _words_in(value)]
    return [kept] if isinstance(kept, str) else []


def _of_evidence(row: Evidence) -> tuple[str, StoredFile | None]:
    return f"{row.file.name}\n{row.number}\n{row.abstract}", row.file


def _of_contribution(row: Contribution) -> tuple[str, StoredFile | None]:
    return f"{row.giver_name}\n{row.what}\n{row.paper_number}", row.paper_file


def _of_practice(row: Practice) -> tuple[str, StoredFile | None]:
    return f"{row.title}\n{row.unit_name}\n{row.summary}\n{row.method}\n{row.effect}", row.file


_SAID: dict[str, Any] = {
    "document": _of_document,
    "dossier": _of_dossier,
    "evidence": _of_evidence,
    "contribution": _of_contribution,
    "practice": _of_practice,
}
