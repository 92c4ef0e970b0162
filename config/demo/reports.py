"""Registrations, annual reports with their evidence, appraisal and score runs of the demonstration.

Written set by set, since thousands of calls of the services would take minutes; what they leave behind is the
same: rows, points from the one engine, frozen versions with receipts, and audit entries. Score runs go through
their service and job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from django.conf import settings
from django.db.models import Max

from campaigns.enums import PeriodState
from campaigns.models import Campaign, ReportingPeriod
from campaigns.selectors import current_campaign
from campaigns.services.blocks import place_units
from config.demo import papers, registrations
from config.demo.people import Staff
from config.demo.rows import Draft, draft_of
from config.demo.steps import Demo
from config.demo.stories import Story, stories
from config.demo.trail import Trail
from config.kernel import clock, jobs
from config.kernel.models import StoredFile
from targets.enums import RunState, SetState
from targets.models import (
    AnnualReport,
    Evidence,
    EvidenceLink,
    Indicator,
    IndicatorSet,
    ReportValue,
    ReportVersion,
    ScoreRun,
)
from targets.selectors.frozen import digest_of
from targets.selectors.indicators import sets_of
from targets.services import runs

# Where the newest year is decided by its figures at once; elsewhere publishing is left to the visitor.
PUBLISHED_NEWEST = {"dak-song", "bac-kan", "tuyen-quang"}


def seed(demo: Demo, *, light: bool = False) -> str:
    """Make what is missing; a unit that has a report of a year keeps it as it is."""
    campaign = current_campaign()
    if campaign is None:
        return "chưa có kế hoạch nào"
    papers.place(settings.MEDIA_ROOT, demo.tenant.slug)
    place_units(campaign)
    _periods_by_the_demo_day(campaign)
    registered = registrations.seed(demo, campaign)
    states = _reports(demo, campaign, light=light)
    scored = _score_runs(demo, campaign)
    return f"{registered} đăng ký, {sum(states.values())} báo cáo, {scored} lần chấm điểm"


def fill_played_years(demo: Demo, campaign: Campaign, *, until: int, light: bool) -> int:
    """Reports of the years that opened after the demonstration's first day, all told to their end, scored and
    published; of the years up to `until` also what was left to the visitor to publish. Returns how many reports
    were added."""
    added = _reports(demo, campaign, light=light, played=True)
    _score_runs(demo, campaign, publish_newest=True)
    done = ScoreRun.objects.filter(campaign=campaign, year__lte=until, state=RunState.DONE)
    for run in done.order_by("year", "id"):
        if not ScoreRun.objects.filter(campaign=campaign, year=run.year, state=RunState.PUBLISHED).exists():
            _publish(run, demo)
    return sum(added.values())


def _periods_by_the_demo_day(campaign: Campaign) -> None:
    """Plans are loaded on the real day; seen from the demonstration's day the later years have not opened."""
    ReportingPeriod.objects.filter(campaign=campaign, opens_on__gt=clock.today(), state=PeriodState.OPEN).update(
        state=PeriodState.PLANNED
    )


def _reports(demo: Demo, campaign: Campaign, *, light: bool, played: bool = False) -> Counter[str]:
    there = set(AnnualReport.objects.filter(campaign=campaign).values_list("unit_id", "year"))
    told = stories(campaign, demo.tenant.slug, light=light, played=played)
    wanted = [story for story in told if (story.unit.pk, story.year) not in there]
    if not wanted:
        return Counter()
    staff = Staff.of(demo.tenant)
    indicators = _indicators(campaign, wanted)
    drafts = []
    for story in wanted:
        applicable = [
            indicator
            for indicator in indicators[story.year]
            if story.unit.kind in (indicator.unit_kinds or indicator.set.for_kinds)
        ]
        if applicable:
            drafts.append(draft_of(campaign, story, applicable, staff))
    _write(drafts)
    trail = Trail()
    versions = _versions(drafts)
    for draft in drafts:
        draft.tell(trail, staff)
    ReportVersion.objects.bulk_create(versions, batch_size=200)
    states = Counter(draft.report.state for draft in drafts)
    trail.write(actor=demo.actor, obj=demo.tenant, data={"reports": dict(states)})
    return states


def _indicators(campaign: Campaign, wanted: Iterable[Story]) -> dict[int, list[Indicator]]:
    found = {}
    for year in {story.year for story in wanted}:
        sets = sets_of(campaign, year)
        IndicatorSet.objects.filter(pk__in=[s.pk for s in sets], state=SetState.DRAFT).update(state=SetState.USED)
        found[year] = list(Indicator.objects.filter(set__in=sets).select_related("set").order_by("order", "id"))
    return found


def _write(drafts: list[Draft]) -> None:
    AnnualReport.objects.bulk_create([draft.report for draft in drafts], batch_size=500)
    ReportValue.objects.bulk_create([v for draft in drafts for v in draft.bound_values()], batch_size=500)
    StoredFile.objects.bulk_create([e.file for draft in drafts for e in draft.evidence], batch_size=500)
    Evidence.objects.bulk_create([e for draft in drafts for e in draft.bound_evidence()], batch_size=500)
    EvidenceLink.objects.bulk_create([k for draft in drafts for k in draft.bound_links()], batch_size=1000)


def _versions(drafts: list[Draft]) -> list[ReportVersion]:
    """Receipts in the order in which the reports came in."""
    top: dict[int, int] = {
        row["year"]: row["top"]
        for row in ReportVersion.objects.order_by().values("year").annotate(top=Max("receipt_number"))
    }
    came = ((draft.report.submitted_at, draft) for draft in drafts if draft.story.was_sent)
    sent = sorted(((at, draft) for at, draft in came if at is not None), key=itemgetter(0))
    made = []
    for at, draft in sent:
        report = draft.report
        top[report.year] = top.get(report.year, 0) + 1
        content = draft.content()
        version = ReportVersion(
            report=report, number=1, year=report.year, receipt_number=top[report.year], content=content,
            digest=digest_of(content), submitted_at=at, submitted_by=draft.head.name,
            submitted_title=draft.head.title,
        )  # fmt: skip
        report.receipt = version.receipt
        made.append(version)
    AnnualReport.objects.bulk_update([draft.report for _, draft in sent], ["receipt"], batch_size=500)
    return made


def _score_runs(demo: Demo, campaign: Campaign, *, publish_newest: bool = False) -> int:
    """One run for every year that has reports and none yet; those of finished years are published."""
    years = sorted(set(AnnualReport.objects.filter(campaign=campaign, submission__gt=0).values_list("year", flat=True)))
    scored = 0
    for year in years:
        if ScoreRun.objects.filter(campaign=campaign, year=year).exclude(state=RunState.WAITING).exists():
            continue
        run = runs.start(campaign=campaign, year=year, actor=demo.actor)
        jobs.run(demo.tenant.pk, jobs.Job.objects.get(uid=run.job_uid or run.uid).pk)
        run.refresh_from_db()
        if run.state != RunState.DONE:
            raise RuntimeError(f"the score run of {year} was not done: {demo.tenant.slug}")
        if publish_newest or year != years[-1] or demo.tenant.slug in PUBLISHED_NEWEST:
            _publish(run, demo)
        scored += 1
    return scored


def _publish(run: ScoreRun, demo: Demo) -> None:
    note = "Công bố để kịp xét khen thưởng; các báo cáo còn lại thẩm định bổ sung sau." if run.provisional else ""
    runs.publish(run=run, actor=demo.actor, note=note)
