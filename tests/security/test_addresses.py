"""Addresses and numbers that a person may type into the bar."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_double_slash_does_not_lead_to_another_host(client):
    answer = client.get("/", PATH_INFO="//kien-giang")
    assert answer.headers.get("Location", "/kien-giang/") == "/kien-giang/"


def test_a_foreign_next_is_not_followed(cast, client):
    from tests.world import PASSWORD

    for wanted in ("https://example.org/", "//example.org/", "/can-tho/viec-can-lam/"):
        typed = {"username": "clerk", "password": PASSWORD, "next": wanted}
        answer = client.post(cast.lan.path("units:login"), typed)
        assert answer.status_code == 302
        assert answer["Location"] == cast.lan.path("units:work")
        client.logout()


def test_a_number_that_is_none_is_no_error_page(cast):
    """ "²" is a digit to `str.isdigit`, and no number to `int`."""
    for odd in ("²", "٢", "9" * 5000, "-1"):
        for member, name in (
            (cast.phuoc, "targets:appraisals"), (cast.phuoc, "targets:progress"), (cast.lan, "targets:results"),
            (cast.phuoc, "targets:ranking"),
        ):  # fmt: skip
            assert member.client.get(member.path(name), {"nam": odd}).status_code < 400, (name, odd[:9])
