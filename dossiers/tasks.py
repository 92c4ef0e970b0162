"""Jobs of the dossiers app."""

from __future__ import annotations

from awards.models import AwardRound
from campaigns.models import ReminderRound
from campaigns.services.reminders import LETTER
from config.kernel import clock, files, jobs
from config.kernel.errors import DomainError
from config.kernel.web.addresses import tenant_path
from dossiers import letters
from dossiers.documents import Incomplete, compose
from dossiers.enums import DocumentState
from dossiers.models import Document
from dossiers.papers import facts_for
from dossiers.services import rounds, score_sheets


@jobs.handler("dossiers.render")
def render(ctx: jobs.Context) -> None:
    """Make the PDF of a document. A newer version of the text makes this job's result void, not wrong."""
    with ctx.reading():
        document = Document.objects.get(pk=ctx.params["document"])
        try:
            paper = compose(document.kind, facts_for(document), document.fields, regime_code=document.regime)
        except Incomplete as error:
            raise DomainError(" ".join(error.fields.values()), code="incomplete") from error
    ctx.progress(0, 1, "Đang kết xuất")
    pdf = paper.pdf()
    docx = paper.docx() if document.review_id is not None else b""
    with ctx.finish() as result:
        fresh = Document.objects.select_for_update().get(pk=document.pk)
        stored = files.store(pdf, name=paper.filename, actor=ctx.actor, purpose="document")
        result |= {"document": str(fresh.uid), "sha256": stored.sha256}
        if fresh.version != ctx.params["version"] or fresh.state == DocumentState.ISSUED:
            return
        fresh.file, fresh.sha256, fresh.rendered_at = stored, stored.sha256, clock.now()
        fresh.state = DocumentState.ISSUED if fresh.dossier_id is None and fresh.number else DocumentState.READY
        fresh.save(update_fields=["file", "sha256", "rendered_at", "state"])
        if fresh.review is not None:
            name = paper.filename.removesuffix(".pdf") + ".docx"
            fresh.review.docx = files.store(docx, name=name, actor=ctx.actor, purpose="document")
            fresh.review.docx_version = fresh.version
            fresh.review.save(update_fields=["docx", "docx_version"])


@jobs.handler(score_sheets.KIND)
def score_sheet(ctx: jobs.Context) -> None:
    """Make the PDF of a unit's score sheet. The run never changes, so that one rendering stands for good."""
    with ctx.reading():
        paper = score_sheets.paper(ctx.params["run"], ctx.params["unit"])
    ctx.progress(0, 1, "Đang kết xuất")
    pdf = paper.pdf()
    with ctx.finish() as result:
        stored = files.store(pdf, name=paper.filename, actor=ctx.actor, purpose="score_sheet")
        result |= {
            "file": str(stored.uid),
            "sha256": stored.sha256,
            "sentence": "Đã lập phiếu điểm.",
            "url": tenant_path("dossiers:score_sheet_file", ctx.params["run"], ctx.params["unit"]),
            "label": "Tải phiếu điểm (PDF)",
        }


@jobs.handler(LETTER)
def reminder_letter(ctx: jobs.Context) -> None:
    """Draw the official letter (công văn đôn đốc) of a round of reminding, and keep it with the round."""
    with ctx.reading():
        found = ReminderRound.objects.select_related("campaign").get(pk=ctx.params["round"])
        facts, fields = letters.reminder(found)
        paper = compose("reminder", facts, fields, day=found.sent_on)
    pdf = paper.pdf()
    with ctx.finish() as result:
        stored = files.store(pdf, name=paper.filename, actor=ctx.actor, purpose="reminder")
        ReminderRound.objects.filter(pk=found.pk).update(letter=stored)
        result |= {
            "sentence": f"Đã lập công văn đôn đốc {len(found.units)} đơn vị.",
            "url": f"{tenant_path('campaigns:reminder_letter', found.uid)}?xem=1",
            "label": "Mở công văn",
        }


@jobs.handler("dossiers.evaluate")
def evaluate(ctx: jobs.Context) -> None:
    """Judge every candidate of a round; the whole evaluation is one transaction."""
    ctx.progress(0, 1, "Đang đối chiếu tiêu chuẩn")
    with ctx.finish() as result:
        award_round = AwardRound.objects.select_related("campaign", "rule_set").get(pk=ctx.params["round"])
        rounds.evaluate(award_round=award_round, actor=ctx.actor)
        award_round.refresh_from_db()
        result |= {
            "digest": award_round.digest,
            "sentence": "Đã đối chiếu xong tiêu chuẩn của mọi đối tượng.",
            "url": tenant_path("dossiers:round", award_round.uid),
            "label": "Xem kết quả",
        }
