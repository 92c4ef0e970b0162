"""Rules beside the plan's words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from awards.enums import QuotaKind, RuleSource
from awards.models import AwardForm, AwardRule
from awards.rules import Group, Leaf, Node, RuleError
from awards.selectors import law
from awards.selectors.rule_sets import current_set, rules_of
from campaigns.models import Block, Campaign
from campaigns.plans.vocabulary import SUBJECT_KINDS, SUBJECTS
from config.kernel.text import format_number

NOUNS = {"collective": "tập thể", "individual": "cá nhân"}
GROUP_WORDS = {"all": "Tất cả:", "any": "Một trong:", "not": "Không thuộc:", "at_least": "Ít nhất {n} trong:"}


@dataclass(frozen=True)
class TreeLine:
    """A line of the rule as a person reads it; `params` says the figures of the criterion."""

    depth: int
    text: str
    section: str = ""
    params: str = ""
    kind: str = ""


@dataclass(frozen=True)
class RuleView:
    rule: AwardRule
    form_name: str
    who: str
    quota_words: str
    block_name: str
    lines: list[TreeLine]
    unreadable: str = ""

    @property
    def years(self) -> str:
        return ", ".join(map(str, self.rule.years)) or "mọi năm"

    @property
    def when(self) -> str:
        """`Hằng năm 2022, 2023, 2024`."""
        return f"{self.rule.get_occasion_display()}{' ' if self.rule.years else ', '}{self.years}"


def rule_views(campaign: Campaign) -> list[RuleView]:
    """Every rule of the current set, in the plan's order, the tenant's own last."""
    rule_set = current_set(campaign)
    if rule_set is None:
        return []
    forms = law.forms()
    blocks = dict(Block.objects.filter(campaign=campaign).values_list("code", "name"))
    return [_view(rule, forms, blocks) for rule in rules_of(rule_set)]


def by_occasion(views: list[RuleView]) -> list[tuple[str, list[RuleView]]]:
    """The rules under the occasion and years that they are for, in the order in which these first come."""
    found: dict[str, list[RuleView]] = {}
    for view in views:
        found.setdefault(view.when, []).append(view)
    return list(found.items())


def _view(rule: AwardRule, forms: dict[str, AwardForm], blocks: dict[str, str]) -> RuleView:
    lines: list[TreeLine] = []
    unreadable = ""
    if rule.runnable:
        try:
            lines = list(tree_lines(rule.plain.criteria))
        except (RuleError, ValueError) as error:
            unreadable = str(error)
    form = forms.get(rule.award_form)
    return RuleView(
        rule=rule,
        form_name=form.name if form else "Không có hình thức khen riêng",
        who=NOUNS[rule.recipient],
        quota_words=_quota(rule),
        block_name=blocks.get(rule.block_code, rule.block_code),
        lines=lines,
        unreadable=unreadable,
    )


def _quota(rule: AwardRule) -> str:
    if rule.quota_kind == QuotaKind.SHARE:
        return f"{format_number(Decimal(str(rule.data['quota_percent'])))}% số tham gia"
    if rule.quota is None:
        return "Kế hoạch không nêu số lượng" if rule.source == RuleSource.PLAN else "Không giới hạn số lượng"
    number = f"{rule.quota:02d} {NOUNS[rule.recipient]}"
    return f"Không quá {number}" if rule.quota_kind == "at_most" else number


def tree_lines(node: Node, depth: int = 0, *, complete: bool = False) -> list[TreeLine]:
    """The tree flattened; the outermost "all of these" needs no line. `complete`: every parameter that was set."""
    for_whom = [SUBJECT_KINDS.get(kind, kind) for kind in sorted(node.when)]
    for_whom += [SUBJECTS[subject].lower() for subject in sorted(node.for_subjects)]
    whom = f" ({', '.join(for_whom)})" if for_whom else ""
    if isinstance(node, Leaf):
        text = node.criterion.label + whom + (" (lưu ý, không quyết định)" if node.advisory else "")
        return [TreeLine(depth, text, node.section, _params(node, complete), node.criterion.title)]
    lines: list[TreeLine] = []
    if depth or node.operator != "all" or whom:
        text = node.label or GROUP_WORDS[node.operator].format(n=node.n)
        lines.append(TreeLine(depth, text + whom, node.section))
        depth += 1
    return lines + [line for child in _children(node) for line in tree_lines(child, max(depth, 1), complete=complete)]


def _children(node: Group) -> tuple[Node, ...]:
    return node.children


def _params(leaf: Leaf, complete: bool) -> str:
    """ "Vượt trên (%): 20; Cách tính: mean"."""
    said = []
    for name, param in leaf.criterion.params.items():
        value = leaf.criterion.values.get(name)
        if value is None or value == param.default:
            continue
        if not complete and (value == 0 or name in ("statement", "standard", "targets")):
            continue
        said.append(param.label if value is True else f"{param.label}: {param.shown(value)}")
    return "; ".join(said)
