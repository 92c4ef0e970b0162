"""The reform of 1 July 2025, applied to all five tenants: what it records, what it leaves alone, what goes on."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from awards.models import AwardGranted, Decision
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel import files, jobs
from config.kernel.access import Actor, Grant
from config.kernel.papers import inspect
from config.kernel.tenancy import tenant_scope
from config.kernel.tenancy.postgres.schema import is_walled
from dossiers.documents import KINDS
from dossiers.models import Document, Review
from dossiers.paper_facts.document import facts_for
from dossiers.services import reviews
from targets.models import AnnualReport
from targets.selectors.reports import visible_reports
from tests.cast import Cast
from units import selectors
from units.models import Tenant, Unit, UnitSuccession
from units.past import deeds
from units.services.loading import DATA
from units.services.succession import apply_reorganisation

pytestmark = pytest.mark.django_db
TENANTS = ("kien-giang", "can-tho", "tuyen-quang", "bac-kan", "dak-song")
BASIS, DAY = "Nghị quyết về sắp xếp đơn vị hành chính năm 2025", dt.date(2025, 7, 1)
# What a reorganisation is there to write.
WRITTEN = {"units_unit", "units_unitsuccession", "units_membership", "units_notice", "kernel_auditentry"}
KEPT = sorted({m._meta.db_table for m in apps.get_models() if is_walled(m)} - WRITTEN)


def digests() -> dict[str, tuple[int, str]]:
    """What the tenant's tables hold, to the last column: every report, score, paper, award, registration, account."""
    with connection.cursor() as cursor:
        one = "SELECT '{0}', count(*), md5(string_agg(md5(t::text), '' ORDER BY id)) FROM {0} t"
        cursor.execute(" UNION ALL ".join(one.format(table) for table in KEPT))
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


def names() -> dict[int, tuple[Any, ...]]:
    columns = ("pk", "code", "name", "short_name", "official_code", "parent_id", "path", "head_name", "kind")
    return {row[0]: row for row in Unit.objects.values_list(*columns)}


def expected() -> Counter[tuple[Any, ...]]:
    with (DATA / "administrative_successors.csv").open(encoding="utf-8", newline="") as stream:
        return Counter(
            (r["tenant"], r["old_code"], r["new_code"], r["new_name"], r["main_successor"] == "yes")
            for r in csv.DictReader(stream)
        )


def an_award(unit: Unit) -> AwardGranted:
    """A certificate that the commune was given before the reform."""
    found = award_rounds.open_round(
        campaign=the_campaign(), occasion="preliminary", year=2023, actor=Actor.system(unit.tenant)
    )
    given = {"award_form": "BK_TINH", "decider": "Chủ tịch", "regime_code": "ND98"}
    decision = Decision.objects.create(
        round=found, number="77/QĐ-UBND", date=dt.date(2023, 12, 28), recorded_by_name="A", **given
    )
    return AwardGranted.objects.create(
        decision=decision, round=found, campaign=found.campaign, unit=unit, form_name="Bằng khen", name=str(unit),
        recipient="collective", occasion="preliminary", year=2023, decision_number=decision.number,
        decided_on=decision.date, **given,
    )  # fmt: skip


def test_the_reform_of_2025_in_all_five_tenants(cast: Cast) -> None:
    recorded: Counter[tuple[Any, ...]] = Counter()
    with tenant_scope(cast.quan.tenant):
        reviews.open_review(campaign=the_campaign(), occasion="preliminary", year=2023, actor=cast.phuoc.actor)
        reported = AnnualReport.objects.filter(year=2022, submission__gt=0, unit__kind="commune").first()
        assert reported is not None
        award = an_award(reported.unit)
    for slug in TENANTS:
        admin = cast[f"admin@{slug}"]
        with tenant_scope(admin.tenant):
            before, called = digests(), names()
            apply_reorganisation(actor=admin.actor, tenant=admin.tenant, legal_basis=BASIS)
            assert digests() == before, slug
            assert {pk: row for pk, row in names().items() if pk in called} == called, slug
            if slug in ("kien-giang", "can-tho"):
                assert before["targets_reportvalue"][0] > 300
                assert before["targets_scorelines"][0] + before["targets_scoretotal"][0] > 50
            edges = UnitSuccession.objects.select_related("predecessor", "successor")
            communes = edges.filter(predecessor__level="commune")
            recorded.update(
                (slug, e.predecessor.official_code, e.successor.official_code, e.successor.name, e.is_main)
                for e in communes if e.successor is not None
            )  # fmt: skip
            assert set(edges.values_list("effective_on", "legal_basis")) == {(DAY, BASIS)}
            assert not edges.filter(predecessor_name="").exists()
            gone = Unit.objects.filter(is_demo=False, valid_from__isnull=True)
            assert set(gone.values_list("valid_to", flat=True)) == {dt.date(2025, 6, 30)}
    assert sum(recorded.values()) == 484
    assert recorded == expected()
    history_is_found_from_the_successor(cast, reported, award)
    the_final_review_is_held(cast)


def history_is_found_from_the_successor(cast: Cast, reported: AnnualReport, award: AwardGranted) -> None:
    """By its page, by the API's data, and by somebody who works for the successor alone."""
    phuoc = cast.phuoc
    with tenant_scope(phuoc.tenant):
        edge = UnitSuccession.objects.select_related("successor").filter(predecessor=reported.unit, is_main=True).get()
        heir = edge.successor
        assert heir is not None
        assert reported.unit_id in selectors.family(heir)
        assert selectors.function_holder(reported.unit, DAY) == heir
        worker = Actor(1, "Cán bộ", "", heir.tenant_id, (Grant("clerk", frozenset({"reports.view"}), heir.path),))
        before = set(selectors.family(heir)) - {heir.pk}
        seen = visible_reports(worker)
        assert reported in seen
        assert set(seen.values_list("unit_id", flat=True)) <= before, "those of its predecessors, of nobody else"
        assert not visible_reports(worker, "reports.edit").exists()
        told = {(deed.kind, deed.year, deed.unit_name) for deed in deeds(selectors.family(heir), phuoc.actor)}
        assert {("Báo cáo", 2022, reported.unit_name), ("Khen thưởng", 2023, award.name)} <= told
    page = phuoc.client.get(phuoc.path("units:unit_detail", heir.uid)).content.decode()
    assert reported.unit.name in page
    assert phuoc.path("targets:appraisal", reported.uid) in page
    assert phuoc.path("awards:award", award.uid) in page


def the_final_review_is_held(cast: Cast) -> None:
    tenant = Tenant.objects.get(slug="kien-giang")
    Tenant.objects.filter(pk=tenant.pk).update(demo_today=dt.date(2025, 12, 1))
    tenant.refresh_from_db()
    with tenant_scope(tenant):
        assert not Unit.objects.filter(kind="district", valid_to__isnull=True, is_demo=False).exists()
        actor = cast.phuoc.actor
        document = reviews.open_review(campaign=the_campaign(), occasion="final", year=2025, actor=actor)
        said = KINDS["review_report"].defaults(facts_for(document)) | document.fields
        assert "tổng kết giai đoạn 2022 - 2025" in said["about"].lower()
        assert "Năm 2022: " in said["direction"]
        assert "Năm 2025: chưa có đơn vị nào gửi báo cáo." in said["direction"]
        trend = facts_for(document).review.tables[0]
        assert [column[0] for column in trend.columns] == ["Chỉ tiêu", "2022", "2023", "2024", "2025", "Mốc"]
        assert any(row[1] not in ("–", "") for row in trend.rows), "figures of units that are gone still count"
        reviews.render(document=document, actor=actor)
        jobs.drain()
        document = Document.objects.select_related("review", "file").get(pk=document.pk)
        assert document.state == "ready", document.job and document.job.error
        assert {f.rule for f in inspect(files.read(document.file), "review_report")} == {"sign.name_missing"}, "a draft"
        assert Review.objects.get(occasion="final").docx_version == document.version
