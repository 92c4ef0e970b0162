"""A round that is still being prepared goes over to a newer version of the rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import ProtectedError

from awards import permissions
from awards.enums import ROUND_OPEN, MeetingState
from awards.models import AwardRound, AwardRule, Candidate, CouncilMeeting, TieVoteRecord
from awards.selectors.judging import rules_for
from awards.selectors.rule_changes import between
from awards.selectors.rule_sets import newer_set
from awards.services import judging, rules
from awards.services.rounds import locked
from campaigns.models import Campaign
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError


@transaction.atomic
def follow(*, round: AwardRound, version: int, reason: str, actor: Actor) -> AwardRound:
    """Run the round by the rule set of `version`, the one in force, and judge again what was gathered.

    What people attested, held, withdrew and voted stays. Refused once the list is drawn up, while the council meets,
    and when another version came into force meanwhile.
    """
    require(actor, permissions.MANAGE)
    if not reason.strip():
        raise DomainError("Ghi lý do chuyển đợt xét sang bộ quy tắc mới.", code="reason_missing", field="reason")
    Campaign.objects.select_for_update().get(pk=round.campaign_id)
    round_ = locked(round)
    if round_.state not in ROUND_OPEN:
        raise Conflict(
            f"Đợt xét đang ở trạng thái “{round_.get_state_display()}” nên giữ bộ quy tắc phiên bản "
            f"{round_.rule_set.version}. Chỉ chuyển được trước khi lập danh sách đề nghị.",
            code="listed",
        )
    newer = newer_set(round_)
    if newer is None or newer.version != version:
        raise Conflict("Bộ quy tắc hiện hành đã khác lúc bạn mở trang. Hãy tải lại trang và xem lại.", code="stale")
    if CouncilMeeting.objects.filter(round=round_, state__in=(MeetingState.PREPARING, MeetingState.OPEN)).exists():
        raise Conflict(
            "Hội đồng đang có phiên họp về đợt xét này. Kiểm phiếu hoặc hủy phiên họp trước khi đổi bộ quy tắc.",
            code="meeting",
        )
    before, digest = round_.rule_set, round_.digest
    round_.rule_set = newer
    chosen = rules_for(round_)
    if not chosen:
        raise DomainError(f"Bộ quy tắc phiên bản {newer.version} không có quy tắc nào cho dịp xét này.", code="no_rule")
    rules.freeze(newer)
    round_.version += 1
    round_.save(update_fields=["rule_set", "version"])
    _carry_over(round_, chosen)
    if round_.evaluated_at is not None:
        judging.judge(round_)
    audit.record(
        actor=actor,
        verb="round.rules",
        obj=round_,
        reason=reason.strip(),
        data={
            "before": before.version,
            "after": newer.version,
            "rules": {one.code: one.kind for one in between(before, newer)},
            "digest_before": digest,
            "digest": round_.digest,
        },
    )
    return round_


def _carry_over(round_: AwardRound, chosen: Mapping[str, AwardRule]) -> None:
    """Who was withdrawn or voted on under a rule is so under the same rule of the new set."""
    for code, rule in chosen.items():
        Candidate.objects.filter(round=round_, rule__code=code).update(rule=rule)
        TieVoteRecord.objects.filter(round=round_, rule__code=code).update(rule=rule)
    try:
        Candidate.objects.filter(round=round_).exclude(rule__in=[rule.pk for rule in chosen.values()]).delete()
    except ProtectedError as error:
        raise Conflict(
            "Bộ quy tắc mới bỏ một quy tắc mà đã có hồ sơ lập theo nó, nên đợt xét này phải giữ bộ quy tắc cũ.",
            code="built_on",
        ) from error
