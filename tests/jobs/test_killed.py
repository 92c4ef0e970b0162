"""kill -9 in the middle of the two long jobs: after a restart the work is done, once, whatever Redis forgot."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from campaigns.selectors import the_campaign
from config.kernel import files, jobs
from config.kernel.access import Actor
from config.kernel.models import AuditEntry, StoredFile
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document
from dossiers.services import drafting
from targets.models import ScoreLines, ScoreRun, ScoreTotal
from targets.selectors.lines import lines_by_unit
from targets.services import runs
from tests import database
from tests.isolation import things
from tests.jobs.stack import Stack, children, kill, until
from units.models import Tenant

pytestmark = pytest.mark.real_transactions


@pytest.fixture
def stack(
    committed_db: None, postgres_server: database.Postgres, database_name: str, tmp_path: Path
) -> Iterator[Stack]:
    made = Stack(postgres_server, database_name, tmp_path)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def province(committed_db: None) -> Tenant:
    return Tenant.objects.get(slug="kien-giang")


@contextlib.contextmanager
def held(server: database.Postgres, name: str, table: str) -> Iterator[None]:
    """Nobody can write to `table` meanwhile: a worker stops in the middle of its effect."""
    with psycopg.connect(server.address(database=name)) as lock:
        lock.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
        yield
        lock.rollback()


def waits_for(server: database.Postgres, table: str) -> bool:
    with server.connect() as superuser:
        found = superuser.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE %s",
            [f"%{table}%"],
        ).fetchone()
    return found != (0,)


def state_of(tenant: Tenant, job: jobs.Job) -> tuple[str, int]:
    with tenant_scope(tenant):
        return jobs.Job.objects.values_list("state", "attempt").get(pk=job.pk)


def test_a_score_run_outlives_its_worker_and_its_broker(
    stack: Stack, province: Tenant, postgres_server: database.Postgres, database_name: str
) -> None:
    # Asked for while Redis is away: the answer comes at once, the sweeper makes up for the lost call.
    with tenant_scope(province):
        run = runs.start(campaign=the_campaign(), year=2023, actor=Actor.system(province))
        job = jobs.Job.objects.get(uid=run.job_uid)
    assert state_of(province, job) == ("queued", 0)
    stack.redis.start()
    beat = stack.beat()
    with held(postgres_server, database_name, "targets_scoretotal"):
        worker = stack.worker()
        until(lambda: waits_for(postgres_server, "targets_scoretotal"), "the run to begin", stack)
        assert state_of(province, job)[0] == "running"
        kill(worker)
        stack.flush()
    assert beat.is_running()
    stack.worker()
    until(lambda: state_of(province, job)[0] == "done", "the run to be done", stack)
    with tenant_scope(province):
        job.refresh_from_db()
        done = ScoreRun.objects.get(pk=run.pk)
        assert job.attempt >= 2
        assert AuditEntry.objects.filter(verb="run.done", object_uid=run.uid).count() == 1
        assert ScoreLines.objects.filter(run_ref=done.pk).count() == done.unit_count > 0
        assert sum(map(len, lines_by_unit(done).values())) == done.line_count > 0
        assert ScoreTotal.objects.filter(run=done).count() == done.unit_count > 0
        assert job.result["digest"] == done.result_digest
        earlier = ScoreRun.objects.get(year=2023, number=1)
        assert earlier.result_digest == done.result_digest


def test_a_paper_is_made_once_though_its_worker_was_killed(
    stack: Stack, province: Tenant, postgres_server: database.Postgres, database_name: str
) -> None:
    """Only the child that draws is killed; its parent lives on. Then Redis loses what it knew."""
    stack.redis.start()
    with tenant_scope(province):
        actor = Actor.system(province)
        document = Document.objects.get(uid=things.build().uids["document"])
        document.state, document.file = "draft", None
        document.save()
        job = drafting.queue_rendering(document=document, actor=actor)
    before = _made(province)
    worker = stack.worker()
    stack.beat()
    stack.announce(job)
    with held(postgres_server, database_name, "kernel_storedfile"):
        until(lambda: waits_for(postgres_server, "kernel_storedfile"), "the drawing", stack)
        for child in children(worker):
            child.kill()
        stack.flush()
    until(lambda: state_of(province, job)[0] == "done", "the paper", stack)
    with tenant_scope(province):
        document.refresh_from_db()
        assert document.state == "ready"
        assert document.file is not None
        assert files.read(document.file).startswith(b"%PDF-")
        assert jobs.Job.objects.get(pk=job.pk).attempt >= 2
    assert worker.is_running()
    assert _made(province) == before + 1


def _made(province: Tenant) -> int:
    with tenant_scope(province):
        return StoredFile.objects.filter(purpose="document").count()
