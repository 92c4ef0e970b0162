"""API: who registered for what, who has not, and the steps of a registration."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from campaigns import offering
from campaigns import permissions as may
from campaigns.enums import RegistrationState
from campaigns.models import Campaign
from campaigns.selectors import registrations_for, the_campaign
from campaigns.selectors.registrations import not_registered
from campaigns.services import registrations as acts
from config.kernel.access import seen_among, visible
from config.kernel.api import Amount, Call, Points, Version, endpoint
from config.kernel.api.problems import NOT_FOUND
from config.kernel.errors import Invalid
from config.kernel.text import format_number
from units.api.register import UnitRow
from units.models import Unit
from units.selectors import units_for

REGISTERING = "Đăng ký thi đua"


class Commitment(serializers.Serializer[Any]):
    target = serializers.CharField()
    year = serializers.IntegerField()
    label = serializers.CharField()
    goal = serializers.CharField()
    level = Points(source="value_h", help_text="null: như kế hoạch.")


class OfferRow(serializers.Serializer[Any]):
    target = serializers.CharField(source="code")
    year = serializers.IntegerField()
    section = serializers.CharField()
    label = serializers.CharField()
    goal = serializers.CharField()
    unit = serializers.CharField()
    threshold = Points(source="threshold_h")
    ceiling = Points(source="ceiling_h")


class TargetInput(serializers.Serializer[Any]):
    target = serializers.CharField(max_length=60)
    year = serializers.IntegerField()
    level = Amount(required=False, allow_null=True, help_text="Mức đăng ký, ví dụ 85; bỏ trống: như kế hoạch.")


class RegistrationRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    state = serializers.ChoiceField(choices=RegistrationState.choices)
    version = serializers.IntegerField()
    launch_plan_number = serializers.CharField()
    launch_plan_date = serializers.DateField(allow_null=True)
    has_launch_plan = serializers.BooleanField()
    note = serializers.CharField()
    return_reason = serializers.CharField()
    submitted_on = serializers.DateField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    targets = Commitment(source="commitments", many=True)


class RegistrationInput(serializers.Serializer[Any]):
    unit = serializers.UUIDField()
    version = serializers.IntegerField(required=False, min_value=1, help_text="Khi sửa bản đã có.")
    launch_plan_number = serializers.CharField(required=False, allow_blank=True, max_length=60)
    launch_plan_date = serializers.DateField(required=False, allow_null=True)
    launch_plan = serializers.FileField(required=False, help_text="Gửi bằng multipart/form-data.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    targets = TargetInput(many=True, required=False, help_text="Thay danh sách cũ; bỏ qua thì giữ nguyên.")


class OneConfirmed(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, help_text="Phiên bản đã đọc.")


class ManyConfirmed(serializers.Serializer[Any]):
    registrations = OneConfirmed(many=True, allow_empty=False, max_length=500)


class RefusedRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    detail = serializers.CharField()


class ConfirmedRows(serializers.Serializer[Any]):
    confirmed = RegistrationRow(many=True)
    refused = RefusedRow(many=True)


@endpoint(
    "GET", may.VIEW_PLAN, summary="Đăng ký thi đua", tag=REGISTERING, gives=RegistrationRow, many=True,
    query=[("state", "draft, submitted, confirmed, returned."), ("unit", "Mã định danh (uid) của đơn vị.")],
)  # fmt: skip
def registrations(call: Call) -> Any:
    found = registrations_for(the_campaign(), call.actor, may.VIEW_PLAN).order_by("unit__sort_key", "id")
    if call.query.get("state") in RegistrationState.values:
        found = found.filter(state=call.query["state"])
    if "unit" in call.query:
        found = found.filter(unit=visible(units_for(call.actor, may.VIEW_PLAN), call.query["unit"]))
    return found


@endpoint(
    "POST", may.EDIT_REGISTRATIONS, summary="Lập hoặc sửa đăng ký (chưa gửi)", tag=REGISTERING,
    takes=RegistrationInput, gives=RegistrationRow,
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "launch_plan_number": "25/KH-UBND",
             "launch_plan_date": "2022-12-20", "note": "Thi đua đạt và vượt các chỉ tiêu chính quyền số.",
             "targets": [{"target": "CQS-2023-2", "year": 2023, "level": "75"}]},
)  # fmt: skip
def registration_save(call: Call) -> Any:
    given = dict(call.given)
    unit = visible(units_for(call.actor, may.VIEW_PLAN), given.pop("unit"))
    if "targets" in given:
        given["commitments"] = _commitments(the_campaign(), unit, given.pop("targets"))
    return acts.save_draft(
        campaign=the_campaign(), unit=unit, actor=call.actor, expected_version=given.pop("version", None), **given
    )


def _commitments(campaign: Campaign, unit: Unit, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    offered = {(one.code, one.year): one for one in offering.offers(campaign, unit)}
    asked = {(one["target"], one["year"]): one.get("level") for one in wanted}
    if unknown := [code for code, year in asked if (code, year) not in offered]:
        raise Invalid({"targets": [f"Đơn vị không đăng ký được mục tiêu {code}; xem registrations/offers/."
                                   for code in unknown]})  # fmt: skip
    keys = {offered[pair].key: "" if level is None else format_number(level) for pair, level in asked.items()}
    kept, wrong = offering.read(list(offered.values()), set(keys), keys)
    if wrong:
        raise Invalid({"targets": list(wrong.values())})
    return kept


@endpoint(
    "POST", summary="Gửi, xác nhận hoặc trả lại một đăng ký", tag=REGISTERING, takes=Version, gives=RegistrationRow,
    description="Bước: submit (đơn vị gửi), confirm (xác nhận), return (trả lại, cần lý do).", example={"version": 1},
)  # fmt: skip
def registration_step(call: Call, uid: str, step: str) -> Any:
    found = visible(registrations_for(the_campaign(), call.actor, may.VIEW_PLAN), uid)
    given = {"registration": found, "actor": call.actor, "expected_version": call.given["version"]}
    if step == "submit":
        return acts.submit(**given)
    if step == "confirm":
        return acts.confirm(**given)
    if step == "return":
        return acts.send_back(reason=call.given.get("reason", ""), **given)
    raise Http404


@endpoint(
    "POST", may.CONFIRM_REGISTRATIONS, summary="Xác nhận nhiều đăng ký", tag=REGISTERING, takes=ManyConfirmed,
    gives=ConfirmedRows,
    description="Từng đăng ký một: cái không xác nhận được hoặc không còn thì nằm trong refused, kèm lý do. 404 khi "
    "không có đăng ký nào trong số gửi lên.",
    example={"registrations": [{"uid": "5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10", "version": 2}]},
)  # fmt: skip
def registrations_confirm(call: Call) -> Any:
    versions = {one["uid"]: one["version"] for one in call.given["registrations"]}
    shown = registrations_for(the_campaign(), call.actor, may.CONFIRM_REGISTRATIONS)
    found, lost = seen_among(shown.order_by("pk"), versions)
    if not found:
        raise Http404
    gone, refused = acts.confirm_many(chosen=[(one, versions[one.uid]) for one in found], actor=call.actor)
    stayed = [(one.registration.uid, one.sentence) for one in refused] + [(uid, NOT_FOUND) for uid in lost]
    return {"confirmed": gone, "refused": [{"uid": uid, "detail": sentence} for uid, sentence in stayed]}


@endpoint(
    "GET", may.CONFIRM_REGISTRATIONS, summary="Đơn vị chưa đăng ký", tag=REGISTERING, gives=UnitRow, many=True
)  # fmt: skip
def registrations_missing(call: Call) -> Any:
    """Đơn vị thuộc đối tượng của kế hoạch mà chưa gửi gì, còn soạn, hoặc bị trả lại."""
    return not_registered(the_campaign()).select_related("parent").order_by("level", "sort_key", "id")


@endpoint(
    "GET", may.EDIT_REGISTRATIONS, summary="Mục tiêu đơn vị có thể đăng ký", tag=REGISTERING, gives=OfferRow,
    many=True, query=[("unit", "uid của đơn vị (bắt buộc).")],
)  # fmt: skip
def registration_offers(call: Call) -> Any:
    return offering.offers(
        the_campaign(), visible(units_for(call.actor, may.EDIT_REGISTRATIONS), call.query.get("unit", ""))
    )


urlpatterns = [
    path("registrations/", registrations, name="registrations"),
    path("registrations/confirm/", registrations_confirm, name="registrations_confirm"),
    path("registrations/missing/", registrations_missing, name="registrations_missing"),
    path("registrations/offers/", registration_offers, name="registration_offers"),
    path("registrations/save/", registration_save, name="registration_save"),
    path("registrations/<uuid:uid>/<slug:step>/", registration_step, name="registration_step"),
]
