"""Papers of the standing agency and of the board: appraisal, proposal to the chairman, notices, receipts."""

from collections.abc import Mapping
from typing import Any

from config.kernel.pdf.typography import day_month_year, two_digits
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import Facts, present
from dossiers.documents.kinds import DocumentKind, Field, register
from dossiers.documents.regimes import Regime, cited
from dossiers.documents.unit_papers import closed_bases, recipients


def _about(code: str, default: Any) -> Field:
    return Field(
        code=code,
        label="Trích yếu",
        widget="text",
        rows=2,
        max_length=400,
        hint="Không chấm câu ở cuối.",
        default=default,
    )


def _sheet(kind: DocumentKind, facts: Facts, text: Mapping[str, str], about: str, **more: Any) -> dict[str, Any]:
    """Parts that all these papers share."""
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about),
        "addressees": facts.addressees,
        "bases": [],
        "recipients": recipients(facts, as_above=bool(facts.addressees)),
        "sign": frame.sign(facts.signer),
        "issuer": wording.short(facts),
        "campaign": wording.quoted(facts.campaign),
        "plan": wording.plan(facts),
        "cites": [cited(row) for row in facts.cites],
        "text": text,
    } | more


def about_appraisal(facts: Facts) -> str:
    return f"Kết quả thẩm định hồ sơ đề nghị khen thưởng {wording.occasion(facts)}"


def appraisal(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    eligible = tuple(row for row in facts.nominees if not row.reason)
    refused = tuple(row for row in facts.nominees if row.reason)
    return _sheet(
        kind,
        facts,
        text,
        text["about"] or about_appraisal(facts),
        total=wording.count(facts.nominees),
        eligible=wording.count(eligible) if eligible else "",
        refused_count=wording.count(refused) if refused else "",
        refused=tables.nominee_table(refused, last="reason") if refused else None,
        annex=frame.annex(
            facts,
            kind.name,
            f"DANH SÁCH {wording.who(eligible or facts.nominees).upper()} ĐỦ ĐIỀU KIỆN ĐỀ NGHỊ TẶNG"
            f" {award.name.upper()}",
            symbol=kind.symbol,
        ),
        table=tables.nominee_table(eligible, last="opinion"),
    )


def about_board_proposal(facts: Facts) -> str:
    award = facts.award.name if facts.award else "khen thưởng"
    return f"Về việc đề nghị tặng {award} {wording.occasion(facts)}"


def _board_opening(facts: Facts) -> str:
    return (
        f"Thực hiện {wording.plan(facts, full=False)}, {wording.short(facts)} đã thẩm định hồ sơ đề nghị khen thưởng"
        f" {facts.occasion} của các cơ quan, đơn vị, địa phương."
    )


def board_proposal(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    bases = [*regime.bases, *facts.legal_bases, f"Căn cứ {wording.plan(facts)}"]
    bases += [f"Căn cứ {cited(row)}" for row in facts.cites]
    return _sheet(
        kind,
        facts,
        text,
        text["about"] or about_board_proposal(facts),
        bases=closed_bases(bases),
        request=(
            f"{wording.short(facts)} kính trình {award.giver} xem xét, quyết định tặng {award.name} cho"
            f" {wording.count(facts.nominees)} {wording.achieved(facts)} (có danh sách tại Phụ lục kèm theo)."
        ),
        annex=frame.annex(
            facts,
            kind.name,
            f"DANH SÁCH {wording.who(facts.nominees).upper()} ĐỀ NGHỊ TẶNG {award.name.upper()}",
            symbol=kind.symbol,
        ),
        table=tables.nominee_table(facts.nominees),
    )


def about_ineligible(facts: Facts) -> str:
    return f"Các trường hợp không đủ điều kiện, tiêu chuẩn khen thưởng {wording.occasion(facts)}"


def ineligible(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    return _sheet(
        kind,
        facts,
        text,
        text["about"] or about_ineligible(facts),
        addressees=(),
        recipients=recipients(facts),
        total=wording.count(facts.nominees),
        table=tables.nominee_table(facts.nominees, last="reason"),
    )


def about_receipt(facts: Facts) -> str:
    return f"Tiếp nhận hồ sơ đề nghị khen thưởng {wording.occasion(facts)}"


def receipt(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    moment = facts.received_at
    absent = [row for row in facts.checklist if not row.present]
    return _sheet(
        kind,
        facts,
        text,
        about_receipt(facts),
        addressees=(),
        received=f"{moment:%H} giờ {moment:%M}, {day_month_year(moment.date())}" if moment else "",
        proposer=facts.proposer,
        table=tables.checklist_table(facts.checklist),
        missing="; ".join(f"{row.name} ({row.note})" if row.note else row.name for row in absent),
        deadline=day_month_year(facts.deadline) if facts.deadline else "",
        total=two_digits(len(facts.checklist)),
    )


def about_score(facts: Facts) -> str:
    return f"Kết quả chấm điểm năm {facts.year} {wording.quoted(facts.campaign)}"


def score_sheet(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    return _sheet(
        kind,
        facts,
        text,
        about_score(facts),
        addressees=(),
        recipients=recipients(facts),
        profile=facts.profile,
        table=tables.score_table(facts.results),
    )


register(
    DocumentKind(
        code="receipt",
        name="Phiếu tiếp nhận hồ sơ",
        title="PHIẾU TIẾP NHẬN HỒ SƠ",
        symbol="PTN",
        template="receipt.html",
        owner="standing",
        order=50,
        needs=("checklist",),
        build=receipt,
    ),
    DocumentKind(
        code="appraisal",
        name="Báo cáo",
        title="BÁO CÁO",
        symbol="BC",
        template="appraisal.html",
        owner="standing",
        scope="round",
        order=60,
        needs=("nominees", "award", "addressees"),
        build=appraisal,
        fields=(
            _about("about", about_appraisal),
            Field(
                code="process",
                label="Quá trình thẩm định",
                rows=5,
                default=lambda facts: (
                    f"Căn cứ {wording.plan(facts, full=False)}, {wording.short(facts)} đã tiếp nhận, kiểm tra"
                    " thành phần hồ sơ, đối chiếu số liệu với báo cáo năm và tiêu chuẩn khen thưởng của kế hoạch."
                ),
                required=True,
            ),
            Field(code="opinion", label="Nhận xét, kiến nghị", rows=4),
        ),
    ),
    DocumentKind(
        code="board_proposal",
        name="Tờ trình",
        title="TỜ TRÌNH",
        symbol="TTr",
        template="board_proposal.html",
        owner="board",
        scope="round",
        order=80,
        needs=("nominees", "award", "addressees"),
        build=board_proposal,
        fields=(
            _about("about", about_board_proposal),
            Field(code="opening", label="Đoạn mở đầu", required=True, rows=5, default=_board_opening),
            Field(code="assessment", label="Nhận xét chung", rows=4),
        ),
    ),
    DocumentKind(
        code="ineligible",
        name="Thông báo",
        title="THÔNG BÁO",
        symbol="TB",
        template="ineligible.html",
        owner="board",
        scope="round",
        order=110,
        needs=("nominees",),
        build=ineligible,
        fields=(
            _about("about", about_ineligible),
            Field(code="advice", label="Hướng dẫn, đề nghị", rows=3),
        ),
    ),
    DocumentKind(
        code="score_sheet",
        name="Phiếu điểm",
        title="PHIẾU ĐIỂM",
        symbol="PĐ",
        template="score_sheet.html",
        owner="standing",
        scope="round",
        order=55,
        needs=("results",),
        build=score_sheet,
    ),
)
