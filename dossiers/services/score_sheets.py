"""The score sheet (phiếu điểm) that a unit may receive: the explanation of its points, from the snapshot of a run."""

from __future__ import annotations

from django.db import transaction

from config.kernel import clock, jobs
from config.kernel.access import Actor, require
from config.kernel.models import StoredFile
from config.kernel.tenancy import current_tenant
from config.kernel.text import clause_words, format_hundredths
from dossiers.documents import compose
from dossiers.documents.compose import Composition
from dossiers.documents.data import Facts, Paper, Profile, ResultRow, Signer
from dossiers.paper_facts.agency import issuer_of_body
from dossiers.paper_facts.campaign import campaign_facts
from dossiers.paper_facts.wording import in_full
from targets.enums import Pillar
from targets.models import ScoreRun, ScoreTotal
from targets.selectors import ranking
from units.models import Unit

KIND = "dossiers.score_sheet"
VERB = "reports.view"


@transaction.atomic
def ask(*, run: ScoreRun, unit: Unit, actor: Actor) -> jobs.Job:
    """Have the sheet made; asked again, the same job answers."""
    require(actor, VERB, unit)
    return jobs.enqueue(
        kind=KIND,
        actor=actor,
        params={"run": str(run.uid), "unit": str(unit.uid)},
        key=_key(run, unit),
        label=f"Phiếu điểm năm {run.year} của {unit.display_name}",
        queue="documents",
    )


def job_of(run: ScoreRun, unit: Unit) -> jobs.Job | None:
    return jobs.asked_for(KIND, _key(run, unit))


def file_of(run: ScoreRun, unit: Unit) -> StoredFile | None:
    """The PDF, once it is made."""
    return jobs.file_of(job_of(run, unit))


def paper(run_uid: str, unit_uid: str) -> Composition:
    """The composed sheet; raises ScoreTotal.DoesNotExist for a unit that is not in the run."""
    run = ScoreRun.objects.select_related("campaign").get(uid=run_uid)
    total = ScoreTotal.objects.select_related("unit").get(run=run, unit__uid=unit_uid)
    return compose("score_sheet", facts_of(run, total), {}, day=run.published_on or clock.today())


def facts_of(run: ScoreRun, total: ScoreTotal) -> Facts:
    """Everything comes from the snapshot; the unit's name is that of the day of scoring."""
    tenant = current_tenant().on(run.published_on or clock.today())
    body = tenant.body("standing")
    tab = next((t for t in ranking.block_tabs(run) if t.code == (total.block_code or ranking.NO_BLOCK)), None)
    name = in_full(total.unit, total.unit_name)
    told = ranking.explanation(run, total, tab.name if tab else "")
    return Facts(
        issuer=issuer_of_body(tenant, "standing", briefly=True),
        signer=Signer(title=body.head_title, name=""),
        campaign=campaign_facts(run.campaign),
        paper=Paper(number=None, dated=run.published_on, year=(run.published_on or clock.today()).year),
        year=run.year,
        profile=Profile(name=name, collective=True),
        block=tab.name if tab else "",
        score=format_hundredths(total.points_h),
        maximum=format_hundredths(total.max_h),
        ratio=format_hundredths(total.ratio_h) if total.ratio_h is not None else "",
        rank=f"{total.rank}/{total.of}" if total.rank else "",
        recipients=(name,),
        results=(*(_row(line) for line in told.lines), *(_sum(*pillar) for pillar in told.pillars)),
    )


def _row(line: ranking.LineView) -> ResultRow:
    """One value: what was wanted, what came out, why so many points."""
    place = clause_words(line.section)
    goal = f"Mục tiêu{f' ({place})' if place else ''}: {line.goal}. " if line.goal and line.goal != "có" else ""
    if place and not goal:
        goal = f"{place}. "
    return ResultRow(
        name=f"{line.code} {line.label}",
        target=line.goal,
        actual=line.value,
        points=line.points,
        maximum=line.maximum,
        reason=f"{goal}{line.sentence}",
        section=line.section,
    )


def _sum(label: str, points: str, maximum: str, ratio: str) -> ResultRow:
    whose = "ngoài ba trụ cột" if label == Pillar.NONE.label else "của trụ cột"
    return ResultRow(
        name=f"Cộng {label}",
        total=True,
        actual=ratio,
        points=points,
        maximum=maximum,
        reason=f"Cộng các chỉ tiêu {whose}.",
    )


def _key(run: ScoreRun, unit: Unit) -> str:
    """What was drawn before the publication is a preview; the sheet that is received is drawn after it."""
    return f"{run.uid}:{unit.uid}" if run.published_on else f"{run.uid}:{unit.uid}:xem-truoc"
