"""The tabs of the plan's page and what each holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from campaigns.models import BlockMembership, Campaign
from campaigns.plans.parts import registered
from campaigns.selectors.plan import awards, rest, targets
from campaigns.selectors.plan.shapes import OURS, Group

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Tab:
    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class PartPage:
    """One tab, opened. `lists` are the keys of the plan file that it shows."""

    slug: str
    label: str
    lists: tuple[str, ...]
    groups: list[Group]


@dataclass(frozen=True)
class _Spec:
    label: str
    lists: tuple[str, ...]
    build: Callable[[Campaign, dict[str, list[dict[str, Any]]]], list[Group]]


def _awards(campaign: Campaign, rows: dict[str, list[dict[str, Any]]]) -> list[Group]:
    blocks = {row["code"]: row["name"] for row in _export("blocks", campaign)}
    return awards.award_groups(rows["award_rules"], blocks)


def _blocks(campaign: Campaign, rows: dict[str, list[dict[str, Any]]]) -> list[Group]:
    found = BlockMembership.objects.filter(campaign=campaign).values("block__code").annotate(n=Count("id"))
    return rest.block_groups(rows["blocks"], {row["block__code"]: row["n"] for row in found.order_by()})


_CLAUSES = (
    ("Mục đích", "Mục đích", "purposes"),
    ("Yêu cầu", "Yêu cầu", "requirements"),
    ("Mục tiêu chung", "Mục tiêu chung", "general_objectives"),
    ("Nội dung thi đua", "Nội dung", "contents"),
    ("Kinh phí, mức thưởng", "Kinh phí", "funding"),
    ("Căn cứ", "Căn cứ", "legal_bases"),
)


def _clauses(campaign: Campaign, rows: dict[str, list[dict[str, Any]]]) -> list[Group]:
    return rest.clause_groups([(heading, title, rows[key]) for heading, title, key in _CLAUSES])


PARTS: dict[str, _Spec] = {
    "muc-tieu": _Spec("Mục tiêu", ("targets",), lambda c, r: targets.target_groups(r["targets"])),
    "doi-tuong": _Spec("Đối tượng", ("participants",), lambda c, r: rest.participant_groups(r["participants"])),
    "tieu-chuan": _Spec("Tiêu chuẩn", ("standards",), lambda c, r: rest.standard_groups(r["standards"])),
    "khen-thuong": _Spec("Khen thưởng", ("award_rules",), _awards),
    "ho-so": _Spec("Hồ sơ", ("dossier_components",), lambda c, r: rest.dossier_groups(r["dossier_components"])),
    "thoi-gian": _Spec("Thời gian", ("timeline",), lambda c, r: rest.timeline_groups(c)),
    "co-quan": _Spec("Cơ quan", ("bodies",), lambda c, r: rest.body_groups(r["bodies"])),
    "noi-dung": _Spec("Nội dung", tuple(key for _, _, key in _CLAUSES), _clauses),
    "khoi": _Spec("Khối", ("blocks",), _blocks),
    "bo-chi-so": _Spec("Bộ chỉ số", ("indicator_sets",), lambda c, r: targets.set_groups(r["indicator_sets"])),
    "can-lam-ro": _Spec("Chỗ cần làm rõ", ("doubts",), lambda c, r: rest.doubt_groups(r["doubts"])),
}


def _export(key: str, campaign: Campaign) -> list[dict[str, Any]]:
    part = next((part for part in registered() if part.key == key), None)
    return part.export(campaign) if part else []


def _named_ours(row: dict[str, Any]) -> dict[str, Any]:
    """An entry that the tenant added stands in no section: its place is named after whose it is."""
    return row | {"section": row.get("section") or OURS} if row.get("source") == "tenant" else row


def tabs(campaign: Campaign) -> list[Tab]:
    """Every tab with its number of entries; the numbers are kept per version of the campaign."""
    key = f"plan-counts:{campaign.tenant_id}:{campaign.uid}:{campaign.version}:{campaign.loaded_at}"
    counts = cache.get(key := key.replace(" ", "T"))
    if counts is None:
        counts = {slug: sum(len(_export(name, campaign)) for name in spec.lists) for slug, spec in PARTS.items()}
        cache.set(key, counts, KEPT_SECONDS)
    return [Tab(slug, spec.label, counts[slug]) for slug, spec in PARTS.items()]


def part_page(campaign: Campaign, slug: str) -> PartPage:
    """What one tab shows. KeyError for an unknown slug."""
    spec = PARTS[slug]
    rows = {key: [_named_ours(row) for row in _export(key, campaign)] for key in spec.lists}
    return PartPage(slug, spec.label, spec.lists, spec.build(campaign, rows))
