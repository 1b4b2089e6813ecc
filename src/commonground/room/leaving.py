"""Who has left the room: a party leaves by its own statement with a time, and nobody else can say it for another (R4).

From then on nothing is released to it and no clock runs for or against it; what it was shown and what it said stay as
they are. A leaving that is dated back counts from when it was said. It only looks; `room/membership` says.
"""

from __future__ import annotations

from ..picture.membership import LEAVING, Leaving
from ..picture.version import Version
from .context import Room


def leaving_of(room: Room, party: str) -> tuple[Version, Leaving] | None:
    """The leaving of a party that it has not taken back."""
    version = room.view.picture.get(f"{party}/{LEAVING}")
    if version is None or not isinstance(version.body, Leaving) or version.action == "cancel":
        return None
    return version, version.body


def is_dated_back(room: Room, version: Version, body: Leaving) -> bool:
    """Whether it names a moment that had passed when it was said."""
    return version.author != room.party and body.at_ms < version.first_released_ms


def left_ms(room: Room, party: str) -> int | None:
    """When a party leaves or has left, as it said; None for one that stays."""
    found = leaving_of(room, party)
    if found is None:
        return None
    version, body = found
    return version.first_known_ms if is_dated_back(room, version, body) else body.at_ms


def anybody_leaves(room: Room) -> bool:
    """Whether any party ever said that it leaves; mostly none did, and nobody need be asked for one by one."""
    return room.view.count_of("leaving") > 0


def has_left(room: Room, party: str, now_ms: int) -> bool:
    """Whether a party has left by this node's clock."""
    if not anybody_leaves(room):
        return False
    at_ms = left_ms(room, party)
    return at_ms is not None and at_ms <= now_ms
