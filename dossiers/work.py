"""What waits for a person in award rounds and dossiers."""

from __future__ import annotations

from django.urls import reverse

from awards.models import AwardRound
from awards.selectors import council
from config.kernel.access import Actor
from config.kernel.web.work import WorkItem
from dossiers import selectors
from dossiers.enums import ConsultationState, DossierState
from dossiers.selectors.consultations import to_answer
from dossiers.selectors.hearings import with_something_to_do

_ACTION = {
    DossierState.DRAFT: "Soạn tiếp",
    DossierState.RETURNED: "Bổ sung",
    DossierState.UNIT_CONFIRMED: "Gửi",
    DossierState.SUBMITTED: "Tiếp nhận",
    DossierState.RECEIVED: "Thẩm định",
    DossierState.ON_HOLD: "Xem",
    DossierState.APPRAISED_ICT: "Thẩm định",
    DossierState.APPRAISED_TDKT: "Trình",
    DossierState.PRESENTED: "Xem",
}


def items(actor: Actor) -> list[WorkItem]:
    """Dossiers on this person's desk, dossiers to open, rounds to drive, decisions to sign."""
    open_rounds = list(selectors.rounds_open_to_units(actor))
    own = selectors.proposing_unit(actor) if open_rounds else None
    found = [
        WorkItem(
            title=f"Lập hồ sơ khen thưởng: {work.round.title}",
            url=reverse("dossiers:desk"),
            sentence=f"{work.unit.display_name} có {len(work.names)} đề nghị: {', '.join(work.names[:3])}.",
            kind="dossier",
            action_label="Lập hồ sơ",
        )
        for work in selectors.awaiting_dossiers(actor)
    ]
    found += [
        WorkItem(
            title=f"Đề cử cá nhân: {award_round.title}",
            url=reverse("dossiers:nominate", args=[award_round.uid, own.uid]),
            sentence="Chọn cá nhân tiêu biểu của đơn vị và tóm tắt thành tích. Không bắt buộc.",
            kind="nomination",
            action_label="Đề cử",
        )
        for award_round in open_rounds
        if own
    ]
    if not actor.can("decisions.sign"):
        found += [
            WorkItem(
                title=f"Hồ sơ của {dossier.unit_name}",
                url=reverse("dossiers:dossier", args=[dossier.uid]),
                sentence=f"{dossier.round.title}. {dossier.state_label}.",
                due=dossier.due_on,
                kind="dossier",
                action_label=_ACTION.get(DossierState(dossier.state), "Mở"),
            )
            for dossier in selectors.desk(actor)[:50]
        ]
    else:
        found += [
            WorkItem(
                title=document.title,
                url=reverse("dossiers:decision", args=[document.uid]),
                sentence="Dự thảo quyết định chờ ký.",
                kind="decision",
                action_label="Xem và ký",
            )
            for document in selectors.decisions(actor, signed=False)[:50]
        ]
    found += [
        WorkItem(
            title=f"Hiệp y: hồ sơ của {one.dossier.unit_name}",
            url=reverse("dossiers:consultation", args=[one.uid]),
            sentence=one.question[:200],
            due=one.due_on,
            kind="consultation",
            action_label="Trả lời" if one.state == ConsultationState.ASKED else "Duyệt",
        )
        for one in to_answer(actor)[:50]
    ]
    found += _of_board(actor)
    found += [
        WorkItem(
            title=f"Phiếu biểu quyết: {meeting.round.title}",
            url=reverse("dossiers:ballot", args=[meeting.uid]),
            sentence=f"{meeting} đang mở bỏ phiếu{' kín' if meeting.secret else ''}."
            if meeting.state == "open"
            else f"{meeting} đang chuẩn bị: xem trước nội dung, khai báo trường hợp bạn không biểu quyết.",
            kind="ballot",
            action_label="Bỏ phiếu" if meeting.state == "open" else "Xem nội dung",
        )
        for meeting in council.waiting_ballots(actor)
    ]
    if actor.can("rounds.manage"):
        found += [
            WorkItem(
                title=award_round.title,
                url=reverse("dossiers:round", args=[award_round.uid]),
                sentence=f"Đợt xét {award_round.get_state_display().lower()}.",
                kind="round",
                action_label="Mở đợt xét",
            )
            for award_round in AwardRound.objects.filter(state__in=("draft", "evaluating"))
        ]
    return found


def _of_board(actor: Actor) -> list[WorkItem]:
    """Lists before the public on which somebody waits for an answer, or whose last day is over."""
    if not actor.can("dossiers.present"):
        return []
    return [
        WorkItem(
            title=str(hearing),
            url=reverse("dossiers:hearing", args=[hearing.uid]),
            sentence=f"{left} ý kiến chưa trả lời." if left else "Đã hết thời gian lấy ý kiến: kết thúc để trình.",
            due=hearing.last_day,
            kind="hearing",
            action_label="Xem ý kiến",
        )
        for hearing, left in with_something_to_do(actor)
    ]
