"""What the software knows for a paper: the facts of a document, gathered from tenant, unit, campaign and round."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db.models import QuerySet

from awards.facts import TargetResult, measured
from awards.facts_json import from_json
from awards.models import AwardRound
from awards.selectors import law
from awards.target_rows import headings_from
from config.kernel import clock
from config.kernel.prepared import prepared
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_number
from config.kernel.web.addresses import tenant_path
from dossiers.documents import KINDS
from dossiers.documents.data import Check, Facts, NomineeRow, Paper, Profile, Reference, ResultRow, Signer
from dossiers.models import Document, Dossier, Nominee
from dossiers.paper_facts import review
from dossiers.paper_facts import round as of_round
from dossiers.paper_facts.agency import issuer_of_body, of_agency
from dossiers.paper_facts.campaign import campaign_facts
from dossiers.paper_facts.meeting import day_told, meeting_of
from dossiers.paper_facts.occasion import occasion_of
from dossiers.paper_facts.wording import (
    award_facts,
    head_named,
    in_full,
    issuer_of,
    nominee_rows,
    signer_of,
)
from dossiers.selectors.decisions import (
    CERTIFICATES,
    UPWARD_PAPERS,
    decision_nominees,
    latest,
    taken_back,
    to_take_back,
)
from dossiers.selectors.upward import copies_of


def facts_for(document: Document) -> Facts:
    """Facts of a stored document: of a dossier's paper, or of a decision over a round."""
    if document.review_id is not None:
        facts = review.facts_of(document)
    elif document.kind in of_round.FACTS:
        facts = of_round.FACTS[document.kind](document)
    elif KINDS[document.kind].owner in ("standing", "board"):
        facts = of_agency(document)
    elif document.dossier is not None:
        facts = _of_dossier(document, document.dossier)
    else:
        facts = _of_decision(document)
    return replace(facts, check=check_of(document))


def check_of(document: Document) -> Check | None:
    """How the paper can be checked; None until it has a number."""
    if document.number is None:
        return None
    path = tenant_path("public:checked", document.check_code)
    return Check(code=document.check_code, url=f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else "")


def _of_dossier(document: Document, dossier: Dossier) -> Facts:
    unit, award_round = dossier.unit, dossier.round
    named_on = day_told(document, dossier)
    tenant = current_tenant().on(named_on)
    everybody = _nominees(dossier.pk, document.nominee_id is not None)
    nominees = [n for n in everybody if document.nominee_id in (None, n.pk)]
    nominee = nominees[0] if document.nominee_id is not None else None
    day = document.issued_on
    signer = signer_of(document, unit)
    person = nominee.candidate.person if nominee is not None else None
    profile: Profile | None = None
    results: tuple[ResultRow, ...] = ()
    if nominee is not None:
        profile = _profile(nominee)
        results = _results(nominee, award_round)
    return Facts(
        issuer=issuer_of(unit, tenant, named_on),
        signer=Signer(title="Người báo cáo", name=person.full_name) if person else signer,
        campaign=campaign_facts(award_round.campaign),
        paper=Paper(number=document.number, dated=day, year=clock.today().year),
        occasion=occasion_of(award_round),
        award=award_facts(dossier.award_form, tenant),
        nominees=nominee_rows(nominees),
        addressees=(tenant.chairman_title, f"{tenant.standing_agency} (Cơ quan thường trực)")
        if document.kind == "proposal"
        else (),
        meeting=meeting_of(dossier, everybody),
        profile=profile,
        results=results,
        unit_head=signer if person else None,
        year=award_round.year,
        decided_on=clock.today(),
    )


@prepared(int, object, by_key=True)
def _nominees(dossier_id: int, with_facts: bool) -> QuerySet[Nominee]:
    told = ("candidate__person", "candidate__unit", *(["candidate__subject"] if with_facts else []))
    return Nominee.objects.filter(dossier=dossier_id).select_related(*told)


_VERDICTS = {True: "Đạt", False: "Chưa đạt", None: "Không có số liệu hợp lệ"}


def _results(nominee: Nominee, award_round: AwardRound) -> tuple[ResultRow, ...]:
    """The unit's targets as the round's snapshot holds them; a person's report cites those of the own unit."""
    facts = from_json(nominee.candidate.subject.facts, headings_from(award_round.target_headings))
    unit = measured(facts)
    return tuple(
        ResultRow(
            name=target.label,
            target=_threshold(target),
            actual=f"{format_number(target.actual, 2)}{target.unit[:1]}" if target.actual is not None else "",
            verdict=_VERDICTS[target.met] if target.applicable else "Không áp dụng",
            section=target.section,
        )
        for target in (unit.targets if unit else ())
    )


_WORDS = {"gte": "từ", "gt": "trên", "lte": "không quá", "eq": "bằng", "range": "từ"}


def _threshold(target: TargetResult) -> str:
    if target.threshold is None:
        return ""
    return f"{_WORDS.get(target.comparator, '')} {format_number(target.threshold)}{target.unit}".strip()


def _profile(nominee: Nominee) -> Profile:
    person, unit = nominee.candidate.person, nominee.candidate.unit
    if person is None:
        if unit is None:
            raise ValueError(f"nominee {nominee.pk} is neither a unit nor a person")
        return Profile(name=unit.full_name, collective=True, address=unit.address, head=unit.head_name)
    return Profile(
        name=person.full_name,
        collective=False,
        unit=unit.full_name if unit else "",
        position=person.position,
        birth_date=person.birth_date,
        gender=person.get_gender_display(),
        hometown=person.hometown,
        residence=person.residence,
    )


def _of_decision(document: Document) -> Facts:
    """The chairman's papers over a round: decision, certificates, revocation, letters upward."""
    award_round = document.round
    if award_round is None:
        raise ValueError(f"document {document.pk} belongs to neither a dossier nor a round")
    award_form = document.fields["award_form"]
    day = document.issued_on or clock.today()
    # A certificate has no number of its own: it bears the day and the signature of the decision.
    signed = (latest(award_round, award_form) or document) if document.kind in CERTIFICATES else document
    tenant = current_tenant().on(signed.issued_on or day)
    prizes = law.prizes_on(day)
    amounts = {who: prize.amount for (code, who), prize in prizes.items() if code == award_form and prize}
    authority, board = tenant.body("authority"), tenant.body("board")
    # A decision is the chairman's own; a letter to a higher authority goes out for the People's Committee.
    upward = document.kind in UPWARD_PAPERS
    if document.kind == "revocation":
        nominees = _revoked(document, award_round, award_form)
    else:
        named = decision_nominees(document)
        if document.kind in CERTIFICATES:
            revoked = set(taken_back(award_round, award_form).values_list("candidate_id", flat=True))
            named = [nominee for nominee in named if nominee.candidate_id not in revoked]
        nominees = nominee_rows(named, prizes=amounts)
    return Facts(
        issuer=issuer_of_body(tenant, "authority", briefly=True),
        signer=_chairman(signed, "Ủy ban nhân dân" if upward else ""),
        campaign=campaign_facts(award_round.campaign),
        paper=Paper(number=document.number, dated=signed.issued_on, year=day.year),
        addressees=("Thủ tướng Chính phủ",) if upward else (),
        occasion=occasion_of(award_round),
        award=award_facts(award_form, tenant),
        nominees=nominees,
        cites=_cited(document, award_round, award_form),
        decided_on=day,
        proposer=tenant.board_name,
        recipients=(tenant.standing_agency, board.name),
        executors=(
            f"Chánh Văn phòng {authority.name}",
            head_named(board),
            head_named(tenant.body("standing")),
        ),
        copies=copies_of(award_round.campaign, award_form, document.kind) if upward else 1,
        year=award_round.year,
    )


def _chairman(document: Document, collective: str) -> Signer:
    """The chairman, or whoever signs for him while he is away (KT.)."""
    mode, _, own = document.signer_title.partition(" ")
    if mode == "KT." and own:
        return Signer(title=own, name=document.signer_name, mode=mode, head_title="Chủ tịch", collective=collective)
    return Signer(title="Chủ tịch", name=document.signer_name, collective=collective)


def _cited(document: Document, award_round: AwardRound, award_form: str) -> tuple[Reference, ...]:
    """The paper that this one rests on: the board's letter for a decision, the decision for what follows it."""
    if document.kind in UPWARD_PAPERS:
        return ()
    kind, name = ("board_proposal", "Tờ trình") if document.kind == "decision" else ("decision", "Quyết định")
    found = latest(award_round, award_form, kind)
    return (Reference(kind=name, number=found.reference, dated=found.issued_on),) if found else ()


def _revoked(document: Document, award_round: AwardRound, award_form: str) -> tuple[NomineeRow, ...]:
    """Whose awards the paper takes back: before it is issued those that wait for it, afterwards those it took."""
    if document.number is None:
        rows = to_take_back(award_round, award_form)
    else:
        gone = taken_back(award_round, award_form)
        rows = gone.filter(revocation=document.reference, revoked_on=document.issued_on)
    return tuple(
        NomineeRow(
            name=row.name if row.person else in_full(row.unit, row.name),
            collective=row.person is None,
            position=row.position,
            unit=in_full(row.unit, row.unit_name) if row.person else "",
            salutation=row.person.honorific if row.person else "",
            prize=row.prize,
            reason=row.revoked_reason,
        )
        for row in rows.select_related("person", "unit").order_by("pk")
    )
