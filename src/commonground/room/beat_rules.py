"""How the beats between this party and another stand, and which one may be sent (R13)."""

from __future__ import annotations

from ..errors import Refused
from ..picture.beat import Beat, Level, level, missing
from ..picture.onward import counted_ms
from ..picture.version import Version
from .channel_rules import book_of
from .command import Command
from .context import Room
from .line_rules import refuse_message, refuse_other_recipient
from .release import reasons_against_body


def refuse_beat(room: Room, command: Command, beat: Beat, _: Version | None) -> None:
    """Refuse a number that is not the next one, and what speaks of things that the recipient was not told."""
    refuse_other_recipient(room, command, beat.to)
    expected = max(book_of(room, beat.to).beats_out, default=0) + 1
    if beat.seq != expected:
        raise Refused(f"number {expected} expected", field="seq")
    for number, item in enumerate(beat.items):
        refuse_message(room, item, f"items[{number}]")
    if reasons_against_body(room, "beat", beat, beat.to):
        raise Refused(f"{beat.to!r} is not known to hold what it is about", field="items", clause="R5")


def last_beat_ms(room: Room, party: str, *, own: bool) -> int | None:
    """From when the next beat counts: the last one, or the first of the other side where this side sent none yet.

    None where neither side has begun.
    """
    book = book_of(room, party)
    key = book.last_beat(own=own)
    if key is not None:
        return counted_ms(room.party, room.view.picture.entities[key])
    begun = book.beats_in if own else book.beats_out
    if not begun:
        return None
    return counted_ms(room.party, room.view.picture.entities[begun[min(begun)]])


def beat_level(room: Room, party: str, now_ms: int, *, own: bool) -> Level:
    """How this party's beat to another stands, or that of the other to this one."""
    return level(last_beat_ms(room, party, own=own), now_ms, room.charter.clocks)


def missing_beats(room: Room, party: str) -> list[int]:
    """Numbers of a party's beats that are not here."""
    return missing(book_of(room, party).beats_in)


def missing_calls(room: Room, party: str) -> list[int]:
    """Numbers of a party's calls that are not here."""
    return missing(book_of(room, party).calls_in)
