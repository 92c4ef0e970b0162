"""What apps declare for others to find: `<app>/nav.py`, `work.py`, `acts.py`, `gate.py`, `offers.py`, `past.py`.

Nothing imports upwards.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
from typing import Any

from django.apps import apps


@functools.cache
def declared(module: str, name: str) -> tuple[Any, ...]:
    """`name` of every app's `module` that has it, in the order of the apps.

    Read once: apps do not change while the process lives.
    """
    found = []
    for config in apps.get_app_configs():
        path = f"{config.name}.{module}"
        # The kernel's own modules of these names are the registries.
        if config.name != "config.kernel" and importlib.util.find_spec(path) is not None:
            value = getattr(importlib.import_module(path), name, None)
            if value is not None:
                found.append(value)
    return tuple(found)
