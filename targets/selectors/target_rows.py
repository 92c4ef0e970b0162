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


_ROWS = """
    SELECT unit_ref, string_agg(indicator_ref::text, ','), string_agg(mark, ''),
           CASE WHEN bool_or(amount IS NOT NULL) THEN string_agg(coalesce(amount::text, ''), ',') ELSE '' END,
           CASE WHEN bool_or(denominator IS NOT NULL) THEN string_agg(coalesce(denominator::text, ''), ',') ELSE '' END
    FROM (SELECT unit_ref, indicator_ref, coalesce(numerator, number) AS amount, denominator,
                 CASE status
                   WHEN 'ok' THEN CASE WHEN reaches THEN 'm' WHEN NOT reaches THEN 'n' ELSE 'o' END
                   WHEN 'unproven' THEN CASE WHEN reaches THEN 'p' ELSE 'q' END
                   WHEN 'missing' THEN 'u' WHEN 'invalid' THEN 'i'
                   ELSE CASE WHEN not_applicable THEN 's' ELSE 'x' END END AS mark
          FROM targets_scoreline
          WHERE run_ref = %(run)s AND indicator_ref = ANY(%(indicators)s)
          ORDER BY unit_ref, indicator_ref) l
    GROUP BY unit_ref
"""


def target_rows(campaign: Campaign, run: ScoreRun) -> TargetRows:
    """Of the run's snapshot; a unit without a report of its year has no row. Two queries."""
    targets = {target.pk: target for target in Target.objects.filter(campaign=campaign)}
    heads = {
        key: _head(targets[row["target_id"]], row) for key, row in run.rules.items() if row["target_id"] in targets
    }
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"run": run.pk, "indicators": [int(key) for key in heads]})
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
