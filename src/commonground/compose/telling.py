"""What the page of a demonstration shows of a story that is being told to its node.

Whoever tells it keeps the document `story`/`current` at each node; here it is read after each commit, in the node's
writer, so that a page which asks waits for nothing. A real room is told no stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..record import decode
from ..room.context import Room
from ..room.node import Node

KIND, CURRENT = "story", "current"
NOTHING_TOLD: Mapping[str, Any] = {"story": "", "steps": []}


class Told:
    """The story as far as it has been told to one node; call it for what `/api/story` answers."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._told = NOTHING_TOLD
        self._bytes: bytes | None = None
        if node.room.charter.demonstration or node.room.charter.drill:
            node.after_commit(lambda _grown: self._look(node.room))
            node.read(self._look)

    def __call__(self) -> Mapping[str, Any]:
        return self._told

    def _look(self, room: Room) -> None:
        data = room.store.document(KIND, CURRENT)
        if data != self._bytes:
            self._bytes = data
            self._told = NOTHING_TOLD if data is None else decode(dict[str, Any], data)
