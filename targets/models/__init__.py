from targets.models.evidence import Evidence, EvidenceLink
from targets.models.indicator import Indicator, IndicatorSet
from targets.models.report import AnnualReport, ReportVersion
from targets.models.run import ScoreLines, ScoreRun, ScoreTotal
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
    "ScoreLines",
    "ScoreRun",
    "ScoreTotal",
    "Target",
]
