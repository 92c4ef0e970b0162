"""A question put into SQL once asks about the tenant in force, and about none outside of a scope."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import QuerySet

from config.kernel.models import AuditEntry
from config.kernel.prepared import prepared
from config.kernel.tenancy import NoTenant, tenant_scope
from units.models import Membership, Tenant, Unit

pytestmark = pytest.mark.django_db


@prepared(str)
def units_of(kind: str) -> QuerySet[Unit]:
    return Unit.objects.filter(kind=kind, valid_to__isnull=True).order_by("-depth", "code")


@prepared(int, str)
def held(user: int, code: str) -> QuerySet[Membership, tuple[object, ...]]:
    mine = Membership.objects.filter(user_id=user, role__code=code)
    return mine.values_list("uid", "role__verbs", "unit__valid_from", "created_at")


@prepared()
def last() -> QuerySet[AuditEntry, tuple[int]]:
    return AuditEntry.objects.order_by("-sequence").values_list("sequence")[:1]


def test_it_asks_about_the_tenant_in_force() -> None:
    for slug in ("kien-giang", "can-tho", "kien-giang"):
        with tenant_scope(Tenant.objects.get(slug=slug)):
            for kind in ("commune", "department"):
                expected = list(Unit.objects.filter(kind=kind, valid_to__isnull=True).order_by("-depth", "code"))
                assert units_of(kind) == expected
                assert [u.__dict__ | {"_state": 0} for u in units_of(kind)] == [
                    u.__dict__ | {"_state": 0} for u in expected
                ]
            one = Membership.objects.filter(role__code="clerk").first()
            assert one is not None
            row = Membership.objects.select_related("role", "unit").get(pk=one.pk)
            since = row.unit.valid_from if row.unit else None
            assert (row.uid, row.role.verbs, since, row.created_at) in held(one.user_id, "clerk")
            assert isinstance(row.created_at, dt.datetime)
            assert held(one.user_id, "admin") == []
            assert last() == list(AuditEntry.objects.order_by("-sequence").values_list("sequence")[:1])


def test_it_refuses_outside_of_a_scope() -> None:
    with pytest.raises(NoTenant):
        units_of("commune")
