"""Rows of notices and sites as bytes, made once and kept until something that they show has changed.

A picture of twenty thousand sites is asked for by every page that opens, and between two openings a handful of rows
differ. A row is made anew when the index says that it was altered: it has another version, somebody said something
about it, a recipient cosigned it, a site of the same name came, it meets more or less, its window opened or closed. A
row's count of leaves is that of the moment in which the row was made, as in the feed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

from ..picture.version import Version
from ..record import Encoded, encode_canonical
from .rows import Look, Row
from .rows_index import RowsIndex

NOTHING = Encoded(b"")


class KeptRows:
    """The rows of one kind of one party's live picture."""

    def __init__(self, make: Callable[[Look, Version], Row | None]) -> None:
        self._make = make
        self._rows: dict[str, Encoded] = {}
        self._epoch = 0
        self._read = 0

    def of(self, look: Look, keys: Iterable[str]) -> list[Encoded]:
        """The rows of these keys as JSON; what has no row is left out."""
        self._forget(look.index, look.now_ms)
        entities, held = look.room.view.picture.entities, self._rows
        rows: list[Encoded] = []
        for key in keys:
            row = held.get(key)
            if row is None:
                row = held[key] = self._encoded(look, entities[key])
            if row is not NOTHING:
                rows.append(row)
        return rows

    def _forget(self, index: RowsIndex, now_ms: int) -> None:
        """Let go of the rows of what was altered since the last time."""
        index.keep_time(now_ms)
        if self._epoch != index.epoch:
            self._rows, self._epoch = {}, index.epoch
        else:
            for key in itertools.islice(index.altered, self._read, None):
                self._rows.pop(key, None)
        self._read = len(index.altered)

    def _encoded(self, look: Look, version: Version) -> Encoded:
        row = self._make(look, version)
        return NOTHING if row is None else Encoded(encode_canonical(row))
