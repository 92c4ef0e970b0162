"""Score lines refer by plain ids: a key checked per line took longer than scoring the line."""

import django.db.models.deletion
from django.db import migrations, models

import config.kernel.tenancy.scope

FORWARD = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT conname FROM pg_constraint WHERE conrelid = 'targets_scoreline'::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE targets_scoreline DROP CONSTRAINT %I', found.conname);
    END LOOP;
    FOR found IN SELECT i.indexrelid::regclass::text AS name FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[1]
        WHERE i.indrelid = 'targets_scoreline'::regclass AND NOT i.indisunique AND i.indnatts = 2
          AND a.attname = 'run_id'
    LOOP
        EXECUTE 'DROP INDEX ' || found.name;
    END LOOP;
END $$;
ALTER TABLE targets_scoreline RENAME COLUMN run_id TO run_ref;
"""


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, migrations.RunSQL.noop)],
            state_operations=[
                migrations.RemoveIndex("scoreline", "line_of_unit"),
                migrations.RemoveField("scoreline", "run"),
                migrations.AddField("scoreline", "run_ref", models.BigIntegerField()),
                migrations.AddIndex(
                    "scoreline", models.Index(fields=["tenant", "run_ref", "unit_ref"], name="line_of_unit")
                ),
                migrations.AlterField(
                    "scoreline",
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        default=config.kernel.tenancy.scope.current_tenant_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.tenant",
                    ),
                ),
            ],
        )
    ]
