from campaigns.models.block import Block, BlockMembership
from campaigns.models.calendar import Milestone, ReportingPeriod
from campaigns.models.campaign import Campaign
from campaigns.models.draft import PlanDraft, PlanEdit, PlanVersion
from campaigns.models.extension import Extension
from campaigns.models.plan import Body, Clause, DossierComponent, Participant, Standard
from campaigns.models.registration import Registration
from campaigns.models.reminder import Reminder, ReminderRound

__all__ = [
    "Block",
    "BlockMembership",
    "Body",
    "Campaign",
    "Clause",
    "DossierComponent",
    "Extension",
    "Milestone",
    "Participant",
    "PlanDraft",
    "PlanEdit",
    "PlanVersion",
    "Registration",
    "Reminder",
    "ReminderRound",
    "ReportingPeriod",
    "Standard",
]
