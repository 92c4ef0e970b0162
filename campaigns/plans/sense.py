"""What must hold inside one entry of a plan beyond each key by itself."""

from __future__ import annotations

import re
from decimal import Decimal

from campaigns.plans.nodes import Item, Reader


def stands_in(figure: Decimal | int, text: str) -> bool:
    """Whether the figure is written in the text, as a number of its own (03 counts as 3; decimal comma)."""
    plain = format(Decimal(figure).normalize(), "f").replace(".", ",")
    return re.search(rf"(?<![\d.,])0?{re.escape(plain)}(?![\d]|[.,]\d)", text) is not None


def _is_own(item: Item) -> bool:
    return item.get("source", "plan") != "plan"


def _check_component(r: Reader, item: Item) -> None:
    if "copies" in item and not _is_own(item) and not stands_in(item["copies"], item.get("text", "")):
        r.at("dossier_components", item.get("code", ""), "copies")
        r.complain(
            item.line,
            f"dossier_components {item.get('code')}: copies {item['copies']} "
            "does not stand in the text; expected the plan's own number",
            f"số bộ {item['copies']} không có trong lời kế hoạch; hãy ghi đúng số của kế hoạch.",
        )


def _check_block(r: Reader, item: Item) -> None:
    if item.get("source") != "tenant" and (item.get("source") == "plan") != ("text" in item):
        r.at("blocks", item.get("code", ""), "text")
        told = "lời kế hoạch ghi khi và chỉ khi khối này do kế hoạch chia."
        r.complain(item.line, f"blocks {item.get('code')}: expected text exactly when source is plan", told)


def _check_target(r: Reader, item: Item) -> None:
    what = f"targets {item.get('code')}"
    comparator, kind, text = item.get("comparator"), item.get("kind"), item.get("text", "")

    def wrong(key: str, sentence: str, told: str) -> None:
        r.at("targets", item.get("code", ""), key)
        r.complain(item.line, f"{what}: {sentence}", told)

    if kind == "quantitative":
        if comparator in ("boolean", "qualitative"):
            told = "chỉ tiêu định lượng cần cách so sánh bằng số."
            wrong("comparator", f"a quantitative target cannot have comparator {comparator}", told)
        for key in ("value", "unit"):
            if key not in item:
                told = "chỉ tiêu định lượng cần ghi mục này."
                wrong(key, f"expected the key '{key}' for a quantitative target", told)
    elif kind and (comparator != kind or "value" in item):
        told = "chỉ tiêu không phải số: cách so sánh phải cùng loại, và để trống giá trị."
        wrong("comparator", f"expected comparator {kind} and no value for a {kind} target", told)
    if (comparator == "range") != ("value_max" in item):
        told = "mức cao nhất ghi khi và chỉ khi cách so sánh là một khoảng."
        wrong("value_max", "expected value_max exactly when comparator is range", told)
    if "value_max" in item and item["value_max"] <= item.get("value", Decimal(0)):
        wrong("value_max", "expected value_max above value", "mức cao nhất phải lớn hơn giá trị.")
    if "natural_max" in item and item.get("value", Decimal(0)) > item["natural_max"]:
        wrong("natural_max", "expected value not above natural_max", "giá trị lớn hơn mức tối đa có thể đạt.")
    for key in ("value", "value_max"):
        if key in item and not _is_own(item) and not stands_in(item[key], text):
            shown = format(item[key].normalize(), "f").replace(".", ",")
            told = f"số {shown} không có trong lời kế hoạch; hãy ghi đúng số của kế hoạch."
            wrong(key, f"{key} {item[key]} does not stand in the text; expected the plan's own number", told)


def _check_award_rule(r: Reader, item: Item) -> None:
    what = f"award_rules {item.get('code')}"
    r.at("award_rules", item.get("code", ""), "quota")
    stated = item.get("quota_kind") in ("exact", "at_most")
    if stated != ("quota" in item):
        told = "số lượng ghi khi và chỉ khi kế hoạch nêu đúng số hoặc không quá."
        r.complain(item.line, f"{what}: expected quota exactly when quota_kind is exact or at_most", told)
    elif stated and not _is_own(item) and not stands_in(item["quota"], item.get("text", "")):
        r.complain(
            item.line,
            f"{what}: quota {item['quota']} does not stand in the text; expected the plan's own number",
            f"số lượng {item['quota']} không có trong lời kế hoạch; hãy ghi đúng số của kế hoạch.",
        )

    if (item.get("quota_kind") == "share") != ("quota_percent" in item):
        r.at("award_rules", item.get("code", ""), "quota_percent")
        told = "tỷ lệ phần trăm ghi khi và chỉ khi số lượng nêu theo tỷ lệ."
        r.complain(item.line, f"{what}: expected quota_percent exactly when quota_kind is share", told)


def _check_timeline(r: Reader, item: Item) -> None:
    what = f"timeline {item.get('code')}"

    def wrong(key: str, sentence: str, told: str) -> None:
        r.at("timeline", item.get("code", ""), key)
        r.complain(item.line, f"{what}: {sentence}", told)

    if not {"date", "quarter", "year", "yearly", "event"} & set(item):
        told = "cần ít nhất một trong: ngày, quý, năm, hằng năm, sự kiện."
        wrong("date", "expected at least one of date, quarter, year, yearly, event", told)
    if "quarter" in item and not ("year" in item or item.get("yearly")):
        wrong("year", "expected a year beside quarter (or yearly: true)", "có quý thì cần năm, hoặc hằng năm.")
    if item.get("before") and "date" not in item:
        wrong("date", "expected a date beside before", "“trước ngày” cần có ngày.")
    if len(item.get("date", "0" * 10)) != 10 and not item.get("yearly"):
        told = "ngày không ghi năm thì phải là hằng năm."
        wrong("yearly", "expected yearly: true beside a date without a year", told)


_CHECKS = {
    "targets": _check_target,
    "award_rules": _check_award_rule,
    "dossier_components": _check_component,
    "timeline": _check_timeline,
    "blocks": _check_block,
}


def check_sense(r: Reader, campaign: Item, lists: dict[str, list[Item]]) -> None:
    if campaign.get("period_from", 0) > campaign.get("period_to", 9999):
        r.at("campaign", campaign.get("code", ""), "period_to")
        told = "năm kết thúc trước năm bắt đầu."
        r.complain(campaign.line, "campaign: expected period_from not after period_to", told)
    for name, check in _CHECKS.items():
        for item in lists[name]:
            r.at(name, item.get("code", ""))
            check(r, item)
