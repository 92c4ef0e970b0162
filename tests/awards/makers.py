"""Short ways to write facts in the tests of the pure rules."""

from decimal import Decimal
from typing import Any

from awards.facts import AttestationFact, PersonFacts, RegistrationFact, TargetResult, UnitFacts

YES, NO = AttestationFact(answer=True, by="Nguyễn Văn A"), AttestationFact(answer=False, by="Nguyễn Văn A")


def target(code: str, actual: str | None, threshold: str, **more: Any) -> TargetResult:
    """A share with natural maximum 100, met from the threshold on."""
    value = None if actual is None else Decimal(actual)
    bar = Decimal(threshold)
    met = None if value is None else (value > bar if more.get("comparator") == "gt" else value >= bar)
    return TargetResult(
        code,
        **{"year": 2023, "natural_max": Decimal(100), "actual": value, "threshold": bar, "met": met} | more,
    )


def unit(key: str, **more: Any) -> UnitFacts:
    return UnitFacts(**{"key": key, "name": f"Đơn vị {key}", "year": 2023, "kind": "commune"} | more)


def person(key: str, of: UnitFacts | None = None, **more: Any) -> PersonFacts:
    return PersonFacts(**{"key": key, "name": f"Người {key}", "year": 2023, "kind": "civil_servant", "unit": of} | more)


PLANNED = RegistrationFact(registered=True, launch_plan=True)
