"""Questions that are asked together: one call of a kernel for all of them, against what stands and among themselves.

A call costs the same for six volumes and for six hundred. The buffer of all of them is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from .compiled import kernel
from .draw import Drawn, Together
from .layout import APART, FIRST, FROM, LANES, SLOT, UNSURE, UNTIL, Integers, Rows
from .pair import bands_meet_as_given, discs_near, footprints_near, windows_meet
from .search import FOUND_QUESTION, FOUND_SLOT
from .tree import Flags

_PARTS = ("boxes", "facts", "points")


class Prepared(NamedTuple):
    """A question drawn once, for asking many times."""

    drawn: Drawn
    apart_mm: float
    points_max: int


def joined(drawn: Sequence[Drawn], slots: Sequence[int]) -> Drawn:
    """Rows of several entities behind each other, those of the n-th in slot `slots[n]`."""
    behind = _behind_each_other(drawn)
    if behind is None:
        rows = np.array([0, *accumulate(len(one.facts) for one in drawn)])
        places = np.array([0, *accumulate(len(one.points) for one in drawn)])
        boxes, facts, points = (np.concatenate([getattr(one, part) for one in drawn]) for part in _PARTS)
    else:
        whole, first = behind
        rows, places = (
            whole.rows[first : first + len(drawn) + 1],
            whole.points[first : first + len(drawn) + 1],
        )
        boxes, facts = whole.drawn.boxes[rows[0] : rows[-1]], whole.drawn.facts[rows[0] : rows[-1]].copy()
        points = whole.drawn.points[places[0] : places[-1]]
    _count_on(facts, rows, places, np.array(slots, dtype=np.int64))
    return Drawn(boxes, facts, points)


def _behind_each_other(drawn: Sequence[Drawn]) -> tuple[Together, int] | None:
    """In what these were drawn in this order with none between them, and which of it is the first; or None."""
    first = drawn[0].part_of
    if first is None:
        return None
    whole, begin = first
    for number, one in enumerate(drawn, begin):
        if one.part_of is None or one.part_of[0] is not whole or one.part_of[1] != number:
            return None
    return first


@kernel
def _count_on(facts: Rows, rows: Integers, points: Integers, slots: Integers) -> None:
    """Give the rows of each entity its slot, and count their points from the first of all."""
    for n in range(len(slots)):
        for row in range(rows[n] - rows[0], rows[n + 1] - rows[0]):
            facts[row, SLOT] = slots[n]
            facts[row, FIRST] += points[n] - points[0]


def as_one(questions: Sequence[Prepared]) -> Prepared:
    """Several questions as one, whose rows are in the slots 0, 1, 2 and so on."""
    drawn = joined([one.drawn for one in questions], range(len(questions)))
    return Prepared(drawn, questions[0].apart_mm, max(one.points_max for one in questions))


def found_by(question: Prepared, found: Rows) -> Iterator[tuple[int, int]]:
    """The question, as `as_one` numbers them, and the slot of what it found."""
    asking: Integers = question.drawn.facts[found[:, FOUND_QUESTION], SLOT]
    return zip(asking.tolist(), found[:, FOUND_SLOT].tolist(), strict=True)


def meeting_each_other(question: Prepared, count: int) -> list[set[int]]:
    """Which of so many questions in `as_one` meet which, by their numbers; each meets itself."""
    drawn, met = question.drawn, [{number} for number in range(count)]
    rows = len(drawn)
    lanes, near = np.empty((LANES, rows), np.int32), np.empty(rows, np.uint8)
    picked, room = np.empty(2 * question.points_max, np.int32), 16 * rows
    while True:
        found = np.empty((room, 2), np.int32)
        pairs = _meet_each_other(
            drawn.boxes, drawn.facts, drawn.points, question.apart_mm, found, lanes, near, picked
        )
        if pairs <= room:
            break
        room = pairs
    for one, other in found[:pairs].tolist():
        met[one].add(other)
        met[other].add(one)
    return met


@kernel
def _meet_each_other(
    boxes: Rows, facts: Rows, points: Rows, apart_mm: float,
    found: Rows, lanes: Rows, near: Flags, picked: Rows,
) -> int:  # fmt: skip
    """Write the slots of each two rows of different ones that meet; how many, also when there is no room for all.

    Scratch: `lanes` has a place for each lane of each row, `near` one for each row, `picked` one for each point of a
    pair.
    """
    rows, count = len(boxes), 0
    for i in range(rows):
        for lane in range(LANES):
            lanes[lane, i] = boxes[i, lane]
    for i in range(rows):
        x = boxes[i]
        e, n, up, t1 = np.int32(-x[0]), np.int32(-x[1]), np.int32(-x[2]), np.int32(-x[3])
        w, s, lo, t0 = np.int32(-x[4]), np.int32(-x[5]), np.int32(-x[6]), np.int32(-x[7])
        for j in range(rows):
            near[j] = (
                (lanes[0, j] <= w) & (lanes[1, j] <= s) & (lanes[2, j] <= lo) & (lanes[3, j] <= t0)
                & (lanes[4, j] <= e) & (lanes[5, j] <= n) & (lanes[6, j] <= up) & (lanes[7, j] <= t1)
            )  # fmt: skip
        for j in range(i + 1, rows):
            if not near[j] or facts[i, SLOT] == facts[j, SLOT]:
                continue
            if not windows_meet(
                facts, i, boxes[i, FROM], boxes[i, UNTIL], facts, j, boxes[j, FROM], boxes[j, UNTIL]
            ):
                continue
            if not bands_meet_as_given(facts, i, facts, j):
                continue
            verdict = discs_near(facts, i, facts, j, apart_mm)
            if verdict == UNSURE:
                verdict = footprints_near(facts, i, points, facts, j, points, apart_mm, picked)
            if verdict != APART:
                if count < len(found):
                    found[count, 0], found[count, 1] = facts[i, SLOT], facts[j, SLOT]
                count += 1
    return count
