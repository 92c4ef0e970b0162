"""Score runs: asked for, done as one job in the database, published as a decision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, OuterRef, Subquery

from campaigns.models import Campaign
from config.kernel import audit, clock, jobs, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError
from config.kernel.workflow import Flow, Transition
from targets import permissions as may
from targets.enums import COUNTED_STATES, Layer, RunState
from targets.models import AnnualReport, Indicator, ReportValue, ScoreLines, ScoreRun, ScoreTotal
from targets.scoring import sql
from targets.scoring import statements as run_sql

KIND = "targets.score_run"

RUN_FLOW = Flow(
    name="run",
    states=dict(RunState.choices),
    transitions=(
        Transition("publish", frozenset({RunState.DONE}), RunState.PUBLISHED, may.PUBLISH, "Công bố kết quả"),
        Transition(
            "supersede",
            frozenset({RunState.PUBLISHED}),
            RunState.SUPERSEDED,
            may.PUBLISH,
            "Thay bằng lần chấm sau",
        ),
    ),
)


@transaction.atomic
def start(*, campaign: Campaign, year: int, actor: Actor, layer: str = Layer.FINAL) -> ScoreRun:
    """Ask for a score run of `year`. While one waits, asking again gives the same one."""
    require(actor, may.RUN)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    waiting = ScoreRun.objects.filter(campaign=campaign, year=year, layer=layer, state=RunState.WAITING).first()
    if waiting is not None:
        job = job_of(waiting)
        if job is None or job.state != jobs.JobState.FAILED:
            return waiting
    if not AnnualReport.objects.filter(campaign=campaign, year=year, state__in=COUNTED_STATES).exists():
        raise _nothing_sent(year)
    if waiting is not None:
        run = waiting
    else:
        top = ScoreRun.objects.filter(campaign=campaign, year=year).aggregate(top=Max("number"))["top"] or 0
        run = ScoreRun.objects.create(
            campaign=campaign, year=year, number=top + 1, layer=layer, started_by_name=actor.name
        )
        audit.record(actor=actor, verb="run.start", obj=run, after=RunState.WAITING, data={"layer": layer})
    job = jobs.enqueue(
        kind=KIND, actor=actor, params={"run": str(run.uid)}, key=str(run.uid),
        label=f"Chấm điểm năm {year}, lần {run.number}", queue="scoring",
    )  # fmt: skip
    run.job_uid = job.uid
    run.save(update_fields=["job_uid"])
    return run


def job_of(run: ScoreRun) -> jobs.Job | None:
    """The job that does the run."""
    return jobs.Job.objects.filter(uid=run.job_uid).first() if run.job_uid else None


def size_of(run: ScoreRun) -> tuple[int, int]:
    """How many values and reports the run would take in now."""
    with connection.cursor() as cursor:
        cursor.execute(run_sql.COUNT_VALUES, _parameters(run, "[]"))
        values, reports = cursor.fetchone()
    return values, reports


def fill(run: ScoreRun, *, actor: Actor) -> dict[str, Any]:
    """Score everything in one transaction, that of the caller: lines, totals, ranks, digests, and the state.

    A run that is already done is left alone, so that a second worker changes nothing. Raises DomainError when no sent
    report is left.
    """
    run = ScoreRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.WAITING:
        return _summary(run)
    rules = compile_rules(run.campaign_id, run.year)
    if not rules:
        raise _nothing_sent(run.year)
    ScoreTotal.objects.filter(run=run).delete()
    ScoreLines.objects.filter(run_ref=run.pk).delete()
    terms = sql.terms(rules)
    given = _parameters(run, json.dumps(terms))
    with connection.cursor() as cursor, _planned_for_many(cursor):
        cursor.execute(run_sql.SHARES, given)
        shares = [run_sql.Share(*row) for row in cursor.fetchall()]
        cursor.execute(run_sql.score(run.layer, terms, shares=shares), given)
        cursor.execute(run_sql.STORE, given)
        run.unit_count, run.line_count, run.provisional, inputs, results = cursor.fetchone()
        cursor.execute(run_sql.FORGET)
    run.rules = {str(row["indicator_id"]): row for row in rules}
    run.inputs_digest = _sha(json.dumps([run.layer, run.year, rules], sort_keys=True) + inputs)
    run.result_digest = results
    run.state, run.finished_at = RunState.DONE, clock.now()
    run.save()
    audit.record(actor=actor, verb="run.done", obj=run, before=RunState.WAITING, after=RunState.DONE,
                 data={"lines": run.line_count, "units": run.unit_count, "digest": run.result_digest})  # fmt: skip
    return _summary(run)


@contextmanager
def _planned_for_many(cursor: CursorWrapper) -> Iterator[None]:
    """Planner settings for one statement; those of the session afterwards."""
    wanted = run_sql.PLAN_FOR_MANY
    cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [list(wanted)])
    usual = cursor.fetchall()
    cursor.executemany("SELECT set_config(%s, %s, true)", list(wanted.items()))
    yield
    cursor.executemany("SELECT set_config(%s, %s, true)", usual)


def compile_rules(campaign_id: int, year: int) -> list[dict[str, Any]]:
    """Every rule that a counted report of the year was opened with, as rows for SQL and for the snapshot."""
    used = ReportValue.objects.filter(
        indicator=OuterRef("pk"), report__campaign_id=campaign_id, report__year=year, report__state__in=COUNTED_STATES
    )
    # One value of each is enough to know; asked this way the database stops there.
    indicators = (
        Indicator.objects.filter(set__campaign_id=campaign_id)
        .annotate(one=Subquery(used.order_by().values("pk")[:1]))
        .filter(one__isnull=False)
        .select_related("set", "target")
        .order_by("id")
    )
    return [
        {
            "indicator_id": i.pk,
            "target_id": i.target_id,
            "code": i.code,
            "name": i.name,
            "label": i.label,
            "pillar": i.pillar,
            "section": i.section,
            "order": i.order,
            "set": f"{i.set.code}/{i.set.version}",
            **i.rule(year).as_row(),
        }
        for i in indicators
    ]


@transaction.atomic
def publish(*, run: ScoreRun, actor: Actor, note: str = "", expected_version: int | None = None) -> ScoreRun:
    """Make the run the year's official result. An earlier published one is superseded, never changed."""
    require(actor, may.PUBLISH)
    # Two runs of a year published at once would both stand.
    Campaign.objects.select_for_update().get(pk=run.campaign_id)
    if run.layer != Layer.FINAL:
        raise DomainError("Chỉ công bố được điểm chính thức.", code="layer")
    if run.provisional and not note.strip():
        raise DomainError(
            f"Còn {run.provisional} báo cáo chưa thẩm định xong. Thẩm định xong rồi chấm lại, hoặc ghi lý do công bố "
            "ngay.",
            code="provisional",
            field="note",
        )  # fmt: skip
    earlier = ScoreRun.objects.filter(
        campaign_id=run.campaign_id, year=run.year, layer=run.layer, state=RunState.PUBLISHED
    ).exclude(pk=run.pk)
    for old in earlier:
        workflow.apply(RUN_FLOW, "supersede", old, actor=actor, data={"by": run.number})
    return workflow.apply(
        RUN_FLOW, "publish", run, actor=actor, reason=note, expected_version=expected_version,
        changes={
            "published_at": clock.now(), "published_on": clock.today(), "published_by_name": actor.name,
            "note": note.strip(),
        },
        data={"digest": run.result_digest},
    )  # fmt: skip


def _nothing_sent(year: int) -> DomainError:
    return DomainError(f"Chưa có báo cáo năm {year} nào được gửi nên chưa chấm điểm được.", code="no_reports")


def _parameters(run: ScoreRun, rules: str) -> dict[str, Any]:
    return {
        "run": run.pk,
        "campaign": run.campaign_id,
        "year": run.year,
        "states": [str(s) for s in COUNTED_STATES],
        "rules": rules,
    }


def _summary(run: ScoreRun) -> dict[str, Any]:
    return {
        "run": str(run.uid),
        "units": run.unit_count,
        "lines": run.line_count,
        "digest": run.result_digest,
    }


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
