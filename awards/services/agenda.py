"""What stands on a meeting's agenda: ties at the edge of a quota, lists over 70/30, proposals form by form."""

from __future__ import annotations

from collections.abc import Mapping

from awards.enums import ROUND_LISTED, AgendaKind, Standing
from awards.models import AgendaChoice, AgendaItem, AwardRound, AwardRule, Candidate, CouncilMeeting
from awards.selectors import law
from awards.selectors.thresholds import vote_for
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import clause_words, format_hundredths

REASON_LIMIT = 250


def draw_up(meeting: CouncilMeeting) -> None:
    """Everything of the round that no vote has settled yet. Refused when nothing waits."""
    round_ = meeting.round
    rules = {rule.code: rule for rule in round_.rule_set.rules.all()}
    made = _ties(meeting, round_, rules) + _shares(meeting, round_, rules) + _awards(meeting, round_)
    if not made:
        raise DomainError(
            "Chưa có gì để Hội đồng biểu quyết: đối chiếu tiêu chuẩn và chọn theo số lượng trước.", code="nothing"
        )


def _ties(meeting: CouncilMeeting, round_: AwardRound, rules: Mapping[str, AwardRule]) -> int:
    made = 0
    for entry in round_.result.get("rules", []):
        for tie in entry["ties"]:
            rule = rules[entry["code"]]
            item = AgendaItem.objects.create(
                meeting=meeting, kind=AgendaKind.TIE, order=made, rule=rule, award_form=rule.award_form,
                seats=tie["seats"],
                title=f"Chọn {tie['seats']} trong {len(tie['among'])} trường hợp bằng nhau ở suất cuối"
                f"{_where(rule, form_name(rule.award_form))}",
            )  # fmt: skip
            equals = Candidate.objects.filter(round=round_, rule=rule, subject__key__in=tie["among"])
            _choices(item, list(equals.select_related("subject").order_by("place", "id")))
            made += 1
    return made


def _where(rule: AwardRule, *words: str) -> str:
    """ " (Bằng khen tỉnh, Mục IV.2.1)"; a rule of the tenant's own has no section of the plan."""
    said = ", ".join(filter(None, (*words, clause_words(rule.section))))
    return f" ({said})" if said else ""


def _shares(meeting: CouncilMeeting, round_: AwardRound, rules: Mapping[str, AwardRule]) -> int:
    made = 0
    for code, share in sorted(round_.result.get("shares", {}).items()):
        if share["ok"]:
            continue
        rule = rules[code]
        item = AgendaItem.objects.create(
            meeting=meeting, kind=AgendaKind.SHARE, order=100 + made, rule=rule, award_form=rule.award_form,
            title=f"Chấp thuận danh sách cá nhân vượt 30% lãnh đạo, phối hợp{_where(rule)}",
        )  # fmt: skip
        AgendaChoice.objects.create(item=item, key=code, name=share["finding"][:250])
        made += 1
    return made


def _awards(meeting: CouncilMeeting, round_: AwardRound) -> int:
    """Who is on the list, or picked while there is none; whoever the council passed before is not asked again."""
    waiting = Candidate.objects.filter(round=round_, council="", withdrawn=False)
    listed = round_.state in ROUND_LISTED
    waiting = waiting.filter(proposed=True) if listed else waiting.filter(standing=Standing.PICKED)
    forms = law.forms()
    made = 0
    for code in sorted({c.award_form for c in waiting}, key=lambda code: forms[code].order):
        form = forms[code]
        percent, source = vote_for(form, round_.occasion)
        item = AgendaItem.objects.create(
            meeting=meeting, kind=AgendaKind.AWARD, order=200 + made, award_form=code,
            title=f"Đề nghị tặng {form.name}", threshold_percent=percent, threshold_source=source,
        )  # fmt: skip
        of_form = waiting.filter(award_form=code).select_related("subject").order_by("recipient", "place", "id")
        _choices(item, list(of_form))
        made += 1
    return made


def _choices(item: AgendaItem, candidates: list[Candidate]) -> None:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        # By two rules of one form somebody is still voted on once.
        seen.setdefault(candidate.subject.key, candidate)
    AgendaChoice.objects.bulk_create(
        [
            AgendaChoice(
                item=item, candidate=candidate, key=key, name=candidate.name, detail=_detail(candidate), order=order
            )
            for order, (key, candidate) in enumerate(seen.items())
        ]
    )


def _detail(candidate: Candidate) -> str:
    said = [f"{candidate.position}, {candidate.unit_name}".strip(", ")] if candidate.person_id else []
    if candidate.ratio_h is not None:
        said.append(f"tỷ lệ điểm {format_hundredths(candidate.ratio_h)}%")
    return " · ".join(said)[:250]


def form_name(code: str) -> str:
    form = law.forms().get(code)
    return form.short if form else code


def set_terms(
    meeting: CouncilMeeting, thresholds: Mapping[int, tuple[int | None, str]], reasons: Mapping[int, str]
) -> None:
    """Write thresholds by item, and the reason that a list over 70/30 is put to the vote with."""
    for item in AgendaItem.objects.filter(meeting=meeting).exclude(kind=AgendaKind.TIE):
        if item.pk in thresholds:
            percent, source = thresholds[item.pk]
            if percent is not None and not 1 <= percent <= 100:
                raise Invalid({f"percent_{item.pk}": ["Tỷ lệ phiếu từ 1 đến 100%."]})
            item.threshold_percent, item.threshold_source = percent, source.strip()[:200]
            item.save(update_fields=["threshold_percent", "threshold_source"])
        if item.pk in reasons and item.kind == AgendaKind.SHARE:
            if len(reasons[item.pk].strip()) > REASON_LIMIT:
                raise Invalid({f"reason_{item.pk}": [f"Lý do dài quá {REASON_LIMIT} ký tự."]})
            item.choices.update(detail=reasons[item.pk].strip())
