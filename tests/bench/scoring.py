"""Score runs beside a bare INSERT … SELECT over the same values: what the product adds, and how it grows."""

from __future__ import annotations

import json
import os
from typing import Any

import psycopg
from django.db import connection, transaction

from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from targets.enums import COUNTED_STATES
from targets.models import ScoreRun
from targets.scoring import statements
from targets.scoring.sql import terms
from targets.services import runs
from tests.bench._crowd import YEAR, Crowd, crowd
from tests.bench.harness import Bench, Pair, Result, derived, row

SMALL, LARGE = 10_000, int(os.environ.get("BENCH_LARGE", "100000"))

# The same arithmetic and the same figures stored in the plainest way, without keys and indexes: a row per value with
# its inputs and points (ours packs a unit's into one row), then sums, ratio and rank per unit.
BARE_LINES = """
    insert into bench_line
    select v.unit, v.indicator, v.numerator, v.denominator,
           case when 100 * v.numerator >= i.threshold * v.denominator then i.max_h
                else div(2 * i.max_h * 100 * v.numerator + i.threshold * v.denominator,
                         2 * i.threshold * v.denominator)::integer end,
           i.max_h
    from bench_value v join bench_indicator i on i.id = v.indicator where v.size = %(size)s
"""
BARE_TOTALS = """
    insert into bench_total
    select unit, points_h, max_h, ratio_h, rank() over (partition by block order by ratio_h desc)
    from (select l.unit, u.block, sum(l.points_h) as points_h, sum(l.max_h) as max_h,
                 div(20000 * sum(l.points_h) + sum(l.max_h), 2 * sum(l.max_h))::integer as ratio_h
          from {lines} l join bench_unit u on u.id = l.unit group by l.unit, u.block) s
"""
BARE_POINTS = """
    (select v.unit, v.indicator,
            case when 100 * v.numerator >= i.threshold * v.denominator then i.max_h
                 else div(2 * i.max_h * 100 * v.numerator + i.threshold * v.denominator,
                          2 * i.threshold * v.denominator)::integer end as points_h,
            i.max_h
     from bench_value v join bench_indicator i on i.id = v.indicator where v.size = %(size)s)
"""


def _bare_tables(bare: psycopg.Connection[tuple[object, ...]], made: Crowd) -> dict[str, int]:
    bare.execute("""
        create table if not exists bench_value (size int, unit bigint, indicator bigint, numerator numeric,
                                                denominator numeric);
        create table if not exists bench_unit (id bigint primary key, block bigint);
        create table if not exists bench_indicator (id bigint primary key, max_h int, threshold numeric);
        create table if not exists bench_line (unit bigint, indicator bigint, numerator numeric, denominator numeric,
                                               points_h int, max_h int);
        create table if not exists bench_total (unit bigint, points_h bigint, max_h bigint, ratio_h int, rank int);
    """)
    given = {"t": made.tenant.pk, "size": made.units}
    known = bare.execute("select 1 from bench_value where size = %(size)s limit 1", given).fetchone()
    if known is None:
        bare.execute(
            "insert into bench_value select %(size)s, r.unit_id, v.indicator_id, v.numerator, v.denominator"
            " from targets_reportvalue v join targets_annualreport r on r.id = v.report_id where v.tenant_id = %(t)s",
            given,
        )
        bare.execute(
            "insert into bench_unit select unit_id, block_id from campaigns_blockmembership where tenant_id = %(t)s",
            given,
        )
        bare.execute(
            "insert into bench_indicator select id, max_h, threshold from targets_indicator where tenant_id = %(t)s",
            given,
        )
        for table in ("bench_value", "bench_unit", "bench_indicator"):
            bare.execute(f"vacuum analyze {table}".encode())
    return given


def _scored(made: Crowd) -> None:
    """A score run as the job does it, undone so that the next one finds the same tables."""
    with tenant_scope(made.tenant):
        run = ScoreRun.objects.create(campaign=made.campaign, year=YEAR, number=1)
        runs.fill(run, actor=Actor.system(made.tenant))
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        transaction.set_rollback(True)


def _swept(bare: psycopg.Connection[tuple[object, ...]]) -> None:
    """No call reads what an earlier one wrote and took back."""
    bare.execute("truncate bench_line, bench_total")
    bare.execute("vacuum targets_scorelines, targets_scoretotal")


def _pair(bench: Bench, units: int, *, lines: bool, rounds: int, warm_up: int = 1) -> Pair:
    made = crowd(bench.bare, units)
    given = _bare_tables(bench.bare, made)

    def reference() -> None:
        with bench.bare.transaction(force_rollback=True):
            if lines:
                bench.bare.execute(BARE_LINES, given)
                bench.bare.execute(BARE_TOTALS.format(lines="bench_line").encode(), given)
            else:
                bench.bare.execute(BARE_TOTALS.format(lines=BARE_POINTS).encode(), given)

    return Pair(lambda: _scored(made), reference, rounds=rounds, warm_up=warm_up, after=lambda: _swept(bench.bare))


@row("scoring 10,000 units × 40, every line stored", most=1.5)
def small(bench: Bench) -> Pair:
    # A server that has just started makes the files of its log as it writes them; after a gigabyte it writes over
    # old ones, as a living one does, and both sides are a sixth quicker.
    return _pair(bench, SMALL, lines=True, rounds=15, warm_up=15)


@row("scoring 10,000 units × 40, beside totals alone", most=1.5)
def small_totals(bench: Bench) -> Pair:
    return _pair(bench, SMALL, lines=False, rounds=5)


@row("scoring 10,000 units × 40, walls on and off", most=1.25)
def walls(bench: Bench) -> Pair:
    """The same statements as the application's role and as a superuser whom no wall holds."""
    made = crowd(bench.bare, SMALL)
    with tenant_scope(made.tenant):
        rules = terms(runs.compile_rules(made.campaign.pk, YEAR))
        run = ScoreRun.objects.create(campaign=made.campaign, year=YEAR, number=99)
    given: dict[str, Any] = {
        "run": run.pk, "campaign": made.campaign.pk, "year": YEAR, "states": [str(s) for s in COUNTED_STATES],
        "rules": json.dumps(rules),
    }  # fmt: skip
    with tenant_scope(made.tenant), connection.cursor() as cursor:
        cursor.execute(statements.SHARES, given)
        shares = [statements.Share(*row) for row in cursor.fetchall()]
    done = (statements.score(run.layer, rules, shares=shares), statements.STORE, statements.FORGET)
    plan = "; ".join(f"set local {name} = '{value}'" for name, value in statements.PLAN_FOR_MANY.items())

    def ours() -> None:
        with tenant_scope(made.tenant), connection.cursor() as cursor:
            cursor.execute(plan)
            for statement in done:
                cursor.execute(statement, given)
            cursor.execute("set constraints all immediate")
            transaction.set_rollback(True)

    def reference() -> None:
        with bench.bare.transaction(force_rollback=True):
            bench.bare.execute(plan.encode())
            for statement in done:
                bench.bare.execute(statement.encode(), given)
            bench.bare.execute("set constraints all immediate")

    return Pair(ours, reference, rounds=5, warm_up=1, after=lambda: _swept(bench.bare))


@row(f"scoring {LARGE:,} units × 40, every line stored", most=1.5)
def large(bench: Bench) -> Pair:
    return _pair(bench, LARGE, lines=True, rounds=5)


@derived("scoring: growth, ten times the units", most=1.1)
def growth(results: dict[str, Result]) -> tuple[float, float] | None:
    first = results.get("scoring 10,000 units × 40, every line stored")
    last = results.get(f"scoring {LARGE:,} units × 40, every line stored")
    return (last.ours / first.ours, last.reference / first.reference) if first and last else None
