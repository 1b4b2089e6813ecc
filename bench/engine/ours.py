"""The project's engine behind the questions that the peers are asked."""

from __future__ import annotations

import numpy as np

from bench.engine.peers import Pairs
from bench.engine.sets import Asking, first_rows
from commonground.geo.columns import VolumeColumns
from commonground.geo.engine import Engine, Prepared
from commonground.geo.engine import Pairs as NamedPairs


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

    def rows_of(self, named: NamedPairs) -> Pairs:
        """Pairs of rows, the lower row first."""
        first_row = self.first[[self.engine.key_at(number) for number in range(len(self.engine))]]
        one, other = first_row[named.a] + named.a_part, first_row[named.b] + named.b_part
        return np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)
