"""A whole award round: verdicts and picks under every rule, collectives before the people of their units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from awards.facts import AnyFacts, PersonFacts
from awards.law.defaults import CAMPAIGN_YEARS, DISTRICTS_ENDED, FORMS
from awards.rules import digest_of, evaluate_all
from awards.selection.pick import Entry, Selection, Standing, TieVote, pick
from awards.selection.rule import Rule
from awards.selection.share import ShareCheck, check_share
from config.kernel.heap import growing

FORM_ORDER = ("HCLD3", "BK_TTG", "CO_TINH", "BK_TINH", "GK_HUYEN", "GK_SO", "GK_DN", "GK_XA")


@dataclass(frozen=True)
class RoundResult:
    """`names`: what a tenant calls its blocks and award forms, by code."""

    selections: tuple[Selection, ...]
    shares: Mapping[str, ShareCheck] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, rule: str) -> Selection:
        return next(selection for selection in self.selections if selection.rule.code == rule)

    @property
    def blockers(self) -> list[str]:
        """Why the proposal list cannot be drawn up yet; empty = it can."""
        out = []
        for selection in self.selections:
            out += [
                f"{self._named(selection.rule)}: {len(tie.among)} đối tượng bằng nhau ở suất thứ {tie.first_seat}, "
                "chờ Hội đồng biểu quyết."
                for tie in selection.ties
            ]
            inside = selection.pending_inside
            if inside and selection.quota is not None:
                out.append(
                    f"{self._named(selection.rule)}: {len(inside)} đối tượng có thể vào danh sách nhưng còn tiêu chuẩn "
                    "chờ xác nhận."
                )
        return out + [check.sentence for check in self.shares.values() if not check.ok]

    def _named(self, rule: Rule) -> str:
        """`Bằng khen tỉnh, tập thể, Khối 2 (Mục III.1.a)`."""
        form, block = self.names.get(rule.award_form, _short(rule.award_form)), self.names.get(rule.block, rule.block)
        parts = (form, "tập thể" if rule.recipient == "collective" else "cá nhân", block)
        return ", ".join(part for part in parts if part) + (f" (Mục {rule.section})" if rule.section else "")

    def as_json(self) -> dict[str, Any]:
        """The snapshot that a round keeps: reproducible, the same for the same inputs."""
        return {
            "rules": [
                {
                    "rule": selection.rule.code,
                    "quota": selection.quota,
                    "picked": selection.picked,
                    "ties": [
                        {"among": list(t.among), "seats": t.seats, "first_seat": t.first_seat, "unit": t.unit}
                        for t in selection.ties
                    ],
                    "candidates": [_entry_json(entry) for entry in sorted(selection.entries, key=lambda e: e.key)],
                }
                for selection in self.selections
            ],
            "shares": {
                rule: {"total": check.total, "leaders": check.leaders, "limit": check.limit, "ok": check.ok}
                for rule, check in sorted(self.shares.items())
            },
        }

    @property
    def digest(self) -> str:
        """Over everything that came out: the answer of every criterion, what orders the candidates, the places."""
        picks = [
            {
                "rule": selection.rule.code,
                "quota": selection.quota,
                "ties": [[list(tie.among), tie.seats, tie.first_seat, tie.unit] for tie in selection.ties],
                "candidates": [
                    [e.key, e.standing, e.rank, e.seat, e.reserve, e.why, e.warnings, e.verdict.marks, e.order_key]
                    for e in sorted(selection.entries, key=lambda e: e.key)
                ],
            }
            for selection in self.selections
        ]
        shares = {rule: [check.total, check.leaders, check.ok] for rule, check in self.shares.items()}
        return digest_of([picks, shares])


def run_round(
    rules: Sequence[Rule],
    candidates: Sequence[AnyFacts],
    *,
    votes: Sequence[TieVote] = (),
    withdrawn: Mapping[str, frozenset[str]] | None = None,
    overrides: Mapping[str, str] | None = None,
    campaign_from: int | None = None,
) -> RoundResult:
    """Judge and pick. `withdrawn`: rule → keys; `overrides`: rule → why the council passes 70/30.

    `campaign_from`: the first year of the campaign, for the warnings about higher awards (decision 15).
    """
    keys = [facts.key for facts in candidates]
    if len(set(keys)) != len(keys):
        raise ValueError("two candidates have the same key")
    with growing():
        return _run(rules, candidates, votes, withdrawn or {}, overrides or {}, campaign_from)


def _run(
    rules: Sequence[Rule],
    candidates: Sequence[AnyFacts],
    votes: Sequence[TieVote],
    withdrawn: Mapping[str, frozenset[str]],
    overrides: Mapping[str, str],
    campaign_from: int | None,
) -> RoundResult:
    ordered = sorted(rules, key=lambda rule: (rule.recipient != "collective", _form(rule), rule.position, rule.code))
    done: list[Selection] = []
    for rule in ordered:
        pool = _seen_from(rule.covered(candidates), rule, done)
        if rule.adjusts:
            pool = [rule.adjusted(facts) for facts in pool]
        judged = evaluate_all(rule.criteria, pool)
        verdicts = {facts.key: verdict for facts, verdict in zip(pool, judged, strict=True)}
        done.append(
            pick(
                rule,
                pool,
                verdicts,
                votes=votes,
                withdrawn=withdrawn.get(rule.code, frozenset()),
                refused=_refused(rule, pool, done),
                warnings=_warnings(rule, pool, done, campaign_from),
            )
        )
    shares = {
        selection.rule.code: check_share(
            [entry.facts for entry in selection.standing(Standing.PICKED, Standing.HELD)],
            limit,
            overrides.get(selection.rule.code, ""),
        )
        for selection in done
        if (limit := selection.rule.leaders_at_most) is not None
    }
    done.sort(key=lambda selection: (selection.rule.position, selection.rule.code))
    return RoundResult(tuple(done), shares)


def _form(rule: Rule) -> int:
    return FORM_ORDER.index(rule.award_form) if rule.award_form in FORM_ORDER else len(FORM_ORDER)


def _seen_from(pool: list[AnyFacts], rule: Rule, done: Sequence[Selection]) -> list[AnyFacts]:
    """People together with what the collectives' selection of the same round says of their units."""
    tied_to = rule.placed_unit
    if tied_to is None:
        return pool
    placed: dict[str, set[Standing]] = {}
    for selection in done:
        if selection.rule.recipient == "collective" and selection.rule.award_form == rule.award_form:
            for entry in selection.entries:
                if tied_to["n"] is None or (entry.seat or 0) <= tied_to["n"]:
                    placed.setdefault(entry.key, set()).add(entry.standing)
    return [
        replace(facts, unit_placed=_placed(placed.get(facts.unit.key, set())))
        if isinstance(facts, PersonFacts) and facts.unit is not None
        else facts
        for facts in pool
    ]


def _placed(standings: set[Standing]) -> bool | None:
    if Standing.PICKED in standings:
        return True
    return None if standings & {Standing.HELD, Standing.TIED, Standing.PENDING} else False


def _refused(rule: Rule, pool: Sequence[AnyFacts], done: Sequence[Selection]) -> dict[str, str]:
    """Decision 12: one nominee, one round, one form: once."""
    chosen: dict[str, Rule] = {}
    for selection in done:
        if selection.rule.award_form == rule.award_form:
            for entry in selection.standing(Standing.PICKED, Standing.HELD, Standing.TIED):
                chosen.setdefault(entry.key, selection.rule)
    out = {}
    for facts in pool if chosen or any(facts.earlier_awards for facts in pool) else ():
        other = chosen.get(facts.key)
        if other is not None:
            out[facts.key] = f"Đã được chọn cùng hình thức trong đợt này (Mục {other.section or other.code})."
            continue
        earlier = next((a for a in facts.earlier_awards if a.same_round and a.award_form == rule.award_form), None)
        if earlier is not None:
            number = f" tại Quyết định {earlier.decision_number}" if earlier.decision_number else ""
            out[facts.key] = f"Đã được tặng hình thức này trong đợt này{number}."
    return out


def _warnings(
    rule: Rule, pool: Sequence[AnyFacts], done: Sequence[Selection], campaign_from: int | None
) -> dict[str, tuple[str, ...]]:
    """Decisions 12 and 15: shown to the reviewer, blocking nothing. Only those who have one are in it."""
    also: dict[str, list[str]] = {}
    for selection in done:
        if selection.rule.award_form != rule.award_form:
            for key in selection.picked:
                also.setdefault(key, []).append(selection.rule.award_form)
    out = {}
    needed = CAMPAIGN_YEARS.get(rule.award_form)
    for facts in pool:
        if not (needed or facts.earlier_awards or also):
            continue
        said = _warnings_of(rule, facts, campaign_from)
        said += [f"Cùng thành tích cũng được đề nghị {_short(form)} trong đợt này." for form in also.get(facts.key, ())]
        if said:
            out[facts.key] = tuple(said)
    return out


def _short(form: str) -> str:
    """`Bằng khen tỉnh`; a form that the tables do not know keeps its code."""
    return FORMS[form][1] if form in FORMS else form


def _warnings_of(rule: Rule, facts: AnyFacts, campaign_from: int | None) -> list[str]:
    out = []
    needed = CAMPAIGN_YEARS.get(rule.award_form)
    if needed and campaign_from is not None and (lasted := facts.year - campaign_from + 1) < needed:
        out.append(f"Pháp luật có thể yêu cầu phong trào từ {needed} năm trở lên; đến {facts.year} mới {lasted} năm.")
    if rule.award_form == "HCLD3" and facts.kind == "district" and facts.year >= DISTRICTS_ENDED.year:
        out.append("Cấp huyện kết thúc hoạt động từ 01/7/2025; kiểm tra đơn vị kế thừa trước khi trình.")
    for award in sorted(facts.earlier_awards, key=lambda a: (a.year, a.award_form, a.decision_number)):
        same_milestone = award.milestone_year == facts.milestone_year if award.milestone_year else True
        if award.same_theme and not award.same_round and same_milestone:
            number = f", Quyết định {award.decision_number}" if award.decision_number else ""
            out.append(f"Đã được khen cùng chuyên đề năm {award.year} ({_short(award.award_form)}{number}).")
    return out


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "name": entry.facts.name,
        "standing": entry.standing.value,
        "rank": entry.rank,
        "seat": entry.seat,
        "reserve": entry.reserve,
        "why": entry.why,
        "warnings": list(entry.warnings),
        "verdict": entry.verdict.as_json(),
    }
