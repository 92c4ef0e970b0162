"""What a round costs: prizes by form and recipient on a chosen day (decision 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from awards.enums import ROUND_LISTED, AwardState, Recipient, RoundState, Standing
from awards.law import Prize, Regime
from awards.models import AwardForm, AwardGranted, AwardRound, Candidate
from awards.selectors import law


@dataclass(frozen=True)
class Row:
    """Everybody of one form and recipient. `each` and `total` in đồng, None where no coefficient is known."""

    form: str
    form_code: str
    recipient: str
    count: int
    prize: Prize | None
    elsewhere: str = ""

    @property
    def who(self) -> str:
        return Recipient(self.recipient).label

    @property
    def each(self) -> int | None:
        return self.prize.amount if self.prize else None

    @property
    def total(self) -> int | None:
        return self.prize.amount * self.count if self.prize else None


@dataclass(frozen=True)
class Line:
    """One name for the accountant, with what was reckoned for it."""

    name: str
    position: str
    unit_name: str
    row: Row


@dataclass(frozen=True)
class Budget:
    """`basis`: what list it was reckoned on. `total` leaves out the rows without a prize (`unknown`)."""

    day: date
    regime: Regime | None
    base_salary: int | None
    basis: str
    rows: list[Row]
    lines: list[Line]
    granted: int
    granted_total: int

    @property
    def total(self) -> int:
        return sum(row.total or 0 for row in self.rows)

    @property
    def own_total(self) -> int:
        """Of the forms that are decided here, so paid from the fund of this tenant."""
        return sum(row.total or 0 for row in self.rows if not row.elsewhere)

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def unknown(self) -> list[Row]:
        return [row for row in self.rows if row.prize is None]

    @property
    def unverified(self) -> list[Row]:
        return [row for row in self.rows if row.prize is not None and not row.prize.verified]


def decided_on(round_: AwardRound) -> date | None:
    """The day of the round's last decision; None while there is none."""
    return AwardGranted.objects.filter(round=round_).aggregate(last=Max("decided_on"))["last"]


def budget(round_: AwardRound, day: date) -> Budget:
    """Prizes as if the decision were of `day`: of the proposal list, or of the picked while there is none."""
    listed = round_.state in (*ROUND_LISTED, RoundState.DECIDED)
    found = Candidate.objects.filter(round=round_, withdrawn=False)
    found = found.filter(proposed=True) if listed else found.filter(standing__in=[Standing.PICKED, Standing.HELD])
    forms, prizes = law.forms(), law.prizes_on(day)
    people = list(found.order_by("recipient", "place", "pk"))
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for one in people:
        groups.setdefault((one.award_form, one.recipient), []).append(one)
    named = _named_on(round_, day)
    rows = {
        key: _row(key, len(group), forms.get(key[0]), prizes.get(key), named.get(key[0], ""))
        for key, group in groups.items()
    }
    ordered = sorted(rows, key=lambda key: (forms[key[0]].order if key[0] in forms else 99, key[1]))
    granted = AwardGranted.objects.filter(round=round_, state=AwardState.GRANTED)
    salary = law.salary_on(day)
    return Budget(
        day=day,
        regime=law.regime_for(day),
        base_salary=salary.amount if salary else None,
        basis="danh sách đề nghị" if listed else "kết quả chọn hiện tại, kể cả suất tạm dừng",
        rows=[rows[key] for key in ordered],
        lines=[Line(one.name, one.position, one.unit_name, rows[key]) for key in ordered for one in groups[key]],
        granted=granted.count(),
        granted_total=sum(prize or 0 for prize in granted.values_list("prize", flat=True)),
    )


def _named_on(round_: AwardRound, day: date) -> dict[str, str]:
    """Forms by the name under which the round's decisions up to that day gave them; later the giver may be another."""
    given = AwardGranted.objects.filter(round=round_, decided_on__lte=day).order_by("decided_on", "id")
    return dict(given.values_list("award_form", "form_name"))


def _row(key: tuple[str, str], count: int, form: AwardForm | None, prize: Prize | None, named: str) -> Row:
    code, recipient = key
    return Row(
        form=named or (form.name if form else code),
        form_code=code,
        recipient=recipient,
        count=count,
        prize=prize,
        elsewhere="" if form is None or form.by_tenant else form.decider,
    )
