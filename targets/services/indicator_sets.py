"""Indicator sets edited by the standing agency: a copy is edited, then applied as the next version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from campaigns.models import Campaign
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from targets.enums import IN_FORCE, Pillar, SetState, Source
from targets.models import AnnualReport, Indicator, IndicatorSet, Target

EDIT = "campaigns.edit"
COPIED = [f.name for f in Indicator._meta.concrete_fields if f.name not in ("id", "uid", "tenant", "set")]
_WORDS = {
    "ratio_cap": ("share", "number"), "lower_is_better": ("share", "number"), "ratio": ("share", "number"),
    "step": ("share", "number"), "yes_no": ("boolean",), "option": ("text",),
}  # fmt: skip
_KIND_SAID = {
    "ratio_cap": "tỷ lệ hoặc số", "lower_is_better": "tỷ lệ hoặc số", "ratio": "tỷ lệ hoặc số",
    "step": "tỷ lệ hoặc số", "yes_no": "có / không", "option": "lời văn, chọn trong các mức",
}  # fmt: skip


@transaction.atomic
def open_edit(*, base: IndicatorSet, actor: Actor) -> IndicatorSet:
    """A copy of the set to be edited; the one that is already open, if there is one."""
    require(actor, EDIT)
    Campaign.objects.select_for_update().get(pk=base.campaign_id)
    family = IndicatorSet.objects.filter(campaign_id=base.campaign_id, code=base.code)
    opened = family.filter(state=SetState.EDITING).first()
    if opened is not None:
        return opened
    top = family.aggregate(top=Max("version"))["top"] or 0
    draft = IndicatorSet.objects.create(
        campaign_id=base.campaign_id, code=base.code, name=base.name, years=base.years, for_kinds=base.for_kinds,
        source=Source.TENANT, state=SetState.EDITING, version=top + 1, note=base.note, digest=base.digest,
        edited_by_name=actor.name,
    )  # fmt: skip
    Indicator.objects.bulk_create(
        Indicator(set=draft, **{name: getattr(one, name) for name in COPIED}) for one in base.indicators.all()
    )
    audit.record(actor=actor, verb="set.edit", obj=draft, data={"base": base.version})
    return draft


@transaction.atomic
def save_indicator(
    *, draft: IndicatorSet, code: str, values: Mapping[str, Any], actor: Actor, is_new: bool = False
) -> Indicator:
    """Add or change one indicator of an edited copy. `values`: attributes, `target` as a code or "".

    DomainError naming the field where it could not be scored.
    """
    draft = _editable(draft, actor)
    found = draft.indicators.filter(code=code).first()
    if is_new and found is not None:
        raise DomainError(f"Bộ chỉ số đã có mã {code}.", code="code", field="code")
    if found is None:
        if not is_new:
            raise Conflict(f"Chỉ số {code} không còn trong bản sửa. Hãy tải lại trang.", code="gone")
        top = draft.indicators.aggregate(top=Max("order"))["top"] or 0
        found = Indicator(set=draft, code=code, order=top + 1)
    values = dict(values)
    target = values.pop("target", "")
    found.target = Target.objects.filter(campaign_id=draft.campaign_id, code=target).first() if target else None
    for name, value in values.items():
        if name != "code":
            setattr(found, name, value)
    found.milestone_year = found.target.year if found.target else None
    found.section = found.target.section if found.target else ""
    _scorable(found, draft)
    found.save()
    audit.record(actor=actor, verb="set.change", obj=draft, data={"indicator": code, "new": is_new})
    return found


@transaction.atomic
def drop_indicator(*, draft: IndicatorSet, code: str, actor: Actor) -> None:
    """Leave an indicator out of the edited copy."""
    draft = _editable(draft, actor)
    if not draft.indicators.filter(code=code).delete()[0]:
        raise Conflict(f"Chỉ số {code} không còn trong bản sửa. Hãy tải lại trang.", code="gone")
    audit.record(actor=actor, verb="set.change", obj=draft, data={"dropped": code})


@transaction.atomic
def reweigh(*, draft: IndicatorSet, weights: Mapping[str, int], actor: Actor) -> None:
    """Give pillars other totals (pillar → hundredths of a point): every maximum in proportion, steps with it.

    Sums come out exactly: what rounding leaves goes to the indicators with the largest remainders.
    """
    draft = _editable(draft, actor)
    for pillar, wanted in weights.items():
        rows = list(draft.indicators.filter(pillar=pillar).order_by("order", "id"))
        total = sum(row.max_h for row in rows)
        label = str(Pillar(pillar).label)
        if not rows:
            raise DomainError(f"{label}: không có chỉ số nào để chia điểm.", code="empty", field=pillar)
        if wanted < len(rows) or not total:
            raise DomainError(f"{label}: tổng điểm quá nhỏ cho {len(rows)} chỉ số.", code="small", field=pillar)
        shares = [divmod(row.max_h * wanted, total) for row in rows]
        left = wanted - sum(share for share, _ in shares)
        order = sorted(range(len(rows)), key=lambda place: (-shares[place][1], place))
        for place, row in enumerate(rows):
            before = row.max_h
            row.max_h = shares[place][0] + (1 if place in order[:left] else 0)
            row.params = [p | {"points_h": p["points_h"] * row.max_h // before if before else 0} for p in row.params]
        Indicator.objects.bulk_update(rows, ["max_h", "params"])
    audit.record(actor=actor, verb="set.change", obj=draft, data={"weights": dict(weights)})


@transaction.atomic
def apply(*, draft: IndicatorSet, years: Iterable[int], reason: str, actor: Actor) -> IndicatorSet:
    """Make the copy the version in force for `years`. Reports that were opened keep the version they were opened with,
    so that a year with such reports keeps its version too: the units of one year are measured alike."""
    draft = _editable(draft, actor)
    years = sorted(set(years))
    if not reason.strip():
        raise DomainError("Ghi căn cứ sửa bộ chỉ số.", code="reason", field="reason")
    if not years:
        raise DomainError("Chọn ít nhất một năm áp dụng.", code="years", field="years")
    indicators = list(draft.indicators.select_related("target"))
    if not sum(one.max_h for one in indicators):
        raise DomainError("Bộ chỉ số chưa có điểm tối đa nào.", code="empty")
    for one in indicators:
        _scorable(one, draft)
    taken = reports_by_year(draft)
    closed = [year for year in years if taken.get(year)]
    if closed:
        said = ", ".join(f"năm {year} có {taken[year]} báo cáo" for year in closed)
        raise DomainError(
            f"Đã mở báo cáo theo phiên bản trước: {said}. Những năm đó giữ phiên bản trước; bỏ chọn rồi áp dụng.",
            code="years", field="years",
        )  # fmt: skip
    older = IndicatorSet.objects.filter(campaign_id=draft.campaign_id, code=draft.code, state__in=IN_FORCE)
    for old in older:
        if set(old.years) <= set(years):
            old.state = SetState.SUPERSEDED
            old.save(update_fields=["state"])
    draft.years, draft.state, draft.reason = years, SetState.DRAFT, reason.strip()[:300]
    draft.applied_on, draft.edited_by_name = clock.today(), actor.name
    draft.save()
    audit.record(
        actor=actor, verb="set.apply", obj=draft, reason=reason.strip(),
        data={"version": draft.version, "years": years, "total_h": sum(one.max_h for one in indicators)},
    )  # fmt: skip
    return draft


@transaction.atomic
def discard(*, draft: IndicatorSet, actor: Actor) -> None:
    """Throw an edited copy away; nothing in force changes."""
    draft = _editable(draft, actor)
    audit.record(actor=actor, verb="set.discard", obj=draft, data={"version": draft.version})
    draft.delete()


def reports_by_year(found: IndicatorSet) -> dict[int, int]:
    """How many reports of each year were opened with another version of this set."""
    opened = (
        AnnualReport.objects.filter(
            values__indicator__set__code=found.code, values__indicator__set__campaign_id=found.campaign_id
        )
        .order_by()
        .values_list("year", "pk")
        .distinct()
    )
    counts: dict[int, int] = {}
    for year, _ in opened:
        counts[year] = counts.get(year, 0) + 1
    return counts


def _editable(draft: IndicatorSet, actor: Actor) -> IndicatorSet:
    require(actor, EDIT)
    locked = IndicatorSet.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or locked.state != SetState.EDITING:
        raise Conflict(
            "Bản sửa này đã được áp dụng hoặc bỏ. Phiên bản đã áp dụng không sửa được; hãy mở bản sửa mới.",
            code="stale",
        )
    return locked


def _scorable(one: Indicator, draft: IndicatorSet) -> None:
    """DomainError with the field where the engine could not score the indicator."""
    kinds = _WORDS.get(one.method)
    if kinds and one.value_kind not in kinds:
        raise DomainError(
            f"{one.code}: phương pháp này cần kiểu giá trị {_KIND_SAID[one.method]}.", code="method", field="value_kind"
        )
    if one.method in ("ratio_cap", "lower_is_better") and not one.threshold:
        raise DomainError(f"{one.code}: phương pháp này cần ngưỡng lớn hơn 0.", code="threshold", field="threshold")
    if one.comparator == "range" and (one.threshold_max is None or one.threshold_max < (one.threshold or 0)):
        raise DomainError(
            f"{one.code}: khoảng cần ngưỡng trên không nhỏ hơn ngưỡng.", code="range", field="threshold_max"
        )
    wanted = {"step": "at_least", "option": "option"}.get(one.method)
    if wanted and not [p for p in one.params if wanted in p]:
        raise DomainError(f"{one.code}: ghi các bậc hoặc lựa chọn kèm điểm.", code="params", field="params")
    if wanted and any(p["points_h"] > one.max_h for p in one.params):
        raise DomainError(f"{one.code}: có bậc vượt điểm tối đa.", code="params", field="params")
    try:
        one.rule((draft.years or [clock.today().year])[0])
    except ValueError as error:
        raise DomainError(f"{one.code}: cách chấm chưa đọc được ({error}).", code="rule") from error
