"""What became of a job, for those who asked for it."""

from __future__ import annotations

from config.kernel.access import Actor
from config.kernel.models.file import StoredFile
from config.kernel.models.job import Job

# Held over the whole tenant it lets one follow everybody's jobs.
_ALL = "rounds.view"


def may_follow(actor: Actor, job: Job) -> bool:
    """Whether the job is this person's own, or everybody's are theirs to see."""
    return actor.paths(_ALL) is None or job.actor.get("user_id") == actor.user_id


def asked_for(kind: str, key: str) -> Job | None:
    """The job that `enqueue` was asked for by these."""
    return Job.objects.filter(kind=kind, key=key).first()


def file_of(job: Job | None) -> StoredFile | None:
    """The file that the job ended in (`file` of its result: the uid); None while there is none."""
    uid = job.result.get("file") if job is not None else None
    return StoredFile.objects.filter(uid=uid).first() if uid else None
