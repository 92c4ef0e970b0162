"""Attesting from the pages of a round, and what a refusal leaves standing; a rendering that failed is tried again."""

from __future__ import annotations

from html import unescape

import pytest

from awards.models import AwardRound, Candidate
from awards.selectors.verdicts import VerdictItem, explain
from awards.services import rounds as award_rounds
from campaigns.models import Standard
from campaigns.selectors import the_campaign
from config.kernel import jobs
from config.kernel.models import Job
from config.kernel.tenancy import tenant_scope
from dossiers.enums import DossierState
from dossiers.selectors.plan_words import behind
from dossiers.services import rounds
from targets.models import AnnualReport, Target
from tests.cast import Cast
from tests.dossiers.desk import Desk

pytestmark = pytest.mark.django_db


def test_many_at_once_and_one_with_a_reason(cast: Cast) -> None:
    standing = cast.phuoc
    with tenant_scope(standing.tenant):
        found = award_rounds.open_round(
            campaign=the_campaign(), occasion="preliminary", year=2023, actor=standing.actor
        )
        rounds.start_evaluation(award_round=found, actor=standing.actor)
        jobs.drain()
        waiting = Candidate.objects.filter(round=found, standing="pending", award_form="BK_TINH")
        first, second, third = waiting.select_related("subject")[:3]
        client, where = standing.client, standing.path("dossiers:attest", found.uid)
        page = client.get(standing.path("dossiers:round", found.uid)).content.decode()
        assert f'value="{first.uid}"' in page
        assert '<button class="btn" name="answer" value="yes">Xác nhận đạt cho' in page
        assert 'data-checks="chosen"' in page, "one box marks all that wait on this page"

        report = AnnualReport.objects.filter(year=2023, unit__in=waiting.values("unit")).first()
        assert report is not None
        reported = waiting.filter(unit=report.unit_id).first()
        behind = client.get(standing.path("dossiers:candidate", found.uid, reported.uid)).content.decode()
        assert f'href="{standing.path("targets:appraisal", report.uid)}"' in behind, "down to the figures"
        assert f'href="{standing.path("campaigns:plan_part", "khen-thuong")}#' in behind, "and to the plan's words"

        none = client.post(where, {"answer": "yes"})
        assert none.status_code == 422
        assert "Chưa chọn tiêu chuẩn nào" in none.content.decode()
        assert (
            client.post(where, {"answer": "yes", "chosen": [str(first.uid), str(second.uid), "x"]}).status_code == 302
        )
        assert {c.standing for c in waiting.model.objects.filter(pk__in=[first.pk, second.pk])} == {"picked"}

        [verdict] = explain([third])
        open_lines = [line for line in verdict["lines"] if line["outcome"] == "needs_attestation"]
        code = next(line["code"] for line in open_lines if line["code"])
        said = {"candidate": str(third.uid), "question": f"{third.subject.key}|{code}", "answer": "no"}
        silent = client.post(where, said)
        assert silent.status_code == 422
        assert "Hãy ghi lý do khi xác nhận chưa đạt." in silent.content.decode()
        assert third.name in silent.content.decode()
        assert client.post(where, {**said, "reason": "Có cán bộ bị khiển trách."}).status_code == 302
        third.refresh_from_db()
        assert third.standing == "out"
        # The page quotes the plan behind the criterion, and leads to its place there.
        standard = Standard.objects.get(campaign=found.campaign, code=code)
        judged = unescape(client.get(standing.path("dossiers:candidate", found.uid, third.uid)).content.decode())
        assert f"</a>: “{standard.text}”</p>" in judged
        assert f'href="{standing.path("campaigns:plan_part", "tieu-chuan")}#{code.lower()}"' in judged
        points = {"candidate": str(first.uid), "points": "mười", "reason": "Có 12 sáng kiến"}
        wrong = client.post(standing.path("dossiers:merit", found.uid), points)
        assert wrong.status_code == 422
        assert "Có 12 sáng kiến" in wrong.content.decode()

        page_of = standing.path("dossiers:candidate", found.uid, first.uid)
        assert "Tạm dừng…" in client.get(page_of).content.decode()
        found.refresh_from_db()
        rounds.step(
            award_round=found, name="cancel", actor=standing.actor, reason="Mở nhầm.", expected_version=found.version
        )
        assert "Tạm dừng…" not in client.get(page_of).content.decode(), "nobody is held in a round that was cancelled"


def test_the_plan_is_quoted_once_for_a_sentence_and_never_with_what_the_tenant_added(cast: Cast) -> None:
    with tenant_scope(cast.phuoc.tenant):
        campaign = the_campaign()
        first, second, own = Target.objects.filter(campaign=campaign, withdrawn=False).exclude(text="")[:3]
        Target.objects.filter(pk=second.pk).update(text=first.text)
        Target.objects.filter(pk=own.pk).update(source="tenant")
        line = VerdictItem(
            "khong-dat", "Đạt chỉ tiêu", "Chưa đạt.", "II", "", 0, is_group=False, decides=True, advisory=False,
            targets=(second.code, first.code, own.code, "KHONG-CO"),
        )  # fmt: skip
        assert [(words.text, words.part) for words in behind(campaign.pk, [line])] == [(first.text, "muc-tieu")]
        assert behind(campaign.pk, []) == []


def test_the_round_says_how_far_the_units_are_with_their_dossiers(desk: Desk) -> None:
    standing, award_round = desk.people["standing"], desk.dossier.round

    def page() -> str:
        return standing.client.get(standing.path("dossiers:round", award_round.uid)).content.decode()

    assert "1/1 đề nghị đã có hồ sơ" in page()
    assert f"{DossierState(desk.dossier.state).label}: 1" in page()
    Candidate.objects.filter(round=award_round).update(withdrawn=True)
    assert "đề nghị đã có hồ sơ" not in page()
    Candidate.objects.filter(round=award_round).update(withdrawn=False)
    AwardRound.objects.filter(pk=award_round.pk).update(state="decided")
    assert "đề nghị đã có hồ sơ" not in page()


def test_a_rendering_that_failed_is_asked_for_again(desk: Desk) -> None:
    clerk = desk.people["clerk"].client
    with tenant_scope(desk.people["clerk"].tenant):
        assert clerk.post(desk.path("dossiers:render")).status_code == 302
        document = desk.dossier.documents.first()
        assert document is not None
        where = desk.path("dossiers:document", document.uid)
        assert clerk.post(where, {"again": "1"}).status_code == 422
        Job.objects.filter(kind="dossiers.render").update(state="failed", error="Máy chủ bị ngắt.")
        page = clerk.get(where).content.decode()
        assert "Kết xuất lại" in page
        assert "Máy chủ bị ngắt." in page
        assert desk.people["standing"].client.post(where, {"again": "1"}).status_code == 404
        assert clerk.post(where, {"again": "1"}).status_code == 302
        assert jobs.drain() == 1
        document.refresh_from_db()
        assert document.state == "ready"


def test_a_round_without_rules_shows_the_comparison_that_runs(cast: Cast) -> None:
    """Nothing to judge by, and the page still says that the job runs; a rule without an award has no editor."""
    standing = cast["standing@bac-kan"]
    with tenant_scope(standing.tenant):
        found = award_rounds.open_round(campaign=the_campaign(), occasion="final", year=2025, actor=standing.actor)
        found.rule_set.rules.all().delete()
        job = rounds.start_evaluation(award_round=found, actor=standing.actor)
        page = standing.client.get(standing.path("dossiers:round", found.uid)).content.decode()
        assert f'id="viec-{job.uid}"' in page


def test_a_rule_that_gives_no_award_has_no_editor(cast: Cast) -> None:
    standing = cast["standing@bac-kan"]
    for code in ("KT-HN-TT", "KT-HN-CN"):
        answer = standing.client.get(standing.path("awards:edit_rule", code), follow=True)
        assert f"Quy tắc {code} không có khen thưởng riêng" in answer.content.decode()
