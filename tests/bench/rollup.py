"""Roll-up of a province over four years: the whole, and split by level, block and district; beside bare SQL of the
same sums in the same groups, tables analysed for both."""

from __future__ import annotations

import psycopg

from config.kernel.tenancy import tenant_scope
from targets.enums import COUNTED_STATES
from targets.selectors import rollup
from tests.bench._crowd import VALUES, YEAR, Crowd, crowd
from tests.bench.harness import Bench, Pair, row

UNITS = 5_000
DISTRICTS = 15
YEARS = (2022, 2023, 2024, 2025)
# The value in force is that of the last layer that changed it; a unit reaches the goal by its verdict, and in a
# year without a milestone by comparing.
BARE = """
    select v.indicator_id, v.year, v.part, count(*),
           count(*) filter (where not (v.na or coalesce(v.d = 0, false))),
           count(*) filter (where case when v.final_verdict <> 'none' then v.final_verdict = 'met'
                                       when v.na or v.n is null or not v.d > 0 or v.final_status <> 'ok' then false
                                       else 100 * v.n >= i.threshold * v.d end),
           sum(v.n) filter (where not v.na and v.n is not null and v.d > 0),
           sum(v.d) filter (where not v.na and v.n is not null and v.d > 0)
    from (select v.indicator_id, r.year, v.final_verdict, v.final_status, {part} as part,
                 case when v.final_set then v.final_numerator when v.decision = 'changed' then v.appraised_numerator
                      else v.numerator end as n,
                 case when v.final_set then v.final_denominator when v.decision = 'changed' then v.appraised_denominator
                      else v.denominator end as d,
                 case when v.final_set then v.final_not_applicable
                      when v.decision = 'changed' then v.appraised_not_applicable else v.not_applicable end as na
          from targets_reportvalue v join targets_annualreport r on r.id = v.report_id {join}
          where v.tenant_id = %(t)s and r.tenant_id = %(t)s and r.campaign_id = %(c)s and r.state = any(%(states)s)) v
    join targets_indicator i on i.id = v.indicator_id
    group by v.indicator_id, v.year, v.part
"""
_UNIT = "join units_unit u on u.id = r.unit_id"
_BLOCK = """left join campaigns_blockmembership m on m.unit_id = r.unit_id and m.campaign_id = r.campaign_id
            left join campaigns_block b on b.id = m.block_id"""
_DISTRICT = """ left join units_unit d on d.id = nullif(split_part(u.path, '/', 3), '')::bigint
                and d.level = 'district' and not d.is_demo"""
GROUPS = {
    "": ("''", ""),
    "level": ("u.level", _UNIT),
    "block": ("coalesce(b.code, '')", _BLOCK),
    "district": ("coalesce(d.id::text, '')", _UNIT + _DISTRICT),
}


def _places(bare: psycopg.Connection[tuple[object, ...]], made: Crowd) -> None:
    """The first units are the districts in which the others lie; some more have their level."""
    bare.execute(
        """update units_unit u set is_demo = false,
                  level = case when d.of is null or u.id %% 25 = 0 then 'district' else 'commune' end,
                  path = '/0/' || coalesce(d.of || '/', '') || u.id || '/'
           from (select x.id, case when x.n > %(n)s then min(x.id) over (partition by x.n %% %(n)s) end as of
                 from (select id, row_number() over (order by id) as n from units_unit where tenant_id = %(t)s) x) d
           where d.id = u.id""",
        {"n": DISTRICTS, "t": made.tenant.pk},
    )


def _more_years(bare: psycopg.Connection[tuple[object, ...]], made: Crowd) -> None:
    """The reports of the crowd's year again for the other years, a little lower or higher."""
    given = {"t": made.tenant.pk, "year": YEAR}
    if bare.execute(
        "select 1 from targets_annualreport where tenant_id = %(t)s and year <> %(year)s limit 1", given
    ).fetchone():
        return
    with bare.transaction():
        bare.execute("set local session_replication_role = replica")
        for year in YEARS:
            if year == YEAR:
                continue
            _copy(bare, "targets_annualreport", {"year": str(year), "uid": "gen_random_uuid()"},
                  "x.tenant_id = %(t)s and x.year = %(year)s", given)  # fmt: skip
            _copy(bare, "targets_reportvalue", {"report_id": "n.id", "uid": "gen_random_uuid()"},
                  "x.tenant_id = %(t)s", given,
                  join="join targets_annualreport o on o.id = x.report_id and o.year = %(year)s "
                       f"join targets_annualreport n on n.unit_id = o.unit_id and n.year = {year} "
                       "and n.tenant_id = o.tenant_id")  # fmt: skip


def _copy(bare, table, changed, where, given, *, join=""):  # type: ignore[no-untyped-def]
    columns = [
        name
        for (name,) in bare.execute(
            "select column_name from information_schema.columns where table_name = %s and column_name <> 'id'"
            " order by ordinal_position",
            [table],
        ).fetchall()
    ]
    names = ", ".join(f'"{c}"' for c in columns)
    values = ", ".join(changed.get(c, f'x."{c}"') for c in columns)
    bare.execute(f"insert into {table} ({names}) select {values} from {table} x {join} where {where}".encode(), given)  # noqa: S608


@row("roll-up of 5,000 units × 40 targets × 4 years", most=1.5)
def whole(bench: Bench) -> Pair:
    made = crowd(bench.bare, UNITS)
    _more_years(bench.bare, made)
    _places(bench.bare, made)
    bench.bare.execute("analyze")
    given = {"t": made.tenant.pk, "c": made.campaign.pk, "states": [str(s) for s in COUNTED_STATES]}
    statements = [BARE.format(part=part, join=join).encode() for part, join in GROUPS.values()]

    def ours() -> list[rollup.Roll]:
        with tenant_scope(made.tenant):
            indicators = rollup.indicators_of(made.campaign, rollup.Scope())
            return [
                roll
                for group in GROUPS
                for roll in rollup.rolls(made.campaign, rollup.Scope(), years=YEARS, indicators=indicators, group=group)
            ]

    def reference() -> list[tuple[object, ...]]:
        return [line for statement in statements for line in bench.bare.execute(statement, given).fetchall()]

    mine = [(r.indicator.pk, r.year, r.part, r.units, r.applicable, r.met, r.numerator, r.denominator) for r in ours()]
    assert len(mine) == VALUES * len(YEARS) * (1 + 2 + 4 + DISTRICTS)
    assert sorted(mine, key=str) == sorted(reference(), key=str)
    return Pair(ours, reference, rounds=5, warm_up=1)
