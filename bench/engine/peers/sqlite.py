"""SQLite's R*Tree over ground, height and time in whole numbers, in memory; GEOS decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np

from bench.engine.peers import Exact, Pairs, boxes_4d
from bench.engine.planar import Planar
from bench.engine.workload import Integers

BLOCK = 2_000
_LANES = "west, east, south, north, lower, upper, starts, ends"
_MEETS = """v.west <= {0} AND v.east >= {1} AND v.south <= {2} AND v.north >= {3}
    AND v.lower <= {4} AND v.upper >= {5} AND v.starts <= {6} AND v.ends >= {7}"""
_ASK = f"SELECT v.id FROM v WHERE {_MEETS.format(*['?'] * 8)}"
_PAIRS = f"""SELECT q.id, v.id FROM q CROSS JOIN v WHERE q.id >= ? AND q.id < ? AND {
    _MEETS.format("q.east", "q.west", "q.north", "q.south", "q.upper", "q.lower", "q.ends", "q.starts")
}"""
_INSERT = "INSERT INTO v VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Index:
    is_static = False

    def __init__(self, held: Planar, asking: Planar) -> None:
        self.exact = Exact(held, asking)
        sides = boxes_4d(asking)
        self.asking_rows = sides[:, [0, 4, 1, 5, 2, 6, 3, 7]].tolist()
        self.asking_lists = sides[:, [4, 0, 5, 1, 6, 2, 7, 3]].tolist()

    def build(self) -> None:
        self.exact.build_geometries()
        self.base = sqlite3.connect(":memory:")
        self.base.execute(f"CREATE VIRTUAL TABLE v USING rtree_i32(id, {_LANES})")
        lanes = boxes_4d(self.exact.held)[:, [0, 4, 1, 5, 2, 6, 3, 7]]
        for begin in range(0, len(lanes), 50_000):
            rows = lanes[begin : begin + 50_000].tolist()
            self.base.executemany(_INSERT, ((begin + place, *row) for place, row in enumerate(rows)))
        self.base.commit()

    def ask(self, rows: Integers) -> Pairs:
        found = [self.base.execute(_ASK, self.asking_lists[row]).fetchall() for row in rows]
        held_rows = np.array([row for one in found for (row,) in one], dtype=np.int64)
        return self.exact.ground(
            self.exact.asking_shapes, np.repeat(rows, [len(one) for one in found]), held_rows
        )

    def pair_blocks(self) -> Iterator[Pairs]:
        self.base.execute("DROP TABLE IF EXISTS q")
        self.base.execute(f"CREATE TABLE q AS SELECT id, {_LANES} FROM v ORDER BY id")
        self.base.execute("CREATE UNIQUE INDEX q_id ON q (id)")
        for begin in range(0, len(self.exact.held), BLOCK):
            found = self.base.execute(_PAIRS, (begin, begin + BLOCK)).fetchall()
            rows, others = np.array(found, dtype=np.int64).reshape(-1, 2).T
            yield self.exact.meet_each_other(rows, others)

    def insert(self, rows: Integers) -> None:
        first = len(self.exact.held)
        self.base.executemany(_INSERT, ((first + row, *self.asking_rows[row]) for row in rows.tolist()))
        self.base.commit()

    def remove(self, rows: Integers) -> None:
        first = len(self.exact.held)
        self.base.executemany("DELETE FROM v WHERE id = ?", ((first + row,) for row in rows.tolist()))
        self.base.commit()

    def close(self) -> None:
        self.base.close()
