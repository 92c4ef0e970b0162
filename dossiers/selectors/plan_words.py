"""The plan's own words behind what keeps a candidate out: a reader need not look them up to follow the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from awards.selectors.verdicts import VerdictItem
from campaigns.models import Standard
from targets.models import Target

# Which part of the plan's page lists them.
STANDARDS, TARGETS = "tieu-chuan", "muc-tieu"
MOST = 6


@dataclass(frozen=True)
class Words:
    """`part` and `code` lead to the place on the plan's page."""

    text: str
    section: str
    part: str
    code: str


def behind(campaign_id: int, lines: Iterable[VerdictItem]) -> list[Words]:
    """The standards that these lines ask for and the targets that they say were missed, each text once.

    Only what is the plan's: what the tenant added is no word of it.
    """
    lines = list(lines)
    asked = [line.code for line in lines if line.code]
    missed = [code for line in lines for code in line.targets]
    found = _among(Standard, STANDARDS, campaign_id, asked) + _among(Target, TARGETS, campaign_id, missed)
    # Numbers cut from one sentence of the plan share it.
    return list({words.text: words for words in reversed(found)}.values())[::-1][:MOST]


def _among(model: type[Standard | Target], part: str, campaign_id: int, codes: list[str]) -> list[Words]:
    if not codes:
        return []
    rows = model.objects.filter(campaign_id=campaign_id, code__in=codes, withdrawn=False, source="plan").exclude(
        text=""
    )
    known = {row.code: Words(row.text, row.section, part, row.code) for row in rows}
    return [known[code] for code in codes if code in known]
