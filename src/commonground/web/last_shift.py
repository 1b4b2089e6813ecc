"""When a person's last shift ended: from then on is what somebody who comes back asks about. It stays in this node."""

from __future__ import annotations

from ..room.context import Room

KIND = "last_shift"


def note_shift_end(room: Room, user_id: str) -> None:
    """Keep that a shift of this account ends now. Needs a transaction."""
    room.store.put_document(KIND, user_id, str(room.clock.now_ms()).encode())


def last_shift_ms(room: Room, user_id: str) -> int:
    """When it ended; one shift's length ago for an account that never had one."""
    data = room.store.document(KIND, user_id)
    return room.clock.now_ms() - room.charter.clocks.shift_ms if data is None else int(data)
