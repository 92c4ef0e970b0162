"""A province that grows by any number of everything that lists show."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.test import Client

from awards.facts import UnitFacts
from awards.facts_json import to_json
from awards.models import AwardGranted, AwardRound, Candidate, Decision, RoundSubject
from awards.rules import evaluate
from awards.services import rounds as award_rounds
from campaigns.models import (
    Adoption,
    Block,
    BlockMembership,
    Campaign,
    Contribution,
    Extension,
    Practice,
    Registration,
    ReportingPeriod,
)
from campaigns.plans.loader import plan_path
from campaigns.services import drafts
from campaigns.services.loading import load
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from config.kernel.text import search_key, sort_key
from config.kernel.web.addresses import tenant_path
from dossiers.models import Access, Consultation, Document, Dossier, Hearing, PublicComment, Review
from targets.models import AnnualReport, Indicator, ReportValue, ScoreRun, ScoreTotal
from tests.lists import THINGS, ListPage
from units.models import Membership, Person, Role, Substitution, Tenant, Unit, User
from units.services.loading import sync_roles

DAY = dt.date(2023, 12, 1)
# Accounts with the role of that name; programs ask for what any body and any unit may see.
PEOPLE = ("standing", "admin", "leader", "board", "clerk", "head", "programs")
SLUG = "tinh-danh-sach"


class Province:
    """A tenant of its own with Kiên Giang's plan and bodies; `grow` adds that many of everything, and one score run
    and one award round for ten units: so many a province never has."""

    EVERY = 10

    def __init__(self) -> None:
        model = Tenant.objects.get(slug="kien-giang")
        copied = {f.attname: getattr(model, f.attname) for f in Tenant._meta.fields if f.attname not in ("id", "slug")}
        self.tenant = Tenant.objects.create(slug=SLUG, **copied | {"name": "Tỉnh Danh Sách", "demo_today": DAY})
        self.size = 0
        with tenant_scope(self.tenant):
            sync_roles(tenant=self.tenant)
            self.root = Unit.objects.create(
                code="00", name="Tỉnh Danh Sách", level="province", kind="province", sort_key="0", search_key="tinh"
            )
            Unit.objects.filter(pk=self.root.pk).update(path=f"/{self.root.pk}/")
            self.root.refresh_from_db()
            load(self.tenant, path=plan_path("kien-giang"))
            self.campaign = Campaign.objects.get()
            self.round = award_rounds.open_round(
                campaign=self.campaign, occasion="preliminary", year=2023, actor=Actor.system(self.tenant)
            )
            self.decision = Decision.objects.create(
                round=self.round, award_form="BK_TINH", number="1/QĐ-UBND", date=DAY, decider="Chủ tịch",
                regime_code="ND98", recorded_by_name="Hệ thống",
            )  # fmt: skip
            self.hearing = Hearing.objects.create(
                round=self.round, award_form="BK_TINH", form_name="Bằng khen", opened_on=DAY, last_day=DAY,
                opened_by_name="Hệ thống",
            )  # fmt: skip
            for year in self.campaign.years:
                review = Review.objects.create(campaign=self.campaign, occasion="annual", year=year)
                Document.objects.create(review=review, kind="review_report", regime="ND98", title=str(review))
            self.run = ScoreRun.objects.create(
                campaign=self.campaign, year=2023, number=1, state="published", layer="final", published_on=DAY
            )
            self.draft = drafts.begin(campaign=self.campaign, actor=Actor.system(self.tenant))
            self.period = ReportingPeriod.objects.get(year=2023)
        self.indicator, self.part = "CQS-1", "targets"
        self.clients = {"": Client()}

    def grow(self, number: int) -> None:
        """Add `number` units, each with one of everything that a list shows."""
        with tenant_scope(self.tenant):
            first, self.size = self.size, self.size + number
            units = self._units(range(first, self.size))
            self._people(units)
            self._reports(units)
            self._giving(units)
            self._awards(units)
            self._opinions(units)
            self._trail(units)
        if not first:
            self._accounts(units[0])

    def _units(self, places: range) -> list[Unit]:
        made = Unit.objects.bulk_create(
            Unit(
                code=f"X{n}", name=f"Xã Số {n}", short_name=f"UBND xã Số {n}", level="commune", kind="commune",
                parent=self.root, depth=1, sort_key=sort_key(f"Số {n}"), search_key=search_key(f"Xã Số {n}"),
            )
            for n in places
        )  # fmt: skip
        for unit in made:
            unit.path = f"{self.root.path}{unit.pk}/"
        Unit.objects.bulk_update(made, ["path"])
        block = Block.objects.filter(kinds__contains=["commune"]).earliest("id")
        BlockMembership.objects.bulk_create(
            BlockMembership(campaign=self.campaign, block=block, unit=unit) for unit in made
        )
        self.block, self.unit = block, getattr(self, "unit", made[0])
        Extension.objects.bulk_create(
            Extension(
                period=self.period, unit=u, unit_name=u.display_name, last_day=DAY, reason="Bão",
                granted_at=clock.now(), granted_by_name="Hệ thống",
            )
            for u in made
        )  # fmt: skip
        return made

    def _people(self, units: list[Unit]) -> None:
        users = User.objects.bulk_create(
            User(username=f"{unit.code}@{SLUG}", home_tenant=self.tenant, password="!") for unit in units
        )
        people = Person.objects.bulk_create(
            Person(full_name=f"Người {u.code}", unit=u, user=user, sort_key=u.sort_key)
            for u, user in zip(units, users, strict=True)
        )
        clerk = Role.objects.get(code="clerk")
        held = Membership.objects.bulk_create(
            Membership(user=user, role=clerk, unit=unit, person=person)
            for user, unit, person in zip(users, units, people, strict=True)
        )
        Substitution.objects.bulk_create(
            Substitution(
                principal=one, substitute=other, starts_on=DAY, ends_on=DAY, reason="Đi công tác",
                made_by_name="Hệ thống",
            )
            for one, other in zip(held, [*held[1:], held[0]], strict=True)
        )  # fmt: skip

    def _reports(self, units: list[Unit]) -> None:
        # Every second unit has not registered.
        Registration.objects.bulk_create(
            Registration(
                campaign=self.campaign, unit=u, unit_name=u.display_name, state="submitted", submitted_on=DAY,
                launch_plan_number="1/KH",
            )
            for u in units[::2]
        )  # fmt: skip
        reports = AnnualReport.objects.bulk_create(
            AnnualReport(
                campaign=self.campaign, unit=u, unit_name=u.display_name, year=2023, state="submitted", submission=1,
                submitted_on=DAY, last_day=DAY,
            )
            for u in units
        )  # fmt: skip
        self.report = getattr(self, "report", reports[0])
        ScoreRun.objects.bulk_create(
            ScoreRun(campaign=self.campaign, year=2022, number=self.size + n, state="done")
            for n, _ in enumerate(units[:: self.EVERY])
        )
        asked = list(Indicator.objects.filter(milestone_year=2023, value_kind="share")[:3])
        ReportValue.objects.bulk_create(
            ReportValue(
                report=r, indicator=i, numerator=Decimal(50 + n % 40), denominator=Decimal(100), evidence_count=1,
                evidence_valid=1, final_status="ok", final_verdict="not_met",
            )
            for n, r in enumerate(reports)
            for i in asked
        )  # fmt: skip
        ScoreTotal.objects.bulk_create(
            ScoreTotal(
                run=self.run, report_ref=r.pk, unit=u, unit_name=u.display_name, block_code=self.block.code,
                points_h=5000, max_h=10000, ratio_h=5000, rank=1, of=self.size, pillars={"government": [5000, 10000]},
            )
            for u, r in zip(units, reports, strict=True)
        )  # fmt: skip

    def _giving(self, units: list[Unit]) -> None:
        Contribution.objects.bulk_create(
            Contribution(
                campaign=self.campaign, giver="unit", unit=u, giver_name=u.display_name, kind="money",
                amount=1_000_000, what="Kinh phí", given_on=DAY, year=2023, search_key=u.search_key,
            )
            for u in units
        )  # fmt: skip
        practices = Practice.objects.bulk_create(
            Practice(
                campaign=self.campaign, kind="model", title=f"Mô hình của {u.name}", unit=u, unit_name=u.display_name,
                year=2023, summary="Tóm tắt", state="published", published_at=clock.now(), search_key=u.search_key,
            )
            for u in units
        )  # fmt: skip
        self.practice = getattr(self, "practice", practices[0])
        Adoption.objects.bulk_create(
            Adoption(practice=self.practice, unit=u, unit_name=u.display_name, planned_on=DAY) for u in units
        )

    def _awards(self, units: list[Unit]) -> None:
        rule = self.round.rule_set.rules.earliest("position", "id")
        AwardRound.objects.bulk_create(
            AwardRound(
                campaign=self.campaign, rule_set=self.round.rule_set, occasion="ad_hoc", year=2023,
                number=self.size + n, title=f"Đột xuất {n}",
            )
            for n, _ in enumerate(units[:: self.EVERY])
        )  # fmt: skip
        subjects = RoundSubject.objects.bulk_create(
            RoundSubject(
                round=self.round,
                key=f"unit:{u.pk}",
                unit=u,
                name=u.display_name,
                facts=to_json(UnitFacts(f"unit:{u.pk}", u.name, 2023)),
            )
            for u in units
        )
        marks = evaluate(rule.plain.criteria, UnitFacts("unit:0", "Xã", 2023)).marks
        candidates = Candidate.objects.bulk_create(
            Candidate(
                round=self.round, rule=rule, subject=s, unit=s.unit, recipient="collective", award_form="BK_TINH",
                name=s.name, eligible="yes", standing="picked", search_key="x", marks=marks,
            )
            for s in subjects
        )  # fmt: skip
        AwardGranted.objects.bulk_create(
            AwardGranted(
                decision=self.decision, round=self.round, campaign=self.campaign, candidate=c, unit=c.unit,
                award_form="BK_TINH", form_name="Bằng khen", recipient="collective", name=c.name,
                occasion="preliminary", year=2023, decision_number="1/QĐ-UBND", decided_on=DAY, decider="Chủ tịch",
                regime_code="ND98", kind="commune", level="commune",
            )
            for c in candidates
        )  # fmt: skip
        dossiers = Dossier.objects.bulk_create(
            Dossier(round=self.round, unit=u, unit_name=u.display_name, award_form="BK_TINH", state="submitted")
            for u in units
        )
        self.dossier = getattr(self, "dossier", dossiers[0])
        Document.objects.bulk_create(
            Document(
                round=self.round, kind="decision", regime="ND98", title="Quyết định", state="ready",
                fields={"award_form": "BK_TINH"},
            )
            for _ in units
        )  # fmt: skip

    def _opinions(self, units: list[Unit]) -> None:
        now = clock.now()
        dossiers = {dossier.unit_id: dossier for dossier in Dossier.objects.filter(unit__in=units)}
        Consultation.objects.bulk_create(
            Consultation(
                dossier=dossiers[u.pk], unit=u, unit_name=u.display_name, question="Ý kiến của cơ quan?", due_on=DAY,
                silence="agree", asked_by_name="Hệ thống", asked_at=now,
            )
            for u in units
        )  # fmt: skip
        PublicComment.objects.bulk_create(
            PublicComment(
                hearing=self.hearing, author="Người dân", contact="0912 345 678", text="Đồng ý", origin=u.code
            )
            for u in units
        )
        Access.objects.bulk_create(
            Access(
                dossier=self.dossier,
                act="open",
                user_id=u.pk,
                user_name=u.head_name,
                day=DAY,
                first_at=now,
                last_at=now,
            )
            for u in units
        )
        Document.objects.bulk_create(
            Document(
                round=self.round, kind="pm_proposal", regime="ND98", title="Tờ trình", state="issued", number=n,
                symbol="TTr-UBND", issued_on=DAY, fields={"award_form": "BK_TINH"},
            )
            for n, _ in enumerate(units, self.size)
        )  # fmt: skip

    def _trail(self, units: list[Unit]) -> None:
        last = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        AuditEntry.objects.bulk_create(
            AuditEntry(
                sequence=last + n, at=clock.now(), actor_name="Hệ thống", verb="unit.update",
                object_type="awards.decision", object_uid=self.decision.uid, object_label=u.name, digest=f"{last + n}",
            )
            for n, u in enumerate(units, 1)
        )  # fmt: skip

    def _accounts(self, unit: Unit) -> None:
        with tenant_scope(self.tenant):
            verbs = sorted({verb for role in Role.objects.all() for verb in role.verbs})
            Role.objects.create(code="programs", name="Phần mềm khác", verbs=verbs)
        for code in PEOPLE:
            user = User.objects.create(username=f"{code}.ds", home_tenant=self.tenant, password="!")
            own = {"clerk": unit, "head": unit, "programs": self.root}.get(code)
            with tenant_scope(self.tenant):
                Membership.objects.create(user=user, role=Role.objects.get(code=code), unit=own)
            client = Client()
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
            self.clients[code] = client

    def path(self, page: ListPage) -> str:
        if page.is_api:
            words = page.name.strip("/").split("/")
            named = [
                self._named(THINGS[words[n - 1]]) if word.startswith("{") else word for n, word in enumerate(words)
            ]
            query = page.query.replace("@unit", str(self.unit.uid))
            return f"{tenant_path('api:page', slug=SLUG)}v1/{'/'.join(named)}/{query}"
        args = [self._named(arg.removeprefix("@")) if str(arg).startswith("@") else arg for arg in page.args]
        return tenant_path(page.name, *args, slug=SLUG) + page.query

    def _named(self, word: str) -> str:
        thing = getattr(self, word)
        return str(getattr(thing, "code" if word == "block" else "uid", thing))

    def get(self, page: ListPage) -> Any:
        return self.clients[page.who].get(self.path(page))
