"""Every paper drawn and read once per process, however many tests look at it."""

from dataclasses import dataclass
from functools import cache

import pytest

from config.kernel.papers.page import Sheet, read
from dossiers.documents import KINDS, Composition, compose
from tests.papers.facts import variant


@dataclass(frozen=True)
class Made:
    composition: Composition
    pdf: bytes
    sheets: list[Sheet]


@cache
def made(code: str, name: str = "normal") -> Made:
    facts, typed = variant(code, name)
    composition = compose(code, facts, typed)
    pdf = composition.pdf()
    return Made(composition, pdf, read(pdf))


def of_kind(*values: str):
    """A parameter set that goes to the process that already drew this kind."""
    return pytest.param(*values, marks=pytest.mark.xdist_group(f"paper-{values[0]}"))


EVERY = [of_kind(code) for code in sorted(KINDS)]
