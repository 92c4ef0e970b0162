"""How every target came out for every unit of a score run: one row of marks and figures per unit, for award rounds.

Field names and marks are those of `awards.target_rows`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from campaigns.models import Campaign
from targets.models import ScoreRun, Target
from targets.scoring import Entry, Result, Rule, explain
from targets.scoring.lines import NOT_APPLICABLE, OUTCOME

# mark → status, whether the figures reach the threshold, whether the unit said that it does not apply
MARKS: dict[str, tuple[str, bool | None, bool]] = {
    "m": ("ok", True, False),
    "n": ("ok", False, False),
    "o": ("ok", None, False),
    "p": ("unproven", True, False),
    "q": ("unproven", None, False),
    "u": ("missing", None, False),
    "i": ("invalid", None, False),
    "x": ("not_applicable", None, False),
    "s": ("not_applicable", None, True),
}


class TargetHead(NamedTuple):
    code: str
    place: int
    year: int | None
    label: str
    section: str
    pillar: str
    kind: str
    comparator: str
    threshold: Decimal | None
    natural_max: Decimal | None
    unit: str
    progress: bool
    measure: str
    why: dict[str, str]


class UnitRow(NamedTuple):
    """`heads`: which of the headings; then one mark per target, and figures joined by commas ("" = none at all):
    numerator and denominator of a share, a number and nothing."""

    unit_id: int
    heads: int
    marks: str
    amounts: str
    bases: str


class TargetRows(NamedTuple):
    headings: list[tuple[TargetHead, ...]]
    rows: list[UnitRow]


# By outcome as `targets.scoring.lines` packs it: four places per status, for figures that tell nothing, fall short,
# reach.
_BY_OUTCOME = "xxx-uuu-iii-qqp-onm"
_ROWS = f"""
    SELECT s.unit_ref, l.*
    FROM targets_scorelines s CROSS JOIN LATERAL (
        SELECT string_agg(x.indicator::text, ','),
               string_agg(CASE WHEN x.mark < 4 * {OUTCOME} AND x.mark & {NOT_APPLICABLE} > 0 THEN 's'
                               ELSE substr('{_BY_OUTCOME}', x.mark / {OUTCOME} + 1, 1) END, ''),
               CASE WHEN count(x.amount) > 0 THEN string_agg(coalesce(x.amount::text, ''), ',') ELSE '' END,
               CASE WHEN count(x.base) > 0 THEN string_agg(coalesce(x.base::text, ''), ',') ELSE '' END
        FROM (SELECT u.indicator, u.amount, CASE WHEN u.indicator = ANY(%(shares)s) THEN u.base END AS base, u.mark
              FROM unnest(s.indicators, s.amounts, s.bases, s.marks) AS u(indicator, amount, base, mark)
              WHERE u.indicator = ANY(%(indicators)s)) x
        HAVING count(*) > 0) l
    WHERE s.run_ref = %(run)s ORDER BY s.unit_ref
"""  # noqa: S608 -- fixed names, values are parameters


def target_rows(campaign: Campaign, run: ScoreRun) -> TargetRows:
    """Of the run's snapshot; a unit without a report of its year has no row. Two queries."""
    targets = {target.pk: target for target in Target.objects.filter(campaign=campaign)}
    heads = {
        key: _head(targets[row["target_id"]], row) for key, row in run.rules.items() if row["target_id"] in targets
    }
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        shares = [int(key) for key in heads if run.rules[key]["value_kind"] == "share"]
        cursor.execute(_ROWS, {"run": run.pk, "indicators": [int(key) for key in heads], "shares": shares})
        rows = [
            UnitRow(unit, found.setdefault(asked, len(found)), *figures) for unit, asked, *figures in cursor.fetchall()
        ]
    return TargetRows([tuple(heads[key] for key in asked.split(",")) for asked in found], rows)


def _head(target: Target, row: dict[str, Any]) -> TargetHead:
    rule = Rule.from_row(row)
    why = {
        mark: explain(rule, Entry(not_applicable=said_so), Result(status, "none", 0, 0, None, reaches))  # type: ignore[arg-type]
        for mark, (status, reaches, said_so) in MARKS.items()
        if status != "ok"
    }
    return TargetHead(
        target.code, row["order"], target.year, target.short, target.section, target.pillar, target.kind,
        rule.comparator, rule.threshold, rule.natural_max, rule.unit, rule.progress,
        rule.value_kind if rule.value_kind in ("share", "number") else "", why,
    )  # fmt: skip
