"""The meeting that considered the nominees: read from a form, kept as JSON; `paper_facts.meeting` reads it again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.kernel.errors import Invalid
from config.kernel.text import whole_number


def check_meeting(posted: dict[str, str], *, nominees: list[tuple[int, str]]) -> dict[str, Any]:
    """Turn a posted form into `Dossier.meeting`; raises `Invalid` with a sentence per field.

    Keys: body, day (YYYY-MM-DD), starts and ends (HH:MM), location, chair, secretary, present (one person a
    line: name, title), members (whole number), votes_<nominee id> (in favour).
    """
    errors: dict[str, list[str]] = {}
    names = {
        "body": "tên hội đồng hoặc cuộc họp", "location": "địa điểm", "chair": "người chủ trì", "secretary": "thư ký",
    }  # fmt: skip
    kept: dict[str, Any] = {key: posted.get(key, "").strip() for key in (*names, "day", "starts", "ends", "present")}
    for key, label in names.items():
        if not kept[key]:
            errors[key] = [f"Chưa ghi {label}."]
    start = _moment(kept["day"], kept["starts"], "starts", errors)
    end = _moment(kept["day"], kept["ends"], "ends", errors)
    if start and end and end <= start:
        errors["ends"] = ["Giờ kết thúc phải sau giờ bắt đầu."]
    present = [line for line in kept["present"].splitlines() if line.strip()]
    members = _whole(posted.get("members", ""), "members", "số thành viên", errors)
    if members is not None and members < len(present):
        errors["members"] = [f"Số thành viên ({members}) không thể ít hơn số người dự họp ({len(present)})."]
    votes: dict[str, int] = {}
    for nominee_id, name in nominees:
        key = f"votes_{nominee_id}"
        count = _whole(posted.get(key, ""), key, f"số phiếu tán thành cho {name}", errors)
        if count is None:
            continue
        if members is not None and count > members:
            errors[key] = [f"Số phiếu cho {name} ({count}) không thể nhiều hơn số thành viên ({members})."]
        votes[str(nominee_id)] = count
    if errors:
        raise Invalid(errors)
    return {**kept, "members": members, "votes": votes}


def _moment(day: str, hour: str, key: str, errors: dict[str, list[str]]) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(f"{day}T{hour}")
    except ValueError:
        wanted = {"starts": "giờ bắt đầu", "ends": "giờ kết thúc"}
        place, what = (key, wanted[key]) if day else ("day", "ngày họp")
        errors.setdefault(place, [f"Chưa ghi {what}, hoặc ghi chưa đúng."])
        return None


def _whole(value: str, key: str, label: str, errors: dict[str, list[str]]) -> int | None:
    count = whole_number(value.strip())
    if count is None:
        errors[key] = [f"Ghi {label} bằng chữ số."]
    return count
