"""Questions that are asked together: one call of a kernel for all of them, against what stands and among themselves.

A call costs the same for six volumes and for six hundred. The buffer of all of them is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .draw import Drawn
from .layout import FIRST, SLOT, Integers, Rows
from .search import FOUND_COLUMNS, FOUND_QUESTION, FOUND_SLOT, STACK, search
from .tree import append_rows, empty_run


class Prepared(NamedTuple):
    """A question drawn once, for asking many times."""

    drawn: Drawn
    apart_mm: float
    points_max: int


def joined(drawn: Sequence[Drawn], slots: Sequence[int]) -> Drawn:
    """Rows of several entities behind each other, those of the n-th in slot `slots[n]`."""
    if len(drawn) == 1:
        facts = drawn[0].facts.copy()
        facts[:, SLOT] = slots[0]
        return Drawn(drawn[0].boxes, facts, drawn[0].points)
    facts = np.concatenate([one.facts for one in drawn])
    rows = [len(one.facts) for one in drawn]
    points = np.cumsum([0, *(len(one.points) for one in drawn[:-1])])
    facts[:, SLOT] = np.repeat(np.array(slots, dtype=np.int32), rows)
    facts[:, FIRST] += np.repeat(points.astype(np.int32), rows)
    return Drawn(
        np.concatenate([one.boxes for one in drawn]), facts, np.concatenate([one.points for one in drawn])
    )


def as_one(questions: Sequence[Prepared]) -> Prepared:
    """Several questions as one, whose rows are in the slots 0, 1, 2 and so on."""
    drawn = joined([one.drawn for one in questions], range(len(questions)))
    return Prepared(drawn, questions[0].apart_mm, max(one.points_max for one in questions))


def found_by(question: Prepared, found: Rows) -> Iterator[tuple[int, int]]:
    """The question, as `as_one` numbers them, and the slot of what it found."""
    asking: Integers = question.drawn.facts[found[:, FOUND_QUESTION], SLOT]
    return zip(asking.tolist(), found[:, FOUND_SLOT].tolist(), strict=True)


def meeting_each_other(question: Prepared) -> Iterator[tuple[int, int]]:
    """Which of the questions in `as_one` meet, by their numbers: both ways round, and each itself."""
    drawn = question.drawn
    count = len(drawn)
    run = empty_run(count, len(drawn.points))
    append_rows(drawn.boxes, drawn.facts, drawn.points, *run.parts, 0, 0)
    run.rows = count
    alive = np.ones(count, dtype=np.uint8)
    boxed, picked = np.empty(STACK + count, np.int32), np.empty(2 * question.points_max, np.int32)
    room = 16 * count
    while True:
        found = np.empty((room, FOUND_COLUMNS), np.int32)
        met = search(
            *run.parts, alive, drawn.boxes, drawn.facts, drawn.points, question.apart_mm, found, boxed, picked
        )
        if met <= room:
            return found_by(question, found[:met])
        room = met
