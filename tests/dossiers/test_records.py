"""The table of Phụ lục VI: every point of it stands there, and whatever it names exists."""

import re
from pathlib import Path

from django.core.management import get_commands
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / "dossiers" / "RECORDS.md"
# The points of Part I.III, by section, as the decree letters them.
POINTS = {
    "1": "a b c d đ e g h i k l m n o", "2": "a b c", "3": "a b c", "4": "a b c d đ e g", "5": "a b c d đ e g",
    "6": "a b c d đ e g h i k l", "7": "a b c d đ", "8": "a b c",
}  # fmt: skip
ANSWERS = {"Yes", "Part", "No", "Not applicable"}


def rows() -> list[tuple[str, list[str]]]:
    """Each row of the tables under the heading that it stands under."""
    heading, found = "", []
    for line in RECORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|") and not line.startswith("|---") and not line.startswith(("| Point", "| Table")):
            found.append((heading, [cell.strip() for cell in line.strip("|").split("|")]))
    return found


def test_every_point_has_an_answer_and_a_place_or_a_reason():
    answered = {(heading, point): (answer, where) for heading, (point, *_, answer, where) in rows()}
    assert {answer for answer, _ in answered.values()} <= ANSWERS
    for (heading, point), (answer, where) in answered.items():
        assert "`" in where or answer != "Yes" or where.startswith("as "), (heading, point)
        assert where or answer == "No", (heading, point)
    for section, letters in POINTS.items():
        [heading] = {heading for heading, _ in answered if heading.startswith(f"{section}. ")}
        said = [one.strip() for of, points in answered if of == heading for one in points.split(",")]
        assert sorted(said) == sorted(letters.split()), heading


def test_whatever_it_names_exists():
    resolver = get_resolver("config.tenant_urls")
    missing = []
    for name in re.findall(r"`([^`]+)`", RECORDS.read_text(encoding="utf-8")):
        if name.startswith("manage.py "):
            there = name.split()[1] in get_commands()
        elif "/" in name:
            there = (ROOT / name).exists()
        else:
            space, _, view = name.rpartition(":")
            inner = resolver.namespace_dict.get(space, ("", None))[1] if space else resolver
            there = inner is not None and view in inner.reverse_dict
        if not there:
            missing.append(name)
    assert missing == []
