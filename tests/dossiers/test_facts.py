"""The facts of a round say of every target what the score run says of it, in a fixed number of reads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.facts import UnitFacts
from awards.models import AwardRound
from awards.target_rows import TargetRow
from campaigns.selectors import the_campaign
from config.kernel.tenancy import tenant_scope
from dossiers.facts import gather
from targets.selectors import facts as known
from units.models import Tenant

pytestmark = pytest.mark.django_db


def test_rows_of_a_round_say_what_the_snapshot_says(cast):
    with tenant_scope(Tenant.objects.get(slug="kien-giang")):
        campaign = the_campaign()
        run = known.official_run(campaign, 2023)
        unsaved = AwardRound(pk=0, campaign=campaign, occasion="annual", year=2023)
        with CaptureQueriesContext(connection) as queries:
            found = {one.unit_id: one.facts for one in gather(unsaved, run=run) if isinstance(one.facts, UnitFacts)}
        said = known.target_outcomes(campaign, 2023, run=run)
        assert said
        fields = len(found[next(iter(said))].targets[0])
        for unit_id, outcomes in said.items():
            row = found[unit_id].targets
            assert isinstance(row, TargetRow)
            assert [tuple(one) for one in row] == [outcome[:fields] for outcome in outcomes]
        assert all(found[unit_id].targets == () for unit_id in set(found) - set(said))
        assert len(queries) < 25
