"""Who may follow a job: on its page and through the API alike."""

from __future__ import annotations

import pytest

from config.kernel import jobs
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_job_is_followed_by_who_asked_for_it_and_by_who_sees_the_whole_tenant(cast: Cast) -> None:
    with tenant_scope(cast.lan.tenant):
        job = jobs.enqueue(kind="test.followed", actor=cast.lan.actor, params={}, key="một", label="Kết xuất biên nhận")
    page, api = cast.lan.path("job", job.uid), f"/kien-giang/api/v1/jobs/{job.uid}/"
    found = {
        name: tuple(getattr(cast, name).client.get(where).status_code for where in (page, api))
        for name in ("lan", "tung", "nga", "phuoc", "bich")
    }
    assert found == {
        "lan": (200, 200), "tung": (404, 404), "nga": (404, 404), "phuoc": (200, 200), "bich": (404, 404),
    }  # fmt: skip
    assert "Kết xuất biên nhận" in cast.lan.client.get(page).content.decode()


def test_whom_a_page_showed_a_job_follows_it_by_its_key(cast: Cast) -> None:
    with tenant_scope(cast.lan.tenant):
        job = jobs.enqueue(kind="test.followed", actor=cast.lan.actor, params={}, key="một", label="Kết xuất biên nhận")
    page = cast.tung.path("job", job.uid)
    assert cast.tung.client.get(page, {"xem": job.watch_key}).status_code == 200
    assert cast.tung.client.get(page, {"xem": job.watch_key[:-1]}).status_code == 404
    assert cast.bich.client.get(page, {"xem": job.watch_key}).status_code == 404


def test_the_file_that_a_job_ended_in_is_there_when_it_is(cast: Cast) -> None:
    with tenant_scope(cast.lan.tenant):
        job = jobs.enqueue(kind="test.followed", actor=cast.lan.actor, params={}, key="một", label="Kết xuất biên nhận")
        assert jobs.asked_for("test.followed", "một") == job
        assert (jobs.asked_for("test.followed", "hai"), jobs.file_of(None), jobs.file_of(job)) == (None, None, None)
