"""The scoring of decisions 1 to 5 once more, in fractions, written from the decisions and sharing no code."""

from fractions import Fraction
from math import floor


def near(x):
    """Half up to a whole number; x is not negative."""
    return floor(x + Fraction(1, 2))


def judge(rule, value):  # noqa: C901 -- the decisions in a row, as they are written
    """rule, value: plain dicts. Returns (status, verdict, points in hundredths, maximum in hundredths)."""
    top = rule["max_h"]
    kind, method = rule["value_kind"], rule["method"]
    if value.get("not_applicable") or (kind == "share" and value.get("denominator") == 0):
        return "not_applicable", "none", 0, 0
    needed = {
        "share": ["numerator", "denominator"],
        "number": ["number"],
        "boolean": ["boolean"],
        "text": ["text"],
    }
    asked = ["points_h"] if method == "manual" else needed[kind]
    if any(value.get(k) in (None, "") for k in asked):
        return "missing", "none", 0, top
    amount = None
    if kind == "share" and value.get("numerator") is not None and value.get("denominator") is not None:
        if min(value["numerator"], value["denominator"]) < 0:
            return "invalid", "none", 0, top
        amount = Fraction(value["numerator"]) / Fraction(value["denominator"]) * 100
    if kind == "number" and value.get("number") is not None:
        amount = Fraction(value["number"])
    if method == "manual" and not 0 <= value["points_h"] <= top:
        return "invalid", "none", 0, top
    ceiling = rule.get("natural_max")
    if amount is not None and (amount < 0 or (ceiling is not None and amount > Fraction(ceiling))):
        return "invalid", "none", 0, top
    if method == "option" and value["text"] not in dict(rule["options"]):
        return "invalid", "none", 0, top
    if rule["evidence_required"] and not value.get("has_evidence"):
        return "unproven", "none", 0, top

    wanted = None if rule.get("threshold") is None else Fraction(rule["threshold"])
    how = rule["comparator"]
    if how == "gt" and ceiling is not None and wanted is not None and wanted >= Fraction(ceiling):
        how = "gte"
    small_is_good = method == "lower_is_better" or how in ("lte", "lt")
    reached = None
    if kind == "boolean":
        if how == "boolean" or method == "yes_no":
            reached = value.get("boolean")
    elif amount is not None and wanted is not None and how not in ("boolean", "qualitative"):
        if small_is_good:
            reached = amount < wanted if how == "lt" else amount <= wanted
        elif how == "gt":
            reached = amount > wanted
        elif how == "eq":
            reached = amount == wanted
        else:
            reached = amount >= wanted

    if method == "manual":
        points = value["points_h"]
    elif method == "yes_no":
        points = top if value["boolean"] else 0
    elif method == "option":
        points = min(top, dict(rule["options"])[value["text"]])
    elif method == "step":
        points = min(top, max([p for low, p in rule["bands"] if amount >= Fraction(low)], default=0))
    elif method == "ratio":
        points = near(top * min(Fraction(1), amount / Fraction(rule["full"])))
    elif small_is_good:
        points = top if amount <= wanted else near(top * wanted / amount)
    else:
        full = Fraction(rule["threshold_max"]) if how == "range" else wanted
        points = top if amount >= full else near(top * amount / full)

    verdict = "none"
    if reached is not None and not rule.get("progress"):
        verdict = "met" if reached else "not_met"
    return "ok", verdict, points, top


def table(lines):
    """lines: {unit: [(points, maximum), …]} → {unit: (points, maximum, ratio in hundredths or None, rank or None)}."""
    sums = {u: (sum(p for p, _ in ls), sum(m for _, m in ls)) for u, ls in lines.items()}
    ratios = {u: near(Fraction(p * 10000, m)) if m else None for u, (p, m) in sums.items()}
    order = sorted((r for r in ratios.values() if r is not None), reverse=True)
    return {u: (*sums[u], r, None if r is None else order.index(r) + 1) for u, r in ratios.items()}
