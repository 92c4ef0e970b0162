"""From facts and typed text to a finished paper."""

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.kernel.pdf import Meta, render_html, render_pdf
from config.kernel.pdf.tags import Typed, clean
from dossiers.documents import marks
from dossiers.documents.data import Facts
from dossiers.documents.kinds import DocumentKind, kind
from dossiers.documents.regimes import Regime, regime, regime_on


class Incomplete(ValueError):
    """Facts or required text are missing; `fields` maps a field's code to a Vietnamese sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Composition:
    kind: DocumentKind
    regime: Regime
    template: str
    context: dict[str, Any]
    filename: str

    def html(self) -> str:
        return render_html(self.template, self.context)

    def pdf(self, **options: Any) -> bytes:
        """PDF/A-3b bytes; the same composition always gives the same bytes."""
        return render_pdf(self.template, self.context, **options)

    def docx(self, *, origin: str = "", pictures: bool = True) -> bytes:
        """The same text in the same format; `origin` and `pictures` as in `html_to_docx`."""
        from config.kernel.pdf.docx import html_to_docx  # noqa: PLC0415 -- slow import

        return html_to_docx(self.html(), self.context["meta"], origin=origin, pictures=pictures)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# What forms leave to be filled in, as in "(ghi số liệu)" or a dotted line; never to stand on a paper.
_BLANK = re.compile(r"\(ghi [^)]*\)|\.{5,}|…{2,}")


def missing(code: str, facts: Facts, fields: Mapping[str, str]) -> dict[str, str]:
    """Required text not typed and facts not there: code → Vietnamese sentence. Empty when the paper is complete."""
    row = kind(code)
    errors = {
        field.code: f"Chưa nhập “{field.label}”."
        for field in row.fields
        if field.required and not clean(fields.get(field.code, ""))
    }
    errors |= {
        field.code: f"“{field.label}” dài quá {field.max_length} ký tự."
        for field in row.fields
        if len(fields.get(field.code, "")) > field.max_length
    }
    errors |= {
        field.code: f"“{field.label}” còn chỗ chưa điền: {blank.group()}."
        for field in row.fields
        if (blank := _BLANK.search(fields.get(field.code, "")))
    }
    for need in row.needs:
        if not getattr(facts, need):
            errors[need] = f"Chưa đủ dữ liệu để lập {row.name.lower()}: thiếu {NEEDS.get(need, need)}."
    return errors


NEEDS = {
    "nominees": "danh sách đề nghị",
    "award": "hình thức khen thưởng",
    "meeting": "thông tin cuộc họp",
    "profile": "thông tin người hoặc tập thể được đề nghị",
    "addressees": "nơi kính gửi",
    "cites": "văn bản làm căn cứ",
    "checklist": "danh mục hồ sơ",
    "deadline": "hạn",
    "results": "kết quả chỉ tiêu",
    "entries": "danh mục văn bản",
    "folder": "thông tin hồ sơ lưu",
}


def _day(day: date | None, facts: Facts) -> date:
    chosen = day or facts.decided_on or facts.paper.dated
    if chosen is None:
        raise LookupError("a draft needs the day whose law it follows")
    return chosen


def compose(
    code: str, facts: Facts, fields: Mapping[str, str] | None = None, *, day: date | None = None, regime_code: str = ""
) -> Composition:
    """The paper of kind `code`.

    Typed `fields` win over the defaults. The regime is `regime_code`, else that of `day`, else of the day of
    decision, else of the paper's own date; a draft without any must pass `day`. Raises Incomplete, KeyError
    (unknown kind), LookupError (no such paper under that regime).
    """
    row = kind(code)
    typed = row.defaults(facts) | dict(fields or {})
    errors = missing(code, facts, typed)
    if errors:
        raise Incomplete(errors)
    law = regime(regime_code) if regime_code else regime_on(_day(day, facts))
    if law.code not in row.regimes:
        raise LookupError(f"{code} is not a paper of {law.code}")
    context = row.build(row, law, facts, typed)
    context["text"] = {code: Typed.of(code, said) for code, said in typed.items()}
    context["facts"] = facts
    context["qr"] = marks.qr(facts.check) if facts.check else None
    subject = context.pop("subject", "")
    context["meta"] = Meta(
        title=f"{row.name}: {subject}" if subject else row.name,
        author=facts.issuer.name,
        subject=subject,
        dated=facts.paper.dated,
        data={
            "kind": row.code,
            "regime": law.code,
            "form": f"{law.report_form} ({law.name})" if row.code.startswith("report_") else "",
            "fields": dict(typed),
            "facts": dataclasses.asdict(facts),
        },
    )
    return Composition(row, law, row.template_of(law), context, row.filename(facts))
