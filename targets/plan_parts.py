"""The lists of a plan file that this app keeps: targets and indicator sets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Max

from campaigns.models import Campaign
from campaigns.plans.parts import Change, Part, register, sync_rows
from targets.enums import IN_FORCE, SetState
from targets.models import Indicator, IndicatorSet, Target

_TARGET_BLANKS: dict[str, Any] = {
    "section": "", "text": "", "short": "", "year": None, "pillar": "", "unit_levels": [], "comparator": "",
    "value": None, "value_max": None, "unit": "", "natural_max": None, "exclusion": "",
    "baseline_required": False, "group": "", "kind": "", "role": "", "note": "", "source": "plan",
}  # fmt: skip
_SET_KEYS = ("name", "years", "for_kinds", "source", "note")
# In the order in which an exported target is read.
_TARGET_KEYS = ("code", *_TARGET_BLANKS)


def register_parts() -> None:
    register(Part("targets", sync_targets, export_targets, order=30))
    register(Part("indicator_sets", sync_sets, export_sets, order=40))


def sync_targets(campaign: Campaign, items: Sequence[dict[str, Any]], actor: Any) -> list[Change]:
    places = {item["code"]: place for place, item in enumerate(items, 1)}

    def values(item: dict[str, Any]) -> dict[str, Any]:
        said = {k: item.get(k, list(b) if isinstance(b, list) else b) for k, b in _TARGET_BLANKS.items()}
        return said | {"order": places[item["code"]]}

    return sync_rows(
        "targets",
        Target.objects.filter(campaign=campaign),
        items,
        values,
        lambda fields: Target(campaign=campaign, **fields),
    )


def export_targets(campaign: Campaign) -> list[dict[str, Any]]:
    rows = Target.objects.filter(campaign=campaign, withdrawn=False)
    found = [{key: _said(getattr(row, key)) for key in _TARGET_KEYS} for row in rows]
    return [row | {"source": None if row["source"] == "plan" else row["source"]} for row in found]


def sync_sets(campaign: Campaign, items: Sequence[dict[str, Any]], actor: Any) -> list[Change]:
    """A set that no report has used is made anew when it differs; a used one is frozen, and a new version is made."""
    targets = {t.code: t for t in Target.objects.filter(campaign=campaign)}
    sets = IndicatorSet.objects.filter(campaign=campaign, state__in=IN_FORCE)
    newest = {s.code: s for s in sets.order_by("version")}
    changes = []
    for item in items:
        digest = _digest(item, targets)
        row = newest.get(item["code"])
        if row is not None and (row.digest == digest or _same(row, item, targets)):
            changes.append(Change("indicator_sets", item["code"], "unchanged"))
            continue
        version = 1
        if row is not None:
            _retire(row)
            # A copy that is being edited has its number already.
            family = IndicatorSet.objects.filter(campaign=campaign, code=item["code"])
            version = (family.aggregate(top=Max("version"))["top"] or 0) + 1
        _make_set(campaign, item, targets, digest, version)
        told = {"version": (row.version, version)} if row is not None else {}
        changes.append(Change("indicator_sets", item["code"], "changed" if row is not None else "created", told))
    named = {item["code"] for item in items}
    for code, gone in newest.items():
        if code not in named:
            _retire(gone)
            changes.append(Change("indicator_sets", code, "withdrawn"))
    return changes


def export_sets(campaign: Campaign) -> list[dict[str, Any]]:
    newest = {s.code: s for s in IndicatorSet.objects.filter(campaign=campaign, state__in=IN_FORCE).order_by("version")}
    sets = sorted(newest.values(), key=lambda one: (one.code, one.version))
    rows: dict[int, list[dict[str, Any]]] = {}
    for i in Indicator.objects.filter(set__in=sets).select_related("target"):
        rows.setdefault(i.set_id, []).append(_export_indicator(i))
    return [
        {"code": s.code, **{k: _said(getattr(s, k)) for k in _SET_KEYS}, "indicators": rows.get(s.pk, [])} for s in sets
    ]


# What an entry can say of an indicator, beside what it takes from its target.
_INDICATOR_TEXTS = ("numerator_label", "denominator_label", "guide", "evidence_note", "data_source", "verifier", "note")
_INDICATOR_FIELDS = (
    "code", "name", "pillar", "unit_kinds", "value_kind", "method", "max_h", "comparator", "threshold",
    "threshold_max", "unit", "params", "evidence_required", "target_id", "natural_max", "milestone_year", "short",
    "section", *_INDICATOR_TEXTS,
)  # fmt: skip


def _same(row: IndicatorSet, item: dict[str, Any], targets: dict[str, Target]) -> bool:
    """Whether the entry says what the set says, in whatever words."""
    if any(getattr(row, key) != item.get(key, type(getattr(row, key))()) for key in _SET_KEYS):
        return False
    wanted = [_made(row, entry, targets, place) for place, entry in enumerate(item["indicators"], 1)]
    return [_fields(i) for i in wanted] == [_fields(i) for i in row.indicators.all()]


def _fields(indicator: Indicator) -> list[Any]:
    return [getattr(indicator, name) for name in _INDICATOR_FIELDS]


def _made(made: IndicatorSet, entry: dict[str, Any], targets: dict[str, Target], place: int) -> Indicator:
    return _make_indicator(made, entry, targets.get(entry.get("target", "")), place)


def _retire(row: IndicatorSet) -> None:
    """Make room for another version."""
    if row.state == SetState.DRAFT:
        row.delete()
        return
    row.state = SetState.SUPERSEDED
    row.save(update_fields=["state"])


def _make_set(campaign: Campaign, item: dict[str, Any], targets: dict[str, Target], digest: str, version: int) -> None:
    made = IndicatorSet.objects.create(
        campaign=campaign, code=item["code"], version=version, digest=digest, name=item["name"],
        years=item["years"], for_kinds=item.get("for_kinds", []), source=item["source"], note=item.get("note", ""),
    )  # fmt: skip
    indicators = [_made(made, entry, targets, place) for place, entry in enumerate(item["indicators"], 1)]
    for indicator in indicators:
        indicator.rule(made.years[0])  # raises ValueError where it cannot be scored
    Indicator.objects.bulk_create(indicators)


def _make_indicator(made: IndicatorSet, entry: dict[str, Any], target: Target | None, place: int) -> Indicator:
    """What the entry leaves out comes from its target."""
    own_threshold = "threshold" in entry
    share = entry["value_kind"] == "share"
    numeric = entry["value_kind"] in ("share", "number")
    comparator = entry.get("comparator") or (target.comparator if target else "")
    if not comparator or (numeric and comparator in ("boolean", "qualitative")):
        comparator = {"boolean": "boolean", "text": "qualitative"}.get(entry["value_kind"], "gte")
    is_range = comparator == "range" and target is not None
    return Indicator(
        set=made,
        target=target,
        code=entry["code"],
        name=entry["name"],
        short=entry.get("short", target.short if target else "")[:80],
        section=entry.get("section", target.section if target else ""),
        order=place,
        pillar=entry.get("pillar", target.pillar if target else ""),
        unit_kinds=entry["unit_kinds"],
        value_kind=entry["value_kind"],
        method=entry["method"],
        max_h=_hundredths(entry["max_points"]),
        comparator=comparator,
        threshold=entry["threshold"] if own_threshold else (target.value if target and numeric else None),
        threshold_max=entry.get("threshold_max", target.value_max if is_range and target else None),
        natural_max=_ceiling(target, share=share, numeric=numeric),
        milestone_year=target.year if target else None,
        unit=entry.get("unit") or (target.unit if target else "") or ("%" if share else ""),
        params=[_param(p) for p in entry.get("params", [])],
        evidence_required=entry["evidence_required"],
        **{name: entry.get(name, "") for name in _INDICATOR_TEXTS},
    )


def _ceiling(target: Target | None, *, share: bool, numeric: bool) -> Decimal | None:
    """A share of a whole ends at 100, unless the plan's own target says otherwise ("% GRDP")."""
    if target is not None and numeric:
        return target.natural_max
    return Decimal(100) if share else None


def _param(param: dict[str, Any]) -> dict[str, Any]:
    points_h = _hundredths(param["points"])
    if "option" in param:
        return {"option": param["option"], "points_h": points_h}
    return {"at_least": str(param["at_least"]), "points_h": points_h}


def _export_indicator(i: Indicator) -> dict[str, Any]:
    return {
        "code": i.code,
        "target": i.target.code if i.target else None,
        "name": i.name,
        "pillar": i.pillar or None,
        "unit_kinds": i.unit_kinds,
        "value_kind": i.value_kind,
        "method": i.method,
        "max_points": _said(Decimal(i.max_h) / 100),
        "threshold": _said(i.threshold),
        "threshold_max": _said(i.threshold_max),
        "comparator": i.comparator,
        "short": i.short if i.short != (i.target.short if i.target else "")[:80] else None,
        "section": i.section if i.section != (i.target.section if i.target else "") else None,
        "unit": i.unit or None,
        "params": [
            {k: _said(Decimal(v)) if k == "at_least" else v for k, v in p.items() if k != "points_h"}
            | {"points": _said(Decimal(p["points_h"]) / 100)}
            for p in i.params
        ]
        or None,
        "evidence_required": i.evidence_required,
        **{name: getattr(i, name) or None for name in _INDICATOR_TEXTS},
    }


def _hundredths(points: Decimal) -> int:
    return int((Decimal(points) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _digest(item: dict[str, Any], targets: dict[str, Target]) -> str:
    """Over the set and what its indicators take from their targets."""
    used = sorted({e["target"] for e in item["indicators"] if e.get("target")})
    taken = [
        [
            c,
            str(_said(t.value)),
            str(_said(t.value_max)),
            t.comparator,
            t.year,
            str(_said(t.natural_max)),
            t.short,
            t.section,
        ]
        for c in used
        if (t := targets.get(c)) is not None
    ]
    return hashlib.sha256(
        json.dumps([item, taken], ensure_ascii=False, sort_keys=True, default=lambda d: str(_said(d))).encode()
    ).hexdigest()


def _said(value: Any) -> Any:
    """What stands in an export: nothing for what the plan does not say, numbers without needless zeros."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return int(value) if whole else Decimal(f"{value.normalize():f}")
    if isinstance(value, str | list) and not value:
        return None
    return value
