"""The standing agency drafts the report of a review, edits it, has it made as PDF and DOCX, and issues it."""

from __future__ import annotations

from django.db import transaction

from campaigns.models import Campaign
from config.kernel import audit, clock, jobs
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.tenancy import current_tenant
from dossiers.documents import KINDS
from dossiers.documents.regimes import regime_on
from dossiers.enums import DocumentState, ReviewOccasion
from dossiers.models import Document, Review
from dossiers.paper_facts import review as told
from dossiers.paper_facts.document import facts_for
from dossiers.selectors.reviews import KIND, occasions_of
from dossiers.services.drafting import gaps, queue_rendering
from dossiers.services.numbering import take_number
from targets.selectors.reports import years_sent

EDIT = "rounds.manage"


@transaction.atomic
def open_review(*, campaign: Campaign, occasion: str, year: int, actor: Actor) -> Document:
    """Begin the report of one year, of a milestone or of the whole campaign; an open one is returned as it is.

    Raises `DomainError` for a year outside the campaign, ahead of today, or with no report to tell of.
    """
    require(actor, EDIT)
    if occasion not in ReviewOccasion.values:
        raise DomainError("Chọn báo cáo năm, sơ kết hay tổng kết.", code="occasion", field="occasion")
    if year not in campaign.years or year > clock.today().year:
        raise DomainError("Chọn một năm của phong trào, không sau năm nay.", code="year", field="year")
    if occasion not in occasions_of(year, campaign, years_sent(campaign.pk)):
        raise DomainError(
            f"Năm {year} chưa có đơn vị nào gửi báo cáo nên chưa có số liệu để tổng hợp. Chọn năm đã có báo cáo.",
            code="year", field="year",
        )  # fmt: skip
    review, made = Review.objects.get_or_create(
        campaign=campaign, occasion=occasion, year=year, defaults={"opened_by_name": actor.name}
    )
    if not made:
        return Document.objects.get(review=review, kind=KIND)
    document = Document.objects.create(
        review=review, kind=KIND, regime=regime_on(clock.today()).code, title=str(review)
    )
    audit.record(actor=actor, verb="review.open", obj=document, after=document.state)
    return document


def _locked(document: Document, expected_version: int) -> Document:
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.number is not None:
        raise Conflict("Báo cáo đã ban hành nên không sửa được.", code="issued")
    if locked.version != expected_version:
        raise Conflict(
            "Báo cáo đã được người khác lưu sau khi bạn mở trang. Chữ bạn vừa gõ vẫn còn trên máy này; hãy tải lại "
            "trang, đối chiếu rồi lưu lại.",
            code="stale",
        )
    return locked


@transaction.atomic
def save_texts(*, document: Document, fields: dict[str, str], expected_version: int, actor: Actor) -> Document:
    """Keep typed texts, all or some of them. What reads as drafted from the data is not kept, so that it goes on
    following the data. Raises `Conflict` for a newer version, `Invalid` for a text that is too long."""
    require(actor, EDIT)
    locked = _locked(document, expected_version)
    known = {field.code: field for field in KINDS[KIND].fields}
    typed = {code: said.replace("\r\n", "\n") for code, said in fields.items() if code in known}
    errors = {
        code: [f"“{known[code].label}” dài quá {known[code].max_length} ký tự."]
        for code, said in typed.items()
        if len(said) > known[code].max_length
    }
    if errors:
        raise Invalid(errors)
    drafted = KINDS[KIND].defaults(facts_for(locked))
    kept = {**locked.fields, **typed}
    locked.fields = {code: said for code, said in kept.items() if said != drafted.get(code)}
    locked.state, locked.version = DocumentState.DRAFT, locked.version + 1
    locked.save(update_fields=["fields", "state", "version"])
    audit.record(actor=actor, verb="document.save", obj=locked, data={"fields": sorted(typed)})
    return locked


@transaction.atomic
def render(*, document: Document, actor: Actor) -> jobs.Job:
    """Ask for PDF and DOCX of the report as it is now. Raises `Invalid` naming what is missing."""
    require(actor, EDIT)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.number is not None:
        raise Conflict("Báo cáo đã ban hành.", code="issued")
    # The data may have changed while the text did not: what is made now is made of the data of now.
    locked.version += 1
    locked.save(update_fields=["version"])
    audit.record(actor=actor, verb="review.render", obj=locked)
    return queue_rendering(document=locked, actor=actor)


@transaction.atomic
def issue(*, document: Document, signer_name: str, signer_title: str, actor: Actor, expected_version: int) -> Document:
    """Number and date the report; its figures stay those of this day. Raises `Invalid` naming what is missing."""
    require(actor, EDIT)
    locked = _locked(document, expected_version)
    if not signer_name.strip():
        raise DomainError("Ghi họ tên người ký.", code="signer_missing", field="signer_name")
    if said := gaps(locked):
        raise Invalid({code: [sentence] for code, sentence in said.items()})
    review = locked.review
    if review is None:
        raise DomainError("Văn bản này không phải báo cáo của đợt sơ kết, tổng kết.", code="no_review")
    today = clock.today()
    body = current_tenant().on(today).body("standing")
    review.figures = told.as_json(*told.figures_of(review))
    review.save(update_fields=["figures"])
    symbol = KINDS[KIND].symbol
    locked.number = take_number(body="standing", series=symbol, year=today.year)
    locked.symbol, locked.issued_on = f"{symbol}-{body.symbol}", today
    locked.signer_name, locked.signer_title = signer_name.strip()[:200], signer_title.strip()[:200]
    locked.version += 1
    locked.save()
    audit.record(actor=actor, verb="review.issue", obj=locked, after="issued", data={"number": locked.reference})
    queue_rendering(document=locked, actor=actor)
    return locked
