"""Jobs of this app."""

from __future__ import annotations

from config.kernel import files, jobs
from config.kernel.text import format_number
from config.kernel.web.addresses import tenant_path
from targets.models import ReportVersion, ScoreRun
from targets.receipts import sheet_of
from targets.services import reports, runs


@jobs.handler(runs.KIND)
def score_run(ctx: jobs.Context) -> None:
    """Score a campaign's year. All of it is one statement after another in one transaction: complete or not at all."""
    with ctx.reading():
        run = ScoreRun.objects.get(uid=ctx.params["run"])
        values, reports = runs.size_of(run)
    ctx.progress(0, values, f"Đang chấm điểm {format_number(values)} giá trị của {format_number(reports)} báo cáo")
    with ctx.finish() as result:
        result.update(runs.fill(run, actor=ctx.actor))
        result["sentence"] = (
            f"Đã chấm {format_number(result['lines'])} giá trị của {format_number(result['units'])} đơn vị."
        )
        result["url"] = tenant_path("targets:run", run.uid)
        result["label"] = "Xem lần chấm"


@jobs.handler(reports.RECEIPT)
def receipt(ctx: jobs.Context) -> None:
    """Draw the receipt of one submission and keep it."""
    with ctx.reading():
        version = ReportVersion.objects.select_related("report__unit", "report__campaign").get(pk=ctx.params["version"])
        sheet = sheet_of(version)
    pdf = sheet.pdf()
    with ctx.finish() as result:
        stored = files.store(pdf, name=f"bien-nhan-{version.receipt}.pdf", actor=ctx.actor, purpose="receipt")
        result |= {
            "file": str(stored.uid),
            "sha256": stored.sha256,
            "sentence": f"Đã lập biên nhận {version.receipt}.",
            "url": f"{tenant_path('targets:receipt_paper', version.uid)}?xem=1",
            "label": "Mở biên nhận",
        }
