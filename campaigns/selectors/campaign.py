"""The campaign in force, and small questions about its plan. Inside a tenant's scope."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import Http404

from campaigns.enums import CampaignState
from campaigns.models import Campaign, DossierComponent, Participant
from config.kernel import clock
from config.kernel.prepared import prepared
from config.kernel.tenancy import current_tenant

_KEPT = "_current_campaign"


def current_campaign() -> Campaign | None:
    """The campaign that pages are about: the latest published one whose period has begun, else the first one to
    begin; None before any plan was loaded.

    Asked once per tenant instance, which a request or a job loads for itself; `forget` after a change.
    """
    tenant = current_tenant()
    found: Campaign | None = tenant.__dict__.get(_KEPT)
    if found is None:
        year = clock.today().year
        published: list[Campaign] = _published()
        begun = [campaign for campaign in published if campaign.period_from <= year]
        found = next(iter(begun or published[::-1]), None)
        tenant.__dict__[_KEPT] = found
    return found


def issued_campaigns() -> QuerySet[Campaign]:
    """Those that members may read: all but what is still being written. The latest period first."""
    return Campaign.objects.exclude(state=CampaignState.DRAFT).order_by("-period_from", "-id")


@prepared(by_key=True)
def _published() -> QuerySet[Campaign]:
    # Who may take part is asked by most of the pages.
    kinds = ArraySubquery(collectives_of(OuterRef("pk")).values("kinds"))
    published = Campaign.objects.filter(state=CampaignState.PUBLISHED).annotate(collectives=kinds)
    return published.order_by("-period_from", "-id")


def collectives_of(campaign_id: Any) -> QuerySet[Participant]:
    """What a plan says of collectives that may take part; of a campaign by its id or an expression for it."""
    return Participant.objects.filter(campaign_id=campaign_id, subject="collective", withdrawn=False)


def forget() -> None:
    """Whoever changed the campaign makes the next question ask again."""
    current_tenant().__dict__.pop(_KEPT, None)


def the_campaign() -> Campaign:
    """`current_campaign`, or 404 where there is none."""
    campaign = current_campaign()
    if campaign is None:
        raise Http404
    return campaign


def copies_for(campaign: Campaign, award_form: str) -> int | None:
    """How many sets of papers the plan asks for with an award form; None where it says nothing."""
    return next((copies for (copies,) in _copies(campaign.pk, award_form)), None)


@prepared(int, str, by_key=True)
def _copies(campaign_id: int, award_form: str) -> QuerySet[DossierComponent, tuple[int | None]]:
    found = DossierComponent.objects.filter(campaign_id=campaign_id, award_form=award_form, withdrawn=False)
    return found.filter(copies__isnull=False).order_by("pk").values_list("copies")[:1]
