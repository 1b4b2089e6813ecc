"""Which volumes may meet a box? Bounds in NumPy columns, compared one by one.

An answer may name volumes that do not meet (the exact test is `intersection`), and never leaves one out that
does. It is a cache of what the store holds: keys and bounds in, keys out; it knows no volume.
Some thousand boxes are read in a fraction of a millisecond, without compiled code; for more there is `engine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .geodesic import Floats
from .volume import Box, BoxRow, box_rows

Key: TypeAlias = str | int
Integers: TypeAlias = NDArray[np.int64]

_ROOM_MIN = 1_024


class VolumeIndex:
    """Boxes under keys. A key may have many boxes (volumes, longitude ranges); inserting adds to them."""

    def __init__(self) -> None:
        self._ground: Floats = np.empty((4, _ROOM_MIN))  # west, east, south, north
        self._bands: Integers = np.empty((4, _ROOM_MIN), dtype=np.int64)  # lower, upper, from, until
        self._row_keys: list[Key | None] = []
        self._rows_of: dict[Key, list[int]] = {}
        self._removed = 0

    @classmethod
    def from_arrays(cls, keys: Sequence[Key], ground: Floats, bands: Integers) -> VolumeIndex:
        """An index of rows as `columns` gives them: one key per row, four columns of each kind."""
        if not len(keys) == ground.shape[1] == bands.shape[1]:
            raise ValueError("keys and columns differ in length")
        index = cls()
        index._ground = np.array(ground, dtype=np.float64)
        index._bands = np.array(bands, dtype=np.int64)
        index._row_keys = list(keys)
        for row, key in enumerate(keys):
            index._rows_of.setdefault(key, []).append(row)
        return index

    @classmethod
    def from_rows(cls, keys: Sequence[Key], rows: Sequence[BoxRow]) -> VolumeIndex:
        """An index of rows as `box_rows` gives them, one key per row (a key may repeat)."""
        ground = np.array([row[:4] for row in rows], dtype=np.float64).reshape(-1, 4).T
        bands = np.array([row[4:] for row in rows], dtype=np.int64).reshape(-1, 4).T
        return cls.from_arrays(keys, ground, bands)

    def __len__(self) -> int:
        return len(self._rows_of)

    def __contains__(self, key: Key) -> bool:
        return key in self._rows_of

    def insert(self, key: Key, boxes: Box | Iterable[Box]) -> None:
        """Add boxes under a key."""
        for box in (boxes,) if isinstance(boxes, Box) else boxes:
            for row in box_rows(box):
                self._append(key, row)

    def remove(self, key: Key) -> None:
        """Forget all boxes of a key; a key that is not there is no error."""
        rows = self._rows_of.pop(key, [])
        for row in rows:
            self._row_keys[row] = None
        self._ground[0, rows] = np.inf  # west of nothing: such a row meets no box
        self._removed += len(rows)
        if self._removed > max(_ROOM_MIN, len(self._row_keys) // 2):
            self._compact()

    def candidates(self, box: Box) -> list[Key]:
        """Keys of all boxes that meet the box (closed on every side), each once, oldest row first."""
        size = len(self._row_keys)
        ground, bands = self._ground[:, :size], self._bands[:, :size]
        rows = np.flatnonzero((ground[2] <= box.north_deg) & (ground[3] >= box.south_deg))
        rows = rows[(bands[2, rows] <= box.until_ms) & (bands[3, rows] >= box.from_ms)]
        rows = rows[(bands[0, rows] <= box.upper_tmm) & (bands[1, rows] >= box.lower_tmm)]
        meets = np.zeros(len(rows), dtype=np.bool_)
        for west_deg, east_deg in box.lon_ranges:
            meets |= (ground[0, rows] <= east_deg) & (ground[1, rows] >= west_deg)
        found = (self._row_keys[row] for row in rows[meets].tolist())
        return list(dict.fromkeys(key for key in found if key is not None))

    def columns(self) -> tuple[list[Key], Floats, Integers]:
        """Live rows: keys, then west/east/south/north, then lower/upper/from/until; copies."""
        live = [row for row, key in enumerate(self._row_keys) if key is not None]
        keys = [key for key in self._row_keys if key is not None]
        return keys, self._ground[:, live].copy(), self._bands[:, live].copy()

    def _append(self, key: Key, row: BoxRow) -> None:
        place = len(self._row_keys)
        room = self._ground.shape[1]
        if place == room:
            more = max(room, _ROOM_MIN)
            self._ground = np.concatenate([self._ground, np.empty((4, more))], axis=1)
            self._bands = np.concatenate([self._bands, np.empty((4, more), dtype=np.int64)], axis=1)
        self._ground[:, place] = row[:4]
        self._bands[:, place] = row[4:]
        self._row_keys.append(key)
        self._rows_of.setdefault(key, []).append(place)

    def _compact(self) -> None:
        keys, ground, bands = self.columns()
        fresh = VolumeIndex.from_arrays(keys, ground, bands)
        self._ground, self._bands = fresh._ground, fresh._bands
        self._row_keys, self._rows_of, self._removed = fresh._row_keys, fresh._rows_of, 0
