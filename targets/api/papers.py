"""API: papers that prove values: attached, described, taken off; the appraiser's word on them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import path
from rest_framework import serializers

from config.kernel import files
from config.kernel.access import visible
from config.kernel.api import Call, endpoint
from targets import permissions as may
from targets.api.reports import REPORTS
from targets.models import Evidence, ReportValue
from targets.selectors.papers import links_in, papers_of, visible_papers
from targets.selectors.reports import report_at, visible_reports
from targets.services import evidence


class Paper(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="Gửi bằng multipart/form-data; tối đa 20 MB.")
    values = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)
    number = serializers.CharField(required=False, allow_blank=True, max_length=80)
    date = serializers.DateField(required=False, allow_null=True)
    abstract = serializers.CharField(required=False, allow_blank=True, max_length=400)


class PaperRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    date = serializers.DateField(allow_null=True)
    abstract = serializers.CharField()
    name = serializers.CharField(source="file.name")
    size = serializers.IntegerField(source="file.size")
    sha256 = serializers.CharField(source="file.sha256")


class PaperLink(serializers.Serializer[Any]):
    value = serializers.UUIDField(source="value.uid")
    indicator = serializers.CharField(source="value.indicator.code")
    rejected = serializers.BooleanField()
    reason = serializers.CharField()


class PaperFull(PaperRow):
    links = PaperLink(many=True)


class PaperStep(serializers.Serializer[Any]):
    values = serializers.ListField(
        child=serializers.UUIDField(), required=False, help_text="link, unlink, reject, accept."
    )
    number = serializers.CharField(required=False, allow_blank=True, max_length=80, help_text="describe.")
    date = serializers.DateField(required=False, allow_null=True, help_text="describe.")
    abstract = serializers.CharField(required=False, allow_blank=True, max_length=400, help_text="describe.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text="reject: vì sao.")


@endpoint(
    "POST", may.EDIT, summary="Đính kèm tài liệu kiểm chứng", tag=REPORTS, takes=Paper, gives=PaperRow, status=201,
    needs_key=True,
)  # fmt: skip
def evidence_attach(call: Call, uid: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    given = dict(call.given)
    upload = given.pop("file")
    return evidence.attach(report=found, upload=upload, name=upload.name, actor=call.actor, **given)


def _evidence(call: Call) -> Any:
    """Every paper of reports that the actor sees."""
    return _whole(visible_papers(call.actor))


def _whole(found: QuerySet[Evidence]) -> Any:
    return found.prefetch_related("links__value__indicator")


@endpoint("GET", may.VIEW, summary="Tài liệu kiểm chứng của một báo cáo", tag=REPORTS, gives=PaperFull, many=True)
def report_papers(call: Call, uid: str) -> Any:
    """Mỗi tài liệu kèm các giá trị mà nó chứng minh, và lời của người thẩm định."""
    return _whole(papers_of(report_at(call.actor, uid))).order_by("id")


@endpoint("GET", may.VIEW, summary="Tải một tài liệu kiểm chứng", tag=REPORTS, file=True)
def paper_file(call: Call, uid: str) -> HttpResponseBase:
    return files.response(visible(_evidence(call), uid).file)


@endpoint(
    "POST", summary="Gắn, gỡ, ghi số hiệu, chấp nhận hay không một tài liệu", tag=REPORTS, takes=PaperStep,
    gives=PaperFull, example={"values": ["5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10"]},
    description="Bước: link, unlink (đơn vị), describe (số hiệu, ngày, trích yếu), reject, accept (người thẩm định).",
)  # fmt: skip
def paper_step(call: Call, uid: str, step: str) -> Any:
    found, given = visible(_evidence(call), uid), call.given
    wanted = given.get("values", [])
    mine = ReportValue.objects.filter(report=found.report).select_related("indicator")
    if step == "link":
        evidence.link(evidence=found, values=wanted, actor=call.actor)
    elif step == "unlink":
        for value in [visible(mine, one) for one in wanted]:
            evidence.unlink(evidence=found, value=value, actor=call.actor)
    elif step == "describe":
        said = {"number": given.get("number", found.number), "date": given.get("date", found.date),
                "abstract": given.get("abstract", found.abstract)}  # fmt: skip
        evidence.describe(evidence=found, actor=call.actor, **said)
    elif step in ("reject", "accept"):
        links = links_in(found.report).filter(evidence=found)
        for link in [links.filter(value=visible(mine, one)).first() for one in wanted]:
            if link is None:
                raise Http404
            evidence.reject(link=link, rejected=step == "reject", reason=given.get("reason", ""), actor=call.actor)
    else:
        raise Http404
    return visible(_evidence(call), uid)


urlpatterns = [
    path("reports/<uuid:uid>/evidence/", evidence_attach, name="evidence_attach"),
    path("reports/<uuid:uid>/papers/", report_papers, name="report_papers"),
    path("papers/<uuid:uid>/file/", paper_file, name="paper_file"),
    path("papers/<uuid:uid>/<slug:step>/", paper_step, name="paper_step"),
]
