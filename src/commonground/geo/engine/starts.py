"""The first shift in time at which a question meets nothing: to the millisecond, forwards or backwards.

A volume that a question meets on the ground and in altitude blocks a closed interval of shifts. The intervals are
taken window by window along the axis. Of those that hold the shift that has been reached, the one that ends last is
looked at first: when its footprint is met, the others are behind as well and are never looked at. Until then an
interval is what its lanes say, up to four seconds too long at either end, which spares a look at the facts of each.
Backwards is the same on the turned axis.
"""

from __future__ import annotations

import numpy as np

from .compiled import kernel
from .layout import (
    APART,
    FAN_MASK,
    FAN_SHIFT,
    FROM,
    SLOT,
    TIME_MASK,
    TIME_SHIFT,
    UNSURE,
    UNTIL,
    Integers,
    Rows,
)
from .pair import bands_meet_as_given, discs_near, exact_from_ms, exact_until_ms, footprints_near
from .search import STACK, boxes_met
from .tree import Blocks, Flags

#: The first window; each further one is twice as long.
WINDOW_MS = 1_800_000
#: More intervals begin or end at one instant than there is room for.
NO_ROOM = -(2**62)

# Columns of an interval that waits: first and last shift, row of the question, row of the run.
_BEGIN, _END, _ASKS, _ROW = range(4)
#: Of one that has begun: its last shift with the sign turned stands where it began.
_TURNED_END = _BEGIN


@kernel
def first_free(
    blocks: Blocks, starts: Integers, facts: Rows, points: Rows, alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    backwards: bool, at: int, limit: int,
    heap: Integers, boxed: Rows, picked: Rows,
) -> int:  # fmt: skip
    """The least shift from `at` on that no row of the run blocks; above `limit` when there is none up to it.

    Backwards, shifts are counted towards the past. `heap` is int64[2 N, 4]; NO_ROOM when N is too small.
    """
    window = WINDOW_MS
    while at <= limit:
        last = min(limit, at + window)
        waiting = _collect(blocks, starts, q_boxes, q_facts, backwards, at, last, heap, boxed)
        if waiting < 0:
            if last == at:
                return NO_ROOM
            window = (last - at) // 2
            continue
        for n in range(waiting // 2 - 1, -1, -1):
            _sink(heap, 0, n, waiting, _BEGIN)
        at = _swept(
            blocks,
            facts,
            points,
            alive,
            q_boxes,
            q_facts,
            q_points,
            apart_mm,
            backwards,
            heap,
            waiting,
            at,
            picked,
        )
        if at <= last:
            return at
        window = max(WINDOW_MS, 2 * window)
    return at


@kernel
def _collect(
    blocks: Blocks, starts: Integers, q_boxes: Rows, q_facts: Rows,
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
            block, place = boxed[n] >> FAN_SHIFT, boxed[n] & FAN_MASK
            one = (np.int64(blocks[block, FROM, place]) << TIME_SHIFT) - end
            two = (-np.int64(blocks[block, UNTIL, place]) << TIME_SHIFT) + TIME_MASK - begin
            if two < low or one > high:
                continue
            if waiting == len(heap) // 2:
                return -1
            heap[waiting, _BEGIN], heap[waiting, _END] = (-two, -one) if backwards else (one, two)
            heap[waiting, _ASKS], heap[waiting, _ROW] = q, boxed[n]
            waiting += 1
    return waiting


@kernel
def _swept(
    blocks: Blocks, facts: Rows, points: Rows, alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    backwards: bool, heap: Integers, waiting: int, at: int, picked: Rows,
) -> int:  # fmt: skip
    """The shift that is reached when every interval that holds it has been stepped over.

    Intervals wait in a heap by their beginning; those that have begun are held in another, behind, by their end.
    """
    behind, held = len(heap) // 2, 0
    while True:
        while waiting and heap[0, _BEGIN] <= at:
            if heap[0, _END] >= at:
                held = _hold(heap, behind, held)
            waiting = _drop(heap, 0, waiting, _BEGIN)
        if held == 0 or -heap[behind, _TURNED_END] < at:  # the last to end is behind, and so are all
            return at
        i, q = heap[behind, _ROW], heap[behind, _ASKS]
        held = _drop(heap, behind, held, _TURNED_END)
        if not alive[facts[i, SLOT]] or not bands_meet_as_given(facts, i, q_facts, q):
            continue
        first, last = _exact(blocks, facts, i, q_boxes, q_facts, q, backwards)
        if first > at:
            waiting = _wait(heap, waiting, first, last, q, i)
        elif last >= at and _is_met(facts, i, points, q_facts, q, q_points, apart_mm, picked):
            at = last + 1


@kernel
def _exact(
    blocks: Blocks, facts: Rows, i: int, q_boxes: Rows, q_facts: Rows, q: int, backwards: bool
) -> tuple[int, int]:
    """The shifts at which two windows meet, to the millisecond."""
    block, place = i >> FAN_SHIFT, i & FAN_MASK
    one = exact_from_ms(facts, i, blocks[block, FROM, place]) - exact_until_ms(q_facts, q, q_boxes[q, UNTIL])
    two = exact_until_ms(facts, i, blocks[block, UNTIL, place]) - exact_from_ms(q_facts, q, q_boxes[q, FROM])
    return (-two, -one) if backwards else (one, two)


@kernel
def _is_met(
    facts: Rows, i: int, points: Rows, q_facts: Rows, q: int, q_points: Rows, apart_mm: float, picked: Rows
) -> bool:
    verdict = discs_near(facts, i, q_facts, q, apart_mm)
    if verdict == UNSURE:
        verdict = footprints_near(facts, i, points, q_facts, q, q_points, apart_mm, picked)
    return verdict != APART


@kernel
def _wait(heap: Integers, waiting: int, first: int, last: int, q: int, i: int) -> int:
    """Let an interval wait that begins a little later than its lanes said; how many wait."""
    heap[waiting, _BEGIN], heap[waiting, _END], heap[waiting, _ASKS], heap[waiting, _ROW] = first, last, q, i
    n = waiting
    while n and heap[n, _BEGIN] < heap[(n - 1) // 2, _BEGIN]:
        _swap(heap, n, (n - 1) // 2)
        n = (n - 1) // 2
    return waiting + 1


@kernel
def _hold(heap: Integers, behind: int, held: int) -> int:
    """Let the interval that begins first be held by its end; how many are held."""
    n = behind + held
    heap[n, _TURNED_END], heap[n, _END] = -heap[0, _END], heap[0, _END]
    heap[n, _ASKS], heap[n, _ROW] = heap[0, _ASKS], heap[0, _ROW]
    n = held
    while n and heap[behind + n, _TURNED_END] < heap[behind + (n - 1) // 2, _TURNED_END]:
        _swap(heap, behind + n, behind + (n - 1) // 2)
        n = (n - 1) // 2
    return held + 1


@kernel
def _drop(heap: Integers, first: int, count: int, by: int) -> int:
    """Take the least entry off a heap; how many are left."""
    count -= 1
    for column in range(4):
        heap[first, column] = heap[first + count, column]
    _sink(heap, first, 0, count, by)
    return count


@kernel
def _sink(heap: Integers, first: int, n: int, count: int, by: int) -> None:
    """Let entry n of a heap (least first, from row `first` on) find its place."""
    while True:
        least = n
        for child in range(2 * n + 1, min(2 * n + 3, count)):
            if heap[first + child, by] < heap[first + least, by]:
                least = child
        if least == n:
            return
        _swap(heap, first + n, first + least)
        n = least


@kernel
def _swap(heap: Integers, a: int, b: int) -> None:
    for column in range(4):
        held = np.int64(heap[a, column])
        heap[a, column] = heap[b, column]
        heap[b, column] = held
