"""What a reader of the roll-up may choose between, and what was chosen. Unknown choices are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from campaigns.models import Campaign
from config.kernel.tenancy.postgres.base import planned_cursor
from config.kernel.text import whole_number
from targets.enums import COUNTED_STATES, PILLAR_SLUGS, Pillar
from targets.selectors.rollup.scope import Scope
from units.enums import Level, UnitKind


@dataclass(frozen=True)
class Choice:
    """`sent`: how many reports of the year each kind of unit sent, `unappraised` of them not
    appraised yet. Options are (value, label) pairs."""

    year: int
    years: tuple[int, ...]
    scope: Scope
    sent: tuple[tuple[str, str, int], ...]
    unappraised: int
    levels: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, str], ...]
    districts: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """The scope as people say it: "Xã, phường, thị trấn · huyện Kiên Lương · Kinh tế số", or "toàn bộ"."""
        scope = self.scope
        said = [
            str(UnitKind(scope.kind).label) if scope.kind else "",
            str(Level(scope.level).label) if scope.level else "",
            dict(self.blocks).get(scope.block, ""),
            dict(self.districts).get(scope.under, ""),
            str(Pillar(scope.pillar).label) if scope.pillar is not None else "",
        ]
        return " · ".join(word for word in said if word) or "Tất cả đơn vị"

    @property
    def pillar_slug(self) -> str:
        return dict(self.asked).get("tru-cot", "")

    @property
    def narrowed(self) -> bool:
        return self.scope != Scope()

    def query(self, **changed: object) -> str:
        """The present choice as a query string, with some of it changed; None takes a choice away."""
        kept = {"nam": str(self.year), **dict(self.asked)}
        for name, value in changed.items():
            kept[name.replace("_", "-")] = "" if value is None else str(value)
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    @property
    def here(self) -> str:
        return self.query()

    @property
    def years_links(self) -> list[tuple[int, str]]:
        return [(year, self.query(nam=year)) for year in self.years]

    @property
    def kinds_links(self) -> list[tuple[str, str, int, str]]:
        return [(kind, label, number, self.query(loai=kind)) for kind, label, number in self.sent]

    @property
    def all_kinds(self) -> str:
        return self.query(loai=None)


_CHOICES = """
    (SELECT 'sent' AS what, u.kind AS key, '' AS label, r.year::int AS number, count(*) AS sent,
            count(*) FILTER (WHERE r.state = 'submitted') AS waiting, '' AS place
     FROM targets_annualreport r JOIN units_unit u ON u.tenant_id = r.tenant_id AND u.id = r.unit_id
     WHERE r.campaign_id = %(campaign)s AND r.state = ANY(%(states)s) GROUP BY r.year, u.kind)
    UNION ALL
    (SELECT 'block', b.code, b.name, b."order"::int, 0, 0, '' FROM campaigns_block b
     WHERE b.campaign_id = %(campaign)s AND NOT b.withdrawn)
    UNION ALL
    (SELECT 'district', u.path, u.name, 0, 0, 0, u.sort_key FROM units_unit u
     WHERE u.level = 'district' AND NOT u.is_demo)
"""
_ORDER = "what, CASE WHEN what = 'sent' THEN -sent ELSE number END, place, key"


def read(campaign: Campaign, asked: Mapping[str, str], default_year: int) -> Choice:
    """One query: reports sent by year and kind, blocks in the plan's order, districts in Vietnamese order."""
    statement = f"SELECT what, key, label, number, sent, waiting FROM ({_CHOICES}) c ORDER BY {_ORDER}"  # noqa: S608 -- our own names
    with planned_cursor() as cursor:
        cursor.execute(statement, {"campaign": campaign.pk, "states": [str(s) for s in COUNTED_STATES]})
        found = cursor.fetchall()
    counts = [(number, key, sent, waiting) for what, key, _, number, sent, waiting in found if what == "sent"]
    blocks = tuple((key, label) for what, key, label, *_ in found if what == "block")
    districts = tuple((key, label) for what, key, label, *_ in found if what == "district")
    years = tuple(sorted({year for year, *_ in counts}, reverse=True))
    wanted = whole_number(asked.get("nam", ""))
    year = wanted if wanted is not None and wanted in years else (years[0] if years else default_year)
    mine = [row for row in counts if row[0] == year]
    sent = tuple((kind, str(UnitKind(kind).label), number) for _, kind, number, _ in mine)
    pillar = PILLAR_SLUGS.get(asked.get("tru-cot", ""))
    scope = Scope(
        kind=_one_of(asked.get("loai", ""), [kind for kind, _, _ in sent]),
        level=_one_of(asked.get("cap", ""), [str(level) for level in Level]),
        block=_one_of(asked.get("khoi", ""), [code for code, _ in blocks]),
        under=_one_of(asked.get("thuoc", ""), [path for path, _ in districts]),
        pillar=None if pillar is None else str(pillar),
    )
    chosen = {"loai": scope.kind, "cap": scope.level, "khoi": scope.block, "thuoc": scope.under}
    if scope.pillar is not None:
        chosen["tru-cot"] = asked["tru-cot"]
    return Choice(
        year=year,
        years=years,
        scope=scope,
        sent=sent,
        unappraised=sum(waiting for *_, waiting in mine),
        levels=tuple((str(value), str(label)) for value, label in Level.choices),
        blocks=blocks,
        districts=districts,
        asked=tuple((name, value) for name, value in chosen.items() if value),
    )


def _one_of(wanted: str, known: list[str]) -> str:
    return wanted if wanted in known else ""
