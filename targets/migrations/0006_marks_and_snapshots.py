"""What was given and what came of it are one mark per value; rows of a run stay as they were written, under their own
tenant's run and unit."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from config.kernel.tenancy.postgres.schema import snapshot_walls

# Rewritten by the table's own definition: an UPDATE would be held by the walls.
MARKS = """
CREATE FUNCTION pg_temp.marks(given smallint[], outcomes smallint[]) RETURNS smallint[] IMMUTABLE LANGUAGE sql AS $$
    SELECT coalesce(array_agg((16 * o + g)::smallint ORDER BY place), '{}')
    FROM unnest(given, outcomes) WITH ORDINALITY AS l(g, o, place) $$;
ALTER TABLE targets_scorelines ALTER outcomes TYPE smallint[] USING pg_temp.marks(given, outcomes);
ALTER TABLE targets_scorelines RENAME outcomes TO marks;
ALTER TABLE targets_scorelines DROP given;
DROP FUNCTION pg_temp.marks;
"""
# A key asks for every row by itself, an eighth of a run; a policy asks once per statement.
KEYS = """
ALTER TABLE targets_scoretotal DROP CONSTRAINT targets_scoretotal_run_id_dc5cd9ba_fk_targets_scorerun_id;
ALTER TABLE targets_scoretotal DROP CONSTRAINT targets_scoretotal_unit_id_ae0868bd_fk_units_unit_id;
"""
POLICIES = [
    *snapshot_walls("targets_scoretotal", run_id="targets_scorerun", unit_id="units_unit"),
    *snapshot_walls("targets_scorelines", run_ref="targets_scorerun", unit_ref="units_unit"),
]


class Migration(migrations.Migration):
    dependencies = [("targets", "0005_lines_by_unit"), ("units", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(MARKS)],
            [
                migrations.RenameField("scorelines", "outcomes", "marks"),
                migrations.RemoveField("scorelines", "given"),
                migrations.AlterField("scorelines", "marks", ArrayField(models.SmallIntegerField())),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(KEYS), migrations.RunSQL(POLICIES)],
            [
                migrations.AlterField(
                    "scoretotal",
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="totals",
                        to="targets.scorerun",
                    ),
                ),
                migrations.AlterField(
                    "scoretotal",
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
    ]
