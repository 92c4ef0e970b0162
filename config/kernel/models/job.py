from django.core.signing import Signer
from django.db import models

from config.kernel.tenancy import TenantModel


class JobState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không xong"


class Job(TenantModel):
    """A long piece of work, recorded in the transaction that asked for it; Celery only carries a wake-up call.

    `config.kernel.jobs` guards the life of the row: a worker claims it by compare-and-set, which raises
    `attempt`; whoever holds an older attempt can neither report progress nor commit an effect.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    queue = models.CharField(max_length=40, default="default")
    params = models.JSONField(default=dict)
    actor = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "kind", "key"], name="job_once")]
        indexes = [
            models.Index(fields=["tenant", "state", "lease_until"], name="job_waiting"),
            models.Index(
                fields=["tenant", "queue", "created_at", "id"], condition=models.Q(state="queued"), name="job_next"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display()})"

    @property
    def watch_key(self) -> str:
        """Lets whoever was shown the job on a page follow it, also when somebody else asked for it."""
        return Signer(salt="job").signature(f"{self.tenant_id}:{self.uid}")

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def percent(self) -> int:
        """Whole percent of progress; 100 only when the job is done."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
