"""A list costs the same number of queries at ten rows and at a thousand, and few of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lists import PAGES, Province

pytestmark = pytest.mark.django_db
MOST = 12


def asked(province: Province) -> dict[str, int]:
    """Queries of every page, the setting of the tenant's scope included, as somebody who has just looked in: what
    the navigation counts is kept until something happens."""
    for who in province.clients:
        province.get(next(page for page in PAGES if page.who == who)) if any(p.who == who for p in PAGES) else None
    found = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            answer = province.get(page)
        assert answer.status_code == 200, (page.name, answer.status_code)
        found[f"{page.name}{page.query}"] = sum("SAVEPOINT" not in q["sql"] for q in captured.captured_queries)
    return found


def test_every_list_asks_equally_often_however_long_it_is(settings):
    settings.NAV_NUMBERS_SECONDS = 60
    province = Province()
    province.grow(10)
    few = asked(province)
    province.grow(990)
    many = asked(province)
    assert many == few
    dear = {name: number for name, number in many.items() if number > MOST}
    assert dear == {}, many
