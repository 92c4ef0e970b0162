"""A list costs the same number of queries at ten rows and at a thousand, and few of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lists import PAGES, Province

pytestmark = pytest.mark.django_db
MOST = 12
# Pages that still ask more often: an object's page around its list, or a desk of several questions.
ABOVE = {
    "units:unit_detail": 14, "targets:appraisals": 14, "dossiers:desk": 13, "dossiers:round": 18, "public:results": 13,
}  # fmt: skip


def asked(province: Province) -> dict[str, int]:
    """Queries of every page, the setting of the tenant's scope included, as somebody who has just looked in: what
    the navigation counts is kept until something happens."""
    for page in {page.who: page for page in PAGES}.values():
        province.get(page)
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
    dear = {name: number for name, number in many.items() if number > ABOVE.get(name, MOST)}
    assert dear == {}, many
