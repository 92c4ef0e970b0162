"""What the application's role can do by SQL alone, past every line of Python: nothing across the wall."""

import psycopg
import psycopg.sql
import pytest

from config.kernel.tenancy import NoTenant, tenant_scope
from units.models import Tenant, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def kien_giang():
    return Tenant.objects.get(slug="kien-giang")


@pytest.fixture
def can_tho():
    return Tenant.objects.get(slug="can-tho")


def enter(cursor, tenant):
    cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(tenant.pk)])


def try_as(connection, tenant, statement, params=()):
    """Run one statement in a transaction of `tenant`, with every deferred check at once; returns the row count."""
    with connection.transaction(), connection.cursor() as cursor:
        enter(cursor, tenant)
        cursor.execute(statement, params)
        rows = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return rows


def test_python_refuses_to_read_outside_a_scope():
    with pytest.raises(NoTenant):
        Unit.objects.count()


def test_both_provinces_have_units_that_could_leak(kien_giang, can_tho):
    with tenant_scope(kien_giang):
        assert Unit.objects.count() >= 159
    with tenant_scope(can_tho):
        assert Unit.objects.count() >= 90


def test_without_a_tenant_no_row_is_seen(app_connection):
    with app_connection.cursor() as cursor:
        for table in ("units_unit", "units_membership", "kernel_auditentry", "campaigns_campaign"):
            cursor.execute(psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(table)))
            assert cursor.fetchone() == (0,)


def test_only_the_own_rows_are_seen(app_connection, kien_giang, can_tho):
    with app_connection.transaction(), app_connection.cursor() as cursor:
        enter(cursor, kien_giang)
        cursor.execute("SELECT DISTINCT tenant_id FROM units_unit")
        assert cursor.fetchall() == [(kien_giang.pk,)]
        cursor.execute("SELECT count(*) FROM units_unit WHERE tenant_id = %s", [can_tho.pk])
        assert cursor.fetchone() == (0,)


def test_a_row_cannot_be_written_or_moved_into_another_tenant(app_connection, kien_giang, can_tho):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        try_as(app_connection, kien_giang, "UPDATE units_unit SET tenant_id = %s", [can_tho.pk])
    insert = (
        'INSERT INTO units_role (uid, tenant_id, code, name, verbs, "order") '
        "VALUES (gen_random_uuid(), %s, 'x', 'x', '[]', 0)"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        try_as(app_connection, kien_giang, insert, [can_tho.pk])
    assert try_as(app_connection, kien_giang, "DELETE FROM units_unit WHERE tenant_id = %s", [can_tho.pk]) == 0


def test_a_row_cannot_point_into_another_tenant(app_connection, kien_giang, can_tho):
    with tenant_scope(can_tho):
        foreign = Unit.objects.first().pk
    point = "UPDATE units_unit SET parent_id = %s WHERE id = (SELECT min(id) FROM units_unit)"
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        try_as(app_connection, kien_giang, point, [foreign])


def test_the_setting_dies_with_its_transaction(app_connection, kien_giang):
    with app_connection.transaction(), app_connection.cursor() as cursor:
        enter(cursor, kien_giang)
    with app_connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM units_unit")
        assert cursor.fetchone() == (0,)


def test_the_audit_trail_can_only_grow(app_connection, kien_giang):
    for statement in (
        "UPDATE kernel_auditentry SET reason = 'khác'",
        "DELETE FROM kernel_auditentry",
        "TRUNCATE kernel_auditentry",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            try_as(app_connection, kien_giang, statement)


def test_leaving_an_inner_scope_restores_the_outer_one(kien_giang, can_tho):
    with tenant_scope(kien_giang):
        before = Unit.objects.count()
        with tenant_scope(can_tho):
            assert {u.tenant_id for u in Unit.objects.all()} == {can_tho.pk}
        assert Unit.objects.count() == before
        with pytest.raises(ValueError, match="thử"), tenant_scope(can_tho):
            raise ValueError("thử")
        assert Unit.objects.count() == before
