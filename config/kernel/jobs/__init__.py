"""Work that takes longer than a request: a row with a lease is the truth, a Celery message only a wake-up call.

Neither lost nor doubled under kill -9, even when the broker loses everything: a worker claims a row by
compare-and-set, its effect and `done` are committed together and only while its attempt is the newest, and a
sweeper wakes whatever waits or whose lease ran out.
"""

from config.kernel.jobs.asked import asked_for, file_of, may_follow
from config.kernel.jobs.engine import Context, Fenced, drain, handler, run, sweep
from config.kernel.jobs.queue import actor_of, enqueue
from config.kernel.models.job import Job, JobState

__all__ = [
    "Context",
    "Fenced",
    "Job",
    "JobState",
    "actor_of",
    "asked_for",
    "drain",
    "enqueue",
    "file_of",
    "handler",
    "may_follow",
    "run",
    "sweep",
]
