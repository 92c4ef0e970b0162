"""The four years of a plan, played whole."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.test import Client

from awards.models import AwardForm, AwardGranted, AwardRound, Candidate, CouncilMeeting
from campaigns.selectors import the_campaign
from config.demo import playing, rounds_of_plans
from config.kernel import audit
from config.kernel.tenancy import tenant_scope
from config.launch import state
from dossiers.paper_facts.campaign import campaign_facts
from targets.models import AnnualReport
from units.models import Tenant, Unit, UnitSuccession

pytestmark = pytest.mark.django_db
PRIVATE = ("enterprise", "telecom_enterprise", "cooperative", "household")


@pytest.mark.parametrize(
    ("slug", "rounds"),
    [
        ("kien-giang", ["annual 2022", "preliminary 2023", "annual 2023", "annual 2024", "final 2025", "annual 2025"]),
        ("can-tho", ["annual 2022", "annual 2023", "annual 2024", "final 2025"]),
        ("bac-kan", ["preliminary 2023", "final 2025"]),
        ("dak-song", ["preliminary 2023", "final 2025"]),
        ("tuyen-quang", ["annual 2022", "annual 2023", "annual 2024", "annual 2025"]),
    ],
)
def test_the_rounds_are_those_of_the_plan(slug: str, rounds: list[str]) -> None:
    with tenant_scope(Tenant.objects.get(slug=slug)):
        rounds_of_plans.prepare(the_campaign(), playing.Officers.of_tenant().standing)
        assert [f"{turn.occasion} {turn.year}" for turn in rounds_of_plans.turns(the_campaign())] == rounds


def test_after_the_merger_the_successor_decides() -> None:
    """Decision 14: papers bear the names of their day; the campaign stays the tenant's that ran it."""
    tenant = Tenant.objects.get(slug="bac-kan")
    with tenant_scope(tenant):
        seen = []
        for day in (dt.date(2023, 12, 26), dt.date(2025, 12, 26), dt.date(2025, 12, 27)):
            with playing.on_day(day):
                stored = Tenant.objects.get(pk=tenant.pk)
                form = AwardForm.objects.get(code="BK_TINH")
                seen.append((
                    stored.name, stored.chairman_title, form.name, form.decider, stored.place,
                    stored.body("standing").name, stored.body("board").parent, stored.symbol("standing"),
                    campaign_facts(the_campaign()).plan.issuer,
                ))  # fmt: skip
    chairman = "Chủ tịch Ủy ban nhân dân tỉnh"
    assert seen[0] == (
        "Tỉnh Bắc Kạn", f"{chairman} Bắc Kạn", f"Bằng khen của {chairman} Bắc Kạn", f"{chairman} Bắc Kạn", "Bắc Kạn",
        "Sở Thông tin và Truyền thông", "Sở Nội vụ tỉnh Bắc Kạn", "STTTT", "Ủy ban nhân dân tỉnh Bắc Kạn",
    )  # fmt: skip
    assert seen[1] == (
        "Tỉnh Bắc Kạn", f"{chairman} Thái Nguyên", f"Bằng khen của {chairman} Thái Nguyên", f"{chairman} Thái Nguyên",
        "Thái Nguyên", "Sở Khoa học và Công nghệ", "Sở Nội vụ tỉnh Thái Nguyên", "SKHCN",
        "Ủy ban nhân dân tỉnh Bắc Kạn",
    )  # fmt: skip
    assert seen[2] == seen[1]


def test_in_december_2025_bac_kan_rewards_who_is_there_and_not_who_is_gone() -> None:
    """The final review of Quý IV/2025 falls after province and districts ceased to exist: successors are put forward.

    An award is the act of the day on which it is decided (decision 14). A district or commune that ended on
    30/06/2025 cannot receive it any more. So the successors report the year 2025 and are judged; the round of 2023
    keeps the units and names of its day.
    """
    call_command("play", "bac-kan", "--light", stdout=io.StringIO())
    with tenant_scope(Tenant.objects.get(slug="bac-kan")):
        before, after = AwardRound.objects.order_by("year")
        for found, day, place in (
            (before, dt.date(2023, 12, 26), "Bắc Kạn"), (after, dt.date(2025, 12, 26), "Thái Nguyên"),
        ):  # fmt: skip
            units = Unit.objects.filter(pk__in=Candidate.objects.filter(round=found).values("unit"))
            assert [unit.name for unit in units if not unit.is_valid_on(day)] == []
            awards = AwardGranted.objects.filter(round=found)
            assert {(a.decided_on, a.decider) for a in awards} == {(day, f"Chủ tịch Ủy ban nhân dân tỉnh {place}")}
        awarded = Unit.objects.filter(pk__in=AwardGranted.objects.filter(round=after).values("unit"))
        begun = awarded.filter(valid_from=dt.date(2025, 7, 1))
        assert begun.filter(kind="commune").exists()
        assert not awarded.filter(kind="district").exists()
        assert not [unit.name for unit in awarded.exclude(kind__in=PRIVATE) if "tỉnh Bắc Kạn" in unit.full_name]
        # 2024 was reported by who was there at its end, 2025 by the successors.
        asked = {
            year: set(AnnualReport.objects.filter(year=year).values_list("unit__valid_from", flat=True))
            for year in (2024, 2025)
        }
        assert asked == {2024: {None}, 2025: {None, dt.date(2025, 7, 1)}}
        assert not AnnualReport.objects.filter(year=2025, unit__kind="district").exists()
    again = io.StringIO()
    call_command("play", "bac-kan", "--light", stdout=again)
    with tenant_scope(Tenant.objects.get(slug="bac-kan")):
        assert AwardRound.objects.count() == 2
        assert UnitSuccession.objects.filter(predecessor__code="STTTT").count() == 1


@pytest.mark.parametrize("slug", ["bac-kan", "can-tho", "dak-song", "kien-giang", "tuyen-quang"])
def test_all_rounds_of_every_plan_are_played_to_their_list(slug: str) -> None:
    """With every unit and person of the demonstration: ties, votes, open questions and what follows from them."""
    tenant = Tenant.objects.get(slug=slug)
    call_command("play", slug, stdout=io.StringIO())
    with tenant_scope(tenant):
        found = AwardRound.objects.order_by("pk").values_list("occasion", "year", "state")
        assert [(occasion, year) for occasion, year, _ in found] == [
            (turn.occasion, turn.year) for turn in rounds_of_plans.turns(the_campaign())
        ]
        assert {state for *_, state in found} <= {"decided", "sent"}
        if slug == "kien-giang":
            medals = Candidate.objects.filter(round__occasion="final", award_form="HCLD3", proposed=True)
            assert {one.unit.kind for one in medals} == {"district"}
            assert all(any("01/7/2025" in sentence for sentence in one.warnings) for one in medals)


# Round, rule: candidates, eligible, proposed, quota.
CAN_THO = """
annual 2022 KT-N-TT-K1 20 5 1 1 | annual 2022 KT-N-TT-K2 9 5 1 1 | annual 2022 KT-N-TT-K3 80 6 3 3
annual 2022 KT-N-TT-K4 4 4 1 1 | annual 2022 KT-N-CN-K1 9 1 1 1 | annual 2022 KT-N-CN-K2 10 2 1 1
annual 2022 KT-N-CN-K3 12 6 3 3 | annual 2023 KT-N-TT-K1 20 5 1 1 | annual 2023 KT-N-TT-K2 9 4 1 1
annual 2023 KT-N-TT-K3 80 5 3 3 | annual 2023 KT-N-TT-K4 4 3 1 1 | annual 2023 KT-N-CN-K1 9 2 1 1
annual 2023 KT-N-CN-K2 8 2 1 1 | annual 2023 KT-N-CN-K3 10 6 3 3 | annual 2024 KT-N-TT-K1 20 6 1 1
annual 2024 KT-N-TT-K2 9 4 1 1 | annual 2024 KT-N-TT-K3 80 6 3 3 | annual 2024 KT-N-TT-K4 4 3 1 1
annual 2024 KT-N-CN-K1 11 2 1 1 | annual 2024 KT-N-CN-K2 8 2 1 1 | annual 2024 KT-N-CN-K3 12 6 3 3
final 2025 KT-TK-TT-K1 20 5 3 3 | final 2025 KT-TK-TT-K2 9 3 3 3 | final 2025 KT-TK-TT-K3 80 7 6 6
final 2025 KT-TK-TT-K4 4 3 3 3 | final 2025 KT-TK-CN-K1 10 5 3 3 | final 2025 KT-TK-CN-K2 6 6 3 3
final 2025 KT-TK-CN-K3 14 11 9 9
"""


def test_can_tho_is_played_from_2022_to_2025(can_tho: Tenant) -> None:
    """Mục III.2.a: 33 collectives and 30 people in four years; those of 2025 stand instead of the yearly ones."""
    said, again = io.StringIO(), io.StringIO()
    call_command("play", "can-tho", "--light", stdout=said)
    with tenant_scope(can_tho):
        rows = [
            f"{found.occasion} {found.year} {line.rule} {line.candidates} {line.eligible} {line.proposed} {line.quota}"
            for found in AwardRound.objects.order_by("year", "id")
            for line in playing.table(found)
        ]
        assert rows == [row.strip() for line in CAN_THO.strip().splitlines() for row in line.split("|")]
        assert set(AwardRound.objects.values_list("state", flat=True)) == {"decided"}
        awards = AwardGranted.objects.values_list("recipient", flat=True)
        assert (list(awards).count("collective"), list(awards).count("individual")) == (33, 30)
        # The regime and the base salary are those of the day of each decision.
        paid = AwardGranted.objects.filter(recipient="individual").order_by("decided_on").values_list(
            "decided_on", "regime_code", "prize"
        )  # fmt: skip
        assert list(dict.fromkeys(paid)) == [
            (dt.date(2023, 3, 15), "ND91", 1_490_000),
            (dt.date(2024, 3, 15), "ND98", 2_700_000),
            (dt.date(2025, 3, 15), "ND98", 3_510_000),
            (dt.date(2025, 12, 26), "ND152", 3_510_000),
        ]
        assert set(CouncilMeeting.objects.values_list("state", flat=True)) == {"closed"}
        assert Tenant.objects.get(slug="can-tho").demo_today == dt.date(2025, 12, 26)
        assert audit.broken_links() == []
        entries = audit.AuditEntry.objects.count()
    call_command("play", "can-tho", "--light", stdout=again)
    with tenant_scope(can_tho):
        assert audit.AuditEntry.objects.count() == entries
    assert again.getvalue() == said.getvalue()
    # Whoever comes back finds another day, and is told so: by the command, at every start, on every page.
    moved = "ngày làm việc nay là 26/12/2025, trước khi chơi là 04/12/2023."
    assert moved in said.getvalue()
    assert [line for line in state.remembered_days() if moved in line]
    assert "dời từ 04/12/2023 khi chơi thử" in Client().get("/can-tho/cong-khai/").content.decode()
