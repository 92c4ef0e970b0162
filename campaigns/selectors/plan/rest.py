"""Everything of a plan that is not a target or an award rule, on the plan's page."""

from __future__ import annotations

import re
from typing import Any

from campaigns.models import Campaign, Milestone
from campaigns.plans import vocabulary as words
from campaigns.selectors.plan.shapes import OURS, Entry, Group, grouped, marked
from campaigns.selectors.plan.words import ALL_KINDS, listed, named_codes
from config.kernel.text import format_date

_DATES = re.compile(
    r"(?:trước ngày |ngày )?\d{1,2}/\d{1,2}(?:/\d{4})?|[Qq]uý (?:IV|III|II|I)(?:[ /](?:năm )?\d{4})?"
    r"|[Hh][aà]ng năm|[Hh]ằng năm|[Nn]ăm \d{4}"
)
_SETS = re.compile(r"\d+ bộ(?: bản chính)?")
Rows = list[dict[str, Any]]


def participant_groups(rows: Rows) -> list[Group]:
    return grouped(
        [
            (
                f"{row['section']} – {words.SUBJECTS[row['subject']]}",
                Entry(
                    title=listed(row.get("kinds"), words.SUBJECT_KINDS),
                    code=row["code"],
                    quote=marked(row["text"]),
                    section=row["section"],
                ),
            )
            for row in rows
        ],
        "d",
    )


def standard_groups(rows: Rows) -> list[Group]:
    pairs = []
    for row in rows:
        facts = [
            ("Áp dụng cho", listed(row.get("subject"), words.SUBJECTS)),
            ("Loại", listed(row.get("kinds"), words.SUBJECT_KINDS, ALL_KINDS)),
            ("Chỉ tiêu nêu", named_codes(row.get("targets"))),
        ]
        entry = Entry(
            title=words.STANDARD_SCOPES[row["scope"]],
            code=row["code"],
            facts=[fact for fact in facts if fact[1]],
            quote=marked(row["text"]),
            section=row["section"],
        )
        pairs.append((f"{row['section']} – {words.STANDARD_SCOPES[row['scope']]}", entry))
    return grouped(pairs, "t")


def dossier_groups(rows: Rows) -> list[Group]:
    pairs = []
    for row in rows:
        copies = row.get("copies")
        facts = [
            ("Hình thức", words.AWARD_FORMS.get(row.get("award_form") or "", "")),
            ("Mẫu", row.get("form_code") or ""),
            ("Xác nhận", row.get("confirmed_by") or ""),
        ]
        entry = Entry(
            title=words.COMPONENTS[row["component"]],
            code=row["code"],
            value=f"{copies:02d} bộ" if copies else "",
            facts=[fact for fact in facts if fact[1]],
            quote=marked(row["text"], _SETS),
            section=row["section"],
        )
        pairs.append(("Số lượng hồ sơ" if row["component"] == "copies" else "Thành phần hồ sơ", entry))
    return grouped(pairs, "h")


def timeline_groups(campaign: Campaign) -> list[Group]:
    pairs = []
    for row in Milestone.objects.filter(campaign=campaign, withdrawn=False):
        last = row.last_day()
        facts = [
            ("Thời gian", row.when_label),
            ("Ngày cuối còn hợp lệ", f"hết ngày {format_date(last)}" if last else ""),
            ("Ai làm", row.owed_by),
            ("Gửi đến", row.owed_to),
        ]
        warnings = []
        if row.kind == "annual_report" and not row.date:
            warnings.append("Kế hoạch không nêu ngày. Hạn báo cáo là thiết lập của đơn vị, xem trang Lịch.")
        entry = Entry(
            title=row.get_kind_display(),
            code=row.code,
            facts=[fact for fact in facts if fact[1]],
            warnings=warnings,
            quote=marked(row.text, _DATES),
            section=row.section or (OURS if row.source == "tenant" else ""),
        )
        pairs.append(("Mốc thời gian", entry))
    return grouped(pairs, "g")


def body_groups(rows: Rows) -> list[Group]:
    return grouped(
        [
            (
                "Cơ quan và trách nhiệm",
                Entry(
                    title=row["name"],
                    code=row["code"],
                    facts=[("Vai trò", listed(row.get("roles"), words.BODY_ROLES))],
                    quote=marked(row["text"]),
                    section=row["section"],
                ),
            )
            for row in rows
        ],
        "c",
    )


def block_groups(rows: Rows, sizes: dict[str, int]) -> list[Group]:
    pairs = []
    for row in rows:
        by_plan = row.get("source") == "plan"
        entry = Entry(
            title=row["name"],
            code=row["code"],
            value=f"{sizes.get(row['code'], 0)} đơn vị",
            facts=[("Loại đơn vị", listed(row.get("kinds"), words.UNIT_KINDS))],
            quote=marked(row.get("text") or ""),
            section=row.get("section") or "",
            ours="" if by_plan else "Kế hoạch không chia khối. Hệ thống xếp theo loại đơn vị để so sánh.",
        )
        pairs.append(("Khối theo kế hoạch" if by_plan else "Khối do hệ thống xếp", entry))
    return grouped(pairs, "o")


def clause_groups(lists: list[tuple[str, str, Rows]]) -> list[Group]:
    """`lists`: (heading, title of an entry, rows)."""
    pairs = []
    for heading, title, rows in lists:
        for place, row in enumerate(rows, 1):
            facts = [
                ("Số, ký hiệu", row.get("number") or ""),
                ("Ngày", format_date(row["date"]) if row.get("date") else ""),
                ("Nhóm", words.PILLARS.get(row.get("pillar") or "", "")),
                ("Lĩnh vực", row.get("sector") or ""),
            ]
            entry = Entry(
                title=f"{title} {place}" if len(rows) > 1 else title,
                code=row["code"],
                facts=[fact for fact in facts if fact[1]],
                quote=marked(row["text"]),
                section=row["section"],
            )
            pairs.append((heading, entry))
    return grouped(pairs, "n")


def doubt_groups(rows: Rows) -> list[Group]:
    return grouped(
        [
            (
                "Ghi chú của người nhập liệu, không phải lời kế hoạch",
                Entry(
                    title=row["note"],
                    code=row["code"],
                    quote=marked(row.get("text") or ""),
                    section=row["section"],
                    ours="" if row.get("text") else "Kế hoạch không nói đến.",
                ),
            )
            for row in rows
        ],
        "r",
    )
