"""The criteria tree of an award rule, read strictly.

A node is one of

    {all: [node, …]}  {any: [node, …]}  {not: node}  {at_least: {n: 2, of: [node, …]}}
    {kind: <leaf kind>, section: "IV.3.1", label: "…", <parameters of that kind>}

and any node may carry `when: [kinds]`: it counts only for candidates of those kinds
(unit kinds for collectives, person kinds for individuals) and is left out, neither passed
nor failed, for the others. A group whose every child is left out is itself left out.

`year: round` means the year of the round; where the plan has no milestone in that year,
the next milestone's values are meant and the result is progress (decision 2).

A rule of the tenant's own (`source: tenant`) may say all that the rule editor offers: parameters marked `own`,
`advisory`, `for_subjects`; it stands in no section, and what it leaves out has its default.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from campaigns.plans import vocabulary as words
from campaigns.plans.nodes import Reader

GROUPS = ("all", "any", "not", "at_least")
_COMMON = ("kind", "section", "label", "text", "when")
_OWN = ("advisory", "for_subjects")
CLASSES = ("excellent", "good", "completed")
# Who recognised an initiative, as a plan may say it; "unit" is what plans call cấp cơ sở. A commune's is left out: no
# plan names it, and no text at hand nor any row of `awards.law` tells from which day the law knows it as a level of its
# own, or says what became of the district's after 01/07/2025. The library records such a recognition and a rule of the
# tenant's own may ask for it; a plan may once one of these texts says so.
INITIATIVE_LEVELS = ("unit", "district", "province", "state", "any")


@dataclass(frozen=True)
class Param:
    """A parameter of a leaf: how to read it, whether a plan must say it, whether only the tenant's own rules may."""

    read: Callable[[Reader, yaml.Node, str], Any]
    required: bool = False
    own: bool = False


def _choice(*known: str, own: tuple[str, ...] = ()) -> Callable[[Reader, yaml.Node, str], Any]:
    return lambda r, node, what: r.choice(node, what, known + own if r.own else known)


def _list(one: Callable[[Reader, yaml.Node, str], Any]) -> Callable[[Reader, yaml.Node, str], Any]:
    def read(r: Reader, node: yaml.Node, what: str) -> list[Any] | None:
        nodes = r.sequence(node, what)
        if nodes is None:
            return None
        if not nodes:
            told = "cần ít nhất một mục."
            r.complain(node, f"{what}: expected at least one entry, found an empty list", told)
        return [one(r, child, what) for child in nodes]

    return read


def _year(r: Reader, node: yaml.Node, what: str) -> Any:
    if isinstance(node, yaml.ScalarNode) and node.value == "round":
        return "round"
    return r.integer(node, f"{what} (or the word round)", 2000, 2100)


def _count(r: Reader, node: yaml.Node, what: str) -> Any:
    return r.integer(node, what, 1, 10_000)


def _percent(r: Reader, node: yaml.Node, what: str) -> Any:
    return r.number(node, what, Decimal(0), Decimal(1000))


def _norm(r: Reader, node: yaml.Node, what: str) -> Any:
    """Whole đồng, or the plan's words on who sets it."""
    said = r.text(node, what)
    return int(said) if said is not None and said.isascii() and said.isdecimal() else said


def _plain_year(r: Reader, node: yaml.Node, what: str) -> Any:
    return r.integer(node, what, 2000, 2100)


_YEAR, _CODES = Param(_year, required=True), Param(_list(Reader.code))
_PILLARS = Param(_list(_choice(*words.PILLARS)))
_STANDARD = Param(Reader.code)
_OWN_FLAG, _OWN_COUNT = Param(Reader.flag, own=True), Param(_count, own=True)

LEAVES: dict[str, dict[str, Param]] = {
    "targets_met": {
        "year": _YEAR,
        "pillars": _PILLARS,
        "targets": _CODES,
        "mode": Param(_choice("all", "share"), required=True),
        "share": Param(_percent),
    },
    "targets_exceeded": {
        "year": _YEAR,
        "percent": Param(_percent, required=True),
        "mode": Param(_choice("mean", "every", "share"), required=True),
        "share": Param(_percent),
        "pillars": _PILLARS,
        "targets": _CODES,
    },
    "score_ratio": {"at_least": Param(_percent, required=True), "with_bonus": Param(Reader.flag)},
    "pillar_ratio": {"at_least": Param(_percent, required=True), "pillars": _PILLARS},
    "top_share_of_block": {"percent": Param(_percent, required=True), "least": Param(_count)},
    "leads_cluster": {"n": Param(_count), "members": Param(_count), "at_least": Param(_percent)},
    "bonus_points": {
        "for": Param(_choice("initiative", "contribution", "award", "attested"), required=True),
        "each": Param(_percent, required=True),
        "most": Param(_percent),
    },
    "penalty_points": {
        "for": Param(_choice("late_report", "late_day", "unmet_target", "attested"), required=True),
        "each": Param(_percent, required=True),
        "most": Param(_percent),
    },
    "earlier_award": {
        "forms": Param(_list(_choice(*words.AWARD_FORMS, *words.FLAGS)), required=True),
        "years": Param(_count),
        "count": Param(_count),
    },
    "works_as": {"roles": Param(_list(_choice("direct", "leader", "coordinator")), required=True)},
    "first_in_block": {"n": Param(_count, required=True)},
    "classified": {
        "as": Param(_choice(*CLASSES, own=("failed",)), required=True),
        "at_least": Param(_percent, own=True),
    },
    "registered": {"launch_plan": Param(Reader.flag, required=True), "registration": _OWN_FLAG},
    "reports_on_time": {
        "years": Param(_list(_plain_year)),
        "max_late_days": Param(lambda r, node, what: r.integer(node, what, 0, 365), own=True),
        "late": Param(_choice("refuse", "attest"), own=True),
    },
    "contribution": {
        "norm": Param(_norm, required=True),
        "period": Param(_choice("year", "campaign"), own=True),
    },
    "initiative": {
        "level": Param(_choice(*INITIATIVE_LEVELS, own=("commune",)), required=True),
        "count": _OWN_COUNT,
        "many": _OWN_FLAG,
        "replicated": _OWN_FLAG,
    },
    "attested": {"standard": _STANDARD, "statement": Param(Reader.text), "party": Param(Reader.flag)},
    "no_discipline": {"standard": _STANDARD, "presume": _OWN_FLAG},
    "participation_years": {"n": Param(_count, required=True)},
    "belongs_to_placed_unit": {"n": Param(_count), "per_unit": _OWN_COUNT},
    "member_share": {
        "of": Param(_choice("leaders", "direct"), required=True),
        "at_most": Param(_percent),
        "at_least": Param(_percent),
    },
}


def read_criteria(r: Reader, node: yaml.Node, what: str = "criteria") -> dict[str, Any] | None:
    """The tree as plain values; leaves keep `line` out, references are checked by the loader."""
    found = r.mapping(node, what)
    if found is None:
        return None
    kinds = _for_whom(r, found)
    groups = [key for key in found if key in GROUPS]
    if "kind" in found:
        leaf = _leaf(r, node, found)
        return leaf | kinds if leaf is not None else None
    if len(groups) != 1:
        told = "tiêu chuẩn xét không đọc được: mỗi nhóm chỉ có một cách ghép."
        r.complain(node, f"{what}: expected exactly one of {', '.join(GROUPS)}, or a leaf with 'kind'", told)
        return None
    group = groups[0]
    beside = ("when", "label", *(("section", "text", "for_subjects") if r.own else ()))
    for name, (key, _) in found.items():
        if name not in (group, *beside):
            told = f"tiêu chuẩn xét có khóa lạ “{name}”."
            r.complain(key, f"{what}: unknown key '{name}' beside '{group}'; expected when, label", told)
    body = found[group][1]
    said = {name: r.text(found[name][1], name) for name in ("label", "section", "text") if name in found}
    return {group: _group(r, group, body)} | said | kinds


def _for_whom(r: Reader, found: dict[str, tuple[yaml.Node, yaml.Node]]) -> dict[str, Any]:
    known = {"when": words.SUBJECT_KINDS} | ({"for_subjects": words.SUBJECTS} if r.own else {})
    return {name: _list(_choice(*codes))(r, found[name][1], name) for name, codes in known.items() if name in found}


def _group(r: Reader, group: str, body: yaml.Node) -> Any:
    if group == "not":
        return read_criteria(r, body, "not")
    if group in ("all", "any"):
        nodes = r.sequence(body, group) or []
        if not nodes:
            r.complain(body, f"{group}: expected at least one criterion", "nhóm tiêu chuẩn xét đang rỗng.")
        return [read_criteria(r, child, group) for child in nodes]
    parts = r.mapping(body, "at_least")
    if parts is None or set(parts) != {"n", "of"}:
        r.complain(body, "at_least: expected the keys n and of", "“đạt ít nhất” cần số điều và các điều.")
        return None
    children = r.sequence(parts["of"][1], "at_least.of") or []
    n = r.integer(parts["n"][1], "at_least.n", 1, max(1, len(children)))
    return {"n": n, "of": [read_criteria(r, child, "at_least.of") for child in children]}


def _leaf(r: Reader, node: yaml.Node, found: dict[str, tuple[yaml.Node, yaml.Node]]) -> dict[str, Any] | None:
    kind = r.choice(found["kind"][1], "kind of criterion", tuple(LEAVES))
    if kind is None:
        return None
    params = {name: param for name, param in LEAVES[kind].items() if r.own or not param.own}
    leaf: dict[str, Any] = {"kind": kind}
    for name in ("section", "label"):
        if name in found:
            leaf[name] = r.text(found[name][1], name)
        elif not (r.own and name == "section"):
            r.complain(node, f"criterion {kind}: expected the key '{name}'", f"tiêu chuẩn xét thiếu “{name}”.")
    if "text" in found:
        leaf["text"] = r.quote(found["text"][1], "text")
    if r.own and "advisory" in found:
        leaf["advisory"] = r.flag(found["advisory"][1], "advisory")
    for name, (key, value) in found.items():
        if name in _COMMON or (r.own and name in _OWN):
            continue
        if name not in params:
            known = ", ".join([*_COMMON[1:], *params])
            told = f"tiêu chuẩn xét có khóa lạ “{name}”."
            r.complain(key, f"criterion {kind}: unknown key '{name}'; expected {known}", told)
            continue
        leaf[name] = params[name].read(r, value, name)
    for name, param in params.items():
        if param.required and name not in found and not r.own:
            r.complain(node, f"criterion {kind}: expected the key '{name}'", f"tiêu chuẩn xét thiếu “{name}”.")
    _check_leaf(r, node, leaf)
    return leaf


def _check_leaf(r: Reader, node: yaml.Node, leaf: dict[str, Any]) -> None:
    kind = leaf["kind"]
    if kind in ("targets_met", "targets_exceeded") and (leaf.get("mode") == "share") != ("share" in leaf):
        told = "tiêu chuẩn xét: tỷ lệ chỉ ghi khi cách tính là theo tỷ lệ."
        r.complain(node, f"criterion {kind}: expected 'share' exactly when mode is share", told)
    if kind == "attested" and ("standard" in leaf) == ("statement" in leaf):
        told = "tiêu chuẩn được xác nhận: ghi mã tiêu chuẩn hoặc một câu, không ghi cả hai."
        r.complain(node, "criterion attested: expected either 'standard' (a code) or 'statement' (a sentence)", told)
    if kind == "member_share" and ("at_most" in leaf) == ("at_least" in leaf):
        told = "tỷ lệ thành phần: ghi mức tối đa hoặc tối thiểu, không ghi cả hai."
        r.complain(node, "criterion member_share: expected either 'at_most' or 'at_least'", told)


def leaves(tree: Any) -> list[dict[str, Any]]:
    """Every leaf of a tree that was read, in order."""
    if not isinstance(tree, dict):
        return []
    if "kind" in tree:
        return [tree]
    if "not" in tree:
        return leaves(tree["not"])
    children = tree.get("all") or tree.get("any") or (tree.get("at_least") or {}).get("of") or []
    return [leaf for child in children for leaf in leaves(child)]
