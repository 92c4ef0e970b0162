import pytest
from django.db import connection

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from units.models import Tenant, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    tenant = Tenant.objects.get(slug="kien-giang")
    with tenant_scope(tenant):
        yield tenant


def test_an_act_is_told_in_order_with_states_and_reason(province):
    actor, unit = Actor.system(province), Unit.objects.first()
    audit.record(actor=actor, verb="unit.open", obj=unit, after="draft")
    audit.record(actor=actor, verb="unit.close", obj=unit, before="draft", after="closed", reason="Thử")
    told = [(e.actor_name, e.verb, e.state_from, e.state_to, e.reason) for e in audit.timeline(unit)]
    assert told == [("Hệ thống", "unit.open", "", "draft", ""), ("Hệ thống", "unit.close", "draft", "closed", "Thử")]
    assert audit.broken_links() == []


def test_a_forged_a_removed_and_a_cut_entry_show(province, owner_connection):
    actor, unit = Actor.system(province), Unit.objects.first()
    entries = [audit.record(actor=actor, verb="unit.touch", obj=unit, reason=str(n)) for n in range(4)]
    first = entries[0].sequence
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_auditentry (uid, tenant_id, sequence, at, actor_name, actor_title, verb, object_type, "
            "object_label, state_from, state_to, reason, data, previous_digest, digest) VALUES (gen_random_uuid(), "
            "%s, %s, now(), 'Kẻ lạ', '', 'unit.forge', '', '', '', '', '', '{}', %s, %s)",
            [province.pk, first + 4, entries[-1].digest, "0" * 64],
        )
    assert audit.broken_links() == [first + 4]
    assert audit.broken_links(head=(first + 9, "…")) == [first + 4, first + 9]
