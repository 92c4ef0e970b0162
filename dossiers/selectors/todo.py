"""What is still to be done before a dossier can go on, in order, for whoever writes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from config.kernel.access import Actor
from dossiers.enums import EDITABLE_STATES, DocumentState
from dossiers.models import Dossier
from dossiers.services import drafting

# Said once, at the step of the meeting, instead of at every paper that mentions it.
_OF_MEETING = "meeting"


@dataclass(frozen=True)
class Todo:
    """`done`: nothing left here. `next`: the first that is not done; its `url` (or the making of all papers) leads."""

    label: str
    sentence: str
    done: bool
    url: str = ""
    action: str = ""
    next: bool = False


def writing(dossier: Dossier, actor: Actor) -> list[Todo]:
    """Meeting, texts, papers, the head's confirmation; empty for those who do not write it now."""
    if dossier.state not in EDITABLE_STATES or not actor.can("dossiers.edit", dossier.unit):
        return []
    documents = list(dossier.own_documents.select_related("nominee", "dossier", "job"))
    unwritten = {
        d: [said for code, said in drafting.gaps(d).items() if code != _OF_MEETING]
        for d in documents
        if d.state == DocumentState.DRAFT
    }
    unwritten = {d: said for d, said in unwritten.items() if said}
    unmade = [d for d in documents if d.state not in {DocumentState.READY, DocumentState.ISSUED}]
    running = [d for d in unmade if d.state == DocumentState.RENDERING and d.job is not None and not d.job.is_over]
    remarks = dossier.remarks.filter(answered_at__isnull=True).count()
    first = next(iter(unwritten), None)
    steps = [
        (
            "Ghi cuộc họp xét",
            "Ngày, người dự, số phiếu: thành Biên bản họp.",
            bool(dossier.meeting),
            reverse("dossiers:meeting", args=[dossier.uid]),
            "Ghi cuộc họp",
        ),
        (
            "Viết phần riêng của văn bản",
            f"{first.title}: {' '.join(unwritten[first])}" if first else "Không còn phần bắt buộc nào trống.",
            not unwritten,
            reverse("dossiers:document", args=[first.uid]) if first else "",
            "Soạn văn bản",
        ),
        (
            "Kết xuất văn bản",
            _making(len(documents), len(unmade), len(running)),
            not unmade,
            "",
            "" if unmade and len(running) == len(unmade) else "Kết xuất mọi văn bản",
        ),
    ]  # fmt: skip
    if dossier.remarks.exists():
        said = f"Còn {remarks} điểm chưa trả lời." if remarks else "Đã trả lời mọi điểm."
        steps.insert(0, ("Trả lời điểm cần bổ sung", said, not remarks, "#yk", "Xem các điểm"))
    steps.append(
        (
            "Lãnh đạo đơn vị xác nhận",
            "Văn bản lấy số, ngày khi lãnh đạo xác nhận; sau đó bạn gửi hồ sơ.",
            False,
            "",
            "",
        )
    )
    reached = next(n for n, step in enumerate(steps) if not step[2])
    return [
        Todo(label, sentence, done, url, action, next=n == reached)
        for n, (label, sentence, done, url, action) in enumerate(steps)
    ]


def _making(everything: int, unmade: int, running: int) -> str:
    if not unmade:
        return "Mọi văn bản đã có bản PDF."
    if running == unmade:
        return f"Đang kết xuất {running} văn bản; tải lại trang để xem."
    return f"Còn {unmade}/{everything} văn bản chưa có bản PDF của chữ đã lưu."
