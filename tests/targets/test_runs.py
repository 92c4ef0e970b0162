"""A score run: complete or not at all, equal for equal inputs, explained, published, superseded."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from campaigns.selectors import the_campaign
from config.kernel import audit, clock, jobs
from config.kernel.errors import DomainError, Refused
from config.kernel.tenancy import tenant_scope
from targets import tasks
from targets.enums import Decision, Layer, RunState
from targets.models import ScoreLines, ScoreRun, ScoreTotal
from targets.scoring import score, statements
from targets.scoring.lines import Line
from targets.selectors import facts, ranking
from targets.selectors.lines import lines_by_unit
from targets.services import appraisal, reports, runs
from targets.validators import ValueInput
from tests.targets import makers, reference
from units.models import Unit


@pytest.fixture
def three(cast, in_kien_giang):
    """Commune, district and department have sent their reports of 2023."""
    return [
        makers.send(cast.lan, cast.tung, percent=90),
        makers.send(cast.nga, cast.loc, percent=61),
        makers.send(cast.trang, cast.bao, percent=40, proven=False),
    ]


def run_of(cast, layer=Layer.FINAL) -> ScoreRun:
    run = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor, layer=layer)
    jobs.drain()
    run.refresh_from_db()
    return run


def lines_of(run: ScoreRun) -> dict[tuple[int, int], Line]:
    """By unit and indicator."""
    return {(unit, line.indicator): line for unit, lines in lines_by_unit(run).items() for line in lines}


def test_a_run_scores_every_value_of_every_sent_report(cast, three):
    run = run_of(cast)
    assert run.state == "done"
    assert (run.unit_count, run.provisional) == (3, 3)
    expected = sum(len(makers.all_values(r)) for r in three)
    assert run.line_count == expected == len(lines_of(run))
    job = jobs.Job.objects.get(uid=run.job_uid)
    assert job.state == "done"
    assert job.result["units"] == 3


def test_lines_and_totals_are_those_of_the_engine_and_of_the_reference(cast, three):
    run = run_of(cast)
    found, lines = lines_of(run), {}
    for report in three:
        for value in makers.all_values(report):
            line = found[report.unit_id, value.indicator_id]
            assert line.result == score(value.indicator.rule(2023), value.entry(Layer.FINAL))
            assert (line.self_points_h, line.appraised_points_h) == (value.self_points_h, value.appraised_points_h)
            lines.setdefault(report.unit_id, []).append((line.result.points_h, line.result.max_h))
    blocks = {}
    for total in ScoreTotal.objects.filter(run=run):
        blocks.setdefault(total.block_code, []).append(total)
    for totals in blocks.values():
        table = reference.table({t.unit_id: lines[t.unit_id] for t in totals})
        for t in totals:
            assert (t.points_h, t.max_h, t.ratio_h, t.rank) == table[t.unit_id]


def test_two_runs_over_the_same_inputs_have_the_same_digests(cast, three):
    first, second = run_of(cast), run_of(cast)
    assert first.number + 1 == second.number
    assert first.inputs_digest == second.inputs_digest
    assert first.result_digest == second.result_digest
    value = makers.share_value(three[0])
    change = ValueInput(numerator=Decimal(1), denominator=Decimal(1000))
    appraisal.appraise(
        value=value, decision=Decision.CHANGED, change=change, reason="Sai biểu.", actor=cast.phuoc.actor
    )
    third = run_of(cast)
    assert third.inputs_digest != second.inputs_digest
    assert third.result_digest != second.result_digest


@pytest.mark.parametrize(
    ("usual", "otherwise"),
    [
        pytest.param(f"least({statements.ARM},", "least(1,", id="an arm per report"),
        pytest.param(f"/ {statements.FEW} ", "* 100000 ", id="a range without those that nobody sent"),
        pytest.param(f"/ {statements.FEW} ", "- 100000 ", id="every report by its name"),
    ],
)
def test_how_a_run_is_divided_changes_nothing(cast, in_kien_giang, monkeypatch, usual, otherwise):
    """Between the reports that count lies one of another year that nobody sent."""
    makers.send(cast.lan, cast.tung, percent=90)
    makers.open_report(cast.nga, year=2022)
    makers.send(cast.nga, cast.loc, percent=61)
    makers.send(cast.trang, cast.bao, percent=40, proven=False)
    first = run_of(cast)
    assert usual in statements.SHARES
    monkeypatch.setattr(statements, "SHARES", statements.SHARES.replace(usual, otherwise))
    divided = run_of(cast)
    assert (divided.unit_count, divided.line_count) == (3, first.line_count)
    assert (divided.inputs_digest, divided.result_digest) == (first.inputs_digest, first.result_digest)


def test_layers_stay_apart(cast, three):
    value = makers.share_value(three[0])
    zero = ValueInput(numerator=Decimal(0), denominator=Decimal(1000))
    appraisal.appraise(value=value, decision=Decision.CHANGED, change=zero, reason="Không có.", actor=cast.phuoc.actor)
    own, final = run_of(cast, Layer.SELF), run_of(cast)
    key = three[0].unit_id, value.indicator_id
    assert lines_of(own)[key].result.points_h > 0
    line = lines_of(final)[key]
    assert (line.result.points_h, line.self_points_h) == (0, value.self_points_h)


def test_asking_twice_while_one_waits_gives_the_same_run(cast, three):
    first = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)
    second = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)
    assert first.pk == second.pk
    jobs.drain()
    assert ScoreRun.objects.count() == 1


def test_a_second_worker_changes_nothing(cast, three):
    run = run_of(cast)
    before = (run.result_digest, ScoreLines.objects.count(), ScoreTotal.objects.count())
    again = runs.fill(run, actor=cast.phuoc.actor)
    run.refresh_from_db()
    assert again["digest"] == run.result_digest
    assert before == (run.result_digest, ScoreLines.objects.count(), ScoreTotal.objects.count())


def test_a_worker_that_lost_its_lease_commits_nothing(cast, three):
    """As after kill -9: another worker takes the job over while the first still believes that it works."""
    run = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)
    job = jobs.Job.objects.get(uid=run.job_uid)
    first = jobs.engine._claim(job.tenant_id, job.pk)
    first.progress(0, 10, "đang chấm")
    jobs.Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))
    assert jobs.run(job.tenant_id, job.pk)
    run.refresh_from_db()
    with pytest.raises(jobs.Fenced):
        tasks.score_run(first)
    assert len(lines_of(run)) == run.line_count
    assert ScoreTotal.objects.filter(run=run).count() == run.unit_count
    assert jobs.Job.objects.get(pk=job.pk).state == "done"


def test_a_run_that_breaks_leaves_nothing_half_done(cast, three, monkeypatch):
    run = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)
    whole = runs._sha
    monkeypatch.setattr(runs, "_sha", lambda text: text / 0)
    job = jobs.Job.objects.get(uid=run.job_uid)
    jobs.run(job.tenant_id, job.pk)
    run.refresh_from_db()
    assert run.state == "waiting"
    assert not ScoreLines.objects.filter(run_ref=run.pk).exists()
    assert not ScoreTotal.objects.filter(run=run).exists()
    monkeypatch.setattr(runs, "_sha", whole)
    jobs.run(job.tenant_id, job.pk)
    run.refresh_from_db()
    assert run.state == "done"


def test_nothing_sent_nothing_to_score(cast, in_kien_giang):
    with pytest.raises(DomainError, match="Chưa có báo cáo năm 2023"):
        runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)


def test_only_the_standing_agency_starts_and_publishes(cast, three):
    with pytest.raises(Refused):
        runs.start(campaign=the_campaign(), year=2023, actor=cast.lan.actor)
    run = run_of(cast)
    with pytest.raises(Refused):
        runs.publish(run=run, actor=cast.trung.actor, note="Gấp.")


def test_publishing_is_a_decision_and_a_later_one_supersedes(cast, three):
    run = run_of(cast)
    with pytest.raises(DomainError, match="Còn 3 báo cáo chưa thẩm định xong"):
        runs.publish(run=run, actor=cast.phuoc.actor)
    run = runs.publish(run=run, actor=cast.phuoc.actor, note="Công bố sơ bộ.")
    assert run.state == "published"
    assert [e.verb for e in audit.timeline(run)] == ["run.start", "run.done", "run.publish"]
    digest = run.result_digest
    later = runs.publish(run=run_of(cast), actor=cast.phuoc.actor, note="Công bố lại.")
    run.refresh_from_db()
    assert (run.state, later.state, run.result_digest) == ("superseded", "published", digest)
    assert facts.official_run(the_campaign(), 2023) == later


def test_every_point_is_explained(cast, three):
    run = run_of(cast)
    total = ScoreTotal.objects.get(run=run, unit=cast.nga.unit)
    told = ranking.explanation(run, total)
    assert sum(line.points_h for line in told.lines) == total.points_h
    assert sum(line.max_h for line in told.lines) == total.max_h
    assert all(line.sentence for line in told.lines)
    assert "÷" in told.ratio_sentence
    assert told.rank_sentence.startswith(f"Hạng {total.rank}/{total.of}")


def test_facts_come_from_the_snapshot_not_from_later_changes(cast, three):
    run = run_of(cast)
    before = facts.target_outcomes(the_campaign(), 2023, run=run)
    live = facts.target_outcomes(the_campaign(), 2023)
    assert before == live
    assert before[cast.lan.unit.pk]
    value = next(v for v in makers.all_values(three[0]) if v.indicator.target_id and v.indicator.value_kind == "share")
    zero = ValueInput(numerator=Decimal(0), denominator=Decimal(1000))
    appraisal.appraise(value=value, decision=Decision.CHANGED, change=zero, reason="Không có.", actor=cast.phuoc.actor)
    assert facts.target_outcomes(the_campaign(), 2023, run=run) == before
    assert facts.target_outcomes(the_campaign(), 2023) != before


def test_unproven_values_count_for_nothing_and_meet_nothing(cast, three):
    outcomes = facts.target_outcomes(the_campaign(), 2023)[cast.trang.unit.pk]
    proof_needed = [o for o in outcomes if o.status == "unproven"]
    assert proof_needed
    assert all(o.met is None for o in proof_needed)


def test_a_run_sees_only_its_own_tenant(cast, three, can_tho):
    run = run_of(cast)
    assert ScoreLines.objects.filter(run_ref=run.pk).exists()
    with tenant_scope(can_tho):
        assert not ScoreRun.objects.filter(pk=run.pk).exists()
        assert not ScoreLines.objects.filter(run_ref=run.pk).exists()
        assert not ScoreTotal.objects.filter(run_id=run.pk).exists()


def test_rows_of_a_run_are_written_once(cast, three):
    run = run_of(cast)
    totals = ScoreTotal.objects.filter(run=run).order_by("unit_id")
    before = list(totals.values()), list(ScoreLines.objects.filter(run_ref=run.pk).values())
    assert totals.update(points_h=99_999) == 0
    assert ScoreLines.objects.update(points_h=[]) == 0
    assert (list(totals.values()), list(ScoreLines.objects.filter(run_ref=run.pk).values())) == before


@pytest.mark.parametrize("column", ["run_id", "unit_id"])
@pytest.mark.parametrize("model", [ScoreTotal, ScoreLines])
def test_rows_of_a_run_never_point_into_another_province(model, column, cast, three, can_tho):
    """Whatever the statement says: the database asks whose the run and the unit are."""
    own = run_of(cast)
    column = column.replace("_id", "_ref") if model is ScoreLines else column
    with tenant_scope(can_tho):
        campaign = the_campaign()
        others = ScoreRun.objects.create(campaign=campaign, year=2023, number=99)
        foreign = {"run": others.pk, "unit": Unit.objects.values_list("pk", flat=True).first()}[column.split("_")[0]]
    row = model.objects.filter(**{"run_ref" if model is ScoreLines else "run_id": own.pk}).first()
    copied = model(**{f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if f.name != "id"})
    setattr(copied, column, foreign)
    with pytest.raises(ProgrammingError, match="own_references"), transaction.atomic():
        copied.save(force_insert=True)
    assert not model.objects.filter(**{column: foreign}).exists()


def test_a_run_whose_reports_were_all_returned_meanwhile_says_so_and_stores_nothing(cast, three):
    asked = runs.start(campaign=the_campaign(), year=2023, actor=cast.phuoc.actor)
    for report in three:
        remark = {makers.share_value(report).uid: "Sai biểu."}
        reports.return_report(report=report, remarks=remark, reason="Sai biểu.", actor=cast.phuoc.actor)
    jobs.drain()
    asked.refresh_from_db()
    job = runs.job_of(asked)
    assert (asked.state, job.state, job.error) == (
        RunState.WAITING, jobs.JobState.FAILED, "Chưa có báo cáo năm 2023 nào được gửi nên chưa chấm điểm được.",
    )  # fmt: skip
    assert not ScoreLines.objects.filter(run_ref=asked.pk).exists()
