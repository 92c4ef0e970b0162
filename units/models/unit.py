"""Units and how one follows another."""

from __future__ import annotations

import datetime as dt

from django.db import models

from config.kernel.tenancy import TenantModel
from units.enums import ADMINISTRATIVE_KINDS, Level, SuccessionKind, UnitForm, UnitKind


def bare_name(name: str, form: str) -> str:
    """ "Mỹ Lâm" of "Xã Mỹ Lâm"; the name itself when it does not start with what it is."""
    label = str(UnitForm(form).label) if form else ""
    starts = label and name.lower().startswith(label.lower() + " ")
    return name[len(label) + 1 :] if starts else name


def place_name(name: str, form: str) -> str:
    """ "xã Mỹ Lâm" of "Xã Mỹ Lâm", "thành phố Bắc Kạn" of "Thành Phố Bắc Kạn"."""
    bare = bare_name(name, form)
    return f"{UnitForm(form).label.lower()} {bare}" if bare != name else name[:1].lower() + name[1:]


class Unit(TenantModel):
    """A body that takes part: a commune's People's Committee, a department, a firm, a household.

    `name` is the official name ("Xã Mỹ Lâm", "Sở Nội vụ"), `short_name` what lists show ("UBND xã Mỹ Lâm").
    `code` is ours and unique in the tenant; `official_code` is the administrative code, which a successor
    may take over. `path` holds the ids from the root to this unit: "/12/57/".
    """

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.NONE)
    kind = models.CharField(max_length=24, choices=UnitKind.choices)
    form = models.CharField(max_length=16, choices=UnitForm.choices, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    official_code = models.CharField(max_length=20, blank=True)
    ident_code = models.CharField(max_length=35, blank=True, help_text="Mã định danh điện tử, H….…")
    tax_code = models.CharField(max_length=14, blank=True)
    symbol = models.CharField(max_length=30, blank=True, help_text="Ký hiệu trên văn bản: UBND, STTTT")
    head_name = models.CharField(max_length=120, blank=True)
    head_title = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=250, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    female_share_h = models.PositiveIntegerField(
        null=True, blank=True, help_text="Tỷ lệ nữ, phần trăm của điểm %: 70% = 7000"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    search_key = models.CharField(max_length=450, blank=True)
    sort_key = models.CharField(max_length=900, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("sort_key", "id")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="units_unit_code"),
        ]
        indexes = [
            models.Index(fields=["tenant", "kind", "sort_key"], name="units_unit_kind"),
            models.Index(fields=["tenant", "sort_key"], name="units_unit_sort"),
            models.Index(fields=["tenant", "official_code"], name="units_unit_official"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.short_name or self.name

    @property
    def place_name(self) -> str:
        """The name inside a sentence: "xã Mỹ Lâm"."""
        return place_name(self.name, self.form)

    @property
    def full_name(self) -> str:
        """The issuing body as a paper writes it: "Ủy ban nhân dân xã Mỹ Lâm", or the name itself."""
        if self.kind in ADMINISTRATIVE_KINDS:
            return f"Ủy ban nhân dân {self.place_name}"
        return self.name

    @property
    def where(self) -> str:
        """What tells it from another unit of the same name, as lists do: ", huyện Châu Thành"; mostly nothing."""
        added = self.display_name.removeprefix(f"UBND {self.place_name}")
        return added if added.startswith(", ") else ""

    @property
    def locality(self) -> str:
        """The name without what it is: "Mỹ Lâm" of "Xã Mỹ Lâm"; the place on a commune's papers."""
        bare = bare_name(self.name, self.form)
        # A place named by a number is written in full: "Phường 5" (Nghị định 30/2020, Phụ lục I).
        return self.name if bare.isdigit() else bare

    @property
    def ancestor_ids(self) -> list[int]:
        return [int(part) for part in self.path.strip("/").split("/")[:-1] if part]

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class UnitSuccession(TenantModel):
    """One edge of the many-to-many succession. `legal_basis` cites the act; `is_main` marks the successor
    that holds the function, which open work follows (decision 14)."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="precedents")
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)
    effective_on = models.DateField()
    legal_basis = models.CharField(max_length=300, blank=True)
    is_main = models.BooleanField(default=True)
    predecessor_name = models.CharField(max_length=200, blank=True)
    successor_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("effective_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "predecessor", "successor", "effective_on"], name="units_succession_edge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_name} → {self.successor_name or '–'}"

    @classmethod
    def named(
        cls, old: Unit, new: Unit | None, kind: str, *, effective_on: dt.date, legal_basis: str, is_main: bool
    ) -> UnitSuccession:
        """An edge, not yet saved, with both names as they are now; `new` is None where nobody succeeds."""
        return cls(
            predecessor=old,
            successor=new,
            kind=kind,
            effective_on=effective_on,
            legal_basis=legal_basis,
            is_main=is_main,
            predecessor_name=old.name,
            successor_name=new.name if new is not None else "",
        )
