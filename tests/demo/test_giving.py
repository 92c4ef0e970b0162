"""Invented gifts and practices: of every state, marked as invented, and worked on like any other."""

from __future__ import annotations

import pytest

from campaigns.models import Adoption, Contribution, ContributionNorm, Practice
from campaigns.selectors import the_campaign
from campaigns.selectors.contributions import gift_facts
from campaigns.services import contributions as giving
from campaigns.services import practices as library
from config.demo import gifts, practices
from config.demo.steps import Demo
from config.kernel import audit, clock, files
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from units.selectors import actor_for

pytestmark = pytest.mark.django_db


def test_gifts_and_practices_stand_in_every_state_and_can_be_worked_on(cast: Cast) -> None:
    for slug in ("kien-giang", "dak-song"):
        people = cast.of(slug)
        with tenant_scope(people["standing"].tenant) as tenant:
            demo = Demo(tenant, "")
            told = gifts.seed(demo), practices.seed(demo)
            made, library_ = Contribution.objects.all(), Practice.objects.all()
            assert told == (f"{made.count()} khoản đóng góp", f"{library_.count()} bài giới thiệu")
            assert set(made.values_list("state", flat=True)) == {"recorded", "confirmed", "refused", "withdrawn"}
            states = {"draft", "submitted", "published", "returned"}
            assert set(library_.values_list("state", flat=True)) == states
            assert (
                set(made.values_list("is_demo", flat=True)) == set(library_.values_list("is_demo", flat=True)) == {True}
            )
            today = clock.today()
            assert max(made.values_list("given_on", flat=True)) <= today
            assert max(moment.date() for moment in library_.values_list("published_at", flat=True) if moment) <= today
            assert ContributionNorm.objects.filter(year=2023).count() == 2
            assert {a.practice.adoptions_count for a in Adoption.objects.select_related("practice")} <= {1, 2, 3}
            assert gift_facts(the_campaign()).by_unit
            assert files.read(made.earliest("id").paper_file).startswith(b"%PDF-")
            assert audit.broken_links() == []
            entries = audit.AuditEntry.objects.count()
            assert (gifts.seed(demo), practices.seed(demo)) == ("0 khoản đóng góp", "0 bài giới thiệu")
            assert audit.AuditEntry.objects.count() == entries, "a second run does nothing"
            # As after the services: the agency goes on with them, whoever wrote them does not.
            officer, clerk = (actor_for(people[role].user, tenant) for role in ("standing", "clerk"))
            waiting = made.filter(state="recorded").order_by("id")[0]
            with pytest.raises(DomainError):
                giving.confirm(contribution=waiting, actor=clerk)
            assert giving.confirm(contribution=waiting, actor=officer).is_confirmed
            sent = library_.filter(state="submitted").order_by("id")[0]
            assert library.publish(practice=sent, actor=officer).is_published
