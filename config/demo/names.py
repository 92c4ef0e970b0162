"""Invented Vietnamese names, the same at every run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

WORDS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "names.yaml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Name:
    full: str
    gender: str


def number(*key: object) -> int:
    """A large number that depends on `key` alone."""
    return int.from_bytes(hashlib.sha256("·".join(map(str, key)).encode()).digest()[:8], "big")


def name(*key: object) -> Name:
    """The invented name that belongs to `key`; about 45 of 100 are women."""
    seed = number(*key)
    female = seed % 100 < 45
    middle, given = (WORDS["middle_f"], WORDS["given_f"]) if female else (WORDS["middle_m"], WORDS["given_m"])
    seed //= 100
    families = WORDS["family"]
    family, seed = families[seed % len(families)], seed // len(families)
    second, seed = middle[seed % len(middle)], seed // len(middle)
    last = given[seed % len(given)]
    if last == second:
        last = given[(seed + 1) % len(given)]
    return Name(f"{family} {second} {last}", "female" if female else "male")
