"""One real object of every kind that an address names, in a tenant that is already full of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from awards.models import (
    AgendaChoice,
    AgendaItem,
    Attestation,
    AwardGranted,
    AwardRound,
    BallotReceipt,
    Candidate,
    CouncilAttendance,
    CouncilInterest,
    CouncilMeeting,
    CouncilMember,
    Decision,
    Hold,
    OpenBallot,
    RoundSubject,
    Scenario,
    TieVoteRecord,
)
from awards.services import judgement
from awards.services import rounds as award_rounds
from campaigns.models import (
    Adoption,
    Clause,
    Contribution,
    ContributionNorm,
    Extension,
    PlanDraft,
    PlanEdit,
    Practice,
    Registration,
    Reminder,
    ReminderRound,
    ReportingPeriod,
)
from campaigns.selectors import the_campaign
from config.demo.papers import PAPERS
from config.demo.rows import stored_file
from config.demo.trail import Who
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import Job
from config.kernel.sheets import services as sheets
from config.kernel.tenancy import current_tenant
from dossiers.models import (
    Access,
    Consultation,
    Document,
    Dossier,
    Hearing,
    Nomination,
    Nominee,
    NumberSeries,
    PublicComment,
    Remark,
    Review,
    SearchText,
    Signature,
    TrustRoot,
    UpwardAnswer,
)
from dossiers.services import rounds, score_sheets
from targets.enums import IN_FORCE, ReportState
from targets.enums import Decision as Judgement
from targets.models import (
    AnnualReport,
    Evidence,
    Indicator,
    IndicatorSet,
    ReportValue,
    ReportVersion,
    ScoreRun,
    ScoreTotal,
)
from targets.services import indicator_sets
from targets.services.reports import RECEIPT
from tests.sheets.books import book
from units.models import (
    ApiRequest,
    ApiToken,
    Membership,
    Notice,
    Person,
    SavedSearch,
    Substitution,
    Unit,
    UnitSuccession,
    User,
)
from units.selectors import actor_for

OCCASION = {"kien-giang": ("preliminary", 2023), "can-tho": ("annual", 2022)}


@dataclass
class Things:
    """`uids`: by name, what an address can hold of this tenant alone. `words`: codes, which name no object."""

    slug: str
    uids: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.uids[name] if name in self.uids else self.words[name]


def build() -> Things:
    """Add what the world lacks (a round and all that follows from it) and name one of everything."""
    tenant = current_tenant()
    things = Things(tenant.slug)
    _reports(things)
    _import(things)
    _plan(things)
    _tokens(things)
    _round(things, Actor.system(tenant))
    _giving(things)
    _trials(things, Actor.system(tenant))
    _unnamed(AwardRound.objects.get(uid=things["round"]))
    return things


def _unnamed(found: AwardRound) -> None:
    """Rows of tables that no address names."""
    subject = RoundSubject.objects.filter(round=found).earliest("id")
    rule = found.rule_set.rules.earliest("id")
    day, person = dt.date(2023, 12, 20), Person.objects.filter(user=None).earliest("id")
    Attestation.objects.create(round=found, subject=subject, code="TC-1", answer=True, by_name="A", on=day)
    TieVoteRecord.objects.create(
        round=found, rule=rule, among=[subject.key], order=[subject.key], minutes="Biên bản", held_on=day,
        recorded_by_name="A",
    )  # fmt: skip
    assert person.unit is not None
    Nomination.objects.create(round=found, unit=person.unit, person=person, merit="Tốt.", nominated_by_name="A")
    NumberSeries.objects.create(body="xa", series="BB", year=2019, last=3)
    since = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    TrustRoot.objects.create(
        subject="CN=Gốc", issuer="CN=Gốc", is_root=True, pem="", fingerprint="0" * 64, valid_from=since,
        valid_to=since, added_by_name="A", removed_at=since,
    )  # fmt: skip


def _trials(things: Things, actor: Actor) -> None:
    """A trial under a name, a second run of a year, a score sheet that is made, the code of a rule."""
    found = AwardRound.objects.get(uid=things["round"])
    trial = Scenario.objects.create(round=found, name="Thêm một suất", query="s0=9", created_by_name="Hệ thống")
    run = ScoreRun.objects.get(uid=things["run"])
    other = ScoreRun.objects.create(campaign=run.campaign, year=run.year, number=99, state="done", rules=run.rules)
    stored = stored_file(PAPERS["bao-cao-so-lieu"], "phieu-diem.pdf", Who("Hệ thống"), "score_sheet")
    stored.save()
    unit = Unit.objects.get(uid=things["unit"])
    Job.objects.create(
        kind=score_sheets.KIND, key=f"{run.uid}:{unit.uid}", label="Phiếu điểm", state="done",
        result={"file": str(stored.uid)},
    )  # fmt: skip
    base = IndicatorSet.objects.filter(campaign=run.campaign, state__in=IN_FORCE).earliest("id")
    draft = indicator_sets.open_edit(base=base, actor=actor)
    things.uids |= {"scenario": str(trial.uid), "other_run": str(other.uid), "edited_set": str(draft.uid)}
    things.words["set_code"] = draft.indicators.earliest("order").code
    things.words["rule_code"] = found.rule_set.rules.earliest("id").code


def _giving(things: Things) -> None:
    campaign, clerk = the_campaign(), of(f"clerk@{things.slug}")
    paper = stored_file(PAPERS["bao-cao-so-lieu"], "bien-ban.pdf", Who("Hệ thống"), "contribution")
    paper.save()
    gift = Contribution.objects.create(
        campaign=campaign, giver="unit", unit=clerk, giver_name=clerk.display_name, kind="money", amount=9_000_000,
        what="Kinh phí", given_on=dt.date(2022, 12, 20), year=2022, paper_file=paper, paper_number="1/BB",
    )  # fmt: skip
    things.uids["gift"] = str(gift.uid)
    review = Review.objects.create(campaign=campaign, occasion="annual", year=2022, docx=paper)
    report = Document.objects.create(review=review, kind="review_report", regime="ND98", title="Báo cáo năm 2022")
    things.uids["review"] = str(report.uid)
    for name, state in (("practice", "draft"), ("sent_practice", "submitted"), ("published_practice", "published")):
        made = Practice.objects.create(
            campaign=campaign, kind="model", title="Mô hình", unit=clerk, unit_name=clerk.display_name, year=2022,
            summary="Tóm tắt", method="Làm", effect="Tốt", state=state, file=paper,
        )  # fmt: skip
        things.uids[name] = str(made.uid)
    Adoption.objects.create(
        practice=made, unit=of(f"clerk.so@{things.slug}"), unit_name="Sở", planned_on=dt.date(2023, 10, 2)
    )
    ContributionNorm.objects.create(
        campaign=campaign, year=2022, giver="unit", amount=50_000_000, source="15/TB-HĐTĐKT"
    )
    _time(clerk)


def _time(clerk: Unit) -> None:
    """A unit that was told, was given a later day and comes from another one."""
    campaign, told = the_campaign(), User.objects.get(username=f"clerk@{current_tenant().slug}")
    period = ReportingPeriod.objects.get(campaign=campaign, year=2022)
    Extension.objects.create(
        period=period, unit=clerk, unit_name=clerk.display_name, last_day=period.last_day + dt.timedelta(days=9),
        reason="Bão lũ.", granted_at=clock.now(), granted_by_name="Sở",
    )  # fmt: skip
    Reminder.objects.create(
        campaign=campaign, matter="report", year=2022, unit=clerk, unit_name=clerk.display_name, stage="d7",
        last_day=period.last_day, channel="page", user_id=told.pk, recipient=told.full_name, title="Báo cáo",
        sentence="Còn 7 ngày.", place="targets:reports", state="sent", created_on=period.last_day,
    )  # fmt: skip
    UnitSuccession.objects.create(
        predecessor=Unit.objects.exclude(pk=clerk.pk).filter(kind=clerk.kind).earliest("id"), successor=clerk,
        kind="merge", effective_on=dt.date(2020, 1, 1), legal_basis="Nghị quyết",
    )  # fmt: skip


def of(username: str) -> Unit:
    """The unit that an account acts for."""
    membership = Membership.objects.select_related("unit").get(user=User.objects.get(username=username))
    assert membership.unit is not None
    return membership.unit


def _reports(things: Things) -> None:
    campaign, uids = the_campaign(), things.uids
    clerk, district = of(f"clerk@{things.slug}"), of(f"clerk.huyen@{things.slug}")
    department, firm = of(f"clerk.so@{things.slug}"), of(f"clerk.dn@{things.slug}")
    draft = AnnualReport.objects.get(unit=clerk, year=2023)
    uids["value"] = str(ReportValue.objects.filter(report=draft).earliest("id").uid)
    uids["evidence"] = str(Evidence.objects.filter(report=draft).earliest("id").uid)
    sent = AnnualReport.objects.get(unit=district, year=2023, state=ReportState.SUBMITTED)
    uids["sent_report"], uids["draft_report"] = str(sent.uid), str(draft.uid)
    value = ReportValue.objects.filter(report=sent).select_related("indicator").earliest("id")
    uids["sent_value"] = str(value.uid)
    things.words["anchor"] = value.indicator.code.replace(".", "-")
    uids["confirming_report"] = str(AnnualReport.objects.get(unit=firm, state=ReportState.CONFIRMING).uid)
    changed = ReportValue.objects.filter(report__unit=department, report__year=2023, decision=Judgement.CHANGED)
    uids["changed_value"] = str(changed.earliest("id").uid)
    uids["unit"], uids["district"], uids["other_unit"] = str(clerk.uid), str(district.uid), str(department.uid)
    uids["registration_unit"] = str(
        Registration.objects.filter(state="submitted").select_related("unit").earliest("id").unit.uid
    )
    uids["registration"] = str(Registration.objects.filter(state="submitted").earliest("id").uid)
    uids["period"] = str(ReportingPeriod.objects.get(campaign=campaign, year=2023).uid)
    uids["run"] = str(ScoreRun.objects.get(year=2022).uid)
    total = ScoreTotal.objects.filter(run__year=2022, unit=clerk).get()
    things.words["block"] = total.block_code
    uids["account"] = str(Membership.objects.get(user__username=f"clerk.dn@{things.slug}").uid)
    uids["person"] = str(Person.objects.filter(unit=firm, user=None).earliest("id").uid)
    uids["job"] = str(Job.objects.earliest("id").uid)
    code = Indicator.objects.filter(values__report__unit=clerk, values__report__year=2022).earliest("order").code
    things.words["indicator"] = code
    paper = stored_file(PAPERS["bao-cao-so-lieu"], "cong-van.pdf", Who("Hệ thống"), "reminder")
    paper.save()
    told = ReminderRound.objects.create(
        campaign=campaign, matter="report", year=2022, sent_on=dt.date(2023, 1, 9), sent_at=clock.now(),
        sent_by_name="Sở", letter=paper,
    )  # fmt: skip
    uids["reminder_round"] = str(told.uid)
    listed = Job.objects.create(kind="campaigns.registration_list", key="1", label="Danh sách", state="done",
                                result={"file": str(paper.uid)})  # fmt: skip
    uids["list_job"] = str(listed.uid)
    version = ReportVersion.objects.filter(report__unit=clerk, report__year=2022).latest("number")
    uids["sent_version"], uids["sent_2022"] = str(version.uid), str(version.report.uid)
    stored = stored_file(PAPERS["bao-cao-so-lieu"], "bien-nhan.pdf", Who("Hệ thống"), "receipt")
    stored.save()
    Job.objects.create(kind=RECEIPT, key=str(version.uid), label="Biên nhận", state="done",
                       result={"file": str(stored.uid)})  # fmt: skip


def _plan(things: Things) -> None:
    draft = PlanDraft.objects.create(campaign=the_campaign(), base_version=1)
    PlanEdit.objects.create(draft=draft, part="funding", code="KP-1", body={"code": "KP-1", "text": "Ngân sách."})
    things.uids |= {"draft": str(draft.uid), "campaign": str(draft.campaign.uid)}
    things.words["purpose"] = Clause.objects.filter(kind="purposes").earliest("order").code


def _tokens(things: Things) -> None:
    user = User.objects.get(username=f"clerk@{things.slug}")
    token = ApiToken.objects.create(
        user=user, name="Phần mềm báo cáo", verbs=["reports.view"], digest="0" * 64, hint="abcd",
        expires_on=dt.date(2030, 1, 1),
    )  # fmt: skip
    ApiRequest.objects.create(user=user, key="mot-lan", digest="0" * 64, status=200)
    things.uids["token"] = str(token.uid)


def _import(things: Things) -> None:
    officer = User.objects.get(username=f"standing@{things.slug}")
    actor = actor_for(officer, current_tenant())
    assert actor is not None
    data = book("Đơn vị", ("Mã đơn vị", "Tên đầy đủ", "Loại"), (f"MOI-{things.slug}", "Công ty Mới", "Doanh nghiệp"))
    found = sheets.check(actor=actor, kind="don-vi", params={}, upload=data, name="danh-sach.xlsx")
    things.uids["import"] = str(found.uid)


def _round(things: Things, actor: Actor) -> None:
    uids = things.uids
    occasion, year = OCCASION[things.slug]
    clerk = of(f"clerk@{things.slug}")
    found = award_rounds.open_round(
        campaign=the_campaign(), occasion=occasion, year=year, actor=actor, contribution_norm=5
    )
    rounds.evaluate(award_round=found, actor=actor)
    candidate = Candidate.objects.filter(round=found, unit=clerk).earliest("id")
    uids["round"], uids["candidate"] = str(found.uid), str(candidate.uid)
    subject = RoundSubject.objects.filter(round=found).exclude(pk=candidate.subject_id).earliest("id")
    judgement.set_hold(round=found, subject=subject, kind=Hold._meta.get_field("kind").choices[0][0],
                       reason="Đang xác minh đơn thư.", actor=actor)  # fmt: skip
    uids["rule"] = str(candidate.rule.uid)
    uids["hold"] = str(Hold.objects.get(round=found).uid)
    Candidate.objects.filter(pk=candidate.pk).update(proposed=True)
    candidate.refresh_from_db()
    _dossier(things, found, candidate, clerk)
    _chain(things, found, candidate)
    _award(things, found, candidate)
    _council(things, found, candidate, subject)


def _council(things: Things, found: AwardRound, candidate: Candidate, subject: RoundSubject) -> None:
    """A meeting that votes openly, with the chairman's ballot still to come."""
    seats = {role: _seat(found, things.slug, role) for role in ("leader", "board", "clerk")}
    CouncilInterest.objects.create(member=seats["clerk"], subject=subject, reason="Quen biết", declared_by_name="A")
    meeting = CouncilMeeting.objects.create(
        round=found, number=1, state="open", held_on=dt.date(2023, 12, 27), starts=dt.time(8), location="Phòng họp",
        secret=False, created_by_name="Hệ thống",
    )  # fmt: skip
    for member in seats.values():
        CouncilAttendance.objects.create(meeting=meeting, member=member, mode="present")
    item = AgendaItem.objects.create(
        meeting=meeting, kind="award", title="Đề nghị", award_form=candidate.award_form, threshold_percent=80
    )
    choice = AgendaChoice.objects.create(
        item=item, candidate=candidate, key=candidate.subject.key, name=candidate.name, base=3
    )
    BallotReceipt.objects.create(meeting=meeting, member=seats["board"], mode="paper", entered_by_name="A")
    OpenBallot.objects.create(choice=choice, member=seats["board"], yes=True)
    things.uids |= {"sitting": str(meeting.uid), "member": str(seats["clerk"].uid), "subject": str(subject.uid)}


def _seat(found: AwardRound, slug: str, role: str) -> CouncilMember:
    user = User.objects.get(username=f"{role}@{slug}")
    seat = {"leader": "chair", "board": "secretary"}.get(role, "member")
    return CouncilMember.objects.create(round=found, user_id=user.pk, name=user.full_name, role=seat)


def _dossier(things: Things, found: AwardRound, candidate: Candidate, unit: Unit) -> None:
    stored = stored_file(PAPERS["bao-cao-so-lieu"], "van-ban.pdf", Who("Hệ thống"), "document")
    stored.save()
    dossier = Dossier.objects.create(
        round=found, unit=unit, unit_name=unit.display_name, award_form=candidate.award_form, state="returned"
    )
    Nominee.objects.create(dossier=dossier, candidate=candidate, subject="collective", name=candidate.name)
    document = Document.objects.create(
        dossier=dossier, kind="proposal", regime="ND98", title="Tờ trình", state="ready", file=stored
    )
    remark = Remark.objects.create(dossier=dossier, sentence="Bổ sung số liệu.", made_by="Sở")
    received = Dossier.objects.create(
        round=found, unit=of(f"clerk.huyen@{things.slug}"), unit_name="Huyện", award_form=candidate.award_form,
        state="received",
    )  # fmt: skip
    decision = Document.objects.create(
        round=found, kind="decision", regime="ND98", title="Quyết định", state="ready", file=stored,
        fields={"award_form": candidate.award_form},
    )  # fmt: skip
    issued = Document.objects.create(
        dossier=dossier, kind="minutes", regime="ND98", title="Biên bản", state="issued", file=stored, number=12,
        symbol="BB-UBND", issued_on=dt.date(2023, 12, 4), sha256=stored.sha256,
    )  # fmt: skip
    Signature.objects.create(
        document=issued, place=1, signed_as="person", of_sha256=stored.sha256, signer="Người ký", issuer="Nơi cấp",
        serial="1", signed_at=dt.datetime(2023, 12, 4, tzinfo=dt.UTC), file=stored, uploaded_by_name="Hệ thống",
    )  # fmt: skip
    whole = stored_file(PAPERS["bao-cao-so-lieu"], "ca-bo.pdf", Who("Hệ thống"), "export")
    whole.save()
    asked_by = User.objects.get(username=f"standing@{things.slug}").pk
    export = Job.objects.create(
        kind="dossiers.export", key="ca-bo", label="Kết xuất", state="done", actor={"user_id": asked_by},
        result={"file": str(whole.uid)},
    )  # fmt: skip
    things.uids |= {"issued": str(issued.uid), "export_job": str(export.uid)}
    things.uids |= {
        "issued_code": issued.check_code,
        "dossier": str(dossier.uid), "document": str(document.uid), "remark": str(remark.uid),
        "received_dossier": str(received.uid), "decision": str(decision.uid),
    }  # fmt: skip


def _chain(things: Things, found: AwardRound, candidate: Candidate) -> None:
    """What goes on beside the chain: an opinion asked for, a list before the public, a letter upward, a trace."""
    received = Dossier.objects.get(uid=things["received_dossier"])
    paper = Document.objects.get(uid=things["document"]).file
    assert paper is not None
    Nominee.objects.create(dossier=received, candidate=candidate, subject="collective", name=candidate.name)
    report = Document.objects.create(
        dossier=received, kind="report_collective", regime="ND98", title="Báo cáo", state="ready", file=paper
    )
    agency = of(f"clerk.so@{things.slug}")
    asked = Consultation.objects.create(
        dossier=received, unit=agency, unit_name=agency.display_name, question="Có vướng mắc gì không?",
        due_on=dt.date(2030, 1, 2), silence="noted", asked_by_name="Ban", asked_at=clock.now(), file=paper,
    )  # fmt: skip
    hearing = Hearing.objects.create(
        round=found, award_form="HCLD3", form_name="Huân chương", rows=[{"name": "A", "position": "", "unit": ""}],
        opened_on=dt.date(2023, 12, 1), last_day=dt.date(2030, 1, 2), opened_by_name="Ban",
    )  # fmt: skip
    PublicComment.objects.create(hearing=hearing, author="Dân", contact="090", text="Đồng ý.", origin="0" * 64)
    letter = Document.objects.create(
        round=found, kind="pm_proposal", regime="ND98", title="Tờ trình", state="issued", file=paper, number=3,
        symbol="TTr-UBND", issued_on=dt.date(2023, 12, 4), fields={"award_form": "BK_TTG"},
    )  # fmt: skip
    answer = UpwardAnswer.objects.create(
        letter=letter, granted=False, number="9/VPCP", date=dt.date(2023, 12, 4), file=paper, recorded_by_name="Ban"
    )
    Access.objects.create(
        dossier=received, act="open", user_id=1, user_name="A", day=dt.date(2023, 12, 4), first_at=clock.now(),
        last_at=clock.now(),
    )  # fmt: skip
    SearchText.objects.create(dossier=received, words=" a ", text="a", stamp="1")
    board, leader = (Membership.objects.get(user__username=f"{role}@{things.slug}") for role in ("board", "leader"))
    lent = Substitution.objects.create(
        principal=board, substitute=leader, starts_on=dt.date(2023, 12, 4), ends_on=dt.date(2023, 12, 5),
        reason="Nghỉ phép", made_by_name="A",
    )  # fmt: skip
    clerk = User.objects.get(username=f"clerk@{things.slug}").pk
    kept = SavedSearch.objects.create(user_id=clerk, name="Mỹ Lâm", text="my lam")
    Notice.objects.create(user_id=clerk, title="Quyền", sentence="Đã đổi.")
    things.uids |= {
        "consultation": str(asked.uid), "read_paper": str(report.uid), "hearing": str(hearing.uid),
        "letter": str(letter.uid), "upward_answer": str(answer.uid), "substitution": str(lent.uid),
        "search": str(kept.uid),
    }  # fmt: skip


def _award(things: Things, found: AwardRound, candidate: Candidate) -> None:
    day = dt.date(2023, 12, 1)
    decision = Decision.objects.create(
        round=found, award_form=candidate.award_form, number="77/QĐ-UBND", date=day, decider="Chủ tịch",
        regime_code="ND98", recorded_by_name="Hệ thống",
    )  # fmt: skip
    award = AwardGranted.objects.create(
        decision=decision, round=found, campaign=found.campaign, candidate=candidate, unit=candidate.unit,
        award_form=candidate.award_form, form_name="Bằng khen", recipient="collective", name=candidate.name,
        occasion=found.occasion, year=found.year, decision_number=decision.number, decided_on=day,
        decider="Chủ tịch", regime_code="ND98",
    )  # fmt: skip
    things.uids["award"] = str(award.uid)
