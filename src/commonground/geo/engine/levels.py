"""At which height does a question, moved up or down as it is, meet nothing in its window?

Every row that it meets on the ground and in time blocks a closed interval of shifts. Where references differ the
interval is that of the heights over the ellipsoid that may be meant: it may block too much, never too little.
"""

from __future__ import annotations

import numpy as np

from .compiled import kernel
from .layout import (
    APART,
    FAN_MASK,
    FAN_SHIFT,
    FLAGS,
    FROM,
    LANE_MAX,
    LOWER,
    LOWER_GIVEN,
    LOWER_REFERENCE_SHIFT,
    SLOT,
    UNLIMITED_FLAG,
    UNSURE,
    UNTIL,
    UPPER,
    UPPER_GIVEN,
    UPPER_REFERENCE_SHIFT,
    Integers,
    Rows,
)
from .pair import discs_near, footprints_near, windows_meet
from .search import STACK, boxes_met
from .tree import Blocks, Flags

#: The number of FL among the references.
_FLIGHT_LEVEL = 3


@kernel
def blocked_levels(
    blocks: Blocks, starts: Integers, facts: Rows, points: Rows, alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    lowest: int, highest: int, slack: int,
    found: Integers, count: int, boxed: Rows, picked: Rows,
) -> int:  # fmt: skip
    """Add the intervals of shifts (tenths of a millimetre) that rows block, from `count` on; the new count.

    `slack` is how far a flight level's bounds may move while it is shifted.
    """
    for q in range(len(q_boxes)):
        asks = q_facts[q]
        candidates = boxes_met(
            blocks, starts,
            -q_boxes[q, 4], -q_boxes[q, 5], _held(highest + slack - q_boxes[q, UPPER]), -q_boxes[q, 7],
            -q_boxes[q, 0], -q_boxes[q, 1], _held(-q_boxes[q, LOWER] - lowest + slack), -q_boxes[q, 3],
            boxed, STACK,
        )  # fmt: skip
        for n in range(STACK, STACK + candidates):
            i = boxed[n]
            fact, block, place = facts[i], boxed[n] >> FAN_SHIFT, boxed[n] & FAN_MASK
            if not alive[fact[SLOT]] or not windows_meet(
                facts, i, blocks[block, FROM, place], blocks[block, UNTIL, place],
                q_facts, q, q_boxes[q, FROM], q_boxes[q, UNTIL],
            ):  # fmt: skip
                continue
            low = max(lowest, _least_shift(asks, q_boxes[q, UPPER], fact, blocks[block, LOWER, place], slack))
            high = min(
                highest, _greatest_shift(asks, q_boxes[q, LOWER], fact, blocks[block, UPPER, place], slack)
            )
            if low > high:
                continue
            verdict = discs_near(facts, i, q_facts, q, apart_mm)
            if verdict == UNSURE:
                verdict = footprints_near(facts, i, points, q_facts, q, q_points, apart_mm, picked)
            if verdict == APART:
                continue
            if count < len(found):
                found[count, 0], found[count, 1] = low, high
            count += 1
    return count


def has_flight_levels(facts: Rows) -> bool:
    """Is any limit of these rows a flight level?"""
    flags = facts[:, FLAGS]
    lower, upper = (flags >> LOWER_REFERENCE_SHIFT) & 3, (flags >> UPPER_REFERENCE_SHIFT) & 3
    return bool(((lower == _FLIGHT_LEVEL) | (upper == _FLIGHT_LEVEL)).any())


def gaps(blocked: Integers, lowest: int, highest: int) -> list[tuple[int, int]]:
    """What closed intervals leave of lowest..highest, in order; whole numbers, so gaps begin one beside."""
    free, at = [], lowest
    for low, high in sorted(map(tuple, blocked.tolist())):
        if low > at:
            free.append((at, low - 1))
        at = max(at, high + 1)
    if at <= highest:
        free.append((at, highest))
    return free


@kernel
def _held(value: int) -> int:
    return min(max(value, -LANE_MAX), LANE_MAX)


@kernel
def _least_shift(asks: Rows, upper_lane: int, fact: Rows, lower_lane: int, slack: int) -> int:
    """From which shift on the upper limit of the question reaches the lower limit of a row."""
    if asks[FLAGS] & UNLIMITED_FLAG:
        return -(2**40)
    if (asks[FLAGS] >> UPPER_REFERENCE_SHIFT) & 3 == (fact[FLAGS] >> LOWER_REFERENCE_SHIFT) & 3:
        return np.int64(fact[LOWER_GIVEN]) - asks[UPPER_GIVEN]
    return np.int64(lower_lane) + upper_lane - slack


@kernel
def _greatest_shift(asks: Rows, lower_lane: int, fact: Rows, upper_lane: int, slack: int) -> int:
    """Up to which shift the lower limit of the question stays below the upper limit of a row."""
    if fact[FLAGS] & UNLIMITED_FLAG:
        return np.int64(2**40)
    if (asks[FLAGS] >> LOWER_REFERENCE_SHIFT) & 3 == (fact[FLAGS] >> UPPER_REFERENCE_SHIFT) & 3:
        return np.int64(fact[UPPER_GIVEN]) - asks[LOWER_GIVEN]
    return -np.int64(upper_lane) - lower_lane + slack
