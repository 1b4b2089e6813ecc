"""A flood of FLASH calls: all are kept and delivered, those above a limit fold into one alarm with a count.

Both sides see it, each by its own clock, until everything that folded was taken or has ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from .channel_rules import book_of
from .context import Room
from .line_rules import call_standing

LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Flood:
    """Since when FLASH calls fold, how many of them may still wait, and the first of these."""

    since_ms: int
    count: int
    first: str


def flood(room: Room, party: str, *, own: bool) -> Flood | None:
    """The flood from a party, or the own one to it; None where nothing that folded waits."""
    waiting = book_of(room, party).folded_open.get(own, {})
    for key in list(waiting)[:LOOKED_AT]:
        if not call_standing(room, room.view.picture.entities[key]).is_open:
            del waiting[key]
    if not waiting:
        return None
    first = next(iter(waiting))
    return Flood(waiting[first], len(waiting), first)
