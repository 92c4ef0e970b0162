"""A question put into SQL once asks about the tenant in force, and about none outside of a scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from config.kernel import clock, jobs
from config.kernel.access import Actor
from config.kernel.models import AuditEntry
from config.kernel.prepared import listed, prepared, write
from config.kernel.tenancy import NoTenant, tenant_scope
from tests.cast import Member
from units.models import Membership, Tenant, Unit
from units.selectors.tree import within

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


@prepared(int, object, dt.date)
def staffed(root: int, kinds: tuple[str, ...], day: dt.date) -> QuerySet[Membership]:
    mine = Membership.objects.filter(unit__parent_id=root, unit__kind__in=kinds, created_at__date__gte=day)
    return mine.select_related("role", "person__unit").annotate(last=Length("role__name")).order_by("id")


@listed(object)
def by_kind(kind: str) -> QuerySet[Unit]:
    return Unit.objects.filter(kind=kind).select_related("parent").order_by("sort_key", "id")


def test_what_decides_the_question_makes_one_of_its_own() -> None:
    for slug in ("kien-giang", "can-tho", "kien-giang"):
        with tenant_scope(Tenant.objects.get(slug=slug)), CaptureQueriesContext(connection) as asked:
            root = Unit.objects.get(parent=None)
            for kinds in (("department",), ("department", "district"), ("household",)):
                found = staffed(root.pk, kinds, dt.date(2020, 1, 1))
                plain = Membership.objects.filter(unit__parent=root, unit__kind__in=kinds).order_by("id")
                assert found == list(plain)
                before = len(asked)
                assert [(m.role.code, m.person.unit.name if m.person else "", m.last) for m in found] == [
                    (m.role.code, m.person.unit.name if m.person else "", len(m.role.name))
                    for m in plain.select_related("role", "person__unit")
                ]
                assert len(asked) == before + 1
                assert staffed(root.pk, kinds, dt.date(2999, 1, 1)) == []
            for kind in ("commune", "department", "nothing"):
                units = list(Unit.objects.filter(kind=kind).order_by("sort_key", "id"))
                assert by_kind(kind).count() == len(units)
                assert by_kind(kind)[2:7] == units[2:7]


@prepared(Actor, by_key=True)
def own_units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(within(actor.paths("reports.edit"))).order_by("path")


@prepared(Actor)
def made_of_a_path(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=[path.strip("/") for path in actor.paths("reports.edit") or ()])


def test_one_question_serves_all_who_may_do_the_same() -> None:
    for slug in ("kien-giang", "can-tho"):
        with tenant_scope(Tenant.objects.get(slug=slug)), CaptureQueriesContext(connection) as asked:
            clerks = [Member(f"{name}@{slug}").actor for name in ("clerk", "clerk.huyen", "clerk.so")]
            both = replace(clerks[0], grants=clerks[0].grants + clerks[2].grants)
            for actor in (*clerks, both, Member(f"head@{slug}").actor, Member(f"standing@{slug}").actor):
                mine = [u for g in actor.grants if "reports.edit" in g.verbs for u in Unit.objects.filter(
                    path__startswith=g.unit_path)]  # fmt: skip
                before = len(asked)
                assert own_units(actor) == sorted(mine, key=lambda unit: unit.path)
                assert len(asked) - before == (1 if mine else 0)
            with pytest.raises(TypeError, match="made_of_a_path"):
                made_of_a_path(clerks[0])
    texts = {q["sql"].split("WHERE")[0] for q in asked if "^@" in q["sql"]}
    assert len(texts) == 1


def test_it_refuses_what_is_not_the_same_for_every_value() -> None:
    @prepared(str)
    def named(part: str) -> QuerySet[Unit]:
        return Unit.objects.filter(name__contains=part)

    @prepared()
    def today() -> QuerySet[Unit]:
        return Unit.objects.filter(valid_to__gte=clock.today())

    with tenant_scope(Tenant.objects.get(slug="kien-giang")):
        with pytest.raises(TypeError, match="named"):
            named("Mỹ")
        with pytest.raises(TypeError, match="the day"):
            today()


def test_it_refuses_outside_of_a_scope() -> None:
    with pytest.raises(NoTenant):
        units_of("commune")


def test_fields_of_a_row_are_written_in_the_tenant_in_force_and_nowhere_else(
    kien_giang: Tenant, can_tho: Tenant
) -> None:
    at = dt.datetime(2023, 10, 2, 7, 30, tzinfo=dt.UTC)
    with tenant_scope(kien_giang):
        job, other = (
            jobs.enqueue(kind="tests.write", actor=Actor.system(kien_giang), params={}, key=key, label="Việc")
            for key in ("một", "hai")
        )
        job.state, job.result, job.started_at, job.label = jobs.JobState.RUNNING, {"số": [1, "%s"]}, at, "Không ghi"
        write(job, "state", "result", "started_at", "lease_until")
        stored = {row.key: row for row in jobs.Job.objects.filter(kind="tests.write")}
        assert [stored["một"].state, stored["một"].result, stored["một"].started_at] == ["running", job.result, at]
        assert (stored["một"].label, stored["một"].lease_until) == ("Việc", None)
        assert (stored["hai"].state, stored["hai"].result) == ("queued", {})
        unit = Unit.objects.filter(parent__parent__isnull=True, kind="department")[0]
        unit.parent = None
        write(unit, "parent")
        assert Unit.objects.get(pk=unit.pk).parent_id is None
    with tenant_scope(can_tho), pytest.raises(DatabaseError):
        write(other, "state")
    with pytest.raises(NoTenant):
        write(other, "state")
