"""The SQL of a score run and the reference agree, to the last digit, on generated values."""

import json

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targets.scoring.sql import RULES, SCORED
from tests.targets import generated, reference

ENTRIES = """
    SELECT * FROM jsonb_to_recordset(%(entries)s::jsonb) AS e(
        n integer, indicator_id bigint, numerator numeric, denominator numeric, number numeric, "boolean" boolean,
        "text" text, not_applicable boolean, points_h integer, has_evidence boolean)
"""


def run(cases):
    """[(rule, value), …] through the database: [(status, verdict, points, maximum), …]."""
    rules, entries = [], []
    for n, (rule, value) in enumerate(cases):
        rules.append({"indicator_id": n, "pillar": "", **generated.as_rule(rule).as_row()})
        plain = {k: str(v) if hasattr(v, "quantize") else v for k, v in value.items()}
        entries.append({"n": n, "indicator_id": n, "text": "", **plain})
    statement = f"""
        WITH rule AS ({RULES}), entry AS ({ENTRIES}), scored AS ({SCORED})
        SELECT status, verdict, line_points_h, line_max_h FROM scored ORDER BY n
    """  # noqa: S608 -- fixed names, values are parameters
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"rules": json.dumps(rules), "entries": json.dumps(entries)})
        return [tuple(row) for row in cursor.fetchall()]


@pytest.mark.django_db
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(generated.cases(), min_size=20, max_size=40))
def test_the_database_agrees_with_the_reference(cases):
    assert run(cases) == [reference.judge(rule, value) for rule, value in cases]
