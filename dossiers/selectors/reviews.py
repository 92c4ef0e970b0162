"""Reports of the year, of a milestone, of the whole campaign."""

from __future__ import annotations

from django.db.models import QuerySet

from campaigns.models import Campaign
from config.kernel import clock
from config.kernel.prepared import prepared
from dossiers.enums import ReviewOccasion
from dossiers.models import Document
from targets.selectors.reports import years_sent

# The kind of paper that a review is written in.
KIND = "review_report"


@prepared(int)
def reports_of(campaign_id: int) -> QuerySet[Document]:
    """Latest year first."""
    found = Document.objects.filter(review__campaign_id=campaign_id, kind=KIND)
    return found.select_related("review", "file").order_by("-review__year", "-pk")


def years_offered(campaign: Campaign) -> tuple[list[tuple[int, str]], list[int]]:
    """Years that have something to report on, the latest first, each with what restricts it; and those without reports
    of their own."""
    sent = years_sent(campaign.pk)
    past = [year for year in reversed(campaign.years) if year <= clock.today().year]
    offered = [
        (year, "" if ReviewOccasion.ANNUAL in occasions else "chỉ tổng kết")
        for year in past
        if (occasions := occasions_of(year, campaign, sent))
    ]
    return offered, [year for year in past if year not in sent]


def occasions_of(year: int, campaign: Campaign, sent: set[int]) -> tuple[str, ...]:
    """What a year may be reviewed for, where `sent` are the years that have reports: anything if it is among them. The
    last one of the campaign may be reviewed as a whole before its own reports are in."""
    if year in sent:
        return tuple(ReviewOccasion.values)
    return (ReviewOccasion.FINAL,) if sent and year == campaign.years[-1] else ()
