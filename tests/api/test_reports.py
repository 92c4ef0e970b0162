"""A unit's software reports, the agency's appraises and scores: the same services as the pages, by program."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import ReportingPeriod
from config.kernel import audit, jobs
from config.kernel.tenancy import tenant_scope
from targets.models import AnnualReport, Evidence
from tests.targets import makers
from units.models import ApiRequest

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def report(cast: Any) -> AnnualReport:
    with tenant_scope(cast.lan.tenant):
        ReportingPeriod.objects.filter(year=2023).update(state="open")
        return makers.open_report(cast.lan)


def test_a_report_is_entered_sent_and_appraised_by_programs(cast: Any, program: Any, report: AnnualReport):
    clerk, head, officer = program(cast.lan), program(cast.tung), program(cast.phuoc)
    base = f"reports/{report.uid}/"
    listed = clerk.get("reports/", {"year": 2023}).json()
    assert [row["uid"] for row in listed["results"]] == [str(report.uid)]
    with tenant_scope(cast.lan.tenant):
        value = makers.share_value(report)
        start = report.version
    [shown] = [
        v for v in clerk.get(base + "values/", {"page_size": 200}).json()["results"] if v["uid"] == str(value.uid)
    ]
    version = shown["version"]
    change = {"uid": str(value.uid), "version": version, "numerator": "2705", "denominator": 2900}
    saved = clerk.post(base + "values/save/", {"values": [change]})
    assert saved.status_code == 200, saved.json()
    now = saved.json()["values"][0]
    points = {"self_points": "9.33", "final_points": "9.33"}  # 2705 of 2900, where all of them are asked for
    assert now == shown | {"version": version + 1, "numerator": "2705", "denominator": "2900"} | points
    # Somebody else's reading is out of date; a value that cannot be; a value of nobody: nothing is written.
    stale = clerk.post(base + "values/save/", {"values": [change | {"numerator": "1"}]})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    wrong = clerk.post(base + "values/save/", {"values": [change | {"version": version + 1, "numerator": "3.000,5"}]})
    assert wrong.status_code == 422
    assert "không thể lớn hơn" in wrong.json()["detail"]
    assert wrong.json()["errors"][0]["field"] == shown["indicator"]
    unreadable = clerk.post(base + "values/save/", {"values": [change | {"numerator": "hai nghìn"}]})
    assert unreadable.json() == {
        "status": 422, "code": "invalid", "detail": "Có trường chưa đúng; xem từng trường.",
        "errors": [{"field": "values[0].numerator", "sentence": "Ghi một số, ví dụ 2900 hoặc “79.39”."}],
    }  # fmt: skip
    with tenant_scope(cast.lan.tenant):
        value.refresh_from_db()
        assert (value.numerator, value.version) == (2705, version + 1)
        entry = audit.timeline(report)[-1]
        assert entry.verb == "report.save"
        assert entry.actor_title.endswith("qua khóa API “Phần mềm thử”")

    # A paper: a second sending under one key acts once, without a key not at all.
    def paper(**more: Any) -> Any:
        return {"file": SimpleUploadedFile("41.pdf", PDF), "values": [str(value.uid)], "number": "41/BC-UBND"} | more

    assert clerk.post(base + "evidence/", paper(), multipart=True).json()["code"] == "idempotency_key_missing"
    first = clerk.post(base + "evidence/", paper(), key="vb-41", multipart=True)
    assert first.status_code == 201, first.json()
    again = clerk.post(base + "evidence/", paper(), key="vb-41", multipart=True)
    assert (again.status_code, again.json(), again["Idempotent-Replay"]) == (201, first.json(), "true")
    other = clerk.post(base + "evidence/", paper(number="42/BC-UBND"), key="vb-41", multipart=True)
    assert other.json()["code"] == "idempotency_key_reused"
    with tenant_scope(cast.lan.tenant):
        assert Evidence.objects.filter(report=report, number="41/BC-UBND").count() == 1
        assert ApiRequest.objects.filter(key="vb-41").count() == 1
        makers.fill(report, cast.lan.actor)

    # Up the chain: each step with the version that was read, a double click is a conflict.
    handed = clerk.post(base + "hand_over/", {"version": start}).json()
    assert (handed["state"], handed["version"]) == ("unit_confirming", start + 1)
    assert clerk.post(base + "hand_over/", {"version": start}).status_code == 409
    assert clerk.post(base + "fly/", {"version": 1}).status_code == 404
    assert clerk.post(base + "confirm/", {"version": start + 1}).status_code == 403
    sent = head.post(base + "confirm/", {"version": start + 1}).json()
    assert (sent["state"], sent["receipt"][:8]) == ("submitted", "BN-2023-")
    judged = {
        "decision": "changed",
        "seen": "",
        "reason": "Văn bản ghi 1.450.",
        "numerator": "1450",
        "denominator": "2900",
    }
    address = f"values/{value.uid}/appraise/"
    assert clerk.post(address, judged).status_code == 403
    done = officer.post(address, judged)
    assert (done.status_code, done.json()["decision"]) == (200, "changed"), done.json()
    assert officer.post(address, judged).status_code == 409
    read = [
        next(v for v in one.get(base + "values/", {"page_size": 200}).json()["results"] if v["uid"] == str(value.uid))
        for one in (officer, clerk)
    ]
    # The unit reads it when the appraisal is finished.
    assert [v["appraised_reason"] for v in read] == ["Văn bản ghi 1.450.", ""]
    # The trail shows every step once.
    trail = officer.get(f"timeline/{report.uid}/", {"page_size": 200}).json()["results"]
    steps = ("evidence.attach", "report.hand_over", "report.confirm")
    verbs = [row["verb"] for row in trail if row["sequence"] > entry.sequence and row["verb"] in steps]
    assert verbs == ["evidence.attach", "evidence.attach", "report.hand_over", "report.confirm"], "one of them by hand"


def test_scores_are_run_and_ranked_by_a_program(cast: Any, program: Any):
    officer, clerk = program(cast.phuoc), program(cast.lan)
    assert clerk.post("score-runs/start/", {"year": 2022}).status_code == 403
    started = officer.post("score-runs/start/", {"year": 2022})
    assert (started.status_code, started.json()["state"]) == (202, "waiting")
    twice = officer.post("score-runs/start/", {"year": 2022}).json()
    assert twice["uid"] == started.json()["uid"], "the run that waits is the run that is asked for"
    watched = officer.get(f"jobs/{started.json()['job']}/").json()
    assert (watched["state"], watched["kind"]) == ("queued", "targets.score_run")
    with tenant_scope(cast.phuoc.tenant):
        jobs.drain()
    assert officer.get(f"jobs/{started.json()['job']}/").json()["state"] == "done"
    assert officer.get(f"score-runs/{started.json()['uid']}/").json()["state"] == "done"
    ranked = officer.get(f"score-runs/{started.json()['uid']}/ranking/", {"block": "KHOI-C"}).json()
    ranks = [row["rank"] for row in ranked["results"] if row["rank"]]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1
    assert clerk.get(f"score-runs/{started.json()['uid']}/").status_code == 404, "not published yet"
