"""A row of a hundred values stays in one piece, and rows of a run carry no key that nothing refers to."""

from django.db import migrations

# To compress such a row takes longer than to score it. The figures come out of columns that are rounded already.
WHOLE = """
ALTER TABLE targets_scorelines SET (toast_tuple_target = 8160);
ALTER TABLE targets_scorelines ALTER amounts TYPE numeric[], ALTER bases TYPE numeric[];
"""
LIGHTER = """
ALTER TABLE targets_scorelines DROP CONSTRAINT targets_scorelines_tenant_id_key;
ALTER TABLE targets_scoretotal DROP CONSTRAINT targets_scoretotal_tenant_id_key;
"""


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]
    operations = [
        migrations.RunSQL(WHOLE, migrations.RunSQL.noop),
        migrations.RunSQL(LIGHTER, migrations.RunSQL.noop),
    ]
