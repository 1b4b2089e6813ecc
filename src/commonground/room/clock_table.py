"""The clocks of one node: what is due or alarms because of each entity, and when that changes by time alone.

A reading is derived from one entity, what is said about it and the charter's clocks; it is made again when one of them
changed or when its next moment has come, and never for the whole picture. So a room of a hundred thousand statements
with ten thousand open clocks asks a heap which of them turned. What the node did about a clock (rang a deputy, noted a
silence) is a line in a log, so that a restart, which reads everything anew, cannot do it twice.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..picture.deadline import Due
from .alert import Alert
from .view import PartyView

READ_S_MAX = 0.1
"""How long the readings of a picture that was just loaded may hold the writer at a time."""
_LOOK_EVERY = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """What is due and what alarms because of one entity, until `next_ms` (UTC) or until something is said."""

    next_ms: int | None = None
    due: tuple[Due, ...] = ()
    alerts: tuple[Alert, ...] = ()


NOTHING = Reading()


@dataclass(frozen=True, slots=True)
class Reader:
    """How entities are read: `kinds` that run clocks, those in `fires` first, since the node acts upon them."""

    kinds: tuple[str, ...]
    fires: frozenset[str]
    read: Callable[[str], Reading]


class ClockTable:
    """Readings by entity. Used in the node's writer alone."""

    def __init__(self) -> None:
        self._view: PartyView | None = None
        self._readings: dict[str, Reading] = {}
        self._heap: list[tuple[int, str]] = []
        self._unread: list[str] = []
        self._to_fire: dict[str, None] = {}

    def keep_up(self, view: PartyView, reader: Reader, now_ms: int) -> set[str]:
        """Read again what changed and what turned; returns the keys of what turned by time alone.

        What a start found is read in portions, what the node has to act upon first.
        """
        if self._view is not view:
            self._start(view, reader)
        self._read(view, reader, self._portion())
        changed = view.changes.drain_clocked()
        turned = self._turned(now_ms)
        self._read(view, reader, changed | turned)
        return turned

    def waits(self, view: PartyView, now_ms: int) -> bool:
        """Whether there is anything to read again or to do."""
        if self._view is not view or view.changes.clocked or self._unread or self._to_fire:
            return True
        return bool(self._heap) and self._heap[0][0] <= now_ms

    def next_ms(self) -> int | None:
        """The next moment at which something turns."""
        return self._heap[0][0] if self._heap else None

    def drain_to_fire(self) -> list[str]:
        """Keys that were read since this was last asked and on which the node may have to act."""
        keys, self._to_fire = list(self._to_fire), {}
        return keys

    def due(self) -> Iterator[Due]:
        """What is due, entity by entity."""
        for reading in self._readings.values():
            yield from reading.due

    def alerts(self) -> Iterator[Alert]:
        """What alarms, entity by entity."""
        for reading in self._readings.values():
            yield from reading.alerts

    def is_complete(self) -> bool:
        """Whether everything that a start found has been read."""
        return not self._unread

    # -- parts ------------------------------------------------------------------------------------------------

    def _start(self, view: PartyView, reader: Reader) -> None:
        self.__init__()  # type: ignore[misc]
        self._view = view
        view.changes.drain_clocked()
        self._unread = view.keys_of(*sorted(reader.kinds, key=lambda kind: kind not in reader.fires))[::-1]

    def _portion(self) -> Iterator[str]:
        """The next entities of a start, for as long as they may take."""
        began_s = time.perf_counter()
        while self._unread:
            for _ in range(_LOOK_EVERY):
                if self._unread:
                    yield self._unread.pop()
            if time.perf_counter() - began_s > READ_S_MAX:
                return

    def _turned(self, now_ms: int) -> set[str]:
        turned: set[str] = set()
        while self._heap and self._heap[0][0] <= now_ms:
            at_ms, key = heapq.heappop(self._heap)
            reading = self._readings.get(key)
            if reading is not None and reading.next_ms == at_ms:
                turned.add(key)
        return turned

    def _read(self, view: PartyView, reader: Reader, keys: Iterable[str]) -> None:
        rows = view.standings.rows
        for key in keys:
            # What is said under a common name of several entities turns the clocks of those that carry it.
            for one in (key,) if key in rows else tuple(view.standings.about(key)):
                standing = rows.get(one)
                if standing is not None and standing.kind in reader.kinds:
                    self._put(one, reader.read(one))
                    if standing.kind in reader.fires:
                        self._to_fire[one] = None

    def _put(self, key: str, reading: Reading) -> None:
        before = self._readings.get(key, NOTHING)
        if reading == NOTHING:
            self._readings.pop(key, None)
            return
        self._readings[key] = reading
        if reading.next_ms is not None and reading.next_ms != before.next_ms:
            heapq.heappush(self._heap, (reading.next_ms, key))
