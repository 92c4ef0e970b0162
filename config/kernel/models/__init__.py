from config.kernel.models.audit import AuditEntry
from config.kernel.models.file import StoredFile
from config.kernel.models.job import Job
from config.kernel.models.sheet import ImportState, SheetImport

__all__ = ["AuditEntry", "ImportState", "Job", "SheetImport", "StoredFile"]
