"""Opening a round, storing what was gathered about its candidates, and its steps."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from awards import permissions
from awards.enums import ROUND_LISTED, ROUND_OPEN, ROUND_OVER, Occasion, Standing
from awards.facts import AnyFacts
from awards.flow import ROUND_FLOW
from awards.models import AwardRound, Candidate, RoundSubject
from awards.selection import RoundResult
from awards.selectors.judging import Kept, rules_for
from awards.selectors.rule_sets import current_set
from awards.services import judging, rules
from awards.services.storing import store_subjects
from campaigns.models import Campaign
from config.kernel import audit, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from units.models import Unit


@dataclass(frozen=True)
class Subject:
    """One unit or person to look at. Names are those of the day; `facts.key` is its key in the round."""

    facts: AnyFacts
    unit_id: int | None
    person_id: int | None = None
    unit_name: str = ""
    position: str = ""


@transaction.atomic
def open_round(
    *,
    campaign: Campaign,
    occasion: str,
    year: int,
    actor: Actor,
    title: str = "",
    contribution_norm: int | None = None,
    holder: Unit | None = None,
) -> AwardRound:
    """A new round by the current rule set, which is frozen by it. `holder`: the unit whose head decides.

    Refused when no rule of the plan or the tenant's own covers occasion and year, and when one is open.
    """
    require(actor, permissions.MANAGE)
    # There may be no earlier round whose row could be locked.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    rule_set = current_set(campaign)
    if occasion not in Occasion.values:
        raise DomainError("Chọn dịp xét khen thưởng.", code="occasion", field="occasion")
    if year not in range(campaign.period_from, (campaign.period_to or 2100) + 1):
        raise DomainError(
            f"Năm {year} nằm ngoài thời gian phong trào ({campaign.period_label}).", code="year", field="year"
        )
    label = Occasion(occasion).label.lower()
    where = f" tại {holder.display_name}" if holder is not None else ""
    earlier = list(AwardRound.objects.filter(campaign=campaign, occasion=occasion, year=year))
    of_holder = [r for r in earlier if r.holder_id == (holder.pk if holder is not None else None)]
    if any(r.state not in ROUND_OVER for r in of_holder):
        raise Conflict(f"Đã có đợt xét {label} năm {year}{where} đang mở.", code="round_open")
    round_ = AwardRound(
        campaign=campaign,
        rule_set=rule_set,
        holder=holder,
        occasion=occasion,
        year=year,
        number=max((r.number for r in earlier), default=0) + 1,
        title=(title.strip() or _title(label, year, where))[:250],
        contribution_norm=contribution_norm,
        created_by_name=actor.name,
    )
    if rule_set is None or not rules_for(round_):
        raise DomainError(
            f"Kế hoạch không nêu hình thức khen thưởng nào cho dịp {label} năm {year}{where}. "
            "Đặt quy tắc riêng của đơn vị trước khi mở đợt xét.",
            code="no_rule",
        )
    rules.freeze(rule_set)
    round_.save()
    audit.record(
        actor=actor,
        verb="round.open",
        obj=round_,
        after=round_.state,
        data={"occasion": occasion, "year": year, "rules_version": rule_set.version},
    )
    return round_


def _title(label: str, year: int, where: str) -> str:
    return (f"Đợt xét {label} {year}" if label.endswith("năm") else f"Đợt xét {label} năm {year}") + where


def locked(round_: AwardRound, *states: str, expected_version: int | None = None) -> AwardRound:
    """The round, fresh and locked to the end of the transaction; Conflict when not in one of `states`."""
    fresh = AwardRound.objects.select_for_update().select_related("rule_set", "campaign").get(pk=round_.pk)
    stale = expected_version is not None and fresh.version != expected_version
    if stale or (states and fresh.state not in states):
        raise Conflict(
            f"Trang này đã cũ: đợt xét nay ở trạng thái “{fresh.get_state_display()}”. Hãy tải lại trang.",
            code="stale",
        )
    return fresh


@transaction.atomic
def store_evaluation(
    *,
    round: AwardRound,
    subjects: Sequence[Subject],
    actor: Actor,
    score_run_uid: uuid.UUID | None = None,
) -> RoundResult:
    """Keep what was gathered about every subject, judge them all, pick, and write candidates and verdicts.

    Subjects that are no longer given leave the round, with what was said about them.
    """
    require(actor, permissions.MANAGE)
    round_ = locked(round, *ROUND_OPEN)
    keys = [subject.facts.key for subject in subjects]
    if len(set(keys)) != len(keys):
        raise DomainError("Một đối tượng có hai lần trong đợt xét.", code="twice")
    store_subjects(round_, [(one.facts, one.unit_id, one.person_id, one.unit_name, one.position) for one in subjects])
    round_.score_run_uid = score_run_uid
    round_.save(update_fields=["score_run_uid", "target_headings"])
    gathered = {subject.facts.key: subject for subject in subjects}
    known = RoundSubject.objects.filter(round=round_).order_by("key").values_list("pk", "key", "merit_h")
    kept = [_kept(gathered[key], pk, merit_h) for pk, key, merit_h in known]
    result = judging.judge(round_, kept, {key: subject.facts for key, subject in gathered.items()})
    workflow.apply(
        ROUND_FLOW, "evaluate", round_, actor=actor, data={"subjects": len(subjects), "digest": result.digest}
    )
    return result


def _kept(subject: Subject, pk: int, merit_h: int | None) -> Kept:
    facts = subject.facts
    whose = (subject.unit_id, subject.person_id, facts.name, subject.unit_name, subject.position)
    return Kept(pk, facts.key, *whose, merit_h, {})


def rejudge(round_: AwardRound) -> RoundResult:
    """After something was said about a candidate. On a list drawn up, whoever comes in is proposed."""
    result = judging.judge(round_)
    if round_.state in ROUND_LISTED:
        list_picked(round_)
    return result


def list_picked(round_: AwardRound) -> int:
    """Mark the picked as proposed; nobody approved by hand is dropped. Returns how many are on the list."""
    candidates = Candidate.objects.filter(round=round_)
    candidates.filter(proposed=True).exclude(standing__in=[Standing.PICKED, Standing.RESERVE]).update(proposed=False)
    full = {code for code, left in places_left(round_).items() if left is not None and left <= 0}
    candidates.filter(standing=Standing.PICKED, proposed=False).exclude(rule__code__in=full).update(proposed=True)
    return candidates.filter(proposed=True).count()


def places_left(round_: AwardRound) -> dict[str, int | None]:
    """Rule code → places that nobody on the list holds yet; None = no limit. A held seat stays kept."""
    out: dict[str, int | None] = {}
    for entry in round_.result.get("rules", []):
        quota = entry["quota"]
        if quota is None:
            out[entry["code"]] = None
            continue
        mine = Candidate.objects.filter(round=round_, rule__code=entry["code"])
        taken = mine.filter(proposed=True).count() + mine.filter(standing=Standing.HELD, proposed=False).count()
        out[entry["code"]] = quota - taken
    return out


@transaction.atomic
def propose(*, round: AwardRound, actor: Actor, expected_version: int | None = None) -> AwardRound:
    """Draw up the proposal list: everybody picked. Refused with the reasons while something stands open."""
    round_ = locked(round)
    moved = workflow.apply(
        ROUND_FLOW,
        "propose",
        round_,
        actor=actor,
        expected_version=expected_version,
        data={"digest": round_.digest, "counts": _counts(round_)},
    )
    list_picked(moved)
    return moved


@transaction.atomic
def step(
    *,
    round: AwardRound,
    name: str,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
) -> AwardRound:
    """`reopen`, `send` or `cancel`."""
    if name not in ("reopen", "send", "cancel"):
        raise ValueError(f"{name} has a service of its own")
    moved: AwardRound = workflow.apply(
        ROUND_FLOW, name, locked(round), actor=actor, reason=reason, expected_version=expected_version
    )
    if name == "reopen":
        Candidate.objects.filter(round=moved).update(proposed=False)
    return moved


def _counts(round_: AwardRound) -> dict[str, Any]:
    return {entry["code"]: entry["counts"][Standing.PICKED] for entry in round_.result.get("rules", [])}
