"""Whether a call reached the node of its receiver: that node signed a head over it, or has said something about it."""

from __future__ import annotations

from ..picture.charter import log_to
from ..picture.version import Version
from .context import Room
from .rows_delivery import cosigned_ms, leaf_for


def is_delivered(room: Room, version: Version, party: str) -> bool:
    """Whether a party's node holds what this party said to it."""
    if any(one.author == party for one in room.view.replies_about(version.key)):
        return True
    leaf = leaf_for(room, party, version.key, version.leaf)
    return leaf is not None and leaf < cosigned_size(room, party)


def cosigned_size(room: Room, party: str) -> int:
    """How many entries of this party's log to another that one has signed for."""
    origin = log_to(room.charter, room.party, party)
    for size, note in reversed(room.store.checkpoints(origin)):
        if cosigned_ms(room, note, party) is not None:
            return size
    return 0
