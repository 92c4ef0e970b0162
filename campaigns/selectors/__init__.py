from campaigns.selectors.blocks import block_of, blocks, members
from campaigns.selectors.calendar import (
    CalendarEntry,
    calendar,
    extensions,
    listed_extensions,
    milestones,
    period_for,
    periods,
)
from campaigns.selectors.campaign import copies_for, current_campaign, the_campaign
from campaigns.selectors.registrations import (
    expected_units,
    may_take_part,
    not_registered,
    registration_of,
    registrations_for,
)

__all__ = [
    "CalendarEntry",
    "block_of",
    "blocks",
    "calendar",
    "copies_for",
    "current_campaign",
    "expected_units",
    "extensions",
    "listed_extensions",
    "may_take_part",
    "members",
    "milestones",
    "not_registered",
    "period_for",
    "periods",
    "registration_of",
    "registrations_for",
    "the_campaign",
]
