"""Generated indicators and reported values, as plain data for the reference and as rules and entries for the engine."""

from decimal import Decimal

from hypothesis import strategies as st

from targets.scoring import Band, Entry, Option, Rule

amounts = st.one_of(
    st.integers(0, 400).map(Decimal),
    st.decimals(0, 100000, places=4),
    st.sampled_from([Decimal(0), Decimal(1), Decimal(3), Decimal(100), Decimal("66.6667")]),
)
points = st.one_of(st.integers(1, 4000), st.sampled_from([1000, 333, 1]))


@st.composite
def rules(draw):
    method = draw(st.sampled_from(["ratio_cap", "ratio", "step", "yes_no", "option", "manual", "lower_is_better"]))
    kind = {"yes_no": "boolean", "option": "text"}.get(method) or draw(st.sampled_from(["share", "number"]))
    if method == "manual":
        kind = draw(st.sampled_from(["text", "number"]))
    comparator = "qualitative"
    if kind == "boolean":
        comparator = draw(st.sampled_from(["boolean", "gte"]))
    elif kind != "text":
        comparator = draw(st.sampled_from(["gte", "gt", "lte", "lt", "eq", "range"]))
    rule = {
        "method": method,
        "max_h": draw(points),
        "value_kind": kind,
        "comparator": comparator,
        "threshold": None,
        "threshold_max": None,
        "natural_max": draw(st.sampled_from([None, Decimal(100)])) if kind in ("share", "number") else None,
        "evidence_required": draw(st.booleans()),
        "progress": draw(st.integers(0, 5)) == 0,
        "full": Decimal(draw(st.sampled_from([100, 40, 7]))),
        "bands": [],
        "options": [],
    }
    if kind in ("share", "number") and (
        method in ("ratio_cap", "lower_is_better") or comparator == "range" or draw(st.booleans())
    ):
        rule["threshold"] = draw(st.sampled_from([Decimal(x) for x in ("0", "33.3", "40", "65", "70", "100")]))
        if comparator == "range":
            rule["threshold_max"] = rule["threshold"] + draw(st.sampled_from([Decimal(0), Decimal(5), Decimal("0.5")]))
    if method == "step":
        rule["bands"] = draw(st.lists(st.tuples(st.integers(0, 120).map(Decimal), st.integers(0, 3000)), max_size=4))
    if method == "option":
        rule["options"] = draw(
            st.lists(
                st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 3000)),
                min_size=1,
                max_size=3,
                unique_by=lambda o: o[0],
            )
        )
    return rule


@st.composite
def values(draw, rule):
    value = {"not_applicable": draw(st.integers(0, 9)) == 0, "has_evidence": draw(st.booleans())}

    def maybe(strategy):
        return draw(st.one_of(strategy, strategy, strategy, st.none()))

    kind = rule["value_kind"]
    if rule["method"] == "manual":
        value["points_h"] = maybe(st.integers(-2, rule["max_h"] + 2))
    if kind == "share":
        value["denominator"] = maybe(amounts)
        top = value["denominator"]
        inside = st.decimals(0, top, places=4) if top else amounts
        value["numerator"] = maybe(st.one_of(inside, inside, amounts, st.just(Decimal(-1))))
    elif kind == "number":
        value["number"] = maybe(st.one_of(amounts, st.just(Decimal("-0.5"))))
    elif kind == "boolean":
        value["boolean"] = maybe(st.booleans())
    else:
        value["text"] = draw(st.sampled_from(["a", "b", "c", "", "d"]))
    return value


@st.composite
def cases(draw):
    rule = draw(rules())
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
