"""A report in the hands of two people on each side at once: write, send, return, judge, explain, at random.

Everybody acts from a page as they last saw it. Whatever the order: no figure is lost, no illegal state is reached,
a refused step leaves no trace, and every step that was taken leaves exactly one entry in the audit trail.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.models import AuditEntry
from targets.enums import Decision, ReportState
from targets.flow import REPORT_FLOW
from targets.models import AnnualReport, ReportValue, ReportVersion
from targets.selectors.frozen import digest_of, frozen_content
from targets.services import appraisal, reports, values
from targets.services.values import Change
from targets.validators import ValueInput
from tests.targets import makers

S = ReportState
WRITTEN = 3
LEGAL = {(source, step.target, step.name) for step in REPORT_FLOW.transitions for source in step.sources}
WITH_THE_UNIT = (S.DRAFT, S.RETURNED)
which, who = st.integers(0, WRITTEN - 1), st.integers(0, 1)


@dataclass
class Page:
    """The report as one person last saw it."""

    actor: Actor
    report: AnnualReport = field(default=None)
    values: list[ReportValue] = field(default_factory=list)

    def look(self, report_id: int) -> None:
        self.report = AnnualReport.objects.select_related("unit", "campaign").get(pk=report_id)
        self.values = list(ReportValue.objects.filter(report_id=report_id).select_related("indicator"))


class TwoAtOnce(RuleBasedStateMachine):
    """`people`: two clerks, two heads, two officers; the test sets them and `report_id`. `steps`: what was done."""

    people: dict[str, tuple[Actor, Actor]]
    report_id: int
    steps: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.uid = self.now().uid
        self.pages = {side: [Page(a) for a in pair] for side, pair in self.people.items()}
        for page in self.everybody():
            page.look(self.report_id)
        shares = [v for v in self.pages["clerk"][0].values if v.indicator.value_kind == "share"]
        self.written = [v.pk for v in shares[:WRITTEN]]
        self.truth = {v.pk: v.numerator for v in shares[:WRITTEN]}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def everybody(self) -> list[Page]:
        return [page for pair in self.pages.values() for page in pair]

    def now(self) -> AnnualReport:
        return AnnualReport.objects.select_related("unit", "campaign").get(pk=self.report_id)

    def seen(self, page: Page, n: int) -> ReportValue:
        return next(v for v in page.values if v.pk == self.written[n])

    def everything(self) -> tuple[Any, ...]:
        rows = ReportValue.objects.filter(report_id=self.report_id).order_by("pk").values_list()
        return AnnualReport.objects.filter(pk=self.report_id).values_list().get(), list(rows)

    def entries(self) -> int:
        return AuditEntry.objects.filter(object_uid=self.uid).count()

    def act(self, name: str, page: Page, do: Any, *, step: bool = True) -> bool:
        """Do it as one request would. True when it was done; a refusal must have changed nothing."""
        before, said, was = self.everything(), self.entries(), self.now()
        stale = step and page.report.version != was.version
        try:
            with transaction.atomic():
                do()
        except DomainError:
            assert self.everything() == before, f"{name} was refused and changed something"
            assert self.entries() == said, f"{name} was refused and left an entry"
            return False
        assert not stale, f"{name} went through from a page that had grown old"
        assert self.entries() == said + 1, f"{name} left {self.entries() - said} entries"
        after = self.now()
        if step:
            assert (was.state, after.state, name) in LEGAL
        else:
            assert was.state == after.state
        self.steps[name] += 1
        page.look(self.report_id)
        return True

    # -- the unit

    @rule(a=who, n=which, numerator=st.integers(1, 999))
    def write(self, a: int, n: int, numerator: int) -> None:
        page = self.pages["clerk"][a]
        old, new = self.seen(page, n), ValueInput(numerator=Decimal(numerator), denominator=Decimal(1000))
        stored = ReportValue.objects.get(pk=old.pk)
        saved: list[values.Saved] = []
        said, was = self.entries(), self.now()
        try:
            with transaction.atomic():
                change = {old.uid: Change(old.version, new)}
                saved.append(values.save_values(report=page.report, changes=change, actor=page.actor))
        except DomainError:
            assert was.state not in WITH_THE_UNIT or (was.submission and not stored.reopened)
        done = bool(saved and saved[0].values)
        assert self.entries() == said + done
        if done:
            assert was.state in WITH_THE_UNIT
            assert old.version == stored.version, "written over what the page had not shown"
            self.truth[old.pk] = Decimal(numerator)
            self.steps["write"] += 1
        if saved and saved[0].clashes:
            assert stored.version != old.version
            assert saved[0].clashes[0].theirs.numerator == self.truth[old.pk], "the other's figure is shown"
            self.steps["clash"] += 1
        page.look(self.report_id)

    @rule(n=which, first=st.integers(1, 499), second=st.integers(500, 999))
    def write_both(self, n: int, first: int, second: int) -> None:
        """Two clerks open the same page and type into the same field."""
        for page in self.pages["clerk"]:
            page.look(self.report_id)
        self.write(0, n, first)
        self.write(1, n, second)

    @rule(a=who)
    def hand_over(self, a: int) -> None:
        p = self.pages["clerk"][a]
        self.act("hand_over", p, lambda: reports.hand_over(report=p.report, actor=p.actor,
                                                           expected_version=p.report.version))  # fmt: skip

    @rule(a=who)
    def take_back(self, a: int) -> None:
        p = self.pages["clerk"][a]
        self.act("take_back", p, lambda: reports.take_back(report=p.report, actor=p.actor,
                                                           expected_version=p.report.version))  # fmt: skip

    @rule(a=who)
    def confirm(self, a: int) -> None:
        p = self.pages["head"][a]
        self.act("confirm", p, lambda: reports.confirm(report=p.report, actor=p.actor,
                                                       expected_version=p.report.version))  # fmt: skip

    @rule(a=who)
    def send_back(self, a: int) -> None:
        p = self.pages["head"][a]
        self.act("send_back", p, lambda: reports.send_back(report=p.report, actor=p.actor, reason="Xem lại số.",
                                                           expected_version=p.report.version))  # fmt: skip

    @rule(a=who, n=which)
    def explain(self, a: int, n: int) -> None:
        p = self.pages["clerk"][a]
        value = self.seen(p, n)
        once = ReportValue.objects.get(pk=value.pk)
        done = self.act("explain", p, lambda: appraisal.explain(value=value, text="Đã đối chiếu.", actor=p.actor),
                        step=False)  # fmt: skip
        assert not done or (once.decision == Decision.CHANGED and not once.explanation)

    # -- the standing agency

    @rule(a=who, n=which)
    def give_back(self, a: int, n: int) -> None:
        p = self.pages["officer"][a]
        value = self.seen(p, n)
        self.act("return", p, lambda: reports.return_report(
            report=p.report, remarks={value.uid: "Bổ sung biểu."}, actor=p.actor, reason="Thiếu biểu.",
            expected_version=p.report.version,
        ))  # fmt: skip

    @rule(a=who, n=which, decision=st.sampled_from([Decision.ACCEPTED, Decision.CHANGED, Decision.ASKED]))
    def judge(self, a: int, n: int, decision: str) -> None:
        p = self.pages["officer"][a]
        value = self.seen(p, n)
        shown = value.judged
        stored = ReportValue.objects.get(pk=value.pk).judged
        change = ValueInput(numerator=Decimal(300), denominator=Decimal(1000)) if decision == Decision.CHANGED else None
        done = self.act("judge", p, lambda: appraisal.appraise(
            value=value, decision=decision, actor=p.actor, change=change, reason="Biểu 2 ghi 300.", expected=shown,
        ), step=False)  # fmt: skip
        assert not done or stored == shown, "a colleague's conclusion was written over unseen"

    @rule(a=who)
    def accept_the_rest(self, a: int) -> None:
        p = self.pages["officer"][a]
        left = [v.uid for v in ReportValue.objects.filter(report_id=self.report_id, decision=Decision.NONE)]
        if left:
            self.act("accept", p, lambda: appraisal.accept_many(report=p.report, values=left, actor=p.actor),
                     step=False)  # fmt: skip

    @rule(a=who)
    def finish(self, a: int) -> None:
        p = self.pages["officer"][a]
        self.act("finish", p, lambda: reports.finish(report=p.report, actor=p.actor,
                                                     expected_version=p.report.version))  # fmt: skip

    @rule(a=who, n=which, keep=st.booleans())
    def conclude(self, a: int, n: int, keep: bool) -> None:
        p = self.pages["officer"][a]
        value = self.seen(p, n)
        change = None if keep else ValueInput(numerator=Decimal(400), denominator=Decimal(1000))
        self.act("conclude", p, lambda: appraisal.conclude(
            value=value, keep=keep, actor=p.actor, reason="Đã xem giải trình.", change=change,
        ), step=False)  # fmt: skip

    @rule(a=who, n=which, times=st.integers(2, 6))
    def onward(self, a: int, n: int, times: int) -> None:
        """Somebody whose turn it is looks first and does the next thing, so that the whole way is walked often."""
        for _ in range(times):
            for page in (pair[a] for pair in self.pages.values()):
                page.look(self.report_id)
            self._next_thing(a, n)

    def _next_thing(self, a: int, n: int) -> None:
        state = self.now().state
        if state in WITH_THE_UNIT:
            self.hand_over(a)
        elif state == S.CONFIRMING:
            self.confirm(a)
        elif state == S.SUBMITTED:
            self.judge(a, n, Decision.CHANGED)
            self.accept_the_rest(a)
            self.finish(a)
        else:
            changed = ReportValue.objects.filter(pk__in=self.written, decision=Decision.CHANGED, final_set=False)
            at = self.written.index(changed.first().pk) if changed else n
            self.explain(a, at)
            self.conclude(a, at, keep=bool(n))
            self.pages["officer"][a].look(self.report_id)
            self.give_back(a, at)

    @rule(side=st.sampled_from(["clerk", "head", "officer"]), a=who)
    def look(self, side: str, a: int) -> None:
        """Somebody loads the page anew."""
        self.pages[side][a].look(self.report_id)

    # -- what holds whatever happened

    @invariant()
    def no_figure_is_lost(self) -> None:
        stored = dict(ReportValue.objects.filter(pk__in=self.written).values_list("pk", "numerator"))
        assert stored == self.truth

    @invariant()
    def what_was_sent_stands(self) -> None:
        report = self.now()
        sent = list(ReportVersion.objects.filter(report=report).order_by("number"))
        assert [v.number for v in sent] == list(range(1, report.submission + 1))
        assert all(v.digest == digest_of(v.content) for v in sent)
        if report.state in (S.SUBMITTED, S.APPRAISED):
            own = [{k: v for k, v in row.items() if k != "points_h"} for row in frozen_content(report)["values"]]
            frozen = [{k: v for k, v in row.items() if k != "points_h"} for row in sent[-1].content["values"]]
            assert own == frozen, "the unit's own figures changed after they were sent"

    @invariant()
    def layers_stay_in_order(self) -> None:
        for value in ReportValue.objects.filter(report_id=self.report_id):
            assert not value.explanation or value.decision == Decision.CHANGED or value.reopened
            assert not value.final_set or value.explanation
            assert value.decision in ("", Decision.ACCEPTED) or value.appraised_reason or value.remark


def walk_the_whole_way() -> None:
    """Once round by turns, so that every kind of step is among those that were looked at."""
    walk = TwoAtOnce()
    walk.write_both(0, 120, 640)
    for turn in range(9):
        walk.onward(turn % 2, 0, 1)
        walk.no_figure_is_lost()
        walk.what_was_sent_stands()
        walk.layers_stay_in_order()
    walk.teardown()


@pytest.mark.django_db
def test_two_people_on_each_side_at_once(cast, in_kien_giang):
    lan, tung, phuoc = cast.lan, cast.tung, cast.phuoc
    report = makers.fill(makers.open_report(lan), lan.actor)
    # A short report is enough; what the appraiser scores himself is left out.
    shares = ReportValue.objects.filter(report=report, indicator__value_kind="share").exclude(
        indicator__method="manual"
    )
    kept = list(shares.values_list("pk", flat=True)[: WRITTEN + 1])
    ReportValue.objects.filter(report=report).exclude(pk__in=kept).delete()
    TwoAtOnce.report_id, TwoAtOnce.steps = report.pk, Counter()
    TwoAtOnce.people = {
        "clerk": (lan.actor, cast.nga.actor),
        "head": (tung.actor, replace(tung.actor, user_id=cast.bao.user.pk, name="Phó Chủ tịch")),
        "officer": (phuoc.actor, replace(phuoc.actor, user_id=cast.quan.user.pk, name="Chuyên viên khác")),
    }
    walk_the_whole_way()
    run_state_machine_as_test(
        TwoAtOnce,
        settings=settings(
            max_examples=6, stateful_step_count=10, phases=[Phase.generate], deadline=None, derandomize=True,
            database=None, suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
    reached = set(TwoAtOnce.steps)
    assert {
        "write", "clash", "hand_over", "confirm", "return", "judge", "accept", "finish", "explain", "conclude",
    } <= reached, TwoAtOnce.steps  # fmt: skip
