"""A packed tree over rows: sorted along a Hilbert curve of ground, altitude and time, sixteen boxes to a block.

The blocks of rows come first, then the blocks of nodes, level by level, and the root last: the box that bounds block
b of one level is entry b of the next. What is near lies together, points too. A run does not change once it is made;
only `fresh` is filled row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .curve import curve_keys
from .draw import Drawn
from .layout import COUNT, FACTS, FAN_OUT, FIRST, LANE_MAX, LANES, SLOT, Integers, Rows

Blocks = NDArray[np.int32]
Flags = NDArray[np.uint8]
RunParts = tuple[Blocks, Integers, Rows, Rows]


@dataclass(slots=True, eq=False)
class Run:
    """Rows and the tree over them.

    `blocks` int32[B, LANES, FAN_OUT]; `starts` the first block of each level and, last, how many there are; `facts`
    int32[N, FACTS] and `points` int32[P, 2] in the order of the rows. `in_order` tells whether that is the order of the
    curve, or the one in which they came.
    """

    blocks: Blocks
    starts: Integers
    facts: Rows
    points: Rows
    rows: int
    in_order: bool = False
    parts: RunParts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = (self.blocks, self.starts, self.facts, self.points)

    def __len__(self) -> int:
        return self.rows

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.blocks.nbytes + self.facts.nbytes + self.points.nbytes


def empty_run(rows: int, points: int) -> Run:
    """A run with room for rows, and none in it."""
    starts = _starts(rows)
    blocks = np.full((int(starts[-1]), LANES, FAN_OUT), LANE_MAX, dtype=np.int32)
    return Run(blocks, starts, np.empty((rows, FACTS), np.int32), np.empty((points, 2), np.int32), 0)


def _starts(rows: int) -> Integers:
    starts, count = [0], max(1, -(-rows // FAN_OUT))
    starts.append(count)
    while count > 1:
        count = -(-count // FAN_OUT)
        starts.append(starts[-1] + count)
    return np.array(starts, dtype=np.int64)


def pack(sources: list[Drawn | Run], alive: Flags) -> Run:
    """One run of all rows whose entity is alive. Allocates the new run, and 16 bytes a row for the time of the call."""
    total = sum(len(source) for source in sources)
    boxes, facts = np.empty((total, LANES), np.int32), np.empty((total, FACTS), np.int32)
    offsets = np.empty(total, np.int64)
    kept, begin = 0, 0
    for source in sources:
        if isinstance(source, Run):
            kept = _keep_blocks(
                source.blocks, source.facts, len(source), alive, begin, boxes, facts, offsets, kept
            )
        else:
            kept = _keep_rows(source.boxes, source.facts, alive, begin, boxes, facts, offsets, kept)
        begin += len(source.points)
    boxes, facts, offsets = boxes[:kept], facts[:kept], offsets[:kept]
    points = sources[0].points if len(sources) == 1 else np.concatenate([source.points for source in sources])
    return _packed(boxes, facts, points, offsets)


def _packed(boxes: Rows, facts: Rows, points: Rows, offsets: Integers) -> Run:
    order = np.argsort(curve_keys(boxes))
    made = empty_run(len(boxes), int(facts[:, COUNT].sum(dtype=np.int64)))
    made.rows, made.in_order = len(boxes), True
    _gather(boxes, facts, points, offsets, order, made.blocks, made.facts, made.points)
    _bound(made.blocks, made.starts)
    return made


@kernel
def _keep_rows(
    boxes: Rows,
    facts: Rows,
    alive: Flags,
    begin: int,
    to_boxes: Rows,
    to_facts: Rows,
    offsets: Integers,
    at: int,
) -> int:
    for i in range(len(boxes)):
        if alive[facts[i, SLOT]]:
            for lane in range(LANES):
                to_boxes[at, lane] = boxes[i, lane]
            for column in range(FACTS):
                to_facts[at, column] = facts[i, column]
            offsets[at] = begin + facts[i, FIRST]
            at += 1
    return at


@kernel
def _keep_blocks(
    blocks: Blocks, facts: Rows, rows: int, alive: Flags, begin: int,
    to_boxes: Rows, to_facts: Rows, offsets: Integers, at: int,
) -> int:  # fmt: skip
    for i in range(rows):
        if alive[facts[i, SLOT]]:
            for lane in range(LANES):
                to_boxes[at, lane] = blocks[i // FAN_OUT, lane, i % FAN_OUT]
            for column in range(FACTS):
                to_facts[at, column] = facts[i, column]
            offsets[at] = begin + facts[i, FIRST]
            at += 1
    return at


@kernel
def _gather(
    boxes: Rows, facts: Rows, points: Rows, offsets: Integers, order: Integers,
    to_blocks: Blocks, to_facts: Rows, to_points: Rows,
) -> None:  # fmt: skip
    used = 0
    for i in range(len(order)):
        source = order[i]
        for lane in range(LANES):
            to_blocks[i // FAN_OUT, lane, i % FAN_OUT] = boxes[source, lane]
        for column in range(FACTS):
            to_facts[i, column] = facts[source, column]
        first, count = offsets[source], facts[source, COUNT]
        for p in range(count):
            to_points[used + p, 0], to_points[used + p, 1] = points[first + p, 0], points[first + p, 1]
        to_facts[i, FIRST] = used
        used += count


@kernel
def _bound(blocks: Blocks, starts: Integers) -> None:
    """Each entry of a node is the least of the lanes of the block under it."""
    for level in range(1, len(starts) - 1):
        for below in range(starts[level - 1], starts[level]):
            entry = below - starts[level - 1]
            for lane in range(LANES):
                least = blocks[below, lane, 0]
                for n in range(1, FAN_OUT):
                    least = min(least, blocks[below, lane, n])
                blocks[starts[level] + entry // FAN_OUT, lane, entry % FAN_OUT] = least


@kernel
def append_rows(
    boxes: Rows, from_facts: Rows, from_points: Rows,
    blocks: Blocks, starts: Integers, facts: Rows, points: Rows, rows: int, used: int,
) -> None:  # fmt: skip
    """Add drawn rows behind those of a run that has room for them, and widen the nodes above."""
    for p in range(len(from_points)):
        points[used + p, 0], points[used + p, 1] = from_points[p, 0], from_points[p, 1]
    for n in range(len(boxes)):
        for column in range(FACTS):
            facts[rows + n, column] = from_facts[n, column]
        facts[rows + n, FIRST] = used + from_facts[n, FIRST]
        entry = rows + n
        for level in range(len(starts) - 1):
            block = starts[level] + entry // FAN_OUT
            for lane in range(LANES):
                value = boxes[n, lane]
                blocks[block, lane, entry % FAN_OUT] = min(blocks[block, lane, entry % FAN_OUT], value)
            entry //= FAN_OUT
