from targets.models.evidence import Evidence, EvidenceLink
from targets.models.indicator import Indicator, IndicatorSet
from targets.models.report import AnnualReport, ReportVersion
from targets.models.run import ScoreLine, ScoreRun, ScoreTotal
from targets.models.target import Target
from targets.models.value import ReportValue

__all__ = [
    "AnnualReport",
    "Evidence",
    "EvidenceLink",
    "Indicator",
    "IndicatorSet",
    "ReportValue",
    "ReportVersion",
    "ScoreLine",
    "ScoreRun",
    "ScoreTotal",
    "Target",
]
