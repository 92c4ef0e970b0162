"""Pages of the product beside a bare page with as many rows."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from targets.models import ScoreRun
from targets.services import runs
from tests.bench._crowd import BLOCKS, YEAR, crowd
from tests.bench.bare import bare_client
from tests.bench.harness import Bench, Pair, row
from tests.bench.shown import shape_of
from tests.cast import Member
from units.models import Membership, Role, User
from units.services.loading import sync_roles


def page_beside_bare(username: str, name: str) -> Pair:
    """The page `name` for this person, and a bare page that shows as many rows and values."""
    member = Member(username)
    client, path = member.client, member.path(name)
    answer = client.get(path)
    assert answer.status_code == 200
    bare, bare_path = bare_client(member.user), f"/{member.tenant.pk}/{shape_of(answer.content.decode())}/"
    assert bare.get(bare_path).status_code == 200
    return Pair(ours=lambda: client.get(path), reference=lambda: bare.get(bare_path))


def ranking(bench: Bench, units: int) -> Pair:
    """The first page of a block of that many units, and the same fifty rows bare."""
    made = crowd(bench.bare, units * BLOCKS)
    user = User.objects.create_user(username=f"do-{units}", password="x", full_name="Đo", home_tenant=made.tenant)
    with tenant_scope(made.tenant):
        sync_roles(tenant=made.tenant)
        Membership.objects.create(user=user, role=Role.objects.get(code="standing"))
        run = ScoreRun.objects.create(campaign=made.campaign, year=YEAR, number=1)
        runs.fill(run, actor=Actor.system(made.tenant))
    bench.bare.execute("analyze targets_scoretotal")
    client, bare = Client(), bare_client(user)
    client.force_login(user)
    path = f"/{made.tenant.slug}/xep-hang/K0/"
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200
    asked = [q for q in queries.captured_queries if q["sql"].startswith(("SELECT", "("))]
    shape = shape_of(page.content.decode())
    print(f"  {len(asked)} queries, rows x values {shape}")
    return Pair(ours=lambda: client.get(path), reference=lambda: bare.get(f"/{made.tenant.pk}/{shape}/"))


@row("page: ranking, a block of 10 units", most=3)
def ranking_of_few(bench: Bench) -> Pair:
    return ranking(bench, 10)


@row("page: ranking, a block of 1,000 units", most=3)
def ranking_of_many(bench: Bench) -> Pair:
    return ranking(bench, 1000)


@row("page: what to do (clerk)", most=3)
def what_to_do(bench: Bench) -> Pair:
    return page_beside_bare("clerk@kien-giang", "units:work")


@row("page: register of units, one page of it", most=3)
def units(bench: Bench) -> Pair:
    return page_beside_bare("standing@kien-giang", "units:unit_list")
