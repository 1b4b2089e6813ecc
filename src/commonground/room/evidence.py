"""Evidence of what an author showed that cannot be: kept in the store, said in the own log, raised on the screen.

What a statement says that cannot be stands in its author's mirrored log too, signed. So only so many of them are kept
beside it: an author that says nothing else would fill disk and screen without end, and hide every other alarm.
It verifies nothing and decides nothing.
"""

from __future__ import annotations

from typing import Any

from ..record import decode, encode_canonical
from .context import Room
from .submit import note_event

OF_STATEMENTS_MAX = 100
"""How much is kept of one author before what is wrong in its statements is no longer listed one by one."""


class StatementEvidence:
    """Keeps what is wrong in the statements of one page, as far as there is room for this author."""

    def __init__(self, room: Room, author: str) -> None:
        self._room = room
        self._author = author
        self._left: int | None = None

    def keep(self, reason: str, evidence: dict[str, object]) -> None:
        """Keep it, or leave it to the mirrored log where enough is kept."""
        if self._left is None:
            kept = self._room.store.documents("evidence")
            of_author = sum(decode(dict[str, Any], data)["author"] == self._author for _, data in kept)
            self._left = OF_STATEMENTS_MAX - of_author
        if self._left > 0:
            self._left -= 1
            keep_evidence(self._room, self._author, reason, evidence)


def keep_evidence(room: Room, author: str, reason: str, evidence: dict[str, object]) -> str:
    """Keep what an author showed that cannot be, and say so in the own log; returns its id."""
    values = {"author": author, "reason": reason, "t_ms": room.clock.now_ms(),
              "evidence": {key: str(value) for key, value in evidence.items()}}  # fmt: skip
    data = encode_canonical(values)
    identifier = f"{values['t_ms']}-{room.salt.new_id('E', data)}"
    room.store.put_document("evidence", identifier, data)
    note_event(room, {"what": "evidence_kept", "author": author, "reason": reason, "id": identifier})
    room.view.changes.keys.add(f"evidence/{identifier}")
    return identifier
