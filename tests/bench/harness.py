"""Measures pairs: ours and a bare reference, in turns, so that both see the same machine.

A module `tests/bench/<name>.py` registers rows:

    @row("ranking page, 250 rows", most=40)
    def ranking(bench: Bench) -> Pair:
        ...                                   # preparation, not measured
        return Pair(ours=lambda: client.get(path), reference=lambda: client.get("/bare/250/"))

`most` is the ratio that the row should stay below; the table marks what is above, it fails nothing.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

RESULT = Path("var/bench.json")


@dataclass(frozen=True)
class Pair:
    """Two calls that do the same work, ours and as little as would do. `rounds`: how often each is measured.

    `after` tidies up after every call, outside the measured time.
    """

    ours: Callable[[], Any]
    reference: Callable[[], Any]
    rounds: int = 30
    warm_up: int = 3
    after: Callable[[], Any] = lambda: None


@dataclass(frozen=True)
class Bench:
    """What a row may use beside Django, which is set up on the filled database of the tests (`tests.cast`).

    `bare` is a superuser's connection (no wall holds it) in autocommit, for references.
    """

    bare: psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds."""

    name: str
    ours: float
    reference: float
    ratio: float
    most: float | None


Prepare = Callable[[Bench], Pair]
_rows: list[tuple[str, float | None, Prepare]] = []


def row(name: str, *, most: float | None = None) -> Callable[[Prepare], Prepare]:
    """Register a row of the table."""

    def register(prepare: Prepare) -> Prepare:
        _rows.append((name, most, prepare))
        return prepare

    return register


Derive = Callable[[dict[str, "Result"]], tuple[float, float] | None]
_derived: list[tuple[str, float | None, Derive]] = []


def derived(name: str, *, most: float | None = None) -> Callable[[Derive], Derive]:
    """Register a row made of others of the same run: two figures and their ratio; None when those are missing."""

    def register(make: Derive) -> Derive:
        _derived.append((name, most, make))
        return make

    return register


def timed(call: Callable[[], Any]) -> float:
    begun = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - begun) / 1e6


def measure(name: str, pair: Pair, most: float | None = None) -> Result:
    """Medians of both, measured in turns and in changing order."""
    for _ in range(pair.warm_up):
        pair.ours()
        pair.after()
        pair.reference()
        pair.after()
    gc.collect()  # what the preparation left behind is in nobody's turn
    ours: list[float] = []
    reference: list[float] = []
    turns = [(pair.ours, ours), (pair.reference, reference)]
    for _ in range(pair.rounds):
        random.shuffle(turns)
        for call, times in turns:
            times.append(timed(call))
            pair.after()
    a, b = statistics.median(ours), statistics.median(reference)
    return Result(name, round(a, 3), round(b, 3), round(a / b, 2) if b else float("inf"), most)


def run(bench: Bench, only: str = "") -> list[Result]:
    """Measure every registered row whose name holds `only`."""
    results = []
    print(f"{'':50}{'ours ms':>12}{'bare ms':>12}{'ratio':>9}")
    for name, most, prepare in _rows:
        if only.lower() in name.lower():
            results.append(_told(measure(name, prepare(bench), most)))
    known = {result.name: result for result in results}
    for name, most, make in _derived:
        if (figures := make(known)) is not None:
            a, b = figures
            results.append(_told(Result(name, round(a, 3), round(b, 3), round(a / b, 2), most)))
    return results


def _told(result: Result) -> Result:
    over = f"  over {result.most:g}" if result.most and result.ratio > result.most else ""
    print(f"{result.name:50}{result.ours:12.3f}{result.reference:12.3f}{result.ratio:9.2f}{over}", flush=True)
    return result


def write(results: list[Result], path: Path = RESULT) -> None:
    """Write the rows; those that were not measured this time are kept."""
    path.parent.mkdir(exist_ok=True)
    known: dict[str, dict[str, Any]] = {}
    names = {name for name, *_ in [*_rows, *_derived]}
    if path.exists():
        known = {old["name"]: old for old in json.loads(path.read_text()) if old["name"] in names}
    known |= {result.name: asdict(result) for result in results}
    path.write_text(json.dumps(list(known.values()), ensure_ascii=False, indent=1) + "\n")
