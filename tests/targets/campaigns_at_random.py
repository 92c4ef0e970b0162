"""Whole campaigns at random: indicators, blocks, units, values in three layers; ties, gaps and nonsense included.

Plain data for the reference, and the same as rows of the tables. Written set by set: thousands of campaigns stand
side by side as blocks of a few real ones, so that a handful of score runs scores them all.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from campaigns.models import Campaign
from config.kernel.tenancy.scope import current_tenant_id

YEAR = 2023
METHODS = ("ratio_cap", "ratio_cap", "ratio", "step", "yes_no", "option", "manual", "lower_is_better")
AMOUNTS = [Decimal(x) for x in ("0", "1", "2", "3", "7", "30", "50", "99", "100", "66.6667", "0.0001", "1234.5")]
MAXIMA = (1, 100, 250, 333, 1000, 4000)
LAYERS = ("", "appraised_", "final_")


@dataclass
class Made:
    """One campaign: `rules` by code, `units`: name → (block, {code: value in three layers})."""

    number: int
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: dict[str, tuple[str, dict[str, dict[str, Any]]]] = field(default_factory=dict)


def rule(draw: random.Random) -> dict[str, Any]:
    method = draw.choice(METHODS)
    kind = {"yes_no": "boolean", "option": "text"}.get(method) or draw.choice(["share", "share", "number"])
    if method == "manual":
        kind = draw.choice(["text", "number"])
    comparator = "qualitative"
    if kind == "boolean":
        comparator = draw.choice(["boolean", "gte"])
    elif kind != "text":
        comparator = draw.choice(["gte", "gte", "gt", "lte", "lt", "eq", "range"])
    made: dict[str, Any] = {
        "method": method, "max_h": draw.choice(MAXIMA), "value_kind": kind, "comparator": comparator,
        "threshold": None, "threshold_max": None, "full": Decimal(100), "bands": [], "options": [],
        "natural_max": draw.choice([None, Decimal(100)]) if kind in ("share", "number") else None,
        "evidence_required": draw.random() < 0.3, "progress": draw.random() < 0.2,
    }  # fmt: skip
    numeric = kind in ("share", "number")
    if numeric and (method in ("ratio_cap", "lower_is_better") or comparator == "range" or draw.random() < 0.5):
        made["threshold"] = Decimal(draw.choice(["0", "33.3", "40", "65", "70", "100"]))
        if comparator == "range":
            made["threshold_max"] = made["threshold"] + Decimal(draw.choice(["0", "5", "0.5"]))
    if method == "step":
        made["bands"] = [(Decimal(draw.randint(0, 120)), draw.randint(0, 3000)) for _ in range(draw.randint(0, 4))]
    if method == "option":
        made["options"] = [(code, draw.randint(0, 3000)) for code in "abc"[: draw.randint(1, 3)]]
    return made


def figures(draw: random.Random, of: dict[str, Any], *, judged: bool) -> dict[str, Any]:
    """One layer of a value. Only who judges gives points by hand."""
    made: dict[str, Any] = {"not_applicable": draw.random() < 0.08, "points_h": None, "text": ""}
    kind = of["value_kind"]
    if judged and of["method"] == "manual" and draw.random() < 0.8:
        made["points_h"] = draw.choice([0, of["max_h"], of["max_h"] + 1, -1, draw.randint(0, of["max_h"])])
    if kind == "text":
        made["text"] = draw.choice(["a", "b", "c", "", "d"])
    elif draw.random() < 0.1:
        return made
    elif kind == "share":
        made["denominator"] = draw.choice(AMOUNTS)
        made["numerator"] = draw.choice([Decimal(-1), *AMOUNTS])
        if draw.random() < 0.7 and made["denominator"]:
            made["numerator"] = (made["denominator"] * draw.randint(0, 100) / 100).quantize(Decimal("0.0001"))
    elif kind == "number":
        made["number"] = draw.choice([Decimal("-0.5"), *AMOUNTS, Decimal(draw.randint(0, 120))])
    else:
        made["boolean"] = draw.random() < 0.5
    return made


def value(draw: random.Random, of: dict[str, Any]) -> dict[str, Any]:
    decision = draw.choice(["", "accepted", "accepted", "changed"])
    return {
        "": figures(draw, of, judged=False), "appraised_": figures(draw, of, judged=True),
        "final_": figures(draw, of, judged=True), "decision": decision, "final_set": draw.random() < 0.2,
        "evidence_count": draw.randint(0, 2), "evidence_valid": draw.randint(0, 1),
    }  # fmt: skip


def campaign(draw: random.Random, number: int) -> Made:
    made = Made(number)
    made.rules = {f"I{i}": rule(draw) for i in range(draw.randint(1, 4))}
    blocks = draw.choice([["A"], ["A", "B"]])
    before: list[dict[str, dict[str, Any]]] = []
    for n in range(draw.randint(2, 5)):
        # Every third unit says what another said: ties.
        again = before and draw.random() < 0.33
        values = draw.choice(before) if again else {code: value(draw, of) for code, of in made.rules.items()}
        before.append(values)
        made.units[f"u{n}"] = (draw.choice(blocks), values)
    return made


def in_force(given: dict[str, Any], layer: str) -> dict[str, Any]:
    """Decision 4: what counts in a layer; an earlier one stands where the later changed nothing."""
    name = ""
    if layer != "self" and given["decision"] == "changed":
        name = "appraised_"
    if layer == "final" and given["final_set"]:
        name = "final_"
    evidence = given["evidence_count"] if layer == "self" else given["evidence_valid"]
    return {**given[name], "has_evidence": evidence > 0}


def store(made: list[Made], home: Campaign) -> dict[tuple[int, str], int]:
    """The rows of these campaigns, as blocks of `home`; returns the unit's id by (campaign, unit)."""
    given = {"t": current_tenant_id(), "c": home.pk, "y": YEAR}
    units = [(m.number, name, block) for m in made for name, (block, _) in m.units.items()]
    with connection.cursor() as cursor:
        _insert(cursor, "units_unit", {
            "code": "g.code", "name": "g.code", "level": "'commune'", "kind": "'commune'", "version": "1",
        }, "g(code text)", [{"code": f"g{n}-{name}"} for n, name, _ in units], given)  # fmt: skip
        cursor.execute("select code, id from units_unit where code like 'g%%-u%%'")
        ids = dict(cursor.fetchall())
        _insert(cursor, "campaigns_block", {
            "campaign_id": "%(c)s", "code": "g.code", "name": "g.code", "source": "'plan'",
        }, "g(code text)", [{"code": f"{n}{b}"} for n, b in sorted({(n, b) for n, _, b in units})], given)  # fmt: skip
        _insert(cursor, "campaigns_blockmembership", {
            "campaign_id": "%(c)s", "block_id": "b.id", "unit_id": "g.unit",
        }, "g(unit bigint, block text) join campaigns_block b on b.campaign_id = %(c)s and b.code = g.block",
            [{"unit": ids[f"g{n}-{name}"], "block": f"{n}{b}"} for n, name, b in units], given)  # fmt: skip
        _insert(cursor, "targets_annualreport", {
            "campaign_id": "%(c)s", "unit_id": "g.unit", "unit_name": "''", "year": "%(y)s", "state": "'submitted'",
            "version": "1",
        }, "g(unit bigint)", [{"unit": ids[f"g{n}-{name}"]} for n, name, _ in units], given)  # fmt: skip
        cursor.execute("select unit_id, id from targets_annualreport where campaign_id = %(c)s", given)
        reports = dict(cursor.fetchall())
        _insert(cursor, "targets_indicatorset", {
            "campaign_id": "%(c)s", "code": "'G'", "name": "'G'", "version": "1", "state": "'frozen'",
        }, "g(n int)", [{"n": 1}], given)  # fmt: skip
        cursor.execute("select max(id) from targets_indicatorset where campaign_id = %(c)s", given)
        given["s"] = cursor.fetchone()[0]
        rules = [_indicator(m.number, code, of) for m in made for code, of in m.rules.items()]
        columns = (
            "code text, value_kind text, method text, max_h int, comparator text, threshold numeric,"
            " threshold_max numeric, natural_max numeric, milestone_year int, params jsonb, evidence_required boolean"
        )
        names = [column.split()[0] for column in columns.split(", ")]
        _insert(cursor, "targets_indicator", {
            "set_id": "%(s)s", "name": "g.code", **{name: f"g.{name}" for name in names},
        }, f"g({columns})", rules, given)  # fmt: skip
        cursor.execute("select code, id from targets_indicator where set_id = %(s)s", given)
        indicators = dict(cursor.fetchall())
        rows = [
            _value(reports[ids[f"g{m.number}-{name}"]], indicators[f"{m.number}{code}"], given_value)
            for m in made
            for name, (_, values) in m.units.items()
            for code, given_value in values.items()
        ]
        amounts = ", ".join(
            f"{layer}numerator numeric, {layer}denominator numeric, {layer}number numeric, {layer}boolean boolean,"
            f" {layer}text text, {layer}not_applicable boolean"
            for layer in LAYERS
        )
        columns = (
            "report_id bigint, indicator_id bigint, decision text, final_set boolean, evidence_count int,"
            f" evidence_valid int, appraised_manual_h int, final_manual_h int, {amounts}"
        )
        names = [column.split()[0] for column in columns.split(", ")]
        _insert(cursor, "targets_reportvalue", {"version": "1", **{f'"{name}"': f'g."{name}"' for name in names}},
                f"g({', '.join(_quoted(column) for column in columns.split(', '))})", rows, given)  # fmt: skip
    return {(n, name): ids[f"g{n}-{name}"] for n, name, _ in units}


def _quoted(column: str) -> str:
    name, kind = column.split()
    return f'"{name}" {kind}'


def _indicator(number: int, code: str, of: dict[str, Any]) -> dict[str, Any]:
    bands = [{"at_least": str(low), "points_h": points} for low, points in of["bands"]]
    options = [{"option": name, "points_h": points} for name, points in of["options"]]
    same = ("value_kind", "method", "max_h", "comparator", "threshold", "threshold_max", "natural_max",
            "evidence_required")  # fmt: skip
    return {
        "code": f"{number}{code}", "params": bands + options, "milestone_year": YEAR + 2 if of["progress"] else YEAR,
        **{name: of[name] for name in same},
    }  # fmt: skip


def _value(report: int, indicator: int, given: dict[str, Any]) -> dict[str, Any]:
    row = {"report_id": report, "indicator_id": indicator}
    row |= {name: given[name] for name in ("decision", "final_set", "evidence_count", "evidence_valid")}
    for layer in LAYERS:
        row |= {f"{layer}{name}": held for name, held in given[layer].items() if name != "points_h"}
    return row | {f"{layer}manual_h": given[layer]["points_h"] for layer in LAYERS[1:]}


_EMPTY = {
    "text": "''", "character varying": "''", "boolean": "false", "jsonb": "'[]'", "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
}  # fmt: skip


def _insert(
    cursor: Any, table: str, columns: dict[str, str], source: str, rows: list[dict[str, Any]], given: dict[str, Any]
) -> None:
    """One INSERT … SELECT; columns that must hold something and are not named hold nothing much."""
    cursor.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
        " and column_default is null and is_identity = 'NO'",
        [table],
    )
    named = {name.strip('"') for name in columns}
    every = {f'"{name}"': _EMPTY.get(kind, "0") for name, kind in cursor.fetchall() if name not in named}
    every |= columns | {"tenant_id": "%(t)s"}
    every.pop('"tenant_id"', None)
    head, tail = source.split(")", 1) if source.startswith("g(") else (source, "")
    statement = (
        f"insert into {table} ({', '.join(every)}) select {', '.join(every.values())}"  # noqa: S608 -- fixed names
        f" from jsonb_to_recordset(%(rows)s::jsonb) as {head}) {tail}"
    )
    cursor.execute(statement, given | {"rows": json.dumps(rows, default=str)})
