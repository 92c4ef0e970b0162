"""Papers of whoever decides: the decision on awards."""

from collections.abc import Mapping
from typing import Any

from config.kernel.pdf.typography import money
from dossiers.documents import frame, tables, wording
from dossiers.documents.data import Facts, present
from dossiers.documents.kinds import DocumentKind, about_field, register
from dossiers.documents.regimes import Regime, cited, local_government
from dossiers.documents.unit_papers import closed_bases, recipients


def about_decision(facts: Facts) -> str:
    award = facts.award.name if facts.award else "khen thưởng"
    return f"Về việc tặng {award} {wording.occasion(facts)}"


def _carriers(facts: Facts) -> str:
    """Who carries the decision out, those whom it names last."""
    named = f"các {wording.who(facts.nominees)}"
    if not facts.executors:
        return f"Các đơn vị có liên quan và {named}"
    *others, last = facts.executors
    return "; ".join((*others, last if "các tập thể" in last or named in last else f"{last} và {named}"))


def decision(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    about = text["about"] or about_decision(facts)
    day = facts.decided_on or facts.paper.dated or regime.valid_from
    letters = [row for row in facts.cites if row.kind == "Tờ trình"]
    bases = [*local_government(day), *regime.bases, *facts.legal_bases, f"Căn cứ {wording.plan(facts)}"]
    at = f" tại {cited(letters[0])}" if letters else ""
    bases.append(f"Theo đề nghị của {facts.proposer}{at}" if facts.proposer else "")
    total = sum(row.prize or 0 for row in facts.nominees)
    people = wording.who(facts.nominees)
    authority = facts.issuer.authority or award.giver or facts.issuer.name
    prize = "Mức tiền thưởng kèm theo thực hiện theo quy định của pháp luật."
    if total:
        fund = f", trích từ {facts.fund}" if facts.fund else ""
        prize = f"Kèm theo tiền thưởng, tổng số tiền là {money(total)}, theo quy định của {regime.name}{fund}."
    carriers = _carriers(facts)
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about, authority=authority),
        "addressees": (),
        "bases": closed_bases(bases),
        "articles": [
            (
                f"Tặng {award.full} cho {wording.count(facts.nominees)} {wording.achieved(facts)}"
                " (có danh sách tại Phụ lục kèm theo)."
            ),
            prize,
            "Quyết định này có hiệu lực kể từ ngày ký.",
            f"{carriers} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này",
        ],
        "recipients": recipients(facts, extra=("Như Điều 4",)),
        "sign": frame.sign(facts.signer),
        "annex": frame.annex(
            facts,
            kind.name,
            f"DANH SÁCH {people.upper()} ĐƯỢC TẶNG {award.name.upper()}",
            symbol=kind.symbol,
            by=authority,
        ),
        "table": tables.nominee_table(facts.nominees, last="prize" if total else "merit"),
        "text": text,
    }


register(
    DocumentKind(
        code="decision",
        name="Quyết định",
        title="QUYẾT ĐỊNH",
        symbol="QĐ",
        template="decision.html",
        owner="leader",
        scope="decision",
        order=100,
        needs=("nominees", "award"),
        build=decision,
        fields=(about_field(about_decision),),
    ),
)


def about_revocation(facts: Facts) -> str:
    award = facts.award.name if facts.award else "khen thưởng"
    return f"Về việc hủy bỏ quyết định và thu hồi {award} đã tặng"


def revocation(kind: DocumentKind, regime: Regime, facts: Facts, text: Mapping[str, str]) -> dict[str, Any]:
    award = present(facts.award)
    about = text["about"] or about_revocation(facts)
    day = facts.decided_on or facts.paper.dated or regime.valid_from
    earlier = next((row for row in facts.cites if row.kind == "Quyết định"), None)
    bases = [*local_government(day), *regime.bases, *facts.legal_bases]
    bases.append(f"Theo đề nghị của {facts.proposer}" if facts.proposer else "")
    cut = f" tại {cited(earlier)}" if earlier else ""
    total = sum(row.prize or 0 for row in facts.nominees)
    back = f" và số tiền thưởng {money(total)}" if total else ""
    carriers = _carriers(facts)
    authority = facts.issuer.authority or award.giver or facts.issuer.name
    return {
        "subject": about,
        "head": frame.head(facts, kind.symbol),
        "title": frame.title(kind.title, about, authority=authority),
        "addressees": (),
        "bases": closed_bases(bases),
        "articles": [
            (
                f"Hủy bỏ việc tặng {award.full}{cut} đối với {wording.count(facts.nominees)}"
                " (có danh sách tại Phụ lục kèm theo)."
            ),
            f"Thu hồi hiện vật khen thưởng{back} đã nhận, nộp về {facts.fund or 'cơ quan ra quyết định'}.",
            "Quyết định này có hiệu lực kể từ ngày ký.",
            f"{carriers} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này",
        ],
        "recipients": recipients(facts, extra=("Như Điều 4",)),
        "sign": frame.sign(facts.signer),
        "annex": frame.annex(
            facts,
            kind.name,
            f"DANH SÁCH {wording.who(facts.nominees).upper()} BỊ THU HỒI {award.name.upper()}",
            symbol=kind.symbol,
            by=authority,
        ),
        "table": tables.nominee_table(facts.nominees, last="reason"),
        "text": text,
    }


register(
    DocumentKind(
        code="revocation",
        name="Quyết định",
        title="QUYẾT ĐỊNH",
        symbol="QĐ",
        template="decision.html",
        owner="leader",
        scope="decision",
        order=130,
        needs=("nominees", "award"),
        build=revocation,
        fields=(about_field(about_revocation),),
    ),
)
