"""Papers that the province sends up: to the Prime Minister, to the President through him (decision 15)."""

from collections.abc import Mapping
from typing import Any

from config.kernel.pdf.typography import two_digits
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import AwardFacts, Facts, present
from dossiers.documents.kinds import DocumentKind, Field, about_field, register
from dossiers.documents.regimes import Regime, cited
from dossiers.documents.unit_papers import closed_bases, recipients

PRIME_MINISTER = "Thủ tướng Chính phủ"


def _named(award: AwardFacts) -> str:
    """ "Bằng khen của Thủ tướng Chính phủ"; an order is the State's own."""
    return award.full if award.giver == PRIME_MINISTER else award.name


def about_upward(facts: Facts) -> str:
    award = _named(facts.award) if facts.award else "khen thưởng"
    return f"Về việc đề nghị tặng {award} {wording.occasion(facts)}"


def _opening(facts: Facts) -> str:
    return (
        f"Thực hiện {wording.plan(facts, full=False)}, {facts.issuer.name} đã chỉ đạo các cấp, các ngành tổ chức"
        f" {wording.quoted(facts.campaign)}; Hội đồng Thi đua - Khen thưởng đã họp xét và thống nhất đề nghị"
        " khen thưởng các tập thể, cá nhân có thành tích xuất sắc."
    )


def upward(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    about = text["about"] or about_upward(facts)
    bases = [*regime.bases, *facts.legal_bases, f"Căn cứ {wording.plan(facts)}"]
    bases += [f"Căn cứ {cited(row)}" for row in facts.cites]
    through = kind.code == "president_proposal"
    asked = f"xem xét, trình {award.giver} tặng" if through else "xem xét, tặng"
    people = wording.who(facts.nominees)
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about),
        "addressees": facts.addressees,
        "bases": closed_bases(bases),
        "request": (
            f"{wording.short(facts)} kính trình {PRIME_MINISTER} {asked} {award.name} cho"
            f" {wording.count(facts.nominees)} {wording.achieved(facts)} (có danh sách tại Phụ lục kèm theo)."
        ),
        "enclosed": (
            f"{two_digits(facts.copies)} bộ bản chính, mỗi bộ gồm: Tờ trình; báo cáo thành tích của {people} được đề"
            " nghị; biên bản họp Hội đồng Thi đua - Khen thưởng"
        ),
        "last": f"Kính trình {PRIME_MINISTER} xem xét, quyết\u00a0định"
        if not through
        else f"Kính trình {PRIME_MINISTER} xem xét, trình {award.giver} quyết\u00a0định",
        "recipients": recipients(facts, as_above=True),
        "sign": frame.sign(facts.signer),
        "annex": frame.annex(
            facts,
            kind.name,
            f"DANH SÁCH {people.upper()} ĐỀ NGHỊ TẶNG {_named(award).upper()}",
            symbol=kind.symbol,
        ),
        "table": tables.nominee_table(facts.nominees),
        "text": text,
    }


_FIELDS = (
    about_field(about_upward),
    Field(code="opening", label="Đoạn mở đầu", required=True, rows=5, default=_opening),
    Field(code="assessment", label="Nhận xét chung", rows=4),
)

register(
    *(
        DocumentKind(
            code=code,
            name="Tờ trình",
            title="TỜ TRÌNH",
            symbol="TTr",
            template="upward.html",
            owner="leader",
            scope="decision",
            order=order,
            needs=("nominees", "award", "addressees"),
            build=upward,
            fields=_FIELDS,
        )
        for code, order in (("pm_proposal", 90), ("president_proposal", 91))
    )
)
