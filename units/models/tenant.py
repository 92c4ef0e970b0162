"""The tenant: one province, city or district that runs its own campaigns. A global table."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import models

# What names the bodies, beside `settings["bodies"]`; all of it has a history.
NAME_FIELDS = (
    "authority_name", "chairman_title", "standing_agency", "standing_short", "board_name", "board_short",
    "council_name", "place", "abbreviations",
)  # fmt: skip


@dataclass(frozen=True)
class Body:
    """A body as its papers head it: parent line, name, letters in the number, the signer's title."""

    name: str
    short: str
    symbol: str
    parent: str = ""
    head_title: str = ""


class Tenant(models.Model):
    """Everything a paper or a page needs to name this tenant's bodies.

    `abbreviations` maps a body's role to its symbol in document numbers (Nghị định 30/2020, Phụ lục I):
    keys `authority` (UBND), `standing` (STTTT), `board` (BTĐKT), `council` (HĐTĐKT).
    `settings["bodies"]` describes the same bodies (`body()` reads it); `settings["not_named_by_plan"]` lists
    the fields that no plan names and that are therefore shown as the tenant's own setting (decision 10).
    All of these are the names of today. `name_changes` remembers the names before: one entry for every day on which
    bodies came to be named otherwise, earliest first, {"valid_from", "legal_basis", "before": `names`}; `on()` reads
    it. What belongs to a day (a paper, a meeting) takes its names from `on(day)`, never from here (decision 14).
    """

    class Level(models.TextChoices):
        PROVINCE = "province", "Cấp tỉnh"
        DISTRICT = "district", "Cấp huyện"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, help_text="Tỉnh Kiên Giang")
    short_name = models.CharField(max_length=80, help_text="Kiên Giang")
    letters = models.CharField(max_length=4, help_text="Chữ trên dấu: KG")
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.PROVINCE)
    parent_name = models.CharField(max_length=160, blank=True, help_text="Cơ quan cấp trên ghi trên văn bản")
    authority_name = models.CharField(max_length=160, help_text="Ủy ban nhân dân tỉnh Kiên Giang")
    chairman_title = models.CharField(max_length=160, help_text="Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang")
    standing_agency = models.CharField(max_length=200)
    standing_short = models.CharField(max_length=80)
    board_name = models.CharField(max_length=200)
    board_short = models.CharField(max_length=80)
    council_name = models.CharField(max_length=200)
    place = models.CharField(max_length=80, help_text="Địa danh ghi trên văn bản")
    abbreviations = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    name_changes = models.JSONField(default=list)
    demo_today = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        """The name inside a sentence: "tỉnh Kiên Giang", "huyện Đắk Song"."""
        return self.name[:1].lower() + self.name[1:]

    @property
    def is_demo(self) -> bool:
        return self.demo_today is not None

    @property
    def demo_began(self) -> dt.date | None:
        """The day on which the demonstration stood before rounds were played; None while it still stands there."""
        kept = self.settings.get("demo_began")
        return dt.date.fromisoformat(kept) if kept and kept != str(self.demo_today) else None

    def body(self, role: str) -> Body:
        """The body that plays `role`: authority, standing, board, council; KeyError for an unknown one."""
        return Body(**self.settings["bodies"][role])

    @property
    def names(self) -> dict[str, Any]:
        """All that names the bodies: `NAME_FIELDS`, and `bodies` as `settings` has them."""
        return {field: getattr(self, field) for field in NAME_FIELDS} | {"bodies": self.settings["bodies"]}

    def named(self, names: dict[str, Any]) -> Tenant:
        """A copy that bears other `names`; to be read, not to be saved."""
        other = copy(self)
        for field in NAME_FIELDS:
            setattr(other, field, names[field])
        other.settings = {**self.settings, "bodies": names["bodies"]}
        return other

    def on(self, day: dt.date) -> Tenant:
        """The tenant with its bodies named as they were on `day`; to be read, not to be saved."""
        for change in self.name_changes:
            if day < dt.date.fromisoformat(change["valid_from"]):
                return self.named(change["before"])
        return self

    @property
    def seat(self) -> str:
        """What the authority governs, inside a sentence: "tỉnh Kiên Giang"; another after a merger."""
        return self.authority_name.removeprefix("Ủy ban nhân dân ")

    def names_by_plan(self, field: str) -> bool:
        """False when `field` is the tenant's own setting because the plan names no such body."""
        return field not in self.settings.get("not_named_by_plan", [])

    def symbol(self, body: str) -> str:
        """The body's letters in a document number; KeyError for an unknown body."""
        return str(self.abbreviations[body])

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
