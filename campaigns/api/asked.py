"""The campaign that a list of the API is about."""

from __future__ import annotations

from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from campaigns.selectors.campaign import issued_campaigns
from config.kernel.access import visible
from config.kernel.api import Call

# The parameter, as the description of a list says it.
CAMPAIGN = ("campaign", "uid của phong trào, xem campaigns/; bỏ trống: phong trào đang thực hiện.")


def campaign_asked(call: Call) -> Campaign:
    """The one that the address names, else the one in force; 404 for one that is unknown or still being written."""
    uid = call.query.get("campaign", "")
    return visible(issued_campaigns(), uid) if uid else the_campaign()
