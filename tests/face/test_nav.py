"""Navigation: the registry is complete, and what a person sees follows from verbs alone."""

from __future__ import annotations

from types import SimpleNamespace as Thing

import pytest
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, reverse
from redis.exceptions import RedisError

from config.kernel.access import Actor, Grant
from config.kernel.face import icons, nav
from config.kernel.face.nav import Place


@pytest.fixture(autouse=True)
def _declared_anew():
    nav.offered.cache_clear()
    yield
    nav.offered.cache_clear()


def actor(*verbs: str) -> Actor:
    return Actor(1, "Trần Thị Mai Lan", "", 1, (Grant("clerk", frozenset(verbs), "/1/"),))


def test_a_place_asks_for_its_verb_and_its_condition() -> None:
    place = Place("Báo cáo", "x", verb="reports.edit", when=lambda a: a.name.startswith("Trần"))
    assert nav.allowed(place, actor("reports.edit"))
    assert not nav.allowed(place, actor("reports.view"))
    assert not nav.allowed(place, None)
    assert nav.allowed(Place("Kế hoạch", "x"), None)


def named(resolver: URLResolver, space: str = "") -> set[str]:
    """Every url name of a resolver, with its namespace."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            found.add(space + pattern.name)
    return found


def test_every_declared_place_leads_somewhere_and_has_its_icon() -> None:
    assert nav.places(), "no app declares a place"
    known = named(get_resolver("config.tenant_urls"))
    for place in nav.places():
        icons.drawing(place.icon)
        assert place.url_name in known, place
        assert reverse(place.url_name, urlconf="config.tenant_urls")
        assert set(place.match) <= known, place


def test_a_tenant_is_needed() -> None:
    request = RequestFactory().get("/")
    request.tenant = None
    assert nav.show(request, "main", None) == []


def test_only_the_closest_place_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = (Place("Hồ sơ", "a", order=2), Place("Hồ sơ mới", "b", order=1), Place("Khác", "c", order=3))
    routes = {"a": "/kg/ho-so/", "b": "/kg/ho-so/moi/", "c": "/kg/khac/"}
    monkeypatch.setattr(nav, "places", lambda: tuple(sorted(declared, key=lambda p: p.order)))
    monkeypatch.setattr(nav, "address", routes.get)
    request = RequestFactory().get("/kg/ho-so/moi/")
    request.tenant = Thing(slug="kg")
    shown = nav.show(request, "main", actor())
    assert [item.label for item in shown] == ["Hồ sơ mới", "Hồ sơ", "Khác"]
    assert [item.label for item in shown if item.current] == ["Hồ sơ mới"]


def test_counts_are_asked_only_where_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    place = Place("Việc", "a", count=lambda request: asked.append("x") or 4)
    monkeypatch.setattr(nav, "places", lambda: (place,))
    monkeypatch.setattr(nav, "address", lambda name: "/kg/viec/")
    request = RequestFactory().get("/kg/")
    request.tenant = Thing(slug="kg")
    assert nav.show(request, "main", actor(), counts=False)[0].count == 0
    assert asked == []
    assert nav.show(request, "main", actor())[0].count == 4


def test_without_the_cache_counts_are_asked_anew_and_the_log_says_so(monkeypatch, settings, caplog) -> None:
    settings.NAV_NUMBERS_SECONDS = 60
    asked: list[str] = []
    place = Place("Việc", "a", count=lambda request: asked.append("x") or 4)
    monkeypatch.setattr(nav, "places", lambda: (place,))
    monkeypatch.setattr(nav, "address", lambda name: "/kg/viec/")
    monkeypatch.setattr(nav.audit, "head", lambda: 7)

    def away(*_: object) -> None:
        raise RedisError("Connection refused")

    monkeypatch.setattr(nav, "cache", Thing(get=away, set=away))
    for turn in (1, 2):
        request = RequestFactory().get("/kg/")
        request.tenant, request.actor = Thing(slug="kg"), actor()
        assert nav.show(request, "main", request.actor)[0].count == 4
        assert len(asked) == turn
    assert [record.getMessage() for record in caplog.records][:2] == [
        "numbers of the menu are asked anew: Connection refused",
        "numbers of the menu are not kept: Connection refused",
    ]


def test_acts_and_states_are_called_by_name() -> None:
    from config.kernel.face import acts

    assert acts.label("session.start") == "Đăng nhập"
    assert acts.label("khong.co") == "khong.co"
    assert acts.state("unit.close", "closed") == "đã ngừng"
    assert acts.state("unit.close", "lạ") == "lạ"
