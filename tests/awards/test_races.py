"""Many hands at once: the last place of a quota goes to exactly one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from awards.models import Candidate
from awards.services import judgement, rounds, rules
from campaigns.selectors import current_campaign
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from tests.awards.makers import PLANNED, unit
from tests.cast import Cast
from units.models import Tenant, Unit

HANDS = 16
OWN = {
    "code": "RIENG-1",
    "occasion": "ad_hoc",
    "award_form": "GK_HUYEN",
    "recipient": "collective",
    "quota": 3,
    "quota_kind": "exact",
    "criteria": {"kind": "registered", "section": "IV.1.1", "label": "Có đăng ký thi đua"},
}


def test_the_last_place_goes_to_exactly_one(committed_db):
    tenant = Tenant.objects.get(slug="dak-song")
    actor = Cast()["standing@dak-song"].actor
    with tenant_scope(tenant):
        campaign = current_campaign()
        rules.set_own_rule(campaign=campaign, data=OWN, actor=actor)
        round_ = rounds.open_round(campaign=campaign, occasion="ad_hoc", year=2023, actor=actor)
        units = list(Unit.objects.order_by("id")[: HANDS + 2])
        given = [
            rounds.Subject(unit(f"u{i:02}", name=u.name, ratio_h=9000 - i, registration=PLANNED), u.pk)
            for i, u in enumerate(units)
        ]
        rounds.store_evaluation(round=round_, subjects=given, actor=actor)
        candidates = list(Candidate.objects.filter(round=round_).order_by("rank"))
        for first in candidates[:2]:
            judgement.approve(candidate=first, actor=actor)
    start = Barrier(HANDS)

    def approve(candidate: Candidate) -> bool:
        try:
            start.wait()
            with tenant_scope(tenant):
                judgement.approve(candidate=candidate, actor=actor, reason="Chọn từ dự bị")
        except DomainError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        won = list(pool.map(approve, candidates[2:]))
    assert sum(won) == 1
    with tenant_scope(tenant):
        assert Candidate.objects.filter(round=round_, proposed=True).count() == 3
