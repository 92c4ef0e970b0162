"""What a plan file holds: the keys of every list, how each is read, which must be there.

`text` is always the plan's own words (checked against the source). What the plan does not
say is left out. Keys marked `required` are the only ones that must be there.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from campaigns.plans import vocabulary as words
from campaigns.plans.criteria import read_criteria
from campaigns.plans.nodes import Item, Reader, line_of

Read = Callable[[Reader, yaml.Node, str], Any]


@dataclass(frozen=True)
class Key:
    """One key of an entry. `ref` names the list whose codes the value must be among."""

    read: Read
    required: bool = False
    ref: str = ""


@dataclass(frozen=True)
class OneOf:
    """One of known words: code → label."""

    words: Mapping[str, str]

    def __call__(self, r: Reader, node: yaml.Node, what: str) -> str | None:
        return r.choice(node, what, dict(self.words))


@dataclass(frozen=True)
class Many:
    """A list of what `one` reads, each once and at least one."""

    one: Read

    def __call__(self, r: Reader, node: yaml.Node, what: str) -> list[Any] | None:
        nodes = r.sequence(node, what)
        if nodes is None:
            return None
        if not nodes:
            told = "cần chọn hoặc ghi ít nhất một."
            r.complain(node, f"{what}: expected at least one entry, found an empty list", told)
        values = [self.one(r, child, what) for child in nodes]
        plain = [v for v in values if isinstance(v, str | int)]
        if len(plain) != len(set(plain)):
            r.complain(node, f"{what}: expected every entry once, found one twice", "có mục ghi hai lần; hãy bỏ bớt.")
        return values


one_of, many = OneOf, Many


def title(r: Reader, node: yaml.Node, what: str) -> str | None:
    return r.quote(node, what, ignore_case=True)


def short(r: Reader, node: yaml.Node, what: str) -> str | None:
    return r.text(node, what, 60)


def amount(r: Reader, node: yaml.Node, what: str) -> Decimal | None:
    return r.number(node, what, Decimal(0))


def year(r: Reader, node: yaml.Node, what: str) -> int | None:
    return r.integer(node, what, 2000, 2100)


def count(r: Reader, node: yaml.Node, what: str) -> int | None:
    return r.integer(node, what, 0, 10_000)


def quarter(r: Reader, node: yaml.Node, what: str) -> int | None:
    return r.integer(node, what, 1, 4)


def due(r: Reader, node: yaml.Node, what: str) -> str | None:
    """A full date "2025-12-31", or "12-15" for the same day of every year; kept as written."""
    raw = r.scalar(node, what, "a date as YYYY-MM-DD, or MM-DD for every year")
    if raw is None:
        return None
    probe = raw if len(raw) == 10 else f"2023-{raw}"
    try:
        dt.date.fromisoformat(probe)
    except ValueError:
        told = f"“{raw}” không phải ngày; ghi như 31/12/2025, hoặc 15/12 nếu năm nào cũng vậy."
        r.complain(node, f"{what}: expected a date as YYYY-MM-DD, or MM-DD for every year, found '{raw}'", told)
        return None
    return raw


def params(r: Reader, node: yaml.Node, what: str) -> Any:
    """Bands of a `step` or choices of an `option`: a list of {at_least|option, points}."""
    values = []
    for child in r.sequence(node, what) or []:
        found = r.mapping(child, what) or {}
        entry: dict[str, Any] = {}
        for name, (key, value) in found.items():
            if name == "option":
                entry[name] = r.text(value, name)
            elif name in ("at_least", "points"):
                entry[name] = r.number(value, name)
            else:
                told = f"bậc điểm có khóa lạ “{name}”."
                r.complain(key, f"{what}: unknown key '{name}'; expected at_least, option, points", told)
        if "points" not in entry or len(entry) != 2:
            told = "mỗi bậc cần số điểm và một mức (hoặc một lựa chọn)."
            r.complain(child, f"{what}: expected points with either at_least or option", told)
        values.append(entry)
    return values


CODE, SECTION = Key(Reader.code, required=True), Key(Reader.text, required=True)
TEXT, QUOTE = Key(Reader.text), Key(Reader.quote, required=True)
NAME = Key(Reader.text, required=True)
SUBJECT_KINDS = Key(many(one_of(words.SUBJECT_KINDS)))
UNIT_KINDS = Key(many(one_of(words.UNIT_KINDS)))
YEARS = Key(many(year))
SOURCE = Key(one_of(words.ITEM_SOURCES))
CLAUSE = {"code": CODE, "section": SECTION, "text": QUOTE, "source": SOURCE}
# What an entry of the tenant's own need not have: it stands in no plan.
PLANS_ALONE = ("section",)
OWN = ("tenant", "tenant_default", "demo")
WORDLESS = ("award_rules", "blocks", "indicator_sets")

CAMPAIGN: dict[str, Key] = {
    "code": CODE,
    "number": TEXT,
    "date": Key(Reader.day),
    "issuer": Key(title, required=True),
    "title": Key(title, required=True),
    "theme": Key(Reader.quote),
    "period_from": Key(year, required=True),
    "period_to": Key(year, required=True),
    "period_text": Key(Reader.quote),
    "signer": Key(Reader.quote),
    "signer_title": Key(Reader.quote),
    "source_kind": Key(one_of(words.SOURCE_KINDS), required=True),
    "source_file": TEXT,
    "source_note": TEXT,
    "source_text": Key(Reader.prose),
    "text": QUOTE,
}

INDICATOR: dict[str, Key] = {
    "code": CODE,
    "target": Key(Reader.code, ref="targets"),
    "name": NAME,
    "short": Key(short),
    "section": TEXT,
    "pillar": Key(one_of(words.PILLARS)),
    "unit_kinds": Key(many(one_of(words.UNIT_KINDS)), required=True),
    "value_kind": Key(one_of(words.VALUE_KINDS), required=True),
    "method": Key(one_of(words.METHODS), required=True),
    "max_points": Key(amount, required=True),
    "threshold": Key(amount),
    "comparator": Key(one_of(words.COMPARATORS)),
    "threshold_max": Key(amount),
    "unit": Key(one_of(words.TARGET_UNITS)),
    "numerator_label": TEXT,
    "denominator_label": TEXT,
    "params": Key(params),
    "evidence_required": Key(Reader.flag, required=True),
    "guide": TEXT,
    "evidence_note": TEXT,
    "data_source": TEXT,
    "verifier": TEXT,
    "note": TEXT,
}


def indicators(r: Reader, node: yaml.Node, what: str) -> list[Item]:
    return read_list(r, node, what, INDICATOR)


LISTS: dict[str, dict[str, Key]] = {
    "legal_bases": CLAUSE | {"number": Key(Reader.quote), "date": Key(Reader.day)},
    "purposes": CLAUSE,
    "requirements": CLAUSE,
    "contents": CLAUSE | {"pillar": Key(one_of(words.PILLARS)), "sector": TEXT},
    "general_objectives": CLAUSE,
    "targets": CLAUSE
    | {
        "short": Key(short, required=True),
        "year": Key(year),
        "pillar": Key(one_of(words.PILLARS)),
        "unit_levels": Key(many(one_of(words.UNIT_LEVELS))),
        "comparator": Key(one_of(words.COMPARATORS), required=True),
        "value": Key(amount),
        "value_max": Key(amount),
        "unit": Key(one_of(words.TARGET_UNITS)),
        "natural_max": Key(amount),
        "exclusion": Key(Reader.quote),
        "baseline_required": Key(Reader.flag),
        "group": Key(Reader.code),
        "kind": Key(one_of(words.TARGET_KINDS), required=True),
        "role": Key(one_of(words.TARGET_ROLES), required=True),
        "note": TEXT,
    },
    "participants": CLAUSE | {"subject": Key(one_of(words.SUBJECTS), required=True), "kinds": SUBJECT_KINDS},
    "standards": CLAUSE
    | {
        "subject": Key(many(one_of(words.SUBJECTS)), required=True),
        "kinds": SUBJECT_KINDS,
        "scope": Key(one_of(words.STANDARD_SCOPES), required=True),
        "targets": Key(many(Reader.code), ref="targets"),
    },
    "award_rules": CLAUSE
    | {
        "occasion": Key(one_of(words.OCCASIONS), required=True),
        "years": YEARS,
        "award_form": Key(one_of(words.AWARD_FORMS | words.FLAGS)),
        "recipient": Key(one_of(words.SUBJECTS), required=True),
        "kinds": SUBJECT_KINDS,
        "block": Key(Reader.code, ref="blocks"),
        "quota": Key(count),
        "quota_percent": Key(amount),
        "quota_kind": Key(one_of(words.QUOTA_KINDS), required=True),
        "conditions": Key(many(Reader.quote)),
        "criteria": Key(read_criteria),
        "decider": TEXT,
        "route": Key(many(Reader.text)),
        "note": TEXT,
    },
    "dossier_components": CLAUSE
    | {
        "component": Key(one_of(words.COMPONENTS), required=True),
        "award_form": Key(one_of(words.AWARD_FORMS)),
        "copies": Key(count),
        "form_code": TEXT,
        "confirmed_by": TEXT,
    },
    "timeline": CLAUSE
    | {
        "kind": Key(one_of(words.TIMELINE_KINDS), required=True),
        "date": Key(due),
        "before": Key(Reader.flag),
        "quarter": Key(quarter),
        "year": Key(year),
        "year_to": Key(year),
        "yearly": Key(Reader.flag),
        "event": TEXT,
        "owed_by": TEXT,
        "owed_to": TEXT,
    },
    "bodies": CLAUSE | {"name": NAME, "roles": Key(many(one_of(words.BODY_ROLES)), required=True)},
    "blocks": {
        "code": CODE,
        "name": NAME,
        "kinds": Key(many(one_of(words.UNIT_KINDS)), required=True),
        "source": Key(one_of(words.ITEM_SOURCES), required=True),
        "section": TEXT,
        "text": Key(Reader.quote),
    },
    "funding": CLAUSE,
    "doubts": {"code": CODE, "section": SECTION, "text": Key(Reader.quote), "note": NAME, "source": SOURCE},
    "indicator_sets": {
        "code": CODE,
        "name": NAME,
        "years": Key(many(year), required=True),
        "source": Key(one_of(words.ITEM_SOURCES), required=True),
        "for_kinds": Key(many(one_of(words.UNIT_KINDS)), required=True),
        "note": TEXT,
        "indicators": Key(indicators, required=True),
    },
}
REQUIRED_LISTS = ("purposes", "contents", "participants")


def read_entry(r: Reader, node: yaml.Node, what: str, keys: dict[str, Key]) -> Item | None:
    """One mapping by its table of keys; wrong values are left out and complained about."""
    outer, was_own = r.place, r.own
    nested = bool(outer.part) and keys is INDICATOR
    if not nested:
        r.at(what)
    found = r.mapping(node, what)
    if found is None:
        return None
    code = found["code"][1].value if "code" in found else ""
    here = f"{what} {code}".strip() if isinstance(code, str) else what
    if not nested:
        r.at(what, code if isinstance(code, str) else "")
        r.own = _is_own(found)
    said = f"chỉ số {code}: " if nested else ""
    for name, (key, _) in found.items():
        if name not in keys:
            told = f"{said}có khóa lạ “{name}”; hãy bỏ đi."
            r.complain(key, f"{here}: unknown key '{name}'; expected one of {', '.join(keys)}", told)
    item = Item()
    item.line = line_of(node)
    for name, spec in keys.items():
        if not nested:
            r.at(what, r.place.code, name)
        if name not in found:
            if spec.required and not (r.own and (name in PLANS_ALONE or (name == "text" and what in WORDLESS))):
                r.complain(node, f"{here}: expected the key '{name}'", f"{said}chưa ghi; mục này bắt buộc.")
        elif (value := spec.read(r, found[name][1], f"{here}: {name}")) is not None:
            item[name] = value
    r.place, r.own = (outer, was_own) if nested else (r.place, False)
    return item


def _is_own(found: dict[str, tuple[yaml.Node, yaml.Node]]) -> bool:
    """An entry that the tenant added, or the head of a plan that has no text yet."""
    return any(
        key in found and isinstance(found[key][1], yaml.ScalarNode) and found[key][1].value in values
        for key, values in (("source", OWN), ("source_kind", ("own",)))
    )


def read_list(r: Reader, node: yaml.Node, what: str, keys: dict[str, Key]) -> list[Item]:
    """A list of entries whose `code` values must all differ."""
    items: list[Item] = []
    seen: dict[str, int] = {}
    for child in r.sequence(node, what) or []:
        item = read_entry(r, child, what, keys)
        if item is None:
            continue
        code = item.get("code")
        if code in seen:
            first = seen[code]
            r.complain(
                child,
                f"{what}: code '{code}' is used twice (first on line {first}); expected a new one",
                "mã này đã dùng cho một mục khác; hãy đặt mã khác.",
            )
        elif code:
            seen[code] = item.line
        items.append(item)
    return items
