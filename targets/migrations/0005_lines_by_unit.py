"""Lines of a score run move into one row per unit; totals lose keys and indexes that nothing reads."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import config.kernel.tenancy.scope

# The owner is held by forced walls too. The packing is that of `targets.scoring.lines`.
MOVE = """
ALTER TABLE targets_scoreline NO FORCE ROW LEVEL SECURITY;
ALTER TABLE targets_scorelines NO FORCE ROW LEVEL SECURITY;
INSERT INTO targets_scorelines (tenant_id, run_ref, unit_ref, indicators, amounts, bases, given, texts, outcomes,
                                points_h, self_points_h, appraised_points_h)
SELECT tenant_id, run_ref, unit_ref, array_agg(indicator_ref ORDER BY indicator_ref),
       array_agg(coalesce(numerator, number) ORDER BY indicator_ref),
       array_agg(CASE WHEN number IS NOT NULL THEN 1 ELSE denominator END ORDER BY indicator_ref),
       array_agg((CASE WHEN "boolean" THEN 2 WHEN NOT "boolean" THEN 1 ELSE 0 END
                  + CASE WHEN has_evidence THEN 4 ELSE 0 END
                  + CASE WHEN not_applicable THEN 8 ELSE 0 END)::smallint ORDER BY indicator_ref),
       coalesce(jsonb_object_agg(indicator_ref, "text") FILTER (WHERE "text" <> ''), '{}'),
       array_agg((4 * (array_position(ARRAY['not_applicable', 'missing', 'invalid', 'unproven', 'ok'], status::text) - 1)
                  + CASE WHEN reaches THEN 2 WHEN NOT reaches THEN 1 ELSE 0 END)::smallint ORDER BY indicator_ref),
       array_agg(points_h ORDER BY indicator_ref), array_agg(self_points_h ORDER BY indicator_ref),
       array_agg(appraised_points_h ORDER BY indicator_ref)
FROM targets_scoreline GROUP BY tenant_id, run_ref, unit_ref;
ALTER TABLE targets_scorelines FORCE ROW LEVEL SECURITY;
"""
# A row of a hundred values stays in one piece: to compress it takes longer than to score it. The figures come out of
# columns that are rounded already.
WHOLE = """
ALTER TABLE targets_scorelines SET (toast_tuple_target = 8160);
ALTER TABLE targets_scorelines ALTER amounts TYPE numeric[], ALTER bases TYPE numeric[];
"""
# The keys that stay are those to the run and the unit, each with its tenant.
LIGHTER = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'targets_scoretotal'::regclass
          AND (contype = 'f' AND confrelid = 'units_tenant'::regclass OR conname LIKE '%tenant_id_key')
    LOOP
        EXECUTE format('ALTER TABLE targets_scoretotal DROP CONSTRAINT %I', found.conname);
    END LOOP;
    FOR found IN SELECT i.indexrelid::regclass::text AS name FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[1]
        WHERE i.indrelid = 'targets_scoretotal'::regclass AND NOT i.indisunique AND i.indnatts = 2
          AND a.attname IN ('run_id', 'unit_id')
    LOOP
        EXECUTE 'DROP INDEX ' || found.name;
    END LOOP;
    ALTER TABLE targets_scorelines DROP CONSTRAINT targets_scorelines_tenant_id_key;
END $$;
"""


def tenant() -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        default=config.kernel.tenancy.scope.current_tenant_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="units.tenant",
    )


def array(of: models.Field) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=of, size=None)


def amount() -> models.DecimalField:
    return models.DecimalField(decimal_places=4, max_digits=20, null=True)


class Migration(migrations.Migration):
    dependencies = [("targets", "0004_plan_editor")]

    operations = [
        migrations.CreateModel(
            name="ScoreLines",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("run_ref", models.BigIntegerField()),
                ("unit_ref", models.BigIntegerField()),
                ("indicators", array(models.BigIntegerField())),
                ("amounts", array(amount())),
                ("bases", array(amount())),
                ("given", array(models.SmallIntegerField())),
                ("texts", models.JSONField(default=dict)),
                ("outcomes", array(models.SmallIntegerField())),
                ("points_h", array(models.IntegerField())),
                ("self_points_h", array(models.IntegerField())),
                ("appraised_points_h", array(models.IntegerField(null=True))),
                ("tenant", tenant()),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="scorelines",
            constraint=models.UniqueConstraint(fields=("tenant", "run_ref", "unit_ref"), name="lines_once"),
        ),
        migrations.RunSQL(WHOLE, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="ScoreLine"),
        migrations.RemoveField(model_name="scoretotal", name="uid"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(LIGHTER, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField("scoretotal", "tenant", tenant()),
                migrations.AlterField(
                    "scoretotal",
                    "run",
                    models.ForeignKey(
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
    ]
