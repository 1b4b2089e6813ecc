"""Announcements that wait together for a node's writer are drawn and asked together; each is then said in its turn.

The engine draws the volumes of all, sees which are acceptable, and is asked in one go what each meets of what stands
and of the others. What it meets is told in its turn, of what was appended before it (`room/foreseen`).
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
        for one, drawn in zip(some, room.view.foresee(room.view.drawn_at_sight(bodies)), strict=True):
            one.drawn = drawn
