from django.db import models

from config.kernel.tenancy import TenantModel


class AuditEntry(TenantModel):
    """One act, written in the transaction that it describes, by `config.kernel.audit.record` alone.

    The table takes INSERT and SELECT only (a trigger refuses the rest, to its owner too). `digest` chains every
    entry of a tenant to the one before, so that a changed, removed or reordered entry shows.
    """

    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor_user_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_title = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_uid = models.UUIDField(null=True)
    object_label = models.CharField(max_length=300, blank=True)
    state_from = models.CharField(max_length=40, blank=True)
    state_to = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["tenant", "sequence"], name="audit_sequence")]
        indexes = [
            models.Index(fields=["tenant", "object_uid", "sequence"], name="audit_object"),
            models.Index(fields=["tenant", "actor_user_id", "sequence"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.object_label}"
