"""A dossier or a round gathered for its export, and the exports that were asked for."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from awards.models import AwardRound
from config.kernel import files, pages
from config.kernel.access import Actor
from config.kernel.models import Job
from dossiers.documents import KINDS
from dossiers.models import Document, Dossier
from dossiers.paper_facts.agency import folder_of
from dossiers.selectors.desk import visible_documents, visible_dossiers
from dossiers.whole import FORMS, File, Paper

KIND = "dossiers.export"
# Exports of one thing by one person that are looked through for the newest of each form.
MOST = 30


def own_exports(of: Dossier | AwardRound, actor: Actor) -> list[Job]:
    """The newest export in each form that this person asked for of a dossier or a round: nobody opens another's."""
    newest: dict[str, Job] = {}
    for job in exports_of(actor).filter(params__of=str(of.uid))[:MOST]:
        newest.setdefault(job.params["form"], job)
    return [newest[form] for form in FORMS if form in newest]


def stamp(found: list[Document]) -> str:
    """Changes whenever a paper was made anew or signed: the same stamp gives the same export."""
    said = [f"{d.pk}:{d.sha256}:{','.join(str(s.pk) for s in d.signatures.all())}" for d in found]
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:24]


def papers_of_dossier(dossier: Dossier, actor: Actor) -> list[Document]:
    """What the export of a dossier holds: the made papers that this actor may see, in order of time."""
    found = visible_documents(actor).filter(dossier=dossier, file__isnull=False)
    return _in_time(list(found.prefetch_related("signatures__file")))


def papers_of_round(award_round: AwardRound, actor: Actor) -> list[Document]:
    """Papers of the round itself; those of its dossiers come with each dossier."""
    found = visible_documents(actor).filter(round=award_round, file__isnull=False)
    return _in_time(list(found.prefetch_related("signatures__file")))


def dossiers_of_round(award_round: AwardRound, actor: Actor) -> list[Dossier]:
    return list(visible_dossiers(actor).filter(round=award_round).order_by("unit__sort_key", "pk"))


def _in_time(found: list[Document]) -> list[Document]:
    return sorted(found, key=lambda d: (d.issued_on or dt.date.max, d.order, d.pk))


def file_of(dossier: Dossier, actor: Actor, *, folder: str = "") -> File:
    """The dossier as the archive's rows."""
    kept = folder_of(dossier)
    found = papers_of_dossier(dossier, actor)
    return File(
        organ_id=dossier.unit.ident_code,
        year=dossier.round.year,
        notation=kept.code,
        title=kept.title,
        retention=kept.retention,
        creator=dossier.drafted_by_name,
        starts=kept.starts,
        ends=kept.ends,
        papers=tuple(paper_of(document, place) for place, document in enumerate(found, 1)),
        folder=folder,
    )


def file_of_round(award_round: AwardRound, actor: Actor) -> File:
    """The papers of the round's own bodies."""
    found = papers_of_round(award_round, actor)
    days = [d.issued_on for d in found if d.issued_on]
    return File(
        organ_id="",
        year=award_round.year,
        notation=f"{award_round.pk}/DX-{award_round.year}",
        title=f"{award_round.title}: văn bản chung",
        retention="",
        creator="",
        starts=min(days, default=None),
        ends=max(days, default=None),
        papers=tuple(paper_of(document, place) for place, document in enumerate(found, 1)),
        folder="00-van-ban-chung",
    )


def paper_of(document: Document, ordinal: int) -> Paper:
    signed = [s for s in document.signatures.all() if s.of_sha256 == document.sha256]
    stored = signed[-1].file if signed else document.file
    if stored is None:
        raise ValueError(f"document {document.pk} has no file")
    made = timezone.localtime(document.rendered_at).date() if document.rendered_at else None
    dossier = document.dossier
    return Paper(
        ordinal=ordinal,
        type_name=KINDS[document.kind].name,
        number=f"{document.number:02d}" if document.number else "",
        notation=document.symbol,
        issued_on=document.issued_on or made,
        organ=dossier.unit.full_name if dossier is not None else document.symbol.rpartition("-")[2] or "–",
        title=document.title,
        subject=pages.about(document.file or stored) or document.title,
        pages=pages.count(stored),
        signer=document.signer_name,
        position=document.signer_title,
        sha256=stored.sha256,
        read=files.path_of(stored).read_bytes,
        note=", ".join(f"{s.signer} ký số {timezone.localtime(s.signed_at):%d/%m/%Y %H:%M}" for s in signed),
    )


def exports_of(actor: Actor) -> QuerySet[Job]:
    """Exports that this person asked for: their file holds what that person may see."""
    return Job.objects.filter(kind=KIND, actor__user_id=actor.user_id)
