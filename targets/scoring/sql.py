"""The arithmetic of `engine.score` as SQL over a whole campaign: one INSERT … SELECT, no row by row.

`SCORED` expects two relations: `rule` (from `Rule.as_row`, one row per indicator) and `entry` (one row per
value in force). It yields status, verdict, points and maximum per value. Points are integer hundredths; numbers
stay exact: a product is compared or divided with `div`, never a rounded quotient.
"""

RULES = """
    SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb) AS r(
        indicator_id bigint, pillar text, method text, max_h integer, value_kind text, compares_as text,
        lower boolean, threshold numeric, full_at numeric, natural_max numeric, "full" numeric,
        evidence_required boolean, progress boolean, bands jsonb, options jsonb)
"""

_STATUS = """
    CASE
      WHEN x.not_applicable OR (x.value_kind = 'share' AND x.denominator = 0) THEN 'not_applicable'
      WHEN CASE WHEN x.method = 'manual' THEN x.points_h IS NULL
                WHEN x.value_kind = 'share' THEN x.numerator IS NULL OR x.denominator IS NULL
                WHEN x.value_kind = 'number' THEN x.number IS NULL
                WHEN x.value_kind = 'boolean' THEN x."boolean" IS NULL
                ELSE x."text" = '' END THEN 'missing'
      WHEN CASE WHEN x.method = 'manual' AND NOT x.points_h BETWEEN 0 AND x.max_h THEN true
                WHEN x.value_kind = 'share' AND x.numerator IS NOT NULL AND x.denominator IS NOT NULL
                  THEN x.numerator < 0 OR x.denominator < 0
                    OR coalesce(100 * x.numerator > x.natural_max * x.denominator, false)
                WHEN x.value_kind = 'number' AND x.number IS NOT NULL
                  THEN x.number < 0 OR coalesce(x.number > x.natural_max, false)
                WHEN x.method = 'option'
                  THEN NOT x.options @> jsonb_build_array(jsonb_build_object('code', x."text"))
                ELSE false END THEN 'invalid'
      WHEN x.evidence_required AND NOT x.has_evidence THEN 'unproven'
      ELSE 'ok'
    END
"""

_REACHES = """
    CASE
      WHEN x.value_kind = 'boolean'
        THEN CASE WHEN x.compares_as = 'boolean' OR x.method = 'yes_no' THEN x."boolean" END
      WHEN x.q IS NULL OR x.threshold IS NULL OR x.compares_as IN ('boolean', 'qualitative') THEN NULL
      WHEN x.lower AND x.compares_as = 'lt' THEN x.p < x.threshold * x.q
      WHEN x.lower THEN x.p <= x.threshold * x.q
      WHEN x.compares_as = 'gt' THEN x.p > x.threshold * x.q
      WHEN x.compares_as = 'eq' THEN x.p = x.threshold * x.q
      ELSE x.p >= x.threshold * x.q
    END
"""

_POINTS = """
    CASE x.method
      WHEN 'manual' THEN x.points_h
      WHEN 'yes_no' THEN CASE WHEN x."boolean" THEN x.max_h ELSE 0 END
      WHEN 'option' THEN least(x.max_h, (
        SELECT o.points_h FROM jsonb_to_recordset(x.options) AS o(code text, points_h integer)
        WHERE o.code = x."text"))
      WHEN 'step' THEN least(x.max_h, coalesce((
        SELECT max(b.points_h) FROM jsonb_to_recordset(x.bands) AS b(low numeric, points_h integer)
        WHERE x.p >= b.low * x.q), 0))
      WHEN 'ratio' THEN least(x.max_h, div(2 * x.max_h * x.p + x."full" * x.q, 2 * x."full" * x.q))
      ELSE CASE
        WHEN x.lower THEN CASE WHEN x.p <= x.threshold * x.q THEN x.max_h
                               ELSE div(2 * x.max_h * x.threshold * x.q + x.p, 2 * x.p) END
        WHEN x.p >= x.full_at * x.q THEN x.max_h
        ELSE div(2 * x.max_h * x.p + x.full_at * x.q, 2 * x.full_at * x.q) END
    END
"""

# OFFSET 0 keeps each step from being folded into the next, where its expressions would be computed again and
# again: without it the status of a value is evaluated a dozen times.
SCORED = f"""
    SELECT x.*,
           CASE WHEN x.status = 'ok' AND x.reached IS NOT NULL AND NOT x.progress
                THEN CASE WHEN x.reached THEN 'met' ELSE 'not_met' END ELSE 'none' END AS verdict,
           CASE WHEN x.status IN ('ok', 'unproven') THEN x.reached END AS reaches,
           CASE WHEN x.q IS NOT NULL THEN div(200 * x.p + x.q, 2 * x.q)::bigint END AS actual_h,
           CASE WHEN x.status = 'ok' THEN ({_POINTS})::integer ELSE 0 END AS line_points_h,
           CASE WHEN x.status = 'not_applicable' THEN 0 ELSE x.max_h END AS line_max_h
    FROM (
        SELECT x.*, {_REACHES} AS reached
        FROM (
            SELECT x.*,
                   CASE WHEN x.status NOT IN ('ok', 'unproven') THEN NULL
                        WHEN x.value_kind = 'share' THEN 100 * x.numerator
                        WHEN x.value_kind = 'number' THEN x.number END AS p,
                   CASE WHEN x.status NOT IN ('ok', 'unproven') THEN NULL
                        WHEN x.value_kind = 'share' THEN x.denominator
                        WHEN x.value_kind = 'number' THEN 1::numeric END AS q
            FROM (
                SELECT x.*, {_STATUS} AS status
                FROM (
                    SELECT e.*, r.pillar, r.method, r.max_h, r.value_kind, r.compares_as, r.lower, r.threshold,
                           r.full_at, r.natural_max, r."full", r.evidence_required, r.progress, r.bands, r.options
                    FROM entry e JOIN rule r ON r.indicator_id = e.indicator_id
                    OFFSET 0) x
                OFFSET 0) x
            OFFSET 0) x
        OFFSET 0) x
"""  # noqa: S608 -- fixed names, values are parameters
