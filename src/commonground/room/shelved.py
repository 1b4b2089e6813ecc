"""Which alarms are put aside now, here and at the other parties, as this party holds it. It only looks.

Every shelving ends within a quarter of an hour, so only what was said since then is looked at.
"""

from __future__ import annotations

from ..picture.shelving import SHELVED_MS_MAX, Shelving
from ..picture.version import Version
from .clock_table import NOTHING, Reading
from .context import Room


def is_shelved(version: Version, now_ms: int) -> bool:
    """Whether a shelving still holds at a moment (ms UTC)."""
    body = version.body
    return isinstance(body, Shelving) and version.action != "cancel" and now_ms < body.until_ms


def own_shelvings(room: Room, now_ms: int) -> dict[str, Version]:
    """This party's shelvings that hold, by the key of their alarm."""
    found: dict[str, Version] = {}
    for key in reversed(room.view.keys_of("shelving")):
        version = room.view.picture.entities[key]
        if version.first_known_ms < now_ms - SHELVED_MS_MAX:
            break
        if version.author == room.party and is_shelved(version, now_ms):
            found[alarm_of(version)] = version
    return found


def alarm_of(version: Version) -> str:
    """The key of the alarm that a shelving puts aside; empty for what is none."""
    return version.body.alarm if isinstance(version.body, Shelving) else ""


def shelving_reading(_: Room, version: Version, now_ms: int) -> Reading:
    """It ends by itself: its row, and the alarm that comes back, are looked at again then."""
    body = version.body
    if not isinstance(body, Shelving) or not is_shelved(version, now_ms):
        return NOTHING
    return Reading(next_ms=body.until_ms)
