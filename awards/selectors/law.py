"""What the law gives on a day, by the tenant's own rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from awards.law import Prize, Regime, Salary, deciders, prize, regime_on
from awards.law.rates import in_force
from awards.models import AwardForm, BaseSalary, LegalRegime, PrizeCoefficient
from config.kernel.prepared import prepared
from config.kernel.tenancy import current_tenant
from units.models import Unit


def forms() -> dict[str, AwardForm]:
    """The tenant's award forms by code, highest first."""
    return {form.code: form for form in _forms()}


@prepared(by_key=True)
def _forms() -> QuerySet[AwardForm]:
    return AwardForm.objects.order_by("order")


def gives(award_form: str) -> bool:
    """Whether the tenant itself decides on that form; others it proposes, or a unit's head gives them."""
    form = forms().get(award_form)
    return form is not None and form.by_tenant


def forms_given_by(holder: Unit | None) -> set[str]:
    """Codes of the forms that a round gives: the tenant's own and those above it, or those of a unit's head."""
    levels = deciders.OF_TENANT[current_tenant().level] if holder is None else deciders.of_unit(holder.kind)
    return {code for code, form in forms().items() if form.authority in levels}


def regime_for(day: date) -> Regime | None:
    return regime_on([row.plain for row in LegalRegime.objects.all()], day)


def salary_on(day: date) -> Salary | None:
    return in_force([row.plain for row in BaseSalary.objects.all()], day)


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


@dataclass(frozen=True)
class Shown:
    """A row of a law table; `now`: in force on the day asked for."""

    row: Any
    now: bool
    form: AwardForm | None = None


@dataclass(frozen=True)
class Tables:
    """Latest first; coefficients form by form."""

    day: date
    regimes: list[Shown]
    coefficients: list[Shown]
    salaries: list[Shown]


def tables(day: date) -> Tables:
    """Every row of the three tables, and which is in force on `day`."""
    names = forms()
    regimes = list(LegalRegime.objects.order_by("-valid_from"))
    salaries = list(BaseSalary.objects.order_by("-valid_from"))
    rates: dict[str, list[PrizeCoefficient]] = {}
    for rate in PrizeCoefficient.objects.order_by("-valid_from"):
        rates.setdefault(rate.award_form, []).append(rate)
    ordered = sorted(rates, key=lambda code: names[code].order if code in names else 99)
    return Tables(
        day=day,
        regimes=_marked(regimes, day),
        coefficients=[one for code in ordered for one in _marked(rates[code], day, names.get(code))],
        salaries=_marked(salaries, day),
    )


def _marked(rows: list[Any], day: date, form: AwardForm | None = None) -> list[Shown]:
    now = in_force(rows, day)
    return [Shown(row, row is now, form) for row in rows]
