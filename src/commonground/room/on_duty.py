"""Which posts of a party are on duty, by what it declared; and who deputises for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..record import plain
from .context import Room


def posts_on_duty(room: Room, party: str) -> tuple[str, ...]:
    """Posts of a party on which somebody sits, in the order of the charter; empty where it declared nothing."""
    posts = {str(duty.get("post")) for duty in _duties(room, party) if duty.get("manned")}
    return tuple(post for post in room.charter.posts if post in posts)


def deputy_of(room: Room, post: str) -> str:
    """Who deputises for a post of this party: the one that its duty names, if somebody sits there.

    Else the next post after it, in the order of the charter, that is on duty; of all posts where none is declared.
    """
    on_duty = posts_on_duty(room, room.party) or room.charter.posts
    first = post if post in room.charter.posts else room.charter.posts[0]
    named = {str(duty.get("post")): str(duty.get("deputy", "")) for duty in _duties(room, room.party)}
    if named.get(first) in on_duty:
        return named[first]
    start = room.charter.posts.index(first) + 1
    after = (*room.charter.posts[start:], *room.charter.posts[:start])
    return next((one for one in after if one in on_duty), first)


def _duties(room: Room, party: str) -> Iterator[dict[str, Any]]:
    """What a party declared of its posts, as plain values: the roster's own module is not needed for it."""
    for version in room.view.of_kind("duty"):
        if version.author == party and version.body is not None and version.withdrawn_ms is None:
            yield plain(version.body)
