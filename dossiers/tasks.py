"""Jobs of the dossiers app."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from django.db.models import QuerySet
from django.utils.text import slugify

from awards.models import AwardRound
from campaigns.models import ReminderRound
from campaigns.selectors.reminders import LETTER
from config.kernel import clock, files, jobs
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.prepared import prepared, write
from config.kernel.tenancy import tenant_scope
from config.kernel.text import search_key
from config.kernel.web.addresses import tenant_path
from dossiers.documents import Composition, Incomplete, compose
from dossiers.documents.regimes import regime_on
from dossiers.enums import DocumentState
from dossiers.models import Document, Dossier
from dossiers.paper_facts import reminder
from dossiers.paper_facts.document import facts_for
from dossiers.selectors import exporting, visible_dossiers, visible_rounds
from dossiers.services import consultations, rounds, score_sheets, search_texts
from dossiers.services.word import origin_of
from dossiers.whole import merged, metadata, packed
from units.models import Tenant

log = logging.getLogger(__name__)
INDEX_SECONDS, INDEX_BATCH = 10, 50


@shared_task(name="dossiers.index", ignore_result=True)
def index() -> None:
    """Called by beat: what changed becomes findable, a few seconds' work for each tenant at a time."""
    for tenant in Tenant.objects.filter(is_active=True):
        until = time.monotonic() + INDEX_SECONDS
        try:
            while time.monotonic() < until:
                with tenant_scope(tenant):
                    if not search_texts.index_changed(most=INDEX_BATCH):
                        break
        except Exception:
            log.exception("search texts of %s failed", tenant.slug)


@shared_task(name="dossiers.consultations", ignore_result=True)
def follow_consultations() -> None:
    """Called by beat: agencies are reminded of what they were asked, silence is recorded."""
    for tenant in Tenant.objects.filter(is_active=True):
        try:
            with tenant_scope(tenant):
                reminded, silent = consultations.follow_up(actor=Actor.system(tenant))
        except Exception:
            log.exception("consultations of %s failed", tenant.slug)
            continue
        if reminded or silent:
            log.info("%s: %s reminded, %s silent", tenant.slug, reminded, silent)


@prepared(int, by_key=True)
def _told(document_id: int) -> QuerySet[Document]:
    """The document with what nearly every paper of a dossier tells of, in one question."""
    told = Document.objects.select_related("dossier__unit__parent", "dossier__round__campaign")
    return told.filter(pk=document_id)


@prepared(int, by_key=True)
def _held(document_id: int) -> QuerySet[Document]:
    held = Document.objects.filter(pk=document_id).select_for_update()
    return held.only("uid", "tenant", "version", "state", "number", "dossier", "review")


@jobs.handler("dossiers.render")
def render(ctx: jobs.Context) -> None:
    """Make the PDF of a document. A newer version of the text makes this job's result void, not wrong."""
    with ctx.reading():
        (document,) = _told(ctx.params["document"])
        try:
            paper = compose(document.kind, facts_for(document), document.fields, regime_code=document.regime)
        except Incomplete as error:
            raise DomainError(" ".join(error.fields.values()), code="incomplete") from error
    pdf = paper.pdf()
    docx = paper.docx(origin=origin_of(document)) if document.review_id is not None else b""
    with ctx.finish() as result:
        (fresh,) = _held(document.pk)
        stored = files.store(pdf, name=paper.filename, actor=ctx.actor, purpose="document")
        result |= {"document": str(fresh.uid), "sha256": stored.sha256}
        if fresh.version != ctx.params["version"] or fresh.state == DocumentState.ISSUED:
            return
        fresh.file, fresh.sha256, fresh.rendered_at = stored, stored.sha256, clock.now()
        fresh.state = DocumentState.ISSUED if fresh.dossier_id is None and fresh.number else DocumentState.READY
        write(fresh, "file", "sha256", "rendered_at", "state")
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
        facts, fields = reminder.reminder(found)
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


@jobs.handler(exporting.KIND)
def export(ctx: jobs.Context) -> None:
    """A dossier or a round as one file; what it holds is what whoever asked may see."""
    form, whole = ctx.params["form"], ctx.params["what"] == "round"
    with ctx.reading():
        if whole:
            award_round = visible_rounds(ctx.actor).get(uid=ctx.params["of"])
            members = [exporting.file_of_round(award_round, ctx.actor)]
            for place, dossier in enumerate(exporting.dossiers_of_round(award_round, ctx.actor), 1):
                members.append(exporting.file_of(dossier, ctx.actor, folder=f"{place:02d}-{_slug(dossier.unit_name)}"))
            title, front, called = award_round.title, [], award_round.title
        else:
            found = visible_dossiers(ctx.actor).get(uid=ctx.params["of"])
            members = [exporting.file_of(found, ctx.actor)]
            title, front = members[0].title, _front(found)
            called = f"Hồ sơ {found.unit_name} {found.round.title}"
    members = [member for member in members if member.papers]
    total = sum(len(member.papers) for member in members) + 1

    def told(done: int) -> None:
        ctx.progress(done, total, "Đang ghép văn bản")

    told(0)
    try:
        if form == "pdf":
            data = merged(members, title=title, front=[(label, paper.pdf()) for label, paper in front], told=told)
        else:
            data = packed(members, told=told) if form == "zip" else metadata(members)
    except FileNotFoundError as error:
        raise DomainError(
            "Tệp của một văn bản không còn trên máy chủ. Hãy báo quản trị hệ thống.", code="file_lost"
        ) from error
    with ctx.finish() as result:
        name = f"{_file_stem(called)}.{form}"
        stored = files.store(data, name=name, actor=ctx.actor, purpose="export")
        result |= {
            "file": str(stored.uid),
            "sentence": f"Đã kết xuất {total - 1} văn bản.",
            "url": tenant_path("dossiers:exported", ctx.job.uid),
            "label": f"Tải {form.upper()}",
        }


def _file_stem(text: str) -> str:
    """Whole words of it, at most eighty characters."""
    slug = _slug(text)
    return (slug if len(slug) <= 80 else slug[:81].rpartition("-")[0]) or "ho-so"


def _slug(text: str) -> str:
    return slugify(search_key(text))


def _front(dossier: Dossier) -> list[tuple[str, Composition]]:
    """Cover and contents, drawn for the occasion; they are no papers of the dossier."""
    sheets = []
    for kind, label in (("cover", "Bìa hồ sơ"), ("contents", "Mục lục văn bản")):
        paper = Document(dossier=dossier, kind=kind, regime=regime_on(clock.today()).code)
        sheets.append((label, compose(kind, facts_for(paper), regime_code=paper.regime)))
    return sheets


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
