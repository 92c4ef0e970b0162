"""What the law gives on a day, by the tenant's own rows."""

from __future__ import annotations

from datetime import date

from awards.law import Prize, Regime, prize, regime_on
from awards.models import AwardForm, BaseSalary, LegalRegime, PrizeCoefficient


def forms() -> dict[str, AwardForm]:
    """The tenant's award forms by code, highest first."""
    return {form.code: form for form in AwardForm.objects.order_by("order")}


def regime_for(day: date) -> Regime | None:
    return regime_on([row.plain for row in LegalRegime.objects.all()], day)


def prize_for(award_form: str, recipient: str, day: date) -> Prize | None:
    rates = [row.plain for row in PrizeCoefficient.objects.filter(award_form=award_form)]
    return prize(award_form, recipient, day, rates, [row.plain for row in BaseSalary.objects.all()])


def prizes_on(day: date) -> dict[tuple[str, str], Prize | None]:
    """(form, recipient) → prize, for a whole list in two queries."""
    rates = [row.plain for row in PrizeCoefficient.objects.all()]
    salaries = [row.plain for row in BaseSalary.objects.all()]
    codes = {rate.award_form for rate in rates}
    return {
        (code, recipient): prize(code, recipient, day, rates, salaries)
        for code in codes
        for recipient in ("collective", "individual")
    }
