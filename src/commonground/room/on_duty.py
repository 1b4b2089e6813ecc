"""Which posts of a party are on duty, by what it declared; and who deputises for whom."""

from __future__ import annotations

from ..picture.roster import Duty
from .context import Room
from .roster import duty_version


def posts_on_duty(room: Room, party: str) -> tuple[str, ...]:
    """Posts of a party on which somebody sits, in the order of the charter; empty where it declared nothing."""
    return tuple(
        post
        for post in room.charter.posts
        if (duty := _told_duty(room, party, post)) is not None and duty.manned
    )


def deputy_of(room: Room, post: str) -> str:
    """Who deputises for a post of this party: the one that its duty names, if somebody sits there.

    Else the next post after it, in the order of the charter, that is on duty; of all posts where none is declared.
    """
    on_duty = posts_on_duty(room, room.party) or room.charter.posts
    first = post if post in room.charter.posts else room.charter.posts[0]
    duty = _told_duty(room, room.party, first)
    if duty is not None and duty.deputy in on_duty:
        return duty.deputy
    start = room.charter.posts.index(first) + 1
    after = (*room.charter.posts[start:], *room.charter.posts[:start])
    return next((one for one in after if one in on_duty), first)


def _told_duty(room: Room, party: str, post: str) -> Duty | None:
    """What a party says of a post, if it still tells this one."""
    version = duty_version(room, party, post)
    if version is None or version.withdrawn_ms is not None:
        return None
    return version.body if isinstance(version.body, Duty) else None
