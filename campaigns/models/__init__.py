from campaigns.models.block import Block, BlockMembership
from campaigns.models.calendar import Milestone, ReportingPeriod
from campaigns.models.campaign import Campaign
from campaigns.models.plan import Body, Clause, DossierComponent, Participant, Standard
from campaigns.models.registration import Registration

__all__ = [
    "Block",
    "BlockMembership",
    "Body",
    "Campaign",
    "Clause",
    "DossierComponent",
    "Milestone",
    "Participant",
    "Registration",
    "ReportingPeriod",
    "Standard",
]
