"""Papers: a round's dossiers rendered by two workers, beside bare WeasyPrint over the same HTML in two processes.

`DOSSIERS` says how many (200, four papers each). They are rendered in `TURNS` lots, ours and bare in turns, so that
both see the same machine. Bare WeasyPrint is handed the HTML and the data and is asked for the same file (PDF/A,
tags, data attached, identifier), its stylesheet read once in a process; it gives the same bytes, which is checked,
and leaves them where they are. Ours also takes the job, reads the dossier, composes, stores the file and says that
it is done. The jobs stand in the table before a turn; calling the workers is part of it. The tables are analysed once
they are filled, which a running server does by itself.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from config.kernel import jobs
from config.kernel.access import Actor
from config.kernel.jobs import queue
from config.kernel.pdf import fonts
from config.kernel.pdf.render import DATA_TITLE, identifier_of, stylesheet
from config.kernel.tenancy import tenant_scope
from dossiers.documents import compose
from dossiers.models import Document
from dossiers.paper_facts.document import facts_for
from dossiers.services import drafting
from tests import database
from tests.bench._bare_papers import Sheet, draw, warm
from tests.bench.harness import Bench, Pair, row
from tests.dossiers import many
from tests.jobs.stack import Stack
from units.models import Tenant

DOSSIERS = int(os.environ.get("DOSSIERS", "200"))
TURNS = 5
PROCESSES = 2
# Enough that every process has drawn one of each kind before it is measured.
WARM = 4
_LEFT = "select 1 from kernel_job where id between %s and %s and state <> 'done' limit 1"


@row("papers: a round's dossiers × 4, two workers", most=round(1 / 0.9, 2))
def rendered(bench: Bench) -> Pair:
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
        sheets = [_sheet(paper) for paper in papers]
    bench.bare.execute("analyze")
    for _ in range(PROCESSES):
        stack.worker()
    # As the workers do: processes that know nothing of this one.
    pool = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), warm, (fonts.css(stylesheet()),))
    atexit.register(pool.shutdown)

    def ask(lot: slice) -> list[jobs.Job]:
        with tenant_scope(province):
            return [drafting.queue_rendering(document=paper, actor=actor) for paper in papers[lot]]

    def make(asked: list[jobs.Job]) -> None:
        # As the web process does: a few workers are called, and go on to what else waits.
        stack.announce(*asked[: queue.ENOUGH])
        while bench.bare.execute(_LEFT, [asked[0].pk, asked[-1].pk]).fetchone():
            time.sleep(0.05)

    def bare(lot: slice) -> list[str]:
        return list(pool.map(draw, sheets[lot]))

    first = WARM * 4
    make(ask(slice(first)))
    with tenant_scope(province):
        made = [Document.objects.get(pk=paper.pk).sha256 for paper in papers[:first]]
    assert bare(slice(first)) == made
    size = DOSSIERS * 4 // TURNS
    lots = [slice(first + turn * size, first + (turn + 1) * size) for turn in range(TURNS)]
    ours, reference = iter(lots), iter(lots)
    asked: list[list[jobs.Job]] = []

    def prepare() -> None:
        """The next turn's jobs stand in the table, and nobody was called for them yet."""
        while stack.calls("documents"):
            time.sleep(0.1)
        if not asked and (lot := next(ours, None)):
            asked.append(ask(lot))

    prepare()
    return Pair(
        ours=lambda: make(asked.pop()), reference=lambda: bare(next(reference)), after=prepare, rounds=TURNS, warm_up=0
    )


def _sheet(paper: Document) -> Sheet:
    texts = drafting.texts(paper)
    composed = compose(paper.kind, facts_for(paper), texts, regime_code=paper.regime)
    html, meta = composed.html(), composed.context["meta"]
    return Sheet(html, meta.payload, meta.data_name, DATA_TITLE, meta.moment, identifier_of(html + meta.payload))
