"""A report's content as JSON: what a submission freezes, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from targets.models import AnnualReport, Evidence, EvidenceLink, ReportValue


def frozen_content(report: AnnualReport) -> dict[str, Any]:
    """Everything that the unit says, as JSON that does not depend on later changes of names or thresholds."""
    values = list(ReportValue.objects.filter(report=report).select_related("indicator__set"))
    papers: dict[int, list[Evidence]] = {}
    for link in EvidenceLink.objects.filter(value__in=values).select_related("evidence__file"):
        papers.setdefault(link.value_id, []).append(link.evidence)
    return content_of(report, values, papers)


def content_of(report: AnnualReport, values: list[ReportValue], papers: Mapping[int, list[Evidence]]) -> dict[str, Any]:
    """`frozen_content` of rows that are at hand; `papers` by the value's id."""
    content = {
        "unit": {"code": report.unit.code, "name": report.unit_name},
        "year": report.year,
        "summary": report.summary,
        "values": [
            {
                "code": v.indicator.code, "set": f"{v.indicator.set.code}/{v.indicator.set.version}",
                "name": v.indicator.name, "numerator": v.numerator, "denominator": v.denominator,
                "number": v.number, "boolean": v.boolean, "text": v.text, "not_applicable": v.not_applicable,
                "na_reason": v.na_reason, "note": v.note, "points_h": v.self_points_h, "max_h": v.indicator.max_h,
                "verdict": v.self_verdict,
                "evidence": [
                    {"file": paper.file.name, "sha256": paper.file.sha256, "number": paper.number,
                     "date": paper.date, "abstract": paper.abstract}
                    for paper in papers.get(v.pk, [])
                ],
            }
            for v in values
        ],
    }  # fmt: skip
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def digest_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
