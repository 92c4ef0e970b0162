"""Places of this app in the navigation."""

from __future__ import annotations

from django.http import HttpRequest

from config.kernel.face.nav import Place
from targets import permissions as may
from targets.enums import ReportState
from targets.selectors.reports import confirmable_reports, visible_reports


def _to_confirm(request: HttpRequest) -> int:
    return confirmable_reports(request.actor).filter(state=ReportState.CONFIRMING).count()


def _to_appraise(request: HttpRequest) -> int:
    return visible_reports(request.actor, may.APPRAISE).filter(state=ReportState.SUBMITTED).count()


PLACES = [
    Place("Báo cáo", "targets:reports", icon="file-text", verb=may.EDIT, order=20,
          match=("targets:explanations",)),
    Place("Xác nhận", "targets:confirmations", icon="badge-check", verb=may.CONFIRM, order=35, count=_to_confirm),
    Place("Thẩm định", "targets:appraisals", icon="scale", verb=may.APPRAISE, order=40, count=_to_appraise),
    Place("Tiến độ", "targets:progress", icon="trending-up", verb=may.PROGRESS, order=50,
          match=("targets:progress_trends", "targets:progress_heat", "targets:progress_target")),
    Place("Xếp hạng", "targets:ranking", icon="list-ordered", verb=may.PROGRESS, order=60,
          match=("targets:ranking_block", "targets:ranking_unit")),
    Place("Kết quả của đơn vị", "targets:results", icon="medal", verb=may.VIEW, order=65,
          short="Kết quả", when=lambda actor: actor.paths(may.VIEW) is not None),
    Place("Chấm điểm", "targets:runs", icon="gavel", verb=may.RUN, order=105,
          match=("targets:run", "targets:run_compare", "targets:outside_scores")),
    Place("Bộ chỉ số", "targets:indicator_sets", icon="list-ordered", verb="plan.view", order=104,
          match=("targets:indicator_set", "targets:new_indicator", "targets:edit_indicator")),
]  # fmt: skip
