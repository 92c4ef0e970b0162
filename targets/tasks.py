"""Jobs of this app."""

from __future__ import annotations

from config.kernel import jobs
from config.kernel.text import format_number
from config.kernel.web.addresses import tenant_path
from targets.models import ScoreRun
from targets.services import runs


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
