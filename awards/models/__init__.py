from awards.models.council import (
    AgendaChoice,
    AgendaItem,
    BallotReceipt,
    CouncilAttendance,
    CouncilInterest,
    CouncilMeeting,
    CouncilMember,
    OpenBallot,
)
from awards.models.law import AwardForm, BaseSalary, LegalRegime, PrizeCoefficient
from awards.models.register import AwardGranted, Decision
from awards.models.round import Attestation, AwardRound, Candidate, Hold, RoundSubject, TieVoteRecord
from awards.models.rule import AwardRule, AwardRuleSet
from awards.models.scenario import Scenario

__all__ = [
    "AgendaChoice",
    "AgendaItem",
    "Attestation",
    "AwardForm",
    "AwardGranted",
    "AwardRound",
    "AwardRule",
    "AwardRuleSet",
    "BallotReceipt",
    "BaseSalary",
    "Candidate",
    "CouncilAttendance",
    "CouncilInterest",
    "CouncilMeeting",
    "CouncilMember",
    "Decision",
    "Hold",
    "LegalRegime",
    "OpenBallot",
    "PrizeCoefficient",
    "RoundSubject",
    "Scenario",
    "TieVoteRecord",
]
