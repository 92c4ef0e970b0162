"""kill -9 of worker, Redis and PostgreSQL at random moments, while score runs and award rounds go on.

Every run ends complete or not at all, none twice, with the digests of an undisturbed one. `KILLS` says how often
(`make kill-test`: 50); what was killed is started again at once, as a supervisor would.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import psutil
import pytest
from django.db import DatabaseError, InterfaceError, connection

from awards.models import AwardRound, Candidate
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel import audit, jobs
from config.kernel.access import Actor
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from dossiers.services import rounds
from targets.enums import Layer
from targets.models import ScoreLines, ScoreRun, ScoreTotal
from targets.selectors.lines import lines_by_unit
from targets.services import runs
from tests import database
from tests.jobs.stack import Stack, children, kill, until
from units.models import Tenant

KILLS = int(os.environ.get("KILLS", "4"))
SEED = int(os.environ.get("KILL_SEED", "2023"))
LAYERS = (Layer.SELF, Layer.APPRAISED, Layer.FINAL)
ROUNDS = (("annual", 2023), ("preliminary", 2023))
T = TypeVar("T")


def asked(call: Callable[[], T], seconds: float = 240) -> T:
    """What a patient client sees: it asks again while the database is away."""
    until_when = time.monotonic() + seconds
    while True:
        try:
            with tenant_scope(Tenant.objects.get(slug="kien-giang")):
                return call()
        except (DatabaseError, InterfaceError):
            connection.close()
            if time.monotonic() > until_when:
                raise
            time.sleep(0.1)


class Work:
    """Score runs of every layer and award rounds, asked for again as soon as they are done."""

    def __init__(self) -> None:
        self.actor = Actor.system(Tenant.objects.get(slug="kien-giang"))
        self.rounds = [
            award_rounds.open_round(campaign=the_campaign(), occasion=occasion, year=year, actor=self.actor).pk
            for occasion, year in ROUNDS
        ]
        self.first = jobs.Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @property
    def jobs(self) -> Any:
        return jobs.Job.objects.filter(pk__gt=self.first)

    def ask(self) -> list[jobs.Job]:
        """Whatever is not waiting yet; returns the jobs that wait for a worker."""
        for layer in LAYERS:
            runs.start(campaign=the_campaign(), year=2023, actor=self.actor, layer=layer)
        at_work = {job.params.get("round") for job in self.jobs.filter(state__in=("queued", "running"))}
        for one in AwardRound.objects.filter(pk__in=self.rounds).exclude(pk__in=at_work - {None}):
            rounds.start_evaluation(award_round=one, actor=self.actor)
        # A job gives up after a few attempts; whether it may is another test's business.
        self.jobs.update(max_attempts=1000)
        return list(self.jobs.filter(state="queued"))

    def all_done(self) -> bool:
        return not self.jobs.exclude(state="done").exists()

    def tally(self) -> tuple[int, int]:
        """Jobs, and attempts that they took."""
        attempts = list(self.jobs.values_list("attempt", flat=True))
        return len(attempts), sum(attempts)

    def digests(self) -> dict[str, set[str]]:
        """Of every run and round that was done."""
        found: dict[str, set[str]] = {}
        for run in ScoreRun.objects.filter(job_uid__in=self.jobs.values("uid")):
            found.setdefault(f"run {run.layer}", set()).add(f"{run.inputs_digest} {run.result_digest}")
        for job in self.jobs.filter(kind="dossiers.evaluate", state="done"):
            found.setdefault(f"round {job.params['round']}", set()).add(job.result["digest"])
        return found


@pytest.mark.slow
@pytest.mark.xdist_group("own server")
def test_whatever_is_killed_every_run_and_round_is_whole_and_once(
    own_stack: Stack, own_server: database.Postgres
) -> None:
    stack = own_stack
    stack.redis.start()
    worker, beat = stack.worker(), stack.beat()
    work = asked(Work)
    for job in asked(work.ask):
        stack.announce(job)
    until(lambda: asked(work.all_done), "the undisturbed runs", stack)
    undisturbed = asked(work.digests)
    assert len(undisturbed) == len(LAYERS) + len(ROUNDS)

    draw = random.Random(SEED)
    killed: Counter[str] = Counter()
    in_the_middle = 0
    for _ in range(KILLS):
        for job in asked(work.ask):
            stack.announce(job)
        time.sleep(draw.uniform(0, 2))
        in_the_middle += asked(lambda: work.jobs.filter(state="running").exists())
        victim = draw.choice(("worker", "child", "redis", "postgres"))
        killed[victim] += 1
        if victim == "worker":
            kill(worker)
            worker = stack.worker()
        elif victim == "child":
            for child in children(worker):
                _end(child)
        elif victim == "redis":
            _end(stack.redis.process())
            stack.redis.start()
        else:
            for process in own_server.processes():
                _end(process)
            connection.close()
            own_server.start()
        if not beat.is_running() or beat.status() == psutil.STATUS_ZOMBIE:
            beat = stack.beat()
    began = time.monotonic()
    until(lambda: asked(work.all_done), "everything to be done", stack, seconds=480)
    waited = time.monotonic() - began
    count, attempts = asked(work.tally)
    print(
        f"{KILLS} kills ({dict(killed)}), {in_the_middle} while a job ran; all done {waited:.1f} s after the last; "
        f"{count} jobs, {attempts} attempts"
    )

    assert asked(work.digests) == undisturbed
    asked(lambda: _whole_and_once(work))


def _end(process: psutil.Process | None) -> None:
    if process is not None:
        try:
            process.kill()
            process.wait(5)
        except psutil.Error:
            return


def _whole_and_once(work: Work) -> None:
    scored = list(ScoreRun.objects.filter(job_uid__in=work.jobs.values("uid")))
    assert len(scored) == work.jobs.filter(kind="targets.score_run").count()
    for run in scored:
        assert run.state == "done"
        assert ScoreLines.objects.filter(run_ref=run.pk).count() == run.unit_count > 0
        assert sum(map(len, lines_by_unit(run).values())) == run.line_count > 0
        assert ScoreTotal.objects.filter(run=run).count() == run.unit_count > 0
        assert AuditEntry.objects.filter(verb="run.done", object_uid=run.uid).count() == 1
    known = set(ScoreRun.objects.values_list("pk", flat=True))
    assert set(ScoreLines.objects.values_list("run_ref", flat=True).distinct()) <= known
    for pk in work.rounds:
        found = AwardRound.objects.get(pk=pk)
        times = work.jobs.filter(kind="dossiers.evaluate", params__round=pk).count()
        assert AuditEntry.objects.filter(verb="round.evaluate", object_uid=found.uid).count() == times
        standing = Counter(Candidate.objects.filter(round=found).values_list("rule__code", flat=True))
        assert standing == Counter({e["code"]: e["candidates"] for e in found.result["rules"] if e["candidates"]})
    assert audit.broken_links() == []
