"""A rule's criteria as a form holds them: nodes with what was typed, moved and read back. No database, no HTTP.

The names of a form: `node` once per node in the order of the tree, "<id>:<id of the parent>:<kind or operator>"
(the root's parent is ""), and `n<id>.<name>` for what belongs to a node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from awards.rules.params import BadValue, Flag
from awards.rules.registry import REGISTRY, RuleError
from awards.rules.tree import GROUPS, parse

OPERATORS = {
    "all": "Đạt tất cả các tiêu chuẩn trong nhóm",
    "any": "Đạt một trong các tiêu chuẩn trong nhóm",
    "at_least": "Đạt ít nhất một số tiêu chuẩn trong nhóm",
    "not": "Không thuộc trường hợp trong nhóm",
}
MOVES = ("up", "down", "in", "out", "drop", "add")
MOST_NODES, DEEPEST = 200, 6
LINES = ("label", "section", "text")
LISTS = ("when", "for_subjects")


class Sent(Protocol):
    """A QueryDict, or anything like it."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(eq=False)
class DraftNode:
    """`kind`: of a criterion, or the operator of a group. `typed`: name → what the form holds; `errors` by name."""

    kind: str
    typed: dict[str, list[str]] = field(default_factory=dict)
    children: list[DraftNode] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    id: str = ""
    depth: int = 0
    touched: bool = False

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def title(self) -> str:
        return OPERATORS[self.kind] if self.is_group else REGISTRY[self.kind].title

    def first(self, name: str) -> str:
        values = self.typed.get(name) or [""]
        return values[0].strip()

    def walk(self) -> Iterator[DraftNode]:
        yield self
        for child in self.children:
            yield from child.walk()


def from_tree(tree: Mapping[str, Any]) -> DraftNode:
    """The form of a rule's criteria; a lone criterion is put into a group of its own."""
    node = _node(tree) if tree else DraftNode("all")
    return number(node if node.is_group else DraftNode("all", children=[node]))


def _node(tree: Mapping[str, Any]) -> DraftNode:
    typed = {name: [str(tree[name])] for name in LINES if tree.get(name)}
    typed |= {name: list(tree[name]) for name in LISTS if tree.get(name)}
    if "kind" in tree:
        params = REGISTRY[tree["kind"]].params
        typed |= {name: param.typed(tree.get(name)) for name, param in params.items()}
        if tree.get("advisory"):
            typed["advisory"] = ["on"]
        return DraftNode(str(tree["kind"]), typed)
    operator = next(name for name in GROUPS if name in tree)
    body = tree[operator]
    if operator == "at_least":
        typed["n"] = [str(body["n"])]
        body = body["of"]
    branches = [body] if operator == "not" else body
    return DraftNode(operator, typed, [_node(branch) for branch in branches])


def from_sent(sent: Sent) -> DraftNode:
    """The draft that a form sent; what cannot be one (a forged form) gives an empty draft."""
    nodes: dict[str, DraftNode] = {}
    root: DraftNode | None = None
    for line in sent.getlist("node")[:MOST_NODES]:
        parts = line.split(":")
        if len(parts) != 3 or parts[0] in nodes:
            continue
        id_, parent, kind = parts
        kind = sent.getlist(f"n{id_}.op")[0] if kind in GROUPS and sent.getlist(f"n{id_}.op") else kind
        if kind not in GROUPS and kind not in REGISTRY:
            continue
        node = DraftNode(kind, _sent(sent, id_, kind), id=id_)
        if root is None and node.is_group and not parent:
            root = node
        elif parent in nodes and nodes[parent].is_group:
            nodes[parent].children.append(node)
        else:
            continue
        nodes[id_] = node
    return root or DraftNode("all", id="1")


def _sent(sent: Sent, id_: str, kind: str) -> dict[str, list[str]]:
    names = [*LINES, *LISTS, *(("n",) if kind in GROUPS else ("advisory", *REGISTRY[kind].params))]
    return {name: found for name in names if (found := sent.getlist(f"n{id_}.{name}"))}


def number(root: DraftNode) -> DraftNode:
    """Ids 1, 2, … in the order of the tree, and depths."""

    def go(node: DraftNode, depth: int, next_id: int) -> int:
        node.id, node.depth = str(next_id), depth
        next_id += 1
        for child in node.children:
            next_id = go(child, depth + 1, next_id)
        return next_id

    go(root, 0, 1)
    return root


def act(root: DraftNode, action: str, kind: str = "") -> DraftNode:
    """One step of editing: "up:4", "down:4", "in:4" (into the group before it), "out:4", "drop:4", "add:1" (`kind`).

    A step that leads nowhere changes nothing. Returns the draft, numbered anew.
    """
    move, _, id_ = action.partition(":")
    node = next((one for one in root.walk() if one.id == id_), None)
    if node is None or move not in MOVES:
        return number(root)
    if move == "add":
        known = kind in REGISTRY or kind in GROUPS
        if node.is_group and known and sum(1 for _ in root.walk()) < MOST_NODES and node.depth + 1 < DEEPEST:
            typed = {} if kind in GROUPS else {n: p.typed(p.default) for n, p in REGISTRY[kind].params.items()}
            node.children.append(DraftNode(kind, typed, touched=True))
        return number(root)
    parent = next((one for one in root.walk() if node in one.children), None)
    if parent is not None:
        _move(root, parent, node, move)
    return number(root)


def _move(root: DraftNode, parent: DraftNode, node: DraftNode, move: str) -> None:
    row = parent.children
    place = row.index(node)
    node.touched = True
    if move == "drop":
        row.remove(node)
    elif move == "up" and place > 0:
        row[place - 1], row[place] = row[place], row[place - 1]
    elif move == "down" and place < len(row) - 1:
        row[place + 1], row[place] = row[place], row[place + 1]
    elif move == "in" and place > 0 and row[place - 1].is_group and _height(node) + node.depth + 1 <= DEEPEST:
        row.remove(node)
        row[place - 1].children.append(node)
    elif move == "out" and parent is not root:
        above = next(one for one in root.walk() if parent in one.children)
        row.remove(node)
        above.children.insert(above.children.index(parent) + 1, node)


def _height(node: DraftNode) -> int:
    return 1 + max((_height(child) for child in node.children), default=0)


def to_tree(root: DraftNode) -> dict[str, Any] | None:
    """The criteria for a rule's data; None when something is wrong, which then stands in the nodes' `errors`."""
    for node in root.walk():
        node.errors.clear()
    tree = _tree(root)
    if any(node.errors for node in root.walk()):
        return None
    try:
        parse(tree)
    except RuleError as error:
        root.errors[""] = f"Điều kiện chưa đọc được: {error.problem}."
        return None
    return tree


def problems(root: DraftNode) -> list[tuple[str, str]]:
    """(anchor, sentence) of every error, in the order of the tree."""
    return [
        (f"n{node.id}.{name}" if name else f"n{node.id}", f"{node.first('label') or node.title}: {sentence}")
        for node in root.walk()
        for name, sentence in node.errors.items()
    ]


def _tree(node: DraftNode) -> dict[str, Any]:
    common: dict[str, Any] = {name: " ".join(node.first(name).split()) for name in LINES if node.first(name)}
    common |= {name: chosen for name in LISTS if (chosen := [code for code in node.typed.get(name, []) if code])}
    if not node.is_group:
        return _leaf(node) | common
    branches = [_tree(child) for child in node.children]
    if not branches:
        node.errors[""] = "nhóm này chưa có tiêu chuẩn nào. Thêm tiêu chuẩn hoặc bỏ nhóm."
    if node.kind == "not":
        if len(branches) > 1:
            node.errors[""] = "nhóm “không thuộc” chỉ chứa một tiêu chuẩn hoặc một nhóm con."
        return {"not": branches[0] if branches else {}} | common
    if node.kind != "at_least":
        return {node.kind: branches} | common
    typed = node.first("n")
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= max(1, len(branches))):
        node.errors["n"] = f"ghi số tiêu chuẩn phải đạt, từ 1 đến {max(1, len(branches))}."
        return {"at_least": {"n": 1, "of": branches}} | common
    return {"at_least": {"n": int(typed), "of": branches}} | common


def _leaf(node: DraftNode) -> dict[str, Any]:
    criterion = REGISTRY[node.kind]
    values: dict[str, Any] = {}
    for name, param in criterion.params.items():
        try:
            value = param.read(node.typed.get(name, []))
        except BadValue as error:
            node.errors[name] = f"{param.label}: {error}"
            continue
        if value is None and param.required:
            node.errors[name] = f"{param.label}: chưa ghi."
        if value is None or (isinstance(param, Flag) and value == bool(param.default)):
            continue
        values[name] = value
    if not node.errors:
        said = criterion.complaints(values)
        node.errors |= {name: f"{criterion.params[name].label}: {sentence}" for name, sentence in said.items()}
    if not node.first("label"):
        node.errors["label"] = "ghi tên tiêu chuẩn, như sẽ hiện trong kết quả xét."
    return {"kind": node.kind} | values | ({"advisory": True} if node.typed.get("advisory") else {})
