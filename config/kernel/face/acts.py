"""What audited acts and states are called: every app's `acts.py` (`ACTS`, and `STATES` by the verb's noun)."""

from __future__ import annotations

import functools

from config.kernel.declared import declared


@functools.cache
def labels() -> dict[str, str]:
    """{"dossier.submit": "Gửi hồ sơ", …} of all apps."""
    return {verb: label for table in declared("acts", "ACTS") for verb, label in table.items()}


@functools.cache
def states() -> dict[str, dict[str, str]]:
    """{"dossier": {"draft": "Đang soạn", …}, …} of all apps."""
    return {noun: names for table in declared("acts", "STATES") for noun, names in table.items()}


def label(verb: str) -> str:
    return labels().get(verb, verb)


def state(verb: str, code: str) -> str:
    """The name of the state `code` of the object that `verb` is about."""
    return states().get(verb.partition(".")[0], {}).get(code, code)
