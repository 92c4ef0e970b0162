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
      WHEN e.not_applicable OR (r.value_kind = 'share' AND e.denominator = 0) THEN 'not_applicable'
      WHEN CASE WHEN r.method = 'manual' THEN e.points_h IS NULL
                WHEN r.value_kind = 'share' THEN e.numerator IS NULL OR e.denominator IS NULL
                WHEN r.value_kind = 'number' THEN e.number IS NULL
                WHEN r.value_kind = 'boolean' THEN e."boolean" IS NULL
                ELSE e."text" = '' END THEN 'missing'
      WHEN CASE WHEN r.method = 'manual' AND NOT e.points_h BETWEEN 0 AND r.max_h THEN true
                WHEN r.value_kind = 'share' AND e.numerator IS NOT NULL AND e.denominator IS NOT NULL
                  THEN e.numerator < 0 OR e.denominator < 0
                    OR coalesce(100 * e.numerator > r.natural_max * e.denominator, false)
                WHEN r.value_kind = 'number' AND e.number IS NOT NULL
                  THEN e.number < 0 OR coalesce(e.number > r.natural_max, false)
                WHEN r.method = 'option'
                  THEN NOT r.options @> jsonb_build_array(jsonb_build_object('code', e."text"))
                ELSE false END THEN 'invalid'
      WHEN r.evidence_required AND NOT e.has_evidence THEN 'unproven'
      ELSE 'ok'
    END
"""

_REACHES = """
    CASE
      WHEN r.value_kind = 'boolean'
        THEN CASE WHEN r.compares_as = 'boolean' OR r.method = 'yes_no' THEN e."boolean" END
      WHEN f.q IS NULL OR r.threshold IS NULL OR r.compares_as IN ('boolean', 'qualitative') THEN NULL
      WHEN r.lower AND r.compares_as = 'lt' THEN f.p < r.threshold * f.q
      WHEN r.lower THEN f.p <= r.threshold * f.q
      WHEN r.compares_as = 'gt' THEN f.p > r.threshold * f.q
      WHEN r.compares_as = 'eq' THEN f.p = r.threshold * f.q
      ELSE f.p >= r.threshold * f.q
    END
"""

_POINTS = """
    CASE r.method
      WHEN 'manual' THEN e.points_h
      WHEN 'yes_no' THEN CASE WHEN e."boolean" THEN r.max_h ELSE 0 END
      WHEN 'option' THEN least(r.max_h, (
        SELECT o.points_h FROM jsonb_to_recordset(r.options) AS o(code text, points_h integer)
        WHERE o.code = e."text"))
      WHEN 'step' THEN least(r.max_h, coalesce((
        SELECT max(b.points_h) FROM jsonb_to_recordset(r.bands) AS b(low numeric, points_h integer)
        WHERE f.p >= b.low * f.q), 0))
      WHEN 'ratio' THEN least(r.max_h, div(2 * r.max_h * f.p + r."full" * f.q, 2 * r."full" * f.q))
      ELSE CASE
        WHEN r.lower THEN CASE WHEN f.p <= r.threshold * f.q THEN r.max_h
                               ELSE div(2 * r.max_h * r.threshold * f.q + f.p, 2 * f.p) END
        WHEN f.p >= r.full_at * f.q THEN r.max_h
        ELSE div(2 * r.max_h * f.p + r.full_at * f.q, 2 * r.full_at * f.q) END
    END
"""

SCORED = f"""
    SELECT e.*, r.pillar, r.method, r.value_kind, s.status,
           CASE WHEN s.status = 'ok' AND v.reaches IS NOT NULL AND NOT r.progress
                THEN CASE WHEN v.reaches THEN 'met' ELSE 'not_met' END ELSE 'none' END AS verdict,
           CASE WHEN s.status IN ('ok', 'unproven') THEN v.reaches END AS reaches,
           CASE WHEN s.status IN ('ok', 'unproven') AND f.q IS NOT NULL
                THEN div(200 * f.p + f.q, 2 * f.q)::bigint END AS actual_h,
           CASE WHEN s.status = 'ok' THEN ({_POINTS})::integer ELSE 0 END AS line_points_h,
           CASE WHEN s.status = 'not_applicable' THEN 0 ELSE r.max_h END AS line_max_h
    FROM entry e
    JOIN rule r ON r.indicator_id = e.indicator_id
    CROSS JOIN LATERAL (SELECT {_STATUS} AS status) s
    CROSS JOIN LATERAL (
        SELECT CASE WHEN s.status NOT IN ('ok', 'unproven') THEN NULL
                    WHEN r.value_kind = 'share' THEN 100 * e.numerator
                    WHEN r.value_kind = 'number' THEN e.number END AS p,
               CASE WHEN s.status NOT IN ('ok', 'unproven') THEN NULL
                    WHEN r.value_kind = 'share' THEN e.denominator
                    WHEN r.value_kind = 'number' THEN 1::numeric END AS q) f
    CROSS JOIN LATERAL (SELECT {_REACHES} AS reaches) v
"""  # noqa: S608 -- fixed names, values are parameters
