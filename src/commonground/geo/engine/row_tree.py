"""A tree over boxes alone: which numbered rows may meet a box?

It is what `geo/index` stands on when it holds many rows. Lanes are rounded down, so it may name a row whose box ends
just short of the one that asks; whoever asks compares the few that are named.
"""

from __future__ import annotations

import numpy as np

from ..geodesic import Floats
from .compiled import kernel
from .draw import Drawn
from .layout import (
    FACTS,
    FROM,
    LANE_MAX,
    LANE_PER_DEG,
    LANES,
    LOWER,
    SLOT,
    TIME_SHIFT,
    UNTIL,
    UPPER,
    Integers,
    Rows,
)
from .runs import Runs
from .search import STACK, boxes_met
from .tree import Blocks, Flags


class RowTree:
    """Numbered rows: ground float64[4, N] (west, east, south, north in degrees), bands int64[4, N] (tmm, ms)."""

    def __init__(self, first: int, ground: Floats, bands: Integers) -> None:
        self._runs = Runs()
        self._alive = np.zeros(1_024, dtype=np.uint8)
        self._boxed: Rows = np.empty(STACK, dtype=np.int32)
        self.add(first, ground, bands)

    def add(self, first: int, ground: Floats, bands: Integers) -> None:
        """Add rows numbered from `first` on."""
        count = ground.shape[1]
        if count == 0:
            return
        while first + count > len(self._alive):
            self._alive = np.concatenate([self._alive, np.zeros(len(self._alive), dtype=np.uint8)])
        self._alive[first : first + count] = 1
        facts = np.zeros((count, FACTS), dtype=np.int32)
        facts[:, SLOT] = np.arange(first, first + count)
        self._runs.add([Drawn(_lanes(ground, bands), facts, np.empty((0, 2), dtype=np.int32))], self._alive)

    def remove(self, rows: list[int]) -> None:
        """Forget rows."""
        self._alive[rows] = 0

    def candidates(self, ground: Floats, bands: Integers) -> Integers:
        """Numbers, ascending, of the rows that may meet any of these boxes, each once."""
        found: list[Integers] = []
        runs = self._runs.adopt(self._alive)
        for asks in _lanes(ground, bands):
            for run in runs:
                if len(self._boxed) < STACK + len(run.facts):
                    self._boxed = np.empty(STACK + 2 * len(run.facts), dtype=np.int32)
                count = _numbers(run.blocks, run.starts, run.facts, self._alive, asks, self._boxed)
                found.append(self._boxed[STACK : STACK + count].astype(np.int64))
        return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _lanes(ground: Floats, bands: Integers) -> Rows:
    """Boxes in lanes; what lies beyond every place (an infinite west) is held at the end of the lane."""
    west, east, south, north = np.clip(np.floor(ground * LANE_PER_DEG), -LANE_MAX, LANE_MAX).astype(np.int64)
    lower, upper = np.clip(bands[:2], -LANE_MAX, LANE_MAX)
    lanes = np.empty((ground.shape[1], LANES), dtype=np.int32)
    begin, end = bands[2] >> TIME_SHIFT, bands[3] >> TIME_SHIFT
    lanes[:, :LOWER] = np.stack([west, south], axis=1)
    lanes[:, LOWER], lanes[:, FROM] = lower, begin
    lanes[:, FROM + 1 : UPPER] = np.stack([-east, -north], axis=1)
    lanes[:, UPPER], lanes[:, UNTIL] = -upper, -end
    return lanes


@kernel
def _numbers(blocks: Blocks, starts: Integers, facts: Rows, alive: Flags, asks: Rows, boxed: Rows) -> int:
    """Numbers of the living rows of a run whose boxes meet a box, from STACK on; how many."""
    count = boxes_met(
        blocks, starts, -asks[4], -asks[5], -asks[6], -asks[7], -asks[0], -asks[1], -asks[2], -asks[3], boxed
    )
    kept = STACK
    for n in range(STACK, STACK + count):
        number = facts[boxed[n], SLOT]
        if alive[number]:
            boxed[kept] = number
            kept += 1
    return kept - STACK
