"""What the forms of the council's pages say, as its services take it."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from awards.enums import AgendaKind
from awards.models import AgendaChoice, AgendaItem, CouncilMeeting
from awards.services.ballots import Count
from awards.services.meetings import Threshold
from config.kernel.access import visible
from config.kernel.errors import Invalid
from config.kernel.text import whole_number
from units.models import Unit
from units.selectors import all_memberships


def seat(posted: QueryDict) -> dict[str, Any]:
    """Arguments of `add_member` as the form gives them."""
    account, unit = posted.get("account", ""), posted.get("unit", "")
    return {
        "name": posted.get("name", ""),
        "title": posted.get("title", ""),
        "role": posted.get("role", ""),
        "membership": visible(all_memberships().select_related("user", "person__unit", "unit"), account)
        if account
        else None,
        "unit": visible(Unit.objects.all(), unit) if unit else None,
    }


def notes(posted: QueryDict) -> dict[str, Any]:
    """Arguments of `meetings.save`: what the form has fields for, and only that."""
    found: dict[str, Any] = {
        "attendance": {pk: posted[key] for key, pk in _numbered(posted, "attend")},
        "reasons": {pk: posted[key] for key, pk in _numbered(posted, "reason")},
    }
    errors: dict[str, list[str]] = {}
    thresholds = {}
    for key, pk in _numbered(posted, "percent"):
        typed = str(posted[key]).strip().removesuffix("%").strip()
        percent = whole_number(typed)
        if typed and percent is None:
            errors[key] = ["Ghi tỷ lệ phiếu bằng số, ví dụ 80."]
        thresholds[pk] = Threshold(percent, posted.get(f"source_{pk}", ""))
    if errors:
        raise Invalid(errors)
    found["thresholds"] = thresholds
    return found


def _numbered(posted: QueryDict, name: str) -> list[tuple[str, int]]:
    """Keys like "attend_12" with their number."""
    return [
        (key, number)
        for key in posted
        if key.startswith(f"{name}_") and (number := whole_number(key.removeprefix(f"{name}_"))) is not None
    ]


def votes(posted: QueryDict, found: CouncilMeeting) -> dict[int, bool | None]:
    """Choice id → vote. Radio buttons `choice_<id>` = yes | no; of a tie, boxes `pick_<item>` hold the chosen ids."""
    votes: dict[int, bool | None] = {pk: posted[key] == "yes" for key, pk in _numbered(posted, "choice")}
    for item in AgendaItem.objects.filter(meeting=found, kind=AgendaKind.TIE):
        for typed in posted.getlist(f"pick_{item.pk}"):
            if (pk := whole_number(typed)) is not None:
                votes[pk] = True
    return votes


def counts(posted: QueryDict, found: CouncilMeeting) -> dict[int, Count]:
    """Choice id → counted paper ballots."""
    counts = {}
    errors: dict[str, list[str]] = {}
    for choice in AgendaChoice.objects.filter(item__meeting=found):
        typed = [posted.get(f"{name}_{choice.pk}", "").strip() for name in ("yes", "no")]
        yes, no = (whole_number(text) if text else 0 for text in typed)
        if yes is None or no is None or not typed[0]:
            errors[f"yes_{choice.pk}"] = [f"Ghi số phiếu cho {choice.name} bằng chữ số."]
        else:
            counts[choice.pk] = Count(yes, no)
    if errors:
        raise Invalid(errors)
    return counts
