"""What the walls, the audit trail and the job table cost beside plain SQL."""

from __future__ import annotations

import json
import uuid

from django.db import connection

from config.kernel import audit, jobs
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from tests.bench.harness import Bench, Pair, row
from units.models import Tenant, Unit


@row("walled query: 50 units in their scope", most=8)
def walled_query(bench: Bench) -> Pair:
    tenant = Tenant.objects.get(slug="kien-giang")

    def ours() -> None:
        with tenant_scope(tenant):
            list(Unit.objects.order_by("sort_key").values_list("code", "name", "level", "kind")[:50])

    def reference() -> None:
        bench.bare.execute(
            "select code, name, level, kind from units_unit where tenant_id = %s order by sort_key limit 50",
            [tenant.pk],
        ).fetchall()

    return Pair(ours, reference, rounds=200)


@row("wall alone: the same SQL under the policy", most=2)
def wall(bench: Bench) -> Pair:
    tenant = Tenant.objects.get(slug="kien-giang")
    sql = "select count(*), max(sort_key) from units_unit"

    def ours() -> None:
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchone()

    def reference() -> None:
        with bench.bare.transaction():
            bench.bare.execute("select set_config('app.tenant_id', %s, true)", [str(tenant.pk)])
            bench.bare.execute(f"{sql} where tenant_id = %s", [tenant.pk]).fetchone()
            bench.bare.execute("select set_config('app.tenant_id', '', true)")

    return Pair(ours, reference, rounds=300)


@row("audit entry, chained", most=40)
def audit_entry(bench: Bench) -> Pair:
    tenant = Tenant.objects.get(slug="kien-giang")
    actor = Actor.system(tenant)
    bench.bare.execute("create table bench_trail (at timestamptz default now(), who text, verb text, data jsonb)")

    def ours() -> None:
        with tenant_scope(tenant):
            audit.record(actor=actor, verb="bench.write", obj=tenant, data={"n": 1})

    def reference() -> None:
        with bench.bare.transaction():
            bench.bare.execute(
                "insert into bench_trail (who, verb, data) values (%s, %s, %s)",
                ["x", "bench.write", json.dumps({"n": 1})],
            )

    return Pair(ours, reference, rounds=100)


@row("job asked for", most=20)
def job(bench: Bench) -> Pair:
    tenant = Tenant.objects.get(slug="kien-giang")
    actor = Actor.system(tenant)
    bench.bare.execute("create table bench_waiting (kind text, key text unique, params jsonb)")

    def ours() -> None:
        with tenant_scope(tenant):
            jobs.enqueue(kind="bench", actor=actor, params={}, key=uuid.uuid4().hex, label="bench")

    def reference() -> None:
        with bench.bare.transaction():
            bench.bare.execute("insert into bench_waiting values (%s, %s, '{}')", ["bench", uuid.uuid4().hex])

    return Pair(ours, reference, rounds=60)
