"""One version of one entity as one party knows it: what a replay makes and every screen reads."""

from __future__ import annotations

from ..record import Record
from .blocks import Body
from .statement import Release


class Version(Record, frozen=True):
    """One version of one entity as one party knows it. Times in ms UTC by the viewer's node.

    `leaf` of the log `origin` changed it last, in `said_leaf` stand its words: who withdraws says them no second time.
    In `first_leaf` of that log its author first spoke of the entity; -1 where nobody asks for it.
    """

    author: str
    entity: str
    kind: str
    action: str
    version: int
    post: str
    mode: str
    precedence: str
    body: Body | None
    origin: str
    leaf: int
    said_leaf: int
    t_released_ms: int
    known_from_ms: int
    first_released_ms: int
    first_known_ms: int
    channel_class: str = "SAFETY"
    withdrawn_ms: int | None = None
    releases: tuple[Release, ...] = ()
    acknowledged: tuple[str, ...] = ()
    first_leaf: int = -1

    @property
    def key(self) -> str:
        """`author/entity`."""
        return f"{self.author}/{self.entity}"
