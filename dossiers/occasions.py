"""How papers name the occasion of a round."""

from __future__ import annotations

from awards.models import AwardRound

OCCASIONS = {
    "annual": "xét khen thưởng năm {year}",
    "preliminary": "sơ kết năm {year}",
    "final": "tổng kết năm {year}",
    "ad_hoc": "khen thưởng đột xuất năm {year}",
}


def occasion_of(award_round: AwardRound) -> str:
    """As papers say it: "sơ kết năm 2023"."""
    return OCCASIONS[award_round.occasion].format(year=award_round.year)


_AFTER_AWARD = {
    "annual": "năm {year}",
    "preliminary": "sơ kết năm {year}",
    "final": "tổng kết năm {year}",
    "ad_hoc": "đột xuất năm {year}",
}


def after_award(award_round: AwardRound) -> str:
    """What stands after the word "khen thưởng": "đột xuất năm 2023"."""
    return _AFTER_AWARD[award_round.occasion].format(year=award_round.year)
