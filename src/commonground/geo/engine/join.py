"""All pairs of rows of two runs, or of one run with itself, that meet.

Block against block: for each block of rows the tree names the blocks whose bounds it meets, and of both only those
rows are compared that meet the other block's bounds. A pair is found once: of one run, from its lower row, and of
footprints across the antimeridian only where their first rows meet.
"""

from __future__ import annotations

import numpy as np

from .compiled import kernel
from .layout import (
    APART,
    EAST,
    FAN_MASK,
    FAN_OUT,
    FAN_SHIFT,
    FLAGS,
    FROM,
    LANES,
    SLOT,
    TWIN_FLAG,
    TWIN_WEST,
    UNSURE,
    UNTIL,
    Integers,
    Rows,
)
from .pair import bands_meet_as_given, discs_near, footprints_near, windows_meet
from .tree import Blocks, Flags


@kernel
def join(
    a: Blocks, a_facts: Rows, a_points: Rows,
    b: Blocks, b_starts: Integers, b_facts: Rows, b_points: Rows,
    same: bool, alive: Flags, first: int, stop: int,
    found: Rows, stack: Rows, near: Rows, picked: Rows,
) -> int:  # fmt: skip
    """Rows of a and rows of b of all pairs whose first row lies in the blocks first..stop of a.

    Returns how many there are, also when `found` has no room for all. `same`: both are one run. Scratch: `stack` has
    STACK places, `near` one for each block of b, `picked` as many as a pair has points.
    """
    count = 0
    lanes = np.empty(LANES, dtype=np.int32)
    for block in range(first, stop):
        _bounds(a, block, lanes)
        blocks = _blocks_met(b, b_starts, lanes, block if same else 0, stack, near)
        for n in range(blocks):
            other = near[n]
            _bounds(b, other, lanes)
            rows = _bits(a, block, lanes)
            while rows:
                i = _lowest(rows)
                rows &= rows - np.uint32(1)
                for lane in range(LANES):
                    lanes[lane] = a[block, lane, i]
                others = _bits(b, other, lanes)
                if same and other == block:
                    others &= ~((np.uint32(2) << np.uint32(i)) - np.uint32(1))
                row = (block << FAN_SHIFT) + i
                while others:
                    j = (other << FAN_SHIFT) + _lowest(others)
                    others &= others - np.uint32(1)
                    if not _is_pair(a, a_facts, row, b, b_facts, j, alive):
                        continue
                    verdict = discs_near(a_facts, row, b_facts, j, 0.0)
                    if verdict == UNSURE:
                        verdict = footprints_near(a_facts, row, a_points, b_facts, j, b_points, 0.0, picked)
                    if verdict != APART:
                        if count < len(found):
                            found[count, 0], found[count, 1] = row, j
                        count += 1
    return count


@kernel
def _is_pair(a: Blocks, a_facts: Rows, i: int, b: Blocks, b_facts: Rows, j: int, alive: Flags) -> bool:
    """All that is said of two rows whose boxes meet before their footprints are looked at."""
    if a_facts[i, SLOT] == b_facts[j, SLOT] or not alive[a_facts[i, SLOT]] or not alive[b_facts[j, SLOT]]:
        return False
    if not windows_meet(
        a_facts, i, a[i >> FAN_SHIFT, FROM, i & FAN_MASK], a[i >> FAN_SHIFT, UNTIL, i & FAN_MASK],
        b_facts, j, b[j >> FAN_SHIFT, FROM, j & FAN_MASK], b[j >> FAN_SHIFT, UNTIL, j & FAN_MASK],
    ):  # fmt: skip
        return False
    if not bands_meet_as_given(a_facts, i, b_facts, j):
        return False
    if (a_facts[i, FLAGS] | b_facts[j, FLAGS]) & TWIN_FLAG:
        return _is_first_meeting(a, a_facts[i], i, b, b_facts[j], j)
    return True


@kernel
def _is_first_meeting(a: Blocks, one: Rows, i: int, b: Blocks, two: Rows, j: int) -> bool:
    """Of two rows, at least one of which has its first row west of the antimeridian: is this where to count them?"""
    if one[FLAGS] & two[FLAGS] & TWIN_FLAG:
        return False
    if one[FLAGS] & TWIN_FLAG:
        return one[TWIN_WEST] > -np.int64(b[j >> FAN_SHIFT, EAST, j & FAN_MASK])
    return two[TWIN_WEST] > -np.int64(a[i >> FAN_SHIFT, EAST, i & FAN_MASK])


@kernel
def _lowest(bits: int) -> int:
    """The number of the lowest bit that is set."""
    n = 0
    while not bits & (np.uint32(1) << np.uint32(n)):
        n += 1
    return n


@kernel
def _bounds(blocks: Blocks, block: int, lanes: Rows) -> None:
    """The least of each lane of a block."""
    x = blocks[block]
    for lane in range(LANES):
        least = x[lane, 0]
        for n in range(1, FAN_OUT):
            least = min(least, x[lane, n])
        lanes[lane] = least


@kernel
def _bits(blocks: Blocks, block: int, lanes: Rows) -> int:
    """Which boxes of a block meet a box given by its lanes."""
    e, n, up, t1 = -lanes[0], -lanes[1], -lanes[2], -lanes[3]
    w, s, lo, t0 = -lanes[4], -lanes[5], -lanes[6], -lanes[7]
    e32, n32, up32, t132 = np.int32(e), np.int32(n), np.int32(up), np.int32(t1)
    w32, s32, lo32, t032 = np.int32(w), np.int32(s), np.int32(lo), np.int32(t0)
    x = blocks[block]
    bits = np.uint32(0)
    for j in range(FAN_OUT):
        meets = (
            (x[0, j] <= w32) & (x[1, j] <= s32) & (x[2, j] <= lo32) & (x[3, j] <= t032)
            & (x[4, j] <= e32) & (x[5, j] <= n32) & (x[6, j] <= up32) & (x[7, j] <= t132)
        )  # fmt: skip
        bits |= np.uint32(meets) << np.uint32(j)
    return bits


@kernel
def _blocks_met(blocks: Blocks, starts: Integers, lanes: Rows, least: int, stack: Rows, near: Rows) -> int:
    """Numbers, `least` or higher, of the blocks of rows whose bounds meet a box given by its lanes."""
    found, waiting = 0, 1
    stack[0] = len(blocks) - 1
    if starts[1] == 1:
        near[0] = 0
        return 1
    while waiting:
        waiting -= 1
        b = stack[waiting]
        level, span = 1, FAN_OUT
        while b >= starts[level + 1]:
            level += 1
            span <<= FAN_SHIFT
        if (b - starts[level] + 1) * span <= least:  # all blocks of rows under it come before
            continue
        bits = _bits(blocks, b, lanes)
        first = (b - starts[level]) << FAN_SHIFT
        while bits:
            child = first + _lowest(bits)
            bits &= bits - np.uint32(1)
            if level > 1:
                stack[waiting] = starts[level - 1] + child
                waiting += 1
            elif child >= least:
                near[found] = child
                found += 1
    return found
