"""API: the library of exemplars, models, initiatives and good practice."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import path
from rest_framework import serializers

from campaigns import permissions as may
from campaigns.api.asked import CAMPAIGN, campaign_asked
from campaigns.enums import AdoptionState, PracticeKind, PracticeState, RecognitionLevel
from campaigns.models import Practice
from campaigns.plans.vocabulary import PILLARS
from campaigns.selectors import practices as reading
from campaigns.selectors import the_campaign
from campaigns.services import practices as acts
from config.kernel import files
from config.kernel.access import Actor, visible
from config.kernel.api import Call, Version, endpoint
from units.selectors import people_at, units_for

TAG = "Cách làm hay"
TABS = {"own": "cua-toi", "waiting": "cho-duyet"}
_PRACTICE = {
    "unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "kind": "model", "year": 2023, "pillar": "society",
    "title": "Tổ công nghệ số trực tại nhà văn hóa mỗi tối thứ Năm",
    "summary": "Hai thành viên ngồi tại nhà văn hóa, giúp người dân nộp hồ sơ trực tuyến.",
    "method": "Lập lịch trực theo quý; mỗi ca có một công chức một cửa.",
    "effect": "Tỷ lệ hồ sơ nộp trực tuyến tăng từ 38% lên 61%.",
}  # fmt: skip


class PracticeRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    campaign = serializers.UUIDField(source="campaign.uid")
    kind = serializers.ChoiceField(choices=PracticeKind.choices)
    title = serializers.CharField()
    summary = serializers.CharField()
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    author_name = serializers.CharField()
    year = serializers.IntegerField()
    pillar = serializers.CharField()
    state = serializers.ChoiceField(choices=PracticeState.choices)
    version = serializers.IntegerField()
    recognition_level = serializers.CharField()
    recognised_at = serializers.DateTimeField(allow_null=True, help_text="null: đơn vị khai, chưa ai kiểm tra.")
    adoptions_count = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    is_demo = serializers.BooleanField()


class AdoptionRow(serializers.Serializer[Any]):
    unit_name = serializers.CharField()
    state = serializers.ChoiceField(choices=AdoptionState.choices)
    planned_on = serializers.DateField()
    applied_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    result = serializers.CharField()


class PracticeFull(PracticeRow):
    method = serializers.CharField()
    effect = serializers.CharField()
    conditions = serializers.CharField()
    contact = serializers.CharField()
    recognition_number = serializers.CharField()
    recognition_date = serializers.DateField(allow_null=True)
    recognition_issuer = serializers.CharField()
    return_reason = serializers.CharField()
    adoptions = serializers.SerializerMethodField()

    def get_adoptions(self, practice: Practice) -> list[dict[str, Any]]:
        return list(AdoptionRow(reading.adoptions(practice), many=True).data)


class AccountInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=PracticeKind.choices)
    title = serializers.CharField(max_length=250)
    summary = serializers.CharField(max_length=600)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    pillar = serializers.ChoiceField(choices=list(PILLARS), required=False, allow_blank=True)
    person = serializers.UUIDField(required=False, allow_null=True, help_text="Tác giả là cá nhân của đơn vị.")
    author_name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    method = serializers.CharField(required=False, allow_blank=True, max_length=8000)
    effect = serializers.CharField(required=False, allow_blank=True, max_length=8000)
    conditions = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    contact = serializers.CharField(required=False, allow_blank=True, max_length=300)
    recognition_level = serializers.ChoiceField(choices=RecognitionLevel.choices, required=False, allow_blank=True)
    recognition_number = serializers.CharField(required=False, allow_blank=True, max_length=60)
    recognition_date = serializers.DateField(required=False, allow_null=True)
    recognition_issuer = serializers.CharField(required=False, allow_blank=True, max_length=200)
    paper = serializers.FileField(required=False, help_text="Gửi bằng multipart/form-data.")


class PracticeInput(AccountInput):
    unit = serializers.UUIDField()


class PracticeChange(AccountInput):
    version = serializers.IntegerField(min_value=1, help_text="Phiên bản đã đọc.")


class RecognitionInput(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, help_text="Phiên bản đã đọc.")
    level = serializers.ChoiceField(choices=RecognitionLevel.choices)
    number = serializers.CharField(max_length=60, help_text="Số quyết định đã xem.")
    date = serializers.DateField()
    issuer = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class AdoptionInput(serializers.Serializer[Any]):
    unit = serializers.UUIDField(help_text="Đơn vị áp dụng.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class ResultInput(serializers.Serializer[Any]):
    unit = serializers.UUIDField(help_text="Đơn vị áp dụng.")
    applied = serializers.BooleanField(help_text="false: thôi áp dụng.")
    result = serializers.CharField(max_length=4000)


def _found(actor: Actor, uid: str) -> Practice:
    """Of any campaign, as on the pages."""
    return reading.practice_at(actor, uid)


def _account(given: dict[str, Any], unit: Any) -> acts.Account:
    person = given.pop("person", None)
    writer = visible(people_at(unit), person) if person else None
    return acts.Account(person=writer, **given)


@endpoint(
    "GET", may.VIEW_PLAN, summary="Thư viện", tag=TAG, gives=PracticeRow, many=True,
    query=[("q", "Tìm theo tên, đơn vị, nội dung; không cần dấu."), ("kind", "exemplar, model, initiative, practice."),
           ("pillar", "government, economy, society."), ("recognised", "1: đã được công nhận."),
           ("tab", "own: của đơn vị mình; waiting: chờ duyệt; bỏ trống: đã công bố."), CAMPAIGN],
)  # fmt: skip
def practices(call: Call) -> Any:
    asked = call.query
    filters = reading.Filters(
        text=asked.get("q", "")[:120], kind=asked.get("kind", "") if asked.get("kind") in PracticeKind.values else "",
        pillar=asked.get("pillar", "") if asked.get("pillar") in PILLARS else "",
        recognised=asked.get("recognised") == "1", tab=TABS.get(asked.get("tab", ""), ""),
    )  # fmt: skip
    return reading.library(campaign_asked(call), call.actor, filters).select_related("unit", "campaign")


@endpoint("GET", may.VIEW_PLAN, summary="Một bài, nơi áp dụng và kết quả", tag=TAG, gives=PracticeFull)
def practice(call: Call, uid: str) -> Any:
    return _found(call.actor, uid)


@endpoint(
    "POST", may.EDIT_PRACTICES, summary="Soạn một bài (chưa gửi)", tag=TAG, takes=PracticeInput, gives=PracticeFull,
    status=201, needs_key=True, example=_PRACTICE,
)  # fmt: skip
def practice_open(call: Call) -> Any:
    given = dict(call.given)
    unit, paper = visible(units_for(call.actor, may.EDIT_PRACTICES), given.pop("unit")), given.pop("paper", None)
    return acts.open_practice(
        campaign=the_campaign(), unit=unit, account=_account(given, unit), actor=call.actor, paper=paper
    )


@endpoint(
    "POST", may.EDIT_PRACTICES, summary="Sửa bài đang soạn hoặc bị trả lại", tag=TAG, takes=PracticeChange,
    gives=PracticeFull, example={k: v for k, v in _PRACTICE.items() if k != "unit"} | {"version": 1},
    description="Gửi đủ các trường.",
)  # fmt: skip
def practice_save(call: Call, uid: str) -> Any:
    found = _found(call.actor, uid)
    given = dict(call.given)
    version, paper = given.pop("version"), given.pop("paper", None)
    return acts.save(
        practice=found, account=_account(given, found.unit), actor=call.actor, paper=paper, expected_version=version
    )


@endpoint(
    "POST", summary="Gửi duyệt, công bố, trả lại hoặc rút", tag=TAG, takes=Version, gives=PracticeRow,
    example={"version": 1}, description="Bước: submit, publish, return (cần lý do), withdraw (cần lý do).",
)  # fmt: skip
def practice_step(call: Call, uid: str, step: str) -> Any:
    found = _found(call.actor, uid)
    given: dict[str, Any] = {"practice": found, "actor": call.actor, "expected_version": call.given["version"]}
    if step in ("submit", "publish"):
        return {"submit": acts.submit, "publish": acts.publish}[step](**given)
    if step not in ("return", "withdraw"):
        raise Http404
    return {"return": acts.send_back, "withdraw": acts.withdraw}[step](reason=call.given.get("reason", ""), **given)


@endpoint(
    "POST", may.REVIEW_PRACTICES, summary="Ghi quyết định công nhận đã xem", tag=TAG, takes=RecognitionInput,
    gives=PracticeRow, example={"version": 3, "level": "province", "number": "41/QĐ-UBND", "date": "2023-06-05"},
)  # fmt: skip
def practice_recognise(call: Call, uid: str) -> Any:
    found = _found(call.actor, uid)
    given = dict(call.given)
    return acts.recognise(practice=found, actor=call.actor, expected_version=given.pop("version"), **given)


@endpoint(
    "POST", may.EDIT_PRACTICES, summary="Đăng ký áp dụng", tag=TAG, takes=AdoptionInput, gives=AdoptionRow,
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "note": "Làm thử tại hai khu dân cư."},
)  # fmt: skip
def practice_adopt(call: Call, uid: str) -> Any:
    found = _found(call.actor, uid)
    unit = visible(units_for(call.actor, may.EDIT_PRACTICES), call.given["unit"])
    return acts.adopt(practice=found, unit=unit, note=call.given["note"], actor=call.actor)


@endpoint(
    "POST", may.EDIT_PRACTICES, summary="Báo kết quả áp dụng", tag=TAG, takes=ResultInput, gives=AdoptionRow,
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "applied": True, "result": "Tăng từ 40% lên 58%."},
)  # fmt: skip
def practice_result(call: Call, uid: str) -> Any:
    found = _found(call.actor, uid)
    given = dict(call.given)
    unit = visible(units_for(call.actor, may.EDIT_PRACTICES), given.pop("unit"))
    adoption = reading.adoption_of(found, unit.pk)
    if adoption is None:
        raise Http404
    return acts.tell_result(adoption=adoption, actor=call.actor, **given)


@endpoint("GET", may.VIEW_PLAN, summary="Tải tài liệu kèm theo", tag=TAG, file=True)
def practice_paper(call: Call, uid: str) -> HttpResponseBase:
    found = _found(call.actor, uid)
    if found.file is None:
        raise Http404
    return files.response(found.file)


urlpatterns = [
    path("practices/", practices, name="practices"),
    path("practices/open/", practice_open, name="practice_open"),
    path("practices/<uuid:uid>/", practice, name="practice"),
    path("practices/<uuid:uid>/save/", practice_save, name="practice_save"),
    path("practices/<uuid:uid>/recognise/", practice_recognise, name="practice_recognise"),
    path("practices/<uuid:uid>/adopt/", practice_adopt, name="practice_adopt"),
    path("practices/<uuid:uid>/result/", practice_result, name="practice_result"),
    path("practices/<uuid:uid>/paper/", practice_paper, name="practice_paper"),
    path("practices/<uuid:uid>/<slug:step>/", practice_step, name="practice_step"),
]
