"""Which rows of a run meet the rows of a question?

Down the tree by boxes, then pair by pair (`pair`). What is found is named by the columns below. Of a large run most of
the time goes by in waiting for memory: so what is needed next of many rows is fetched while others are looked at.
A block's sixteen boxes are compared at once, lane by lane, and the loops are written out over scalars: a call that
passes arrays costs as much as a block.
"""

from __future__ import annotations

import numpy as np

from .compiled import fetch_row_soon, fetch_soon, kernel, lowest_bit
from .layout import (
    APART,
    COUNT,
    FAN_MASK,
    FAN_OUT,
    FAN_SHIFT,
    FIRST,
    FROM,
    PART,
    SLOT,
    UNSURE,
    UNTIL,
    Integers,
    Rows,
)
from .pair import bands_meet_as_given, discs_near, footprints_near, windows_meet
from .tree import Blocks, Flags

#: Blocks that can wait at once: a block's children on each level.
STACK = 8 * FAN_OUT
#: About so many rows whose boxes meet a question are gathered, then looked at: their facts, then their points.
AT_ONCE = 1_024
_POINTS_A_LINE, _FETCHED = 8, 64

# Columns of what is found: row of the question, entity and its volume.
FOUND_QUESTION, FOUND_SLOT, FOUND_PART = range(3)
FOUND_COLUMNS = 3


@kernel
def search(
    blocks: Blocks, starts: Integers, facts: Rows, points: Rows,
    alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    found: Rows, boxed: Rows, asking: Rows, picked: Rows,
) -> int:  # fmt: skip
    """Write what is found to `found`; how many, which may be more than there was room for.

    Scratch: `boxed` and `asking` have STACK and AT_ONCE places and one for each row of the run, `picked` as many as a
    pair has points.
    """
    count, q = 0, 0
    while q < len(q_boxes):
        end = STACK
        while q < len(q_boxes) and end < STACK + AT_ONCE:
            begin = end
            end += boxes_met(
                blocks, starts,
                -q_boxes[q, 4], -q_boxes[q, 5], -q_boxes[q, 6], -q_boxes[q, 7],
                -q_boxes[q, 0], -q_boxes[q, 1], -q_boxes[q, 2], -q_boxes[q, 3],
                boxed, begin,
            )  # fmt: skip
            for n in range(begin, end):
                fetch_row_soon(facts, boxed[n])
                asking[n] = q
            q += 1
        end = _left_by_facts(blocks, facts, points, alive, q_boxes, q_facts, apart_mm, boxed, asking, end)
        for n in range(STACK, end):
            i, asks = boxed[n], asking[n]
            if i < 0:
                i = ~i
                if footprints_near(facts, i, points, q_facts, asks, q_points, apart_mm, picked) == APART:
                    continue
            if count < len(found):
                found[count, FOUND_QUESTION] = asks
                found[count, FOUND_SLOT], found[count, FOUND_PART] = facts[i, SLOT], facts[i, PART]
            count += 1
    return count


@kernel
def _left_by_facts(
    blocks: Blocks, facts: Rows, points: Rows, alive: Flags, q_boxes: Rows, q_facts: Rows, apart_mm: float,
    boxed: Rows, asking: Rows, end: int,
) -> int:  # fmt: skip
    """Keep of the rows in `boxed` those that may meet their question, told by all but the points; the new end.

    A row of which only its points can tell is written as its complement, and the processor told of them.
    """
    kept = STACK
    for n in range(STACK, end):
        i, q = boxed[n], asking[n]
        if not alive[facts[i, SLOT]]:
            continue
        block, place = i >> FAN_SHIFT, i & FAN_MASK
        if not windows_meet(
            facts, i, blocks[block, FROM, place], blocks[block, UNTIL, place],
            q_facts, q, q_boxes[q, FROM], q_boxes[q, UNTIL],
        ):  # fmt: skip
            continue
        if not bands_meet_as_given(facts, i, q_facts, q):
            continue
        verdict = discs_near(facts, i, q_facts, q, apart_mm)
        if verdict == APART:
            continue
        boxed[kept], asking[kept] = i, q
        if verdict == UNSURE:
            boxed[kept] = ~i
            first = facts[i, FIRST]
            for p in range(first, min(first + facts[i, COUNT], first + _FETCHED), _POINTS_A_LINE):
                fetch_row_soon(points, p)
        kept += 1
    return kept


@kernel
def boxes_met(
    blocks: Blocks, starts: Integers,
    west: int, south: int, lower: int, begin: int, east: int, north: int, upper: int, until: int,
    boxed: Rows, begin_at: int,
) -> int:  # fmt: skip
    """Numbers of the rows whose lanes are all at most these, written to `boxed` from a place on; how many."""
    w, s, lo, t0 = np.int32(west), np.int32(south), np.int32(lower), np.int32(begin)
    e, n, up, t1 = np.int32(east), np.int32(north), np.int32(upper), np.int32(until)
    boxed[0] = len(blocks) - 1
    waiting, found, leaves = 1, begin_at, starts[1]
    while waiting:
        waiting -= 1
        b = boxed[waiting]
        x = blocks[b]
        bits = np.uint32(0)
        for j in range(FAN_OUT):
            meets = (
                (x[0, j] <= w) & (x[1, j] <= s) & (x[2, j] <= lo) & (x[3, j] <= t0)
                & (x[4, j] <= e) & (x[5, j] <= n) & (x[6, j] <= up) & (x[7, j] <= t1)
            )  # fmt: skip
            bits |= np.uint32(meets) << np.uint32(j)
        if bits == 0:
            continue
        rest = np.int64(bits)
        if b < leaves:
            first = b << FAN_SHIFT
            while rest:
                boxed[found] = first + lowest_bit(rest)
                rest &= rest - 1
                found += 1
        else:
            level = 1
            while b >= starts[level + 1]:
                level += 1
            first = starts[level - 1] + ((b - starts[level]) << FAN_SHIFT)
            while rest:
                child = first + lowest_bit(rest)
                rest &= rest - 1
                fetch_soon(blocks, child)
                boxed[waiting] = child
                waiting += 1
    return found - begin_at
