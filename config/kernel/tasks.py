from celery import shared_task

from config.kernel import jobs
from config.kernel.jobs.engine import answer, sweep
from config.kernel.sheets import services as sheets


@shared_task(name="kernel.run_job", acks_late=True, ignore_result=True)
def run_job(*, tenant_id: int, job_id: int, queue: str) -> None:
    """Do a job of the table and what waits behind it; repeated calls are harmless."""
    answer(tenant_id, job_id, queue)


@shared_task(name="kernel.sweep", ignore_result=True)
def sweep_jobs() -> None:
    """Called by beat every few seconds."""
    sweep()


@jobs.handler(sheets.APPLY)
def apply_sheet(ctx: jobs.Context) -> None:
    """Write what the preview of a workbook showed."""
    sheets.run(ctx, undoing=False)


@jobs.handler(sheets.UNDO)
def undo_sheet(ctx: jobs.Context) -> None:
    """Take an import back."""
    sheets.run(ctx, undoing=True)
