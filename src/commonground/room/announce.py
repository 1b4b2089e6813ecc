"""Announcements that wait together for a node's writer are drawn together; each is then said in its turn.

Only what needs nothing of the room is done in common: the engine draws the volumes of all and sees which are
acceptable. What a notice meets is asked in its turn, after all that stands before it was appended.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..picture.entity import Notice
from .context import Room
from .resident import Drawn
from .submit import Command, Submitted, prepare, submit


class Announce:
    """A command of the writer that says what an operator wants to say."""

    __slots__ = ("command", "drawn")

    def __init__(self, command: Command) -> None:
        self.command = command
        self.drawn: Drawn | None = None

    def __call__(self, room: Room) -> Submitted:
        return submit(room, prepare(room, self.command, self.drawn))


def draw_together(room: Room, waiting: Iterable[object]) -> None:
    """Draw those of the waiting commands that announce a notice."""
    some = [one for one in waiting if isinstance(one, Announce) and isinstance(one.command.body, Notice)]
    bodies = [one.command.body for one in some if isinstance(one.command.body, Notice)]
    if len(some) > 1:
        for one, drawn in zip(some, room.view.drawn_at_sight(bodies), strict=True):
            one.drawn = drawn
