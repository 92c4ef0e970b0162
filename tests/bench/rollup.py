"""Roll-up of a province over four years beside the bare SQL of the same sums."""

from __future__ import annotations

import psycopg

from config.kernel.tenancy import tenant_scope
from targets.enums import COUNTED_STATES
from targets.selectors import rollup
from targets.selectors.rollup.scope import parameters
from targets.selectors.rollup.sums import sums_sql
from tests.bench._crowd import VALUES, YEAR, Crowd, crowd
from tests.bench.harness import Bench, Pair, row

UNITS = 5_000
YEARS = (2022, 2023, 2024, 2025)
# The value in force is that of the last layer that changed it; a unit reaches the goal by its verdict, and in a
# year without a milestone by comparing.
BARE = """
    select v.indicator_id, v.year, count(*),
           count(*) filter (where not (v.na or coalesce(v.d = 0, false))),
           count(*) filter (where case when v.final_verdict <> 'none' then v.final_verdict = 'met'
                                       when v.na or v.n is null or not v.d > 0 or v.final_status <> 'ok' then false
                                       else 100 * v.n >= i.threshold * v.d end),
           sum(v.n) filter (where not v.na and v.n is not null and v.d > 0),
           sum(v.d) filter (where not v.na and v.n is not null and v.d > 0)
    from (select v.indicator_id, r.year, v.final_verdict, v.final_status,
                 case when v.final_set then v.final_numerator when v.decision = 'changed' then v.appraised_numerator
                      else v.numerator end as n,
                 case when v.final_set then v.final_denominator when v.decision = 'changed' then v.appraised_denominator
                      else v.denominator end as d,
                 case when v.final_set then v.final_not_applicable
                      when v.decision = 'changed' then v.appraised_not_applicable else v.not_applicable end as na
          from targets_reportvalue v join targets_annualreport r on r.id = v.report_id
          where v.tenant_id = %(t)s and r.tenant_id = %(t)s and r.campaign_id = %(c)s and r.state = any(%(states)s)) v
    join targets_indicator i on i.id = v.indicator_id
    group by v.indicator_id, v.year
"""


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
    bare.execute("analyze targets_annualreport")
    bare.execute("analyze targets_reportvalue")


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


def _pair(bench: Bench, *, check: bool) -> Pair:
    made = crowd(bench.bare, UNITS)
    _more_years(bench.bare, made)
    given = {"t": made.tenant.pk, "c": made.campaign.pk, "states": [str(s) for s in COUNTED_STATES]}

    def ours() -> list[rollup.Roll]:
        with tenant_scope(made.tenant):
            indicators = rollup.indicators_of(made.campaign, rollup.Scope())
            return rollup.rolls(made.campaign, rollup.Scope(), years=YEARS, indicators=indicators)

    def reference() -> list[tuple[object, ...]]:
        return bench.bare.execute(BARE, given).fetchall()

    def same() -> list[tuple[object, ...]]:
        return bench.bare.execute(statement.encode(), known).fetchall()

    with tenant_scope(made.tenant):
        asked = rollup.indicators_of(made.campaign, rollup.Scope())
        statement = sums_sql(rollup.Scope())
        known = dict(parameters(made.campaign, rollup.Scope(), YEARS, asked))
    if check:
        mine = {(r.indicator.pk, r.year): (r.units, r.applicable, r.met, r.numerator, r.denominator) for r in ours()}
        theirs = {(pk, year): tuple(rest) for pk, year, *rest in reference()}
        assert len(theirs) == VALUES * len(YEARS)
        assert mine == theirs
    return Pair(ours, reference if check else same, rounds=7, warm_up=1)


@row("roll-up of 5,000 units × 40 targets × 4 years", most=1.5)
def whole(bench: Bench) -> Pair:
    return _pair(bench, check=True)


@row("roll-up of 5,000 units × 40 × 4, its own statement bare", most=1.5)
def statement_alone(bench: Bench) -> Pair:
    """What the wall, Django and the objects add to the very statement, run without them."""
    return _pair(bench, check=False)
