"""Every endpoint against what its own description can generate: `make fuzz-api` (not part of the suite).

python -m pytest tests/api/fuzz.py
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings

from config.api import described

pytestmark = pytest.mark.django_db
SCHEMA = schemathesis.openapi.from_dict(described())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.method} {o.path}")
def test_no_content_breaks_an_endpoint(cast: Any, program: Any, operation: Any):
    officer = program(cast.phuoc)

    @given(case=operation.as_strategy())
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def send(case: Any) -> None:
        path = operation.path.lstrip("/")
        for name, value in (case.path_parameters or {}).items():
            path = path.replace("{" + name + "}", str(value))
        body = case.body if isinstance(case.body, dict | list | str | int) else {}
        query = {key: str(value) for key, value in (case.query or {}).items()}
        headers = {"Authorization": f"Bearer {officer.secret}", "Idempotency-Key": "x"}
        with transaction.atomic():
            client = Client(raise_request_exception=False)
            if operation.method.upper() == "GET":
                told = client.get(officer.address(path), query, headers=headers)
            else:
                told = client.post(officer.address(path), body, content_type="application/json", headers=headers)
            transaction.set_rollback(True)
        assert told.status_code < 500, (path, body, told.status_code)
        if told.status_code >= 400 and not told.get("Content-Type", "").startswith("text/html"):
            assert told.json()["detail"]

    send()
