"""Papers made once for all tests that only read them."""

from __future__ import annotations

import functools

from config.kernel.papers.page import Sheet, read
from dossiers.documents import compose
from dossiers.documents.compose import Composition
from tests.papers.facts import variant


@functools.cache
def composed(code: str, name: str = "normal") -> Composition:
    facts, typed = variant(code, name)
    return compose(code, facts, typed)


@functools.cache
def pdf(code: str, name: str = "normal") -> bytes:
    return composed(code, name).pdf()


@functools.cache
def sheets(code: str) -> list[Sheet]:
    """What stands on the pages of the usual paper of this kind."""
    return read(pdf(code))
