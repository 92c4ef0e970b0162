"""Eight clients send the same step at once, many times: one effect each (`make race-test`, RACES=200).

By the form of the page and, three times of four, by the API, whose refusals cost less.

Not collected by itself: `tests/dossiers/test_race.py` runs a few rounds of it.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from django.db import connection, connections

from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from dossiers.models import Dossier
from tests.dossiers.desk import Desk

CLIENTS = 8
# A step that leads on, and the state and role that it starts from.
STEPS = (
    ("submitted", "receive", "standing"),
    ("received", "hold", "standing"),
    ("received", "accept", "standing"),
    ("appraised_ict", "send_back", "board"),
    ("received", "withdraw", "head"),
)


def race(desk: Desk, rounds: int) -> Counter[str]:
    """Each round: one state, one step, eight signed-in browsers with the same page; returns how they were answered.

    Raises AssertionError for a round with more or fewer than one effect.
    """
    everywhere: Counter[str] = Counter()
    clients = {role: [desk.people[role].client for _ in range(CLIENTS)] for _, _, role in STEPS}
    tenant = desk.people["clerk"].tenant
    for number in range(rounds):
        state, step, role = STEPS[number % len(STEPS)]
        with tenant_scope(tenant):
            desk.stands(state)
            before = _trail(desk, step)
        version = desk.dossier.version
        sent = {"version": version, "reason": "Vì sao"}
        if number % 4:
            address = desk.path("api:dossier_step", desk.dossier.uid, step)
            done, answers = 200, _at_once(clients[role], address, sent, content_type="application/json")
        else:
            done, answers = 302, _at_once(clients[role], desk.path(), {**sent, "transition": step})
        with tenant_scope(tenant):
            after = Dossier.objects.get(pk=desk.dossier.pk)
            effects = _trail(desk, step) - before
        assert (effects, after.version) == (1, version + 1), (number, step, answers)
        assert sorted(answers) == [done, *[409] * (CLIENTS - 1)], (number, step, answers)
        everywhere.update("done" if answer == done else "refused" for answer in answers)
    return everywhere


def _trail(desk: Desk, step: str) -> int:
    return AuditEntry.objects.filter(object_uid=desk.dossier.uid, verb=f"dossier.{step}").count()


def _at_once(clients: list[Any], address: str, data: dict[str, Any], **more: Any) -> list[int]:
    """The same POST from every client, held back until all are ready."""
    gate, answers = threading.Barrier(len(clients)), [0] * len(clients)

    def send(place: int) -> None:
        try:
            gate.wait(30)
            answers[place] = clients[place].post(address, data, **more).status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    connection.ensure_connection()
    return answers
