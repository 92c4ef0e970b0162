"""The job table's promises, one by one, without a worker."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules
from kombu import Connection

from config import celery_app
from config.kernel import audit, clock, jobs
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.jobs import engine, queue
from config.kernel.jobs.queue import actor_of
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from units.models import Tenant

KIND = "tests.one"
pytestmark = pytest.mark.django_db


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Handlers of this test alone; the real ones are loaded before, else they would be lost with these."""
    autodiscover_modules("tasks")
    own = dict(engine._handlers)
    monkeypatch.setattr(engine, "_handlers", own)
    # However much a whole run of tests has come to hold, here a worker is young.
    monkeypatch.setattr(engine, "mem_rss", lambda: 0)
    return own


def effect(ctx: jobs.Context) -> None:
    """Leaves one audit entry, which can be counted."""
    ctx.progress(3, 10, "đang ghi")
    with ctx.finish() as result:
        audit.record(actor=ctx.actor, verb="test.effect", obj=ctx.job)
        result["sentence"] = "Đã ghi."


def effects() -> int:
    return AuditEntry.objects.filter(verb="test.effect").count()


def ask(tenant: Tenant, key: str = "một", **more: object) -> jobs.Job:
    return jobs.enqueue(kind=KIND, actor=Actor.system(tenant), params={}, key=key, label="Thử", **more)


def test_the_same_key_gives_one_job_and_one_effect(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    handlers[KIND] = effect
    with tenant_scope(kien_giang):
        first, second = ask(kien_giang), ask(kien_giang)
        assert first.pk == second.pk
        assert jobs.run(kien_giang.pk, first.pk) is True
        assert jobs.run(kien_giang.pk, first.pk) is False
        assert ask(kien_giang).state == jobs.JobState.DONE
        first.refresh_from_db()
        assert (first.state, first.percent, first.result, effects()) == ("done", 100, {"sentence": "Đã ghi."}, 1)


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(kien_giang: Tenant) -> None:
    with tenant_scope(kien_giang):
        before = jobs.Job.objects.count()
        with transaction.atomic():
            ask(kien_giang)
            transaction.set_rollback(True)
        assert jobs.Job.objects.count() == before


def test_an_attempt_that_was_taken_over_commits_nothing(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    """The first worker slept through its lease; the second did the job; the first wakes up and goes on."""

    def slow(ctx: jobs.Context) -> None:
        with ctx.reading():
            jobs.Job.objects.filter(pk=ctx.job.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))
        handlers[KIND] = effect
        assert jobs.run(ctx.job.tenant_id, ctx.job.pk) is True
        effect(ctx)

    handlers[KIND] = slow
    with tenant_scope(kien_giang):
        job = ask(kien_giang)
        assert jobs.run(kien_giang.pk, job.pk) is True
        job.refresh_from_db()
        assert (job.state, job.attempt, effects()) == ("done", 2, 1)


def test_neither_progress_nor_finish_of_an_old_attempt_is_heard(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    with tenant_scope(kien_giang):
        job = ask(kien_giang)
        old = engine._claim(kien_giang.pk, job.pk)
        assert old is not None
        jobs.Job.objects.filter(pk=job.pk).update(attempt=7)
        with pytest.raises(jobs.Fenced):
            old.progress(1, 2)
        with pytest.raises(jobs.Fenced), old.finish():
            raise AssertionError("no effect may begin")


def test_an_effect_that_fails_half_way_leaves_nothing(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    def half(ctx: jobs.Context) -> None:
        with ctx.finish():
            audit.record(actor=ctx.actor, verb="test.effect", obj=ctx.job)
            raise OSError("hết chỗ")

    handlers[KIND] = half
    with tenant_scope(kien_giang):
        job = ask(kien_giang)
        jobs.run(kien_giang.pk, job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempt, effects()) == ("queued", 1, 0)
        assert job.lease_until is not None
        assert job.lease_until > clock.now()


def test_a_job_that_never_works_fails_in_a_sentence_after_its_last_attempt(
    cast: Cast, handlers: dict[str, Any]
) -> None:
    def poison(ctx: jobs.Context) -> None:
        raise RuntimeError("hỏng")

    handlers[KIND] = poison
    tenant = cast.phuoc.tenant
    with tenant_scope(tenant):
        job = ask(tenant)
        tries = 0
        while jobs.run(tenant.pk, job.pk):
            tries += 1
        job.refresh_from_db()
        assert (tries, job.state, job.attempt) == (5, "failed", 5)
        assert "không xong vì lỗi của phần mềm" in job.error
    page = cast.phuoc.client.get(cast.phuoc.path("job", job.uid))
    assert job.error in page.content.decode()
    assert "every 2s" not in page.content.decode()
    assert "HX-Refresh" not in page
    # A page that shows more of the work than its note asks to be loaded anew at the end.
    assert cast.phuoc.client.get(cast.phuoc.path("job", job.uid), {"lai": "1"})["HX-Refresh"] == "true"


def test_a_refusal_is_final_and_says_why(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    def refused(ctx: jobs.Context) -> None:
        raise DomainError("Chưa ghi ngày họp nên chưa kết xuất được biên bản.", code="x")

    handlers[KIND] = refused
    with tenant_scope(kien_giang):
        job = ask(kien_giang)
        jobs.run(kien_giang.pk, job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempt, job.error) == (
            "failed", 1, "Chưa ghi ngày họp nên chưa kết xuất được biên bản.",
        )  # fmt: skip


def test_a_failed_job_can_be_asked_for_again_by_somebody_else(cast: Cast, handlers: dict[str, Any]) -> None:
    with tenant_scope(cast.lan.tenant):
        job = ask(cast.lan.tenant)
        jobs.Job.objects.filter(pk=job.pk).update(state="failed", attempt=5, error="Lỗi", done=4, total=9)
        again = jobs.enqueue(kind=KIND, actor=cast.lan.actor, params={"n": 2}, key="một", label="Thử lại")
        again.refresh_from_db()
        assert (again.pk, again.state, again.attempt, again.error, again.done) == (job.pk, "queued", 0, "", 0)
        assert actor_of(again) == cast.lan.actor
        assert again.params == {"n": 2}


def test_a_kind_without_handler_fails_like_any_other(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    with tenant_scope(kien_giang):
        job = ask(kien_giang)
        while jobs.run(kien_giang.pk, job.pk):
            pass
        job.refresh_from_db()
        assert job.state == "failed"


def test_handlers_are_found_when_only_some_are_loaded(kien_giang: Tenant, handlers: dict[str, Any]) -> None:
    handlers.clear()
    handlers["tests.other"] = effect
    with tenant_scope(kien_giang):
        job = jobs.enqueue(
            kind="targets.score_run", actor=Actor.system(kien_giang), params={"run": "x"}, key="k", label="l"
        )
        jobs.run(kien_giang.pk, job.pk)
    assert "tests.other" in engine._handlers


def test_progress_is_shown_and_extends_the_lease(cast: Cast, handlers: dict[str, Any]) -> None:
    seen: list[str] = []

    def telling(ctx: jobs.Context) -> None:
        with ctx.reading():
            jobs.Job.objects.filter(pk=ctx.job.pk).update(lease_until=clock.now())
        ctx.progress(1200, 3000, "đang chấm")
        with ctx.reading():
            lease = jobs.Job.objects.get(pk=ctx.job.pk).lease_until
            assert lease is not None
            assert lease > clock.now() + dt.timedelta(seconds=5)
        answer = cast.phuoc.client.get(cast.phuoc.path("job", ctx.job.uid), headers={"HX-Request": "true"})
        seen.append(answer.content.decode())
        with ctx.finish():
            pass

    handlers[KIND] = telling
    with tenant_scope(cast.phuoc.tenant):
        job = ask(cast.phuoc.tenant)
        jobs.run(cast.phuoc.tenant.pk, job.pk)
    assert "1.200/3.000" in seen[0]
    assert "đang chấm" in seen[0]
    assert "every 2s" in seen[0]


def test_the_sweeper_wakes_what_waits_and_ends_what_is_hopeless(
    kien_giang: Tenant, can_tho: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(engine, "wake", lambda tenant, job, queue: woken.append(job))
    monkeypatch.setattr(engine, "is_silent", lambda queue: True)
    long_ago = clock.now() - dt.timedelta(hours=1)
    made = {}
    for tenant in (kien_giang, can_tho):
        with tenant_scope(tenant):
            for name, row in {
                "fresh": {},
                "forgotten": {"created_at": long_ago},
                "resting": {"created_at": long_ago, "attempt": 1, "lease_until": clock.now() + dt.timedelta(hours=1)},
                "working": {"state": "running", "attempt": 1, "lease_until": clock.now() + dt.timedelta(hours=1)},
                "gone": {"state": "running", "attempt": 1, "lease_until": long_ago},
                "hopeless": {"state": "running", "attempt": 5, "lease_until": long_ago},
            }.items():
                job = ask(tenant, key=name)
                jobs.Job.objects.filter(pk=job.pk).update(**row)
                made[tenant.slug, name] = job.pk
    jobs.sweep()
    wanted = {made[t.slug, n] for t in (kien_giang, can_tho) for n in ("forgotten", "gone")}
    assert wanted <= set(woken)
    assert not {made[t.slug, n] for t in (kien_giang, can_tho) for n in ("fresh", "resting", "working")} & set(woken)
    with tenant_scope(can_tho):
        hopeless = jobs.Job.objects.get(pk=made["can-tho", "hopeless"])
        assert hopeless.state == "failed"
        assert hopeless.error


def states(*asked: jobs.Job) -> list[str]:
    found = dict(jobs.Job.objects.filter(pk__in=[job.pk for job in asked]).values_list("pk", "state"))
    return [found[job.pk] for job in asked]


def test_who_is_called_for_one_job_goes_on_to_what_waits_behind_it(
    kien_giang: Tenant, can_tho: Tenant, handlers: dict[str, Any]
) -> None:
    tries: list[str] = []

    def trying(ctx: jobs.Context) -> None:
        tries.append(ctx.job.key)
        assert ctx.tenant == kien_giang
        if ctx.job.key == "hỏng":
            raise OSError("hết chỗ")
        effect(ctx)

    handlers[KIND] = trying
    with tenant_scope(can_tho):
        foreign = ask(can_tho)
    with tenant_scope(kien_giang):
        first, broken, last = (ask(kien_giang, key) for key in ("một", "hỏng", "cuối"))
        other = ask(kien_giang, "khác", queue="scoring")
        # In another worker's hands, its lease not run out.
        held = ask(kien_giang, "giữ")
        jobs.Job.objects.filter(pk=held.pk).update(
            state="running", attempt=1, lease_until=clock.now() + dt.timedelta(hours=1)
        )
    assert engine.answer(kien_giang.pk, broken.pk, "default") == 3
    # The one that was named comes first, then by age; what failed rests.
    assert tries == ["hỏng", "một", "cuối"]
    with tenant_scope(kien_giang):
        assert states(first, broken, last, other, held) == ["done", "queued", "done", "queued", "running"]
        assert effects() == 2
        late = ask(kien_giang, "muộn")
    with tenant_scope(can_tho):
        assert states(foreign) == ["queued"]
    # A call for what is done already leads to what came since; one that finds nothing ends at once.
    assert engine.answer(kien_giang.pk, first.pk, "default") == 1
    with tenant_scope(kien_giang):
        assert states(late) == ["done"]
    assert engine.answer(kien_giang.pk, first.pk, "default") == 0


@pytest.mark.parametrize(("bound", "value"), [("MOST", 2), ("SPELL", -1), ("mem_rss", lambda: 10**9)])
def test_a_worker_has_its_spell_and_calls_for_what_is_left(
    kien_giang: Tenant, handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, bound: str, value: object
) -> None:
    handlers[KIND] = effect
    woken: list[tuple[int, int, str]] = []
    monkeypatch.setattr(engine, "wake", lambda *call: woken.append(call))
    monkeypatch.setattr(engine, bound, value)
    with tenant_scope(kien_giang):
        waiting = [ask(kien_giang, str(number)) for number in range(4)]
    did = engine.answer(kien_giang.pk, waiting[0].pk, "default")
    assert did == (2 if bound == "MOST" else 1)
    assert woken == [(kien_giang.pk, waiting[did].pk, "default")]


def test_few_workers_are_called_for_many_jobs(
    kien_giang: Tenant, handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    woken: list[int] = []
    monkeypatch.setattr(queue, "wake", lambda tenant, job, queue: woken.append(job))
    with django_capture_on_commit_callbacks(execute=True), tenant_scope(kien_giang):
        many = [ask(kien_giang, str(number)) for number in range(queue.ENOUGH + 3)]
        other = ask(kien_giang, "khác", queue="scoring")
    assert woken == [job.pk for job in many[: queue.ENOUGH]] + [other.pk]
    # Some were taken, so that another worker may be wanted; what failed and rests calls nobody.
    with tenant_scope(kien_giang):
        jobs.Job.objects.filter(pk__in=[job.pk for job in many[:3]]).update(state="done")
        jobs.Job.objects.filter(pk=many[3].pk).update(attempt=1, lease_until=clock.now() + engine.PATIENCE)
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True), tenant_scope(kien_giang):
        late = ask(kien_giang, "muộn")
    assert woken == [late.pk]


def test_what_waits_its_turn_is_called_again_only_when_its_queue_fell_silent(
    kien_giang: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    silent: set[str] = set()
    monkeypatch.setattr(engine, "wake", lambda tenant, job, queue: woken.append(job))
    monkeypatch.setattr(engine, "is_silent", lambda queue: queue in silent)

    def swept(later: dt.timedelta) -> list[int]:
        woken.clear()
        with monkeypatch.context() as patch:
            now = clock.now() + later
            patch.setattr(engine.clock, "now", lambda: now)
            jobs.sweep()
        return [pk for pk in woken if pk in {paper.pk, run.pk, failed.pk}]

    with tenant_scope(kien_giang):
        paper, run = ask(kien_giang, queue="documents"), ask(kien_giang, key="hai", queue="scoring")
        failed = ask(kien_giang, key="ba", queue="documents")
        rest = clock.now() + engine.PATIENCE * 3
        jobs.Job.objects.filter(pk=failed.pk).update(attempt=1, lease_until=rest)
    silent.add("scoring")
    assert swept(engine.PATIENCE / 2) == []
    # Calls are left in the one queue: its jobs come to their turn. The other's calls are gone.
    assert swept(engine.PATIENCE * 2) == [run.pk]
    silent.clear()
    assert swept(engine.PATIENCE * 2.5) == []
    assert swept(engine.PATIENCE * 4) == [failed.pk]
    # Whatever the queue holds, one's own call may have been lost alone.
    assert swept(engine.REMINDER * 1.1) == [paper.pk]
    assert swept(engine.REMINDER * 1.2) == [run.pk]
    # A call was made a moment ago; then the broker forgot everything.
    silent.add("documents")
    assert swept(engine.REMINDER * 1.3) == [paper.pk]


def test_a_queue_is_silent_when_no_call_is_left_in_it() -> None:
    assert queue.is_silent("tests.silent")
    queue.wake(1, 1, "tests.silent")
    assert not queue.is_silent("tests.silent")
    with celery_app.connection_for_write() as line:
        line.default_channel.queue_purge("tests.silent")
    assert queue.is_silent("tests.silent")


def test_a_broker_that_is_away_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        queue.current_app, "connection_for_write", lambda: Connection("redis+socket:///nowhere/s?virtual_host=0")
    )
    assert not queue.is_silent("default")


@pytest.mark.real_transactions
def test_of_many_workers_one_gets_the_job(committed_db: None, handlers: dict[str, Any]) -> None:
    handlers[KIND] = effect
    tenant = Tenant.objects.get(slug="kien-giang")
    with tenant_scope(tenant):
        job = ask(tenant)

    def work(_: int) -> bool:
        try:
            return jobs.run(tenant.pk, job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcome = list(pool.map(work, range(16)))
    assert outcome.count(True) == 1
    with tenant_scope(tenant):
        assert effects() == 1
