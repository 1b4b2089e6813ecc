"""Other indexes that answer the same questions, each given its best case; what they share.

A peer holds planar volumes (see `planar`), is asked for the rows that meet the rows of an intent, and names all pairs
block by block. Boxes are compared in whole numbers; what is left, GEOS decides.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import shapely

from bench.engine.planar import Planar
from bench.engine.workload import Integers

#: Pairs of rows, two columns.
Pairs = Integers

PEERS = {
    "strtree": "shapely STRtree (2-D) + NumPy + GEOS",
    "geoindex": "geoindex-rs (2-D) + NumPy + GEOS",
    "libspatialindex": "rtree / libspatialindex (4-D) + GEOS",
    "sqlite": "SQLite rtree_i32 (4-D) + GEOS",
    "postgis": "PostGIS GiST (geometry, times, heights)",
}


class Peer(Protocol):
    """One peer. `held` are the volumes it indexes, `asking` those that ask, by row."""

    #: Can volumes be added and taken out, or must the whole be built again?
    is_static: bool

    def __init__(self, held: Planar, asking: Planar) -> None: ...

    def build(self) -> None:
        """Make everything that an answer needs from the planar volumes."""

    def ask(self, rows: Integers) -> Pairs:
        """Asking rows and the held rows that each meets."""

    def pair_blocks(self) -> Iterator[Pairs]:
        """All meeting pairs of held rows of different owners, the lower row first, block by block."""

    def insert(self, rows: Integers) -> None:
        """Add asking rows."""

    def remove(self, rows: Integers) -> None:
        """Take the asking rows out that were added."""

    def close(self) -> None:
        """Stop what was started."""


def make_peer(name: str, held: Planar, asking: Planar) -> Peer:
    """The peer of that name; `ImportError` when it is not installed."""
    peer: Peer = importlib.import_module(f"bench.engine.peers.{name}").Index(held, asking)
    return peer


class Exact:
    """The comparisons that follow an index: time, height, then GEOS. Arguments are pairs of row numbers."""

    def __init__(self, held: Planar, asking: Planar) -> None:
        self.held, self.asking = held, asking
        self.asking_shapes = asking.geometries()

    def build_geometries(self) -> None:
        self.held_shapes = self.held.geometries()

    def meet(self, asking_rows: Integers, held_rows: Integers) -> Pairs:
        """The pairs that meet, of asking and held rows whose ground boxes meet."""
        return self._kept(self.asking, self.asking_shapes, asking_rows, held_rows)

    def meet_each_other(self, rows: Integers, others: Integers) -> Pairs:
        """The pairs that meet among held rows; owners differ and the lower row comes first."""
        once = (rows < others) & (self.held.owner[rows] != self.held.owner[others])
        return self._kept(self.held, self.held_shapes, rows[once], others[once])

    def _kept(self, first: Planar, shapes: np.ndarray, a: Integers, b: Integers) -> Pairs:
        second = self.held
        kept = (first.from_ms[a] <= second.until_ms[b]) & (first.until_ms[a] >= second.from_ms[b])
        a, b = a[kept], b[kept]
        kept = (first.lower_tmm[a] <= second.upper_tmm[b]) & (first.upper_tmm[a] >= second.lower_tmm[b])
        return self.ground(shapes, a[kept], b[kept])

    def ground(self, shapes: np.ndarray, a: Integers, b: Integers) -> Pairs:
        """The pairs whose polygons intersect."""
        if len(a) == 0:
            return np.empty((0, 2), dtype=np.int64)
        meets = shapely.intersects(shapes[a], self.held_shapes[b])
        return np.stack([a[meets], b[meets]], axis=1)


def boxes_4d(planar: Planar) -> Integers:
    """west, south, lower, from, east, north, upper, until of each row."""
    low = [planar.box_mm[:, 0], planar.box_mm[:, 1], planar.lower_tmm, planar.from_ms]
    high = [planar.box_mm[:, 2], planar.box_mm[:, 3], planar.upper_tmm, planar.until_ms]
    return np.stack(low + high, axis=1)
