"""A round that a unit holds ends with the decision of its own head (Giấy khen), entered into the register."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from awards.models import AwardGranted, AwardRound
from awards.services import decisions
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.errors import DomainError, Invalid
from dossiers.selectors.rounds import proposed_candidates


@transaction.atomic
def record(*, award_round: AwardRound, number: str, day: dt.date, signer_name: str, actor: Actor) -> int:
    """Enter the head's decision for everybody on the list; returns how many lines the register has of it."""
    holder = award_round.holder
    if holder is None:
        raise DomainError("Đợt xét này do tỉnh, huyện quyết định: trình ký trên phần mềm.", code="not_of_unit")
    if day > clock.today():
        raise Invalid({"date": ["Ngày ký không thể ở tương lai."]})
    listed = proposed_candidates(award_round)
    forms = sorted(set(listed.values_list("award_form", flat=True)))
    if not forms:
        raise DomainError("Danh sách đề nghị chưa có ai.", code="nobody")
    title = holder.head_title or "Thủ trưởng"
    for form in forms:
        decisions.record_decision(
            round=award_round, award_form=form, number=number, date=day,
            candidates=list(listed.filter(award_form=form)), actor=actor, decider=f"{title} {holder.display_name}",
            signer_name=signer_name.strip() or holder.head_name, signer_title=title,
        )  # fmt: skip
    return AwardGranted.objects.filter(round=award_round).count()
