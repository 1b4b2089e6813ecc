"""What a page learns when somebody signs in: who, on which post, in which room, among which parties."""

from __future__ import annotations

from typing import Any

from ..picture.charter import Charter
from ..policy.rule import POST_ACTIONS, may_post
from ..record import full
from ..room.context import Room
from .auth import User, posts_of
from .sessions import Session
from .settings import Settings

ND = 1e9


def session_row(room: Room, user: User, session: Session, settings: Settings) -> dict[str, Any]:
    """The Session of the web API: `may` is what the post that was taken may do.

    `drones` says that this party plans flights, `sky` that it is shown live ones.
    """
    return {
        "user": {"id": user.id, "name": user.name, "admin": user.admin, "languages": list(user.languages)},
        "post": session.post, "posts": posts_of(room, user), "csrf": session.csrf, "party": room.party,
        "room": room_row(room.charter),
        "parties": party_rows(room.charter),
        "may": [action for action in sorted(POST_ACTIONS) if may_post(action, session.post).allowed],
        "now_ms": room.clock.now_ms(), "version": settings.version,
        "drones": settings.flights is not None, "sky": settings.sky is not None,
    }  # fmt: skip


def party_rows(charter: Charter) -> list[dict[str, Any]]:
    """The parties of the room as screens name them; a newcomer is among them from its charter on (R4)."""
    return [
        {"id": party.id, "letter": party.letter, "shape": party.shape, "name": full(party.name),
         "short": full(party.short), "custodian": party.custodian}
        for party in charter.parties
    ]  # fmt: skip


def room_row(charter: Charter) -> dict[str, Any]:
    """The charter as a screen needs it; the area in degrees."""
    area, clocks = charter.area, charter.clocks
    return {
        "id": charter.room, "title": full(charter.title), "zone": charter.zone,
        "demonstration": charter.demonstration, "drill": charter.drill,
        "area": {"lon_min": area.lon_nd_min / ND, "lat_min": area.lat_nd_min / ND,
                 "lon_max": area.lon_nd_max / ND, "lat_max": area.lat_nd_max / ND},
        "buffer_m": charter.buffer_m, "hazard_buffer_m": charter.hazard_buffer_m,
        "readback_limit_m": charter.readback_limit_m, "late_ms": clocks.late_ms,
        "very_late_ms": clocks.very_late_ms, "hold_ms": clocks.hold_ms,
        "flash_ladder_ms": [
            clocks.flash_overdue_ms, clocks.flash_deputy_ms, clocks.flash_chief_ms, clocks.flash_all_ms
        ],
        "release_answer_ms": clocks.release_answer_due_ms, "gap_ms": clocks.gap_ms,
        "mandatory_posts": list(charter.mandatory_posts),
        "post_languages": {post: list(languages) for post, languages in charter.post_languages.items()},
    }  # fmt: skip
