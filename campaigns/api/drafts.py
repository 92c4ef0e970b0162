"""API: writing a plan entry by entry, and publishing it as the next version."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from campaigns import permissions as may
from campaigns.enums import DraftState
from campaigns.models import Campaign
from campaigns.plans.copying import copied
from campaigns.plans.loader import PlanError, read_plan
from campaigns.plans.schema import LISTS
from campaigns.plans.writing import Content
from campaigns.selectors import drafts as reading
from campaigns.selectors.campaign import issued_campaigns
from campaigns.services import drafts as acts
from config.kernel.access import visible
from config.kernel.api import Call, Version, endpoint
from config.kernel.errors import Invalid
from config.kernel.tenancy import current_tenant

TAG = "Soạn kế hoạch"
PARTS = ("campaign", *LISTS)


class DraftRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    campaign = serializers.UUIDField(source="campaign.uid")
    code = serializers.CharField(source="campaign.code")
    state = serializers.ChoiceField(choices=DraftState.choices)
    version = serializers.IntegerField()
    base_version = serializers.IntegerField(help_text="Phiên bản kế hoạch khi bắt đầu sửa; 0: phong trào mới.")
    created_by_name = serializers.CharField()
    created_at = serializers.DateTimeField()


class DraftFull(DraftRow):
    parts = serializers.ListField(child=serializers.DictField(), help_text="[{part, label, count, changed, wrong}]")
    differences = serializers.ListField(child=serializers.DictField(), help_text="[{part, code, state, fields}]")
    wrong = serializers.ListField(
        child=serializers.DictField(), help_text="Phải sửa trước khi ban hành: [{part, code, key, sentence}]"
    )
    touches = serializers.ListField(child=serializers.CharField(), help_text="Việc đã dùng những mục bị sửa.")


class BeginInput(serializers.Serializer[Any]):
    campaign = serializers.UUIDField(help_text="Phong trào cần sửa; đã có bản sửa thì trả về bản ấy.")


class NewInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=300)
    period_from = serializers.IntegerField(min_value=2000, max_value=2100)
    period_to = serializers.IntegerField(min_value=2000, max_value=2100)
    copy_of = serializers.UUIDField(required=False, allow_null=True, help_text="Chép từ phong trào này.")
    yaml = serializers.CharField(required=False, allow_blank=True, max_length=2_000_000, help_text="Hoặc từ tệp này.")


class EntryInput(serializers.Serializer[Any]):
    part = serializers.ChoiceField(choices=PARTS)
    entry = serializers.DictField(required=False, help_text="Các khóa như tệp kế hoạch: save, add.")
    code = serializers.CharField(required=False, max_length=60, help_text="Mã của mục: remove, undo.")
    version = serializers.IntegerField(
        required=False, min_value=0, help_text="Phiên bản của mục đã đọc trong bản sửa; 0: chưa ai sửa."
    )


class EntryRow(serializers.Serializer[Any]):
    code = serializers.CharField()
    version = serializers.IntegerField(help_text="0: chưa sửa trong bản này.")
    state = serializers.CharField(allow_blank=True, help_text="created, changed, withdrawn; rỗng: như đang áp dụng.")
    entry = serializers.DictField()


@endpoint("GET", may.EDIT_CAMPAIGNS, summary="Các bản sửa", tag=TAG, gives=DraftRow, many=True,
          query=[("state", "open, published, discarded.")])  # fmt: skip
def drafts(call: Call) -> Any:
    found = reading.drafts().order_by("-id")
    return found.filter(state=call.query["state"]) if call.query.get("state") in DraftState.values else found


@endpoint("GET", may.EDIT_CAMPAIGNS, summary="Một bản sửa: khác gì, sai gì, đụng đến đâu", tag=TAG, gives=DraftFull)
def draft(call: Call, uid: str) -> Any:
    found = visible(reading.drafts(), uid)
    desk = reading.Desk(found)
    names = ("uid", "campaign", "state", "version", "base_version", "created_by_name", "created_at")
    return {name: getattr(found, name) for name in names} | {
        "parts": desk.overview(),
        "differences": [
            {"part": d.part, "code": d.code, "state": d.state, "fields": dict(d.worded)}
            for d in ([] if desk.is_new else desk.differences)
        ],
        "wrong": [vars(wrong) for wrong in desk.wrong],
        "touches": desk.touches,
    }


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Bắt đầu sửa một kế hoạch", tag=TAG, takes=BeginInput, gives=DraftRow,
    example={"campaign": "5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10"},
)  # fmt: skip
def draft_begin(call: Call) -> Any:
    return acts.begin(campaign=visible(Campaign.objects.all(), call.given["campaign"]), actor=call.actor)


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Lập phong trào mới", tag=TAG, takes=NewInput, gives=DraftRow, status=201,
    example={"code": "KG-CDS-2026-2030", "title": "Thi đua chuyển đổi số 2026–2030", "period_from": 2026,
             "period_to": 2030, "copy_of": "5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10"},
    description="Trống, chép từ một phong trào (năm được dời theo), hoặc từ tệp YAML. Chưa ai thấy đến khi ban hành.",
)  # fmt: skip
def draft_create(call: Call) -> Any:
    given = dict(call.given)
    if given["period_to"] < given["period_from"]:
        raise Invalid({"period_to": ["Năm kết thúc phải từ năm bắt đầu trở đi."]})
    content, came_from = _beginning(given.pop("copy_of", None), given.pop("yaml", ""), given)
    made = copied(content, issuer=current_tenant().authority_name, **given)
    return acts.create(content=made, actor=call.actor, came_from=came_from)


def _beginning(copy_of: Any, text: str, given: dict[str, Any]) -> tuple[Content, str]:
    if text:
        try:
            read = read_plan(text)
        except PlanError as error:
            said = [f"Dòng {problem.line}: {problem.told or problem.sentence}" for problem in error.problems[:5]]
            raise Invalid({"yaml": said}) from error
        return {"campaign": read.campaign} | read.lists, f"tệp gửi lên, {read.campaign['title']}"
    if copy_of:
        old = visible(issued_campaigns(), copy_of)
        return reading.live_content(old), f"{old.plan_name}, phiên bản {old.version}"
    return {"campaign": {key: given[key] for key in ("code", "period_from")}}, ""


@endpoint("GET", may.EDIT_CAMPAIGNS, summary="Các mục của một phần trong bản sửa", tag=TAG, gives=EntryRow, many=True)
def draft_entries(call: Call, uid: str, part: str) -> Any:
    desk = reading.Desk(visible(reading.drafts(), uid), only=part)
    if part not in PARTS:
        raise Http404
    edits = {code: edit.version for (of, code), edit in desk.edits.items() if of == part}
    if part == "campaign":
        head = desk.content["campaign"]
        return [{"code": head["code"], "version": edits.get(head["code"], 0), "state": "", "entry": head}]
    return [{"code": row.code, "version": edits.get(row.code, 0), "state": row.state, "entry": row.entry}
            for row in desk.listed(part)]  # fmt: skip


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Ghi, thêm, bỏ hoặc trả lại một mục", tag=TAG, takes=EntryInput,
    gives=DraftRow,
    example={"part": "timeline", "entry": {"code": "DV-1", "source": "tenant", "kind": "other", "date": "2023-12-20",
                                           "text": "Họp giao ban."}},
    description="Bước: save (sửa), add (thêm), remove (bỏ), undo (như đang áp dụng). Kế hoạch đang áp dụng chưa đổi.",
)  # fmt: skip
def draft_entry(call: Call, uid: str, step: str) -> Any:
    found = visible(reading.drafts(), uid)
    given = call.given
    part, version = given["part"], given.get("version")
    if step in ("save", "add"):
        body = given.get("entry") or {}
        acts.save_entry(
            draft=found, part=part, body=body, actor=call.actor, expected_version=version, is_new=step == "add"
        )
    elif step in ("remove", "undo"):
        act = {"remove": acts.remove_entry, "undo": acts.undo_entry}[step]
        act(draft=found, part=part, code=given.get("code", ""), actor=call.actor, expected_version=version)
    else:
        raise Http404
    found.refresh_from_db()
    return found


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Ban hành hoặc bỏ bản sửa", tag=TAG, takes=Version, gives=DraftRow,
    example={"version": 4, "reason": "Công văn 12/STTTT"},
    description="Bước: publish (ban hành thành phiên bản mới; reason là ghi chú), discard (bỏ, cần lý do).",
)  # fmt: skip
def draft_step(call: Call, uid: str, step: str) -> Any:
    found = visible(reading.drafts(), uid)
    version, reason = call.given["version"], call.given.get("reason", "")
    if step == "publish":
        acts.publish(draft=found, actor=call.actor, note=reason, expected_version=version)
    elif step == "discard":
        acts.discard(draft=found, reason=reason, actor=call.actor, expected_version=version)
    else:
        raise Http404
    found.refresh_from_db()
    return found


urlpatterns = [
    path("drafts/", drafts, name="drafts"),
    path("drafts/begin/", draft_begin, name="draft_begin"),
    path("drafts/create/", draft_create, name="draft_create"),
    path("drafts/<uuid:uid>/", draft, name="draft"),
    path("drafts/<uuid:uid>/entries/<slug:part>/", draft_entries, name="draft_entries"),
    path("drafts/<uuid:uid>/entry/<slug:step>/", draft_entry, name="draft_entry"),
    path("drafts/<uuid:uid>/<slug:step>/", draft_step, name="draft_step"),
]
