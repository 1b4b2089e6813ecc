"""The first shift in time at which a question meets nothing: to the millisecond, forwards or backwards.

A volume that a question meets on the ground and in altitude blocks a closed interval of shifts. The intervals are
taken window by window along the axis, and in each in the order in which they begin; a footprint is looked at only
when its interval holds the shift that has been reached. Backwards is the same on the turned axis.
"""

from __future__ import annotations

import numpy as np

from .compiled import kernel
from .layout import APART, FAN_MASK, FAN_SHIFT, FROM, SLOT, TIME_SHIFT, UNSURE, UNTIL, Integers, Rows
from .pair import bands_meet_as_given, discs_near, exact_from_ms, exact_until_ms, footprints_near
from .search import STACK, boxes_met
from .tree import Blocks, Flags

#: The first window; each further one is twice as long.
WINDOW_MS = 3_600_000
#: More intervals begin or end at one instant than there is room for.
NO_ROOM = -(2**62)

# Columns of an interval that waits: first and last shift, row of the question, row of the run.
_BEGIN, _END, _ASKS, _ROW = range(4)


@kernel
def first_free(
    blocks: Blocks, starts: Integers, facts: Rows, points: Rows, alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    backwards: bool, at: int, limit: int,
    heap: Integers, boxed: Rows, picked: Rows,
) -> int:  # fmt: skip
    """The least shift from `at` on that no row of the run blocks; above `limit` when there is none up to it.

    Backwards, shifts are counted towards the past. `heap` is int64[N, 4]; NO_ROOM when N is too small.
    """
    window = WINDOW_MS
    while at <= limit:
        last = min(limit, at + window)
        waiting = _collect(blocks, starts, facts, alive, q_boxes, q_facts, backwards, at, last, heap, boxed)
        if waiting < 0:
            if last == at:
                return NO_ROOM
            window = (last - at) // 2
            continue
        for n in range(waiting // 2 - 1, -1, -1):
            _sink(heap, n, waiting)
        at = _swept(facts, points, q_facts, q_points, apart_mm, heap, waiting, at, picked)
        if at <= last:
            return at
        window *= 2
    return at


@kernel
def _collect(
    blocks: Blocks, starts: Integers, facts: Rows, alive: Flags, q_boxes: Rows, q_facts: Rows,
    backwards: bool, first: int, last: int, heap: Integers, boxed: Rows,
) -> int:  # fmt: skip
    """Intervals that meet the shifts first..last, whatever the footprints say; how many, or -1 without room."""
    low, high = (-last, -first) if backwards else (first, last)
    waiting = 0
    for q in range(len(q_boxes)):
        begin = exact_from_ms(q_facts, q, q_boxes[q, FROM])
        end = exact_until_ms(q_facts, q, q_boxes[q, UNTIL])
        candidates = boxes_met(
            blocks, starts,
            -q_boxes[q, 4], -q_boxes[q, 5], -q_boxes[q, 6], (end + high) >> TIME_SHIFT,
            -q_boxes[q, 0], -q_boxes[q, 1], -q_boxes[q, 2], -((begin + low) >> TIME_SHIFT),
            boxed,
        )  # fmt: skip
        for n in range(STACK, STACK + candidates):
            i = boxed[n]
            if not alive[facts[i, SLOT]] or not bands_meet_as_given(facts, i, q_facts, q):
                continue
            block, place = i >> FAN_SHIFT, i & FAN_MASK
            one = exact_from_ms(facts, i, blocks[block, FROM, place]) - end
            two = exact_until_ms(facts, i, blocks[block, UNTIL, place]) - begin
            if two < low or one > high:
                continue
            if waiting == len(heap):
                return -1
            heap[waiting, _BEGIN], heap[waiting, _END] = (-two, -one) if backwards else (one, two)
            heap[waiting, _ASKS], heap[waiting, _ROW] = q, i
            waiting += 1
    return waiting


@kernel
def _swept(
    facts: Rows, points: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    heap: Integers, waiting: int, at: int, picked: Rows,
) -> int:  # fmt: skip
    """The shift that is reached when every interval that holds it has been stepped over."""
    while waiting and heap[0, _BEGIN] <= at:
        if heap[0, _END] >= at:
            i, q = heap[0, _ROW], heap[0, _ASKS]
            verdict = discs_near(facts, i, q_facts, q, apart_mm)
            if verdict == UNSURE:
                verdict = footprints_near(facts, i, points, q_facts, q, q_points, apart_mm, picked)
            if verdict != APART:
                at = heap[0, _END] + 1
        waiting -= 1
        for column in range(4):
            heap[0, column] = heap[waiting, column]
        _sink(heap, 0, waiting)
    return at


@kernel
def _sink(heap: Integers, n: int, count: int) -> None:
    """Let entry n of a heap (least first) find its place."""
    while True:
        least = n
        for child in range(2 * n + 1, min(2 * n + 3, count)):
            if heap[child, _BEGIN] < heap[least, _BEGIN]:
                least = child
        if least == n:
            return
        for column in range(4):
            held = np.int64(heap[n, column])
            heap[n, column] = heap[least, column]
            heap[least, column] = held
        n = least
