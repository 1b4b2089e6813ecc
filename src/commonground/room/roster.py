"""The roster as this party runs it: a post is stated as it is taken and left, planned ahead, and refused to who lacks
the language that it requires (R3, T-22).

A statement goes to every other party that has not left. Who sits on a post is known to the web's sessions alone; here
come their languages, never their names. It holds no clock: what a post wants is derived (`picture/roster`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import Refused
from ..picture.blocks import Language
from ..picture.roster import Duty, Gap, Shift, duty_entity, gap_of, lacking, shift_at
from ..picture.statement import Release
from ..picture.version import Version
from ..record import replace
from .command import Command
from .context import Room
from .leaving import has_left
from .submit import Submitted, submit

LANGUAGE_ORDER: tuple[Language, ...] = ("en", "ar", "ru")


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who sits on a post: languages, since when and until when; no name."""

    post: str
    languages: tuple[str, ...]
    since_ms: int = 0
    until_ms: int = 0


def duty_key(party: str, post: str) -> str:
    """Where the duty of a party's post stands in any picture."""
    return f"{party}/{duty_entity(post)}"


def duty_version(room: Room, party: str, post: str) -> Version | None:
    """What this node knows last of a party's post, if its party ever said so in words that are understood."""
    version = room.view.picture.get(duty_key(party, post))
    return version if version is not None and isinstance(version.body, Duty) else None


def duty_of(room: Room, party: str, post: str) -> Duty | None:
    """What a party last said of a post."""
    version = duty_version(room, party, post)
    return version.body if version is not None and isinstance(version.body, Duty) else None


def sits(room: Room, party: str, post: str, now_ms: int) -> bool:
    """Whether somebody is on a post, as far as this node knows."""
    duty = duty_of(room, party, post)
    return duty is not None and duty.manned and duty.until_ms > now_ms and not has_left(room, party, now_ms)


def deputy_of(room: Room, party: str, post: str) -> str:
    """The post that deputises for one; empty where its party names none."""
    duty = duty_of(room, party, post)
    return "" if duty is None else duty.deputy


def required(room: Room, post: str) -> tuple[str, ...]:
    """Languages that the charter requires on a post."""
    return room.charter.post_languages.get(post, ())


def is_mandatory(room: Room, post: str) -> bool:
    """Whether the charter wants somebody on that post at any time."""
    return post in room.charter.mandatory_posts


def gap(room: Room, version: Version, now_ms: int) -> Gap | None:
    """What a post wants, by this node's clock; None when nothing, and for a party that has left."""
    duty = version.body
    if not isinstance(duty, Duty) or has_left(room, version.author, now_ms):
        return None
    said_ms = version.known_from_ms if version.author == room.party else version.t_released_ms
    return gap_of(duty, required(room, duty.post), said_ms, version.known_from_ms, now_ms)


# -- taking and leaving a post ----------------------------------------------------------------------------------


def refuse_alone(room: Room, post: str, languages: Iterable[str], others: Iterable[Seat]) -> None:
    """Refuse a post to somebody who would be alone on it without a language that it requires (T-22)."""
    spoken = set(languages).union(*(one.languages for one in others))
    lacks = lacking(spoken, required(room, post))
    if lacks:
        raise Refused(
            f"{post} requires {', '.join(lacks)}, which nobody on it would speak",
            field="languages",
            clause="T-22",
        )


def shift_end_ms(room: Room, post: str, wanted_ms: int, now_ms: int) -> int:
    """When a shift that begins now ends: as wanted, else as planned, else after the charter's length."""
    longest_ms = now_ms + room.charter.clocks.shift_ms
    if wanted_ms:
        if not now_ms < wanted_ms <= longest_ms:
            raise Refused(
                f"an end within {room.charter.clocks.shift_ms // 3_600_000} h is expected", field="until_ms",
                clause="R3",
            )  # fmt: skip
        return wanted_ms
    duty = duty_of(room, room.party, post)
    shift = None if duty is None else shift_at(duty, now_ms)
    return longest_ms if shift is None else min(shift.until_ms, longest_ms)


def state_posts(room: Room, seats: Sequence[Seat], now_ms: int, operator: str = "") -> list[Submitted]:
    """State every post whose seats are no longer as last said; nothing where all are. Call in a transaction."""
    if has_left(room, room.party, now_ms):
        return []
    said = []
    for post in room.charter.posts:
        done = _state(room, post, [one for one in seats if one.post == post], now_ms, operator)
        if done is not None:
            said.append(done)
    return said


def _state(room: Room, post: str, seats: Sequence[Seat], now_ms: int, operator: str) -> Submitted | None:
    last = duty_of(room, room.party, post)
    if last is None and not seats and not is_mandatory(room, post):
        return None
    spoken = set().union(*(one.languages for one in seats))
    languages = tuple(one for one in LANGUAGE_ORDER if one in spoken)
    duty = last or Duty(post=post, since_ms=now_ms, changed_ms=now_ms)
    shift = shift_at(duty, now_ms)
    until_ms = max((one.until_ms for one in seats), default=0)
    vacant_ms = duty.since_ms if not duty.manned else now_ms
    wanted = replace(
        duty,
        manned=bool(seats),
        languages=languages,
        since_ms=min((*(one.since_ms for one in seats), now_ms)) if seats else vacant_ms,
        until_ms=until_ms,
        deputy=shift.deputy if shift is not None and shift.deputy else duty.deputy,
    )
    if last is not None and wanted == last:
        return None
    if (wanted.manned, wanted.languages) != (duty.manned, duty.languages):
        wanted = replace(wanted, changed_ms=now_ms)
    wanted = replace(wanted, changed_ms=max(wanted.changed_ms, wanted.since_ms))
    planned = tuple(one for one in wanted.planned if one.until_ms > now_ms)
    return _say(room, replace(wanted, planned=planned), post, operator, now_ms)


def plan(
    room: Room, post: str, shifts: tuple[Shift, ...], deputy: str, by_post: str, operator: str
) -> Submitted:
    """Plan the shifts of a post; who is planned speaks what it requires (T-22)."""
    now_ms = room.clock.now_ms()
    last = duty_of(room, room.party, post) or Duty(post=post, since_ms=now_ms, changed_ms=now_ms)
    ordered = tuple(sorted(shifts, key=lambda one: one.from_ms))
    return _say(room, replace(last, planned=ordered, deputy=deputy), by_post, operator, now_ms)


def _say(room: Room, duty: Duty, by_post: str, operator: str, now_ms: int) -> Submitted:
    known = room.view.picture.get(duty_key(room.party, duty.post)) is not None
    return submit(room, Command(
        kind="duty", action="amend" if known else "establish", post=by_post, body=duty,
        entity=duty_entity(duty.post), operator=operator, releases=to_all(room, now_ms),
    ))  # fmt: skip


def to_all(room: Room, now_ms: int) -> tuple[Release, ...]:
    """Every other party that has not left: what concerns the room itself goes to all of them."""
    others = room.charter.others(room.party)
    return tuple(Release(party=one) for one in others if not has_left(room, one, now_ms))
