"""The rule editor's page: every node of the draft with its controls, and the plan's words to read beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from awards.enums import Recipient
from awards.models import AwardRule
from awards.rules.editing import OPERATORS, DraftNode
from awards.rules.params import Param
from awards.rules.registry import REGISTRY
from campaigns.models import Campaign, Standard
from campaigns.plans.vocabulary import PERSON_KINDS, SUBJECT_KINDS, UNIT_KINDS
from config.kernel.declared import declared


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """One field of a node. `control` as in `Param.control`."""

    name: str
    label: str
    control: str
    value: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    error: str = ""
    required: bool = False
    codes: bool = False

    @property
    def said(self) -> str:
        """What is set, in words; "" where nothing is."""
        if self.control == "flag":
            return "có" if self.value else ""
        if self.options:
            return ", ".join(option.code if self.codes else option.label for option in self.options if option.chosen)
        return self.value


@dataclass(frozen=True)
class NodeView:
    node: DraftNode
    parent: str
    controls: list[Control]
    children: list[NodeView]
    whom: list[Option]
    whom_words: str
    place: int
    last: bool
    after_group: bool

    @property
    def line(self) -> str:
        """The hidden field that tells the tree's shape."""
        return f"{self.node.id}:{self.parent}:{self.node.kind}"

    @property
    def name(self) -> str:
        return self.node.first("label") or self.node.title

    @property
    def said(self) -> str:
        """The parameters that are set, so that a closed criterion is read in one line."""
        return "; ".join(f"{one.label}: {words}" for one in self.controls if (words := one.said))

    @property
    def open(self) -> bool:
        return self.node.touched or bool(self.node.errors)

    @property
    def prefix(self) -> str:
        return f"n{self.node.id}"


def offered(campaign: Campaign) -> dict[str, dict[str, str]]:
    """Codes that a parameter may offer: the campaign's standards, and what other apps declare (`offers.OFFERS`)."""
    others = {name: find(campaign) for table in declared("offers", "OFFERS") for name, find in table.items()}
    standards = Standard.objects.filter(campaign=campaign).values_list("code", "section", "text")
    return {
        **others,
        "standards": {code: f"{section}: {text[:90]}" if section else text[:100] for code, section, text in standards},
    }


def view(root: DraftNode, offers: Mapping[str, Mapping[str, str]], recipient: str) -> NodeView:
    return _node(root, "", 0, 1, False, offers, _kinds(recipient))


def kinds_to_add() -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be added to a group, for a select with headings."""
    return [
        ("Tiêu chuẩn", sorted(((kind, cls.title) for kind, cls in REGISTRY.items()), key=lambda pair: pair[1])),
        ("Nhóm", list(OPERATORS.items())),
    ]


@dataclass(frozen=True)
class Beside:
    """What the plan says, to be read beside the rule."""

    text: str
    section: str
    conditions: list[str]
    standards: list[Standard]


def beside(rule: AwardRule | None, campaign: Campaign, root: DraftNode) -> Beside:
    """The plan's words of the rule, and of the standards that its criteria name."""
    named = {node.first("standard") for node in root.walk() if not node.is_group} - {""}
    standards = list(Standard.objects.filter(campaign=campaign, code__in=named)) if named else []
    if rule is None:
        return Beside("", "", [], standards)
    return Beside(rule.text, rule.section, list(rule.conditions or []), standards)


def _kinds(recipient: str) -> Mapping[str, str]:
    return PERSON_KINDS if recipient == Recipient.INDIVIDUAL else UNIT_KINDS


def _node(
    node: DraftNode,
    parent: str,
    place: int,
    count: int,
    after_group: bool,
    offers: Mapping[str, Mapping[str, str]],
    kinds: Mapping[str, str],
) -> NodeView:
    chosen = node.typed.get("when", [])
    whom = [Option(code, label, code in chosen) for code, label in kinds.items()]
    # Kinds of the other recipient stay where a rule names them.
    whom += [Option(code, SUBJECT_KINDS.get(code, code), True) for code in chosen if code not in kinds]
    views: list[NodeView] = []
    for at, child in enumerate(node.children):
        after = at > 0 and node.children[at - 1].is_group
        views.append(_node(child, node.id, at, len(node.children), after, offers, kinds))
    return NodeView(
        node=node,
        parent=parent,
        controls=[] if node.is_group else list(_controls(node, offers)),
        children=views,
        whom=whom,
        whom_words=", ".join(option.label for option in whom if option.chosen),
        place=place,
        last=place == count - 1,
        after_group=after_group,
    )


def _controls(node: DraftNode, offers: Mapping[str, Mapping[str, str]]) -> Iterable[Control]:
    for name, param in REGISTRY[node.kind].params.items():
        typed = node.typed.get(name, [])
        options = _options(param, typed, offers)
        control = param.control
        if param.offers and control == "text":
            control = "select"
        elif control == "checks" and not options:
            control = "text"
        yield Control(
            name=f"n{node.id}.{name}",
            label=param.label,
            control=control,
            value=typed[0] if typed else "",
            options=options,
            hint=param.hint,
            error=node.errors.get(name, "").removeprefix(f"{param.label}: ").capitalize(),
            required=param.required,
            codes=bool(param.offers),
        )


def _options(param: Param, typed: list[str], offers: Mapping[str, Mapping[str, str]]) -> tuple[Option, ...]:
    found = dict(offers.get(param.offers, {}) or getattr(param, "options", None) or getattr(param, "names", None) or {})
    found |= {code: code for code in typed if code and code not in found} if found or param.offers else {}
    return tuple(Option(code, label, code in typed) for code, label in found.items())
