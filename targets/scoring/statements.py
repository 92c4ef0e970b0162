"""The statements of a score run over the tables; `targets.scoring.sql` holds the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from targets.enums import Layer
from targets.scoring.lines import MARK
from targets.scoring.sql import FENCE, PILLARS, RULES, named, scored

# Reports per arm: enough to be worth a process, few enough that their values are sorted in little memory.
ARM = 10_000
_COLUMNS = ("numerator", "denominator", "number", "boolean", "text", "not_applicable")
_KEPT = ("report_id", "indicator_id", "not_applicable", "has_evidence", "self_points_h", "appraised_points_h")
_COUNTED = "r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.state = ANY(%(states)s)"
# As in the table where the rows end up: to compress one takes longer than to score it.
_WHOLE = "toast_tuple_target = 8160"
# How the counted reports are shared out among the arms. Neighbours stay together, so that no arm reads what another has
# read. A year's reports are opened together: mostly a share is a range, without the few that nobody sent. To name every
# one of them takes a twentieth longer; where that is less than to read past the others, `only` does.
FEW = 10
SHARES = f"""
    WITH counted AS (SELECT array_agg(r.id ORDER BY r.id) AS ids FROM targets_annualreport r WHERE {_COUNTED}),
    share AS (
        SELECT ids[place:place + many - 1] AS ids, ids[place] AS first, ids[least(place + many - 1, total)] AS last
        FROM (SELECT ids, cardinality(ids) AS total, least({ARM}, (cardinality(ids) + 1) / 2) AS many FROM counted) c,
             generate_series(1, total, many) AS place)
    SELECT first, last, without::text, CASE WHEN cardinality(without) > cardinality(ids) / {FEW} THEN ids::text END
    FROM share, LATERAL (
        SELECT array_agg(r.id ORDER BY r.id) AS without FROM targets_annualreport r
        WHERE r.id BETWEEN first AND last AND NOT ({_COUNTED})) others
"""  # noqa: S608 -- fixed names, values are parameters


class Share(NamedTuple):
    """A row of `SHARES`: the reports from `first` to `last`, `without` these; or `only` these. Arrays as text."""

    first: int
    last: int
    without: str | None
    only: str | None

    def holds(self, column: str) -> str:
        if self.only:
            return f"{column} = ANY ('{self.only}'::bigint[])"
        rest = f" AND {column} <> ALL ('{self.without}'::bigint[])" if self.without else ""
        return f"{column} BETWEEN {self.first} AND {self.last}{rest}"


def in_force(layer: str, column: str, of: str = "v.") -> str:
    """A column of a value as it counts in the layer (decision 4); `of` stands before each name."""
    own = f'{of}"{column}"' if column != "manual_h" else "NULL::integer"
    whens = []
    if layer == Layer.FINAL:
        whens.append(f'WHEN {of}final_set THEN {of}"final_{column}"')
    if layer != Layer.SELF:
        whens.append(f"WHEN {of}decision = 'changed' THEN {of}\"appraised_{column}\"")
    return f"CASE {' '.join(whens)} ELSE {own} END" if whens else own


def _digest(of: str) -> str:
    """Of every unit's `inputs` or `results`, and what it came to, in the order of the units."""
    each = of if of == "inputs" else "concat_ws(' ', results, points_h, max_h, ratio_h, rank, block_code)"
    return f"encode(sha256(convert_to(coalesce(string_agg({each}, '' ORDER BY unit_id), ''), 'UTF8')), 'hex')"


def _arm(layer: str, rules: Sequence[dict[str, Any]], share: Share) -> str:
    """These reports, scored, one row each: arrays in the order of their indicators, digests, sums."""
    the = named(rules)
    entry = ", ".join(f'{in_force(layer, c)} AS "{c}"' for c in _COLUMNS)
    evidence = "v.evidence_count" if layer == Layer.SELF else "v.evidence_valid"
    numbers = sorted({rule["pillar"] for rule in rules})
    sums = ", ".join(
        f"sum(x.line_points_h) FILTER (WHERE {the.pillar} = {n}) AS points_{n},"
        f" sum(x.line_max_h) FILTER (WHERE {the.pillar} = {n}) AS max_{n}"
        for n in numbers
    )
    points = " + ".join(f"coalesce(points_{n}, 0)" for n in numbers)
    most = " + ".join(f"coalesce(max_{n}, 0)" for n in numbers)
    # As text: to put the same together as jsonb takes three times as long.
    by_pillar = ", ".join(
        f"""'"{PILLARS[n - 1]}": [' || coalesce(points_{n}, 0) || ', ' || max_{n} || ']'""" for n in numbers
    )
    return f"""
        SELECT r.tenant_id, r.unit_id, r.days_late, r.state IN ('appraised', 'closed') AS appraised, report_id,
               self_points_h, appraised_points_h, lines, not_applicable, met, judged, {points} AS points_h,
               {most} AS max_h, r.unit_name, ('{{' || concat_ws(', ', {by_pillar}) || '}}')::jsonb AS pillars,
               md5(record_send(ROW(r.unit_id, indicators, amounts, bases, marks, texts))) AS inputs,
               md5(record_send(ROW(r.unit_id, marks, line_points_h))) AS results,
               indicators, amounts, bases, marks, coalesce(texts, '{{}}') AS texts, line_points_h, line_self_h,
               line_appraised_h
        FROM (
            WITH rule AS ({RULES}),
            entry AS (
                SELECT v.report_id, v.indicator_id, {entry}, {in_force(layer, "manual_h")} AS points_h,
                       {evidence} > 0 AS has_evidence, v.self_points_h, v.appraised_points_h
                FROM targets_reportvalue v WHERE {share.holds("v.report_id")})
            SELECT x.report_id, array_agg(x.indicator_id) AS indicators, array_agg(x.amount) AS amounts,
                   array_agg(x.base) AS bases, array_agg({MARK}) AS marks,
                   jsonb_object_agg(x.indicator_id, x.wording) FILTER (WHERE x.wording <> '') AS texts,
                   array_agg(x.line_points_h) AS line_points_h, array_agg(x.self_points_h) AS line_self_h,
                   array_agg(x.appraised_points_h) AS line_appraised_h,
                   {sums},
                   sum(x.self_points_h) AS self_points_h, sum(x.appraised_points_h) AS appraised_points_h,
                   count(*) AS lines, count(*) FILTER (WHERE x.place = 0) AS not_applicable,
                   count(*) FILTER (WHERE x.reaches AND x.place = 4 AND NOT {the.progress}) AS met,
                   count(x.reaches) FILTER (WHERE x.place = 4 AND NOT {the.progress}) AS judged
            FROM ({scored(rules, keep=_KEPT, order=("report_id", "indicator_id"))}) x
            GROUP BY x.report_id) x
        JOIN targets_annualreport r ON r.id = x.report_id AND {share.holds("r.id")}
    """  # noqa: S608 -- fixed names, values are parameters


def score(layer: str, rules: Sequence[dict[str, Any]], *, shares: Sequence[Share]) -> str:
    """Score reports, a row each in the temporary table `scored`: one pass over their values.

    `rules`: their `terms`; `shares`: what `SHARES` found; at least one of each. Parameter: rules (the same as JSON).
    """
    arms = " UNION ALL ".join(f"({_arm(layer, rules, share)})" for share in shares)
    return f"CREATE TEMPORARY TABLE scored WITH ({_WHOLE}) AS SELECT * FROM ({arms}) x"  # noqa: S608 -- made above


# Lines, totals with ranks, and digests of what `score` left in `scored`. Parameters: run, campaign. Returns one row:
# units, lines, units not appraised yet, and the digests of inputs and of results.
STORE = f"""
    WITH placed AS (
        SELECT m.unit_id, b.code AS block_code
        FROM campaigns_blockmembership m
        JOIN campaigns_block b ON b.tenant_id = m.tenant_id AND b.id = m.block_id
        WHERE m.campaign_id = %(campaign)s),
    kept AS (
        INSERT INTO targets_scorelines (
            tenant_id, run_ref, unit_ref, indicators, amounts, bases, marks, texts, points_h, self_points_h,
            appraised_points_h)
        SELECT tenant_id, %(run)s, unit_id, indicators, amounts, bases, marks, texts, line_points_h, line_self_h,
               line_appraised_h
        FROM scored),
    rated AS (
        SELECT s.tenant_id, s.unit_id, s.unit_name, s.days_late, s.appraised, s.report_id, s.self_points_h,
               s.appraised_points_h, s.lines, s.not_applicable, s.met, s.judged, s.inputs, s.results, s.points_h,
               s.max_h, s.pillars, coalesce(p.block_code, '') AS block_code,
               CASE WHEN s.max_h > 0
                    THEN div((20000 * s.points_h + s.max_h)::numeric, (2 * s.max_h)::numeric)::integer END AS ratio_h
        FROM scored s LEFT JOIN placed p ON p.unit_id = s.unit_id {FENCE}),
    ranked AS MATERIALIZED (
        SELECT *, CASE WHEN ratio_h IS NOT NULL THEN rank() OVER standing END AS rank,
               count(ratio_h) OVER (PARTITION BY block_code) AS "of",
               ratio_h IS NOT NULL AND count(*) OVER standing > rank() OVER standing AS tied
        FROM rated WINDOW standing AS (PARTITION BY block_code ORDER BY ratio_h DESC NULLS LAST)),
    told AS (
        INSERT INTO targets_scoretotal (
            tenant_id, run_id, unit_id, unit_name, report_ref, block_code, points_h, max_h, ratio_h, rank, "of", tied,
            self_points_h, appraised_points_h, pillars, met, judged, lines, not_applicable, days_late, appraised)
        SELECT tenant_id, %(run)s, unit_id, unit_name, report_id, block_code, points_h, max_h, ratio_h, rank, "of",
               tied, self_points_h, appraised_points_h, pillars, met, judged, lines, not_applicable, days_late,
               appraised
        FROM ranked ORDER BY unit_id)
    SELECT count(*), coalesce(sum(lines), 0)::bigint, count(*) FILTER (WHERE NOT appraised),
           {_digest("inputs")}, {_digest("results")}
    FROM ranked
"""  # noqa: S608 -- fixed names, values are parameters


FORGET = "DROP TABLE scored"
# Arms run beside each other, each on one core from its values to its rows; inside an arm nothing is worth splitting.
# Who takes their rows in has no arm of his own: the others stood waiting while he sorted. Compiling a statement that
# runs for a second takes longer than it saves.
PLAN_FOR_MANY = {
    "enable_hashagg": "off", "jit": "off", "work_mem": "256MB", "parallel_setup_cost": "0", "parallel_tuple_cost": "0",
    "min_parallel_table_scan_size": "1TB", "min_parallel_index_scan_size": "1TB",
    "parallel_leader_participation": "off",
}  # fmt: skip
COUNT_VALUES = f"""
    SELECT count(*), count(DISTINCT r.id) FROM targets_reportvalue v
    JOIN targets_annualreport r ON r.tenant_id = v.tenant_id AND r.id = v.report_id
    WHERE {_COUNTED}
"""  # noqa: S608 -- fixed names, values are parameters
