"""Reads of rounds: quotas, shares, candidates."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from awards.enums import Standing
from awards.models import AwardRound, AwardRule, Candidate
from awards.selectors import law
from awards.selectors.verdicts import Tally, VerdictItem, items, reasons_against, tally
from config.kernel.text import search_key

# How each standing looks: kind of pill.
PILLS = {
    Standing.PICKED: "vinh",
    Standing.HELD: "gan",
    Standing.TIED: "cho",
    Standing.RESERVE: "",
    Standing.REFUSED: "gan",
    Standing.PENDING: "cho",
    Standing.OUT: "khong-dat",
    Standing.WITHDRAWN: "khong",
}
NOUNS = {"collective": "tập thể", "individual": "cá nhân"}


@dataclass(frozen=True)
class QuotaView:
    """One rule of a round: its places, who holds them, what stands open."""

    rule: AwardRule
    form_name: str
    quota: int | None
    chosen: int
    tied_seats: int
    first_tied_seat: int | None
    eligible: int
    candidates: int
    pending: int
    reserve: int
    unfilled: int | None

    @property
    def noun(self) -> str:
        return NOUNS[self.rule.recipient]

    @property
    def plan_words(self) -> str:
        """What the rule says of the number, in the register of the page."""
        if self.rule.quota is None:
            whose = "Kế hoạch" if self.rule.source == "plan" else "Quy tắc"
            return f"{whose} không nêu số lượng khen thưởng."
        number = f"{self.rule.quota:02d} {self.noun}"
        return f"Không quá {number}." if self.rule.quota_kind == "at_most" else f"{number}."


@dataclass(frozen=True)
class ShareView:
    rule_code: str
    direct: int
    leaders: int
    limit: int
    over: int
    percent: str
    ok: bool
    sentence: str


def quotas(award_round: AwardRound) -> list[QuotaView]:
    """One view per rule that ran, in the plan's order. Two queries."""
    by_code = {rule.code: rule for rule in award_round.rule_set.rules.all()}
    forms = law.forms()
    out = []
    for entry in award_round.result.get("rules", []):
        rule = by_code[entry["code"]]
        counts = entry["counts"]
        form = forms.get(rule.award_form)
        out.append(
            QuotaView(
                rule=rule,
                form_name=form.name if form else rule.award_form,
                quota=entry["quota"],
                chosen=counts[Standing.PICKED] + counts[Standing.HELD],
                tied_seats=sum(tie["seats"] for tie in entry["ties"]),
                first_tied_seat=min((tie["first_seat"] for tie in entry["ties"]), default=None),
                eligible=entry["eligible"],
                candidates=entry["candidates"],
                pending=counts[Standing.PENDING],
                reserve=counts[Standing.RESERVE],
                unfilled=entry["unfilled"],
            )
        )
    return out


def shares(award_round: AwardRound) -> list[ShareView]:
    return [
        ShareView(
            rule_code=code,
            direct=entry["direct"],
            leaders=entry["leaders"],
            limit=entry["limit"],
            over=entry["over"],
            percent=entry["percent"],
            ok=entry["ok"],
            sentence=entry["sentence"],
        )
        for code, entry in award_round.result.get("shares", {}).items()
    ]


@dataclass(frozen=True)
class CandidateRow:
    """A row of the candidates' table. `pill`, `result` say the standing; `cut_after`: the quota ends below it."""

    candidate: Candidate
    tally: Tally
    pill: str
    result: str
    place_kind: str


def candidates(
    award_round: AwardRound, *, rule: AwardRule | None = None, standing: str = "", text: str = ""
) -> QuerySet[Candidate]:
    """Candidates in the order of the page; `standing` a code of Standing, `text` matches names without marks."""
    found = Candidate.objects.filter(round=award_round).select_related("rule", "unit", "person", "subject")
    if rule is not None:
        found = found.filter(rule=rule)
    if standing in Standing.values:
        found = found.filter(standing=standing)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("rule__position", "place", "id")


def row(candidate: Candidate) -> CandidateRow:
    standing = Standing(candidate.standing)
    result = str(standing.label)
    if standing is Standing.RESERVE and candidate.reserve:
        result = f"Dự bị {candidate.reserve}"
    kind = {Standing.PICKED: "place-vinh", Standing.HELD: "place-vinh", Standing.TIED: "place-hoa"}
    return CandidateRow(candidate, tally(candidate.verdict), PILLS[standing], result, kind.get(standing, ""))


def verdict_of(candidate: Candidate) -> list[VerdictItem]:
    return items(candidate.verdict)


def against(candidate: Candidate) -> list[VerdictItem]:
    return reasons_against(candidate.verdict)
