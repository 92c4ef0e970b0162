"""Counting a closed meeting's votes, and what they change in the round."""

from __future__ import annotations

from awards.enums import AgendaKind, CouncilWord
from awards.models import AgendaChoice, AgendaItem, AwardRound, Candidate, CouncilMeeting
from awards.selectors.council import STALE
from awards.services import judgement, rounds
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.text import format_date, format_hundredths


def take_effect(meeting: CouncilMeeting, round_: AwardRound, actor: Actor) -> None:
    """Every item's outcome, in the order of the agenda: ties first, since they say who is on the list."""
    for item in AgendaItem.objects.filter(meeting=meeting).select_related("rule").order_by("order", "id"):
        choices = list(item.choices.all())
        if item.kind == AgendaKind.TIE:
            item.outcome = _tie(meeting, round_, item, choices, actor)
        elif item.kind == AgendaKind.SHARE:
            item.outcome = _share(meeting, round_, item, choices[0], actor)
        else:
            item.outcome = _awards(round_, item, choices, actor)
        item.save(update_fields=["outcome"])


def share_of(choice: AgendaChoice) -> str:
    """ "9/11 tán thành (81,82%)": of all who may vote on it."""
    return f"{choice.yes}/{choice.base} tán thành ({format_hundredths(choice.agreed_h)}%)"


def agreed(choice: AgendaChoice, percent: int) -> bool:
    """Whether at least `percent` of all who may vote said yes; in whole numbers, so that nothing is rounded."""
    return choice.yes * 100 >= percent * choice.base


def _title(meeting: CouncilMeeting) -> str:
    return f"Phiên họp thứ {meeting.number} của Hội đồng, ngày {format_date(meeting.held_on)}"


def _tie(
    meeting: CouncilMeeting, round_: AwardRound, item: AgendaItem, choices: list[AgendaChoice], actor: Actor
) -> str:
    ordered = sorted(choices, key=lambda choice: -choice.yes)
    seats = item.seats or 0
    chosen, next_one = ordered[:seats], ordered[seats]
    if chosen[-1].yes == next_one.yes:
        return "Vẫn bằng phiếu ở suất cuối: Hội đồng biểu quyết lại ở một phiên họp khác."
    _mark(choices, {choice.pk for choice in chosen})
    if item.rule is None:
        raise ValueError(f"tie {item.pk} has no rule")
    try:
        judgement.resolve_tie(
            round=round_, rule=item.rule, among=[c.key for c in choices], order=[c.key for c in chosen],
            minutes=_title(meeting), votes={c.key: c.yes for c in choices}, held_on=meeting.held_on, actor=actor,
        )  # fmt: skip
    except DomainError:
        return STALE
    return f"Chọn {', '.join(c.name for c in chosen)}."


def _share(meeting: CouncilMeeting, round_: AwardRound, item: AgendaItem, choice: AgendaChoice, actor: Actor) -> str:
    passed = agreed(choice, item.threshold_percent or 100)
    _mark([choice], {choice.pk} if passed else set())
    if not passed:
        return f"Không chấp thuận: {share_of(choice)}, cần {item.threshold_percent}%."
    if item.rule is None:
        raise ValueError(f"share {item.pk} has no rule")
    reason = f"{choice.detail} ({share_of(choice)}, {_title(meeting)[:1].lower()}{_title(meeting)[1:]})"
    try:
        judgement.override_share(round=round_, rule=item.rule, reason=reason, actor=actor)
    except DomainError:
        return STALE
    return f"Chấp thuận: {share_of(choice)}."


def _awards(round_: AwardRound, item: AgendaItem, choices: list[AgendaChoice], actor: Actor) -> str:
    percent = item.threshold_percent or 100
    passed = {choice.pk for choice in choices if agreed(choice, percent)}
    _mark(choices, passed)
    refused = False
    for choice in choices:
        mine = Candidate.objects.filter(round=round_, subject__key=choice.key, award_form=item.award_form)
        for candidate in mine.filter(withdrawn=False):
            candidate.council = CouncilWord.PASSED if choice.pk in passed else CouncilWord.FAILED
            candidate.council_note = f"{share_of(choice)}, cần {percent}%"
            candidate.save(update_fields=["council", "council_note"])
            if candidate.council == CouncilWord.FAILED:
                refused = True
                said = f"Hội đồng không thông qua: {candidate.council_note}."
                judgement.take_out(candidate, reason=said, actor=actor)
    if refused:
        rounds.rejudge(AwardRound.objects.select_related("rule_set", "campaign").get(pk=round_.pk))
    return f"Thông qua {len(passed)}/{len(choices)} trường hợp."


def _mark(choices: list[AgendaChoice], passed: set[int]) -> None:
    for choice in choices:
        choice.passed = choice.pk in passed
    AgendaChoice.objects.bulk_update(choices, ["passed"])
