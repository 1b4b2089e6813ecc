"""The lapse of an agreed text: each node notes it once in its own log (R11, T-19).

The note and its place are kept in one transaction, so that a restart does not write it twice. It is told to nobody: the
other side counts for itself.
"""

from __future__ import annotations

from ..picture.instrument import instrument_group
from .context import Room
from .instruments import LAPSE, lapse_name, to_lapse
from .submit import note_event


def note_lapses(room: Room, instrument_id: str, now_ms: int) -> int:
    """Write down, once, that an instrument reached its end without a decision. Needs a transaction."""
    due = to_lapse(room, instrument_id, now_ms)
    for end_ms in due:
        leaf = note_event(room, {"what": "lapse", "instrument": instrument_id, "end_ms": end_ms})
        room.store.put_document(LAPSE, lapse_name(instrument_id, end_ms), str(leaf).encode())
        room.view.changes.keys.add(instrument_group(instrument_id))
    return len(due)
