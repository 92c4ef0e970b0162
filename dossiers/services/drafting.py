"""The unit's side: open a dossier for its proposed candidates, write its papers, have them made as PDF."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from awards.enums import ROUND_LISTED
from awards.models import AwardRound, Candidate
from awards.selectors import law
from config.kernel import audit, clock, jobs
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from dossiers.documents import KINDS, missing
from dossiers.documents.regimes import regime_on
from dossiers.enums import EDITABLE_STATES, UNIT_PAPERS, DocumentState
from dossiers.models import Document, Dossier, Nomination, Nominee
from dossiers.paper_facts.document import facts_for
from dossiers.selectors.agency import WRITERS
from dossiers.selectors.rounds import proposed_candidates
from dossiers.services.meetings import check_meeting
from units.models import Unit


@transaction.atomic
def open_dossier(*, award_round: AwardRound, unit: Unit, award_form: str, actor: Actor) -> Dossier:
    """The unit's dossier for one award form of a round, with its nominees and empty papers.

    Nominees are the candidates of that unit which the round proposes. Returns the existing dossier when there
    is one. Raises `DomainError` when the round proposes nobody of this unit.
    """
    require(actor, "dossiers.edit", unit)
    if AwardRound.objects.select_for_update().get(pk=award_round.pk).state not in ROUND_LISTED:
        raise DomainError("Đợt xét chưa lập danh sách đề nghị, hoặc đã kết thúc.", code="round_closed")
    candidates = list(proposed_candidates(award_round, unit=unit, award_form=award_form))
    if not candidates:
        raise DomainError(
            f"{unit.display_name} không có tập thể, cá nhân nào trong danh sách đề nghị của đợt này.",
            code="nobody_proposed",
        )
    dossier, created = Dossier.objects.get_or_create(
        round=award_round,
        unit=unit,
        award_form=award_form,
        defaults={
            "unit_name": unit.display_name,
            "drafted_by_user_id": actor.user_id,
            "drafted_by_name": actor.name,
        },
    )
    if created:
        _lay_out(dossier, candidates)
        audit.record(
            actor=actor,
            verb="dossier.open",
            obj=dossier,
            after=dossier.state,
            data={"award_form": award_form, "nominees": [c.name for c in candidates]},
        )
    return dossier


def _lay_out(dossier: Dossier, candidates: list[Candidate]) -> None:
    merits = dict(Nomination.objects.filter(round=dossier.round, withdrawn=False).values_list("person_id", "merit"))
    nominees = [
        Nominee(
            dossier=dossier,
            candidate=candidate,
            subject="individual" if candidate.person is not None else "collective",
            name=candidate.name,
            honorific=candidate.person.honorific if candidate.person else "",
            position=candidate.person.position if candidate.person else "",
            unit_name=candidate.unit.display_name if candidate.unit else "",
            merit=merits.get(candidate.person_id, "") if candidate.person_id else "",
            order=place,
        )
        for place, candidate in enumerate(candidates)
    ]
    Nominee.objects.bulk_create(nominees)
    regime = regime_on(clock.today()).code
    papers: list[tuple[str, Nominee | None]] = [("proposal", None), ("minutes", None)]
    papers += [("report_individual" if n.is_person else "report_collective", n) for n in nominees]
    form = law.forms()[dossier.award_form]
    for order, (kind, nominee) in enumerate(papers):
        name = KINDS[kind].name
        Document.objects.create(
            dossier=dossier,
            nominee=nominee,
            kind=kind,
            regime=regime,
            title=f"{name}: {nominee.name}" if nominee else f"{name} ({form.short})",
            order=order,
        )


def may_edit(document: Document, actor: Actor) -> bool:
    """Whether the typed text is this actor's to change, now."""
    owner, dossier = KINDS[document.kind].owner, document.dossier
    if document.review_id is not None or not is_open(document):
        return False
    if owner in WRITERS:
        return actor.can(WRITERS[owner])
    return dossier is not None and actor.can("dossiers.edit", dossier.unit)


def is_open(document: Document) -> bool:
    """Whether somebody still writes on the paper: its own desk before it has a number, its unit before it confirms."""
    if KINDS[document.kind].owner in WRITERS:
        return document.number is None
    return document.dossier is not None and document.dossier.state in EDITABLE_STATES


def _editable(document: Document, actor: Actor) -> Dossier | None:
    dossier, owner = document.dossier, KINDS[document.kind].owner
    if owner in WRITERS:
        require(actor, WRITERS[owner])
        if document.number is not None or document.review_id is not None:
            raise DomainError("Văn bản đã có số nên không sửa được nữa.", code="not_editable")
        return dossier
    if dossier is None:
        raise DomainError("Văn bản này không thuộc hồ sơ của đơn vị.", code="not_of_dossier")
    require(actor, "dossiers.edit", dossier.unit)
    if dossier.state not in EDITABLE_STATES:
        raise DomainError(
            f"Hồ sơ đang ở trạng thái “{dossier.state_label}” nên không sửa được văn bản.",
            code="not_editable",
        )
    return dossier


@transaction.atomic
def save_fields(*, document: Document, fields: dict[str, str], expected_version: int, actor: Actor) -> Document:
    """Keep the typed text; the paper must be made anew afterwards.

    Unknown fields are ignored, so that nothing but the kind's own texts can be written. Raises `Conflict` when
    somebody saved a newer version, `Invalid` for a text that is too long.
    """
    # The dossier first, as the head's confirmation does: what the head has read is what is confirmed.
    dossier = Dossier.objects.select_for_update().filter(pk=document.dossier_id or 0).first()
    locked = Document.objects.select_for_update().get(pk=document.pk)
    _editable(locked, actor)
    if locked.version != expected_version:
        raise Conflict(
            "Văn bản đã được người khác lưu sau khi bạn mở trang. Chữ bạn vừa gõ vẫn còn bên dưới; hãy đối chiếu "
            "rồi lưu lại.",
            code="stale",
        )
    # Browsers send CRLF; texts are kept and compared with single line ends.
    fields = {code: typed.replace("\r\n", "\n") for code, typed in fields.items()}
    known = {field.code: field for field in KINDS[locked.kind].fields}
    errors = {
        code: [f"“{known[code].label}” dài quá {known[code].max_length} ký tự."]
        for code, typed in fields.items()
        if code in known and len(typed) > known[code].max_length
    }
    if errors:
        raise Invalid(errors)
    # What still reads as the software wrote it is not kept, so that it follows the facts.
    written = KINDS[locked.kind].defaults(facts_for(locked))
    kept = {**locked.fields, **{code: typed for code, typed in fields.items() if code in known}}
    locked.fields = {code: typed for code, typed in kept.items() if typed != written.get(code)}
    locked.state = DocumentState.DRAFT
    locked.version += 1
    locked.save(update_fields=["fields", "state", "version"])
    if dossier is not None and locked.kind in UNIT_PAPERS:
        dossier.version += 1
        dossier.save(update_fields=["version"])
    audit.record(actor=actor, verb="document.save", obj=locked, data={"fields": sorted(set(fields) & set(known))})
    return locked


@transaction.atomic
def save_meeting(*, dossier: Dossier, posted: dict[str, str], actor: Actor) -> Dossier:
    """Keep what the minutes say of the meeting; papers that mention it must be made anew."""
    require(actor, "dossiers.edit", dossier.unit)
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if locked.state not in EDITABLE_STATES:
        raise DomainError("Hồ sơ không còn ở bước lập nên không sửa được biên bản.", code="not_editable")
    locked.meeting = check_meeting(posted, nominees=[(n.pk, n.name) for n in locked.nominees.all()])
    locked.version += 1
    locked.save(update_fields=["meeting", "version"])
    # A version that was made already is not made again.
    locked.documents.filter(kind__in=("minutes", "proposal")).update(
        state=DocumentState.DRAFT, version=F("version") + 1
    )
    audit.record(actor=actor, verb="dossier.meeting", obj=locked)
    return locked


def texts(document: Document) -> dict[str, str]:
    """The paper's texts as they stand: what a person typed, else what the software writes from the facts."""
    return {**KINDS[document.kind].defaults(facts_for(document)), **document.fields}


def gaps(document: Document) -> dict[str, str]:
    """What keeps the paper from being made: field code → sentence; empty when nothing does."""
    return missing(document.kind, facts_for(document), texts(document))


@transaction.atomic
def render(*, document: Document, actor: Actor) -> jobs.Job:
    """Ask for the PDF of the paper as it is now. Raises `Invalid` naming what is missing."""
    _editable(document, actor)
    return queue_rendering(document=document, actor=actor)


@transaction.atomic
def render_all(*, dossier: Dossier, actor: Actor) -> list[jobs.Job]:
    """Ask for every paper of the dossier that is not made yet. Raises `Invalid` naming what is missing."""
    require(actor, "dossiers.edit", dossier.unit)
    failed = Q(state=DocumentState.RENDERING, job__state=jobs.JobState.FAILED)
    drafts = list(dossier.own_documents.filter(Q(state=DocumentState.DRAFT) | failed))
    errors = {d.title: list(gaps(d).values()) for d in drafts if gaps(d)}
    if errors:
        raise Invalid({title: [f"{title}: {' '.join(said)}"] for title, said in errors.items()})
    return [queue_rendering(document=document, actor=actor) for document in drafts]


@transaction.atomic
def render_again(*, document: Document, actor: Actor) -> jobs.Job:
    """Try a rendering that failed once more; nothing of the paper changes, so any desk that holds it may ask.

    Raises `DomainError` when it has not failed.
    """
    dossier = document.dossier
    unit = dossier.unit if dossier else None
    verbs = ("dossiers.edit", "dossiers.confirm", "dossiers.receive", "dossiers.appraise", "decisions.sign")
    if not any(actor.can(verb, unit) for verb in verbs):
        raise Refused("Tài khoản của bạn không được giao việc này.", code="not_allowed")
    if document.state != DocumentState.RENDERING or document.job is None or document.job.state != jobs.JobState.FAILED:
        raise DomainError("Văn bản này không có lần kết xuất nào bị lỗi.", code="not_failed")
    return queue_rendering(document=document, actor=actor)


def queue_rendering(*, document: Document, actor: Actor) -> jobs.Job:
    """Put the rendering of one version of a paper in the queue; the same version is made once."""
    if said := gaps(document):
        raise Invalid({code: [sentence] for code, sentence in said.items()})
    job = jobs.enqueue(
        kind="dossiers.render",
        actor=actor,
        params={"document": document.pk, "version": document.version},
        key=f"{document.uid}:{document.version}:{document.reference}",
        label=f"Kết xuất {document.title}",
        queue="documents",
    )
    document.job = job
    document.state = DocumentState.RENDERING if not job.is_over else document.state
    document.save(update_fields=["job", "state"])
    return job
