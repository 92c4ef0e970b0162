"""Papers: a round's dossiers rendered by two workers, beside bare WeasyPrint over the same HTML in two processes.

`DOSSIERS` says how many (200, four papers each). They are rendered in `TURNS` lots, ours and bare in turns, so that
both see the same machine. Bare WeasyPrint makes what is asked of a paper (PDF/A, tags) with its stylesheet read once,
and leaves the bytes where they are; ours also reads the data, composes, attaches them, stores the file and keeps
its job.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from config.kernel import jobs
from config.kernel.access import Actor
from config.kernel.jobs import queue
from config.kernel.pdf import fonts
from config.kernel.pdf.render import stylesheet
from config.kernel.tenancy import tenant_scope
from dossiers.documents import compose
from dossiers.models import Document
from dossiers.papers import facts_for
from dossiers.services import drafting
from tests import database
from tests.bench._bare_papers import draw, warm
from tests.bench.harness import Bench, Pair, row
from tests.dossiers import many
from tests.jobs.stack import Stack
from units.models import Tenant

DOSSIERS = int(os.environ.get("DOSSIERS", "200"))
TURNS = 4
PROCESSES = 2
# Enough that every process has drawn one of each kind before it is measured.
WARM = 4


@row("papers: a round's dossiers × 4, two workers", most=round(1 / 0.9, 2))
def rendered(_bench: Bench) -> Pair:
    province = Tenant.objects.get(slug="kien-giang")
    home = tempfile.TemporaryDirectory()
    stack = Stack(database.server(), "bench", Path(home.name))
    atexit.register(home.cleanup)
    atexit.register(stack.close)
    stack.redis.start()
    # This process announces the jobs itself, all at once, when it is asked to.
    queue.wake = lambda *_call: None
    with tenant_scope(province):
        actor = Actor.system(province)
        papers = many.dossiers(DOSSIERS + WARM, actor)
        html = [_html(paper) for paper in papers]
    for _ in range(PROCESSES):
        stack.worker()
    # As the workers do: processes that know nothing of this one.
    pool = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), warm, (fonts.css(stylesheet()),))
    atexit.register(pool.shutdown)

    def ask(lot: list[Document]) -> list[jobs.Job]:
        with tenant_scope(province):
            return [drafting.queue_rendering(document=paper, actor=actor) for paper in lot]

    def make(asked: list[jobs.Job]) -> None:
        stack.announce(*asked)
        waiting = [job.pk for job in asked]
        while True:
            with tenant_scope(province):
                left = jobs.Job.objects.filter(pk__in=waiting).exclude(state="done").exists()
            if not left:
                return
            time.sleep(0.05)

    def bare(lot: list[str]) -> None:
        assert all(pool.map(draw, lot))

    first = WARM * 4
    make(ask(papers[:first]))
    bare(html[:first])
    size = DOSSIERS * 4 // TURNS
    lots = [slice(first + turn * size, first + (turn + 1) * size) for turn in range(TURNS)]
    asked = iter([ask(papers[lot]) for lot in lots])
    texts: Iterator[list[str]] = iter([html[lot] for lot in lots])
    return Pair(ours=lambda: make(next(asked)), reference=lambda: bare(next(texts)), rounds=TURNS, warm_up=0)


def _html(paper: Document) -> str:
    texts = drafting.texts(paper)
    return compose(paper.kind, facts_for(paper), texts, regime_code=paper.regime).html()
