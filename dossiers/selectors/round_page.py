"""The page of an award round: its rules with their quotas, its candidates, the steps that it may take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from awards.enums import ROUND_LISTED, ROUND_OPEN, RoundState, Standing
from awards.flow import ROUND_FLOW
from awards.models import AwardForm, AwardRound, AwardRule, AwardRuleSet, Candidate
from awards.selectors import law
from campaigns.models import Block
from config.kernel import audit, workflow
from config.kernel.access import Actor
from config.kernel.models import AuditEntry, Job
from config.kernel.models.job import JobState
from config.kernel.prepared import listed, prepared
from config.kernel.text import search_key
from dossiers.enums import DossierState
from dossiers.models import Nominee

# Who is in or may come in stands before who is out.
_FIRST = (
    Standing.PICKED, Standing.TIED, Standing.HELD, Standing.PENDING, Standing.RESERVE, Standing.REFUSED, Standing.OUT,
    Standing.WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True)
class TieBox:
    """Equals at the edge of a quota: how many seats are left for how many."""

    rule: AwardRule
    seats: int
    candidates: list[Candidate]


@dataclass(frozen=True)
class RuleBox:
    """One rule of the round with its quota and how it stands."""

    rule: AwardRule
    form: str
    quota: int | None
    kind: str
    picked: int
    tied: int
    eligible: int
    pending: int
    candidates: int
    unfilled: int | None
    share: dict[str, Any] | None
    block: str

    @property
    def who(self) -> str:
        return self.rule.get_recipient_display()

    def like(self, other: RuleBox) -> bool:
        """Whether both are called the same: the plan's words tell them apart then."""
        return (self.form, self.who, self.block) == (other.form, other.who, other.block)


@dataclass(frozen=True)
class Gathered:
    """How far the units are with the dossiers of a list: of `asked` names `held` are in one; dossiers by state."""

    asked: int
    held: int
    states: list[tuple[str, int]]


@dataclass(frozen=True)
class RoundPage:
    round: AwardRound
    choices: list[workflow.Choice]
    rules: list[RuleBox]
    ties: list[TieBox]
    blockers: list[str]
    candidates: Any
    count: int | None
    rule_of: dict[int, AwardRule]
    forms: dict[str, str]
    standings: list[tuple[str, str, int]]
    chosen_rule: str
    chosen_standing: str
    may_manage: bool
    may_attest: bool
    job: Job | None
    timeline: list[AuditEntry]
    steps: list[tuple[str, str, str]]
    to_present: list[tuple[str, str]]
    may_decide_at_unit: bool
    newer_rules: int | None
    gathered: Gathered | None

    @property
    def pending(self) -> int:
        return sum(box.pending for box in self.rules)

    @property
    def named(self) -> list[tuple[RuleBox, bool]]:
        """The rules, each with whether another is called the same."""
        return [(box, any(box is not other and box.like(other) for other in self.rules)) for box in self.rules]

    @property
    def why_not_yet(self) -> str:
        """Why the list cannot be drawn up, where the page says the rest below."""
        return f"Còn {len(self.blockers)} việc phải quyết trước, nêu ở dưới." if self.blockers else ""


def round_page(found: AwardRound, actor: Actor, *, rule: str = "", standing: str = "", text: str = "") -> RoundPage:
    """Everything the page of a round shows; candidates are a list to be paged.

    `count`: how many candidates there are, where that is known already. `rule_of`: rules by id. `forms`: short names
    of the award forms.
    """
    rules = {r.code: r for r in _rules(found)}
    job, newest = _asked_and_newest(found, list(rules.values()))
    everyone = Candidate.objects.filter(round=found)
    counts = Counter(dict(_count(found.pk, rule)))
    shares = found.result.get("shares", {})
    boxes, ties = [], []
    for entry in found.result.get("rules", []):
        one = rules[entry["code"]]
        boxes.append(
            RuleBox(
                rule=one,
                form=one.form_name or one.award_form,
                quota=entry["quota"],
                kind=entry["quota_kind"],
                picked=entry["counts"][Standing.PICKED],
                tied=sum(t["seats"] for t in entry["ties"]),
                eligible=entry["eligible"],
                pending=entry["counts"][Standing.PENDING],
                candidates=entry["candidates"],
                unfilled=entry["unfilled"],
                share=shares.get(one.code),
                block=one.block_name or one.block_code,
            )
        )
        ties += [
            TieBox(
                one, t["seats"], list(everyone.filter(rule=one, subject__key__in=t["among"]).select_related("subject"))
            )
            for t in entry["ties"]
        ]
    return RoundPage(
        round=found,
        choices=[c for c in workflow.available(ROUND_FLOW, found, actor) if c.transition.name in _BY_HAND],
        rules=boxes,
        ties=ties,
        blockers=found.result.get("blockers", []),
        candidates=_candidates(found.pk, rule, standing, search_key(text.strip())),
        count=sum(counts.values()) if not text.strip() and standing not in Standing.values else None,
        rule_of={one.pk: one for one in rules.values()},
        forms={one.award_form: one.form_name or one.award_form for one in rules.values()},
        standings=[(s.value, str(s.label), counts[s.value]) for s in Standing if counts[s.value]],
        chosen_rule=rule,
        chosen_standing=standing,
        may_manage=actor.can("rounds.manage") and found.state in ROUND_OPEN,
        may_attest=actor.can("rounds.attest") and found.state == RoundState.EVALUATING,
        job=Job.objects.filter(pk=job).first() if job else None,
        timeline=audit.timeline(found),
        steps=_steps(found),
        to_present=_to_present(found, actor),
        newer_rules=_newer_rules(found, newest),
        gathered=_gathered(found),
        may_decide_at_unit=found.holder_id is not None
        and found.state in ROUND_LISTED
        and actor.can("dossiers.present"),
    )


def _gathered(found: AwardRound) -> Gathered | None:
    """None before there is a list and after the decision, and where a unit's head gives the award without dossiers."""
    if found.state not in ROUND_LISTED or found.holder_id is not None:
        return None
    asked = Candidate.objects.filter(round=found, proposed=True, withdrawn=False).count()
    counts = Counter(dict(found.dossiers.order_by().values_list("state").annotate(n=Count("pk"))))
    held = Nominee.objects.filter(dossier__round=found, candidate__proposed=True, candidate__withdrawn=False).count()
    return Gathered(asked, held, [(str(state.label), counts[state]) for state in DossierState if counts[state]])


def _newer_rules(found: AwardRound, newest: int | None) -> int | None:
    """The version of the rules in force, where the round may still go over to it."""
    open_ = found.state in ROUND_OPEN
    return newest if open_ and newest is not None and newest > found.rule_set.version else None


_BY_HAND = {"propose", "reopen", "send", "cancel"}


def _rules(found: AwardRound) -> list[Any]:
    """The rules of the round's set, each with the short name of its award form (`form_name`), its block's name
    (`block_name`), the latest comparison that was asked for, unless it is done (`job`), and the latest version of the
    set (`newest`)."""
    rules = _rules_of(found.rule_set_id, found.campaign_id, found.pk)
    for rule in rules:
        rule.rule_set = found.rule_set
    return rules


@prepared(int, int, object, by_key=True)
def _rules_of(rule_set_id: int, campaign_id: int, round_id: int) -> QuerySet[AwardRule]:
    form = AwardForm.objects.filter(code=OuterRef("award_form")).order_by().values("short")[:1]
    block = Block.objects.filter(campaign_id=campaign_id, code=OuterRef("block_code")).order_by()
    return AwardRule.objects.filter(rule_set_id=rule_set_id).annotate(
        form_name=Subquery(form),
        block_name=Subquery(block.values("name")[:1]),
        job=Subquery(_open_job(round_id)),
        newest=Subquery(_newest_set(campaign_id)),
    )


def _asked_and_newest(found: AwardRound, rules: list[Any]) -> tuple[int | None, int | None]:
    """What every row of `_rules` says alike; asked on its own where the set is empty."""
    if rules:
        return rules[0].job, rules[0].newest
    return (
        next((row["open"] for row in _open_job(found.pk)), None),
        next((row["version"] for row in _newest_set(found.campaign_id)), None),
    )


def _open_job(round_id: int) -> Any:
    asked = Job.objects.filter(kind="dossiers.evaluate", params__round=round_id).order_by("-pk")
    return asked.annotate(open=Case(When(state=JobState.DONE, then=None), default="pk")).values("open")[:1]


def _newest_set(campaign_id: int) -> Any:
    return AwardRuleSet.objects.filter(campaign_id=campaign_id).order_by("-version").values("version")[:1]


@prepared(int, object, by_key=True)
def _count(round_id: int, rule: str) -> QuerySet[Candidate, tuple[str, int]]:
    everyone = Candidate.objects.filter(round_id=round_id)
    within = everyone.filter(rule__code=rule) if rule else everyone
    return within.order_by().values_list("standing").annotate(n=Count("pk"))


@listed(int, object, object, object, kept=True)
def _candidates(round_id: int, rule: str, standing: str, key: str) -> QuerySet[Candidate]:
    first = Case(*(When(standing=one, then=Value(n)) for n, one in enumerate(_FIRST)), output_field=IntegerField())
    found = Candidate.objects.filter(round_id=round_id).select_related("subject")
    if rule:
        found = found.filter(rule__code=rule)
    if standing in Standing.values:
        found = found.filter(standing=standing)
    if key:
        found = found.filter(search_key__contains=key)
    return found.order_by(first, "rule__position", "place", "pk")


def _steps(found: AwardRound) -> list[tuple[str, str, str]]:
    reached = {
        RoundState.DRAFT: 0, RoundState.EVALUATING: 1, RoundState.PROPOSED: 2, RoundState.SENT: 2,
        RoundState.DECIDED: 4, RoundState.CANCELLED: 0,
    }[RoundState(found.state)]  # fmt: skip
    labels = (
        ("Đối chiếu tiêu chuẩn", ""),
        ("Xác nhận, chọn theo số lượng", "Dừng: còn việc phải quyết" if found.result.get("blockers") else ""),
        ("Đơn vị lập hồ sơ", ""),
        ("Quyết định", ""),
    )
    stuck = bool(found.result.get("blockers")) and reached == 1
    return [
        (
            label,
            note if place == reached else "",
            "done" if place < reached else ("stuck" if stuck else "now") if place == reached else "",
        )
        for place, (label, note) in enumerate(labels)
    ]


def _to_present(found: AwardRound, actor: Actor) -> list[tuple[str, str]]:
    """Award forms of the round whose dossiers are appraised and may be put before the leader."""
    if not actor.can("dossiers.present"):
        return []
    forms = law.forms()
    codes = found.dossiers.filter(state="appraised_tdkt").values_list("award_form", flat=True).distinct()
    return [(code, forms[code].short) for code in sorted(set(codes))]
