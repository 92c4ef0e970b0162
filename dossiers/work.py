"""What waits for a person in award rounds and dossiers."""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse

from awards.enums import RoundState
from awards.models import AwardForm, CouncilMeeting
from awards.selectors import law
from config.kernel.access import Actor
from config.kernel.text import format_date
from config.kernel.web.work import WorkItem
from dossiers.enums import ConsultationState, DossierState
from dossiers.models import Hearing
from dossiers.selectors.rounds import place_on_desk
from dossiers.selectors.waiting import Waiting, waiting

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
    found = waiting(actor)
    lines = [make(one) for kind, make in _LINES.items() for one in found[kind]]
    return _to_open(found["open"]) + lines + _to_take_back(found["revocation"])


def _to_open(names: list[Waiting]) -> list[WorkItem]:
    """One line for each dossier, with the first names that it will hold."""
    dossiers: dict[tuple[object, ...], list[Waiting]] = defaultdict(list)
    for one in names:
        dossiers[one.uid, one.number, one.state].append(one)
    forms = law.forms() if dossiers else {}
    return [
        WorkItem(
            title=f"Lập hồ sơ {_short(forms, held[0].state)}: {held[0].name}",
            url=f"{reverse('dossiers:desk')}#{place_on_desk(held[0].first, held[0].state, held[0].number)}",
            sentence=_listed(held[0].more, [one.said for one in held]),
            kind="dossier",
            action_label="Lập hồ sơ",
        )
        for held in dossiers.values()
    ]


def _to_take_back(awards: list[Waiting]) -> list[WorkItem]:
    """One line for each decision: it takes back all that was asked for of a form in a round."""
    decisions: dict[tuple[object, ...], list[Waiting]] = defaultdict(list)
    for one in awards:
        decisions[one.uid, one.state].append(one)
    lines = []
    for (award_round, form), held in decisions.items():
        first, others = held[0], len(held) - 1
        begin = f"{reverse('dossiers:round_papers', args=[award_round])}?loai=revocation&hinh-thuc={form}"
        lines.append(
            WorkItem(
                title=f"Thu hồi khen thưởng: {first.name}{f' và {others} khen thưởng khác' if others else ''}",
                url=reverse("dossiers:document", args=[first.said]) if first.said else begin,
                sentence=f"{first.more} yêu cầu ngày {format_date(first.day)}. Khen thưởng còn hiệu lực đến khi ban "
                "hành quyết định thu hồi.",
                kind="revocation",
                action_label="Soạn tiếp" if first.said else "Lập quyết định",
                asked=True,
            )
        )
    return lines


def _short(forms: dict[str, AwardForm], code: str) -> str:
    return forms[code].short if code in forms else code


def _listed(unit: str, names: list[str]) -> str:
    """The first three names of the unit on the list, and how many more."""
    if names == [unit]:
        return f"{unit} có tên trong danh sách đề nghị."
    more = f" và {len(names) - 3} tập thể, cá nhân khác" if len(names) > 3 else ""
    return f"Trong danh sách đề nghị, của {unit}: {', '.join(names[:3])}{more}."


def _nominate(one: Waiting) -> WorkItem:
    return WorkItem(
        title=f"Đề cử cá nhân: {one.name}",
        url=reverse("dossiers:nominate", args=[one.uid, one.said]),
        sentence="Chọn cá nhân tiêu biểu của đơn vị và tóm tắt thành tích. Không bắt buộc.",
        kind="nomination",
        action_label="Đề cử",
    )


def _dossier(one: Waiting) -> WorkItem:
    state = DossierState(one.state)
    return WorkItem(
        title=f"Hồ sơ của {one.name}",
        url=reverse("dossiers:dossier", args=[one.uid]),
        sentence=f"{one.more}. {state.label}.",
        due=one.day,
        kind="dossier",
        action_label=_ACTION.get(state, "Mở"),
    )


def _decision(one: Waiting) -> WorkItem:
    return WorkItem(
        title=one.name,
        url=reverse("dossiers:decision", args=[one.uid]),
        sentence="Dự thảo quyết định chờ ký.",
        kind="decision",
        action_label="Xem và ký",
    )


def _consultation(one: Waiting) -> WorkItem:
    return WorkItem(
        title=f"Hiệp y: hồ sơ của {one.name}",
        url=reverse("dossiers:consultation", args=[one.uid]),
        sentence=one.said,
        due=one.day,
        kind="consultation",
        action_label="Trả lời" if one.state == ConsultationState.ASKED else "Duyệt",
    )


def _hearing(one: Waiting) -> WorkItem:
    """A list before the public on which somebody waits for an answer, or whose last day is over."""
    over = "Đã hết thời gian lấy ý kiến: kết thúc để trình."
    return WorkItem(
        title=str(Hearing(form_name=one.name)),
        url=reverse("dossiers:hearing", args=[one.uid]),
        sentence=f"{one.number} ý kiến chưa trả lời." if one.number else over,
        due=one.day,
        kind="hearing",
        action_label="Xem ý kiến",
    )


def _ballot(one: Waiting) -> WorkItem:
    meeting, open_now, secret = CouncilMeeting(number=one.number), one.state == "open", one.said == "true"
    return WorkItem(
        title=f"Phiếu biểu quyết: {one.name}",
        url=reverse("dossiers:ballot", args=[one.uid]),
        sentence=f"{meeting} đang mở bỏ phiếu{' kín' if secret else ''}."
        if open_now
        else f"{meeting} đang chuẩn bị: xem trước nội dung, khai báo trường hợp bạn không biểu quyết.",
        kind="ballot",
        action_label="Bỏ phiếu" if open_now else "Xem nội dung",
    )


def _round(one: Waiting) -> WorkItem:
    return WorkItem(
        title=one.name,
        url=reverse("dossiers:round", args=[one.uid]),
        sentence=f"Đợt xét {RoundState(one.state).label.lower()}.",
        kind="round",
        action_label="Mở đợt xét",
    )


_LINES = {
    "nominate": _nominate, "dossier": _dossier, "decision": _decision, "consultation": _consultation,
    "hearing": _hearing, "ballot": _ballot, "round": _round,
}  # fmt: skip
