"""What people say about candidates: attestations, holds, votes among equals, withdrawals, approvals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from awards import permissions
from awards.enums import ROUND_JUDGED, HoldKind, RoundState, Standing
from awards.models import Attestation, AwardRound, AwardRule, Candidate, Hold, RoundSubject, TieVoteRecord
from awards.selection import RoundResult
from awards.selectors.verdicts import explain, verdict_of
from awards.services.rounds import locked, places_left, rejudge
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError

JUDGING = (RoundState.EVALUATING,)


@dataclass(frozen=True)
class Answer:
    """`subject`: its key in the round; `code`: the criterion's code (a line's `code`)."""

    subject: str
    code: str
    answer: bool
    reason: str = ""


@transaction.atomic
def attest(*, round: AwardRound, answers: Sequence[Answer], actor: Actor) -> RoundResult:
    """Record answers to criteria that no figure settles, one or many, and judge again.

    Only questions that stand open (or were answered before) may be answered; "no" needs a reason.
    """
    require(actor, permissions.ATTEST)
    if not answers:
        raise DomainError("Chưa chọn tiêu chuẩn nào để xác nhận.", code="nothing")
    round_ = locked(round, *JUDGING)
    subjects = {subject.key: subject for subject in round_.subjects.filter(key__in={a.subject for a in answers})}
    labels = _questions(round_, subjects.values())
    rows = []
    for answer in answers:
        label = labels.get((answer.subject, answer.code))
        if label is None:
            raise DomainError("Tiêu chuẩn này không cần hoặc không thể xác nhận.", code="not_open")
        if not answer.answer and not answer.reason.strip():
            raise DomainError("Hãy ghi lý do khi xác nhận chưa đạt.", code="reason_missing", field="reason")
        rows.append(
            Attestation(
                round=round_,
                subject=subjects[answer.subject],
                code=answer.code,
                label=label,
                answer=answer.answer,
                reason=answer.reason.strip(),
                by_user=actor.user_id,
                by_name=actor.name,
                by_title=actor.title,
                on=clock.today(),
            )
        )
    Attestation.objects.bulk_create(rows, batch_size=1000)
    audit.record(
        actor=actor,
        verb="round.attest",
        obj=round_,
        data={
            "answers": [
                {
                    "subject": row.subject.name,
                    "criterion": row.label,
                    "answer": row.answer,
                    "reason": row.reason,
                }
                for row in rows[:500]
            ],
            "count": len(rows),
        },
    )
    return rejudge(round_)


def _questions(round_: AwardRound, subjects: Iterable[RoundSubject]) -> dict[tuple[str, str], str]:
    """(subject key, code) → label of every criterion of these subjects that may be attested."""
    found = list(Candidate.objects.filter(round=round_, subject__in=list(subjects)))
    explain(found)
    return {
        (one.subject.key, line["code"]): line["label"]
        for one in found
        for line in verdict_of(one)["lines"]
        if line["code"]
    }


@transaction.atomic
def set_merit(*, subject: RoundSubject, points_h: int, reason: str, actor: Actor) -> RoundResult:
    """Give points for merit (× 100), which order candidates where no index does (Cần Thơ Khối 4, people)."""
    require(actor, permissions.ATTEST)
    if not 0 <= points_h <= 10_000:
        raise DomainError("Điểm thành tích từ 0 đến 100.", code="points", field="points")
    if not reason.strip():
        raise DomainError("Hãy ghi thành tích làm căn cứ cho điểm.", code="reason_missing", field="reason")
    round_ = locked(subject.round, *JUDGING)
    fresh = RoundSubject.objects.select_for_update().get(pk=subject.pk)
    before = fresh.merit_h
    fresh.merit_h = points_h
    fresh.save(update_fields=["merit_h"])
    audit.record(
        actor=actor,
        verb="round.merit",
        obj=round_,
        reason=reason,
        data={"subject": fresh.name, "before_h": before, "after_h": points_h},
    )
    return rejudge(round_)


@transaction.atomic
def set_hold(
    *,
    round: AwardRound,
    subject: RoundSubject,
    kind: str,
    reason: str,
    actor: Actor,
    since: date | None = None,
) -> Hold:
    """Pause a nomination: it keeps its place, is not proposed, and goes on when lifted (decision 11)."""
    require(actor, permissions.ATTEST)
    if kind not in HoldKind.values:
        raise DomainError("Chọn lý do tạm dừng.", code="kind", field="kind")
    if not reason.strip():
        raise DomainError("Hãy ghi căn cứ tạm dừng.", code="reason_missing", field="reason")
    round_ = locked(round, *ROUND_JUDGED)
    hold = Hold.objects.create(
        round=round_,
        subject=subject,
        kind=kind,
        reason=reason.strip(),
        since=since or clock.today(),
        set_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb="round.hold",
        obj=round_,
        reason=reason,
        data={"subject": subject.name, "kind": kind},
    )
    rejudge(round_)
    return hold


@transaction.atomic
def lift_hold(*, hold: Hold, reason: str, actor: Actor) -> Hold:
    require(actor, permissions.ATTEST)
    if not reason.strip():
        raise DomainError("Hãy ghi kết luận khi tiếp tục xét.", code="reason_missing", field="reason")
    round_ = locked(hold.round, *ROUND_JUDGED)
    fresh = Hold.objects.select_for_update().get(pk=hold.pk)
    if fresh.lifted_on is not None:
        raise Conflict("Việc tạm dừng này đã kết thúc.", code="stale")
    fresh.lifted_on, fresh.lifted_by_name, fresh.lift_reason = clock.today(), actor.name, reason.strip()
    fresh.save(update_fields=["lifted_on", "lifted_by_name", "lift_reason"])
    audit.record(actor=actor, verb="round.lift_hold", obj=round_, reason=reason, data={"subject": fresh.subject.name})
    rejudge(round_)
    return fresh


@transaction.atomic
def resolve_tie(
    *,
    round: AwardRound,
    rule: AwardRule,
    among: Sequence[str],
    order: Sequence[str],
    minutes: str,
    actor: Actor,
    votes: dict[str, int] | None = None,
    held_on: date | None = None,
) -> RoundResult:
    """Record the council's vote among equals at the edge. `among`, `order`: subject keys, `order` best first.

    `among` has to be exactly the tie that stands open, `order` names as many as there are seats;
    only where `votes` say how it came about may it go on beyond them.
    """
    require(actor, permissions.ATTEST)
    if not minutes.strip():
        raise DomainError("Hãy ghi số biên bản họp Hội đồng.", code="minutes_missing", field="minutes")
    round_ = locked(round, *ROUND_JUDGED)
    ties = [t for e in round_.result.get("rules", []) if e["code"] == rule.code for t in e["ties"]]
    tie = next((t for t in ties if sorted(t["among"]) == sorted(among)), None)
    if tie is None:
        raise Conflict("Các đối tượng này không còn bằng nhau ở suất cuối. Hãy tải lại trang.", code="stale")
    named = len(order) == tie["seats"] or (votes and len(order) > tie["seats"])
    if not named or len(set(order)) != len(order) or not set(order) <= set(among):
        raise DomainError(f"Hãy chọn {tie['seats']} trong {len(among)} đối tượng.", code="order", field="order")
    TieVoteRecord.objects.create(
        round=round_,
        rule=rule,
        among=sorted(among),
        order=list(order),
        votes=votes or {},
        minutes=minutes.strip(),
        held_on=held_on or clock.today(),
        recorded_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb="round.tie_vote",
        obj=round_,
        data={
            "rule": rule.code,
            "among": sorted(among),
            "order": list(order),
            "votes": votes,
            "minutes": minutes,
        },
    )
    return rejudge(round_)


@transaction.atomic
def override_share(*, round: AwardRound, rule: AwardRule, reason: str, actor: Actor) -> RoundResult:
    """The council lets a list over 70/30 pass, with its recorded reason (decision 8)."""
    require(actor, permissions.ATTEST)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do Hội đồng chấp thuận.", code="reason_missing", field="reason")
    round_ = locked(round, *ROUND_JUDGED)
    round_.overrides[rule.code] = {
        "reason": reason.strip(),
        "by": actor.name,
        "on": clock.today().isoformat(),
    }
    round_.save(update_fields=["overrides"])
    audit.record(actor=actor, verb="round.override_share", obj=round_, reason=reason, data={"rule": rule.code})
    return rejudge(round_)


@transaction.atomic
def withdraw(*, candidate: Candidate, reason: str, actor: Actor) -> Candidate:
    """Take a candidate out of the running under its rule; the next eligible comes in."""
    require(actor, permissions.MANAGE)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do rút.", code="reason_missing", field="reason")
    round_ = locked(candidate.round, *ROUND_JUDGED)
    fresh = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if fresh.withdrawn:
        raise Conflict("Đối tượng này đã rút.", code="stale")
    take_out(fresh, reason=reason, actor=actor)
    rejudge(round_)
    fresh.refresh_from_db()
    return fresh


def take_out(candidate: Candidate, *, reason: str, actor: Actor) -> None:
    """Mark and audit; the caller holds the round's lock and has it judged again."""
    before = candidate.standing
    candidate.withdrawn, candidate.withdrawn_reason, candidate.proposed = True, reason.strip(), False
    candidate.save(update_fields=["withdrawn", "withdrawn_reason", "proposed"])
    audit.record(
        actor=actor,
        verb="candidate.withdraw",
        obj=candidate,
        before=before,
        after=Standing.WITHDRAWN,
        reason=reason,
    )


@transaction.atomic
def approve(*, candidate: Candidate, actor: Actor, reason: str = "") -> Candidate:
    """Put one eligible candidate on the proposal list by hand, while a place is free.

    The round's lock makes the last place go to exactly one. From the reserve it needs a reason.
    """
    require(actor, permissions.MANAGE)
    round_ = locked(candidate.round, *ROUND_JUDGED)
    fresh = Candidate.objects.select_related("rule").get(pk=candidate.pk)
    if fresh.proposed:
        raise Conflict("Đối tượng này đã có trong danh sách đề nghị.", code="stale")
    refusal = _not_to_approve(fresh, reason)
    if refusal:
        raise DomainError(refusal, code="not_eligible")
    left = places_left(round_).get(fresh.rule.code)
    if left is not None and left <= 0:
        raise Conflict("Đã hết số lượng khen theo quy tắc này.", code="quota_full")
    fresh.proposed = True
    fresh.save(update_fields=["proposed"])
    audit.record(actor=actor, verb="candidate.approve", obj=fresh, after="proposed", reason=reason, data=_place(fresh))
    return fresh


def _not_to_approve(candidate: Candidate, reason: str) -> str:
    if candidate.standing == Standing.PICKED:
        return ""
    if candidate.standing == Standing.RESERVE:
        return "" if reason.strip() else "Chọn từ danh sách dự bị cần ghi lý do."
    return f"Không đưa vào danh sách được: {candidate.get_standing_display().lower()}. {candidate.why}".strip()


def _place(candidate: Candidate) -> dict[str, Any]:
    return {"rule": candidate.rule.code, "rank": candidate.rank, "seat": candidate.seat}
