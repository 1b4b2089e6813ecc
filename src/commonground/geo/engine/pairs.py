"""All pairs of volumes that meet, run against run, on as many threads as there are cores to spare."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .join import join
from .layout import FAN_OUT, PART, SLOT, Rows
from .search import STACK
from .tree import Flags, Run

#: Blocks of rows that a thread takes at once.
_BLOCKS_AT_ONCE = 256
_ROOM = 262_144


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """All pairs: int32[M] each. `a` and `b` number the entities (`Engine.key_at`), the parts their volumes."""

    a: NDArray[np.int32]
    a_part: NDArray[np.int32]
    b: NDArray[np.int32]
    b_part: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.a)


def all_pairs(runs: Sequence[Run], alive: Flags, points_max: int, threads: int) -> Pairs:
    """Pairs within and between runs, each once. `points_max`: the most points of any row."""
    tasks = [
        (a, b, first, alive, points_max)
        for number, a in enumerate(runs)
        for b in runs[number:]
        for first in range(0, -(-len(a) // FAN_OUT), _BLOCKS_AT_ONCE)
    ]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda task: _joined(*task), tasks))
    return Pairs(*np.concatenate([np.empty((4, 0), dtype=np.int32), *found], axis=1))


def _joined(a: Run, b: Run, first: int, alive: Flags, points_max: int) -> Rows:
    """int32[4, M]: entity and volume of a, entity and volume of b, for a stretch of the blocks of a."""
    stop = min(-(-len(a) // FAN_OUT), first + _BLOCKS_AT_ONCE)
    stack, near = np.empty(STACK, dtype=np.int32), np.empty(int(b.starts[1]), dtype=np.int32)
    picked, room = np.empty(2 * points_max, dtype=np.int32), _ROOM
    while True:
        found = np.empty((room, 2), dtype=np.int32)
        count = join(
            a.blocks, a.facts, a.points, *b.parts, a is b, alive, first, stop, found, stack, near, picked
        )
        if count <= room:
            break
        room = count
    rows_a, rows_b = found[:count].T
    return np.stack(
        [a.facts[rows_a, SLOT], a.facts[rows_a, PART], b.facts[rows_b, SLOT], b.facts[rows_b, PART]]
    )
