"""Ask for the whole file of a dossier or a round; a worker makes it."""

from __future__ import annotations

from django.db import transaction

from awards.models import AwardRound
from config.kernel import audit, jobs
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError
from config.kernel.models import Job
from dossiers.models import Dossier
from dossiers.selectors import exporting
from dossiers.whole import FORMS


@transaction.atomic
def export(*, of: Dossier | AwardRound, form: str, actor: Actor) -> Job:
    """The job that makes it; unchanged papers give the job that made it before. `DomainError` when there is no paper.

    The file holds what this actor may see: the job checks again who asked.
    """
    if form not in FORMS:
        raise DomainError("Không có dạng kết xuất này.", code="unknown_form")
    if isinstance(of, Dossier):
        require(actor, "dossiers.view", of.unit)
        found = exporting.papers_of_dossier(of, actor)
        label = f"Kết xuất hồ sơ của {of.unit_name}"
    else:
        require(actor, "rounds.view")
        found = exporting.papers_of_round(of, actor)
        for dossier in exporting.dossiers_of_round(of, actor):
            found += exporting.papers_of_dossier(dossier, actor)
        label = f"Kết xuất hồ sơ {of.title}"
    if not found:
        raise DomainError("Chưa có văn bản nào được kết xuất.", code="nothing_made")
    job = jobs.enqueue(
        kind=exporting.KIND,
        actor=actor,
        params={"of": str(of.uid), "what": "dossier" if isinstance(of, Dossier) else "round", "form": form},
        key=f"{of.uid}:{form}:{actor.user_id}:{exporting.stamp(found)}",
        label=f"{label} ({form.upper()})",
        queue="documents",
        total=len(found),
    )
    audit.record(actor=actor, verb="file.export", obj=of, data={"form": form, "papers": len(found)})
    return job
