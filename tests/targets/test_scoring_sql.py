"""The SQL of a score run and the reference agree, to the last digit, on generated values."""

import json

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targets.scoring.sql import RULES, SCORED, scored, terms
from tests.targets import generated, reference

ENTRIES = """
    SELECT * FROM jsonb_to_recordset(%(entries)s::jsonb) AS e(
        n integer, indicator_id bigint, numerator numeric, denominator numeric, number numeric, "boolean" boolean,
        "text" text, not_applicable boolean, points_h integer, has_evidence boolean)
"""


def run(cases, *, alone=False):
    """[(rule, value), …] through the database: [(status, verdict, points, maximum), …]; `alone` by a statement that is
    made for these rules."""
    rules, entries = [], []
    for n, (rule, value) in enumerate(cases):
        rules.append({"indicator_id": n, "pillar": "society", **generated.as_rule(rule).as_row()})
        plain = {k: str(v) if hasattr(v, "quantize") else v for k, v in value.items()}
        entries.append({"n": n, "indicator_id": n, "text": "", **plain})
    rules = terms(rules)
    statement = f"""
        WITH rule AS ({RULES}), entry AS ({ENTRIES}), scored AS ({scored(rules) if alone else SCORED})
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
    first = cases[0][0]
    for alike in (cases[:1], [case for case in cases if case[0]["method"] == first["method"]]):
        assert run(alike, alone=True) == [reference.judge(rule, value) for rule, value in alike]
