"""API: campaigns, their plans part by part, and the versions that were published."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path
from rest_framework import serializers

from campaigns import permissions as may
from campaigns.enums import CampaignState, VersionOrigin
from campaigns.plans.schema import LISTS
from campaigns.plans.writing import plan_text
from campaigns.selectors.campaign import issued_campaigns
from campaigns.selectors.content import content_of
from campaigns.selectors.drafts import live_content, versions
from config.kernel.access import visible
from config.kernel.api import Call, endpoint

TAG = "Kế hoạch"


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


class VersionRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    version = serializers.IntegerField()
    origin = serializers.ChoiceField(choices=VersionOrigin.choices)
    published_at = serializers.DateTimeField()
    published_by_name = serializers.CharField()
    note = serializers.CharField()
    digest = serializers.CharField()
    changes = serializers.ListField(
        child=serializers.DictField(), help_text="[{part, code, state, fields: {khóa: [cũ, mới]}}]"
    )


@endpoint("GET", may.VIEW_PLAN, summary="Các phong trào", tag=TAG, gives=CampaignRow, many=True)
def campaigns(call: Call) -> Any:
    return issued_campaigns()


@endpoint("GET", may.VIEW_PLAN, summary="Cả kế hoạch, như tệp kế hoạch", tag=TAG)
def plan(call: Call, uid: str) -> Any:
    """Các phần như tệp YAML: campaign, targets, award_rules, timeline…; điều kế hoạch không nêu thì không có."""
    return live_content(visible(issued_campaigns(), uid))


@endpoint("GET", may.VIEW_PLAN, summary="Tệp kế hoạch (YAML)", tag=TAG, file=True)
def plan_yaml(call: Call, uid: str) -> HttpResponse:
    """Tệp mà lệnh load_plans đọc lại được."""
    text = plan_text(content_of(visible(issued_campaigns(), uid)))
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")


@endpoint(
    "GET", may.VIEW_PLAN, summary="Một phần của kế hoạch", tag=TAG, many=True,
    description="Phần: targets (chỉ tiêu), standards, award_rules, timeline, participants, bodies, blocks…",
)  # fmt: skip
def plan_part(call: Call, uid: str, part: str) -> Any:
    if part not in LISTS:
        raise Http404
    return live_content(visible(issued_campaigns(), uid), part).get(part, [])


@endpoint("GET", may.VIEW_PLAN, summary="Các phiên bản đã ban hành", tag=TAG, gives=VersionRow, many=True)
def plan_versions(call: Call, uid: str) -> Any:
    """Mới nhất trước; mỗi phiên bản kèm danh sách điểm khác phiên bản trước."""
    return versions(visible(issued_campaigns(), uid).pk)


urlpatterns = [
    path("campaigns/", campaigns, name="campaigns"),
    path("campaigns/<uuid:uid>/plan/", plan, name="plan"),
    path("campaigns/<uuid:uid>/plan.yaml", plan_yaml, name="plan_yaml"),
    path("campaigns/<uuid:uid>/plan/<slug:part>/", plan_part, name="plan_part"),
    path("campaigns/<uuid:uid>/versions/", plan_versions, name="plan_versions"),
]
