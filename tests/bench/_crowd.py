"""A province of any size, in a tenant of its own: units with reports of 2023 that were sent, every value given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import psycopg
from psycopg import sql

from campaigns.models import Block, Campaign, Participant
from config.kernel.tenancy import tenant_scope
from targets.models import Indicator, IndicatorSet, Target
from units.models import Tenant

YEAR = 2023
VALUES = 40
BLOCKS = 4
PILLARS = ("government", "economy", "society")
_ZERO = {
    "text": "''", "character varying": "''", "boolean": "false", "jsonb": "'{}'", "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
}  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    tenant: Tenant
    campaign: Campaign
    units: int


@cache
def crowd(bare: psycopg.Connection[tuple[object, ...]], units: int) -> Crowd:
    """Built once per run; the tables are vacuumed and analysed."""
    bodies = dict.fromkeys(
        ("parent_name", "authority_name", "chairman_title", "standing_agency", "standing_short", "board_name",
         "board_short", "council_name", "place"), "Đo",
    )  # fmt: skip
    tenant = Tenant.objects.create(
        slug=f"do-{units}",
        name=f"Tỉnh Đo {units}",
        short_name=f"Đo {units}",
        letters="DO",
        **bodies,
        settings={"bodies": {"authority": {"name": "UBND tỉnh Đo", "short": "UBND", "symbol": "UBND"}}},
    )
    with tenant_scope(tenant):
        campaign = Campaign.objects.create(
            code="DO", issuer="Đo", title=f"Phong trào đo {units}", period_from=2022, period_to=2025, state="published"
        )
        Participant.objects.create(campaign=campaign, code="P", subject="collective", kinds=["commune"])
        blocks = [Block.objects.create(campaign=campaign, code=f"K{i}", name=f"Khối {i}") for i in range(BLOCKS)]
        asked = IndicatorSet.objects.create(
            campaign=campaign, code="DO", name="Đo", years=[YEAR], for_kinds=["commune"], state="frozen"
        )
        for i in range(VALUES):
            of = {"pillar": PILLARS[i % 3], "comparator": "gte", "unit": "%", "natural_max": Decimal(100)}
            target = Target.objects.create(
                campaign=campaign, code=f"T{i:02}", section=f"II.{i}", order=i, year=YEAR, short=f"Chỉ tiêu {i}",
                kind="quantitative", value=Decimal(60 + i), **of,
            )  # fmt: skip
            Indicator.objects.create(
                set=asked, target=target, code=f"C{i:02}", name=f"Chỉ số {i}", order=i, value_kind="share",
                method="ratio_cap", max_h=250, threshold=Decimal(60 + i) if i < 35 else Decimal(50),
                milestone_year=YEAR, **of,
            )  # fmt: skip
    with bare.transaction():
        # Millions of checks of keys that are right by construction would take minutes.
        bare.execute("set local session_replication_role = replica")
        given = {"t": tenant.pk, "c": campaign.pk, "n": units, "s": asked.pk, "b": blocks[0].pk}
        _fill(bare, "units_unit", given, "generate_series(1, %(n)s) g", {
            "tenant_id": "%(t)s", "code": "'u' || g", "name": "'Xã ' || g", "short_name": "'UBND xã ' || g",
            "level": "'commune'", "kind": "'commune'", "sort_key": "lpad(g::text, 9, '0')",
            "search_key": "'xa ' || g", "version": "1",
        })  # fmt: skip
        mine = "units_unit u where u.tenant_id = %(t)s"
        n = "substr(u.code, 2)::int"
        bare.execute("update units_unit set path = '/' || id || '/' where tenant_id = %(t)s", given)
        _fill(bare, "campaigns_blockmembership", given, mine, {
            "tenant_id": "%(t)s", "campaign_id": "%(c)s", "block_id": f"%(b)s + {n} %% {BLOCKS}", "unit_id": "u.id",
        })  # fmt: skip
        _fill(bare, "campaigns_registration", given, mine, {
            "tenant_id": "%(t)s", "campaign_id": "%(c)s", "unit_id": "u.id", "unit_name": "u.short_name",
            "state": f"case when {n} %% 17 = 0 then 'submitted' else 'confirmed' end", "version": "1",
            "submitted_on": "date '2023-01-10'", "launch_plan_number": "'12/KH-UBND'",
        })  # fmt: skip
        _fill(bare, "targets_annualreport", given, mine, {
            "tenant_id": "%(t)s", "campaign_id": "%(c)s", "unit_id": "u.id", "unit_name": "u.short_name",
            "year": str(YEAR), "state": "'appraised'", "version": "1", "submission": "1",
            "submitted_on": "date '2023-12-01'", "last_day": "date '2023-12-14'",
            "days_late": f"case when {n} %% 13 = 0 then 2 else 0 end",
        })  # fmt: skip
        _fill(bare, "targets_reportvalue", given,
              "targets_annualreport r cross join targets_indicator i "
              "where r.tenant_id = %(t)s and i.tenant_id = %(t)s and i.set_id = %(s)s",
              {
            "tenant_id": "%(t)s", "report_id": "r.id", "indicator_id": "i.id", "version": "1",
            "denominator": "1000 + (r.id * 7 + i.id) %% 900",
            "numerator": 'floor((1000 + (r.id * 7 + i.id) %% 900) * least(1, 0.55 + (r.id * 31 + i."order" * 17) %% 50'
                         " / 100.0))",
            "evidence_count": "1", "evidence_valid": "1", "decision": "'accepted'", "self_status": "'ok'",
        })  # fmt: skip
    for table in (
        "units_unit", "campaigns_blockmembership", "campaigns_registration", "targets_annualreport",
        "targets_reportvalue",
    ):  # fmt: skip
        # What autovacuum, which is off here, would have done by the time of a score run.
        bare.execute(sql.SQL("vacuum analyze {}").format(sql.Identifier(table)))
    return Crowd(tenant, campaign, units)


def _fill(
    bare: psycopg.Connection[tuple[object, ...]],
    table: str,
    given: dict[str, object],
    source: str,
    columns: dict[str, str],
) -> None:
    """INSERT … SELECT; columns that must hold something and are not named hold nothing much."""
    required = bare.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
        " and column_default is null and is_identity = 'NO'",
        [table],
    ).fetchall()
    every = {str(name): _ZERO.get(str(kind), "0") for name, kind in required} | columns
    names = ", ".join(f'"{name}"' for name in every)
    statement = f"insert into {table} ({names}) select {', '.join(every.values())} from {source}"  # noqa: S608
    bare.execute(statement.encode(), given)
