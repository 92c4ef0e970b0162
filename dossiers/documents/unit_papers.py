"""Papers of the proposing unit: proposal letter, minutes, achievement reports."""

from collections.abc import Mapping
from typing import Any

from config.kernel.pdf.typography import day_month_year
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import Facts, present
from dossiers.documents.kinds import DocumentKind, Field, about_field, register
from dossiers.documents.regimes import Regime, cited


def about_proposal(facts: Facts) -> str:
    award = facts.award.name if facts.award else "khen thưởng"
    return f"Về việc đề nghị tặng {award} {wording.occasion(facts)}"


def proposal(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    about = text["about"] or about_proposal(facts)
    bases = [*regime.bases, *facts.legal_bases, f"Căn cứ {wording.plan(facts)}"]
    people = wording.who(facts.nominees)
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about),
        "addressees": facts.addressees,
        "bases": closed_bases(bases),
        "request": (
            f"{_after_meeting(facts)}{wording.short(facts)} kính trình {award.giver} xem xét, tặng {award.name} cho"
            f" {wording.count(facts.nominees)} {wording.achieved(facts)} (có danh sách tại Phụ lục kèm theo)."
        ),
        "enclosed": f"biên bản họp xét khen thưởng; báo cáo thành tích của {people} được đề nghị",
        "recipients": recipients(facts, as_above=True),
        "sign": frame.sign(facts.signer),
        "annex": frame.annex(
            facts,
            kind.name,
            f"DANH SÁCH {people.upper()} ĐỀ NGHỊ TẶNG {award.name.upper()}",
            symbol=kind.symbol,
        ),
        "table": tables.nominee_table(facts.nominees),
        "text": text,
    }


def _after_meeting(facts: Facts) -> str:
    if facts.meeting:
        return f"Căn cứ kết quả họp xét khen thưởng {wording.closing_day(facts)} của {facts.meeting.body}, "
    return ""


def closed_bases(bases: list[str]) -> list[str]:
    """One basis per line, ";" after each, "." after the last (II.6.a)."""
    rows = [row.strip().rstrip(".;") for row in bases if row.strip()]
    return [row + (";" if place < len(rows) else ".") for place, row in enumerate(rows, 1)]


def recipients(facts: Facts, *, as_above: bool = False, extra: tuple[str, ...] = ()) -> list[str]:
    """List of II.9: "Như trên" first where the paper has "Kính gửi", "Lưu: VT, …" always last."""
    keep = "Lưu: VT" + (f", {facts.issuer.drafter}" if facts.issuer.drafter else "")
    first = ["Như trên"] if as_above else []
    above = facts.addressees if as_above else ()
    others = [row for row in facts.recipients if not row.startswith("Lưu") and not _among(row, above)]
    return [*first, *extra, *others, keep]


def _among(name: str, addressees: tuple[str, ...]) -> bool:
    """Whether "Như trên" names them already: also as "Ban …" of "Ban …, Sở …" and "Sở … (Cơ quan thường trực)"."""
    return any(row == name or row.startswith((f"{name},", f"{name} (")) for row in addressees)


def _discussion(facts: Facts) -> str:
    chair = facts.meeting.chair.name if facts.meeting else "Người chủ trì"
    return (
        f"{chair} nêu mục đích, yêu cầu cuộc họp và tiêu chuẩn xét khen thưởng theo {wording.plan(facts)}.\n"
        "Thư ký trình bày danh sách và tóm tắt thành tích của các tập thể, cá nhân được đề nghị.\n"
        "Các thành viên dự họp thảo luận và biểu quyết."
    )


def minutes(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    meeting = present(facts.meeting)
    award = present(facts.award)
    about = text["about"] or f"Họp xét, đề nghị tặng {award.name} {wording.occasion(facts)}"
    agreed = f"{meeting.body} thống nhất đề nghị {award.giver} tặng {award.name} cho {wording.count(facts.nominees)}"
    return minutes_frame(kind, facts, text, about) | {
        "conclusion": f"{agreed} có tên trên." if meeting.votes else f"{agreed} sau đây:",
        "table": None if meeting.votes else tables.nominee_table(facts.nominees),
    }


def minutes_frame(kind: DocumentKind, facts: Facts, text: Mapping[str, str], about: str) -> dict[str, Any]:
    """What minutes say whatever was decided: when, where, who, how the votes fell."""
    meeting = present(facts.meeting)
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol, dated=False),
        "title": frame.title(kind.title, about),
        "addressees": (),
        "bases": [],
        "starts": _moment(meeting.starts),
        "ends": _moment(meeting.ends),
        "present": [wording.person(row) for row in meeting.present],
        "absent": [wording.person(row) for row in meeting.absent],
        "chair": wording.person(meeting.chair),
        "secretary": wording.person(meeting.secretary),
        "meeting": meeting,
        "votes": tables.vote_table(meeting.votes) if meeting.votes else None,
        "recipients": recipients_of_minutes(facts),
        "text": text,
    }


def recipients_of_minutes(facts: Facts) -> list[str]:
    return [*(row for row in facts.recipients if not row.startswith("Lưu")), "Lưu: VT, Hồ sơ"]


def _moment(moment: Any) -> str:
    return f"{moment:%H} giờ {moment:%M}, {day_month_year(moment.date())}"


def report(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    profile = present(facts.profile)
    # The form of 2017 says "tặng thưởng" and names the law's own word for the campaign; the later ones differ in both.
    about = f"Đề nghị {regime.giving} {award.full}"
    confirmer = facts.confirmer
    return {
        "subject": f"{about} – {profile.name}",
        "head": frame.head(facts, kind.symbol, numbered=kind.numbered),
        "title": frame.title(kind.title, about),
        "addressees": facts.addressees,
        "bases": [],
        "profile": profile,
        "named": frame.centred(wording.nominee(profile)),
        "born": profile.birth_date.strftime("%d/%m/%Y") if profile.birth_date else "",
        "campaign": wording.quoted(facts.campaign),
        "plan": wording.plan(facts),
        "achieved": f"Thành tích trong phong trào thi đua {regime.campaign_word} {_named(facts)}",
        "results": tables.result_table(facts.results) if facts.results else None,
        "sign": frame.sign(facts.signer, hint="" if kind.numbered else "(Ký, ghi rõ họ tên)"),
        "confirmer": frame.sign(confirmer) if confirmer else None,
        "unit_head": frame.sign(facts.unit_head) if facts.unit_head else None,
        "cites": [cited(row) for row in facts.cites],
        "text": text,
    }


def _named(facts: Facts) -> str:
    return f"“{facts.campaign.title}”"


_REPORT_FIELDS = (
    Field(
        code="measures",
        label="Biện pháp, giải pháp đã thực hiện",
        required=True,
        rows=8,
        hint="Việc đã làm để đạt các chỉ tiêu đăng ký; mỗi dòng thành một đoạn.",
    ),
    Field(
        code="effects",
        label="Hiệu quả kinh tế, xã hội",
        rows=5,
        hint="Kết quả đem lại cho người dân, doanh nghiệp, cơ quan; nêu số liệu.",
    ),
    Field(
        code="lessons",
        label="Vai trò nòng cốt, bài học kinh nghiệm",
        hint="Để trống thì báo cáo không có mục này.",
    ),
)

register(
    DocumentKind(
        code="proposal",
        name="Tờ trình",
        title="TỜ TRÌNH",
        symbol="TTr",
        template="proposal.html",
        order=10,
        needs=("nominees", "award", "addressees"),
        build=proposal,
        fields=(
            about_field(about_proposal),
            Field(code="opening", label="Đoạn mở đầu", required=True, rows=5, default=wording.opening),
            Field(
                code="assessment",
                label="Nhận xét chung",
                rows=4,
                hint="Kết quả chung của phong trào tại đơn vị, nêu số liệu. Để trống thì tờ trình không có đoạn này.",
            ),
        ),
    ),
    DocumentKind(
        code="minutes",
        name="Biên bản họp xét",
        title="BIÊN BẢN",
        symbol="BB",
        template="minutes.html",
        order=20,
        needs=("nominees", "award", "meeting"),
        build=minutes,
        dated=False,
        fields=(
            about_field(hint="Không chấm câu ở cuối. Để trống thì hệ thống tự ghi."),
            Field(code="discussion", label="Diễn biến cuộc họp", required=True, rows=8, default=_discussion),
            Field(code="remarks", label="Ý kiến bảo lưu, ý kiến khác", rows=3, hint="Để trống khi không có."),
        ),
    ),
    DocumentKind(
        code="report_collective",
        name="Báo cáo thành tích tập thể",
        title="BÁO CÁO THÀNH TÍCH",
        symbol="BC",
        template="report_collective.html",
        scope="nominee",
        order=30,
        needs=("profile", "award"),
        build=report,
        fields=(
            Field(
                code="overview",
                label="Sơ lược đặc điểm, tình hình",
                required=True,
                rows=6,
                hint="Năm thành lập, cơ cấu tổ chức, số người, chức năng, nhiệm vụ; cơ sở vật chất; đảng, đoàn thể.",
            ),
            *_REPORT_FIELDS,
        ),
    ),
    DocumentKind(
        code="report_individual",
        name="Báo cáo thành tích cá nhân",
        title="BÁO CÁO THÀNH TÍCH",
        symbol="",
        template="report_individual.html",
        scope="nominee",
        order=40,
        needs=("profile", "award"),
        build=report,
        numbered=False,
        fields=(
            Field(
                code="overview",
                label="Quá trình công tác, nhiệm vụ được giao",
                rows=4,
                hint="Nhiệm vụ đang đảm nhiệm; thuận lợi, khó khăn.",
            ),
            *_REPORT_FIELDS,
        ),
    ),
)
