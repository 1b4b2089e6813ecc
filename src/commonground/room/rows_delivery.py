"""Until which leaf, and when, each recipient has cosigned what it was told.

Delivered means: the recipient's node verified the entry, mirrored it and signed the head that covers it. Times are
those of the recipients' cosignatures. It verifies nothing again: a cosignature is kept only once it verified.
"""

from __future__ import annotations

from bisect import bisect_right

from ..errors import Corrupt
from ..log.note import parse_note
from ..picture.charter import log_to
from ..record import Excerpt, decode_own
from .context import Room
from .entities import LIGHT_KINDS
from .release import NOT_APPENDED
from .versions import decode_version

ENTRIES_MAX = 1_000
_TIMESTAMP_BYTES = 8


class _Told(Excerpt, frozen=True):
    """Of a statement, what it is about."""

    kind: str
    entity: str


class Deliveries:
    """Cosigned sizes of this party's logs, read once and then kept up with each cosignature."""

    def __init__(self) -> None:
        self._heads: dict[str, list[tuple[int, int]]] = {}

    def cosigned(self, room: Room, origin: str, recipient: str) -> list[tuple[int, int]]:
        """(size, time in ms UTC) of every head that `recipient` cosigned, smallest first."""
        held = self._heads.get(origin)
        if held is None:
            held = self._heads[origin] = [
                (size, t_ms)
                for size, note in room.store.checkpoints(origin)
                if (t_ms := cosigned_ms(room, note, recipient)) is not None
            ]
        return held

    def note_cosignature(self, room: Room, origin: str) -> set[str]:
        """Take in the last cosigned head of a log; returns the keys of what is delivered since."""
        recipient = recipient_of(room, origin)
        if recipient is None or room.ledger.size(origin) == 0:
            return set()
        known = origin in self._heads
        held = self.cosigned(room, origin, recipient)
        before = held[-1][0] if known and held else 0
        try:
            _, size, _, note = room.ledger.receipt(origin, 0)
        except Corrupt:  # nothing is sealed yet
            return set()
        t_ms = cosigned_ms(room, note, recipient)
        if t_ms is None or size <= before:
            return set()
        if not held or size > held[-1][0]:
            held.append((size, t_ms))
        rows = room.store.entries(origin, max(before, size - ENTRIES_MAX), size)
        told = (decode_own(_Told, row.body) for row in rows if row.body is not None)
        return {f"{room.party}/{one.entity}" for one in told if one.kind not in LIGHT_KINDS}

    def delivered_ms(self, room: Room, recipient: str, leaf: int) -> int | None:
        """When the first head over that leaf was cosigned, or None."""
        origin = log_to(room.charter, room.party, recipient)
        held = self.cosigned(room, origin, recipient)
        at = bisect_right(held, leaf, key=lambda head: head[0])
        return held[at][1] if at < len(held) else None


def recipient_of(room: Room, origin: str) -> str | None:
    """To whom one of this party's logs is addressed; None for its heads log and for logs of others."""
    for party in room.charter.others(room.party):
        if origin == log_to(room.charter, room.party, party):
            return party
    return None


def cosigned_ms(room: Room, note: str, party: str) -> int | None:
    """The time of a party's cosignature on a kept note, or None where it has not cosigned."""
    cosigner = room.verifiers[party].cosigner
    times_s = [
        int.from_bytes(line.signature[:_TIMESTAMP_BYTES], "big")
        for line in parse_note(note).signatures
        if line.name == cosigner.name and line.key_id == cosigner.key_id
    ]
    return max(times_s) * 1000 if times_s else None


def leaf_for(room: Room, recipient: str, key: str, own_leaf: int) -> int | None:
    """The leaf in the log to `recipient` that holds what it was last told of an entity."""
    origin = log_to(room.charter, room.party, recipient)
    leaf = room.store.released(origin, own_leaf)
    if leaf is not None and leaf != NOT_APPENDED:
        return leaf
    for row in reversed(room.store.history(key)):
        leaf = room.store.released(origin, decode_version(row).leaf)
        if leaf is not None and leaf != NOT_APPENDED:
            return leaf
    return None
