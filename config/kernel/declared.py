"""What apps declare for those below them to find, by modules of fixed names; nothing imports upwards.

    <app>/…           names                what it says                                 who asks
    nav.py            PLACES,              places of the menu with their counts;        config.kernel.face.nav
                      CAMPAIGN_LINE        the line under the tenant's name
    work.py           items, panels        what waits for a person                      config.kernel.web.work
    acts.py           ACTS, STATES         words of acts and states of the trail        config.kernel.face.acts
    search.py         find, kept           what a search finds; searches kept           config.kernel.search
    sheets            SHEETS               lists that go to Excel and back              config.kernel.sheets.sheet
    gate.py           describe             what the sign-in page says                   units.views.session
    past.py           of_units             what units did, for their history            units.past
    commitments.py    offers               what a unit may register for                 campaigns.offering
    reminding.py      owed                 who owes what                                campaigns.owing
    plan_uses.py      uses                 what goes by a plan that is to change        campaigns.selectors.drafts
    renaming.py       renamed              what bears the names of the tenant's bodies  units.services.bodies
    offers.py         OFFERS               codes that the rule editor offers            awards.selectors.rule_editor

The signature stands with whoever asks. Lists of a plan file are declared by `campaigns.plans.parts` instead.
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
