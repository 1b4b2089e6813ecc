"""A live engine: from JSON to answer, announcements, amendments and deletions, and whether anything pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.engine.clock import Spans, no_garbage, one_pass, spans
from bench.engine.ours import Ours
from bench.engine.sets import Asking, asking, columns_of_set
from commonground.geo.volume import Volume
from commonground.record import decode


def from_text(name: str, intents: int, passes: int) -> dict[str, Any]:
    """One intent as JSON: decoded, validated, asked. Beside it only decoding, and only asking from records."""
    ours, questions = Ours(columns_of_set(name)), asking(name, intents)
    engine = ours.engine

    def read(text: bytes) -> list[Volume]:
        return decode(list[Volume], text)

    def answer(text: bytes) -> list[object]:
        return list(engine.meeting_json(text))

    return {
        "set": name,
        "answer": _spans_of_new(answer, questions.texts(), passes),
        "decode": spans(read, questions.texts(), passes).plain(),
        "records": spans(engine.meeting, questions.volumes(), passes).plain(),
    }


def _spans_of_new(call: Callable[[bytes], object], texts: list[bytes], passes: int) -> dict[str, Any]:
    """An announcement comes once: each pass asks about other intents, so that nothing is remembered."""
    each = len(texts) // (passes + 1)
    for text in texts[:each]:
        call(text)
    walls, works = [], []
    with no_garbage():
        for number in range(passes):
            wall, work = one_pass(call, texts[(number + 1) * each : (number + 2) * each])
            walls.append(wall)
            works.append(work)
    return Spans.of(walls, works).plain()


def changes(name: str, intents: int) -> dict[str, Any]:
    """Insert, amend and remove intents one by one in a full engine, and time every call; then again with questions.

    The pause of a change, or of a question between two changes, is the longest that any single call took, while the
    engine packs beside.
    """
    ours, questions = Ours(columns_of_set(name)), asking(name, intents)
    engine = ours.engine
    prepared = ours.prepare(questions)
    numbers = range(len(questions.rows))
    volumes = sum(len(rows) for rows in questions.rows)
    told: dict[str, Any] = {"set": name, "intents": len(numbers), "volumes": volumes}
    with no_garbage():
        for what, act in acts(engine, questions):
            told[what] = _each(act, numbers).plain()
        between = [_with_questions(act, lambda n: engine.meeting_prepared(prepared[n]), numbers)
                   for _, act in acts(engine, questions)]  # fmt: skip
    told["worst_ms"] = max(told[what]["worst_ms"] for what in ("insert", "amend", "remove"))
    told["asking"] = Spans.of(between, between).plain()
    told["worst_asking_ms"] = 1e3 * max(map(max, between))
    return told


def _with_questions(
    act: Callable[[int], object], ask: Callable[[int], object], numbers: range
) -> list[float]:
    """Seconds of each question, one after each change."""
    waits = []
    for number in numbers:
        act(number)
        begun = time.perf_counter()
        ask(number)
        waits.append(time.perf_counter() - begun)
    return waits


def acts(engine: Any, questions: Asking) -> list[tuple[str, Callable[[int], object]]]:
    """Insert every asking intent under a new key, amend it to another's volumes, remove it."""
    volumes = questions.volumes()
    keys = [f"new {number}" for number in range(len(volumes))]

    def insert(number: int) -> None:
        engine.insert(keys[number], volumes[number])

    def amend(number: int) -> None:
        engine.remove(keys[number])
        engine.insert(keys[number], volumes[-1 - number])

    def remove(number: int) -> None:
        engine.remove(keys[number])

    return [("insert", insert), ("amend", amend), ("remove", remove)]


def _each(act: Callable[[int], object], numbers: range) -> Spans:
    """Time one pass over all, without calls before it: an insert is made once."""
    wall, work = one_pass(act, numbers)
    return Spans.of([wall], [work])
