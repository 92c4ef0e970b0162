"""Award forms, legal regimes, coefficients, base salaries: a tenant's rows with dates (decision 13)."""

from __future__ import annotations

from django.db import models

from awards.enums import Authority
from awards.law import Rate, Regime, Salary
from config.kernel.tenancy import TenantModel


class AwardForm(TenantModel):
    """A form of award under the tenant's own names.

    `by_tenant`: decided here; otherwise the tenant can only propose it (decision 15).
    `vote_percent` is the share of all council members that must agree, by `vote_source`; None where nothing says
    so, and then each meeting states it. `vote_by_occasion`: occasion → {percent, source} where it is another one.
    """

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=80)
    decider = models.CharField(max_length=200)
    authority = models.CharField(max_length=12, choices=Authority.choices)
    by_tenant = models.BooleanField(default=False)
    vote_percent = models.PositiveSmallIntegerField("tỷ lệ phiếu tán thành", null=True, blank=True)
    vote_source = models.CharField("căn cứ của tỷ lệ", max_length=200, blank=True)
    vote_verified = models.BooleanField("đã đối chiếu văn bản", default=False)
    vote_by_occasion = models.JSONField(default=dict)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="awards_form_code")]

    def __str__(self) -> str:
        return self.name


class Dated(TenantModel):
    """In force from `valid_from` to `valid_to` inclusive (None: until further notice)."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    verified = models.BooleanField("đã đối chiếu văn bản", default=True)

    class Meta:
        abstract = True


class LegalRegime(Dated):
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    citations = models.JSONField(default=list)
    report_form = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="awards_regime_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def plain(self) -> Regime:
        return Regime(
            self.code,
            self.name,
            self.valid_from,
            self.valid_to,
            tuple(self.citations),
            self.report_form,
            self.note,
            self.verified,
        )


class PrizeCoefficient(Dated):
    """For an individual, in hundredths; a collective has twice that."""

    award_form = models.CharField(max_length=12)
    individual_h = models.PositiveIntegerField("hệ số cá nhân × 100")
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["award_form", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "award_form", "valid_from"], name="awards_coefficient_from")
        ]

    def __str__(self) -> str:
        return f"{self.award_form} {self.individual_h / 100}"

    @property
    def plain(self) -> Rate:
        return Rate(self.award_form, self.individual_h, self.valid_from, self.valid_to, self.source, self.verified)


class BaseSalary(Dated):
    amount = models.PositiveIntegerField("lương cơ sở (đồng/tháng)")
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [models.UniqueConstraint(fields=["tenant", "valid_from"], name="awards_salary_from")]

    def __str__(self) -> str:
        return str(self.amount)

    @property
    def plain(self) -> Salary:
        return Salary(self.amount, self.valid_from, self.valid_to, self.source, self.verified)
