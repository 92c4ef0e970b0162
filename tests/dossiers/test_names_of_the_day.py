"""Papers and pages name the bodies as they were on the day that a matter belongs to (decision 14).

Bắc Kạn became a part of Thái Nguyên on 01/07/2025; Sở TT&TT became a part of Sở KH&CN on 01/03/2025.
"""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from awards.models import AwardRound, CouncilMeeting
from campaigns.models import Registration
from campaigns.selectors import the_campaign
from config.demo import later, playing, reports, rounds_of_plans
from config.demo.steps import Demo
from config.kernel import files, jobs
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from dossiers.documents.data import Issuer
from dossiers.facts import gather
from dossiers.models import Document, Dossier
from dossiers.paper_facts.document import facts_for
from dossiers.paper_facts.wording import issuer_of
from dossiers.selectors.council import Named, council_named, day_of_council
from dossiers.selectors.signatures import bodies_of
from dossiers.services import council_minutes
from tests.cast import Cast
from units.models import Tenant, Unit, UnitSuccession
from units.services.succession import apply_reorganisation

pytestmark = pytest.mark.django_db
AFTER = dt.date(2025, 12, 26)
COUNCIL = "Hội đồng Thi đua - Khen thưởng tỉnh"
CHAIRMAN = "Chủ tịch Ủy ban nhân dân tỉnh"
DAY = dt.date(2025, 7, 1)


def text_of(document: Document) -> str:
    jobs.drain()
    document.refresh_from_db()
    assert document.file is not None, document.job and document.job.error
    pages = PdfReader(io.BytesIO(files.read(document.file))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def the_round_of_2023(tenant: Tenant, by: playing.Officers) -> AwardRound:
    reports.seed(Demo(tenant, ""), light=True)
    turn = rounds_of_plans.turns(the_campaign())[0]
    assert (turn.occasion, turn.year, turn.day) == ("preliminary", 2023, dt.date(2023, 12, 26))
    return playing.play(turn, by=by, light=True)


def hand_over(tenant: Tenant, day: dt.date) -> None:
    tenant.demo_today = day
    tenant.save(update_fields=["demo_today"])
    later.hand_over(tenant, day)


def test_the_council_of_2023_is_that_of_bac_kan_on_its_page_and_in_minutes_written_after_the_merger(
    cast: Cast,
) -> None:
    standing = cast["standing@bac-kan"]
    with tenant_scope(Tenant.objects.get(slug="bac-kan")) as tenant:
        by = playing.Officers.of_tenant()
        found = the_round_of_2023(tenant, by)
        first, *others = found.meetings.order_by("number")
        typed = {"discussion": "Hội đồng thảo luận.", "remarks": "", "ends": dt.time(10), "actor": by.board}
        assert others, "two meetings at least: one minuted before the merger, one after it"
        issued = council_minutes.draft(meeting=first, issue=True, **typed)
        told, sha = facts_for(issued), text_of(issued) and issued.sha256

        hand_over(tenant, AFTER)
        late = council_minutes.draft(meeting=others[0], issue=True, **typed)
        facts = facts_for(late)
        assert facts.issuer == Issuer(
            name=f"{COUNCIL} Bắc Kạn", place="Bắc Kạn", abbreviation="HĐTĐKT",
            parent_name="Ủy ban nhân dân tỉnh Bắc Kạn", short_name="Hội đồng TĐKT tỉnh",
        )  # fmt: skip
        assert facts.meeting is not None
        assert facts.meeting.body == f"{COUNCIL} Bắc Kạn"
        assert late.issued_on == AFTER
        said = text_of(late)
        assert "TỈNH BẮC KẠN" in said
        assert "THÁI NGUYÊN" not in said.upper()
        # What was issued is what it was, to the last byte, and would be drawn the same again.
        issued.refresh_from_db()
        assert (facts_for(issued), issued.sha256) == (told, sha)
        assert day_of_council(found) == dt.date(2023, 12, 26)
        assert council_named(dt.date(2023, 12, 26)) == Named(
            f"{COUNCIL} Bắc Kạn", dt.date(2023, 12, 26), f"{COUNCIL} Thái Nguyên"
        )
        assert council_named(AFTER) == Named(f"{COUNCIL} Thái Nguyên", AFTER, "")
    for page in (standing.path("dossiers:council", found.uid), standing.path("dossiers:council_meeting", first.uid)):
        body = standing.client.get(page).content.decode()
        assert f"{COUNCIL} Bắc Kạn · " in body
        assert f"Tên của ngày 26/12/2023; nay là {COUNCIL} Thái Nguyên." in body


def test_whoever_calls_the_next_meeting_after_the_merger_calls_the_council_of_today(cast: Cast) -> None:
    with tenant_scope(Tenant.objects.get(slug="bac-kan")) as tenant:
        found = the_round_of_2023(tenant, playing.Officers.of_tenant())
        hand_over(tenant, AFTER)
        called = CouncilMeeting.objects.create(
            round=found, number=9, held_on=AFTER, starts=dt.time(8), location="Hội trường", created_by_name="A",
            quorum_numerator=2, quorum_denominator=3,
        )  # fmt: skip
        assert council_named(day_of_council(found)) == Named(f"{COUNCIL} Thái Nguyên", AFTER, "")
        CouncilMeeting.objects.filter(pk=called.pk).update(state="cancelled")
        assert day_of_council(found) == dt.date(2023, 12, 26)
        found.meetings.all().update(state="cancelled")
        assert day_of_council(found) == dt.date(2023, 12, 26), "the day of the decision"
        assert day_of_council(AwardRound.objects.create(
            campaign=found.campaign, rule_set=found.rule_set, occasion="final", year=2025, title="Tổng kết",
        )) == AFTER  # fmt: skip


def test_a_paper_is_named_by_the_day_of_its_issue_and_unit_minutes_by_their_meeting(cast: Cast) -> None:
    """A dossier is written in 2023 and its papers drawn after the merger: who met in 2023 met in Bắc Kạn, what is not
    issued yet goes to the chairman of Thái Nguyên."""
    with tenant_scope(Tenant.objects.get(slug="bac-kan")) as tenant:
        by = playing.Officers.of_tenant()
        reports.seed(Demo(tenant, ""), light=True)
        found = playing.draw_up(the_campaign(), "preliminary", 2023, by)
        signed = playing.decide(found, "BK_TINH", by, at_most=1)
        decision = facts_for(signed)
        assert (decision.issuer.name, decision.award and decision.award.giver) == (
            "Ủy ban nhân dân tỉnh Bắc Kạn", f"{CHAIRMAN} Bắc Kạn",
        )  # fmt: skip
        assert decision.executors[2] == "Giám đốc Sở Thông tin và Truyền thông"
        unit = Unit.objects.get(code="SGDDT")
        open_one = Dossier.objects.create(round=found, unit=unit, unit_name=str(unit), award_form="BK_TINH")
        open_one.meeting = Dossier.objects.exclude(pk=open_one.pk).earliest("pk").meeting
        open_one.save()
        minutes, proposal = (
            Document.objects.create(dossier=open_one, kind=kind, regime="ND91", title=kind)
            for kind in ("minutes", "proposal")
        )

        with playing.on_day(AFTER):
            pass
        assert facts_for(signed) == decision
        assert bodies_of(signed) == {"Ủy ban nhân dân tỉnh Bắc Kạn", "Ủy ban nhân dân tỉnh Bắc Kạn tỉnh Bắc Kạn"}
        assert facts_for(minutes).issuer.parent_name == "Ủy ban nhân dân tỉnh Bắc Kạn"
        assert facts_for(minutes).issuer.place == "Bắc Kạn"
        letter = facts_for(proposal)
        assert (letter.issuer.parent_name, letter.issuer.place) == ("Ủy ban nhân dân tỉnh Thái Nguyên", "Thái Nguyên")
        assert letter.addressees == (
            f"{CHAIRMAN} Thái Nguyên", "Sở Khoa học và Công nghệ tỉnh Thái Nguyên (Cơ quan thường trực)",
        )  # fmt: skip
        assert letter.campaign.plan.issuer == "Ủy ban nhân dân tỉnh Bắc Kạn", "the plan is the one of its day"
        certificates = Document(round=found, kind="certificate_bk", regime="ND152", fields={"award_form": "BK_TINH"})
        made = facts_for(certificates)
        assert (made.issuer.authority, made.issuer.place) == (f"{CHAIRMAN} Bắc Kạn", "Bắc Kạn"), "of the decision's day"


def test_who_stands_above_a_unit_is_who_stood_there_on_the_day() -> None:
    with tenant_scope(Tenant.objects.get(slug="bac-kan")) as tenant:
        apply_reorganisation(actor=Actor.system(tenant), tenant=tenant, legal_basis="Nghị quyết")
        department, clinic = Unit.objects.get(code="SNV"), Unit.objects.get(code="TTYT-061")
        before = DAY - dt.timedelta(days=1)

        def over(unit: Unit) -> tuple[str, str]:
            return issuer_of(unit, tenant, before).parent_name, issuer_of(unit, tenant, DAY).parent_name

        province = ("Ủy ban nhân dân tỉnh Bắc Kạn", "Ủy ban nhân dân tỉnh Thái Nguyên")
        assert over(department) == province
        # The district ended without a successor: the province leads what it led.
        assert over(clinic) == ("Ủy ban nhân dân huyện Ba Bể", "Ủy ban nhân dân tỉnh Thái Nguyên")
        # Staff move the department under the new province; papers of before stay under the old one.
        department.parent = Unit.objects.get(level="province", valid_from=DAY)
        assert over(department) == province


def test_a_successor_is_registered_and_took_part_as_those_whose_function_it_holds(cast: Cast) -> None:
    """History is found through predecessors: the commune of July 2025 need not register for the plan of 2022."""
    with tenant_scope(cast.quan.tenant) as tenant:
        apply_reorganisation(actor=cast.quan.actor, tenant=tenant, legal_basis="Nghị quyết")
        tenant.demo_today = AFTER
        tenant.save(update_fields=["demo_today"])
        campaign = the_campaign()
        unsaved = AwardRound(pk=0, campaign=campaign, occasion="annual", year=2023)
        found = {one.unit_id: one.facts for one in gather(unsaved, run=None)}
        confirmed = set(Registration.objects.filter(state="confirmed").values_list("unit_id", flat=True))
        main = UnitSuccession.objects.filter(is_main=True, predecessor__level="commune")
        came_from: dict[int, set[int]] = {}
        for before, heir in main.values_list("predecessor_id", "successor_id"):
            came_from.setdefault(heir, set()).add(before)
        assert came_from
        assert {heir for heir in came_from if found[heir].registration.registered} == {
            heir for heir, before in came_from.items() if before & confirmed
        }
        took = {heir: found[heir].years_taken_part for heir in came_from}
        assert set(took.values()) >= {(), (2022, 2023)}
        assert not {pk for before in came_from.values() for pk in before} & set(found), "nobody who is gone"
