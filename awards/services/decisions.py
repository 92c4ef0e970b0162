"""Decisions, the register of awards, prizes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from awards import permissions
from awards.enums import ROUND_LISTED, AwardState
from awards.facts import AnyFacts, PersonFacts
from awards.facts_json import from_json
from awards.flow import ROUND_FLOW
from awards.law import Prize
from awards.models import AwardForm, AwardGranted, AwardRound, Candidate, Decision
from awards.selectors import law
from awards.services.rounds import locked
from awards.target_rows import headings_from
from config.kernel import audit, workflow
from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.models import StoredFile
from config.kernel.text import search_key, sort_key

Prizes = dict[tuple[str, str], Prize | None]


@transaction.atomic
def record_decision(
    *,
    round: AwardRound,
    award_form: str,
    number: str,
    date: date,
    candidates: Sequence[Candidate],
    actor: Actor,
    decider: str = "",
    signer_name: str = "",
    signer_title: str = "",
    file: StoredFile | None = None,
) -> Decision:
    """Enter a decision and one line of the register per candidate of the list, with the prize of that day.

    Everybody has to be on the proposal list for that form, and nobody is awarded twice in the round. When no
    proposed candidate of any form is left without an answer, the round is decided.
    """
    if not (actor.can(permissions.SIGN) or actor.can(permissions.PRESENT)):
        raise Refused("Tài khoản của bạn không được giao việc này.", code="not_allowed")
    if not number.strip():
        raise DomainError("Hãy ghi số quyết định.", code="number", field="number")
    if not candidates:
        raise DomainError("Quyết định chưa có ai được khen.", code="nobody")
    round_ = locked(round, *ROUND_LISTED)
    form = AwardForm.objects.filter(code=award_form).first()
    regime = law.regime_for(date)
    if form is None or regime is None:
        raise DomainError(f"Chưa có quy định pháp luật cho ngày {date:%d/%m/%Y}.", code="no_regime", field="date")
    who = _to_be_awarded(round_, award_form, {c.pk for c in candidates})
    decider = decider or form.decider
    if Decision.objects.filter(number=number.strip(), date=date, decider=decider).exists():
        raise Conflict(
            f"Số quyết định {number.strip()} ngày {date:%d/%m/%Y} đã được ghi.", code="number_taken", field="number"
        )
    decision = Decision.objects.create(
        round=round_,
        award_form=award_form,
        number=number.strip(),
        date=date,
        decider=decider,
        signer_name=signer_name,
        signer_title=signer_title,
        regime_code=regime.code,
        citations=list(regime.citations),
        file=file,
        recorded_by_name=actor.name,
    )
    prizes = law.prizes_on(date)
    awards = [_award(decision, round_, form, candidate, prizes) for candidate in who]
    AwardGranted.objects.bulk_create(awards, batch_size=500)
    decision.total = sum(award.prize or 0 for award in awards)
    decision.save(update_fields=["total"])
    audit.record(
        actor=actor,
        verb="decision.record",
        obj=decision,
        after="granted",
        data={"round": str(round_.uid), "form": award_form, "awards": len(awards), "total": decision.total},
        label=f"{decision}: {form.name}",
    )
    _close(round_, actor)
    return decision


def _to_be_awarded(round_: AwardRound, award_form: str, wanted: set[int]) -> list[Candidate]:
    """The candidates of these ids in the order of the register; refuses who is not on the list, and who has it."""
    who = list(
        Candidate.objects.filter(pk__in=wanted, round=round_)
        .select_related("subject", "rule", "unit", "person")
        .order_by("recipient", "place", "id")
    )
    if len(who) != len(wanted) or any(not c.proposed or c.withdrawn or c.award_form != award_form for c in who):
        raise DomainError("Có người không thuộc danh sách đề nghị hình thức này.", code="not_proposed")
    again = AwardGranted.objects.filter(round=round_, award_form=award_form, state=AwardState.GRANTED)
    if twice := again.filter(candidate__subject__in=[c.subject_id for c in who]).first():
        raise Conflict(f"{twice.name} đã được khen trong đợt này ({twice.decision_number}).", code="twice")
    return who


def _close(round_: AwardRound, actor: Actor) -> None:
    """Move the round to decided when every proposed candidate has its award."""
    answered = AwardGranted.objects.filter(round=round_).values("candidate")
    if Candidate.objects.filter(round=round_, proposed=True).exclude(pk__in=answered).exists():
        return
    # Whoever recorded a decision that came back need not be the one who signs.
    system = Actor.system(round_.tenant) if not actor.can(permissions.SIGN) else actor
    workflow.apply(ROUND_FLOW, "decide", round_, actor=system)


def _award(
    decision: Decision, round_: AwardRound, form: AwardForm, candidate: Candidate, prizes: Prizes
) -> AwardGranted:
    facts: AnyFacts = from_json(candidate.subject.facts, headings_from(round_.target_headings))
    prize = prizes.get((form.code, candidate.recipient))
    person = facts if isinstance(facts, PersonFacts) else None
    level = candidate.unit.level if candidate.unit else facts.level
    return AwardGranted(
        decision=decision,
        round=round_,
        campaign_id=round_.campaign_id,
        candidate=candidate,
        unit=candidate.unit,
        person=candidate.person,
        award_form=form.code,
        form_name=form.name,
        recipient=candidate.recipient,
        name=candidate.name,
        unit_name=candidate.unit_name,
        position=candidate.position,
        kind=candidate.kind,
        level=level,
        block_code=candidate.block_code,
        gender=person.gender if person else "",
        role=person.role if person else "",
        occasion=round_.occasion,
        year=round_.year,
        milestone_year=facts.milestone_year,
        rule_code=candidate.rule.code,
        section=candidate.rule.section,
        achievement=achievement(round_),
        decision_number=decision.number,
        decided_on=decision.date,
        decider=decision.decider,
        regime_code=decision.regime_code,
        coefficient_h=prize.coefficient_h if prize else None,
        base_salary=prize.base_salary if prize else None,
        prize=prize.amount if prize else None,
        search_key=search_key(f"{candidate.name} {candidate.unit_name} {decision.number}")[:600],
        sort_key=sort_key(candidate.name)[:900],
    )


def achievement(round_: AwardRound) -> str:
    movement = "phong trào thi đua"
    theme = round_.campaign.theme or round_.campaign.title
    said = theme[: len(movement)].lower() == movement
    what = f"{movement}{theme[len(movement) :]}" if said else f"{movement} “{theme}”"
    return f"Đã có thành tích xuất sắc trong {what} năm {round_.year}"
