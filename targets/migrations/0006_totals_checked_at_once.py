"""What totals refer to is checked once per statement, no longer row by row."""

import django.db.models.deletion
from django.db import migrations, models

CHECKS = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT conname FROM pg_constraint WHERE conrelid = 'targets_scoretotal'::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE targets_scoretotal DROP CONSTRAINT %I', found.conname);
    END LOOP;
END $$;

CREATE FUNCTION targets_totals_refer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM written t
        LEFT JOIN targets_scorerun r ON r.tenant_id = t.tenant_id AND r.id = t.run_id
        LEFT JOIN units_unit u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
        WHERE r.id IS NULL OR u.id IS NULL)
    THEN
        RAISE foreign_key_violation USING MESSAGE = 'a total refers to a run or a unit that its tenant does not have';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER totals_refer AFTER INSERT ON targets_scoretotal
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION targets_totals_refer();
CREATE TRIGGER changed_totals_refer AFTER UPDATE ON targets_scoretotal
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION targets_totals_refer();

CREATE FUNCTION targets_totals_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM gone g JOIN targets_scoretotal t
        ON t.tenant_id = g.tenant_id AND CASE TG_ARGV[0] WHEN 'run' THEN t.run_id ELSE t.unit_id END = g.id)
    THEN
        RAISE foreign_key_violation USING MESSAGE = 'totals refer to what is deleted';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER totals_keep AFTER DELETE ON targets_scorerun
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION targets_totals_keep('run');
CREATE TRIGGER totals_keep AFTER DELETE ON units_unit
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION targets_totals_keep('unit');
"""


def reference(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(to=to, db_constraint=False, db_index=False, **more)


class Migration(migrations.Migration):
    dependencies = [("targets", "0005_lines_by_unit")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CHECKS, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    "scoretotal",
                    "run",
                    reference(
                        "targets.scorerun", on_delete=django.db.models.deletion.CASCADE, related_name="totals"
                    ),
                ),
                migrations.AlterField(
                    "scoretotal",
                    "unit",
                    reference("units.unit", on_delete=django.db.models.deletion.PROTECT, related_name="+"),
                ),
            ],
        ),
    ]
