"""Rows of notices and sites as bytes, made once and kept until something that they show has changed.

A picture of twenty thousand sites is asked for by every page that opens, and between two openings a handful of rows
differ. A row is made anew when its version is another one, when the index was told that its key changed (somebody said
something about it, a recipient cosigned it, a site of the same name came), when it meets more or less, or when its
window opened or closed. A row's count of leaves is that of the moment in which the row was made, as in the feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..picture.version import Version
from ..record import Encoded, encode_canonical
from .rows import Look, Row

NOTHING = Encoded(b"")


class _Kept(NamedTuple):
    version: Version
    stamp: int
    hits: int
    turns: int
    row: Encoded


class KeptRows:
    """The rows of one kind of one party's live picture."""

    def __init__(self, make: Callable[[Look, Version], Row | None]) -> None:
        self._make = make
        self._rows: dict[str, _Kept] = {}
        self._epoch = 0

    def of(self, look: Look, keys: Iterable[str]) -> list[Encoded]:
        """The rows of these keys as JSON; what has no row is left out."""
        index = look.index
        if self._epoch != index.epoch:
            self._rows, self._epoch = {}, index.epoch
        entities, held, stamps, hits = look.room.view.picture.entities, self._rows, index.stamps, index.hits
        rows: list[Encoded] = []
        for key in keys:
            version, kept = entities[key], held.get(key)
            now = (stamps.get(key, 0), hits.get(key, 0), index.turns_before(key, look.now_ms))
            if kept is None or kept.version is not version or kept[1:4] != now:
                kept = held[key] = _Kept(version, *now, self._encoded(look, version))
            if kept.row is not NOTHING:
                rows.append(kept.row)
        return rows

    def _encoded(self, look: Look, version: Version) -> Encoded:
        row = self._make(look, version)
        return NOTHING if row is None else Encoded(encode_canonical(row))
