"""The arithmetic of `engine.score` as SQL over a whole campaign at once, no row by row.

`SCORED` expects two relations: `rule` (`RULES`, one row per indicator) and `entry` (one row per value in force). It
yields everything of `entry`, and per value

- `amount`, `base`: the value as a fraction, numerator and denominator of a share, the number and 1; else NULL
- `status`, `verdict`: the words of `Result`; `place`: that of the status in `STATUSES`
- `reaches`: whether the figures satisfy the comparator
- `line_points_h`, `line_max_h`: points and what counts as maximum, integer hundredths

Numbers stay exact: a product is compared or divided with `div`, never a rounded quotient.
"""

from targets.enums import PILLAR_ORDER

# A share is compared as it is counted, numerator with denominator: what a rule says in percent is brought down to
# that once per rule. `up`: points rise with the amount until `full`; `down`: they fall once it passes the
# threshold. `full` is NULL where it is the threshold. `pillar` is a place in `PILLARS`, from 1.
PILLARS = tuple(pillar.value for pillar in PILLAR_ORDER)
RULES = f"""
    SELECT r.indicator_id, r.max_h, array_position(ARRAY{list(PILLARS)}, r.pillar) AS pillar,
           r.value_kind = 'share' AS shared, r.value_kind IN ('share', 'number') AS measured,
           r.method = 'manual' AS by_hand, r.evidence_required, r.progress,
           r.threshold * s.per AS threshold, r.natural_max * s.per AS ceiling,
           CASE WHEN s.way = 'up' THEN nullif(CASE r.method WHEN 'ratio' THEN r."full" ELSE r.full_at END * s.per,
                                              r.threshold * s.per) END AS "full",
           CASE WHEN r.compares_as IN ('boolean', 'qualitative') THEN NULL
                WHEN r.lower THEN CASE r.compares_as WHEN 'lt' THEN '<' ELSE '<=' END
                ELSE CASE r.compares_as WHEN 'gt' THEN '>' WHEN 'eq' THEN '=' ELSE '>=' END END AS wanted,
           s.way, r.value_kind, r.compares_as, r.bands, r.options, s.per
    FROM jsonb_to_recordset(%(rules)s::jsonb) AS r(
        indicator_id bigint, pillar text, method text, max_h integer, value_kind text, compares_as text,
        lower boolean, threshold numeric, full_at numeric, natural_max numeric, "full" numeric,
        evidence_required boolean, progress boolean, bands jsonb, options jsonb)
    CROSS JOIN LATERAL (
        SELECT CASE r.value_kind WHEN 'share' THEN 0.01 ELSE 1 END AS per,
               CASE WHEN r.method = 'ratio' OR r.method = 'ratio_cap' AND NOT r.lower THEN 'up'
                    WHEN r.method IN ('ratio_cap', 'lower_is_better') THEN 'down' ELSE r.method END AS way) s
"""  # noqa: S608 -- fixed names, values are parameters

STATUSES = ("not_applicable", "missing", "invalid", "unproven", "ok")

# Most values are measured: what only others need is asked of those alone.
_ENTRY = """
    SELECT e.*, r.max_h, r.pillar, r.measured, r.by_hand, r.evidence_required, r.progress, r.threshold, r.ceiling,
           r."full", r.wanted, r.way, r.value_kind, r.compares_as, r.bands, r.options, r.per,
           CASE WHEN r.shared THEN e.numerator WHEN r.measured THEN e.number END AS amount,
           CASE WHEN r.shared THEN e.denominator WHEN r.measured THEN 1 END AS base,
           CASE WHEN NOT r.measured THEN e."boolean" END AS yes, CASE WHEN NOT r.measured THEN e."text" END AS wording,
           CASE WHEN r.by_hand THEN e.points_h END AS given_h
    FROM entry e JOIN rule r ON r.indicator_id = e.indicator_id
"""

_IMPOSSIBLE = "x.amount < 0 OR x.base < 0 OR x.amount > x.ceiling * x.base"
_PLACE = f"""
    CASE
      WHEN x.not_applicable OR x.base = 0 THEN 0
      WHEN x.measured AND NOT x.by_hand
        THEN CASE WHEN x.amount IS NULL OR x.base IS NULL THEN 1
                  WHEN {_IMPOSSIBLE} THEN 2
                  WHEN x.evidence_required AND NOT x.has_evidence THEN 3
                  ELSE 4 END
      WHEN CASE WHEN x.by_hand THEN x.given_h IS NULL
                WHEN x.value_kind = 'boolean' THEN x.yes IS NULL
                ELSE x.wording = '' END THEN 1
      WHEN CASE WHEN x.by_hand
                  THEN NOT x.given_h BETWEEN 0 AND x.max_h
                    OR x.amount IS NOT NULL AND x.base IS NOT NULL AND coalesce({_IMPOSSIBLE}, false)
                WHEN x.way = 'option'
                  THEN NOT x.options @> jsonb_build_array(jsonb_build_object('code', x.wording))
                ELSE false END THEN 2
      WHEN x.evidence_required AND NOT x.has_evidence THEN 3
      ELSE 4
    END
"""
_REACHES = """
    CASE WHEN x.place < 3 THEN NULL
         WHEN x.measured
         THEN CASE x.wanted WHEN '>=' THEN x.amount >= x.goal WHEN '<=' THEN x.amount <= x.goal
                            WHEN '>' THEN x.amount > x.goal WHEN '<' THEN x.amount < x.goal
                            WHEN '=' THEN x.amount = x.goal END
         WHEN x.compares_as = 'boolean' OR x.way = 'yes_no' THEN x.yes END
"""

_FULL = 'coalesce(x."full" * x.base, x.goal)'
_POINTS = f"""
    CASE x.way
      WHEN 'up' THEN CASE WHEN x.amount >= {_FULL} THEN x.max_h
                          ELSE div(2 * x.max_h * x.amount + {_FULL}, 2 * {_FULL})::integer END
      WHEN 'down' THEN CASE WHEN x.amount <= x.goal THEN x.max_h
                            ELSE div(2 * x.max_h * x.goal + x.amount, 2 * x.amount)::integer END
      WHEN 'manual' THEN x.given_h
      WHEN 'yes_no' THEN CASE WHEN x.yes THEN x.max_h ELSE 0 END
      WHEN 'option' THEN least(x.max_h, (
        SELECT o.points_h FROM jsonb_to_recordset(x.options) AS o(code text, points_h integer)
        WHERE o.code = x.wording))
      WHEN 'step' THEN least(x.max_h, coalesce((
        SELECT max(b.points_h) FROM jsonb_to_recordset(x.bands) AS b(low numeric, points_h integer)
        WHERE x.amount >= b.low * x.per * x.base), 0))
    END
"""  # noqa: S608 -- fixed names, values are parameters


def scored(order: str = "") -> str:
    """See above; `order` as a clause, where the rows are wanted in one."""
    # OFFSET 0 keeps a step from being folded into the next, where its expressions would be computed again and again.
    return f"""
        SELECT x.*, (ARRAY{list(STATUSES)})[x.place + 1] AS status,
               CASE WHEN x.place = 4 AND NOT x.progress
                    THEN CASE WHEN x.reaches THEN 'met' WHEN NOT x.reaches THEN 'not_met' ELSE 'none' END
                    ELSE 'none' END AS verdict
        FROM (SELECT x.*, {_REACHES} AS reaches,
                     CASE WHEN x.place = 4 THEN {_POINTS} ELSE 0 END AS line_points_h,
                     CASE WHEN x.place = 0 THEN 0 ELSE x.max_h END AS line_max_h
              FROM (SELECT x.*, {_PLACE} AS place, x.threshold * x.base AS goal
                    FROM ({_ENTRY} {order} OFFSET 0) x
                    OFFSET 0) x
              OFFSET 0) x
    """  # noqa: S608 -- fixed names, values are parameters


SCORED = scored()
