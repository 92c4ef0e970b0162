"""What the law says about awards, by the day of the decision: regimes, coefficients, base salary, prizes."""

from awards.law.defaults import BASE_SALARIES, COEFFICIENTS, FORMS, REGIMES, VOTES
from awards.law.rates import Prize, Rate, Regime, Salary, prize, regime_on

__all__ = [
    "BASE_SALARIES",
    "COEFFICIENTS",
    "FORMS",
    "REGIMES",
    "VOTES",
    "Prize",
    "Rate",
    "Regime",
    "Salary",
    "prize",
    "regime_on",
]
