"""What a reader of the roll-up may choose between, and what was chosen. Unknown choices are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import CharField, F, Value

from campaigns.models import Block, Campaign
from config.kernel.text import whole_number
from targets.enums import PILLAR_SLUGS, Pillar
from targets.selectors.rollup.scope import Scope
from targets.selectors.rollup.sums import reports_sent
from units.enums import Level, UnitKind
from units.models import Unit


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


def read(campaign: Campaign, asked: Mapping[str, str], default_year: int) -> Choice:
    """Two queries: reports sent by year and kind, blocks with districts."""
    counts = reports_sent(campaign)
    years = tuple(sorted({year for year, *_ in counts}, reverse=True))
    wanted = whole_number(asked.get("nam", ""))
    year = wanted if wanted in years else (years[0] if years else default_year)
    mine = [row for row in counts if row[0] == year]
    sent = tuple((kind, str(UnitKind(kind).label), number) for _, kind, number, _ in mine)
    blocks, districts = _places(campaign)
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


Pairs = tuple[tuple[str, str], ...]


def _places(campaign: Campaign) -> tuple[Pairs, Pairs]:
    """Blocks by code in the plan's order, districts by path in Vietnamese order."""
    what = {"what": Value("block", output_field=CharField())}
    blocks = Block.objects.filter(campaign=campaign, withdrawn=False).order_by().annotate(
        **what, key=F("code"), label=F("name"), place=Value("", output_field=CharField()), number=F("order")
    )  # fmt: skip
    districts = Unit.objects.filter(level=Level.DISTRICT, is_demo=False).order_by().annotate(
        what=Value("district", output_field=CharField()), key=F("path"), label=F("name"), place=F("sort_key"),
        number=Value(0),
    )  # fmt: skip
    names = ("what", "key", "label", "place", "number")
    found = list(blocks.values_list(*names).union(districts.values_list(*names), all=True))
    found.sort(key=lambda row: (row[4], row[3], row[1]))
    return (
        tuple((key, label) for what_, key, label, *_ in found if what_ == "block"),
        tuple((key, label) for what_, key, label, *_ in found if what_ == "district"),
    )
