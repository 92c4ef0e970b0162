"""The people of the tests: who they are, what they may do, and a browser of theirs.

Kiên Giang: `cast.lan` and `cast.tung` (clerk and head, UBND xã Mỹ Lâm), `nga` and `loc` (UBND huyện Hòn Đất),
`trang` and `bao` (Sở Giáo dục và Đào tạo), `khoa` and `hai` (VNPT), `phuoc` (standing agency), `hanh`
(board), `trung` (leader), `quan` (administrator).
Cần Thơ: `bich` and `quang` (UBND quận Ninh Kiều), `tien` (UBND phường Cái Khế), `oanh` (standing), `nhan`
(board), `viet` (leader), `huy` (administrator). Everybody else by user name: `cast["standing@dak-song"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.test import Client

from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from units.models import Membership, Person, Tenant, Unit, User
from units.selectors import actor_for

NAMES = {
    "lan": "clerk@kien-giang",
    "tung": "head@kien-giang",
    "nga": "clerk.huyen@kien-giang",
    "loc": "head.huyen@kien-giang",
    "trang": "clerk.so@kien-giang",
    "bao": "head.so@kien-giang",
    "khoa": "clerk.dn@kien-giang",
    "hai": "head.dn@kien-giang",
    "phuoc": "standing@kien-giang",
    "hanh": "board@kien-giang",
    "trung": "leader@kien-giang",
    "quan": "admin@kien-giang",
    "bich": "clerk.huyen@can-tho",
    "quang": "head.huyen@can-tho",
    "tien": "clerk@can-tho",
    "oanh": "standing@can-tho",
    "nhan": "board@can-tho",
    "viet": "leader@can-tho",
    "huy": "admin@can-tho",
}


@dataclass(frozen=True)
class Member:
    """One person of the cast in one tenant; everything is read on first use."""

    username: str

    @cached_property
    def user(self) -> User:
        return User.objects.get(username=self.username)

    @cached_property
    def tenant(self) -> Tenant:
        return Tenant.objects.get(slug=self.username.rsplit("@", 1)[1])

    @cached_property
    def actor(self) -> Actor:
        with tenant_scope(self.tenant):
            actor = actor_for(self.user, self.tenant)
        assert actor is not None, self.username
        return actor

    @cached_property
    def membership(self) -> Membership:
        with tenant_scope(self.tenant):
            return Membership.objects.select_related("role", "unit", "person__unit").get(user=self.user)

    @property
    def person(self) -> Person:
        person = self.membership.person
        assert person is not None
        return person

    @property
    def unit(self) -> Unit:
        """The unit that this person acts for; for roles over the whole tenant the place of work."""
        unit = self.membership.unit or self.person.unit
        assert unit is not None
        return unit

    @property
    def client(self) -> Client:
        """A fresh browser in which this person is signed in."""
        return client_of(self)

    def path(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Address of a page in this person's tenant: `lan.path("units:work")`."""
        from config.kernel.web.addresses import tenant_path

        return tenant_path(name, *args, slug=self.tenant.slug, **kwargs)


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Cast:
    """Everybody: `cast.lan`, or `cast["standing@dak-song"]`."""

    def __getattr__(self, name: str) -> Member:
        try:
            return self[NAMES[name]]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, username: str) -> Member:
        members: dict[str, Member] = self.__dict__.setdefault("_members", {})
        return members.setdefault(username, Member(username))

    def of(self, tenant: str) -> dict[str, Member]:
        """The six roles of a tenant: `cast.of("bac-kan")["standing"]`."""
        roles = ("admin", "standing", "board", "leader", "clerk", "head")
        return {role: self[f"{role}@{tenant}"] for role in roles}


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def kien_giang(db: None) -> Tenant:
    return Tenant.objects.get(slug="kien-giang")


@pytest.fixture
def can_tho(db: None) -> Tenant:
    return Tenant.objects.get(slug="can-tho")
