"""How papers name the occasion of a round."""

from __future__ import annotations

from awards.models import AwardRound

OCCASIONS = {
    "annual": "năm {year}",
    "preliminary": "sơ kết năm {year}",
    "final": "tổng kết năm {year}",
    "ad_hoc": "đột xuất năm {year}",
}


def occasion_of(award_round: AwardRound) -> str:
    """What papers say after the name of the award or the word "khen thưởng": "sơ kết năm 2023"."""
    return OCCASIONS[award_round.occasion].format(year=award_round.year)
