"""Who sits on which post now, from the sessions that live: what the roster states is brought up to date with it (R3).

The roster gets languages and times, never a name. A session that ended by itself leaves its post too: whatever the way
out, the next look states it, and writes down where a mandatory post was left without a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..record import replace
from ..room.context import Room
from ..room.handover import note_left, was_left_silently
from ..room.roster import Seat, duty_of, refuse_alone, shift_end_ms, state_posts
from .auth import User, find_user
from .sessions import Session, live_sessions, put_session
from .settings import Settings

LOOK_EVERY_MS = 5_000
OVERRUN_MS = 3_600_000
"""By how much a shift that runs over is stated longer, for as long as somebody still sits there."""


@dataclass(slots=True)
class Looks:
    """When the sessions were looked at last."""

    last_ms: int = -1

    def are_due(self, now_ms: int) -> bool:
        """Whether they should be looked at again."""
        return self.last_ms < 0 or not self.last_ms <= now_ms < self.last_ms + LOOK_EVERY_MS


def sitting(room: Room, settings: Settings, *, but: str = "") -> Iterator[tuple[Session, Seat]]:
    """Sessions that hold a post of this room, but one, each with its seat."""
    for session in live_sessions(room.store, room.clock.now_ms(), settings):
        user = find_user(room.store, session.user) if session.post in room.charter.posts else None
        if user is not None and not user.disabled and session.id != but:
            since_ms = session.post_since_ms or session.started_ms
            yield session, Seat(session.post, user.languages, since_ms, session.until_ms)


def seated(room: Room, session: Session, user: User, post: str, until_ms: int, settings: Settings) -> Session:
    """The session with its post; refuses who would be alone on it without a language that it requires (T-22)."""
    if not post:
        return replace(session, post="", post_since_ms=0, until_ms=0)
    now_ms = room.clock.now_ms()
    others = [seat for _, seat in sitting(room, settings, but=session.id) if seat.post == post]
    refuse_alone(room, post, user.languages, others)
    since_ms = session.post_since_ms if session.post == post and session.post_since_ms else now_ms
    return replace(
        session, post=post, post_since_ms=since_ms, until_ms=shift_end_ms(room, post, until_ms, now_ms)
    )


def look_again(room: Room, looks: Looks, settings: Settings) -> None:
    """Every few seconds: state what sessions that ended by themselves have changed. Call in a transaction."""
    now_ms = room.clock.now_ms()
    if looks.are_due(now_ms):
        looks.last_ms = now_ms
        state_duty(room, settings)


def state_duty(room: Room, settings: Settings, operator: str = "") -> None:
    """State every post whose seats are no longer as last said. Call in a transaction."""
    now_ms = room.clock.now_ms()
    seats = [_running(room, session, seat, now_ms) for session, seat in sitting(room, settings)]
    for post in room.charter.mandatory_posts:
        if not any(seat.post == post for seat in seats) and was_left_silently(room, post):
            duty = duty_of(room, room.party, post)
            note_left(room, post, now_ms if duty is None else duty.since_ms, "", operator)
    state_posts(room, seats, now_ms, operator)


def _running(room: Room, session: Session, seat: Seat, now_ms: int) -> Seat:
    """The seat, its shift stated longer where it has run over: somebody still sits there."""
    if seat.until_ms > now_ms:
        return seat
    until_ms = now_ms + (OVERRUN_MS if seat.until_ms else room.charter.clocks.shift_ms)
    put_session(room.store, replace(session, until_ms=until_ms))
    return Seat(seat.post, seat.languages, seat.since_ms, until_ms)
