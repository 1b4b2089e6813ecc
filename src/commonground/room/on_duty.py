"""Which posts of a party are on duty, by what it declared; and who deputises for whom."""

from __future__ import annotations

from .context import Room


def posts_on_duty(room: Room, party: str, now_ms: int) -> tuple[str, ...]:
    """Posts of a party that are on duty now, in the order of the charter; empty where it declared nothing."""
    posts: set[str] = set()
    for version in room.view.of_kind("duty"):
        body = version.body
        if version.author != party or version.action == "cancel" or version.withdrawn_ms is not None:
            continue
        if getattr(body, "from_ms", 0) <= now_ms < getattr(body, "until_ms", 0):
            posts.add(str(getattr(body, "post", "")))
    return tuple(post for post in room.charter.posts if post in posts)


def deputy_of(room: Room, post: str, now_ms: int) -> str:
    """The next post after one, in the order of the charter, that is on duty; of all posts where none is declared."""
    on_duty = posts_on_duty(room, room.party, now_ms) or room.charter.posts
    first = post if post in room.charter.posts else room.charter.posts[0]
    start = room.charter.posts.index(first) + 1
    after = (*room.charter.posts[start:], *room.charter.posts[:start])
    return next((one for one in after if one in on_duty), first)
