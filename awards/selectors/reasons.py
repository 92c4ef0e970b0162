"""Why a candidate stands where it stands: one sentence, and what it rests on, for whoever knows the plan alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from awards.enums import Recipient, Standing
from awards.facts import AnyFacts
from awards.facts_json import from_json
from awards.models import AwardRound, Candidate, TieVoteRecord
from awards.selection.order import ahead_by, keys_among
from awards.selectors import judging
from awards.selectors.verdicts import GROUPS, VerdictItem, items, tally, verdict_of
from awards.target_rows import headings_from
from config.kernel.text import format_date, format_hundredths

NOUN = {Recipient.COLLECTIVE: "tập thể", Recipient.INDIVIDUAL: "cá nhân"}


@dataclass(frozen=True)
class Reason:
    """`lines`: the criteria that the sentence rests on; `more`: what follows from it, one sentence each."""

    sentence: str
    lines: tuple[VerdictItem, ...] = ()
    more: tuple[str, ...] = ()


def reason(round_: AwardRound, candidate: Candidate) -> Reason:
    """Of a candidate whose verdict is explained. A few queries at most, for who holds the last place and why."""
    standing = Standing(candidate.standing)
    rows = items(verdict_of(candidate))
    if standing == Standing.OUT:
        return _out(candidate, rows)
    if standing == Standing.PENDING:
        waiting = tuple(row for row in rows if row.open and row.decides)
        said = f"Chưa kết luận được: còn {len(waiting)} tiêu chuẩn chờ người có thẩm quyền xác nhận."
        return Reason(said, waiting, ("Các tiêu chuẩn khác không có gì ngăn cản.",) if not _failing(rows) else ())
    summary = _summary(round_, candidate)
    noun = NOUN[Recipient(candidate.recipient)]
    met = f"Đạt đủ tiêu chuẩn ({tally(verdict_of(candidate)).words.lower()})"
    if standing in (Standing.PICKED, Standing.HELD):
        return Reason(f"{met}, {_place(candidate, summary, noun)}.", (), _own(candidate))
    if standing == Standing.RESERVE:
        return _reserve(round_, candidate)
    if standing == Standing.TIED:
        tie = next((t for t in summary.get("ties", []) if candidate.subject.key in t["among"]), None)
        if tie is None:
            return Reason(f"{met}, nhưng đồng điểm ở suất cuối.", (), _own(candidate))
        said = (
            f"{met}, nhưng {len(tie['among'])} {noun} ngang nhau ở suất thứ {tie['first_seat']} mà chỉ còn "
            f"{tie['seats']} suất."
        )
        return Reason(said, (), ("Hệ thống không tự chọn giữa những đối tượng ngang nhau: Hội đồng biểu quyết.",))
    if standing == Standing.WITHDRAWN:
        told = f": {candidate.withdrawn_reason}" if candidate.withdrawn_reason else ""
        return Reason(f"Đã rút khỏi danh sách xét{told}.")
    return Reason(candidate.why or f"{met}, nhưng không xét thêm trong đợt này.")


def _summary(round_: AwardRound, candidate: Candidate) -> dict[str, Any]:
    rules: list[dict[str, Any]] = round_.result.get("rules", [])
    return next((one for one in rules if one["code"] == candidate.rule.code), {})


def in_reserve(round_: AwardRound, candidate: Candidate) -> str:
    """The first sentence of `reason` for whoever is in reserve: the own place and the number of places. No query."""
    place = _place(candidate, _summary(round_, candidate), NOUN[Recipient(candidate.recipient)])
    met = f"Đạt đủ tiêu chuẩn ({tally(verdict_of(candidate)).words.lower()})"
    return f"{met}, nhưng {place} nên là dự bị số {candidate.reserve}."


def _out(candidate: Candidate, rows: list[VerdictItem]) -> Reason:
    failing = _failing(rows)
    counted = tally(verdict_of(candidate))
    if not counted.total:
        return Reason("Không có tiêu chuẩn nào của quy tắc này áp dụng cho đối tượng, nên không thuộc diện xét.")
    unmet = counted.total - counted.met - counted.waiting
    said = f"Không đủ tiêu chuẩn: chưa đạt {unmet} trong {counted.total} tiêu chuẩn."
    more: tuple[str, ...] = ()
    if counted.waiting:
        more = (f"Còn {counted.waiting} tiêu chuẩn chờ xác nhận, nhưng không làm đổi kết quả này.",)
    return Reason(said, failing, more)


def _failing(rows: list[VerdictItem]) -> tuple[VerdictItem, ...]:
    """What was not met and decides: a choice between criteria stands with its branches."""
    return tuple(row for row in rows if row.state == "khong-dat" and row.decides and not row.advisory)


def _place(candidate: Candidate, summary: Mapping[str, Any], noun: str) -> str:
    order = f"xếp thứ {candidate.rank} trong {summary.get('eligible', 0)} {noun} đủ tiêu chuẩn"
    if summary.get("quota") is None:
        return f"{order}; quy tắc không giới hạn số lượng"
    if candidate.standing == Standing.RESERVE:
        return f"{order}; quy tắc có {summary['quota']} suất"
    return f"{order}; được suất {candidate.seat} trong {summary['quota']} suất"


def _reserve(round_: AwardRound, candidate: Candidate) -> Reason:
    said = in_reserve(round_, candidate)
    more = (candidate.why or _edge(candidate), "Có suất khi người ở trên rút hoặc không được chấp thuận.")
    return Reason(said, (), (*filter(None, more), *_own(candidate)))


def _edge(candidate: Candidate) -> str:
    """Who has the last place instead, and by what: a figure, a preference of the rule, or the council's vote."""
    seated = Candidate.objects.filter(round=candidate.round_id, rule=candidate.rule_id, seat__isnull=False)
    last = seated.select_related("subject").order_by("-seat").first()
    if last is None:
        return ""
    theirs, mine = last.ratio_h, candidate.ratio_h
    if vote := _vote(candidate):
        chosen = ", ".join(seated.filter(subject__key__in=vote.among).order_by("seat").values_list("name", flat=True))
        said = f"{len(vote.among)} đối tượng ngang nhau ở suất cuối{_equal(theirs, mine)}"
        return f"{said}; Hội đồng biểu quyết chọn {chosen or 'đối tượng khác'} ({_minutes(vote)})."
    rule = candidate.rule.plain
    ahead, behind = (rule.adjusted(one) for one in _facts(candidate.round, last, candidate))
    scored = Candidate.objects.filter(round=candidate.round_id, rule=candidate.rule_id, ratio_h__isnull=False).exists()
    by = ahead_by(ahead, behind, keys_among(rule.order_keys, scored=scored))
    said = f"Suất cuối thuộc về {last.name}"
    if by and by.key == "score_ratio":
        return f"{said}, {by.words}."
    if by:
        return f"{said}{_equal(theirs, mine)}, vì {by.words}."
    return f"{said}, đứng trên theo thứ tự ưu tiên của quy tắc."


def _facts(round_: AwardRound, *candidates: Candidate) -> list[AnyFacts]:
    headings = headings_from(round_.target_headings)
    said = judging.attestations(round_.pk, {one.subject_id for one in candidates})
    return [
        judging.with_people(
            round_,
            from_json(one.subject.facts, headings),
            one.subject.merit_h,
            said.get(one.subject_id, {}),
            (),
        )
        for one in candidates
    ]


def _equal(theirs: int | None, mine: int | None) -> str:
    return f", cùng tỷ lệ điểm {format_hundredths(mine)}%" if mine is not None and theirs == mine else ""


def _minutes(vote: TieVoteRecord) -> str:
    return vote.minutes if "ngày" in vote.minutes else f"{vote.minutes}, ngày {format_date(vote.held_on)}"


def _vote(candidate: Candidate) -> TieVoteRecord | None:
    """The council's last vote among equals of whom this candidate was one."""
    votes = TieVoteRecord.objects.filter(round=candidate.round_id, rule=candidate.rule_id).order_by("-id")
    return next((vote for vote in votes if candidate.subject.key in vote.among), None)


def _own(candidate: Candidate) -> tuple[str, ...]:
    """Points that a rule of the round added or took."""
    lines = verdict_of(candidate).get("lines", [])
    return tuple(line["sentence"] for line in lines if line["kind"] not in GROUPS and line["figures"].get("adjust_h"))
