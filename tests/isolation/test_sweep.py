"""Every address × everybody who has no business there: no page, no hint, no changed row (ASVS 8.2.1, 8.2.2, 8.4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.kernel.web.addresses import tenant_path
from tests.isolation.conftest import OTHER, VICTIM, Contents
from tests.isolation.route import MEMBER, PUBLIC, VERB, Route
from tests.isolation.routes import ROOT, ROUTES
from tests.isolation.things import Things

Worlds = dict[str, Things]
Clients = Callable[..., Client]

by_name = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
with_objects = pytest.mark.parametrize("route", [r for r in ROUTES if r.objects], ids=lambda route: route.name)
with_verb = pytest.mark.parametrize("route", [r for r in ROUTES if r.lacks], ids=lambda route: route.name)
with_neighbour = pytest.mark.parametrize("route", [r for r in ROUTES if r.neighbour], ids=lambda route: route.name)
with_post = pytest.mark.parametrize("route", [r for r in ROUTES if r.takes_post], ids=lambda route: route.name)


def names(urlconf: str) -> list[str]:
    """Every name that the resolver knows, with its namespace; an address without a name shows as its pattern."""
    found: list[str] = []

    def walk(patterns: list[Any], space: str) -> None:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern):
                found.append(f"{space}{entry.name or entry.pattern}")

    walk(get_resolver(urlconf).url_patterns, "")
    return found


def test_every_address_of_a_tenant_is_classified() -> None:
    table = [route.name for route in ROUTES]
    assert sorted(set(names("config.tenant_urls"))) == sorted(table), (
        "add the address to tests/isolation/routes.py or api_routes.py"
    )
    assert len(table) == len(set(table))


def test_every_address_above_the_tenants_is_classified() -> None:
    assert sorted(names("config.urls")) == sorted(ROOT)


def value(arg: Any, things: Things) -> Any:
    return things[arg[1:]] if isinstance(arg, str) and arg[:1] in "@#" and len(arg) > 1 else arg


def path(route: Route, slug: str, things: Things, foreign: Things | None = None, place: int = -1) -> str:
    """The address in `slug`; the argument at `place` (all objects for -1) comes from `foreign`, if given."""
    args = [
        value(arg, foreign if foreign is not None and i in route.objects and place in (-1, i) else things)
        for i, arg in enumerate(route.args)
    ]
    return tenant_path(route.name, *args, slug=slug)


def data(route: Route, things: Things) -> dict[str, Any]:
    return {key: value(given, things) for key, given in route.post.items()}


def send(client: Client, method: str, address: str, posted: dict[str, Any], **extra: Any) -> HttpResponse:
    if method == "POST":
        return client.post(address, posted, **extra)
    return client.get(address, **extra)


def sentence(response: HttpResponse) -> str:
    """What the page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@by_name
def test_nobody_gets_in_without_an_account(route: Route, world: Worlds, contents: Contents) -> None:
    contents.look()
    address = path(route, VICTIM, world[VICTIM])
    for method in ("GET", "POST"):
        answer = send(Client(raise_request_exception=False), method, address, data(route, world[VICTIM]))
        if route.kind == PUBLIC:
            assert answer.status_code < 500
            continue
        if route.api:
            assert answer.status_code == 401, (method, answer.status_code)
            assert answer["Content-Type"] == "application/problem+json"
            continue
        assert answer.status_code == 302, (method, answer.status_code)
        assert answer["Location"].startswith(f"/{VICTIM}/dang-nhap/")
        fragment = send(Client(), method, address, {}, headers={"HX-Request": "true"})
        assert (fragment.status_code, fragment["HX-Redirect"]) == (204, f"/{VICTIM}/dang-nhap/")
    if route.kind == PUBLIC:
        contents.forget()
    else:
        assert contents.changed() == set()


@by_name
def test_a_member_of_another_province_finds_nothing(
    route: Route, world: Worlds, client_for: Clients, contents: Contents
) -> None:
    contents.look()
    address = path(route, VICTIM, world[VICTIM])
    for role in {route.who, "admin", "standing"}:
        for method in ("GET", "POST"):
            answer = send(client_for(f"{role}@{OTHER}"), method, address, data(route, world[VICTIM]))
            if route.kind == PUBLIC:
                assert answer.status_code < 500
            else:
                assert answer.status_code == 404, (role, method, answer.status_code)
                assert world[VICTIM]["unit"] not in answer.content.decode()
        if route.kind == PUBLIC:
            client_for(f"{role}@{OTHER}").force_login(_user(f"{role}@{OTHER}"))
    if route.kind == PUBLIC:
        contents.forget()  # a refused sign-in is written down
    else:
        assert contents.changed() == set()


def _user(username: str) -> Any:
    from units.models import User

    return User.objects.get(username=username)


@with_objects
def test_objects_of_another_province_do_not_exist_under_the_own_address(
    route: Route, world: Worlds, client_for: Clients, contents: Contents
) -> None:
    contents.look()
    client = client_for(f"{route.who}@{OTHER}")
    for place in route.objects:
        address = path(route, OTHER, world[OTHER], world[VICTIM], place)
        for method in route.methods.split():
            answer = send(client, method, address, data(route, world[OTHER]))
            assert answer.status_code == 404, (method, address, answer.status_code)
    assert contents.changed() == set()


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if any(str(v).startswith("@") for v in r.post.values())], ids=lambda r: r.name
)
def test_objects_of_another_province_do_not_exist_in_a_form(
    route: Route, world: Worlds, client_for: Clients, contents: Contents
) -> None:
    contents.look()
    address = path(route, OTHER, world[OTHER])
    for key in [k for k, v in route.post.items() if str(v).startswith("@")]:
        posted = data(route, world[OTHER]) | {key: data(route, world[VICTIM])[key]}
        answer = client_for(f"{route.who}@{OTHER}").post(address, posted)
        assert answer.status_code == 404, (key, answer.status_code)
    assert contents.changed() == set()


@with_verb
def test_a_member_without_the_verb_is_refused_in_a_sentence(
    route: Route, world: Worlds, client_for: Clients, contents: Contents
) -> None:
    contents.look()
    address = path(route, VICTIM, world[VICTIM])
    for method in route.methods.split():
        answer = send(client_for(f"{route.lacks}@{VICTIM}"), method, address, data(route, world[VICTIM]))
        assert answer.status_code == 403, (method, answer.status_code)
        assert "không được giao việc này" in sentence(answer)
    assert contents.changed() == set()


@with_neighbour
def test_objects_of_another_unit_do_not_exist(
    route: Route, world: Worlds, client_for: Clients, contents: Contents
) -> None:
    contents.look()
    address = path(route, VICTIM, world[VICTIM])
    for method in route.methods.split():
        answer = send(client_for(f"{route.neighbour}@{VICTIM}"), method, address, data(route, world[VICTIM]))
        assert answer.status_code == 404, (method, answer.status_code)
    assert contents.changed() == set()


@by_name
def test_the_right_person_gets_the_page(route: Route, world: Worlds, client_for: Clients, contents: Contents) -> None:
    contents.forget()
    client = client_for(f"{route.who}@{VICTIM}")
    address = path(route, VICTIM, world[VICTIM])
    if not route.takes_get:
        assert client.get(address).status_code == 405
        return
    answer = client.get(address)
    assert answer.status_code == route.status, answer.status_code
    if route.status == 200:
        body = b"".join(answer) if answer.streaming else answer.content
        assert route.shows.encode() in body[:2_000_000]
        assert b"can-tho" not in body or route.name == "face:styleguide"
        if not route.shows.startswith("%") and "text/html" in answer["Content-Type"]:
            assert answer["Cache-Control"].startswith(("private", "max-age=0, no-cache"))
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@by_name
def test_the_right_person_can_act(route: Route, world: Worlds, client_for: Clients, contents: Contents) -> None:
    contents.forget()
    client = client_for(f"{route.who}@{VICTIM}")
    address = path(route, VICTIM, world[VICTIM])
    if not route.takes_post:
        assert client.post(address).status_code in ((405, 403) if route.name != "home" else (302, 405))
        return
    with transaction.atomic():
        answer = client.post(address, data(route, world[VICTIM]))
        transaction.set_rollback(True)
    if route.kind == PUBLIC:
        client.force_login(_user(f"{route.who}@{VICTIM}"))
    assert answer.status_code in {200, 201, 202, 302, 409, 422}, (answer.status_code, sentence(answer)[:600])


@with_post
def test_a_form_without_its_token_changes_nothing(
    route: Route, world: Worlds, client_for: Clients, contents: Contents
) -> None:
    contents.look()
    address = path(route, VICTIM, world[VICTIM])
    client = client_for(f"{route.who}@{VICTIM}", csrf=True)
    for extra in ({}, {"headers": {"HX-Request": "true"}}, {"headers": {"Origin": "https://noi-khac.example"}}):
        answer = client.post(address, data(route, world[VICTIM]), **extra)
        assert answer.status_code == 403
        assert "tải lại trang" in sentence(answer).lower()
    assert contents.changed() == set()


def test_the_table_says_what_the_pages_ask() -> None:
    """A page that asks for a verb is not listed as open, and the other way round."""
    for route in ROUTES:
        assert route.kind in (PUBLIC, MEMBER, VERB)
        assert not (route.lacks and route.kind != VERB), route.name
