"""Prizes and regimes by the day of the decision (DOMAIN §2.2's table), and facts as JSON."""

from datetime import date
from decimal import Decimal

import pytest

from awards.facts import ContributionFact, HoldFact, ReportFact
from awards.facts_json import from_json, to_json
from awards.law import BASE_SALARIES, COEFFICIENTS, REGIMES, prize, regime_on
from tests.awards.makers import PLANNED, YES, person, target, unit

DAYS = {
    "1.49": date(2023, 6, 30),
    "91@1.80": date(2023, 12, 31),
    "98@1.80": date(2024, 1, 1),
    "2.34": date(2024, 7, 1),
}


@pytest.mark.parametrize(
    ("form", "day", "individual", "collective"),
    [
        ("HCLD3", "1.49", 6_710_000, 13_410_000),
        ("HCLD3", "91@1.80", 8_100_000, 16_200_000),
        ("HCLD3", "2.34", 10_530_000, 21_060_000),
        ("BK_TTG", "1.49", 5_220_000, 10_430_000),
        ("BK_TTG", "91@1.80", 6_300_000, 12_600_000),
        ("BK_TTG", "2.34", 8_190_000, 16_380_000),
        ("BK_TINH", "1.49", 1_490_000, 2_980_000),
        ("BK_TINH", "91@1.80", 1_800_000, 3_600_000),
        ("BK_TINH", "98@1.80", 2_700_000, 5_400_000),
        ("BK_TINH", "2.34", 3_510_000, 7_020_000),
        ("GK_HUYEN", "1.49", 450_000, 900_000),
        ("GK_HUYEN", "91@1.80", 540_000, 1_080_000),
        ("GK_HUYEN", "2.34", 710_000, 1_410_000),
        ("GK_SO", "98@1.80", 540_000, 1_080_000),
        ("GK_XA", "1.49", 230_000, 450_000),
        ("GK_XA", "91@1.80", 270_000, 540_000),
        ("GK_XA", "2.34", 360_000, 710_000),
    ],
)
def test_the_table_of_prizes(form, day, individual, collective):
    one = prize(form, "individual", DAYS[day], COEFFICIENTS, BASE_SALARIES)
    many = prize(form, "collective", DAYS[day], COEFFICIENTS, BASE_SALARIES)
    assert (one.amount, many.amount) == (individual, collective)


def test_what_the_law_does_not_say_has_no_prize():
    assert prize("GK_DN", "individual", DAYS["2.34"], COEFFICIENTS, BASE_SALARIES) is None
    assert prize("BK_TINH", "individual", date(2010, 1, 1), COEFFICIENTS, BASE_SALARIES) is None
    assert not prize("GK_XA", "individual", DAYS["2.34"], COEFFICIENTS, BASE_SALARIES).verified


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 12, 31), "ND91"),
        (date(2024, 1, 1), "ND98"),
        (date(2025, 6, 30), "ND98"),
        (date(2025, 7, 1), "ND152"),
    ],
)
def test_the_regime_is_that_of_the_day_of_the_decision(day, code):
    assert regime_on(REGIMES, day).code == code


def test_facts_survive_json():
    of = unit(
        "u",
        ratio_h=8420,
        pillar_ratios_h=(9000, 8000),
        targets=(target("A", "81.64", "70", numerator=Decimal(1245), denominator=Decimal(1525)),),
        registration=PLANNED,
        reports=(ReportFact(2023, date(2023, 12, 16), date(2023, 12, 14), 2),),
        attestations={"TC-1": YES},
        holds=(HoldFact("inspection", since=date(2023, 10, 1)),),
    )
    someone = person("p", of, gender="female", contributions=(ContributionFact(2023, 5_000_000, in_kind=True),))
    assert from_json(to_json(of)) == of
    assert from_json(to_json(someone)) == someone
    assert "merit_h" not in to_json(of)
