"""What of a run comes into reach while a question is moved along the time axis.

A tree is opened block by block, level by level, and only as far as the question has been moved: what lies further on
waits unopened. So no block is looked at twice for one row of a question, however often the reach grows, and the
processor is told of each block some time before it is looked at. It says nothing about footprints.
"""

from __future__ import annotations

import numpy as np

from .compiled import fetch_soon, kernel, lowest_bit
from .layout import FAN_OUT, FAN_SHIFT, FROM, TIME_MASK, TIME_SHIFT, UNTIL, Integers, Rows
from .pair import exact_from_ms, exact_until_ms
from .tree import Blocks

# Rows of the intervals of shifts: first and last shift, and which: row of the question (high) and row of the run (low).
BEGIN, END, WHICH = range(3)
WAITING_ROWS = 3
#: Rows of the blocks: the first shift at which anything in one can be met, blocks to be opened now, and WHICH: row of
#: the question (high), level and block (low).
DUE, QUEUE = 0, 1
ASKS_SHIFT = 32
ROW_MASK = 2**31 - 1
_LEVEL_SHIFT = 27
_BLOCK_MASK = (1 << _LEVEL_SHIFT) - 1
#: Intervals are looked through so many at a time.
CHUNK = 64


@kernel
def put_roots(starts: Integers, asking: int, nodes: Integers) -> int:
    """Let the whole tree wait for each row of a question; how many blocks wait."""
    level = len(starts) - 2
    for q in range(asking):
        nodes[DUE, q] = -(2**62)
        nodes[WHICH, q] = (np.int64(q) << ASKS_SHIFT) | (level << _LEVEL_SHIFT) | (starts[level + 1] - 1)
    return asking


@kernel
def open_due(
    blocks: Blocks, starts: Integers, q_boxes: Rows, q_facts: Rows, backwards: bool, at: int, last: int,
    nodes: Integers, closed: int, queued: int, waits: Integers, held: int,
) -> tuple[int, int]:  # fmt: skip
    """Open the queue and all below it that can be met at the shifts at..last: how many blocks wait, intervals are held.

    -1 blocks when there is no room for another block's worth.
    """
    low, high = (-last, -at) if backwards else (at, last)
    due, queue, which = nodes[DUE], nodes[QUEUE], nodes[WHICH]
    begins, ends, whose = waits[BEGIN], waits[END], waits[WHICH]
    room, places = len(due) - FAN_OUT, len(begins) - FAN_OUT - CHUNK
    head = -1
    while head + 1 < queued:
        head += 1
        entry = queue[head]
        q, b, level = entry >> ASKS_SHIFT, entry & _BLOCK_MASK, (entry & ROW_MASK) >> _LEVEL_SHIFT
        begin = exact_from_ms(q_facts, q, q_boxes[q, FROM])
        end = exact_until_ms(q_facts, q, q_boxes[q, UNTIL])
        w, s, lo = np.int32(-q_boxes[q, 4]), np.int32(-q_boxes[q, 5]), np.int32(-q_boxes[q, 6])
        e, n, up = np.int32(-q_boxes[q, 0]), np.int32(-q_boxes[q, 1]), np.int32(-q_boxes[q, 2])
        t0, t1 = np.int32((end + high) >> TIME_SHIFT), np.int32(-((begin + low) >> TIME_SHIFT))
        x = blocks[b]
        near, before, after = np.uint32(0), np.uint32(0), np.uint32(0)
        for j in range(FAN_OUT):
            ground = (x[0, j] <= w) & (x[1, j] <= s) & (x[4, j] <= e) & (x[5, j] <= n)
            near |= np.uint32(ground & (x[2, j] <= lo) & (x[6, j] <= up)) << np.uint32(j)
            before |= np.uint32(x[3, j] <= t0) << np.uint32(j)
            after |= np.uint32(x[7, j] <= t1) << np.uint32(j)
        near &= before if backwards else after  # what is past stays past
        if near == 0:
            continue
        if closed > room or queued > room or held > places:
            return -1, held
        if level == 0:
            while near:
                j = lowest_bit(near)
                near &= near - np.uint32(1)
                one = (np.int64(x[3, j]) << TIME_SHIFT) - end
                two = (-np.int64(x[7, j]) << TIME_SHIFT) + TIME_MASK - begin
                begins[held], ends[held] = (-two, -one) if backwards else (one, two)
                whose[held] = (q << ASKS_SHIFT) | (b << FAN_SHIFT) + j
                held += 1
            continue
        first = starts[level - 1] + ((b - starts[level]) << FAN_SHIFT)
        named = (q << ASKS_SHIFT) | ((level - 1) << _LEVEL_SHIFT)
        reached = near & (after if backwards else before)
        near &= ~reached
        while near:
            j = lowest_bit(near)
            near &= near - np.uint32(1)
            one = (np.int64(x[3, j]) << TIME_SHIFT) - end
            two = (-np.int64(x[7, j]) << TIME_SHIFT) + TIME_MASK - begin
            due[closed] = -two if backwards else one
            which[closed] = named | first + j
            closed += 1
        while reached:
            j = lowest_bit(reached)
            reached &= reached - np.uint32(1)
            queue[queued] = named | first + j
            fetch_soon(blocks, first + j)
            queued += 1
    return closed, held


@kernel
def take_due(blocks: Blocks, nodes: Integers, closed: int, last: int) -> tuple[int, int]:
    """Put into the queue what has come into reach: how many blocks wait still, how many are in the queue."""
    due, queue, which = nodes[DUE], nodes[QUEUE], nodes[WHICH]
    kept, queued = 0, 0
    for n in range(closed):
        if due[n] <= last:
            queue[queued] = which[n]
            fetch_soon(blocks, which[n] & _BLOCK_MASK)
            queued += 1
        else:
            due[kept], which[kept] = due[n], which[n]
            kept += 1
    return kept, queued
