"""API: campaigns, their plans and targets, registrations."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path
from rest_framework import serializers

from campaigns import permissions as may
from campaigns.enums import CampaignState, RegistrationState
from campaigns.models import Campaign
from campaigns.plans.schema import LISTS
from campaigns.plans.writing import plan_text
from campaigns.selectors import registrations_for, the_campaign
from campaigns.selectors.drafts import live_content
from campaigns.services import registrations as acts
from campaigns.services.loading import content_of
from config.kernel.access import visible
from config.kernel.api import Call, Version, endpoint
from units.selectors import units_for

TAG, REGISTERING = "Kế hoạch", "Đăng ký thi đua"


class CampaignRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    code = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    issuer = serializers.CharField()
    period_from = serializers.IntegerField()
    period_to = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=CampaignState.choices)
    version = serializers.IntegerField()
    source_kind = serializers.CharField(help_text="plan, press_summary, own")


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


class RegistrationInput(serializers.Serializer[Any]):
    unit = serializers.UUIDField()
    version = serializers.IntegerField(required=False, min_value=1, help_text="Khi sửa bản đã có.")
    launch_plan_number = serializers.CharField(required=False, allow_blank=True, max_length=60)
    launch_plan_date = serializers.DateField(required=False, allow_null=True)
    launch_plan = serializers.FileField(required=False, help_text="Gửi bằng multipart/form-data.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000)


def _published() -> Any:
    return Campaign.objects.exclude(state=CampaignState.DRAFT).order_by("-period_from", "-id")


@endpoint("GET", may.VIEW_PLAN, summary="Các phong trào", tag=TAG, gives=CampaignRow, many=True)
def campaigns(call: Call) -> Any:
    return _published()


@endpoint("GET", may.VIEW_PLAN, summary="Cả kế hoạch, như tệp kế hoạch", tag=TAG)
def plan(call: Call, uid: str) -> Any:
    """Các phần như tệp YAML: campaign, targets, award_rules, timeline…; điều kế hoạch không nêu thì không có."""
    return live_content(visible(_published(), uid))


@endpoint("GET", may.VIEW_PLAN, summary="Tệp kế hoạch (YAML)", tag=TAG, file=True)
def plan_yaml(call: Call, uid: str) -> HttpResponse:
    """Tệp mà lệnh load_plans đọc lại được."""
    text = plan_text(content_of(visible(_published(), uid)))
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")


@endpoint(
    "GET", may.VIEW_PLAN, summary="Một phần của kế hoạch", tag=TAG, many=True,
    description="Phần: targets (chỉ tiêu), standards, award_rules, timeline, participants, bodies, blocks…",
)  # fmt: skip
def plan_part(call: Call, uid: str, part: str) -> Any:
    if part not in LISTS:
        raise Http404
    return live_content(visible(_published(), uid)).get(part, [])


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
             "launch_plan_date": "2022-12-20", "note": "Thi đua đạt và vượt các chỉ tiêu chính quyền số."},
)  # fmt: skip
def registration_save(call: Call) -> Any:
    given = dict(call.given)
    unit = visible(units_for(call.actor, may.VIEW_PLAN), given.pop("unit"))
    return acts.save_draft(
        campaign=the_campaign(), unit=unit, actor=call.actor, expected_version=given.pop("version", None), **given
    )


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


urlpatterns = [
    path("campaigns/", campaigns, name="campaigns"),
    path("campaigns/<uuid:uid>/plan/", plan, name="plan"),
    path("campaigns/<uuid:uid>/plan.yaml", plan_yaml, name="plan_yaml"),
    path("campaigns/<uuid:uid>/plan/<slug:part>/", plan_part, name="plan_part"),
    path("registrations/", registrations, name="registrations"),
    path("registrations/save/", registration_save, name="registration_save"),
    path("registrations/<uuid:uid>/<slug:step>/", registration_step, name="registration_step"),
]
