"""The same report over two database connections at the same moment: each act of two people who see the same page.

The schedule is random, the two transactions are real. However they fall: what excludes each other happens once, no
typed figure is lost, every step that was taken is a legal one and leaves exactly one entry, and whoever was refused got
a sentence, never a server error.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from targets.enums import Decision, ReportState
from targets.flow import REPORT_FLOW
from targets.models import AnnualReport, ReportValue, ReportVersion
from targets.services import appraisal, reports, values
from targets.services.values import Change
from targets.validators import ValueInput
from tests.cast import Cast
from tests.targets import makers
from units.models import Tenant

S = ReportState
LEGAL = {(source, step.target) for step in REPORT_FLOW.transitions for source in step.sources}
# Meetings of one schedule; as many schedules as it takes until everything was met, and at least so often.
EACH, ENOUGH, MOST = 12, 36, 144
EVERY = {
    "the same field", "write and hand over", "hand over twice", "confirm and send back", "confirm and take back",
    "confirm twice", "two conclusions", "accept the rest twice", "finish and return", "explain twice",
    "conclude twice", "return twice",
}  # fmt: skip
Act = Callable[[], Any]


class Two:
    """Two hands, each with a connection of its own, and the report as both of them last saw it."""

    def __init__(self, hands: ThreadPoolExecutor, tenant: Tenant, report_id: int, people: dict[str, Any], seed: int):
        self.hands, self.tenant, self.report_id, self.people = hands, tenant, report_id, people
        self.random = random.Random(seed)
        self.start = Barrier(2)
        self.met: Counter[str] = Counter()

    def look(self) -> None:
        with tenant_scope(self.tenant):
            self.report = AnnualReport.objects.select_related("unit", "campaign").get(pk=self.report_id)
            found = ReportValue.objects.filter(report_id=self.report_id).select_related("indicator", "report__unit")
            self.values = list(found.order_by("pk"))
            self.entries = AuditEntry.objects.filter(object_uid=self.report.uid).count()
            self.sent = ReportVersion.objects.filter(report_id=self.report_id).count()

    def at_once(self, acts: tuple[Act, Act]) -> list[bool]:
        """Both from the same moment, each in its own transaction; whether each was done. Only a sentence refuses."""

        def one(act: Act) -> bool:
            self.start.wait(timeout=120)
            try:
                with tenant_scope(self.tenant):
                    return bool(act())
            except DomainError:
                return False

        return list(self.hands.map(one, acts))

    # -- what two people may do to the report as they see it

    def write(self, n: int, numerator: int, who: int) -> Act:
        seen = self.values[n]
        new = ValueInput(numerator=Decimal(numerator), denominator=Decimal(1000))
        change = {seen.uid: Change(seen.version, new)}
        actor = self.people["clerk"][who]
        return lambda: values.save_values(report=self.report, changes=change, actor=actor).values

    def step(self, service: Callable[..., Any], side: str, who: int, **more: Any) -> Act:
        given = {"report": self.report, "expected_version": self.report.version, "actor": self.people[side][who]}
        return lambda: service(**given, **more)

    def judge(self, n: int, decision: str, who: int) -> Act:
        change = ValueInput(numerator=Decimal(300), denominator=Decimal(1000)) if decision == Decision.CHANGED else None
        return lambda: appraisal.appraise(
            value=self.values[n], decision=decision, change=change, reason="Biểu 2 ghi 300.",
            expected=self.values[n].judged, actor=self.people["officer"][who],
        )  # fmt: skip

    def explain(self, n: int, who: int) -> Act:
        return lambda: appraisal.explain(
            value=self.values[n], text="Đã đối chiếu.", actor=self.people["clerk"][who]
        )  # fmt: skip

    def conclude(self, n: int, who: int) -> Act:
        return lambda: appraisal.conclude(
            value=self.values[n], keep=True, reason="Đã xem.", actor=self.people["officer"][who]
        )  # fmt: skip

    def accept(self, who: int) -> Act:
        left = [value.uid for value in self.values]
        return lambda: appraisal.accept_many(report=self.report, values=left, actor=self.people["officer"][who])

    def give_back(self, n: int, who: int) -> Act:
        return self.step(reports.return_report, "officer", who, reason="Thiếu biểu.",
                         remarks={self.values[n].uid: "Bổ sung biểu."})  # fmt: skip

    def meetings(self) -> dict[str, tuple[Act, Act, bool]]:
        """By name: two acts, and whether exactly one of them must be done."""
        n, m = self.random.sample([i for i, v in enumerate(self.values) if not self.report.submission or v.reopened]
                                  or [0, 1], 1)[0], self.random.randrange(len(self.values))  # fmt: skip
        one, two = self.random.sample(range(1, 900), 2)
        state = self.report.state
        if state in (S.DRAFT, S.RETURNED):
            return {
                "the same field": (self.write(n, one, 0), self.write(n, two, 1), True),
                "write and hand over": (self.write(n, one, 0), self.step(reports.hand_over, "clerk", 1), False),
                "hand over twice": (self.step(reports.hand_over, "clerk", 0), self.step(reports.hand_over, "clerk", 1),
                                    True),
            }  # fmt: skip
        if state == S.CONFIRMING:
            back = self.step(reports.send_back, "head", 1, reason="Xem lại.")
            return {
                "confirm and send back": (self.step(reports.confirm, "head", 0), back, True),
                "confirm and take back": (self.step(reports.confirm, "head", 0),
                                          self.step(reports.take_back, "clerk", 1), True),
                "confirm twice": (self.step(reports.confirm, "head", 0), self.step(reports.confirm, "head", 1), True),
            }  # fmt: skip
        changed = [i for i, v in enumerate(self.values) if v.decision == Decision.CHANGED]
        if state == S.SUBMITTED:
            found = {"two conclusions": (self.judge(m, Decision.CHANGED, 0), self.judge(m, Decision.ACCEPTED, 1), True)}
            if changed:
                found |= {
                    "accept the rest twice": (self.accept(0), self.accept(1), False),
                    "finish and return": (self.step(reports.finish, "officer", 0), self.give_back(m, 1), False),
                }
            if all(v.decision in (Decision.ACCEPTED, Decision.CHANGED) for v in self.values) and changed:
                found = {"finish twice": (self.step(reports.finish, "officer", 0),
                                          self.step(reports.finish, "officer", 1), True)}  # fmt: skip
            return found
        silent = [i for i in changed if not self.values[i].explanation]
        if silent:
            return {"explain twice": (self.explain(silent[0], 0), self.explain(silent[0], 1), True)}
        open_ = [i for i in changed if not self.values[i].final_set]
        if open_:
            return {"conclude twice": (self.conclude(open_[0], 0), self.conclude(open_[0], 1), True)}
        return {"return twice": (self.give_back(m, 0), self.give_back(m, 1), True)}

    def meet(self) -> None:
        self.look()
        found = self.meetings()
        # What was met least often, so that every kind is met; the rest is chance.
        name = min(found, key=lambda key: (self.met[key], self.random.random()))
        first, second, exclusive = found[name]
        before = {v.pk: (v.version, v.numerator) for v in self.values}
        state, entries, sent = self.report.state, self.entries, self.sent
        swap = self.random.random() < 0.5
        done = self.at_once((second, first) if swap else (first, second))
        self.met[name] += 1
        if exclusive:
            assert sum(done) == 1, f"{name}: {done} in {state}"
        self.look()
        assert self.entries - entries == sum(done), f"{name}: one entry per act that was done"
        with tenant_scope(self.tenant):
            new = list(AuditEntry.objects.filter(object_uid=self.report.uid).order_by("sequence"))[entries:]
        walked = state
        for entry in new:
            if entry.verb.startswith("report.") and entry.state_from != entry.state_to:
                assert entry.state_from == walked, f"{name}: from {entry.state_from}, where {walked} was"
                assert (entry.state_from, entry.state_to) in LEGAL, name
                walked = entry.state_to
        assert self.report.state == walked
        assert self.sent - sent == sum(entry.verb == "report.confirm" for entry in new)
        saves = [entry for entry in new if entry.verb == "report.save"]
        for value in self.values:
            version, numerator = before[value.pk]
            mine = [entry for entry in saves if value.indicator.code in entry.data]
            assert value.version == version + len(mine), f"{name}: a version for each writing"
            assert len(mine) <= 1, f"{name}: written over unseen"
            assert (value.numerator != numerator) == bool(mine), f"{name}: a figure got lost"


@contextmanager
def two_hands() -> Iterator[ThreadPoolExecutor]:
    """Two threads whose connections are closed at the end."""
    together = Barrier(2)

    def close(_: int) -> None:
        together.wait(timeout=120)
        connection.close()

    with ThreadPoolExecutor(max_workers=2) as hands:
        yield hands
        list(hands.map(close, range(2)))


@pytest.fixture
def people(committed_db: None) -> dict[str, tuple[Actor, Actor]]:
    cast = Cast()
    lan, tung, phuoc = cast.lan, cast.tung, cast.phuoc
    return {
        "clerk": (lan.actor, cast.nga.actor),
        "head": (tung.actor, replace(tung.actor, user_id=cast.bao.user.pk, name="Phó Chủ tịch")),
        "officer": (phuoc.actor, replace(phuoc.actor, user_id=cast.quan.user.pk, name="Chuyên viên khác")),
    }


def test_two_people_over_two_connections(people: dict[str, tuple[Actor, Actor]]) -> None:
    lan = Cast().lan
    with tenant_scope(lan.tenant):
        report = makers.fill(makers.open_report(lan), lan.actor)
        shares = ReportValue.objects.filter(report=report, indicator__value_kind="share")
        kept = list(shares.exclude(indicator__method="manual").values_list("pk", flat=True)[:3])
        ReportValue.objects.filter(report=report).exclude(pk__in=kept).delete()
    met: Counter[str] = Counter()
    with two_hands() as hands:
        for seed in range(MOST // EACH):
            two = Two(hands, lan.tenant, report.pk, people, seed)
            two.met = met
            for _ in range(EACH):
                two.meet()
            if met.total() >= ENOUGH and set(met) >= EVERY:
                break
    assert set(met) >= EVERY, met
