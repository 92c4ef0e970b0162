"""One indicator of a report as pages show it: figures, live result, papers, last year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from config.kernel.text import format_number
from targets.enums import PILLAR_ORDER, PILLAR_SLUGS, Layer, Pillar
from targets.models import AnnualReport, EvidenceLink, Indicator, ReportValue
from targets.scoring import Entry, Result, Rule, explain, goal, lacks, score
from targets.selectors import show
from targets.selectors.completeness import STATES, state_of
from targets.validators import read

_PILLS = {
    "met": ("dat", "Đạt", "r-dat"),
    "not_met": ("khong-dat", "Chưa đạt", ""),
    "unproven": ("gan", "Thiếu tài liệu", "r-gan"),
    "invalid": ("khong-dat", "Số liệu sai", "r-loi"),
    "not_applicable": ("khong", "Không áp dụng", ""),
    "missing": ("mo", "Chưa nhập", ""),
    "half": ("mo", "Nhập dở", ""),
    "awaiting": ("cho", "Chờ chấm điểm", ""),
    "progress": ("mo", "Tiến độ", ""),
    "noted": ("dat", "Đã nhập", "r-dat"),
}


@dataclass(frozen=True)
class ResultView:
    """What `.res` says of one value in one layer."""

    actual: str
    pill_kind: str
    pill_label: str
    tone: str
    sentence: str
    points: str
    maximum: str
    result: Result


def result_view(indicator: Indicator, rule: Rule, entry: Entry, *, wrong: bool = False) -> ResultView:
    """`wrong`: what was typed cannot be read, so nothing can be computed."""
    result = Result("invalid", "none", 0, rule.max_h) if wrong else score(rule, entry)
    key: str = result.verdict if result.verdict != "none" else result.status
    if key == "missing":
        key = _missing_key(rule, entry)
    if key == "ok":
        key = "progress" if rule.progress and result.reaches is not None else "noted"
    kind, label, tone = _PILLS[key]
    if indicator.value_kind in ("share", "number"):
        shown = show.actual(indicator, result.actual_h)
    else:
        shown = "–" if result.status == "missing" else show.value(indicator, entry)
    if indicator.value_kind == "text":
        shown = ""
    return ResultView(
        actual=shown,
        pill_kind=kind,
        pill_label=label,
        tone=tone,
        sentence=explain(rule, entry, result),
        points=show.points(result.points_h),
        maximum=show.maximum(rule.max_h),
        result=result,
    )


def _missing_key(rule: Rule, entry: Entry) -> str:
    """What is missing may be the appraiser's points alone, or one half of a fraction."""
    given = (entry.numerator, entry.denominator, entry.number, entry.boolean, entry.text or None)
    if all(one is None for one in given):
        return "missing"
    return "half" if lacks(rule, entry) else "awaiting" if rule.method == "manual" else "missing"


@dataclass
class EntryView:
    """`typed` holds what the fields show; `errors` sentences by field; `clash` a sentence and the other's value;
    `files` why files were refused, `notes` what became of those that were taken."""

    value: ReportValue
    number: int
    rule: Rule
    result: ResultView
    state: str
    links: list[EvidenceLink]
    was: str
    editable: bool
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    clash: str = ""
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def indicator(self) -> Indicator:
        return self.value.indicator

    @property
    def anchor(self) -> str:
        return anchor_of(self.indicator)

    @property
    def shown(self) -> str:
        """The figures as one piece of text: `3.412/4.298`."""
        return show.value(self.indicator, self.value.entry())

    @property
    def goal(self) -> str:
        return goal(self.rule)

    @property
    def state_words(self) -> str:
        return STATES[self.state][0]

    @property
    def state_icon(self) -> str:
        return STATES[self.state][1]

    @property
    def state_tone(self) -> str:
        return f"t-{STATES[self.state][2]}"

    @property
    def options(self) -> list[str]:
        return [p["option"] for p in self.indicator.params if "option" in p]

    @property
    def pillar_slug(self) -> str:
        return slug_of(self.indicator.pillar)


def anchor_of(indicator: Indicator) -> str:
    """Prefix of ids and field names; a dot would be read as a class in a selector."""
    return indicator.code.replace(".", "_")


def slug_of(pillar: str) -> str:
    return next(slug for slug, code in PILLAR_SLUGS.items() if code == pillar)


def typed_of(value: ReportValue) -> dict[str, str]:
    """What the fields show: the stored value, or what was typed and could not be read."""
    shown = {
        "n": format_number(value.numerator),
        "d": format_number(value.denominator),
        "v": format_number(value.number),
        "b": {True: "1", False: "0", None: ""}[value.boolean],
        "t": value.text,
        "na": "1" if value.not_applicable else "",
        "ly": value.na_reason,
        "gc": value.note,
    }
    return {**shown, **value.typed}


def entry_views(
    report: AnnualReport, *, values: Iterable[ReportValue] | None = None, may_edit: bool = False
) -> list[EntryView]:
    """All values of the report, pillar by pillar as its pages follow each other, numbered. Three queries whatever
    their number."""
    found = sorted(
        values if values is not None else ReportValue.objects.filter(report=report).select_related("indicator__target"),
        key=lambda value: PILLAR_ORDER.index(value.indicator.pillar),
    )
    links: dict[int, list[EvidenceLink]] = {}
    for link in EvidenceLink.objects.filter(value__in=found).select_related("evidence__file"):
        links.setdefault(link.value_id, []).append(link)
    before = last_year(report)
    return [
        _view(report, value, number, links.get(value.pk, []), before, may_edit=may_edit)
        for number, value in enumerate(found, 1)
    ]


def _view(
    report: AnnualReport,
    value: ReportValue,
    number: int,
    links: list[EvidenceLink],
    before: Mapping[str, ReportValue],
    *,
    may_edit: bool,
) -> EntryView:
    rule = value.indicator.rule(report.year)
    earlier = before.get(value.indicator.code)
    return EntryView(
        value=value,
        number=number,
        rule=rule,
        result=result_view(value.indicator, rule, value.entry(), wrong=bool(value.typed)),
        state=state_of(value),
        links=links,
        was=_was(report.year - 1, earlier) if earlier else "",
        editable=may_edit and report.is_open and (not report.was_submitted or value.reopened),
        typed=typed_of(value),
        errors=read(value.indicator, value.typed)[1] if value.typed else {},
    )


def previewed(entry: EntryView, raw: Mapping[str, str]) -> EntryView:
    """The entry with the result that `raw` would have; what cannot be read yet is no complaint while typing."""
    value, _ = read(entry.indicator, raw)
    if value is not None:
        typed = Entry(
            value.numerator, value.denominator, value.number, value.boolean, value.text, value.not_applicable,
            has_evidence=entry.value.evidence_count > 0,
        )  # fmt: skip
        entry.result = result_view(entry.indicator, entry.rule, typed)
    return entry


def last_year(report: AnnualReport) -> dict[str, ReportValue]:
    """Last year's values of the same unit by indicator code; a set of another milestone may name them otherwise."""
    values = ReportValue.objects.filter(
        report__campaign_id=report.campaign_id, report__unit_id=report.unit_id, report__year=report.year - 1
    ).select_related("indicator", "report")
    return {v.indicator.code: v for v in values}


def actual_h(value: ReportValue, layer: str = Layer.FINAL) -> int | None:
    """The value in hundredths of its unit, None where there is no number."""
    rule = value.indicator.rule(value.report.year)
    return score(rule, value.entry(layer)).actual_h


def _was(year: int, value: ReportValue) -> str:
    """`Năm 2022: 71,20% (3.020/4.242)`."""
    entry = value.entry(Layer.FINAL)
    shown = show.value(value.indicator, entry)
    if shown == "trống":
        return ""
    if value.indicator.value_kind == "share" and not entry.not_applicable:
        percent = show.actual(value.indicator, score(value.indicator.rule(year), entry).actual_h)
        return f"Năm {year}: {percent} ({shown})"
    return f"Năm {year}: {shown}"


@dataclass(frozen=True)
class PillarTab:
    slug: str
    label: str
    done: int
    total: int


def tabs(entries: list[EntryView]) -> list[PillarTab]:
    """Pillars that have entries, in the plan's order, with how many are complete."""
    found = []
    for slug, code in PILLAR_SLUGS.items():
        mine = [e for e in entries if e.indicator.pillar == code]
        if mine:
            done = sum(1 for e in mine if e.state not in ("empty", "wrong", "no_evidence"))
            found.append(PillarTab(slug, str(Pillar(code).label), done, len(mine)))
    return found


def gap_to_last_year(now_h: int | None, before_h: int | None) -> Decimal | None:
    """Difference in points of percent, for what looks odd."""
    return None if now_h is None or before_h is None else Decimal(now_h - before_h) / 100
