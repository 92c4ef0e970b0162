from config.kernel.models.audit import AuditEntry
from config.kernel.models.file import StoredFile
from config.kernel.models.job import Job

__all__ = ["AuditEntry", "Job", "StoredFile"]
