"""The register counted: awards in force by year, form, kind, level, gender, and direct or leading work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Sum

from awards.enums import AwardState
from awards.models import AwardGranted
from awards.selectors import law
from awards.selectors.register import Filters, Totals, awards, totals
from campaigns.plans.vocabulary import PERSON_KINDS, UNIT_KINDS
from config.kernel.face import charts
from units.enums import Level

GENDERS = {"female": "Nữ", "male": "Nam", "": "Không ghi"}
ROLES = {"direct": "Trực tiếp", "leader": "Lãnh đạo", "coordinator": "Phối hợp", "": "Không ghi"}


@dataclass(frozen=True)
class Row:
    """`revoked` are not in the other numbers; `prize` in đồng."""

    label: str
    collectives: int
    individuals: int
    revoked: int = 0
    prize: int = 0

    @property
    def awards(self) -> int:
        return self.collectives + self.individuals


@dataclass(frozen=True)
class Table:
    """One way to count, with its picture; `rows` without the empty ones."""

    code: str
    title: str
    head: str
    rows: list[Row]
    chart: charts.Chart | None


@dataclass(frozen=True)
class Statistics:
    totals: Totals
    tables: list[Table]


def statistics(filters: Filters) -> Statistics:
    """All tables of the page, under the filters of the register. By year always shows every year."""
    found = awards(filters)
    every_year = awards(replace(filters, year=None))
    counted = totals(found)
    if not counted.awards and not counted.revoked:
        return Statistics(counted, [])
    forms = {code: form.short for code, form in law.forms().items()}
    people = found.filter(recipient="individual")
    collectives = found.filter(recipient="collective")
    tables = [
        _table("nam", "Theo năm", "Năm", every_year, "year", {}),
        _table("hinh-thuc", "Theo hình thức", "Hình thức", found, "award_form", forms),
        _table("loai-tap-the", "Tập thể theo loại đơn vị", "Loại", collectives, "kind", UNIT_KINDS),
        _table("loai-ca-nhan", "Cá nhân theo đối tượng", "Đối tượng", people, "kind", PERSON_KINDS),
        _table("cap", "Theo cấp của đơn vị", "Cấp", found, "level", dict(Level.choices)),
        _table("gioi", "Cá nhân theo giới", "Giới", people, "gender", GENDERS),
        _table("viec", "Cá nhân trực tiếp và lãnh đạo", "Vị trí", people, "role", ROLES),
    ]
    return Statistics(counted, [table for table in tables if table.rows])


def _table(code: str, title: str, head: str, found: QuerySet[AwardGranted], by: str, names: Mapping[str, str]) -> Table:
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    granted = Q(state=AwardState.GRANTED)
    rows = found.order_by().values(by, "recipient").annotate(
        n=Count("pk", filter=granted), gone=Count("pk", filter=~granted), money=Sum("prize", filter=granted)
    )  # fmt: skip
    for row in rows:
        one = numbers[row[by]]
        one[row["recipient"]] += row["n"]
        one["revoked"] += row["gone"]
        one["prize"] += row["money"] or 0
    known = [key for key in names if key in numbers]
    keys = known + sorted(key for key in numbers if key not in names)
    shown = [
        Row(
            names.get(key, str(key) or "Không ghi"), numbers[key]["collective"], numbers[key]["individual"],
            numbers[key]["revoked"], numbers[key]["prize"],
        )
        for key in keys
    ]  # fmt: skip
    return Table(code, title, head, shown, _chart(title, shown))


def _chart(title: str, rows: list[Row]) -> charts.Chart | None:
    """Each row's share of the whole, with its number in the label; None where there is nothing to compare."""
    whole = sum(row.awards for row in rows)
    if not whole or len(rows) < 2:
        return None
    most = max(rows, key=lambda row: row.awards)
    return charts.bars(
        [charts.Bar(f"{row.label}: {row.awards}", round_half_up(row.awards * 10000, whole)) for row in rows],
        title=f"{title}: tỷ lệ trong {whole} khen thưởng",
        sentence=f"Nhiều nhất: {most.label}, {most.awards} trên {whole} khen thưởng.",
    )


def round_half_up(value: int, by: int) -> int:
    return (2 * value + by) // (2 * by)
