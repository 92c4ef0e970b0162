from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from billiard.compat import mem_rss
from django.apps import apps
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.module_loading import autodiscover_modules

from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.jobs.queue import ENOUGH, actor_of, is_silent, wake
from config.kernel.models.job import Job, JobState
from config.kernel.prepared import prepared, write
from config.kernel.tenancy import current_tenant_id, tenant_scope

if TYPE_CHECKING:
    from units.models import Tenant

log = logging.getLogger(__name__)
LEASE = dt.timedelta(seconds=getattr(settings, "JOB_LEASE_SECONDS", 300))
# How long a queued job waits before it is called again where no call is left in its queue.
PATIENCE = dt.timedelta(seconds=getattr(settings, "JOB_PATIENCE_SECONDS", 10))
# The same where calls are left: its own is most likely among them.
REMINDER = PATIENCE * 12
# A worker that was called does so many jobs at most, and begins none after so many seconds.
MOST = settings.JOB_SPELL_MOST
SPELL = settings.JOB_SPELL_SECONDS
_handlers: dict[str, Callable[[Context], None]] = {}


class Fenced(Exception):
    """This attempt is no longer the newest; whatever it did must not be committed."""


def handler(kind: str) -> Callable[[Callable[[Context], None]], Callable[[Context], None]]:
    """Register the function that does jobs of `kind`. It must leave by `ctx.finish()`."""

    def register(function: Callable[[Context], None]) -> Callable[[Context], None]:
        _handlers[kind] = function
        return function

    return register


class Context:
    """What a handler holds while it works on one attempt of one job."""

    def __init__(self, job: Job, tenant: Tenant) -> None:
        self.job = job
        self.tenant = tenant
        self.tenant_id = tenant.pk
        self.params: dict[str, Any] = job.params
        self.actor: Actor = actor_of(job)
        self.finished = False

    def reading(self) -> AbstractContextManager[Any]:
        """A short transaction in the job's tenant."""
        return tenant_scope(self.tenant)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show progress and extend the lease, in a transaction of its own. Raises `Fenced`."""
        with tenant_scope(self.tenant):
            kept = self.mine().update(done=done, total=total, message=message, lease_until=clock.now() + LEASE)
        if not kept:
            raise Fenced

    @contextmanager
    def finish(self) -> Iterator[dict[str, Any]]:
        """The one transaction that holds the effect and marks the job done; yields the result to fill.

        Raises `Fenced`, before any effect, when another worker has taken the job over.
        """
        with tenant_scope(self.tenant):
            held = _held(self.job.pk)
            if [(state, attempt) for state, attempt, _ in held] != [(JobState.RUNNING, self.job.attempt)]:
                raise Fenced
            result: dict[str, Any] = {}
            yield result
            job = self.job
            job.state, job.result, job.error, job.message = JobState.DONE, result, "", ""
            job.done = job.total = max(*(total for *_, total in held), 1)
            job.finished_at, job.lease_until = clock.now(), None
            write(job, "state", "result", "error", "message", "done", "total", "finished_at", "lease_until")
        self.finished = True

    def mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=JobState.RUNNING)


def run(tenant_id: int, job_id: int) -> bool:
    """Claim the job and do it. False when it is not to be had (done, or in another worker's hands)."""
    ctx = _claim(tenant_id, job_id)
    if ctx is None:
        return False
    _do(ctx)
    return True


def answer(tenant_id: int, job_id: int, queue: str) -> int:
    """What a worker does on a call: the job that it names, then whatever else waits in the queue for the same tenant.

    Returns how many jobs it did. After `MOST` of them, or `SPELL` seconds, or when this process has grown too large
    for another, it calls for what is left and goes, so that others have their turn and Celery its process.
    """
    until, done = time.monotonic() + SPELL, 0
    ctx = _claim(tenant_id, job_id, queue)
    while ctx is not None:
        _do(ctx)
        done += 1
        if done == MOST or time.monotonic() > until or mem_rss() > settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD:
            _call_again(ctx.tenant, queue)
            break
        ctx = _claim(ctx.tenant, None, queue)
    return done


def _call_again(tenant: Tenant, queue: str) -> None:
    with tenant_scope(tenant):
        left = _waiting(queue)
    for job in left:
        wake(tenant.pk, job.pk, queue)


def _do(ctx: Context) -> None:
    job = ctx.job
    try:
        _work(ctx)
    except Fenced:
        log.info("job %s attempt %s was taken over", job.pk, job.attempt)
    except DomainError as error:
        _give_up(ctx, error.sentence)
    except Exception:
        log.exception("job %s attempt %s failed", job.pk, job.attempt)
        if job.attempt >= job.max_attempts:
            _give_up(ctx, _BROKEN)
        else:
            _release(ctx)


def _work(ctx: Context) -> None:
    kind = ctx.job.kind
    if kind not in _handlers:  # another app's tasks may be all that was imported so far
        autodiscover_modules("tasks")
    _handlers[kind](ctx)
    if not ctx.finished:
        raise RuntimeError(f"the handler of {kind} returned without finish()")


_BROKEN = "Việc này đã được thử nhiều lần nhưng không xong vì lỗi của phần mềm. Quản trị viên đã có nhật ký để xem."


def _claim(tenant: Tenant | int, job_id: int | None, queue: str = "") -> Context | None:
    """The job of that id if it is free, else the next that waits in `queue`; None when neither is to be had."""
    now = clock.now()
    with tenant_scope(tenant) as scope:
        found = [] if job_id is None else _named(job_id)
        if queue and not found:
            found = _waiting(queue)
        for job in found:
            job.state, job.attempt = JobState.RUNNING, job.attempt + 1
            job.lease_until, job.started_at = now + LEASE, now
            write(job, "state", "attempt", "lease_until", "started_at")
            return Context(job, scope)
    return None


_EXPIRED = Q(state=JobState.RUNNING, lease_until__lt=Now())
# What rests after a failure waits for its time; a lease on what was never tried says when it was called.
_RESTED = Q(state=JobState.QUEUED) & (Q(attempt=0) | Q(lease_until__lt=Now()))


@prepared(int, by_key=True)
def _held(job_id: int) -> QuerySet[Job, tuple[str, int, int]]:
    """State, attempt and total of a job, its row held until the transaction ends."""
    return Job.objects.filter(pk=job_id).select_for_update().values_list("state", "attempt", "total")


@prepared(int, by_key=True)
def _named(job_id: int) -> QuerySet[Job]:
    free = Q(state=JobState.QUEUED) | _EXPIRED
    return Job.objects.filter(free, pk=job_id).select_for_update()


@prepared(str, by_key=True)
def _waiting(queue: str) -> QuerySet[Job]:
    """The one that has waited longest and that nobody is just taking."""
    # In the order of the index of those that wait, which no planner takes for a walk along all that are done.
    free = Job.objects.filter(_RESTED, queue=queue).order_by("created_at", "pk")
    return free.select_for_update(skip_locked=True)[:1]


def _give_up(ctx: Context, sentence: str) -> None:
    with ctx.reading():
        ctx.mine().update(state=JobState.FAILED, error=sentence, finished_at=clock.now(), lease_until=None)


def _release(ctx: Context) -> None:
    with ctx.reading():
        ctx.mine().update(state=JobState.QUEUED, lease_until=clock.now() + PATIENCE * ctx.job.attempt)


def sweep() -> int:
    """Wake what waits too long or whose worker is gone; returns how many. Any number of sweepers may run.

    A queue with calls in it is being worked off: what waits its turn there is left alone but for a reminder now and
    then. A queue without any has lost those of all that waits. A few calls will do, since whoever is called goes on
    to what else waits.
    """
    woken = 0
    silent: dict[str, bool] = {}
    for tenant_id in apps.get_model("units", "Tenant").objects.values_list("pk", flat=True):
        with tenant_scope(tenant_id):
            now = clock.now()
            gone = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
            gone.filter(attempt__gte=F("max_attempts")).update(
                state=JobState.FAILED, error=_BROKEN, finished_at=now, lease_until=None
            )
            old = Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - PATIENCE)
            for queue in old.order_by().values_list("queue", flat=True).distinct():
                if queue not in silent:
                    silent[queue] = is_silent(queue)
            overdue = Job.objects.filter(_overdue(now, [queue for queue, none in silent.items() if none]))
            waiting = [
                (job_id, queue)
                for queue in overdue.order_by().values_list("queue", flat=True).distinct()
                for job_id in overdue.filter(queue=queue).order_by("id").values_list("pk", flat=True)[:ENOUGH]
            ]
            called = Job.objects.filter(pk__in=[pk for pk, _ in waiting], state=JobState.QUEUED)
            called.update(lease_until=now + REMINDER)
        for job_id, queue in waiting:
            wake(tenant_id, job_id, queue)
        woken += len(waiting)
    return woken


def _overdue(now: dt.datetime, silent: list[str]) -> Q:
    """What is called now. The lease of a queued job says until when it rests: after a failure, or after a call."""
    rested = Q(state__in=(JobState.QUEUED, JobState.RUNNING), lease_until__lt=now)
    unheard = Q(queue__in=silent, created_at__lt=now - PATIENCE) & (Q(lease_until__isnull=True) | Q(attempt=0))
    forgotten = Q(created_at__lt=now - REMINDER, lease_until__isnull=True)
    return rested | Q(state=JobState.QUEUED) & (unheard | forgotten)


def drain(limit: int = 1000) -> int:
    """Do every queued job of the current tenant here and now; for tests, commands and `play`."""
    done = 0
    while done < limit:
        job = Job.objects.filter(state=JobState.QUEUED).order_by("id").first()
        if job is None:
            return done
        run(current_tenant_id(), job.pk)
        done += 1
    return done
