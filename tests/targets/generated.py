"""Generated indicators and reported values, as plain data for the reference and as rules and entries for the engine."""

from decimal import Decimal

from hypothesis import strategies as st

from targets.scoring import Band, Entry, Option, Rule

# Made once: a strategy that is made for every draw is looked through anew each time, which takes longer than drawing.
AMOUNTS = st.one_of(
    st.integers(0, 400).map(Decimal),
    st.decimals(0, 100000, places=4),
    st.sampled_from([Decimal(0), Decimal(1), Decimal(3), Decimal(100), Decimal("66.6667")]),
)
POINTS = st.one_of(st.integers(1, 4000), st.sampled_from([1000, 333, 1]))
METHODS = st.sampled_from(["ratio_cap", "ratio", "step", "yes_no", "option", "manual", "lower_is_better"])
NUMERIC, MANUAL = st.sampled_from(["share", "number"]), st.sampled_from(["text", "number"])
YES_NO = st.sampled_from(["boolean", "gte"])
COMPARATORS = st.sampled_from(["gte", "gt", "lte", "lt", "eq", "range"])
NATURAL = st.sampled_from([None, Decimal(100)])
FULL = st.sampled_from([Decimal(100), Decimal(40), Decimal(7)])
THRESHOLDS = st.sampled_from([Decimal(x) for x in ("0", "33.3", "40", "65", "70", "100")])
SPANS = st.sampled_from([Decimal(0), Decimal(5), Decimal("0.5")])
BANDS = st.lists(st.tuples(st.integers(0, 120).map(Decimal), st.integers(0, 3000)), max_size=4)
OPTIONS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 3000)),
    min_size=1,
    max_size=3,
    unique_by=lambda option: option[0],
)
BOOLEANS, SIXTH, TENTH = st.booleans(), st.integers(0, 5), st.integers(0, 9)
WORDS = st.sampled_from(["a", "b", "c", "", "d"])
# Three of four values are given.
GIVEN = st.sampled_from([True, True, True, False])
NUMERATORS = st.sampled_from(["inside", "inside", "any", "negative"])
NUMBERS = st.one_of(AMOUNTS, st.just(Decimal("-0.5")))


@st.composite
def rules(draw):
    method = draw(METHODS)
    kind = {"yes_no": "boolean", "option": "text"}.get(method) or draw(NUMERIC)
    if method == "manual":
        kind = draw(MANUAL)
    comparator = "qualitative"
    if kind == "boolean":
        comparator = draw(YES_NO)
    elif kind != "text":
        comparator = draw(COMPARATORS)
    rule = {
        "method": method,
        "max_h": draw(POINTS),
        "value_kind": kind,
        "comparator": comparator,
        "threshold": None,
        "threshold_max": None,
        "natural_max": draw(NATURAL) if kind in ("share", "number") else None,
        "evidence_required": draw(BOOLEANS),
        "progress": draw(SIXTH) == 0,
        "full": draw(FULL),
        "bands": [],
        "options": [],
    }
    if kind in ("share", "number") and (
        method in ("ratio_cap", "lower_is_better") or comparator == "range" or draw(BOOLEANS)
    ):
        rule["threshold"] = draw(THRESHOLDS)
        if comparator == "range":
            rule["threshold_max"] = rule["threshold"] + draw(SPANS)
    if method == "step":
        rule["bands"] = draw(BANDS)
    if method == "option":
        rule["options"] = draw(OPTIONS)
    return rule


def numerator(draw, of):
    """Mostly inside the whole that was given; then anything, then what cannot be."""
    where = draw(NUMERATORS)
    if where == "negative":
        return Decimal(-1)
    return draw(st.decimals(0, of, places=4) if of and where == "inside" else AMOUNTS)


@st.composite
def values(draw, rule):
    value = {"not_applicable": draw(TENTH) == 0, "has_evidence": draw(BOOLEANS)}
    kind = rule["value_kind"]
    if rule["method"] == "manual":
        value["points_h"] = draw(st.integers(-2, rule["max_h"] + 2)) if draw(GIVEN) else None
    if kind == "share":
        value["denominator"] = draw(AMOUNTS) if draw(GIVEN) else None
        value["numerator"] = numerator(draw, value["denominator"]) if draw(GIVEN) else None
    elif kind == "number":
        value["number"] = draw(NUMBERS) if draw(GIVEN) else None
    elif kind == "boolean":
        value["boolean"] = draw(BOOLEANS) if draw(GIVEN) else None
    else:
        value["text"] = draw(WORDS)
    return value


RULES = rules()


@st.composite
def cases(draw):
    rule = draw(RULES)
    return rule, draw(values(rule))


def as_rule(rule):
    return Rule(
        **{
            **rule,
            "bands": tuple(Band(low, p) for low, p in rule["bands"]),
            "options": tuple(Option(code, code.upper(), p) for code, p in rule["options"]),
        }
    )


def as_entry(value):
    return Entry(**value)
