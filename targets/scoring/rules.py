from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

Status = Literal["ok", "missing", "unproven", "invalid", "not_applicable"]
Verdict = Literal["met", "not_met", "none"]

METHODS = ("ratio_cap", "ratio", "step", "yes_no", "option", "manual", "lower_is_better")
COMPARATORS = ("gte", "gt", "lte", "lt", "eq", "range", "boolean", "qualitative")
VALUE_KINDS = ("share", "number", "boolean", "text")


@dataclass(frozen=True)
class Band:
    """From `low` upwards (inclusive) the value earns `points_h`."""

    low: Decimal
    points_h: int


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    points_h: int


@dataclass(frozen=True)
class Rule:
    """How one indicator is scored in one year. Points are integer hundredths.

    `threshold` (and `threshold_max` of a range) are in the unit of the value: percent for a share.
    `natural_max` is 100 for a share of a whole, None where the value has no ceiling. `progress` marks a year
    without a milestone of its own (decision 2): points count, but no verdict is given.
    """

    method: str
    max_h: int
    value_kind: str = "share"
    comparator: str = "gte"
    threshold: Decimal | None = None
    threshold_max: Decimal | None = None
    natural_max: Decimal | None = None
    evidence_required: bool = False
    progress: bool = False
    milestone_year: int | None = None
    unit: str = "%"
    numerator_label: str = ""
    denominator_label: str = ""
    full: Decimal = Decimal(100)
    bands: tuple[Band, ...] = ()
    options: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"unknown scoring method {self.method!r}")
        if self.comparator not in COMPARATORS:
            raise ValueError(f"unknown comparator {self.comparator!r}")
        if self.value_kind not in VALUE_KINDS:
            raise ValueError(f"unknown kind of value {self.value_kind!r}")
        if self.max_h < 0:
            raise ValueError("maximum points are not negative")
        numeric = self.value_kind in ("share", "number")
        if self.method in ("ratio_cap", "lower_is_better") and (self.threshold is None or not numeric):
            raise ValueError(f"{self.method} needs a number with a threshold")
        if self.method in ("ratio", "step") and not numeric:
            raise ValueError(f"{self.method} needs a number")
        if self.method == "yes_no" and self.value_kind != "boolean":
            raise ValueError("yes_no needs a yes/no value")
        if self.method == "option" and self.value_kind != "text":
            raise ValueError("option needs a choice")
        if len({o.code for o in self.options}) != len(self.options):
            raise ValueError("every choice has its own code")
        if self.comparator == "range" and (self.threshold is None or self.threshold_max is None):
            raise ValueError("a range has two bounds")
        if self.method == "ratio" and self.full <= 0:
            raise ValueError("the full share is above zero")

    @property
    def lower(self) -> bool:
        """Less is better."""
        return self.method == "lower_is_better" or self.comparator in ("lte", "lt")

    @property
    def compares_as(self) -> str:
        """The comparator in force: “trên 100%” of a share that cannot pass 100 is read as at least (decision 1)."""
        unreachable = (
            self.comparator == "gt"
            and self.natural_max is not None
            and self.threshold is not None
            and self.threshold >= self.natural_max
        )
        return "gte" if unreachable else self.comparator

    @property
    def full_at(self) -> Decimal | None:
        """Where `ratio_cap` reaches full points: the upper bound of a range, else the threshold."""
        return self.threshold_max if self.comparator == "range" else self.threshold

    def as_row(self) -> dict[str, Any]:
        """JSON for the snapshot of a score run and for the SQL of `targets.scoring.sql`."""
        row = asdict(self)
        for key in ("threshold", "threshold_max", "natural_max", "full"):
            row[key] = None if row[key] is None else str(row[key])
        row["bands"] = [{"low": str(b.low), "points_h": b.points_h} for b in self.bands]
        row["options"] = [asdict(o) for o in self.options]
        row["compares_as"] = self.compares_as
        row["lower"] = self.lower
        row["full_at"] = None if self.full_at is None else str(self.full_at)
        return row

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Rule:
        """The inverse of `as_row`; keys that are not of a rule are passed over."""
        known = {k: row[k] for k in cls.__dataclass_fields__ if k in row}
        for key in ("threshold", "threshold_max", "natural_max", "full"):
            known[key] = None if known.get(key) is None else Decimal(known[key])
        known["bands"] = tuple(Band(Decimal(b["low"]), b["points_h"]) for b in row.get("bands", ()))
        known["options"] = tuple(Option(**o) for o in row.get("options", ()))
        return cls(**known)


@dataclass(frozen=True)
class Entry:
    """What one unit says about one indicator, in one layer (self, appraised or final)."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    number: Decimal | None = None
    boolean: bool | None = None
    text: str = ""
    not_applicable: bool = False
    points_h: int | None = None
    has_evidence: bool = False


@dataclass(frozen=True)
class Result:
    """`max_h` is what counts in the denominator of the score ratio: 0 where the indicator does not apply.

    `actual_h` is the value in hundredths of its unit (percent of a share), half up, for display only: verdict and
    points come from the exact fraction. `reaches` says whether the figures alone satisfy the comparator, also
    where no verdict is given (unproven, or a year of progress).
    """

    status: Status
    verdict: Verdict
    points_h: int
    max_h: int
    actual_h: int | None = None
    reaches: bool | None = None
