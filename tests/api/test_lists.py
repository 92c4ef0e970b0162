"""What every list endpoint keeps: its description, a constant number of questions, pages, the unit's own walls."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.selectors import current_campaign
from config.api import described
from config.kernel.tenancy import tenant_scope
from targets.models import ScoreRun
from units.selectors import visible_units

pytestmark = pytest.mark.django_db
LISTS = ("units/", "registrations/", "reports/", "score-runs/", "awards/", "rounds/", "dossiers/", "campaigns/")


def shape_of(path: str, status: str = "200") -> dict[str, Any]:
    """The JSON schema of an answer, with everything it refers to."""
    answers = described()["paths"][path]["get"]["responses"]
    schema = answers[status]["content"]["application/json"]["schema"]
    return schema | {"components": described()["components"]}


def test_every_list_answers_as_it_is_described(cast: Any, program: Any):
    officer = program(cast.phuoc)
    for path in (*LISTS, "me/"):
        told = officer.get(path)
        assert told.status_code == 200, path
        jsonschema.validate(told.json(), shape_of(f"/{path}"))
    row = officer.get("reports/").json()["results"][0]
    jsonschema.validate(officer.get(f"reports/{row['uid']}/").json(), shape_of("/reports/{uid}/"))
    values = officer.get(f"reports/{row['uid']}/values/").json()
    jsonschema.validate(values, shape_of("/reports/{uid}/values/"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values | {"results": [{"uid": 1}]}, shape_of("/reports/{uid}/values/"))


def test_a_list_asks_the_same_however_long_it_is(cast: Any, program: Any):
    officer = program(cast.phuoc)
    with tenant_scope(cast.phuoc.tenant):
        run = ScoreRun.objects.filter(year=2022).latest("id")
        report = officer.get("reports/", {"year": 2022}).json()["results"][0]["uid"]
    officer.get("units/")
    for path in (*LISTS, f"score-runs/{run.uid}/ranking/", f"reports/{report}/values/"):
        asked = []
        for size in (1, 100):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert officer.get(path, {"page_size": size}).status_code == 200
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 12, (path, asked)


def test_a_page_says_how_many_there_are_and_a_unit_sees_its_own(cast: Any, program: Any):
    officer, clerk, stranger = program(cast.phuoc), program(cast.lan), program(cast.bich)
    with tenant_scope(cast.phuoc.tenant):
        count = visible_units(cast.phuoc.actor).count()
        code = current_campaign().code
    second = officer.get("units/", {"page": 2, "page_size": 10}).json()
    assert (second["count"], second["page"], len(second["results"])) == (count, 2, 10)
    found = officer.get("units/", {"q": "my lam", "kind": "commune"}).json()["results"]
    assert "Xã Mỹ Lâm" in [row["full_name"] for row in found] or "UBND xã Mỹ Lâm" in [row["name"] for row in found]
    units = {row["unit_name"] for row in clerk.get("reports/").json()["results"]}
    assert units == {cast.lan.unit.display_name}
    assert stranger.get("campaigns/").json()["results"][0]["code"] != code
    plan = officer.get("campaigns/").json()["results"][0]
    targets = officer.get(f"campaigns/{plan['uid']}/plan/targets/", {"page_size": 200}).json()["results"]
    assert next(t for t in targets if t["code"] == "CQS-2023-2")["value"] == 60
    assert stranger.get(f"campaigns/{plan['uid']}/plan/").status_code == 404
