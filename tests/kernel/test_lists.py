"""A list costs the same number of queries at ten rows and at a thousand, and few of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lists import PAGES, ListPage, endpoints
from tests.province import Province

pytestmark = pytest.mark.django_db


def asked(province: Province, pages: tuple[ListPage, ...]) -> dict[str, int]:
    """Queries of every page, the setting of the tenant's scope included, as somebody who has just looked in: what
    the navigation counts is kept until something happens. A scope is left by a query in tests alone, where the
    transaction goes on."""
    for page in {(page.who, page.is_api): page for page in pages}.values():
        province.get(page)
    found, refused = {}, {}
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            answer = province.get(page)
        if answer.status_code != 200:
            refused[page.label] = answer.status_code
        told = [q["sql"] for q in captured.captured_queries]
        found[page.label] = sum("SAVEPOINT" not in q and "'app.tenant_id', ''" not in q for q in told)
    assert refused == {}
    return found


def test_every_list_asks_equally_often_however_long_it_is(settings):
    settings.NAV_NUMBERS_SECONDS = 60
    pages = (*PAGES, *endpoints())
    province = Province()
    province.grow(10)
    few = asked(province, pages)
    province.grow(990)
    many = asked(province, pages)
    assert {name: (few[name], number) for name, number in many.items() if number != few[name]} == {}
    most = {page.label: page.most for page in pages}
    assert {name: number for name, number in many.items() if number > most[name]} == {}, many
