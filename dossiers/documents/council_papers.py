"""The minutes of a council's meeting: every item of the agenda with its votes and its outcome."""

from collections.abc import Mapping
from typing import Any

from dossiers.documents import wording
from dossiers.documents.data import Facts, present
from dossiers.documents.kinds import DocumentKind, Field, about_field, register
from dossiers.documents.regimes import Regime
from dossiers.documents.unit_papers import minutes, minutes_frame


def about_meeting(facts: Facts) -> str:
    return f"Họp Hội đồng xét khen thưởng {wording.occasion(facts)}"


def council_minutes(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    meeting = present(facts.meeting)
    if not meeting.conclusions:
        return minutes(kind, regime, facts, text)
    return minutes_frame(kind, facts, text, text["about"] or about_meeting(facts)) | {
        "conclusions": meeting.conclusions,
        "table": None,
    }


register(
    DocumentKind(
        code="council_minutes",
        name="Biên bản họp Hội đồng",
        title="BIÊN BẢN",
        symbol="BB",
        template="minutes.html",
        owner="board",
        scope="round",
        order=70,
        needs=("meeting",),
        build=council_minutes,
        dated=False,
        fields=(
            about_field(),
            Field(
                code="discussion",
                label="Diễn biến cuộc họp",
                required=True,
                rows=8,
                default=lambda facts: (
                    "Thường trực Hội đồng báo cáo kết quả thẩm định hồ sơ đề nghị khen thưởng.\n"
                    "Các thành viên Hội đồng thảo luận và tiến hành biểu quyết."
                ),
            ),
            Field(code="remarks", label="Ý kiến bảo lưu, ý kiến khác", rows=3),
        ),
    ),
)
