from awards.models.law import AwardForm, BaseSalary, LegalRegime, PrizeCoefficient
from awards.models.register import AwardGranted, Decision
from awards.models.round import Attestation, AwardRound, Candidate, Hold, RoundSubject, TieVoteRecord
from awards.models.rule import AwardRule, AwardRuleSet
from awards.models.scenario import Scenario

__all__ = [
    "Attestation",
    "AwardForm",
    "AwardGranted",
    "AwardRound",
    "AwardRule",
    "AwardRuleSet",
    "BaseSalary",
    "Candidate",
    "Decision",
    "Hold",
    "LegalRegime",
    "PrizeCoefficient",
    "RoundSubject",
    "Scenario",
    "TieVoteRecord",
]
