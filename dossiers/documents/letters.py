"""Letters (công văn): reminder, request for what is missing."""

from collections.abc import Mapping
from typing import Any

from config.kernel.pdf.typography import day_month_year
from dossiers.documents import frame, wording
from dossiers.documents.data import Facts
from dossiers.documents.kinds import DocumentKind, Field, register
from dossiers.documents.regimes import Regime
from dossiers.documents.unit_papers import recipients


def about_reminder(facts: Facts) -> str:
    return f"báo cáo kết quả thực hiện phong trào thi đua năm {facts.year}" if facts.year else "gửi báo cáo"


def about_supplement(facts: Facts) -> str:
    return f"bổ sung hồ sơ đề nghị khen thưởng {facts.occasion}".strip()


def _remind(facts: Facts) -> str:
    until = f" trước khi hết {day_month_year(facts.deadline)}" if facts.deadline else ""
    return (
        f"Thực hiện {wording.plan(facts)}, {wording.short(facts)} đề nghị các cơ quan, đơn vị chưa gửi báo cáo khẩn"
        f" trương hoàn thành và gửi báo cáo kết quả thực hiện {wording.quoted(facts.campaign)}{until}."
    )


def _supplement(facts: Facts) -> str:
    return (
        f"Qua kiểm tra hồ sơ đề nghị khen thưởng {wording.occasion(facts)}, {wording.short(facts)} đề nghị quý cơ quan"
        " bổ sung các nội dung sau:"
    )


def letter(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    until = day_month_year(facts.deadline) if facts.deadline else ""
    return {
        "subject": text["about"],
        "head": frame.head(facts, "", about=text["about"]),
        "title": frame.title("", ""),
        "addressees": facts.addressees,
        "bases": [],
        "recipients": recipients(facts, as_above=True),
        "sign": frame.sign(facts.signer),
        "issuer": wording.short(facts),
        "until": until,
        "missing": [row for row in facts.checklist if not row.present],
        "text": text,
    }


def matter_field(default: Any) -> Field:
    """What a letter (công văn) is about, after V/v: one line, never empty."""
    return Field(
        code="about",
        label="Trích yếu (sau chữ V/v)",
        widget="text",
        rows=1,
        max_length=200,
        required=True,
        default=default,
    )


register(
    DocumentKind(
        code="supplement",
        name="Công văn yêu cầu bổ sung hồ sơ",
        title="",
        symbol="",
        template="supplement.html",
        owner="standing",
        order=52,
        needs=("addressees", "checklist"),
        build=letter,
        fields=(
            matter_field(about_supplement),
            Field(code="body", label="Nội dung", required=True, rows=5, default=_supplement),
        ),
    ),
    DocumentKind(
        code="reminder",
        name="Công văn đôn đốc",
        title="",
        symbol="",
        template="reminder.html",
        owner="standing",
        scope="round",
        order=53,
        needs=("addressees",),
        build=letter,
        fields=(
            matter_field(about_reminder),
            Field(code="body", label="Nội dung", required=True, rows=6, default=_remind),
        ),
    ),
)
