"""What the software knows for a paper: the facts of a document, gathered from tenant, unit, campaign and round."""

from __future__ import annotations

from collections.abc import Mapping

from awards.facts import TargetResult, measured
from awards.facts_json import from_json
from awards.selectors import law
from config.kernel import clock
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_hundredths, format_number
from dossiers import reviews, round_papers
from dossiers.campaign_words import campaign_facts
from dossiers.documents.data import (
    AwardFacts,
    Facts,
    Issuer,
    NomineeRow,
    Paper,
    Profile,
    ResultRow,
    Signer,
)
from dossiers.models import Document, Dossier, Nominee
from dossiers.occasions import occasion_of
from dossiers.selectors.decisions import decision_nominees
from dossiers.services.meetings import meeting_of
from units.enums import ADMINISTRATIVE_KINDS
from units.models import Tenant, Unit


def facts_for(document: Document) -> Facts:
    """Facts of a stored document: of a dossier's paper, or of a decision over a round."""
    if document.dossier is not None:
        return _of_dossier(document, document.dossier)
    if document.review_id is not None:
        return reviews.facts_of(document)
    if document.kind in round_papers.FACTS:
        return round_papers.FACTS[document.kind](document)
    return _of_decision(document)


def award_facts(award_form: str, tenant: Tenant) -> AwardFacts:
    form = law.forms()[award_form]
    name, _, _ = form.name.partition(" của ")
    return AwardFacts(name=name, giver=tenant.chairman_title if form.by_tenant else form.decider, code=award_form)


def issuer_of(unit: Unit, tenant: Tenant) -> Issuer:
    """A participating unit as the issuer of its own papers."""
    parent = unit.parent
    over = ""
    if unit.kind in ADMINISTRATIVE_KINDS and parent is not None and parent.kind in ADMINISTRATIVE_KINDS:
        over = parent.full_name
    elif parent is not None:
        over = parent.full_name if unit.kind not in {"enterprise", "telecom_enterprise", "household"} else ""
    return Issuer(
        name=unit.full_name,
        short_name=unit.display_name,
        place=unit.locality if unit.kind in ADMINISTRATIVE_KINDS else tenant.place,
        abbreviation=unit.symbol or "…",
        parent_name=over,
    )


def head_of(unit: Unit) -> Signer:
    """The head of a unit; a People's Committee is a collective, so its chairman signs for it (TM.)."""
    collective = "Ủy ban nhân dân" if unit.kind in ADMINISTRATIVE_KINDS else ""
    return Signer(title=unit.head_title or "Thủ trưởng đơn vị", name=unit.head_name, collective=collective)


def nominee_rows(nominees: list[Nominee], *, prizes: Mapping[str, int | None] | None = None) -> tuple[NomineeRow, ...]:
    """Rows of a list: collectives first, then people, in the order of the proposal. `prizes`: subject → đồng."""
    ordered = sorted(nominees, key=lambda n: (n.is_person, n.order, n.pk))
    return tuple(
        NomineeRow(
            name=n.name,
            collective=not n.is_person,
            position=n.position,
            unit=n.unit_name if n.is_person else "",
            salutation=n.honorific,
            merit=n.merit,
            score=format_hundredths(n.candidate.ratio_h) if n.candidate.ratio_h is not None else "",
            prize=prizes.get(n.subject) if prizes else None,
            is_leader=n.candidate.person.is_leader if n.candidate.person else None,
        )
        for n in ordered
    )


def _of_dossier(document: Document, dossier: Dossier) -> Facts:
    tenant, unit = current_tenant(), dossier.unit
    award_round = dossier.round
    nominees = list(dossier.nominees.select_related("candidate__person", "candidate__unit"))
    if document.nominee is not None:
        nominees = [n for n in nominees if n.pk == document.nominee_id]
    nominee = document.nominee
    day = document.issued_on
    signer = head_of(unit)
    person = nominee.candidate.person if nominee is not None else None
    profile: Profile | None = None
    results: tuple[ResultRow, ...] = ()
    if nominee is not None:
        profile = _profile(nominee)
        results = _results(nominee)
    return Facts(
        issuer=issuer_of(unit, tenant),
        signer=Signer(title="Người báo cáo", name=person.full_name) if person else signer,
        campaign=campaign_facts(award_round.campaign),
        paper=Paper(number=document.number, dated=day, year=clock.today().year),
        occasion=occasion_of(award_round),
        award=award_facts(dossier.award_form, tenant),
        nominees=nominee_rows(nominees),
        addressees=(tenant.chairman_title, f"{tenant.standing_agency} (Cơ quan thường trực)")
        if document.kind == "proposal"
        else (),
        meeting=meeting_of(dossier),
        profile=profile,
        results=results,
        confirmer=signer if nominee is not None and not person else None,
        unit_head=signer if person else None,
        year=award_round.year,
        decided_on=clock.today(),
    )


_VERDICTS = {True: "Đạt", False: "Chưa đạt", None: "Không có số liệu hợp lệ"}


def _results(nominee: Nominee) -> tuple[ResultRow, ...]:
    """The unit's targets as the round's snapshot holds them; a person's report cites those of the own unit."""
    facts = from_json(nominee.candidate.subject.facts)
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
    tenant = current_tenant()
    award_round = document.round
    if award_round is None:
        raise ValueError(f"document {document.pk} belongs to neither a dossier nor a round")
    award_form = document.fields["award_form"]
    day = document.issued_on or clock.today()
    nominees = decision_nominees(document)
    prizes = law.prizes_on(day)
    amounts = {who: prize.amount for (code, who), prize in prizes.items() if code == award_form and prize}
    authority, board = tenant.body("authority"), tenant.body("board")
    # A decision is the chairman's own; a letter to a higher authority goes out for the People's Committee.
    upward = document.kind == "board_proposal"
    return Facts(
        issuer=Issuer(
            name=authority.name,
            place=tenant.place,
            abbreviation=authority.symbol,
            parent_name=authority.parent,
            authority=tenant.chairman_title,
            short_name=authority.short,
        ),
        signer=Signer(title="Chủ tịch", name=document.signer_name, collective="Ủy ban nhân dân" if upward else ""),
        campaign=campaign_facts(award_round.campaign),
        paper=Paper(number=document.number, dated=document.issued_on, year=day.year),
        addressees=(law.forms()[award_form].decider,) if upward else (),
        occasion=occasion_of(award_round),
        award=award_facts(award_form, tenant),
        nominees=nominee_rows(nominees, prizes=amounts),
        decided_on=day,
        proposer=tenant.board_name,
        recipients=(tenant.standing_agency, board.name),
        executors=(f"Chánh Văn phòng {authority.name}", board.name, tenant.standing_agency),
        year=award_round.year,
    )
