"""What an appraiser should look at twice. None of it decides anything."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from statistics import median_high, median_low

from config.kernel.text import format_number
from targets.enums import COUNTED_STATES, Layer
from targets.models import AnnualReport, ReportValue
from targets.selectors.entries import EntryView, actual_h, gap_to_last_year, last_year
from targets.selectors.versions import POINTS, since_last

JUMP = Decimal(30)
# A base that halved or doubled is another base; below this many it may do so by chance.
BASE_TIMES = 2
SMALL_BASE = 20


def oddities(report: AnnualReport, entries: list[EntryView]) -> dict[int, list[str]]:
    """Sentences by value id: jumps of the share or of its base, above 100 %, figures equal to another unit's, no
    paper; what came otherwise after a return. Two queries, one more for what was sent again."""
    before = last_year(report)
    twins = _twins(report, entries)
    mended = _mended(report)
    found: dict[int, list[str]] = {}
    for e in entries:
        said = []
        earlier = before.get(e.indicator.code)
        if earlier is not None and e.indicator.value_kind == "share":
            gap = gap_to_last_year(e.result.result.actual_h, actual_h(earlier, Layer.FINAL))
            if gap is not None and abs(gap) > JUMP:
                word = "Tăng" if gap > 0 else "Giảm"
                said.append(f"{word} {format_number(abs(gap), 2)} điểm % so với năm trước.")
            # Under another name another thing was counted.
            if not e.value.not_applicable and earlier.indicator.denominator_name == e.indicator.denominator_name:
                base = base_moved(earlier.entry(Layer.FINAL).denominator, e.value.denominator)
                said += [base] if base else []
        over = e.result.result.actual_h
        if e.indicator.value_kind == "share" and over is not None and over > 10_000:
            said.append(f"Kết quả {e.result.actual}, lớn hơn 100%.")
        if e.state == "no_evidence":
            said.append("Không có tài liệu kiểm chứng.")
        if e.value.not_applicable:
            said.append(f"Đơn vị ghi không áp dụng: {e.value.na_reason.rstrip(' .') or 'không nêu lý do'}.")
        if twin := twins.get(e.value.pk):
            said.append(f"Trùng cả tử số và mẫu số với {twin}.")
        said += mended.get(e.indicator.code, ())
        if said:
            found[e.value.pk] = said
    return found


def base_moved(before: Decimal | None, now: Decimal | None) -> str:
    """A high share is easily had over a small base, a low one over a large one: both years' bases and how they
    compare; "" where the base is much the same, or small."""
    if not before or not now or max(before, now) < SMALL_BASE:
        return ""
    was, stands = format_number(before), format_number(now)
    if now * BASE_TIMES <= before:
        share = (now * 100 / before).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"Mẫu số giảm từ {was} xuống {stands}, còn {format_number(share, 2)}% của năm trước."
    if now >= before * BASE_TIMES:
        times = (now / before).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"Mẫu số tăng từ {was} lên {stands}, gấp {format_number(times, 2)} lần năm trước."
    return ""


def _mended(report: AnnualReport) -> dict[str, list[str]]:
    """By code, of a report that was sent again; points follow from the figures and are not told."""
    found: dict[str, list[str]] = {}
    if report.submission > 1 and report.state in COUNTED_STATES:
        for one in since_last(report):
            if one.what != POINTS:
                said = f"Sửa sau khi trả lại, {one.what.lower()}: {one.before or 'trống'} → {one.after or 'trống'}."
                found.setdefault(one.code, []).append(said)
    return found


def _twins(report: AnnualReport, entries: list[EntryView]) -> dict[int, str]:
    """Another unit with exactly the same fraction, where the figures are large enough not to meet by chance."""
    wanted = {
        e.indicator.pk: e.value
        for e in entries
        if e.value.denominator is not None and e.value.denominator >= 100 and e.value.numerator
    }
    others = ReportValue.objects.filter(
        indicator__in=list(wanted),
        report__year=report.year,
        report__state__in=COUNTED_STATES,
        numerator__in={v.numerator for v in wanted.values()},
    ).exclude(report=report)
    found: dict[int, str] = {}
    for indicator, numerator, denominator, name in others.values_list(
        "indicator_id", "numerator", "denominator", "report__unit_name"
    ):
        mine = wanted[indicator]
        if (numerator, denominator) == (mine.numerator, mine.denominator):
            found.setdefault(mine.pk, name)
    return found


def peers(report: AnnualReport, value: ReportValue) -> tuple[list[int], int | None]:
    """Values of the same indicator of like units under the same parent, in hundredths, sorted; and the median."""
    found = [
        h
        for v in ReportValue.objects.filter(
            indicator=value.indicator_id,
            report__year=report.year,
            report__state__in=COUNTED_STATES,
            report__unit__parent_id=report.unit.parent_id,
            report__unit__kind=report.unit.kind,
        )
        .exclude(report=report)
        .select_related("indicator", "report")
        if (h := actual_h(v)) is not None
    ]
    found.sort()
    return found, middle(found)


def middle(values: list[int]) -> int | None:
    """The median; of an even number of values the mean of the two in the middle, half up."""
    return (median_low(values) + median_high(values) + 1) // 2 if values else None
