"""The statements of a score run over the tables; `targets.scoring.sql` holds the arithmetic."""

from __future__ import annotations

from targets.enums import Layer
from targets.scoring.sql import RULES, SCORED

_COLUMNS = ("numerator", "denominator", "number", "boolean", "text", "not_applicable")


def in_force(layer: str, column: str) -> str:
    own = f'v."{column}"' if column != "manual_h" else "NULL::integer"
    whens = []
    if layer == Layer.FINAL:
        whens.append(f'WHEN v.final_set THEN v."final_{column}"')
    if layer != Layer.SELF:
        whens.append(f"WHEN v.decision = 'changed' THEN v.\"appraised_{column}\"")
    return f"CASE {' '.join(whens)} ELSE {own} END" if whens else own


def insert_lines(layer: str) -> str:
    """One line per value of every counted report. Parameters: run, campaign, year, states, rules."""
    entry = ",\n               ".join(f'{in_force(layer, c)} AS "{c}"' for c in _COLUMNS)
    evidence = "v.evidence_count" if layer == Layer.SELF else "v.evidence_valid"
    return f"""
        WITH rule AS MATERIALIZED ({RULES}),
        entry AS (
            SELECT v.tenant_id, v.id AS value_ref, r.unit_id AS unit_ref, v.indicator_id,
               {entry},
               {in_force(layer, "manual_h")} AS points_h,
               {evidence} > 0 AS has_evidence,
               v.self_points_h, v.appraised_points_h
            FROM targets_reportvalue v
            JOIN targets_annualreport r ON r.tenant_id = v.tenant_id AND r.id = v.report_id
            WHERE r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.state = ANY(%(states)s)),
        scored AS ({SCORED})
        INSERT INTO targets_scoreline (
            tenant_id, run_ref, unit_ref, indicator_ref, value_ref, numerator, denominator, number, "boolean", "text",
            not_applicable, has_evidence, status, verdict, reaches, actual_h, points_h, max_h, self_points_h,
            appraised_points_h)
        SELECT tenant_id, %(run)s, unit_ref, indicator_id, value_ref, numerator, denominator, number, "boolean",
               "text", not_applicable, has_evidence, status, verdict, reaches, actual_h, line_points_h, line_max_h,
               self_points_h, appraised_points_h
        FROM scored
    """  # noqa: S608 -- fixed names, values are parameters


# Ratio half up in hundredths of a percent; equal ratios share a rank (decision 5).
INSERT_TOTALS = f"""
    WITH rule AS MATERIALIZED ({RULES}),
    pillar AS (
        SELECT l.unit_ref, rule.pillar, sum(l.points_h) AS points_h, sum(l.max_h) AS max_h,
               sum(l.self_points_h) AS self_points_h, sum(l.appraised_points_h) AS appraised_points_h,
               count(*) FILTER (WHERE l.verdict = 'met') AS met,
               count(*) FILTER (WHERE l.verdict <> 'none') AS judged,
               count(*) AS lines, count(*) FILTER (WHERE l.status = 'not_applicable') AS not_applicable
        FROM targets_scoreline l JOIN rule ON rule.indicator_id = l.indicator_ref
        WHERE l.run_ref = %(run)s
        GROUP BY l.unit_ref, rule.pillar),
    summed AS (
        SELECT unit_ref, sum(points_h)::bigint AS points_h, sum(max_h)::bigint AS max_h,
               sum(self_points_h)::bigint AS self_points_h, sum(appraised_points_h)::bigint AS appraised_points_h,
               sum(met) AS met, sum(judged) AS judged, sum(lines) AS lines, sum(not_applicable) AS not_applicable,
               jsonb_object_agg(pillar, jsonb_build_array(points_h, max_h)) AS pillars
        FROM pillar GROUP BY unit_ref),
    placed AS (
        SELECT m.unit_id, min(b.code) AS block_code
        FROM campaigns_blockmembership m
        JOIN campaigns_block b ON b.tenant_id = m.tenant_id AND b.id = m.block_id
        WHERE b.campaign_id = %(campaign)s GROUP BY m.unit_id),
    rated AS (
        SELECT r.tenant_id, r.id AS report_ref, r.unit_name, r.days_late, r.state,
               coalesce(p.block_code, '') AS block_code, s.*,
               CASE WHEN s.max_h > 0
                    THEN div((20000 * s.points_h + s.max_h)::numeric, (2 * s.max_h)::numeric)::integer END AS ratio_h
        FROM summed s
        JOIN targets_annualreport r
          ON r.unit_id = s.unit_ref AND r.campaign_id = %(campaign)s AND r.year = %(year)s
        LEFT JOIN placed p ON p.unit_id = s.unit_ref)
    INSERT INTO targets_scoretotal (
        uid, tenant_id, run_id, unit_id, unit_name, report_ref, block_code, points_h, max_h, ratio_h, rank, "of",
        tied, self_points_h, appraised_points_h, pillars, met, judged, lines, not_applicable, days_late, appraised)
    SELECT gen_random_uuid(), tenant_id, %(run)s, unit_ref, unit_name, report_ref, block_code, points_h, max_h,
           ratio_h,
           CASE WHEN ratio_h IS NOT NULL
                THEN rank() OVER (PARTITION BY block_code ORDER BY ratio_h DESC NULLS LAST) END,
           count(ratio_h) OVER (PARTITION BY block_code),
           ratio_h IS NOT NULL AND count(*) OVER (PARTITION BY block_code, ratio_h) > 1,
           self_points_h, appraised_points_h, pillars, met, judged, lines, not_applicable, days_late,
           state IN ('appraised', 'closed')
    FROM rated
"""  # noqa: S608 -- fixed names, values are parameters

# Inputs and results in one pass over the lines, then the totals: each unit's rows in order, then the units in order.
LINES_DIGEST = """
    SELECT encode(sha256(convert_to(coalesce(string_agg(inputs, '' ORDER BY unit_ref), ''), 'UTF8')), 'hex'),
           encode(sha256(convert_to(coalesce(string_agg(results, '' ORDER BY unit_ref), ''), 'UTF8')), 'hex')
    FROM (
        SELECT unit_ref,
               md5(string_agg(ROW(indicator_ref, numerator, denominator, number, "boolean", "text", not_applicable,
                                  has_evidence)::text, E'\n' ORDER BY indicator_ref)) AS inputs,
               md5(string_agg(ROW(indicator_ref, status, verdict, points_h, max_h)::text, E'\n'
                              ORDER BY indicator_ref)) AS results
        FROM targets_scoreline WHERE run_ref = %(run)s GROUP BY unit_ref) u
"""
TOTALS_DIGEST = """
    SELECT encode(sha256(convert_to(coalesce(string_agg(d, '' ORDER BY unit_id), ''), 'UTF8')), 'hex')
    FROM (SELECT unit_id, md5(ROW(block_code, points_h, max_h, ratio_h, rank)::text) AS d
          FROM targets_scoretotal WHERE run_id = %(run)s) u
"""
# The lines of a run have no statistics while it is made: the planner takes them for one row, and would go through all
# of them once per unit. Sorts of a province's lines stay in memory.
PLAN_FOR_MANY = "SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)"
PLAN_AS_USUAL = "SELECT set_config('enable_nestloop', 'on', true), set_config('work_mem', %(work_mem)s, true)"
COUNT_VALUES = """
    SELECT count(*), count(DISTINCT r.id) FROM targets_reportvalue v
    JOIN targets_annualreport r ON r.tenant_id = v.tenant_id AND r.id = v.report_id
    WHERE r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.state = ANY(%(states)s)
"""
