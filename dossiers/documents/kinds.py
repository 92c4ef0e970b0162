"""The kinds of paper: one row each. A kind says who writes it, what a person types, and from when it holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.kernel.text import search_key
from dossiers.documents.data import Facts
from dossiers.documents.regimes import REGIMES, Regime, regime_on

Default = Callable[[Facts], str]
Builder = Callable[["DocumentKind", Regime, Facts, Mapping[str, str]], dict[str, Any]]

ALL_REGIMES = tuple(regime.code for regime in REGIMES)


def _empty(_facts: Facts) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something a person types. widget: text | textarea. `choices`: typed by picking one of them. `default` writes a
    first version from the facts."""

    code: str
    label: str
    hint: str = ""
    required: bool = False
    widget: str = "textarea"
    rows: int = 4
    max_length: int = 8000
    choices: tuple[str, ...] = ()
    default: Default = _empty


def about_field(default: Default = _empty, *, hint: str = "Không chấm câu ở cuối.") -> Field:
    """The subject of a paper (trích yếu), asked for in the same way by every kind."""
    return Field(
        code="about", label="Trích yếu", widget="text", rows=2, max_length=400, hint=hint, default=default
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    code: str
    name: str  # "Tờ trình", in lists and sentences
    title: str  # "TỜ TRÌNH", on the paper
    symbol: str  # "TTr"; "" for a letter or a paper without a number
    template: str  # under templates/pdf/
    templates: Mapping[str, str] | None = None  # regime → template, where a regime has its own
    owner: str = "unit"  # unit | standing | board | leader
    scope: str = "dossier"  # dossier | nominee | round | decision
    needs: tuple[str, ...] = ()  # parts of Facts that must be filled
    fields: tuple[Field, ...] = ()
    regimes: tuple[str, ...] = ALL_REGIMES
    numbered: bool = True
    dated: bool = True
    build: Builder
    order: int = 0
    official: bool = True  # in the decree's format (a certificate or a score sheet is not)

    def template_of(self, regime: Regime) -> str:
        return (self.templates or {}).get(regime.code, self.template)

    def filename(self, facts: Facts) -> str:
        number = f"-{facts.paper.number:02d}" if facts.paper.number else ""
        return f"{search_key(self.name).replace(' ', '-')}{number}.pdf"

    def defaults(self, facts: Facts) -> dict[str, str]:
        return {field.code: field.default(facts) for field in self.fields}


KINDS: dict[str, DocumentKind] = {}


def register(*kinds: DocumentKind) -> None:
    for row in kinds:
        if row.code in KINDS:
            raise ValueError(f"document kind {row.code} registered twice")
        KINDS[row.code] = row


def kind(code: str) -> DocumentKind:
    """Raises KeyError for an unknown code."""
    return KINDS[code]


def kinds_on(day: date, *, owner: str = "", scope: str = "") -> list[DocumentKind]:
    """Kinds that hold on a day, in the order a dossier lists them."""
    regime = regime_on(day)
    rows: Iterable[DocumentKind] = KINDS.values()
    return sorted(
        (row for row in rows if regime.code in row.regimes and owner in ("", row.owner) and scope in ("", row.scope)),
        key=lambda row: row.order,
    )
