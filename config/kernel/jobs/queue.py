from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet

from config.kernel.access import Actor, Grant, Principal
from config.kernel.models.job import Job, JobState
from config.kernel.prepared import prepared
from config.kernel.tenancy import current_tenant_id, tenant_scope

log = logging.getLogger(__name__)
# So many workers are called at once for one tenant's jobs in a queue; the sweeper calls more where they don't suffice.
ENOUGH = 8


def enqueue(
    *,
    kind: str,
    actor: Actor,
    params: dict[str, Any],
    key: str,
    label: str,
    queue: str = "default",
    total: int = 0,
) -> Job:
    """Ask for a job in the current transaction; the same `kind` and `key` give the same job.

    A job that failed is queued again, for whoever asks now. `params` must be JSON; `label` is what people read.
    """
    tenant_id = current_tenant_id()
    job, created = Job.objects.select_for_update().get_or_create(
        kind=kind,
        key=key,
        defaults={"label": label, "queue": queue, "params": params, "actor": _pack(actor), "total": total},
    )
    if not created and job.state == JobState.FAILED:
        job.state, job.attempt, job.error, job.lease_until = JobState.QUEUED, 0, "", None
        job.actor, job.params, job.label = _pack(actor), params, label
        job.done, job.total, job.message, job.finished_at = 0, total, "", None
        job.save()
    if job.state == JobState.QUEUED:
        transaction.on_commit(lambda: call(tenant_id, job.pk, job.queue), robust=True)
    return job


def call(tenant_id: int, job_id: int, queue: str) -> None:
    """Wake a worker for a job that was just committed, unless enough are called for what waits before it.

    Whoever takes one of those looks for the next when it is done, and by then this one is to be seen.
    """
    with tenant_scope(tenant_id):
        before = _before(job_id, queue)
    if len(before) < ENOUGH:
        wake(tenant_id, job_id, queue)


@prepared(int, str)
def _before(job_id: int, queue: str) -> QuerySet[Job, tuple[int]]:
    waiting = Job.objects.filter(state=JobState.QUEUED, attempt=0, queue=queue, pk__lt=job_id)
    return waiting.order_by().values_list("pk")[:ENOUGH]


def wake(tenant_id: int, job_id: int, queue: str) -> None:
    """Tell a worker that a job waits. A broker that is away costs nothing: the sweeper calls again."""
    told = {"tenant_id": tenant_id, "job_id": job_id, "queue": queue}
    try:
        current_app.send_task("kernel.run_job", kwargs=told, queue=queue, retry=False)
    except Exception:
        log.warning("job %s could not be announced; the sweeper will", job_id, exc_info=True)


def is_silent(queue: str) -> bool:
    """Whether no call is left in `queue`. A broker that is away is not silent: nobody would hear a call."""
    try:
        with current_app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, interval_start=0)
            try:
                return not line.default_channel.queue_declare(queue=queue, passive=True).message_count
            except line.channel_errors:  # a queue that nothing was ever sent to, or that was read to its end
                return True
    except Exception:
        log.warning("queue %s could not be looked at", queue, exc_info=True)
        return False


def _pack(actor: Actor) -> dict[str, Any]:
    return {
        "user_id": actor.user_id,
        "name": actor.name,
        "title": actor.title,
        "unit_id": actor.unit_id,
        "unit_name": actor.unit_name,
        "grants": [
            [g.role, sorted(g.verbs), g.unit_path, asdict(g.behalf) if g.behalf else None] for g in actor.grants
        ],
    }


def actor_of(job: Job) -> Actor:
    """Who asked for the job, with the rights of that moment."""
    packed = job.actor
    grants = tuple(
        Grant(role, frozenset(verbs), path, Principal(**behalf) if behalf else None)
        for role, verbs, path, behalf in packed["grants"]
    )
    return Actor(
        packed["user_id"], packed["name"], packed["title"], int(job.tenant_id or 0), grants, packed["unit_id"],
        packed["unit_name"],
    )  # fmt: skip
