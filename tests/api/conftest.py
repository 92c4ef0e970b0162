"""A program with a key of somebody of the cast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from config.kernel import clock
from config.kernel.tenancy import tenant_scope
from config.kernel.web.addresses import tenant_path
from units.services import tokens


@dataclass
class Program:
    """Sends a key; `get("reports/")` is below /<tenant>/api/v1/."""

    slug: str
    secret: str

    def address(self, path: str) -> str:
        return f"{tenant_path('api:page', slug=self.slug)}v1/{path}"

    def get(self, path: str, query: dict[str, Any] | None = None) -> Any:
        return Client().get(self.address(path), query or {}, headers=self._headers())

    def post(self, path: str, body: Any, *, key: str = "", multipart: bool = False) -> Any:
        more = {} if multipart else {"content_type": "application/json"}
        return Client().post(self.address(path), body, headers=self._headers(key), **more)

    def _headers(self, key: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})


@pytest.fixture
def program() -> Callable[..., Program]:
    """`program(cast.lan)` with all that the person may, `program(cast.lan, "reports.view")` with less."""

    def make(member: Any, *verbs: str) -> Program:
        with tenant_scope(member.tenant):
            held = sorted(set().union(*(grant.verbs for grant in member.actor.grants)))
            _, secret = tokens.issue(
                name="Phần mềm thử", verbs=verbs or held, expires_on=clock.today() + dt.timedelta(days=9),
                actor=member.actor,
            )  # fmt: skip
        return Program(member.tenant.slug, secret)

    return make
