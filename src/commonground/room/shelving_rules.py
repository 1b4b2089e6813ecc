"""What may be shelved by this party now (ISA-18.2)."""

from __future__ import annotations

from ..errors import Refused
from ..picture.shelving import SHELVED_MS_MAX, Shelving
from ..picture.version import Version
from .command import Command
from .context import Room
from .shelved import is_shelved, own_shelvings


def accept_shelving(room: Room, command: Command, body: Shelving, last: Version | None) -> None:
    """A quarter of an hour at most, one shelving of an alarm at a time, told to one party at most."""
    now_ms = room.clock.now_ms()
    if last is not None:
        if not is_shelved(last, now_ms):
            raise Refused("it has ended: the alarm stands again", field="key")
        return
    if not now_ms < body.until_ms <= now_ms + SHELVED_MS_MAX:
        raise Refused(f"a moment within {SHELVED_MS_MAX // 60_000} min expected", field="until_ms")
    if body.alarm in own_shelvings(room, now_ms):
        raise Refused("it is shelved already", field="alarm")
    told = [one.party for one in command.releases]
    if len(told) > 1:
        raise Refused("the party that the alarm is about alone is expected", field="recipients")
