"""From a candidate down to the figures behind it: the unit's points in the run of the round, and its report."""

from __future__ import annotations

from awards.models import AwardRound, Candidate
from config.kernel.access import Actor
from config.kernel.web.addresses import tenant_path
from targets.models import ScoreTotal
from targets.selectors.ranking import NO_BLOCK, visible_runs
from targets.selectors.reports import reads_conclusions, visible_reports


def figures_behind(found: AwardRound, candidate: Candidate, actor: Actor) -> list[tuple[str, str]]:
    """(words, address) of what this person may open; nothing for a candidate without a unit."""
    unit = candidate.unit
    if unit is None:
        return []
    links = []
    total = None
    if found.score_run_uid is not None:
        runs = visible_runs(actor).filter(uid=found.score_run_uid)
        total = ScoreTotal.objects.filter(run__in=runs, unit=unit).select_related("run").first()
    if total is not None:
        address = tenant_path("targets:ranking_unit", total.block_code or NO_BLOCK, unit.uid)
        links.append((f"Điểm năm {total.run.year}, từng giá trị", f"{address}?lan={total.run.uid}"))
    report = visible_reports(actor).filter(campaign=found.campaign_id, unit=unit, year=found.year).first()
    if report is not None and reads_conclusions(actor, report):
        words = f"Báo cáo năm {report.year} ({report.get_state_display().lower()})"
        links.append((words, tenant_path("targets:appraisal", report.uid)))
    return links
