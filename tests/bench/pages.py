"""Pages of the product beside a bare page with as many rows."""

from __future__ import annotations

from tests.bench.bare import bare_client
from tests.bench.harness import Bench, Pair, row
from tests.cast import Member


def page_beside_bare(username: str, name: str, rows: int) -> Pair:
    """The page `name` for this person, and a bare page of `rows` rows."""
    member = Member(username)
    client, path = member.client, member.path(name)
    bare, bare_path = bare_client(member.user), f"/{member.tenant.pk}/{rows}/"
    assert client.get(path).status_code == 200
    assert bare.get(bare_path).status_code == 200
    return Pair(ours=lambda: client.get(path), reference=lambda: bare.get(bare_path))


@row("page: what to do (clerk)", most=25)
def what_to_do(bench: Bench) -> Pair:
    return page_beside_bare("clerk@kien-giang", "units:work", 5)


@row("page: register of units, one page of it", most=15)
def units(bench: Bench) -> Pair:
    return page_beside_bare("standing@kien-giang", "units:unit_list", 50)
