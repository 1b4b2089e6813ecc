"""One engine on one set: build, memory, one intent, all pairs. Each runs in a process of its own, so memory is its own.

What it answered is kept in the folder `answers`, for the module of that name to compare.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.engine.clock import Spans, Taken, no_garbage, one_pass, peak_mb, resident_mb, spans, taken
from bench.engine.peers import Pairs, Peer, make_peer
from bench.engine.planar import planar_set
from bench.engine.sets import asking, asking_set, columns_of_set
from bench.engine.workload import Integers

OURS = "commonground"


def answers_path(answers: str, engine: str, name: str) -> Path:
    return Path(answers) / f"{engine}-{name}.npz"


def keep_answers(path: Path, hits: Pairs, pairs: Pairs | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, hits=hits, **({} if pairs is None else {"pairs": pairs}))


def curve(
    engine: str, name: str, intents: int, passes: int, pairs_s_max: float, answers: str
) -> dict[str, Any]:
    """Every measure that is drawn as a curve. All pairs are given up after `pairs_s_max`."""
    one = _ours if engine == OURS else _peer
    path = answers_path(answers, engine, name)
    return {"engine": engine, "set": name, **one(path, engine, name, intents, passes, pairs_s_max)}


def _ours(
    path: Path, engine: str, name: str, intents: int, passes: int, pairs_s_max: float
) -> dict[str, Any]:
    from bench.engine.ours import Ours  # the peers' processes do without

    questions = asking(name, intents)
    warm = Ours(asking(name, 5).columns)  # what is compiled is measured elsewhere
    warm.engine.pairs()
    del warm
    columns = columns_of_set(name)
    volumes = len(columns)
    before_mb = resident_mb()
    build, ours = taken(partial(Ours, columns))
    engine_mb = resident_mb() - before_mb
    peak = peak_mb()
    del columns
    whole_mb = resident_mb()
    prepared = ours.prepare(questions)
    ask = spans(ours.engine.meeting_prepared, prepared, passes)
    hits = ours.hits(questions)
    repeats = passes if volumes <= 1_000_000 else 1
    pairs = {}
    for threads in (1, 2) if volumes <= 1_000_000 else (2,):
        time_taken, named = taken(partial(ours.engine.pairs, threads), repeats)
        pairs[str(threads)] = {**time_taken.plain(), "count": len(named)}
    keep_answers(path, hits, ours.rows_of(named))
    return {
        "volumes": volumes, "build": build.plain(), "engine_mb": engine_mb, "whole_mb": whole_mb,
        "peak_mb": peak, "ask": ask.plain(), "hits": len(hits), "pairs": pairs,
    }  # fmt: skip


def _peer(
    path: Path, engine: str, name: str, intents: int, passes: int, pairs_s_max: float
) -> dict[str, Any]:
    held, others = planar_set(name), planar_set(asking_set(name))
    peer = make_peer(engine, held, others)
    try:
        before_mb = resident_mb()
        build, _ = taken(peer.build)
        engine_mb = size_mb() if (size_mb := getattr(peer, "size_mb", None)) else resident_mb() - before_mb
        questions = asking(name, intents).rows
        hits = np.concatenate([peer.ask(rows) for rows in questions])
        timed_inside = getattr(peer, "spans", None)
        ask = timed_inside(questions, passes) if timed_inside else spans(peer.ask, questions, passes)
        repeats = passes if len(held) <= 100_000 else 1
        pairs, found = _pairs_of(peer, repeats, pairs_s_max) if pairs_s_max > 0 else ({}, None)
    finally:
        peer.close()
    keep_answers(path, hits, found)
    return {
        "volumes": len(held), "build": build.plain(), "engine_mb": engine_mb, "peak_mb": peak_mb(),
        "ask": ask.plain(), "hits": len(hits), "pairs": pairs,
    }  # fmt: skip


def _pairs_of(peer: Peer, repeats: int, pairs_s_max: float) -> tuple[dict[str, Any], Pairs | None]:
    """All pairs of a peer, so many times; given up when once takes too long."""
    work_s = getattr(peer, "work_s", float)
    times: list[Taken] = []
    found: Pairs | None = None
    for _ in range(repeats):
        elsewhere_s = work_s()
        once, found = taken(lambda: within(peer.pair_blocks(), pairs_s_max))
        if found is None:
            return {"unfinished_s": pairs_s_max}, None
        times.append(Taken(once.wall_s, once.cpu_s + work_s() - elsewhere_s, repeats))
        if sum(one.wall_s for one in times) > pairs_s_max:
            break
    middle = sorted(times, key=lambda one: one.wall_s)[len(times) // 2]
    assert found is not None
    return {"1": {**middle.plain(), "passes": len(times), "count": len(found)}}, found


def within(blocks: Iterator[Pairs], limit_s: float) -> Pairs | None:
    """All blocks as one, or None when they take longer than the limit."""
    begun = time.perf_counter()
    found = [np.empty((0, 2), dtype=np.int64)]
    for block in blocks:
        found.append(block)
        if time.perf_counter() - begun > limit_s:
            return None
    return np.concatenate(found)


def change(engine: str, name: str, intents: int) -> dict[str, Any]:
    """A peer's way of adding and taking out volumes: the rate and the longest pause, or one building again."""
    questions: list[Integers] = asking(name, intents).rows
    peer = make_peer(engine, planar_set(name), planar_set(asking_set(name)))
    peer.build()
    if peer.is_static:
        again, _ = taken(lambda: peer.insert(questions[0]))
        return {"engine": engine, "set": name, "rebuild_s": again.wall_s}
    with no_garbage():
        insert, remove = (
            Spans.of(*([one] for one in one_pass(act, questions))) for act in (peer.insert, peer.remove)
        )
    peer.close()
    volumes = sum(len(rows) for rows in questions)
    return {
        "engine": engine,
        "set": name,
        "volumes": volumes,
        "insert": insert.plain(),
        "remove": remove.plain(),
    }
