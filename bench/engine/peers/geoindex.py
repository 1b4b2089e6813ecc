"""geoindex-rs: a packed Hilbert R-tree over the ground in Rust; NumPy and GEOS do the rest. It cannot be changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from geoindex_rs import rtree

from bench.engine.peers import Exact, Pairs
from bench.engine.planar import Planar
from bench.engine.workload import Integers

BLOCK = 4_000


class Index:
    is_static = True

    def __init__(self, held: Planar, asking: Planar) -> None:
        self.exact = Exact(held, asking)
        self.asking_boxes = asking.box_mm.astype(np.float64)

    def build(self) -> None:
        self.exact.build_geometries()
        self.tree = self._tree(self.exact.held.box_mm)

    @staticmethod
    def _tree(boxes: Integers) -> object:
        builder = rtree.RTreeBuilder(len(boxes), 16, "float64")
        builder.add(*(np.ascontiguousarray(side, dtype=np.float64) for side in boxes.T))
        return builder.finish("hilbert")

    def ask(self, rows: Integers) -> Pairs:
        found = [np.asarray(rtree.search(self.tree, *self.asking_boxes[row])) for row in rows]
        return self.exact.meet(np.repeat(rows, [len(one) for one in found]), np.concatenate(found))

    def pair_blocks(self) -> Iterator[Pairs]:
        boxes = self.exact.held.box_mm
        for begin in range(0, len(boxes), BLOCK):
            part = self._tree(boxes[begin : begin + BLOCK])
            joined = rtree.tree_join(part, self.tree)
            rows, others = (np.asarray(joined.column(side)).astype(np.int64) for side in ("left", "right"))
            yield self.exact.meet_each_other(rows + begin, others)

    def insert(self, rows: Integers) -> None:
        """Everything again: the tree is static."""
        self._tree(np.concatenate([self.exact.held.box_mm, self.exact.asking.box_mm[rows]]))

    def remove(self, rows: Integers) -> None:
        raise NotImplementedError

    def close(self) -> None:
        pass
