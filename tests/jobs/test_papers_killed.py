"""kill -9 of workers while a round's papers are made: each is there once, whole, with the digest it has to have.

`PAPERS` says how many, `KILLS` how often (`make kill-test`: 800 papers, fifty kills); what was killed is started
again at once, as a supervisor would.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from config.kernel import files, jobs
from config.kernel.access import Actor
from config.kernel.models import StoredFile
from config.kernel.tenancy import tenant_scope
from dossiers.documents import compose
from dossiers.documents.compose import digest
from dossiers.models import Document
from dossiers.paper_facts.document import facts_for
from dossiers.services import drafting
from tests.dossiers import many
from tests.jobs.stack import Stack, children, kill, until
from units.models import Tenant

PAPERS = int(os.environ.get("PAPERS", "4"))
KILLS = int(os.environ.get("KILLS", "1"))
SEED = int(os.environ.get("KILL_SEED", "2023"))
WORKERS = 2
# So many are drawn once more in this process, undisturbed.
COMPARED = 24


@pytest.mark.slow
@pytest.mark.xdist_group("own server")
def test_every_paper_of_a_round_is_made_once_though_its_workers_are_killed(own_stack: Stack) -> None:
    own_stack.redis.start()
    province = Tenant.objects.get(slug="kien-giang")
    with tenant_scope(province):
        actor = Actor.system(province)
        papers = many.dossiers(-(-PAPERS // 4), actor)[:PAPERS]
        asked = [drafting.queue_rendering(document=paper, actor=actor) for paper in papers]
        ours = jobs.Job.objects.filter(pk__in=[job.pk for job in asked])
        # A job gives up after a few attempts; whether it may is another test's business.
        ours.update(max_attempts=1000)
        before = StoredFile.objects.filter(purpose="document").count()
    workers = [own_stack.worker() for _ in range(WORKERS)]
    own_stack.beat()
    own_stack.announce(*asked)

    def done() -> int:
        with tenant_scope(province):
            return ours.filter(state="done").count()

    def at_work() -> bool:
        with tenant_scope(province):
            return ours.filter(state="running").exists()

    draw = random.Random(SEED)
    began = time.monotonic()
    in_the_middle = killed = 0
    # The kills are spread over the whole of the work, so that every stage of it is met.
    while killed < KILLS and done() < PAPERS:
        due = PAPERS * killed // (KILLS + 1)
        until(lambda due=due: done() >= due, "the next papers", own_stack, seconds=900)
        until(lambda: at_work() or done() == PAPERS, "a paper being made", own_stack)
        time.sleep(draw.uniform(0, 0.3))
        in_the_middle += at_work()
        place = draw.randrange(WORKERS)
        if draw.random() < 0.5:
            kill(workers[place])
            workers[place] = own_stack.worker()
        else:  # only the child that draws; its parent lives on and starts another
            for child in children(workers[place]):
                # A worker that has just begun also asks short-lived programs, which end by themselves.
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
        killed += 1
    until(lambda: done() == PAPERS, "every paper", own_stack, seconds=900)
    with tenant_scope(province):
        attempts = sum(ours.values_list("attempt", flat=True))
        print(
            f"\n{PAPERS} papers, {killed} kills, {in_the_middle} of them while a paper was being made; {attempts} "
            f"attempts; {time.monotonic() - began:.0f} s"
        )
        assert killed == KILLS
        _each_once_and_whole([paper.pk for paper in papers], before)


def _each_once_and_whole(pks: list[int], before: int) -> None:
    made = list(Document.objects.filter(pk__in=pks).select_related("file", "job").order_by("pk"))
    assert {paper.state for paper in made} == {"ready"}
    assert StoredFile.objects.filter(purpose="document").count() == before + len(made)
    assert len({paper.file_id for paper in made}) == len({paper.sha256 for paper in made}) == len(made) == len(pks)
    for paper in made:
        assert paper.file is not None
        assert paper.job is not None
        content = files.read(paper.file)
        assert (content[:5], content.rstrip()[-5:]) == (b"%PDF-", b"%%EOF")
        assert digest(content) == paper.sha256 == paper.file.sha256 == paper.job.result["sha256"]
    for paper in made[:: -(-len(made) // COMPARED)]:
        drawn = compose(paper.kind, facts_for(paper), paper.fields, regime_code=paper.regime).pdf()
        assert digest(drawn) == paper.sha256, paper.title
    # What a killed worker was writing lies under no digest, whatever else it left.
    for place in Path(settings.MEDIA_ROOT).glob("kien-giang/*/*"):
        assert digest(place.read_bytes()) == place.name
