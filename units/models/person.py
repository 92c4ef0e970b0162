"""People who may be nominated or who act for a unit."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models

from config.kernel.tenancy import TenantModel
from units.enums import Gender, PersonKind


class Person(TenantModel):
    """`is_leader`: leads or coordinates (counts to the 30 % of decision 8); otherwise a direct worker.
    Birth date, home town and residence serve form 07 only and are never published."""

    full_name = models.CharField(max_length=120)
    other_name = models.CharField(max_length=120, blank=True)
    gender = models.CharField(max_length=8, choices=Gender.choices, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    hometown = models.CharField(max_length=200, blank=True)
    residence = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    kind = models.CharField(max_length=24, choices=PersonKind.choices, default=PersonKind.CIVIL_SERVANT)
    is_leader = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    search_key = models.CharField(max_length=250, blank=True)
    sort_key = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ("sort_key", "id")
        indexes = [
            models.Index(fields=["tenant", "unit", "sort_key"], name="units_person_unit"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def mark(self) -> str:
        """Names what stands here, for whoever comes back to edit it: other content has another mark."""
        said = [
            self.full_name, self.gender, self.birth_date, self.position, self.unit_id, self.kind, self.is_leader,
            self.hometown, self.residence, self.email, self.phone, self.is_active,
        ]  # fmt: skip
        return hashlib.sha256(repr([str(one) for one in said]).encode()).hexdigest()[:16]

    @property
    def honorific(self) -> str:
        """ "Bà" or "Ông" as papers put before a name; "Ông/bà" when the gender is not recorded."""
        if self.gender == Gender.FEMALE:
            return "Bà"
        return "Ông" if self.gender == Gender.MALE else "Ông/bà"
