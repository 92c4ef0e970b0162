"""Which reports a roll-up is made of, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Campaign
from config.kernel.prepared import prepared
from targets.enums import COUNTED_STATES, Layer
from targets.models import Indicator
from targets.scoring import Rule
from targets.scoring.statements import in_force


@dataclass(frozen=True)
class Scope:
    """Units by kind, level, block (code) and place in the tree (`under`: a path); indicators by pillar.
    Empty means all; `pillar` None means all, "" those of none."""

    kind: str = ""
    level: str = ""
    block: str = ""
    under: str = ""
    pillar: str | None = None

    def only(self, **more: Any) -> Scope:
        return replace(self, **more)


def indicators_of(campaign: Campaign, scope: Scope, *, code: str = "", year: int | None = None) -> list[Indicator]:
    """Every indicator of the campaign that the scope takes in, all years and versions, in the plan's order; with
    `code` those that bear it, with `year` those of sets that hold in it."""
    return _indicators(campaign.pk, scope.pillar, code, year)


@prepared(int, object, object, object, by_key=True)
def _indicators(campaign_id: int, pillar: str | None, code: str, year: int | None) -> QuerySet[Indicator]:
    found = Indicator.objects.filter(set__campaign_id=campaign_id).select_related("set").order_by("order", "id")
    found = found.filter(code=code) if code else found
    found = found if year is None else found.filter(set__years__contains=year)
    return found if pillar is None else found.filter(pillar=pillar)


# One row per value in force: whether it is sound, and whether it reaches the goal. In a year without a milestone
# no verdict is stored (decision 2); there a share is compared as the engine compares it.
_VALUES = f"""
    SELECT f.*,
           NOT (f.not_applicable OR coalesce(f.denominator = 0, false)) AS applies,
           NOT f.not_applicable AND f.numerator IS NOT NULL AND f.denominator > 0 AS sound
    FROM (
        SELECT v.indicator_id, r.year, r.unit_id, r.id AS report_id, v.final_verdict, v.final_status,
               {in_force(Layer.FINAL, "numerator")} AS numerator,
               {in_force(Layer.FINAL, "denominator")} AS denominator,
               {in_force(Layer.FINAL, "not_applicable")} AS not_applicable{{more}}
        FROM targets_reportvalue v
        JOIN targets_annualreport r ON r.tenant_id = v.tenant_id AND r.id = v.report_id{{joins}}
        WHERE r.campaign_id = %(campaign)s AND r.year = ANY(%(years)s) AND r.state = ANY(%(states)s){{where}}) f
"""  # noqa: S608 -- fixed names, values are parameters

_UNIT = " JOIN units_unit u ON u.tenant_id = r.tenant_id AND u.id = r.unit_id"
_BLOCK = (
    " {kind} JOIN campaigns_blockmembership m ON m.tenant_id = r.tenant_id AND m.unit_id = r.unit_id"
    " AND m.campaign_id = r.campaign_id"
    " {kind} JOIN campaigns_block b ON b.tenant_id = m.tenant_id AND b.id = m.block_id"
)
_DISTRICT = (
    " LEFT JOIN units_unit d ON d.tenant_id = u.tenant_id AND d.id = nullif(split_part(u.path, '/', 3), '')::bigint"
    " AND d.level = 'district' AND NOT d.is_demo"
)
GROUPS = {
    "kind": (", u.kind AS part", _UNIT),
    "level": (", u.level AS part", _UNIT),
    "block": (", coalesce(b.code, '') AS part", _BLOCK.format(kind="LEFT")),
    # The ancestor right below the root where it is a district.
    "district": (", coalesce(d.id::text, '') AS part", f"{_UNIT}{_DISTRICT}"),
}

REACHES = """
    CASE WHEN e.final_verdict <> 'none' THEN e.final_verdict = 'met'
         WHEN NOT e.sound OR e.final_status <> 'ok' OR g.threshold IS NULL THEN false
         WHEN g.compares = 'gt' THEN 100 * e.numerator > g.threshold * e.denominator
         WHEN g.compares = 'lt' THEN 100 * e.numerator < g.threshold * e.denominator
         WHEN g.compares = 'lte' THEN 100 * e.numerator <= g.threshold * e.denominator
         WHEN g.compares = 'eq' THEN 100 * e.numerator = g.threshold * e.denominator
         ELSE 100 * e.numerator >= g.threshold * e.denominator END
"""
GOALS = (
    "unnest(%(indicators)s::bigint[], %(compares)s::text[], %(thresholds)s::numeric[]) AS g(id, compares, threshold)"
)


def values_sql(scope: Scope, group: str = "", *, few: bool = False) -> str:
    """The statement that yields the values of `scope`; with `group` (a key of GROUPS) also the column `part`.

    To be joined with GOALS, which leaves the asked indicators; with `few` of them the index finds their values.
    """
    more, joins = GROUPS[group] if group else ("", "")
    where = " AND v.indicator_id = ANY(%(indicators)s)" if few else ""
    if (scope.kind or scope.level or scope.under) and _UNIT not in joins:
        joins += _UNIT
    if scope.block and " JOIN campaigns_block " not in joins:
        joins += _BLOCK.format(kind="")
    where += " AND u.kind = %(kind)s" if scope.kind else ""
    where += " AND u.level = %(level)s" if scope.level else ""
    where += " AND u.path LIKE %(under)s" if scope.under else ""
    where += " AND b.code = %(block)s" if scope.block else ""
    return _VALUES.format(more=more, joins=joins, where=where)


def parameters(
    campaign: Campaign, scope: Scope, years: Iterable[int], indicators: Iterable[Indicator]
) -> Mapping[str, Any]:
    listed = list(indicators)
    rules = [i.rule(0) for i in listed]
    return {
        "campaign": campaign.pk, "years": list(years), "states": [str(s) for s in COUNTED_STATES],
        "indicators": [i.pk for i in listed],
        "compares": [r.compares_as for r in rules],
        "thresholds": [r.threshold if _is_share(r) else None for r in rules],
        "kind": scope.kind, "level": scope.level, "block": scope.block, "under": f"{scope.under}%",
    }  # fmt: skip


def _is_share(rule: Rule) -> bool:
    return rule.value_kind == "share"
