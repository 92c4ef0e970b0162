"""API: the ledger of gifts and the council's norms."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import path
from rest_framework import serializers

from campaigns import permissions as may
from campaigns.api.asked import CAMPAIGN, campaign_asked
from campaigns.enums import GiftKind, GiftState, Giver
from campaigns.models import Contribution
from campaigns.selectors import contributions as reading
from campaigns.selectors import the_campaign
from campaigns.services import contributions as acts
from config.kernel import files
from config.kernel.access import Actor, visible
from config.kernel.api import Call, Version, endpoint
from units.selectors import people_at, units_for

TAG = "Đóng góp"
_GIFT = {
    "kind": "goods", "amount": 48000000, "what": "20 máy tính bảng cho Tổ công nghệ số cộng đồng",
    "given_on": "2023-05-06", "unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "valuation": "Hóa đơn số 0001234",
    "beneficiary": "Tổ công nghệ số cộng đồng", "paper_number": "03/BB-TNN",
}  # fmt: skip


class GiftRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    campaign = serializers.UUIDField(source="campaign.uid")
    giver = serializers.ChoiceField(choices=Giver.choices)
    giver_name = serializers.CharField()
    unit = serializers.UUIDField(source="unit.uid", allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=GiftKind.choices)
    amount = serializers.IntegerField(help_text="Đồng.")
    what = serializers.CharField()
    valuation = serializers.CharField()
    beneficiary = serializers.CharField()
    given_on = serializers.DateField()
    paper_number = serializers.CharField()
    paper_date = serializers.DateField(allow_null=True)
    has_paper = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=GiftState.choices)
    version = serializers.IntegerField()
    refusal = serializers.CharField()
    confirmed_by_name = serializers.CharField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    is_demo = serializers.BooleanField()

    def get_has_paper(self, gift: Contribution) -> bool:
        return gift.paper_file_id is not None


class GiftInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=GiftKind.choices)
    amount = serializers.IntegerField(min_value=1, help_text="Đồng; hiện vật: giá trị quy ra tiền.")
    what = serializers.CharField(max_length=400)
    given_on = serializers.DateField()
    unit = serializers.UUIDField(
        required=False, allow_null=True, help_text="Đơn vị góp, hoặc đơn vị bảo đảm cho cá nhân, người ngoài danh mục."
    )
    person = serializers.UUIDField(required=False, allow_null=True, help_text="Cá nhân của đơn vị ấy.")
    giver_name = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="Ngoài danh mục.")
    valuation = serializers.CharField(required=False, allow_blank=True, max_length=300, help_text="Cần với hiện vật.")
    beneficiary = serializers.CharField(required=False, allow_blank=True, max_length=300)
    paper_number = serializers.CharField(required=False, allow_blank=True, max_length=60)
    paper_date = serializers.DateField(required=False, allow_null=True)
    paper = serializers.FileField(required=False, help_text="Gửi bằng multipart/form-data.")


class GiftChange(GiftInput):
    version = serializers.IntegerField(min_value=1, help_text="Phiên bản đã đọc.")


class NormRow(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    giver = serializers.ChoiceField(choices=[Giver.UNIT.value, Giver.PERSON.value])
    amount = serializers.IntegerField(min_value=1, help_text="Đồng.")
    source = serializers.CharField(max_length=300, help_text="Văn bản của Hội đồng.")


def _seen(actor: Actor) -> Any:
    """Of every campaign, as on the pages."""
    return reading.visible_contributions(actor).select_related("unit", "person", "campaign", "paper_file")


def _gift(given: dict[str, Any], actor: Actor) -> acts.Gift:
    unit_uid, person_uid = given.pop("unit", None), given.pop("person", None)
    unit = visible(units_for(actor, may.EDIT_CONTRIBUTIONS), unit_uid) if unit_uid else None
    if person_uid and unit is None:
        raise Http404
    person = visible(people_at(unit), person_uid) if person_uid and unit else None
    return acts.Gift(unit=unit, person=person, **given)


@endpoint(
    "GET", may.VIEW_CONTRIBUTIONS, summary="Sổ đóng góp", tag=TAG, gives=GiftRow, many=True,
    query=[("q", "Tìm người góp, nội dung, số giấy tờ."), ("year", "Năm."), ("kind", "money, goods."),
           ("state", "recorded, confirmed, refused, withdrawn."), CAMPAIGN],
)  # fmt: skip
def contributions(call: Call) -> Any:
    """Mới nhất trước; khoản đã rút chỉ hiện khi hỏi state=withdrawn."""
    kind, state = call.query.get("kind", ""), call.query.get("state", "")
    filters = reading.Filters(
        text=call.query.get("q", "")[:120], year=call.year(), kind=kind if kind in GiftKind.values else "",
        state=state if state in GiftState.values else "",
    )  # fmt: skip
    return reading.ledger(campaign_asked(call), call.actor, filters).select_related("unit", "campaign")


@endpoint("GET", may.VIEW_CONTRIBUTIONS, summary="Một khoản đóng góp", tag=TAG, gives=GiftRow)
def contribution(call: Call, uid: str) -> Any:
    return visible(_seen(call.actor), uid)


@endpoint(
    "POST", may.EDIT_CONTRIBUTIONS, summary="Ghi một khoản đóng góp", tag=TAG, takes=GiftInput, gives=GiftRow,
    status=201, needs_key=True, example=_GIFT,
)  # fmt: skip
def contribution_record(call: Call) -> Any:
    given = dict(call.given)
    paper = given.pop("paper", None)
    return acts.record(campaign=the_campaign(), gift=_gift(given, call.actor), actor=call.actor, paper=paper)


@endpoint(
    "POST", may.EDIT_CONTRIBUTIONS, summary="Sửa khoản chưa xác nhận", tag=TAG, takes=GiftChange, gives=GiftRow,
    example=_GIFT | {"version": 2}, description="Gửi đủ các trường; khoản chưa được ghi nhận sẽ chờ xác nhận lại.",
)  # fmt: skip
def contribution_save(call: Call, uid: str) -> Any:
    found = visible(_seen(call.actor), uid)
    given = dict(call.given)
    version, paper = given.pop("version"), given.pop("paper", None)
    return acts.change(
        contribution=found, gift=_gift(given, call.actor), actor=call.actor, paper=paper, expected_version=version
    )


@endpoint(
    "POST", summary="Xác nhận, không ghi nhận hoặc rút", tag=TAG, takes=Version, gives=GiftRow, example={"version": 1},
    description="Bước: confirm (xác nhận), refuse (không ghi nhận, cần lý do), withdraw (rút, cần lý do).",
)  # fmt: skip
def contribution_step(call: Call, uid: str, step: str) -> Any:
    found = visible(_seen(call.actor), uid)
    given: dict[str, Any] = {
        "contribution": found, "actor": call.actor, "expected_version": call.given["version"]
    }  # fmt: skip
    if step == "confirm":
        return acts.confirm(**given)
    if step not in ("refuse", "withdraw"):
        raise Http404
    return {"refuse": acts.refuse, "withdraw": acts.withdraw}[step](reason=call.given.get("reason", ""), **given)


@endpoint("GET", may.VIEW_CONTRIBUTIONS, summary="Tải giấy tờ của một khoản", tag=TAG, file=True)
def contribution_paper(call: Call, uid: str) -> HttpResponseBase:
    found = visible(_seen(call.actor), uid)
    if found.paper_file is None:
        raise Http404
    return files.response(found.paper_file)


@endpoint("GET", may.VIEW_CONTRIBUTIONS, summary="Định mức của Hội đồng", tag=TAG, gives=NormRow, many=True,
          query=[CAMPAIGN])  # fmt: skip
def contribution_norms(call: Call) -> Any:
    return reading.norms(campaign_asked(call))


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Ghi định mức một năm", tag=TAG, takes=NormRow, gives=NormRow,
    example={"year": 2023, "giver": "unit", "amount": 50000000, "source": "Thông báo số 15/TB-HĐTĐKT ngày 10/3/2023"},
)  # fmt: skip
def contribution_norm_save(call: Call) -> Any:
    return acts.set_norm(campaign=the_campaign(), actor=call.actor, **call.given)


urlpatterns = [
    path("contributions/", contributions, name="contributions"),
    path("contributions/record/", contribution_record, name="contribution_record"),
    path("contributions/norms/", contribution_norms, name="contribution_norms"),
    path("contributions/norms/save/", contribution_norm_save, name="contribution_norm_save"),
    path("contributions/<uuid:uid>/", contribution, name="contribution"),
    path("contributions/<uuid:uid>/save/", contribution_save, name="contribution_save"),
    path("contributions/<uuid:uid>/paper/", contribution_paper, name="contribution_paper"),
    path("contributions/<uuid:uid>/<slug:step>/", contribution_step, name="contribution_step"),
]
