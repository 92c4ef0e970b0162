"""A list costs the same number of queries at ten rows and at a thousand, and few of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lists import PAGES, Province

pytestmark = pytest.mark.django_db
MOST = 12


def queries(province: Province, page) -> list[str]:
    province.get(page)
    with CaptureQueriesContext(connection) as captured:
        answer = province.get(page)
    assert answer.status_code == 200, (page.name, answer.status_code)
    return [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]


def test_every_list_asks_equally_often_however_long_it_is():
    province = Province()
    province.grow(10)
    few = {page: queries(province, page) for page in PAGES}
    province.grow(990)
    many = {page: queries(province, page) for page in PAGES}
    grown = {f"{p.name}{p.query}": (len(few[p]), len(many[p])) for p in PAGES if len(few[p]) != len(many[p])}
    print({f"{p.name}{p.query}": len(many[p]) for p in PAGES})
    assert grown == {}
    dear = {f"{p.name}{p.query}": len(many[p]) for p in PAGES if len(many[p]) > MOST}
    assert dear == {}
