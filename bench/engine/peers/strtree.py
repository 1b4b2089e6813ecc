"""shapely's STRtree over the ground; NumPy compares times and heights; GEOS decides. It cannot be changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from bench.engine.peers import Exact, Pairs
from bench.engine.planar import Planar
from bench.engine.workload import Integers

BLOCK = 4_000


class Index:
    is_static = True

    def __init__(self, held: Planar, asking: Planar) -> None:
        self.exact = Exact(held, asking)

    def build(self) -> None:
        self.exact.build_geometries()
        self.tree = shapely.STRtree(self.exact.held_shapes)
        self.tree.query(self.exact.held_shapes[0])  # the tree is built by its first query

    def ask(self, rows: Integers) -> Pairs:
        number, found = self.tree.query(self.exact.asking_shapes[rows])
        return self.exact.meet(rows[number], found)

    def pair_blocks(self) -> Iterator[Pairs]:
        shapes = self.exact.held_shapes
        for begin in range(0, len(shapes), BLOCK):
            number, found = self.tree.query(shapes[begin : begin + BLOCK])
            yield self.exact.meet_each_other(number + begin, found)

    def insert(self, rows: Integers) -> None:
        """Everything again: the tree is static."""
        grown = np.concatenate([self.exact.held_shapes, self.exact.asking_shapes[rows]])
        shapely.STRtree(grown).query(grown[0])

    def remove(self, rows: Integers) -> None:
        raise NotImplementedError

    def close(self) -> None:
        pass
