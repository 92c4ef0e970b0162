"""Candidates of an award round: a line in a table, and a page with the verdict and the actions that belong to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from awards.enums import ROUND_JUDGED, ROUND_LISTED, Eligible, RoundState, Standing
from awards.models import AwardGranted, AwardRound, Candidate, Hold
from awards.selectors import law, verdicts
from awards.selectors.reasons import reason
from config.kernel.access import Actor, visible
from dossiers.selectors import plan_words
from dossiers.selectors.followed import figures_behind

_TONES = {
    Standing.PICKED: "vinh", Standing.TIED: "cho", Standing.PENDING: "cho", Standing.HELD: "gan",
    Standing.OUT: "khong-dat", Standing.REFUSED: "khong-dat", Standing.WITHDRAWN: "khong", Standing.RESERVE: "khong",
}  # fmt: skip


def candidate_at(found: AwardRound, uid: str | uuid.UUID) -> Candidate:
    """A candidate of the round, with what its page tells of; 404 for any other."""
    several = Candidate.objects.filter(round=found).select_related("rule", "subject", "unit", "person")
    return visible(several, uid)


def criteria(candidate: Candidate) -> list[dict[str, Any]]:
    """The verdict, which is explained, line by line; a person may answer where there is a `question`."""
    return [
        {
            "state": item.state,
            "title": item.title,
            "sentence": item.sentence,
            "clause": item.clause,
            "aside": item.aside,
            "depth": item.depth,
            "question": f"{candidate.subject.key}|{item.code}" if item.code else "",
            "open": item.open,
        }
        for item in verdicts.items(verdicts.verdict_of(candidate))
    ]


@dataclass(frozen=True)
class Row:
    """One line of the table of candidates. `open`: how many criteria wait for an attestation; `unmet`: what keeps one
    out who is out, by name and section of the plan."""

    candidate: Candidate
    form: str
    tally: str
    tone: str
    standing: str
    open: int
    unmet: str = ""


def table_rows(listed: Iterable[Candidate], forms: Mapping[str, str] | None = None) -> list[Row]:
    """`forms`: short names of the award forms, where they are known already."""
    if forms is None:
        forms = {code: form.short for code, form in law.forms().items()}
    listed = list(listed)
    if out := [one for one in listed if one.standing == Standing.OUT]:
        verdicts.explain(out)
    return [
        Row(
            candidate=candidate,
            form=forms.get(candidate.award_form, candidate.award_form),
            tally=verdicts.tally(recalled).words,
            tone=tone(candidate),
            standing=str(Standing(candidate.standing).label),
            open=len(_open(recalled)) if candidate.standing == Standing.PENDING else 0,
            unmet=_unmet(candidate) if candidate.standing == Standing.OUT else "",
        )
        for candidate, recalled in zip(listed, verdicts.recall(listed), strict=True)
    ]


UNMET_SHOWN = 1


def _unmet(candidate: Candidate) -> str:
    """`Chưa đạt “Báo cáo đúng hạn” (Mục IV.3): báo cáo năm 2023 trễ 3 ngày; và 1 tiêu chuẩn khác`."""
    failing = [
        item
        for item in verdicts.items(verdicts.verdict_of(candidate))
        if item.state == "khong-dat" and item.decides and not item.advisory and not item.depth
    ]
    named = [item.told for item in failing[:UNMET_SHOWN]]
    more = f"; và {len(failing) - UNMET_SHOWN} tiêu chuẩn khác" if len(failing) > UNMET_SHOWN else ""
    return f"Chưa đạt {'; '.join(named)}{more}." if named else ""


def open_questions(candidate: Candidate) -> list[str]:
    """Codes of the criteria that wait for an attestation, of a candidate whose verdict is explained."""
    return _open(verdicts.verdict_of(candidate))


def _open(verdict: Mapping[str, Any]) -> list[str]:
    return [item.code for item in verdicts.items(verdict) if item.open and item.code]


def tone(candidate: Candidate) -> str:
    return _TONES[Standing(candidate.standing)]


def candidate_page(found: AwardRound, candidate: Candidate, actor: Actor) -> dict[str, Any]:
    """Everything the page of one candidate shows."""
    verdicts.explain([candidate])
    lines, why = criteria(candidate), reason(found, candidate)
    siblings = Candidate.objects.filter(round=found, subject=candidate.subject).exclude(pk=candidate.pk)
    forms = law.forms()
    return {
        "round": found,
        "candidate": candidate,
        "tone": tone(candidate),
        "award": AwardGranted.objects.filter(candidate=candidate).first() if candidate.proposed else None,
        "lines": lines,
        "reason": why,
        "plan_words": plan_words.behind(found.campaign_id, why.lines),
        "open_questions": [line["question"] for line in lines if line["open"]],
        "may_attest": actor.can("rounds.attest") and found.state == RoundState.EVALUATING,
        "may_give_merit": actor.can("rounds.attest") and found.state == RoundState.EVALUATING,
        "may_withdraw": actor.can("rounds.manage") and found.state in ROUND_JUDGED and not candidate.withdrawn,
        "may_approve": actor.can("rounds.manage")
        and found.state in ROUND_LISTED
        and not candidate.proposed
        and candidate.standing in {Standing.PICKED, Standing.RESERVE},
        "may_hold": actor.can("rounds.attest") and found.state in ROUND_JUDGED,
        "holds": list(Hold.objects.filter(round=found, subject=candidate.subject)),
        "form": forms[candidate.award_form].short if candidate.award_form in forms else candidate.award_form,
        "siblings": table_rows(siblings.select_related("rule", "subject")),
        "attestations": list(found.attestations.filter(subject=candidate.subject)),
        "eligible_label": Eligible(candidate.eligible).label,
        "figures": figures_behind(found, candidate, actor),
    }
