"""What a verdict says in words: one sentence that a person could repeat on the telephone."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal, localcontext

from config.kernel.text import format_hundredths, format_number
from targets.scoring.rules import Entry, Result, Rule
from targets.scoring.totals import EXACT, half_up

_WORDS = {"gte": "đạt", "gt": "trên", "lte": "không quá", "lt": "dưới", "eq": "bằng"}


def _amount(value: Decimal | None, unit: str) -> str:
    shown = format_number(value)
    return f"{shown}%" if unit.startswith("%") else f"{shown} {unit}".strip()


def goal(rule: Rule) -> str:
    """The threshold in words: `đạt 75%`, `trên 40%`, `từ 65% đến 70%`; empty where there is none."""
    if rule.comparator == "range":
        return f"từ {_amount(rule.threshold, rule.unit)} đến {_amount(rule.threshold_max, rule.unit)}"
    if rule.value_kind == "boolean":
        return "có"
    if rule.threshold is None:
        return ""
    word = (
        "không quá"
        if rule.method == "lower_is_better" and rule.comparator != "lt"
        else _WORDS.get(rule.comparator, "đạt")
    )
    return f"{word} {_amount(rule.threshold, rule.unit)}"


def missing_to_goal(rule: Rule, entry: Entry) -> Decimal | None:
    """How many more in the numerator would reach the goal, at this denominator; None where it has no answer."""
    if rule.value_kind != "share" or rule.lower or rule.threshold is None:
        return None
    if entry.numerator is None or not entry.denominator:
        return None
    with localcontext() as context:
        context.prec = EXACT
        needed = rule.threshold * entry.denominator / 100
        whole = needed.to_integral_value(rounding=ROUND_CEILING)
        if rule.compares_as == "gt" and whole == needed:
            whole += 1
        return max(Decimal(0), whole - entry.numerator)


def lacks(rule: Rule, entry: Entry) -> str:
    """`tử số` or `mẫu số` where a fraction has only the other; empty else."""
    if rule.value_kind != "share" or (entry.numerator is None) == (entry.denominator is None):
        return ""
    return "tử số" if entry.numerator is None else "mẫu số"


def _counted(label: str) -> str:
    """“Số người có tài khoản” → “người có tài khoản”."""
    return label[3:] if label.lower().startswith("số ") else "ở tử số"


def explain(rule: Rule, entry: Entry, result: Result) -> str:
    """One sentence on how the value stands to its goal; points and maximum are shown beside it, not in it."""
    if result.status == "not_applicable":
        if entry.not_applicable:
            return "Không áp dụng, nên không tính vào điểm và điểm tối đa."
        return "Mẫu số bằng 0 nên không áp dụng; không tính vào điểm và điểm tối đa."
    if result.status == "missing" and (half := lacks(rule, entry)):
        return f"Còn thiếu {half}."
    if result.status == "missing":
        return "Chờ thẩm định chấm điểm." if rule.method == "manual" else "Chưa nhập."
    if result.status == "invalid":
        return "Chưa tính được vì số liệu chưa đúng."
    if result.status == "unproven":
        lead = "Đủ ngưỡng nhưng chưa" if result.reaches else "Chưa"
        return f"{lead} có tài liệu kiểm chứng nên chưa được tính điểm."
    return _as_given(rule, entry) or _against_goal(rule, entry, result)


def _as_given(rule: Rule, entry: Entry) -> str:
    """For values that are not compared with a number."""
    if rule.method == "manual":
        return "Điểm do người thẩm định chấm."
    if rule.method == "option":
        label = next((o.label for o in rule.options if o.code == entry.text), entry.text)
        return f"Mức đã chọn: {label}."
    if rule.value_kind == "boolean":
        return "Đơn vị báo có nên đủ điểm." if entry.boolean else "Đơn vị báo không nên không có điểm."
    return ""


def _against_goal(rule: Rule, entry: Entry, result: Result) -> str:
    if rule.threshold is None or result.actual_h is None:
        return _by_share(rule, result)
    gap = _gap(rule, entry)
    wanted = _amount(rule.threshold, rule.unit)
    if rule.lower:
        if result.reaches:
            return f"{goal(rule).capitalize()}."
        if gap is None:
            return f"Kế hoạch ghi “{goal(rule)}” nên bằng {wanted} chưa đạt."
        return f"Vượt mức cho phép {wanted} là {gap}."
    if rule.comparator == "range" and result.reaches:
        upper = _amount(rule.threshold_max, rule.unit)
        full = rule.threshold_max is not None and result.actual_h >= half_up(rule.threshold_max * 100, 1)
        return f"Đạt từ mức {wanted}" + (f", đủ mức {upper}." if full else f"; đủ điểm từ mức {upper}.")
    if result.reaches:
        text = f"Đúng ngưỡng {wanted}." if gap is None else f"Vượt ngưỡng {wanted} là {gap}."
    elif gap is None:
        text = f"Kế hoạch ghi “{goal(rule)}” nên bằng {wanted} chưa đạt."
    elif rule.comparator == "eq" and result.actual_h > half_up(rule.threshold * 100, 1):
        text = f"Cao hơn mức {wanted} là {gap}."
    else:
        text = f"Còn thiếu {gap}" + _more(rule, entry)
    if rule.compares_as != rule.comparator:
        text += f" Kế hoạch ghi “{goal(rule)}”; vì không thể vượt nên xét là đạt tối thiểu."
    if rule.progress and rule.milestone_year:
        text += f" Tiến độ so với mốc {rule.milestone_year}, năm nay chưa kết luận."
    return text


def _gap(rule: Rule, entry: Entry) -> str | None:
    """The distance to the threshold in words; None when the value is exactly the threshold."""
    if rule.threshold is None:
        return None
    with localcontext() as context:
        context.prec = EXACT
        if rule.value_kind == "share" and entry.numerator is not None and entry.denominator:
            dividend, divisor = 100 * entry.numerator, entry.denominator
        else:
            dividend, divisor = entry.number or Decimal(0), Decimal(1)
        distance = abs(dividend - rule.threshold * divisor)
        if distance == 0:
            return None
        gap_h = half_up(distance * 100, divisor)
    share = rule.unit.startswith("%")
    if gap_h == 0:
        return "dưới 0,01 điểm %" if share else "dưới 0,01"
    return (
        f"{format_hundredths(gap_h)} điểm %" if share else f"{format_number(Decimal(gap_h) / 100)} {rule.unit}".strip()
    )


def _more(rule: Rule, entry: Entry) -> str:
    more = missing_to_goal(rule, entry)
    if not more:
        return "."
    return f": cần thêm {format_number(more)} {_counted(rule.numerator_label)}."


def _by_share(rule: Rule, result: Result) -> str:
    if rule.method == "step":
        return "Điểm theo bậc đạt được."
    if rule.method == "ratio":
        return "Điểm theo tỷ lệ đạt được."
    return "Đã ghi nhận." if result.actual_h is None else ""
