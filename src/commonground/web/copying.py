"""A copy on its way out: it gets its number and stamp first, and its bytes are written down before they leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ..room.context import Room
from ..room.copies import Stamp, new_stamp, note_copy, secret_of
from ..room.copy_order import in_order_of
from .door import Call

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A copy that is being made: its stamp, and the secret that orders it, empty where copies are not ordered."""

    stamp: Stamp
    secret: bytes

    def in_order(self, items: list[T], name_of: Callable[[T], str]) -> list[T]:
        """The items in the order of this copy, or as they stand."""
        return in_order_of(self.secret, self.stamp.number, items, name_of) if self.secret else items


def leaving(call: Call, room: Room) -> Leaving:
    """A copy for who calls. Needs a transaction."""
    stamp = new_stamp(room)
    return Leaving(stamp, secret_of(room) if call.web.settings.ordered_copies else b"")


def note_made(call: Call, room: Room, copy: Leaving, of: str, data: bytes, keys: list[str]) -> None:
    """Write down which bytes the copy is. Needs a transaction; nothing is sent before it is on disk."""
    note_copy(room, copy.stamp, of, data, keys, call.user.id, call.post, ordered=bool(copy.secret))
