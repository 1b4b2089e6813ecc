"""Drawn rows as bytes, so that a restart need not read and draw every volume again.

The bytes are a cache like the rows: they hold for one layout and one charter's altitude bounds, and where either
differs `LAYOUT` tells, and the volumes are drawn again. Little-endian 32-bit numbers: how many rows and points, then
boxes, facts and points as in memory.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .draw import Drawn
from .layout import FACTS, FIRST, LANES, PART, SLOT, Integers, Rows

#: Changes whenever what the numbers mean does.
LAYOUT = 1
_HEADER = 2
_HEAD = struct.Struct("<2i")
_CUT = "saved rows are cut short or longer than they say"


def layout_of(terms: Integers) -> int:
    """A number that differs when saved rows no longer hold: other meaning of the numbers, or other altitude bounds."""
    return zlib.crc32(terms.astype("<i8").tobytes(), LAYOUT)


def saved(drawn: Drawn) -> bytes:
    """The rows of one entity as bytes."""
    parts = (drawn.boxes, drawn.facts, drawn.points)
    head = _HEAD.pack(len(drawn), len(drawn.points))
    if sys.byteorder == "little":
        return head + b"".join([part.tobytes() for part in parts])
    return head + b"".join([part.astype("<i4").tobytes() for part in parts])


def saved_together(drawn: Drawn, rows: Integers, points: Integers) -> list[bytes]:
    """`saved` of entities drawn together: those of entity n from `rows[n]` and `points[n]` on, up to the next."""
    ends = np.empty(len(rows), dtype=np.int64)
    data = np.empty(
        _HEADER * (len(rows) - 1) + drawn.boxes.size + drawn.facts.size + drawn.points.size, dtype=np.int32
    )
    _write(drawn.boxes, drawn.facts, drawn.points, rows, points, data, ends)
    flat = data.astype("<i4", copy=False).tobytes()
    return [flat[a:b] for a, b in pairwise(ends.tolist())]


def read_saved(rows: Sequence[bytes], slots: Integers, parts: Integers) -> Drawn:
    """The rows of many entities: entity n gets slot `slots[n]`, its volumes are numbered from `parts[n]` on.

    `ValueError` when bytes are not what `saved` made.
    """
    if any(len(one) % 4 for one in rows):
        raise ValueError(_CUT)
    data = np.frombuffer(b"".join(rows), dtype="<i4")
    ends = np.cumsum([len(one) // 4 for one in rows], dtype=np.int64)
    totals = np.zeros(2, dtype=np.int64)
    if not _count(data, ends, totals):
        raise ValueError(_CUT)
    boxes, facts = np.empty((totals[0], LANES), np.int32), np.empty((totals[0], FACTS), np.int32)
    points = np.empty((totals[1], 2), np.int32)
    _read(data, ends, slots, parts, boxes, facts, points)
    return Drawn(boxes, facts, points)


@kernel
def _write(
    boxes: Rows, facts: Rows, points: Rows, rows: Integers, places: Integers, data: NDArray[np.int32], ends: Integers
) -> None:  # fmt: skip
    """All entities behind each other, and at which byte each begins."""
    at = 0
    ends[0] = 0
    for n in range(len(rows) - 1):
        data[at], data[at + 1] = rows[n + 1] - rows[n], places[n + 1] - places[n]
        at += _HEADER
        for row in range(rows[n], rows[n + 1]):
            for lane in range(LANES):
                data[at + lane] = boxes[row, lane]
            at += LANES
        for row in range(rows[n], rows[n + 1]):
            for column in range(FACTS):
                data[at + column] = facts[row, column]
            at += FACTS
        for p in range(places[n], places[n + 1]):
            data[at], data[at + 1] = points[p, 0], points[p, 1]
            at += 2
        ends[n + 1] = 4 * at


@kernel
def _count(data: NDArray[np.int32], ends: Integers, totals: Integers) -> bool:
    begin = 0
    for n in range(len(ends)):
        if ends[n] - begin < _HEADER:
            return False
        rows, points = np.int64(data[begin]), np.int64(data[begin + 1])
        if rows < 0 or points < 0 or begin + _HEADER + rows * (LANES + FACTS) + 2 * points != ends[n]:
            return False
        totals[0] += rows
        totals[1] += points
        begin = ends[n]
    return True


@kernel
def _read(
    data: NDArray[np.int32],
    ends: Integers,
    slots: Integers,
    parts: Integers,
    boxes: Rows,
    facts: Rows,
    points: Rows,
) -> None:
    begin, row, used = 0, 0, 0
    for n in range(len(ends)):
        rows, count = data[begin], data[begin + 1]
        at = begin + _HEADER
        for i in range(rows):
            for lane in range(LANES):
                boxes[row + i, lane] = data[at + i * LANES + lane]
        at += rows * LANES
        for i in range(rows):
            for column in range(FACTS):
                facts[row + i, column] = data[at + i * FACTS + column]
            facts[row + i, SLOT] = slots[n]
            facts[row + i, PART] += parts[n]
            facts[row + i, FIRST] += used
        at += rows * FACTS
        for p in range(count):
            points[used + p, 0], points[used + p, 1] = data[at + 2 * p], data[at + 2 * p + 1]
        row += rows
        used += count
        begin = ends[n]
