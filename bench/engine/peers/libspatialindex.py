"""libspatialindex by way of the rtree package: an R-tree over ground, height and time; GEOS decides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rtree import index

from bench.engine.peers import Exact, Pairs, boxes_4d
from bench.engine.planar import Planar
from bench.engine.workload import Integers

BLOCK = 2_000


class Index:
    is_static = False

    def __init__(self, held: Planar, asking: Planar) -> None:
        self.exact = Exact(held, asking)
        self.boxes = boxes_4d(held).astype(np.float64)
        self.asking_boxes = boxes_4d(asking).astype(np.float64)
        self.asking_lists = self.asking_boxes.tolist()

    def build(self) -> None:
        self.exact.build_geometries()
        properties = index.Property(dimension=4, leaf_capacity=64, index_capacity=64, fill_factor=0.7)
        numbers = np.arange(len(self.boxes))
        low, high = np.ascontiguousarray(self.boxes[:, :4]), np.ascontiguousarray(self.boxes[:, 4:])
        self.tree = index.Index((numbers, low, high), properties=properties)

    def ask(self, rows: Integers) -> Pairs:
        found = [list(self.tree.intersection(self.asking_lists[row])) for row in rows]
        held_rows = np.array([row for one in found for row in one], dtype=np.int64)
        return self.exact.ground(
            self.exact.asking_shapes, np.repeat(rows, [len(one) for one in found]), held_rows
        )

    def pair_blocks(self) -> Iterator[Pairs]:
        for begin in range(0, len(self.boxes), BLOCK):
            boxes = self.boxes[begin : begin + BLOCK]
            others, counts = self.tree.intersection_v(boxes[:, :4], boxes[:, 4:])
            rows = np.repeat(np.arange(begin, begin + len(boxes)), counts.astype(np.int64))
            yield self.exact.meet_each_other(rows, others)

    def insert(self, rows: Integers) -> None:
        for row in rows.tolist():
            self.tree.insert(len(self.boxes) + row, self.asking_lists[row])

    def remove(self, rows: Integers) -> None:
        for row in rows.tolist():
            self.tree.delete(len(self.boxes) + row, self.asking_lists[row])

    def close(self) -> None:
        self.tree.close()
