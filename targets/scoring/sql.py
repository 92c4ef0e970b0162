"""The arithmetic of `engine.score` as SQL over a whole campaign at once, no row by row.

`scored` expects two relations: `rule` (`RULES`, one row per indicator, of `terms`) and `entry` (one row per value in
force). It yields everything of `entry`, or what is asked of it, and per value

- `amount`, `base`: the value as a fraction, numerator and denominator of a share, the number and 1; else NULL
- `status`, `verdict`: the words of `Result`; `place`: that of the status in `STATUSES`
- `reaches`: whether the figures satisfy the comparator
- `line_points_h`, `line_max_h`: points and what counts as maximum, integer hundredths

Numbers stay exact: a product is compared or divided with `div`, never a rounded quotient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from targets.enums import PILLAR_ORDER
from targets.scoring.rules import Rule

PILLARS = tuple(pillar.value for pillar in PILLAR_ORDER)
STATUSES = ("not_applicable", "missing", "invalid", "unproven", "ok")

# What the statement knows of an indicator. `pillar` is a place in `PILLARS`, from 1. A share is compared as it is
# counted, numerator with denominator: what the rule says in percent is brought down to that, by `per`. `way` up: points
# rise with the amount until `full`, None where that is the threshold; down: they fall once it passes the threshold.
_TERMS = {
    "indicator_id": "bigint", "pillar": "integer", "max_h": "integer", "shared": "boolean", "measured": "boolean",
    "by_hand": "boolean", "evidence_required": "boolean", "progress": "boolean", "threshold": "numeric",
    "ceiling": "numeric", "full": "numeric", "per": "numeric", "wanted": "text", "way": "text", "value_kind": "text",
    "compares_as": "text", "bands": "jsonb", "options": "jsonb",
}  # fmt: skip
_COLUMNS = ", ".join(f'"{name}" {kind}' for name, kind in _TERMS.items())
_CARRIED = ", ".join(f'r."{name}"' for name in _TERMS if name != "indicator_id")
# Keeps a step from being folded into the next, where its expressions would be computed again and again. A constant of
# this very type: with any other the planner takes the rows for limited, and gives them to one core.
FENCE = "OFFSET '0'::bigint"
# The ceiling of a share of a whole, where all rules have it.
WHOLE = "'1'::numeric"
RULES = f"SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb) AS r({_COLUMNS})"  # noqa: S608 -- fixed names


def terms(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of rules (`Rule.as_row` with indicator_id and pillar) in the terms of the statement, as JSON."""
    return [_terms(row, Rule.from_row(row)) for row in rows]


def _terms(row: dict[str, Any], rule: Rule) -> dict[str, Any]:
    per = Decimal("0.01") if rule.value_kind == "share" else Decimal(1)
    threshold, ceiling = (None if bound is None else bound * per for bound in (rule.threshold, rule.natural_max))
    way, full = rule.method, None
    if rule.method == "ratio" or (rule.method == "ratio_cap" and not rule.lower):
        way, full = "up", rule.full if rule.method == "ratio" else rule.full_at
    elif rule.method in ("ratio_cap", "lower_is_better"):
        way = "down"
    full = None if full is None or full * per == threshold else full * per
    numbers = {"threshold": threshold, "ceiling": ceiling, "full": full, "per": per}
    return {
        "indicator_id": row["indicator_id"],
        "pillar": PILLARS.index(row["pillar"]) + 1,
        "max_h": rule.max_h,
        "shared": rule.value_kind == "share",
        "measured": rule.value_kind in ("share", "number"),
        "by_hand": rule.method == "manual",
        "evidence_required": rule.evidence_required,
        "progress": rule.progress,
        **{name: None if number is None else f"{number.normalize():f}" for name, number in numbers.items()},
        "wanted": _wanted(rule),
        "way": way,
        "value_kind": rule.value_kind,
        "compares_as": rule.compares_as,
        "bands": row["bands"],
        "options": row["options"],
    }


def _wanted(rule: Rule) -> str | None:
    if rule.compares_as in ("boolean", "qualitative"):
        return None
    if rule.lower:
        return "<" if rule.compares_as == "lt" else "<="
    return {"gt": ">", "eq": "="}.get(rule.compares_as, ">=")


def named(rules: Sequence[dict[str, Any]] = ()) -> SimpleNamespace:
    """How a statement made for `rules` speaks of every term. Where all of them agree it says the value itself, and the
    planner leaves out whatever cannot occur."""
    names = {}
    for name, kind in _TERMS.items():
        values = set() if kind == "jsonb" else {rule[name] for rule in rules}
        literal = "NULL" if values == {None} else f"'{min(values)}'" if len(values) == 1 else None
        names[name] = f'x."{name}"' if literal is None else f"{literal}::{kind}"
    return SimpleNamespace(**names)


def scored(rules: Sequence[dict[str, Any]] = (), *, keep: Sequence[str] = (), order: Sequence[str] = ()) -> str:
    """See above. `rules`: the terms of those that the statement is made for, any without; `keep`: columns of `entry`
    that are wanted, all without. Every step copies what it is given: less is quicker. `order`: kept columns by which
    the rows come. They are sorted before anything is computed; a step that did not say so again would lose it."""
    the = named(rules)
    fence = f"ORDER BY {', '.join(f'x.{column}' for column in order)} {FENCE}" if order else FENCE
    varying = [name for name in _TERMS if vars(the)[name] == f'x."{name}"' and name != "indicator_id"]
    kept = ", ".join(f'x."{name}"' for name in (*keep, *varying)) if keep else "x.*"
    return f"""
        SELECT x.*, (ARRAY{list(STATUSES)})[x.place + 1] AS status,
               CASE WHEN x.place = 4 AND NOT {the.progress}
                    THEN CASE WHEN x.reaches THEN 'met' WHEN NOT x.reaches THEN 'not_met' ELSE 'none' END
                    ELSE 'none' END AS verdict
        FROM (SELECT x.*, {_reaches(the)} AS reaches,
                     CASE WHEN x.place = 4 THEN {_points(the)} ELSE 0 END AS line_points_h,
                     CASE WHEN x.place = 0 THEN 0 ELSE {the.max_h} END AS line_max_h
              FROM (SELECT x.*, {_place(the)} AS place, {the.threshold} * x.base AS goal
                    FROM (SELECT {kept}, {_amounts(the)}
                          FROM (SELECT e.*, {_CARRIED} FROM entry e JOIN rule r ON r.indicator_id = e.indicator_id) x
                          {fence}) x
                    {fence}) x
              {fence}) x
    """  # noqa: S608 -- fixed names, values are parameters


def _amounts(the: SimpleNamespace) -> str:
    """Most values are measured: what only others need is asked of those alone."""
    return f"""
        CASE WHEN {the.shared} THEN x.numerator WHEN {the.measured} THEN x.number END AS amount,
        CASE WHEN {the.shared} THEN x.denominator WHEN {the.measured} THEN 1 END AS base,
        CASE WHEN NOT {the.measured} THEN x."boolean" END AS yes,
        CASE WHEN NOT {the.measured} THEN x."text" END AS wording,
        CASE WHEN {the.by_hand} THEN x.points_h END AS given_h
    """


def _place(the: SimpleNamespace) -> str:
    most = f"{the.ceiling} * x.base" if the.ceiling != WHOLE else "x.base"
    impossible = f"x.amount < 0 OR x.base < 0 OR x.amount > {most}"
    return f"""
        CASE
          WHEN x.not_applicable OR x.base = 0 THEN 0
          WHEN {the.measured} AND NOT {the.by_hand}
            THEN CASE WHEN x.amount IS NULL OR x.base IS NULL THEN 1
                      WHEN {impossible} THEN 2
                      WHEN {the.evidence_required} AND NOT x.has_evidence THEN 3
                      ELSE 4 END
          WHEN CASE WHEN {the.by_hand} THEN x.given_h IS NULL
                    WHEN {the.value_kind} = 'boolean' THEN x.yes IS NULL
                    ELSE x.wording = '' END THEN 1
          WHEN CASE WHEN {the.by_hand}
                      THEN NOT x.given_h BETWEEN 0 AND {the.max_h}
                        OR x.amount IS NOT NULL AND x.base IS NOT NULL AND coalesce({impossible}, false)
                    WHEN {the.way} = 'option'
                      THEN NOT {the.options} @> jsonb_build_array(jsonb_build_object('code', x.wording))
                    ELSE false END THEN 2
          WHEN {the.evidence_required} AND NOT x.has_evidence THEN 3
          ELSE 4
        END
    """


def _reaches(the: SimpleNamespace) -> str:
    return f"""
        CASE WHEN x.place < 3 THEN NULL
             WHEN {the.measured}
             THEN CASE {the.wanted} WHEN '>=' THEN x.amount >= x.goal WHEN '<=' THEN x.amount <= x.goal
                                    WHEN '>' THEN x.amount > x.goal WHEN '<' THEN x.amount < x.goal
                                    WHEN '=' THEN x.amount = x.goal END
             WHEN {the.compares_as} = 'boolean' OR {the.way} = 'yes_no' THEN x.yes END
    """


def _points(the: SimpleNamespace) -> str:
    full = f"coalesce({the.full} * x.base, x.goal)"
    return f"""
        CASE {the.way}
          WHEN 'up' THEN CASE WHEN x.amount >= {full} THEN {the.max_h}
                              ELSE div(2 * {the.max_h} * x.amount + {full}, 2 * {full})::integer END
          WHEN 'down' THEN CASE WHEN x.amount <= x.goal THEN {the.max_h}
                                ELSE div(2 * {the.max_h} * x.goal + x.amount, 2 * x.amount)::integer END
          WHEN 'manual' THEN x.given_h
          WHEN 'yes_no' THEN CASE WHEN x.yes THEN {the.max_h} ELSE 0 END
          WHEN 'option' THEN least({the.max_h}, (
            SELECT o.points_h FROM jsonb_to_recordset({the.options}) AS o(code text, points_h integer)
            WHERE o.code = x.wording))
          WHEN 'step' THEN least({the.max_h}, coalesce((
            SELECT max(b.points_h) FROM jsonb_to_recordset({the.bands}) AS b(low numeric, points_h integer)
            WHERE x.amount >= b.low * {the.per} * x.base), 0))
        END
    """  # noqa: S608 -- fixed names, values are parameters


SCORED = scored()
