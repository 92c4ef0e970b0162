"""Every list page at a thousand rows beside a bare page that renders as many rows as the page shows."""

from __future__ import annotations

from functools import cache

from tests.bench.bare import bare_client
from tests.bench.harness import Bench, Pair, row
from tests.lists import PAGES, ListPage, Province

THOUSAND = 1_000


@cache
def province() -> Province:
    made = Province()
    made.grow(THOUSAND)
    return made


def _register(page: ListPage) -> None:
    @row(f"list: {page.name.replace(':', ' ')}{page.query}, 1,000 rows", most=3)
    def prepare(bench: Bench) -> Pair:
        made = province()
        bench.bare.execute("analyze")
        someone = made.clients["standing"].session["_auth_user_id"]
        bare = bare_client(_user(someone))
        bare_path = f"/{made.tenant.pk}/{page.rows}/"
        assert made.get(page).status_code == 200
        assert bare.get(bare_path).status_code == 200
        return Pair(ours=lambda: made.get(page), reference=lambda: bare.get(bare_path), rounds=9)


def _user(pk: str):  # type: ignore[no-untyped-def]
    from units.models import User

    return User.objects.get(pk=pk)


for listed in PAGES:
    _register(listed)
