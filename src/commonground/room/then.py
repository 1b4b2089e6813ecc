"""The room as it stood at a past moment, as far as some kinds of statements go: for making rows, and for nothing else.

A key never leaves a picture, so what stood then is among what stands now: each as it is if it has not changed since,
else as the last of its versions that had come by then. What reads a room (joint texts, flights and what covers them)
reads this one as it reads the live one; it has a clock that stands still. It writes nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..picture.version import Version
from .context import Room
from .versions import decode_version, standing_of
from .view import PartyView


@dataclass(frozen=True, slots=True)
class Standstill:
    """A clock that stands still."""

    at_ms: int

    def now_ms(self) -> int:
        """UTC in ms."""
        return self.at_ms


def room_then(room: Room, kinds: Iterable[str], at_ms: int) -> Room:
    """The room with those of its entities of these kinds that were known here at `at_ms`, as they were."""
    view = PartyView(room.store, room.charter, room.party)
    for version in _versions_then(room, kinds, at_ms):
        view.picture.entities[version.key] = version
        view.standings.put(standing_of(version))
    then = copy.copy(room)
    then.view, then.clock = view, Standstill(at_ms)
    return then


def _versions_then(room: Room, kinds: Iterable[str], at_ms: int) -> Iterator[Version]:
    for key in room.view.keys_of(*kinds):
        version = room.view.picture.entities[key]
        if version.known_from_ms <= at_ms:
            yield version
            continue
        if version.first_known_ms > at_ms:
            continue
        known = [row for row in room.store.history(key) if row.known_from_ms <= at_ms]
        if known:
            yield decode_version(known[-1])
