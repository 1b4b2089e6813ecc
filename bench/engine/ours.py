"""The project's engine behind the questions that the peers are asked."""

from __future__ import annotations

import numpy as np
from commonground.geo.engine.engine import Prepared

from bench.engine.peers import Pairs
from bench.engine.sets import Asking, first_rows
from bench.engine.workload import Integers
from commonground.geo.columns import VolumeColumns
from commonground.geo.engine import Engine


class Ours:
    """An engine that holds a set; the keys are the numbers of the intents."""

    def __init__(self, columns: VolumeColumns) -> None:
        self.first = first_rows(columns)
        self.engine = Engine()
        self.engine.insert_columns(range(len(self.first) - 1), columns)

    def prepare(self, asking: Asking) -> list[Prepared]:
        """Each intent drawn, so that only the search remains."""
        return [self.engine.prepare(volumes) for volumes in asking.volumes()]

    def hits(self, asking: Asking) -> Pairs:
        """Asking rows and the held rows that each meets, sorted."""
        found = [
            (int(rows[number]), int(self.first[key]) + part)
            for rows, volumes in zip(asking.rows, asking.volumes(), strict=True)
            for number, key, part in self.engine.meetings(volumes)
        ]
        return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)

    def pairs(self, threads: int) -> Integers:
        """What the engine names: owner and part of both sides."""
        named: Integers = self.engine.pairs(threads=threads)
        return named

    def rows_of(self, named: Integers) -> Pairs:
        """Pairs of rows, the lower row first."""
        first, second = self.first[named[:, 0]] + named[:, 1], self.first[named[:, 2]] + named[:, 3]
        return np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1)
