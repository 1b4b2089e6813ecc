"""The first shift in time at which a question meets nothing: to the millisecond, forwards or backwards.

A volume that a question meets on the ground and in altitude blocks a closed interval of shifts. The intervals are
taken as they come into reach along the axis (`frontier`). Of those that hold the shift that has been reached, the one
that ends last is looked at first: when its footprint is met, the others are behind as well and are never looked at.
Until then an interval is what its lanes say, up to four seconds too long at either end, which spares a look at the
facts of each. Backwards is the same on the turned axis.
"""

from __future__ import annotations

import numpy as np

from .compiled import kernel
from .frontier import ASKS_SHIFT, BEGIN, CHUNK, END, ROW_MASK, WHICH, open_due, put_roots, take_due
from .layout import APART, FAN_MASK, FAN_SHIFT, FROM, SLOT, UNSURE, UNTIL, Integers, Rows
from .pair import bands_meet_as_given, discs_near, exact_from_ms, exact_until_ms, footprints_near
from .tree import Blocks, Flags

#: How far the first reach goes; each further one goes a quarter further than the one before.
REACH_MS = 1_800_000
#: More blocks or intervals wait than there is room for.
NO_ROOM = -(2**62)
_NEVER = -(2**62)


@kernel
def first_free(
    blocks: Blocks, starts: Integers, facts: Rows, points: Rows, alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    backwards: bool, at: int, limit: int,
    nodes: Integers, waits: Integers, picked: Rows,
) -> int:  # fmt: skip
    """The least shift from `at` on that no row of the run blocks; above `limit` when there is none up to it.

    Backwards, shifts are counted towards the past. `nodes` and `waits` are int64[3, N] (`frontier`); NO_ROOM when N is
    too small.
    """
    if len(q_boxes) > nodes.shape[1]:
        return NO_ROOM
    reach_ms, held = REACH_MS, 0
    closed = put_roots(starts, len(q_boxes), nodes)
    while at <= limit:
        last = min(limit, at + reach_ms)
        held = _ahead(waits, held, at)
        closed, queued = take_due(blocks, nodes, closed, last)
        closed, held = open_due(
            blocks, starts, q_boxes, q_facts, backwards, at, last, nodes, closed, queued, waits, held
        )
        if closed < 0:
            return NO_ROOM
        at = _swept(
            blocks, facts, points, alive, q_boxes, q_facts, q_points, apart_mm, backwards, waits, held, at, picked
        )  # fmt: skip
        if at <= last:
            return at
        reach_ms = reach_ms * 5 // 4
    return at


@kernel
def _ahead(waits: Integers, held: int, at: int) -> int:
    """Close up the intervals that have not ended; how many."""
    kept = 0
    for n in range(held):
        begin, end, which = waits[BEGIN, n], waits[END, n], waits[WHICH, n]
        waits[BEGIN, kept], waits[END, kept], waits[WHICH, kept] = begin, end, which
        kept += end >= at
    return kept


@kernel
def _swept(
    blocks: Blocks, facts: Rows, points: Rows, alive: Flags,
    q_boxes: Rows, q_facts: Rows, q_points: Rows, apart_mm: float,
    backwards: bool, waits: Integers, held: int, at: int, picked: Rows,
) -> int:  # fmt: skip
    """The shift that is reached when every interval that holds it has been stepped over."""
    begins, ends, which = waits[BEGIN], waits[END], waits[WHICH]
    ends[held : held + CHUNK] = _NEVER
    while True:
        n = _last_to_end(begins, ends, held, at)
        if n < 0:
            return at
        i, q = which[n] & ROW_MASK, which[n] >> ASKS_SHIFT
        if not alive[facts[i, SLOT]] or not bands_meet_as_given(facts, i, q_facts, q):
            ends[n] = _NEVER
            continue
        first, last = _exact(blocks, facts, i, q_boxes, q_facts, q, backwards)
        if first > at:  # it begins a little later than its lanes said
            begins[n], ends[n] = first, last
        elif last >= at and _is_met(facts, i, points, q_facts, q, q_points, apart_mm, picked):
            at = last + 1
        else:
            ends[n] = _NEVER


@kernel
def _last_to_end(begins: Integers, ends: Integers, held: int, at: int) -> int:
    """Number of the interval that holds a shift and ends last; -1 when none holds it.

    Looked through chunk by chunk without a branch: as many are compared at once as the processor can. No order is
    kept among them, since most are never looked at.
    """
    latest, chunk = at - 1, -1
    for first in range(0, held, CHUNK):
        most = np.int64(_NEVER)
        for n in range(first, first + CHUNK):
            most = max(most, ends[n] if begins[n] <= at else np.int64(_NEVER))
        if most > latest:
            latest, chunk = most, first
    if chunk < 0:
        return -1
    n = chunk
    while ends[n] != latest or begins[n] > at:
        n += 1
    return n


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
