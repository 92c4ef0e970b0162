from campaigns.models.block import Block, BlockMembership
from campaigns.models.calendar import Milestone, ReportingPeriod
from campaigns.models.campaign import Campaign
from campaigns.models.contribution import Contribution, ContributionNorm
from campaigns.models.draft import PlanDraft, PlanEdit, PlanVersion
from campaigns.models.extension import Extension
from campaigns.models.plan import Body, Clause, DossierComponent, Participant, Standard
from campaigns.models.practice import Adoption, Practice
from campaigns.models.registration import Registration
from campaigns.models.reminder import Reminder, ReminderRound

__all__ = [
    "Adoption",
    "Block",
    "BlockMembership",
    "Body",
    "Campaign",
    "Clause",
    "Contribution",
    "ContributionNorm",
    "DossierComponent",
    "Extension",
    "Milestone",
    "Participant",
    "PlanDraft",
    "PlanEdit",
    "PlanVersion",
    "Practice",
    "Registration",
    "Reminder",
    "ReminderRound",
    "ReportingPeriod",
    "Standard",
]
