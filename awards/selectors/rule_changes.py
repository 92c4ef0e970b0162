"""What another reading of a rule changes, line by line, and which rounds it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from awards.enums import ROUND_OPEN, ROUND_OVER, Occasion, QuotaKind, Recipient
from awards.models import AwardRound, AwardRuleSet
from awards.rules import parse
from awards.selection.order import NAMES as ORDER_NAMES
from awards.selectors import law
from awards.selectors.rule_sets import rules_of
from awards.selectors.rules import tree_lines
from campaigns.models import Block, Campaign
from campaigns.plans.vocabulary import SUBJECT_KINDS
from config.kernel.text import format_number


@dataclass(frozen=True)
class FieldChange:
    """One figure of the rule's head. "" = not set."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LineChange:
    """A line of the criteria: `mark` is same, added or gone."""

    mark: str
    text: str
    section: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Difference:
    """`kind`: added, changed, removed or same."""

    code: str
    kind: str
    fields: tuple[FieldChange, ...] = ()
    lines: tuple[LineChange, ...] = ()

    @property
    def changed_lines(self) -> bool:
        return any(line.mark != "same" for line in self.lines)

    @property
    def empty(self) -> bool:
        return self.kind == "changed" and not self.fields and not self.changed_lines

    @property
    def word(self) -> str:
        return {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa", "same": "Giữ"}[self.kind]


def difference(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> Difference:
    """`before` and `after`: data of a rule, None where there is none; `words` of `vocabulary`."""
    kind = "added" if not before else "removed" if not after else "changed"
    old, new = before or {}, after or {}
    words = words or {"forms": {}, "blocks": {}}
    was, now = _head(old, words), _head(new, words)
    fields = tuple(
        FieldChange(label, was.get(label, ""), now.get(label, ""))
        for label in dict.fromkeys([*was, *now])
        if was.get(label, "") != now.get(label, "")
    )
    return Difference(str(new.get("code") or old.get("code")), kind, fields, tuple(_lines(old, new)))


def vocabulary(campaign: Campaign) -> dict[str, dict[str, str]]:
    """Names of forms and blocks, for `difference`."""
    return {
        "forms": {code: form.name for code, form in law.forms().items()},
        "blocks": dict(Block.objects.filter(campaign=campaign).values_list("code", "name")),
    }


def between(before: AwardRuleSet | None, after: AwardRuleSet) -> list[Difference]:
    """Rules that differ between two versions of a campaign's set, in the order of the later one."""
    words = vocabulary(after.campaign)
    old = {rule.code: rule for rule in rules_of(before)} if before else {}
    new = {rule.code: rule for rule in rules_of(after)}
    found = [difference(old[code].data if code in old else None, rule.data, words) for code, rule in new.items()]
    found += [difference(rule.data, None, words) for code, rule in old.items() if code not in new]
    return [one for one in found if not one.empty]


def versions_of(campaign: Campaign) -> list[AwardRuleSet]:
    """Every version, the newest first, with the rounds that run by it."""
    sets = AwardRuleSet.objects.filter(campaign=campaign).order_by("-version")
    return list(sets.select_related("campaign").prefetch_related("rounds"))


@dataclass(frozen=True)
class TouchedRound:
    round: AwardRound
    sentence: str


def touched(campaign: Campaign, data: Iterable[Mapping[str, Any]]) -> list[TouchedRound]:
    """Rounds not yet decided that run by an earlier version of the rules in `data`: each keeps its version."""
    wanted = {(one.get("occasion"), year) for one in data for year in (one.get("years") or [None])}
    rounds = AwardRound.objects.filter(campaign=campaign).exclude(state__in=ROUND_OVER).select_related("rule_set")
    return [
        TouchedRound(
            one,
            f"Đang theo phiên bản {one.rule_set.version} và giữ phiên bản đó"
            + (
                ", trừ khi được chuyển sang bản mới ở trang của đợt."
                if one.state in ROUND_OPEN
                else " đến khi kết thúc."
            ),
        )
        for one in rounds
        if (one.occasion, one.year) in wanted or (one.occasion, None) in wanted
    ]


def _head(data: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    if not data:
        return {}
    quota = QuotaKind(data.get("quota_kind") or QuotaKind.NONE_STATED)
    number = "" if data.get("quota") is None else f" {data['quota']}"
    if quota == QuotaKind.SHARE:
        number = f" {format_number(Decimal(str(data['quota_percent'])))}%"
    return {
        "Dịp xét": str(Occasion(data["occasion"]).label),
        "Năm": ", ".join(map(str, data.get("years") or ())) or "mọi năm",
        "Hình thức": words["forms"].get(data.get("award_form") or "", data.get("award_form") or "không có"),
        "Đối tượng": str(Recipient(data["recipient"]).label),
        "Khối, cụm": words["blocks"].get(data.get("block") or "", data.get("block") or "mọi khối"),
        "Loại đối tượng": ", ".join(SUBJECT_KINDS.get(kind, kind) for kind in data.get("kinds") or ()) or "mọi loại",
        "Số lượng": f"{quota.label}{number}",
        "Thứ tự khi xét": ", ".join(ORDER_NAMES.get(key, key) for key in data.get("order") or ()) or "mặc định",
        "Người quyết định": data.get("decider") or "",
        "Ghi chú": data.get("note") or "",
    }


def _lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[LineChange]:
    was, now = _shown(old), _shown(new)
    matcher = SequenceMatcher(a=was, b=now, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from (_line("same", line) for line in now[c:d])
            continue
        yield from (_line("gone", line) for line in was[a:b])
        yield from (_line("added", line) for line in now[c:d])


def _line(mark: str, line: tuple[int, str, str]) -> LineChange:
    return LineChange(mark, line[1], line[2], line[0])


def _shown(data: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    if not data.get("criteria"):
        return []
    lines = tree_lines(parse(data["criteria"]), complete=True)
    return [(line.depth, f"{line.text}{f' ({line.params})' if line.params else ''}", line.section) for line in lines]
