"""Reorganisations of administrative units: read from data, reviewed, then applied once as a whole (decision 14)."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial

import yaml
from django.db import transaction

from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.text import nfc
from units.enums import Level, SuccessionKind, UnitForm, UnitKind
from units.models import Tenant, Unit, UnitSuccession
from units.models.unit import place_name
from units.services.loading import DATA, rebuild_paths, unit_search_key, unit_sort_key
from units.services.memberships import carry_memberships

FILE = DATA / "reorganisations.yaml"


@dataclass(frozen=True)
class Step:
    """One unit's way: from `old` to the unit that will bear `new_code` and `new_name`."""

    old: Unit
    new_code: str
    new_name: str
    kind: SuccessionKind
    is_main: bool

    @property
    def kind_label(self) -> str:
        return str(self.kind.label)


@dataclass
class Reorganisation:
    """A whole reorganisation of one tenant, ready to be looked at. Reading it changes nothing."""

    year: str
    title: str
    effective_on: dt.date
    province_code: str
    province_name: str
    steps: list[Step]
    abolished: list[Unit]
    root: Unit
    applied_on: dt.datetime | None = None
    problems: list[str] = field(default_factory=list)

    @cached_property
    def new_units(self) -> dict[str, str]:
        """Official code → name of every unit that will be there afterwards, without the province."""
        return {step.new_code: step.new_name for step in self.steps}

    @property
    def last_day(self) -> dt.date:
        return self.effective_on - dt.timedelta(days=1)

    @property
    def is_ahead(self) -> bool:
        """Its day has not come: until then the old units work as they did."""
        return clock.today() < self.effective_on

    @property
    def counts(self) -> dict[str, int]:
        """How many successions of each kind, by label."""
        counted = Counter(step.kind_label for step in self.steps)
        return dict(counted.most_common())

    @property
    def digest(self) -> str:
        """Of everything that applying would do; the page sends it back, so that what was reviewed is applied."""
        said = [self.year, str(self.effective_on), self.province_code, self.province_name]
        said += [f"{s.old.code}>{s.new_code}|{s.new_name}|{s.kind}|{s.is_main}" for s in self.steps]
        said += [unit.code for unit in self.abolished]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def read_reorganisation(*, tenant: Tenant, year: str = "2025") -> Reorganisation:
    """The reorganisation of `year` for this tenant as its data say; call inside the tenant's scope."""
    spec = yaml.safe_load(FILE.read_text(encoding="utf-8")).get(year)
    if spec is None:
        raise DomainError(f"Không có dữ liệu sắp xếp đơn vị hành chính năm {year}.")
    with (DATA / spec["successors"]).open(encoding="utf-8", newline="") as stream:
        rows = [
            {key: nfc(value) for key, value in row.items()}
            for row in csv.DictReader(stream)
            if row["tenant"] == tenant.slug
        ]
    if not rows:
        raise DomainError(f"Dữ liệu sắp xếp năm {year} không có {tenant.place_name}.")
    before = {unit.official_code: unit for unit in Unit.objects.filter(is_demo=False, valid_from__isnull=True)}
    followers, origins = defaultdict(set), defaultdict(set)
    for row in rows:
        followers[row["old_code"]].add(row["new_code"])
        origins[row["new_code"]].add(row["old_code"])
    problems = [
        f"{row['old_name']} ({row['old_code']}) không có trong danh mục"
        for row in rows
        if row["old_code"] not in before
    ]
    steps = [
        Step(
            old=before[row["old_code"]],
            new_code=row["new_code"],
            new_name=row["new_name"],
            kind=_kind(row, followers, origins),
            is_main=row["main_successor"] == "yes",
        )
        for row in rows
        if row["old_code"] in before
    ]
    root = before[tenant.settings["root_code"]]
    done = UnitSuccession.objects.filter(effective_on=spec["effective_on"]).order_by("id").first()
    return Reorganisation(
        year=year,
        title=spec["title"],
        effective_on=spec["effective_on"],
        province_code=rows[0]["new_province_code"],
        province_name=rows[0]["new_province"],
        steps=steps,
        abolished=[unit for unit in before.values() if unit.level in spec["abolished_levels"] and unit.pk != root.pk],
        root=root,
        applied_on=done.recorded_at if done else None,
        problems=problems,
    )


def _kind(row: dict[str, str], followers: dict[str, set[str]], origins: dict[str, set[str]]) -> SuccessionKind:
    if len(followers[row["old_code"]]) > 1:
        return SuccessionKind.SPLIT
    if len(origins[row["new_code"]]) > 1:
        return SuccessionKind.MERGE
    return SuccessionKind.CONTINUE if row["old_name"] == row["new_name"] else SuccessionKind.RENAME


@transaction.atomic
def apply_reorganisation(
    *, actor: Actor, tenant: Tenant, legal_basis: str, year: str = "2025", expected_digest: str | None = None
) -> Reorganisation:
    """Record every succession, make the successors, and close what ends, in one transaction.

    Reports, scores and documents are not touched: they keep the names of their day. Accounts of a unit that
    simply continues go on at its successor; the other accounts become read-only. Conflict when it has been
    applied, or when the data are not those that were reviewed (`expected_digest`).
    """
    require(actor, "tenant.admin")
    root = Unit.objects.select_for_update().get(code=tenant.settings["root_code"])
    plan = read_reorganisation(tenant=tenant, year=year)
    if plan.applied_on is not None:
        raise Conflict(f"{plan.title} đã được áp dụng cho {tenant.place_name}.")
    if expected_digest is not None and expected_digest != plan.digest:
        raise Conflict("Danh mục đã đổi sau khi bạn mở trang. Hãy xem lại danh sách rồi áp dụng.")
    if plan.problems:
        raise DomainError(f"Chưa áp dụng được: {'; '.join(plan.problems[:5])}.")
    if not legal_basis.strip():
        raise DomainError("Ghi văn bản làm căn cứ.", field="legal_basis")
    successors = _make_successors(plan)
    edges = _edges(plan, successors, root, legal_basis.strip())
    UnitSuccession.objects.bulk_create(edges, batch_size=500)
    ended = [step.old for step in plan.steps] + plan.abolished + [root]
    Unit.objects.filter(pk__in={unit.pk for unit in ended}).update(valid_to=plan.last_day)
    rebuild_paths(tenant=tenant)
    continued = _carry_accounts(plan, successors)
    audit.record(
        actor=actor,
        verb="units.reorganise",
        obj=root,
        before="active",
        after="closed",
        reason=legal_basis.strip(),
        data={
            "year": year,
            "digest": plan.digest,
            "successions": len(plan.steps),
            "new_units": len(plan.new_units),
            "abolished": len(plan.abolished),
            "accounts_continued": continued,
        },
    )
    return plan


def _make_successors(plan: Reorganisation) -> dict[str, Unit]:
    """The new province and its communes, by official code."""
    province = Unit(
        **_named(plan, plan.province_code, plan.province_name, ""),
        level=Level.PROVINCE,
        kind=UnitKind.PROVINCE,
        form=UnitForm.CITY if plan.province_name.startswith("Thành phố") else UnitForm.PROVINCE,
    )
    province.save()
    communes = Unit.objects.bulk_create(
        [
            Unit(
                **_named(plan, code, name, plan.province_name),
                level=Level.COMMUNE,
                kind=UnitKind.COMMUNE,
                form=form_of(name),
                parent=province,
            )
            for code, name in plan.new_units.items()
        ]
    )
    return {unit.official_code: unit for unit in communes} | {"": province}


def _named(plan: Reorganisation, code: str, name: str, parent_name: str) -> dict[str, object]:
    form = form_of(name)
    short = f"UBND {place_name(name, form)}"
    own = f"{code}-{plan.year}"
    return {
        "code": own,
        "official_code": code,
        "name": name,
        "short_name": short,
        "symbol": "UBND",
        "head_title": "Chủ tịch",
        "valid_from": plan.effective_on,
        "search_key": unit_search_key(name, short, own, parent_name),
        "sort_key": unit_sort_key(name, form),
    }


def form_of(name: str) -> str:
    """What a unit is, from the start of its official name; empty when it starts otherwise."""
    return next((str(code) for code, label in UnitForm.choices if name.startswith(f"{label} ")), "")


def _edges(plan: Reorganisation, successors: dict[str, Unit], root: Unit, legal_basis: str) -> list[UnitSuccession]:
    edge = partial(UnitSuccession.named, effective_on=plan.effective_on, legal_basis=legal_basis)
    edges = [edge(s.old, successors[s.new_code], s.kind, is_main=s.is_main) for s in plan.steps]
    edges += [edge(unit, None, SuccessionKind.ABOLISH, is_main=False) for unit in plan.abolished]
    if root.level == Level.PROVINCE:
        edges.append(edge(root, successors[""], SuccessionKind.MERGE, is_main=True))
    else:
        edges.append(edge(root, None, SuccessionKind.ABOLISH, is_main=False))
    return edges


def _carry_accounts(plan: Reorganisation, successors: dict[str, Unit]) -> int:
    """Who worked for a unit that goes on under its own or another name works for its successor."""
    onward = {
        step.old.pk: successors[step.new_code]
        for step in plan.steps
        if step.kind in {SuccessionKind.CONTINUE, SuccessionKind.RENAME}
    }
    return carry_memberships(onward, because="Sắp xếp đơn vị hành chính")
