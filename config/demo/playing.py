"""Plays the rounds of a campaign through the services alone: judged, attested, voted, proposed, decided.

What people would say is invented here, always the same: nearly every standard is attested, equals are put in order
by a vote, a list over 70/30 is let pass with a reason.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from awards.enums import ROUND_OVER, Eligible
from awards.models import AwardGranted, AwardRound, Candidate
from awards.selectors import law
from awards.selectors.rule_sets import current_set, rules_of
from awards.selectors.verdicts import explain, verdict_of
from awards.services import decisions as register
from awards.services import judgement
from awards.services import rounds as award_rounds
from campaigns.enums import PeriodState
from campaigns.models import Campaign
from campaigns.selectors import periods, the_campaign
from campaigns.services.blocks import place_units
from campaigns.services.periods import close_period
from config.demo import donors, later, participants, reports, sitting
from config.demo.names import number
from config.demo.rounds_of_plans import Turn
from config.demo.steps import Demo
from config.kernel import clock, jobs
from config.kernel.access import Actor
from config.kernel.tenancy import current_tenant
from dossiers.models import Document, Dossier
from dossiers.services import chain, decisions, drafting, nominations, rounds
from dossiers.services.numbering import take_number
from units.models import Membership, Person, Tenant, Unit
from units.selectors import actor_for

# The key of the tenant's settings that keeps the day on which its demonstration stood before anything was played.
BEGAN = "demo_began"
NO_REASON = "Chưa đủ căn cứ để xác nhận tại thời điểm xét."
MERIT = "Trực tiếp tham mưu, triển khai các nhiệm vụ chuyển đổi số của đơn vị, hoàn thành đúng tiến độ."
FILLED = "Đơn vị đã tổ chức thực hiện nghiêm túc, có kết quả cụ thể như số liệu nêu trong báo cáo."


@dataclass(frozen=True)
class Officers:
    """Who acts for the tenant; where nobody holds the role, the software itself."""

    standing: Actor
    board: Actor
    leader: Actor
    system: Actor

    @classmethod
    def of_tenant(cls) -> Officers:
        tenant = current_tenant()
        system = Actor.system(tenant)
        found: dict[str, Actor] = {}
        for row in Membership.objects.select_related("user", "role").order_by("-id"):
            actor = actor_for(row.user, tenant)
            if actor is not None:
                found[row.role.code] = actor
        return cls(found.get("standing", system), found.get("board", system), found.get("leader", system), system)


@dataclass(frozen=True)
class Line:
    """One rule of one round, as the table shows it."""

    round: str
    rule: str
    award_form: str
    candidates: int
    eligible: int
    proposed: int
    quota: int | None
    quota_kind: str


@contextmanager
def on_day(day: dt.date) -> Iterator[None]:
    """The tenant stands on `day`, for this process and for its jobs; afterwards on the later of that and before."""
    tenant = current_tenant()
    before = tenant.demo_today or day
    tenant.settings.setdefault(BEGAN, before.isoformat())
    _stand(tenant, day)
    yield
    _stand(tenant, max(before, day))


def _stand(tenant: Tenant, day: dt.date) -> None:
    tenant.demo_today = day
    tenant.save(update_fields=["demo_today", "settings"])
    later.hand_over(tenant, day)
    if later.reorganise(tenant, day):
        participants.seed(Demo(tenant, ""))
        place_units(the_campaign())


def play(turn: Turn, *, by: Officers, light: bool = False, record: bool = True) -> AwardRound:
    """One round of the four years, with the reports that it needs; one that was played before stays as it is.

    `record`: the decisions are written into the register at once, without dossiers.
    """
    campaign = the_campaign()
    found = AwardRound.objects.filter(campaign=campaign, occasion=turn.occasion, year=turn.year, holder=None)
    if (played := found.order_by("-number").first()) is not None:
        return played
    with on_day(turn.day):
        _close_years(campaign, turn.year, light=light)
        if _asks_for_gifts(campaign):
            donors.give(campaign, turn.year, recorder=by.standing, confirmer=by.board)
        drawn = draw_up(campaign, turn.occasion, turn.year, by)
        if record:
            _record(award_rounds.step(round=drawn, name="send", actor=by.standing), by)
        drawn.refresh_from_db()
        return drawn


def _asks_for_gifts(campaign: Campaign) -> bool:
    found = current_set(campaign)
    return found is not None and any('"contribution"' in json.dumps(rule.criteria) for rule in rules_of(found))


def _record(found: AwardRound, by: Officers) -> None:
    """The decisions of the tenant's own authority, straight into the register; what is proposed upwards waits."""
    today = clock.today()
    tenant = current_tenant().on(today)
    for form in decided_forms(found):
        taken = take_number(body="authority", series="QĐ", year=today.year)
        register.record_decision(
            round=found, award_form=form, number=f"{taken:02d}/QĐ-{tenant.symbol('authority')}", date=today,
            candidates=list(Candidate.objects.filter(round=found, award_form=form, proposed=True)), actor=by.leader,
            decider=tenant.chairman_title, signer_name=by.leader.name, signer_title=by.leader.title,
        )  # fmt: skip


def _close_years(campaign: Campaign, year: int, *, light: bool) -> None:
    """Reports up to `year`, invented where the demonstration has not reached it yet; their periods are over."""
    tenant = current_tenant()
    if not reports.fill_played_years(Demo(tenant, ""), campaign, until=year, light=light):
        return
    for period in (
        periods(campaign).filter(year__lte=year, last_day__lt=clock.today()).exclude(state=PeriodState.CLOSED)
    ):
        close_period(period=period, actor=Actor.system(tenant))


def draw_up(campaign: Campaign, occasion: str, year: int, by: Officers, *, people: bool = True) -> AwardRound:
    """From nothing to the proposal list. Raises what the services raise, so a round without a rule is refused."""
    found = award_rounds.open_round(campaign=campaign, occasion=occasion, year=year, actor=by.standing)
    rounds.evaluate(award_round=found, actor=by.standing)
    if people and found.rule_set.rules.filter(recipient="individual", occasion=occasion).exists():
        attest(found, by.board)
        _nominate(found, by.system)
        found.refresh_from_db()
        rounds.evaluate(award_round=found, actor=by.standing)
    bench = sitting.Bench(by.leader, by.board, by.standing)
    # A vote among equals places a unit, and its people are asked about next.
    for _ in range(sitting.MOST):
        found.refresh_from_db()
        if not attest(found, by.board) + sitting.vote_on_everything(found, bench):
            break
    return award_rounds.propose(round=found, actor=by.standing)


def attest(found: AwardRound, actor: Actor) -> int:
    """Answer every open question, in one go each time, until none is left; returns how many were answered."""
    answered: dict[tuple[str, str], judgement.Answer] = {}
    while True:
        waiting = list(Candidate.objects.filter(round=found, eligible=Eligible.OPEN, withdrawn=False))
        explain(waiting)
        fresh: dict[tuple[str, str], judgement.Answer] = {}
        for one in waiting:
            key, who = one.subject.key, one.subject.name
            for line in verdict_of(one)["lines"]:
                question = (key, line["code"])
                if line["code"] and line["outcome"] == "needs_attestation" and question not in answered:
                    yes = number(found.year, who, line["code"]) % 29 != 0
                    fresh[question] = judgement.Answer(key, line["code"], yes, "" if yes else NO_REASON)
        if not fresh:
            return len(answered)
        judgement.attest(round=found, answers=list(fresh.values()), actor=actor)
        answered |= fresh


def _nominate(found: AwardRound, actor: Actor) -> None:
    """The units whose collectives stand well put forward their direct workers, some also their leader."""
    chosen = Candidate.objects.filter(round=found, recipient="collective", standing__in=("picked", "tied", "reserve"))
    first = list(dict.fromkeys(chosen.order_by("standing", "place", "id").values_list("unit", flat=True)))[:25]
    for unit in Unit.objects.filter(pk__in=first).order_by("id"):
        people = list(Person.objects.filter(unit=unit, is_active=True, user=None).order_by("is_leader", "id"))
        if number(unit.code, "leader") % 4:
            people = [person for person in people if not person.is_leader]
        if people:
            nominations.nominate(award_round=found, unit=unit, merits=dict.fromkeys(people[:2], MERIT), actor=actor)


def table(found: AwardRound) -> list[Line]:
    """What came out, rule by rule."""
    rules = {rule.code: rule for rule in found.rule_set.rules.all()}
    return [
        Line(
            round=found.title,
            rule=entry["code"],
            award_form=rules[entry["code"]].award_form,
            candidates=entry["candidates"],
            eligible=entry["eligible"],
            proposed=Candidate.objects.filter(round=found, rule__code=entry["code"], proposed=True).count(),
            quota=entry["quota"],
            quota_kind=entry["quota_kind"],
        )
        for entry in found.result["rules"]
    ]


def warnings(found: AwardRound) -> list[tuple[str, str, int]]:
    """(form, sentence, how many of the list): what reviewers are warned of in proposals to a higher authority."""
    forms = law.forms()
    said: Counter[tuple[str, str]] = Counter()
    for form, sentences in Candidate.objects.filter(round=found, proposed=True).values_list("award_form", "warnings"):
        if not forms[form].by_tenant:
            said.update((forms[form].short, sentence) for sentence in sentences)
    return [(form, sentence, count) for (form, sentence), count in sorted(said.items())]


def decide(found: AwardRound, award_form: str, by: Officers, *, at_most: int | None = None) -> Document:
    """Carry the dossiers of a proposed round (the first `at_most` units) over every desk to the signature.

    Papers are made here and now by the jobs' own handlers. Returns the signed decision with its file.
    """
    units = Unit.objects.filter(
        pk__in=Candidate.objects.filter(round=found, award_form=award_form, proposed=True).values("unit")
    ).order_by("sort_key", "id")
    for unit in units[:at_most]:
        dossier = drafting.open_dossier(award_round=found, unit=unit, award_form=award_form, actor=by.system)
        _write(dossier, by.system)
        _walk(dossier, by)
    draft = decisions.present(award_round=found, award_form=award_form, actor=by.board)
    _work()
    draft.refresh_from_db()
    signed = decisions.sign(document=draft, actor=by.leader, expected_version=draft.version)
    _work()
    signed.refresh_from_db()
    return signed


def _write(dossier: Dossier, actor: Actor) -> None:
    unit, today = dossier.unit, clock.today()
    nominees = list(dossier.nominees.all())
    chair = f"{unit.head_name}, {unit.head_title or 'Thủ trưởng'}"
    meeting = {
        "body": "Hội đồng Thi đua - Khen thưởng cơ sở", "day": today.isoformat(), "starts": "08:00", "ends": "09:30",
        "location": "Phòng họp cơ quan", "chair": chair,
        "secretary": "Nguyễn Thị Thư, Văn thư", "members": "7",
        "present": f"{chair}\nNguyễn Thị Thư, Văn thư\nLê Văn Ba, Công chức",
    } | {f"votes_{nominee.pk}": "7" for nominee in nominees}  # fmt: skip
    drafting.save_meeting(dossier=dossier, posted=meeting, actor=actor)
    dossier.refresh_from_db()
    for document in dossier.documents.all():
        wanted = drafting.gaps(document)
        if wanted:
            drafting.save_fields(
                document=document, fields=dict.fromkeys(wanted, FILLED), expected_version=document.version, actor=actor
            )
    drafting.render_all(dossier=dossier, actor=actor)
    _work()


def _walk(dossier: Dossier, by: Officers) -> None:
    chain.walk(dossier=dossier, step="confirm", actor=by.system)
    _work()
    for step, actor in (
        ("submit", by.system), ("receive", by.standing), ("accept", by.standing), ("appraise", by.board),
    ):  # fmt: skip
        dossier = chain.walk(dossier=dossier, step=step, actor=actor)


def _work() -> None:
    """Do what waits, in place of the workers."""
    jobs.drain()


def register_of(found: AwardRound) -> int:
    """Lines of the register that this round has made."""
    return AwardGranted.objects.filter(round=found).count()


def decided_forms(found: AwardRound) -> list[str]:
    """Forms on the proposal list that are decided here."""
    forms = law.forms()
    listed = Candidate.objects.filter(round=found, proposed=True).order_by("award_form").values_list(
        "award_form", flat=True
    )  # fmt: skip
    return [code for code in dict.fromkeys(listed) if forms[code].by_tenant]


def is_over(found: AwardRound) -> bool:
    return found.state in ROUND_OVER
