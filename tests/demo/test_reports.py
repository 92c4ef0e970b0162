"""The demonstration's reports are what the services would have left behind, and the same at every run."""

from __future__ import annotations

import pytest

from config.demo import reports
from config.demo.steps import Demo
from config.kernel import audit, files
from config.kernel.tenancy import tenant_scope
from targets.enums import ReportState, RunState
from targets.models import AnnualReport, Evidence, ReportValue, ReportVersion, ScoreRun, ScoreTotal
from targets.selectors.frozen import digest_of, frozen_content
from targets.services.points import POINT_FIELDS, rescore
from tests.cast import Cast
from units.models import Tenant

pytestmark = pytest.mark.django_db


def test_invented_acts_stand_in_an_unbroken_chain(kien_giang: Tenant) -> None:
    with tenant_scope(kien_giang):
        assert audit.broken_links() == []
        report = AnnualReport.objects.filter(state=ReportState.APPRAISED).first()
        assert report is not None
        verbs = [entry.verb for entry in audit.timeline(report)]
    assert verbs[0] == "report.open"
    assert verbs[-1] == "report.finish"
    assert "report.confirm" in verbs


def test_frozen_versions_are_what_the_service_freezes(kien_giang: Tenant) -> None:
    with tenant_scope(kien_giang):
        versions = list(ReportVersion.objects.select_related("report__unit"))
        assert len(versions) > 20
        for version in versions:
            assert version.digest == digest_of(frozen_content(version.report)), version.receipt
        assert len({v.receipt for v in versions}) == len(versions)


def test_points_are_those_of_the_engine(can_tho: Tenant) -> None:
    with tenant_scope(can_tho):
        values = ReportValue.objects.select_related("indicator", "report")
        assert values.count() > 200
        for value in values:
            before = [getattr(value, name) for name in POINT_FIELDS]
            rescore(value, value.report.year)
            assert before == [getattr(value, name) for name in POINT_FIELDS], value


def test_a_second_run_changes_nothing(kien_giang: Tenant) -> None:
    with tenant_scope(kien_giang):
        last = audit.AuditEntry.objects.count()
        line = reports.seed(Demo(kien_giang, ""), light=True)
        assert line == "0 đăng ký, 0 báo cáo, 0 lần chấm điểm"
        assert audit.AuditEntry.objects.count() == last


def test_the_visitor_finds_something_to_do(cast: Cast) -> None:
    """The commune's clerk an open draft, the district's clerk a sent report, the standing agency reports to check."""
    with tenant_scope(cast.lan.tenant):
        draft = AnnualReport.objects.get(unit=cast.lan.unit, year=2023)
        assert draft.state == ReportState.DRAFT
        filled = ReportValue.objects.filter(report=draft, updated_at__isnull=False).count()
        assert 0 < filled < draft.values.count()
        assert AnnualReport.objects.get(unit=cast.lan.unit, year=2022).state == ReportState.APPRAISED
        assert AnnualReport.objects.get(unit=cast.nga.unit, year=2023).state == ReportState.SUBMITTED
        assert AnnualReport.objects.filter(year=2023, state=ReportState.APPRAISED).count() > 8
        assert {r.state for r in ScoreRun.objects.filter(year=2022)} == {RunState.PUBLISHED}
        assert {r.state for r in ScoreRun.objects.filter(year=2023)} == {RunState.DONE}


def test_evidence_can_be_opened(kien_giang: Tenant) -> None:
    with tenant_scope(kien_giang):
        for evidence in Evidence.objects.select_related("file")[:10]:
            assert files.read(evidence.file).startswith(b"%PDF-")


def test_two_communes_of_can_tho_share_the_last_rewarded_place(can_tho: Tenant) -> None:
    with tenant_scope(can_tho):
        run = ScoreRun.objects.get(year=2022, state=RunState.PUBLISHED)
        ranks = list(
            ScoreTotal.objects.filter(run=run, block_code="KHOI-3").order_by("rank").values_list("rank", flat=True)
        )
    assert ranks[:4] == [1, 2, 3, 3]
