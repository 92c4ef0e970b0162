"""Many hands at once: the last place of a quota goes to exactly one, a score run asked for twice is one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from awards.models import AwardRound, Candidate
from awards.services import judgement, rounds, rules
from campaigns.selectors import the_campaign
from config.kernel import jobs
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.jobs import engine
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from targets.models import ScoreLines, ScoreRun, ScoreTotal
from targets.selectors.lines import lines_by_unit
from targets.services import runs
from tests.awards.makers import PLANNED, unit
from tests.cast import Cast
from units.models import Tenant, Unit

HANDS, TIMES, QUOTA = 50, 20, 3
OWN = {
    "code": "RIENG-1",
    "occasion": "ad_hoc",
    "award_form": "GK_HUYEN",
    "recipient": "collective",
    "quota": QUOTA,
    "quota_kind": "exact",
    "criteria": {"kind": "registered", "section": "IV.1.1", "label": "Có đăng ký thi đua"},
}


def at_once(hands: ThreadPoolExecutor, start: Barrier, tenant: Tenant, calls: list[Callable[[], Any]]) -> list[Any]:
    """Every call in a thread and transaction of its own, all from the same moment; None where it was refused."""

    def one(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            with tenant_scope(tenant):
                return call()
        except DomainError:
            return None

    return list(hands.map(one, calls))


def test_the_last_place_goes_to_exactly_one_every_time(committed_db):
    tenant = Tenant.objects.get(slug="dak-song")
    actor = Cast()["standing@dak-song"].actor
    with tenant_scope(tenant):
        campaign = the_campaign()
        rules.set_own_rule(campaign=campaign, data=OWN, actor=actor)
        round_ = rounds.open_round(campaign=campaign, occasion="ad_hoc", year=2023, actor=actor)
        some = Unit.objects.first()
        given = [
            rounds.Subject(unit(f"u{i:02}", name=f"Đơn vị {i}", ratio_h=9000 - i, registration=PLANNED), some.pk)
            for i in range(HANDS + QUOTA - 1)
        ]
        rounds.store_evaluation(round=round_, subjects=given, actor=actor)
        first, *others = _ranked(round_)
        second, *others = others
        for one in (first, second):
            judgement.approve(candidate=one, actor=actor)
    assert len(others) == HANDS
    start = Barrier(HANDS)
    with ThreadPoolExecutor(HANDS, initializer=connection.ensure_connection) as hands:
        winners = []
        for turn in range(TIMES):
            calls = [lambda c=c: judgement.approve(candidate=c, actor=actor, reason="Từ dự bị") for c in others]
            won = [found for found in at_once(hands, start, tenant, calls) if found is not None]
            assert len(won) == 1, turn
            with tenant_scope(tenant):
                listed = Candidate.objects.filter(round=round_, proposed=True)
                assert {one.pk for one in listed} == {first.pk, second.pk, won[0].pk}
                listed.filter(pk=won[0].pk).update(proposed=False)
            winners.append(won[0].pk)
        list(hands.map(lambda _: (start.wait(), connection.close()), range(HANDS)))
    with tenant_scope(tenant):
        said = AuditEntry.objects.filter(verb="candidate.approve").values_list("object_uid", flat=True)
        assert len(said) == 2 + TIMES


def _ranked(round_: AwardRound) -> list[Candidate]:
    return list(Candidate.objects.filter(round=round_).order_by("rank"))


def test_a_score_run_started_twice_at_once_is_one(committed_db):
    """Asked for by two people at the same moment, then its job taken up by two workers at the same moment."""
    tenant = Tenant.objects.get(slug="kien-giang")
    actor = Actor.system(tenant)
    with tenant_scope(tenant):
        before = ScoreRun.objects.filter(year=2023).count()
        campaign = the_campaign()
    start = Barrier(2)
    with ThreadPoolExecutor(2) as hands:
        asked = at_once(
            hands, start, tenant, [lambda: runs.start(campaign=campaign, year=2023, actor=actor) for _ in range(2)]
        )
        assert asked[0].pk == asked[1].pk
        with tenant_scope(tenant):
            job = jobs.Job.objects.get(uid=ScoreRun.objects.get(pk=asked[0].pk).job_uid)

        def work(_: int) -> bool:
            start.wait()
            return engine.run(tenant.pk, job.pk)

        assert sorted(hands.map(work, range(2))) == [False, True]
        list(hands.map(lambda _: (start.wait(), connection.close()), range(2)))
    with tenant_scope(tenant):
        done = ScoreRun.objects.get(pk=asked[0].pk)
        assert ScoreRun.objects.filter(year=2023).count() == before + 1
        assert (done.state, jobs.Job.objects.get(pk=job.pk).attempt) == ("done", 1)
        assert AuditEntry.objects.filter(verb="run.done", object_uid=done.uid).count() == 1
        assert ScoreLines.objects.filter(run_ref=done.pk).count() == done.unit_count > 0
        assert sum(map(len, lines_by_unit(done).values())) == done.line_count > 0
        assert ScoreTotal.objects.filter(run=done).count() == done.unit_count > 0
        assert ScoreRun.objects.get(year=2023, number=1).result_digest == done.result_digest
