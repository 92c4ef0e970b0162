"""The other four go the way of Kiên Giang through the services: from the demonstration's figures to a register."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from awards.models import AwardGranted, AwardRound, Candidate
from campaigns.selectors import the_campaign
from config.demo import playing, reports, rounds_of_plans
from config.demo.steps import Demo
from config.kernel import audit, files
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document, Dossier
from dossiers.paper_facts.wording import in_full
from tests.world import WITH_REPORTS
from units.models import Tenant

pytestmark = pytest.mark.django_db


def text_of(document: Document) -> str:
    assert document.file is not None
    pages = PdfReader(io.BytesIO(files.read(document.file))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def play(slug: str, occasion: str, year: int, form: str, at_most: int) -> tuple[AwardRound, Document]:
    """Inside the tenant's scope: figures, round, list, dossiers, decision."""
    tenant = Tenant.objects.get(slug=slug)
    if slug not in WITH_REPORTS:
        reports.seed(Demo(tenant, ""), light=True)
    campaign, by = the_campaign(), playing.Officers.of_tenant()
    rounds_of_plans.prepare(campaign, by.standing)
    found = playing.draw_up(campaign, occasion, year, by)
    signed = playing.decide(found, form, by, at_most=at_most)
    found.refresh_from_db()
    return found, signed


@pytest.mark.parametrize(
    ("slug", "occasion", "year", "form", "at_most"),
    [
        ("can-tho", "annual", 2022, "BK_TINH", 3),
        ("bac-kan", "preliminary", 2023, "BK_TINH", 2),
        ("dak-song", "preliminary", 2023, "GK_HUYEN", 2),
        ("tuyen-quang", "annual", 2024, "BK_TINH", 2),
    ],
)
def test_a_round_goes_the_whole_way(slug: str, occasion: str, year: int, form: str, at_most: int) -> None:
    tenant = Tenant.objects.get(slug=slug)
    with tenant_scope(tenant):
        found, signed = play(slug, occasion, year, form, at_most)
        # The list keeps to the plan: nobody who is not eligible, no quota passed.
        proposed = Candidate.objects.filter(round=found, proposed=True)
        assert proposed.exists()
        assert set(proposed.values_list("eligible", flat=True)) == {"yes"}
        for line in playing.table(found):
            assert line.proposed <= line.eligible <= line.candidates, line
            assert line.quota is None or line.proposed <= line.quota, line
        # The papers were made and went over every desk.
        dossiers = Dossier.objects.filter(round=found, award_form=form)
        assert 0 < dossiers.count() <= at_most
        assert set(dossiers.values_list("state", flat=True)) == {"decided"}
        for dossier in dossiers:
            verbs = [entry.verb.rpartition(".")[2] for entry in audit.timeline(dossier)]
            way = ["open", "confirm", "submit", "receive", "accept", "appraise", "present", "decide"]
            assert [verb for verb in verbs if verb in way] == way
            made = list(dossier.documents.all())
            assert {"proposal", "minutes"} <= {document.kind for document in made}
            assert all(document.file is not None for document in made)
            assert dossier.unit_name.split()[-1] in text_of(next(d for d in made if d.kind == "proposal"))
        # The decision names exactly those whom the register holds.
        signed.refresh_from_db()
        assert (signed.state, signed.number) == ("issued", 1)
        awards = list(AwardGranted.objects.filter(round=found))
        nominees = {n.candidate_id for d in dossiers for n in d.nominees.all()}
        assert {award.candidate_id for award in awards} == nominees
        said = text_of(signed)
        assert "QUYẾT ĐỊNH" in said
        for award in awards:
            named = award.name if award.person else in_full(award.unit, award.name)
            assert named.split()[-1] in said, named
            assert award.decision_number == signed.reference
        assert audit.broken_links() == []


def test_the_blocks_of_can_tho_get_exactly_what_the_plan_gives(can_tho: Tenant) -> None:
    """Mục III.2.a: one of Khối 1, one of Khối 2, three of Khối 3 (of the two that share place 3 one), one of Khối 4."""
    with tenant_scope(can_tho):
        found = playing.draw_up(the_campaign(), "annual", 2022, playing.Officers.of_tenant(), people=False)
        lines = {line.rule: line for line in playing.table(found)}
        for rule, quota in {"KT-N-TT-K1": 1, "KT-N-TT-K2": 1, "KT-N-TT-K3": 3, "KT-N-TT-K4": 1}.items():
            assert (lines[rule].quota, lines[rule].quota_kind) == (quota, "exact")
            assert lines[rule].proposed <= quota
        third = Candidate.objects.filter(round=found, rule__code="KT-N-TT-K3", proposed=True)
        assert sorted(candidate.rank for candidate in third) == [1, 2, 3]
        equals = Candidate.objects.filter(round=found, rule__code="KT-N-TT-K3", rank__in=(3, 4))
        assert len(set(equals.values_list("ratio_h", flat=True))) == 1


def test_tuyen_quang_without_an_own_rule_is_told_so() -> None:
    tenant = Tenant.objects.get(slug="tuyen-quang")
    with tenant_scope(tenant):
        with pytest.raises(DomainError, match="Kế hoạch không nêu hình thức khen thưởng"):
            playing.draw_up(the_campaign(), "annual", 2024, playing.Officers.of_tenant())
        rounds_of_plans.prepare(the_campaign(), playing.Officers.of_tenant().standing)
        rule = the_campaign().rule_sets.latest("version").rules.get(code=rounds_of_plans.OWN_CODE)
        assert rule.source == "tenant"
        assert rule.text == ""
