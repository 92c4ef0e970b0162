"""Slips and notices: what is missing, who is consulted, what the public is asked, what the proposing level confirms."""

from collections.abc import Mapping
from typing import Any

from config.kernel.pdf.typography import day_month_year, two_digits
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import Facts
from dossiers.documents.kinds import DocumentKind, Field, about_field, register
from dossiers.documents.letters import matter_field
from dossiers.documents.regimes import Regime
from dossiers.documents.unit_papers import recipients


def about_slip(facts: Facts) -> str:
    return f"Bổ sung, hoàn thiện hồ sơ đề nghị khen thưởng {wording.occasion(facts)}"


def slip(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    """The desk's slip beside its letter: every paper of the checklist, and what is wanted of each that lacks."""
    about = about_slip(facts)
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about),
        "addressees": (),
        "bases": [],
        "proposer": facts.proposer,
        "missing": two_digits(sum(not row.present for row in facts.checklist)),
        "table": tables.checklist_table(facts.checklist),
        "until": day_month_year(facts.deadline) if facts.deadline else "",
        "issuer": wording.short(facts),
        "recipients": recipients(facts),
        "sign": frame.sign(facts.signer),
        "text": text,
    }


def about_public(facts: Facts) -> str:
    return f"Lấy ý kiến nhân dân về danh sách đề nghị khen thưởng {wording.occasion(facts)}"


def public(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    """Names, posts and units only: nothing else about a person is published."""
    about = text["about"] or about_public(facts)
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about),
        "addressees": (),
        "bases": [],
        "plan": wording.plan(facts),
        "total": wording.count(facts.nominees),
        "table": tables.name_table(facts.nominees),
        "until": day_month_year(facts.deadline) if facts.deadline else "",
        "issuer": wording.short(facts),
        "recipients": recipients(facts),
        "sign": frame.sign(facts.signer),
        "text": text,
    }


def _consult(facts: Facts) -> str:
    until = f" trước khi hết {day_month_year(facts.deadline)}" if facts.deadline else ""
    return (
        f"Thực hiện {wording.plan(facts)}, {wording.short(facts)} đang thẩm định hồ sơ đề nghị khen thưởng"
        f" {wording.occasion(facts)}.\n"
        f"{wording.short(facts)} đề nghị quý cơ quan cho ý kiến về việc chấp hành chủ trương của Đảng, chính sách, pháp"
        f" luật của Nhà nước đối với các trường hợp có tên dưới đây, gửi về {wording.short(facts)}{until}:"
    )


def _confirm(facts: Facts) -> str:
    return (
        f"Qua kiểm tra báo cáo thành tích và kết quả thực hiện các chỉ tiêu của {wording.quoted(facts.campaign)},"
        f" {wording.short(facts)} xác nhận thành tích của các trường hợp có tên dưới đây là đúng; các trường hợp này"
        " chấp hành tốt chủ trương của Đảng, chính sách, pháp luật của Nhà nước:"
    )


def named_letter(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    """A letter with the list of those it is about."""
    closing = {
        "consultation": "Quá thời hạn nêu trên, cơ quan được hỏi không có ý kiến thì xử lý theo quy định hiện hành",
        "confirmation": f"{wording.short(facts)} chịu trách nhiệm về nội dung xác nhận nêu trên",
    }
    return {
        "subject": text["about"],
        "head": frame.head(facts, "", about=text["about"]),
        "title": frame.title("", ""),
        "addressees": facts.addressees,
        "bases": [],
        "table": tables.nominee_table(facts.nominees),
        "closing": closing[kind.code],
        "recipients": recipients(facts, as_above=True),
        "sign": frame.sign(facts.signer),
        "text": text,
    }


register(
    DocumentKind(
        code="supplement_slip",
        name="Phiếu yêu cầu bổ sung hồ sơ",
        title="PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        symbol="PYC",
        template="supplement_slip.html",
        owner="standing",
        order=51,
        needs=("checklist",),
        build=slip,
        fields=(
            Field(code="advice", label="Nội dung cần bổ sung, hoàn thiện", rows=4, hint="Mỗi dòng thành một đoạn."),
        ),
    ),
    DocumentKind(
        code="public_notice",
        name="Thông báo lấy ý kiến nhân dân",
        title="THÔNG BÁO",
        symbol="TB",
        template="public_notice.html",
        owner="board",
        scope="round",
        order=75,
        needs=("nominees", "deadline"),
        build=public,
        fields=(
            about_field(about_public),
            Field(
                code="where",
                label="Nơi nhận ý kiến",
                rows=2,
                required=True,
                default=lambda facts: f"Ý kiến gửi bằng văn bản về {wording.short(facts)}, ghi rõ họ tên, địa chỉ.",
            ),
        ),
    ),
    *(
        DocumentKind(
            code=code,
            name=name,
            title="",
            symbol="",
            template="named_letter.html",
            owner=owner,
            scope=scope,
            order=order,
            needs=("addressees", "nominees"),
            build=named_letter,
            fields=(
                matter_field(lambda facts, words=about: f"{words} {facts.occasion}".strip()),
                Field(code="body", label="Nội dung", required=True, rows=6, default=body),
            ),
        )
        for code, name, owner, scope, order, about, body in (
            ("consultation", "Công văn lấy ý kiến hiệp y", "standing", "round", 62,
             "hiệp y khen thưởng", _consult),
            ("confirmation", "Xác nhận của cấp trình khen thưởng", "unit", "dossier", 45,
             "xác nhận thành tích đề nghị khen thưởng", _confirm),
        )
    ),
)  # fmt: skip
