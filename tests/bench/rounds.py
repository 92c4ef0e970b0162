"""Award rounds: ten thousand candidates under a rule of twelve criteria, beside the bare SQL reads of their facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from awards.models import AwardRound, AwardRule, Candidate, RoundSubject
from awards.rules import leaves
from awards.selection import rule_from, run_round
from awards.services import judgement, judging, law
from awards.services import rounds as award_rounds
from awards.services import rules as award_rules
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from dossiers.facts import gather
from dossiers.services import rounds
from targets.models import ScoreRun
from targets.services import runs
from tests.bench._crowd import YEAR, Crowd, crowd
from tests.bench.harness import Bench, Pair, row

CANDIDATES = 10_000
RULE: dict[str, Any] = {
    "code": "DO-1", "occasion": "ad_hoc", "award_form": "BK_TINH", "recipient": "collective", "quota": 15,
    "quota_kind": "exact", "section": "IV.1",
    "criteria": {"all": [
        {"kind": "registered", "section": "1", "label": "Có đăng ký"},
        {"kind": "reports_on_time", "section": "2", "label": "Đúng hạn", "max_late_days": 1},
        {"kind": "targets_met", "section": "3", "label": "Chính quyền số", "year": "round", "pillars": ["government"],
         "mode": "share", "share": 20},
        {"kind": "targets_met", "section": "4", "label": "Kinh tế số", "year": "round", "pillars": ["economy"],
         "mode": "share", "share": 20},
        {"kind": "targets_met", "section": "5", "label": "Xã hội số", "year": "round", "pillars": ["society"],
         "mode": "share", "share": 20},
        {"kind": "score_ratio", "section": "6", "label": "Tỷ lệ điểm", "at_least": 60},
        {"kind": "first_in_block", "section": "7", "label": "Đứng đầu khối", "n": 2000},
        {"kind": "classified", "section": "8", "label": "Xếp loại", "as": "good", "at_least": 70},
        {"kind": "participation_years", "section": "9", "label": "Tham gia", "n": 1},
        {"kind": "no_discipline", "section": "10", "label": "Không kỷ luật", "presume": True},
        {"any": [
            {"kind": "targets_exceeded", "section": "11", "label": "Vượt", "year": "round", "percent": 5},
            {"kind": "attested", "section": "12", "label": "Tiêu biểu", "statement": "Tiêu biểu"},
        ], "section": "11"},
    ]},
}  # fmt: skip


# The bare reads: every fact that the twelve criteria and the order of candidates hang on, as the tables hold it.
READS = {
    "units": "select id, short_name, name, kind, level, female_share_h from units_unit where tenant_id = %(t)s"
    " order by sort_key, id",
    "blocks": "select m.unit_id, b.code from campaigns_blockmembership m join campaigns_block b on b.id = m.block_id"
    " where m.tenant_id = %(t)s",
    "registrations": "select unit_id, submitted_on, launch_plan_file_id, launch_plan_number, launch_plan_date"
    " from campaigns_registration where tenant_id = %(t)s and state = 'confirmed'",
    "reports": "select unit_id, year, submitted_on, last_day, days_late, state from targets_annualreport"
    " where tenant_id = %(t)s",
    "totals": 'select unit_id, block_code, points_h, max_h, ratio_h, rank, "of", tied, pillars from targets_scoretotal'
    " where tenant_id = %(t)s and run_id = %(run)s",
    "values": "select unit_ref, indicators, amounts, bases, marks"
    " from targets_scorelines where tenant_id = %(t)s and run_ref = %(run)s",
    "targets": "select * from targets_target where tenant_id = %(t)s",
}


@cache
def prepared(bare: psycopg.Connection[tuple[object, ...]]) -> tuple[Crowd, AwardRound, ScoreRun]:
    made = crowd(bare, CANDIDATES)
    actor = Actor.system(made.tenant)
    with tenant_scope(made.tenant):
        law.load_defaults()
        run = ScoreRun.objects.create(campaign=made.campaign, year=YEAR, number=7)
        runs.fill(run, actor=actor)
        award_rules.set_own_rule(campaign=made.campaign, data=RULE, actor=actor)
        found = award_rounds.open_round(campaign=made.campaign, occasion="ad_hoc", year=YEAR, actor=actor)
    for table in ("targets_scorelines", "targets_scoretotal"):
        bare.execute(f"analyze {table}".encode())
    return made, found, run


def reads_of(made: Crowd, call: Callable[[], Any]) -> list[bytes]:
    """The SELECTs that a call makes, as plain SQL."""
    with tenant_scope(made.tenant), CaptureQueriesContext(connection) as queries:
        call()
        transaction.set_rollback(True)
    return [q["sql"].encode() for q in queries.captured_queries if str(q["sql"]).startswith("SELECT")]


def read_all(bare: psycopg.Connection[tuple[object, ...]], reads: list[bytes]) -> Callable[[], None]:
    def reference() -> None:
        with bare.transaction():
            for read in reads:
                bare.execute(read).fetchall()

    return reference


def bare_reads(bare: psycopg.Connection[tuple[object, ...]], made: Crowd, run: ScoreRun) -> None:
    with bare.transaction():
        for read in READS.values():
            assert bare.execute(read.encode(), {"t": made.tenant.pk, "run": run.pk}).fetchall()


@row("round: 10,000 candidates × 12 criteria, judged and picked", most=2)
def judged(bench: Bench) -> Pair:
    made, found, run = prepared(bench.bare)
    with tenant_scope(made.tenant):
        rules = [rule_from(AwardRule.objects.get(rule_set=found.rule_set).data)]
        fresh = ScoreRun.objects.get(pk=run.pk)

    def evaluate() -> str:
        facts = [subject.facts for subject in gather(found, run=fresh)]
        assert len(facts) == CANDIDATES
        return run_round(rules, facts, campaign_from=2022).digest

    def ours() -> None:
        with tenant_scope(made.tenant):
            evaluate()

    return Pair(ours, lambda: bare_reads(bench.bare, made, run), rounds=5, warm_up=1)


@row("round: 10,000 candidates × 12 criteria, all of it stored", most=2)
def stored(bench: Bench) -> Pair:
    """Of a round without candidates yet; beside the bare reads and a bare copy of the rows that it leaves behind."""
    made, found, run = prepared(bench.bare)
    actor = Actor.system(made.tenant)

    def evaluate() -> None:
        rounds.evaluate(award_round=AwardRound.objects.get(pk=found.pk), actor=actor)

    def ours() -> None:
        with tenant_scope(made.tenant):
            evaluate()
            transaction.set_rollback(True)

    with tenant_scope(made.tenant):
        evaluate()
    copies = """
        create table bench_subject as select * from awards_roundsubject where round_id = of_round;
        create table bench_candidate as select * from awards_candidate where round_id = of_round;
        create table bench_subject_written (like awards_roundsubject including indexes);
        create table bench_candidate_written (like awards_candidate including indexes);
    """
    bench.bare.execute(copies.replace("of_round", str(found.pk)).encode())
    with tenant_scope(made.tenant):
        Candidate.objects.filter(round=found).delete()
        RoundSubject.objects.filter(round=found).delete()
        AwardRound.objects.filter(pk=found.pk).update(state="draft", version=found.version)

    def reference() -> None:
        bare_reads(bench.bare, made, run)
        with bench.bare.transaction(force_rollback=True):
            bench.bare.execute("insert into bench_subject_written select * from bench_subject")
            bench.bare.execute("insert into bench_candidate_written select * from bench_candidate")

    return Pair(ours, reference, rounds=3, warm_up=1)


@row("round: one attestation among 10,000 candidates")
def attested(bench: Bench) -> Pair:
    """Beside reading the round's subjects and candidates once."""
    made, found, _ = prepared(bench.bare)
    actor = Actor.system(made.tenant)
    with tenant_scope(made.tenant):
        if not Candidate.objects.filter(round=found).exists():
            rounds.evaluate(award_round=AwardRound.objects.get(pk=found.pk), actor=actor)
        current = AwardRound.objects.get(pk=found.pk)
        subject = RoundSubject.objects.filter(round=found).first()
        (rule,) = judging.rules_for(current).values()
        code = next(leaf.criterion.code for leaf in leaves(rule.plain.criteria) if leaf.criterion.kind == "attested")

    def answer() -> None:
        given = judgement.Answer(subject.key, code, True)
        judgement.attest(round=current, answers=[given], actor=actor)

    def ours() -> None:
        with tenant_scope(made.tenant):
            answer()
            transaction.set_rollback(True)

    reads = [sql for sql in reads_of(made, answer) if b"awards_roundsubject" in sql or b"awards_candidate" in sql]
    return Pair(ours, read_all(bench.bare, reads), rounds=3, warm_up=1)
