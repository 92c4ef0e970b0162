"""Every act that is audited has Vietnamese words, so the log never shows a code."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import config
from config.kernel.face import acts
from config.kernel.workflow import Flow

ROOT = Path(config.__file__).parent.parent
APPS = ("config/kernel", "units", "campaigns", "targets", "awards", "dossiers")


def recorded() -> set[str]:
    """Verbs written in calls of `audit.record`."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for call in re.findall(r"audit\.record\((.{0,300})", path.read_text(encoding="utf-8"), re.DOTALL):
                said = re.search(r"verb=([^,\n]*)", call)
                found |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', said.group(1))) if said else set()
    return found


def walked() -> set[str]:
    """Steps of every flow."""
    found = set()
    for module in (
        "campaigns.flow",
        "targets.flow",
        "targets.services.runs",
        "awards.flow",
        "dossiers.flow",
        "dossiers.consultation_flow",
    ):
        if find_spec(module.split(".")[0]).origin and find_spec(module):
            for value in vars(import_module(module)).values():
                if isinstance(value, Flow):
                    found |= {f"{value.name}.{step.name}" for step in value.transitions}
    return found


def test_every_audited_act_has_words():
    wanted = recorded() | walked()
    assert {"session.start", "unit.close"} <= wanted
    assert wanted - set(acts.labels()) == set()
