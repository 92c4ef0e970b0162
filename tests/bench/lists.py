"""Every list page and list endpoint at a thousand rows beside a bare page that renders as many rows and values."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.bare import bare_client
from tests.bench.harness import Bench, Pair, row
from tests.bench.shown import shape_of, shape_of_answer
from tests.lists import PAGES, ListPage, endpoints
from tests.province import Province
from units.models import User

THOUSAND = 1_000
DESK = ListPage("dossiers:desk")


@cache
def province() -> Province:
    made = Province()
    made.grow(THOUSAND)
    return made


def _beside_bare(bench: Bench, page: ListPage, made: Province) -> Pair:
    bench.bare.execute("analyze")
    bare = bare_client(User.objects.get(pk=made.clients["standing"].session["_auth_user_id"]))
    made.get(page)
    with CaptureQueriesContext(connection) as queries:
        answer = made.get(page)
    assert answer.status_code == 200, (page.name, answer.content[:200])
    told = [q["sql"] for q in queries.captured_queries]
    shape = shape_of_answer(answer.content, page.cells) if page.is_api else shape_of(answer.content.decode())
    print(
        f"  {sum('SAVEPOINT' not in q and q not in ('BEGIN', 'COMMIT') for q in told)} queries, rows x values {shape}"
    )
    bare_path = f"/{made.tenant.pk}/{shape}/{page.sums and f'{page.sums}/'}"
    assert bare.get(bare_path).status_code == 200
    client, path = made.clients[page.who], made.path(page)
    return Pair(ours=lambda: client.get(path), reference=lambda: bare.get(bare_path), rounds=21, warm_up=5)


def _register(page: ListPage) -> None:
    @row(f"list: {page.label.replace(':', ' ')}, 1,000 rows", most=3)
    def prepare(bench: Bench) -> Pair:
        return _beside_bare(bench, page, province())


for listed in (*PAGES, *endpoints()):
    _register(listed)


@row("list: a reviewer's desk, 2,000 dossiers", most=3)
def desk(bench: Bench) -> Pair:
    """The last of these rows, since it makes the province larger."""
    made = province()
    made.grow(2 * THOUSAND - made.size)
    return _beside_bare(bench, DESK, made)
