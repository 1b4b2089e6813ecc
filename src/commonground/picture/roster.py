"""The roster: who is on duty, by post and language and never by name; what is planned; what a shift hands over (R3).

A party has one `duty` entity for each post, whose id follows from the post: it is stated anew when the post is taken
or left, and holds the shifts that are planned. A `handover` is a national sheet. Here stands what can be computed of a
statement alone: what a post lacks, and since when by the viewer's own clock. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..errors import Refused
from ..geo.interval import TIME_MS_MAX
from ..record import Record
from .blocks import NAME_CHARS_MAX, Body, Language, Text
from .charter import LANGUAGES, POSTS
from .kind import CHANGING, Kind, always

PREFIX = "DU"
PLANNED_MAX = 60
SHIFT_MS_MAX = 24 * 3_600_000
Want = Literal["vacant", "ended", "language"]
"""What a post wants: somebody, a word since its shift has ended, or somebody who speaks what it requires."""


class Shift(Record, frozen=True):
    """A shift that is planned on a post: the languages of who will sit there, and the post that deputises."""

    from_ms: int
    until_ms: int
    languages: tuple[Language, ...]
    deputy: str = ""


class Duty(Body, frozen=True):
    """Who sits on a post of the author: never who, only that somebody does and which languages are spoken there.

    `since_ms` is since when it is manned, or vacant; `changed_ms` when somebody came or went last; `until_ms` the end
    of the shift, 0 while nobody sits there.
    """

    post: str
    since_ms: int
    changed_ms: int
    manned: bool = False
    until_ms: int = 0
    languages: tuple[Language, ...] = ()
    deputy: str = ""
    planned: tuple[Shift, ...] = ()


class Item(Record, frozen=True):
    """One open item of a sheet: what it is, the entity that it is about, and how it stood when the sheet was signed."""

    what: str
    about: str = ""
    due_ms: int = 0
    owner: str = ""
    state: str = ""
    count: int = 1


class Handover(Body, frozen=True):
    """What a shift hands over to the next one; national.

    `signed` by the outgoing, `accepted` by who takes over; `left` says that the post was left without a sheet, with the
    reason that was given, or none where a session ended by itself.
    """

    post: str
    from_ms: int
    until_ms: int
    stage: Literal["signed", "accepted", "left"]
    items: tuple[Item, ...] = ()
    items_left_out: int = 0
    text: Text = Text(lang="en", text="")
    reason: str = ""
    accepted_ms: int = 0


def duty_entity(post: str) -> str:
    """The id of a post's duty: the same at every party, so that nothing has to be looked for."""
    return f"{PREFIX}-{post}"


# -- what a post wants ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """What a post wants, since when by the viewer's own clock; `lacks` are languages that nobody there speaks."""

    want: Want
    from_ms: int
    lacks: tuple[str, ...] = ()


def lacking(languages: Iterable[str], required: Iterable[str]) -> tuple[str, ...]:
    """Required languages that are not among those spoken."""
    spoken = set(languages)
    return tuple(one for one in required if one not in spoken)


def gap_of(duty: Duty, required: Iterable[str], said_ms: int, known_ms: int, now_ms: int) -> Gap | None:
    """What a post wants now; None when nothing.

    A clock belongs to the party on whose screen it alarms: how long something had been so when it was said counts back
    from when this party knew of it, so that the author's clock decides nothing. `said_ms` is by the author's clock.
    """
    behind_ms = known_ms - said_ms
    if not duty.manned:
        return Gap("vacant", min(known_ms, duty.since_ms + behind_ms))
    if duty.until_ms <= now_ms:
        return Gap("ended", duty.until_ms)
    lacks = lacking(duty.languages, required)
    return Gap("language", min(known_ms, duty.changed_ms + behind_ms), lacks) if lacks else None


def next_shift(duty: Duty, now_ms: int) -> Shift | None:
    """The next planned shift that has not begun."""
    ahead = [one for one in duty.planned if one.from_ms > now_ms]
    return min(ahead, key=lambda one: one.from_ms, default=None)


def shift_at(duty: Duty, now_ms: int) -> Shift | None:
    """The planned shift that runs at a moment."""
    return next((one for one in duty.planned if one.from_ms <= now_ms < one.until_ms), None)


# -- what cannot be said ----------------------------------------------------------------------------------------


def _impossible_duty(duty: Duty, field: str) -> None:
    for name in ("since_ms", "changed_ms", "until_ms"):
        _refuse_no_time(getattr(duty, name), f"{field}.{name}")
    if duty.post not in POSTS:
        raise Refused(f"one of {', '.join(POSTS)} expected", field=f"{field}.post", clause="R3")
    if duty.changed_ms < duty.since_ms:
        raise Refused("since_ms at the earliest expected", field=f"{field}.changed_ms", clause="R3")
    if duty.manned and duty.until_ms <= duty.since_ms:
        raise Refused("an end after the beginning is expected", field=f"{field}.until_ms", clause="R3")
    _refuse_languages(duty.languages, f"{field}.languages", empty=not duty.manned)
    _refuse_deputy(duty.deputy, duty.post, f"{field}.deputy")
    if len(duty.planned) > PLANNED_MAX:
        raise Refused(f"at most {PLANNED_MAX} items expected", field=f"{field}.planned", clause="limits")
    before_ms = 0
    for number, shift in enumerate(duty.planned):
        _impossible_shift(shift, duty.post, before_ms, f"{field}.planned[{number}]")
        before_ms = shift.until_ms


def _impossible_shift(shift: Shift, post: str, before_ms: int, field: str) -> None:
    for name in ("from_ms", "until_ms"):
        _refuse_no_time(getattr(shift, name), f"{field}.{name}")
    if shift.from_ms < before_ms:
        raise Refused("a beginning after the end of the shift before is expected", field=f"{field}.from_ms",
                      clause="R3")  # fmt: skip
    if not 0 < shift.until_ms - shift.from_ms <= SHIFT_MS_MAX:
        raise Refused("a shift of at most 24 h is expected", field=f"{field}.until_ms", clause="R3")
    _refuse_languages(shift.languages, f"{field}.languages", empty=False)
    _refuse_deputy(shift.deputy, post, f"{field}.deputy")


def _refuse_languages(languages: tuple[str, ...], field: str, *, empty: bool) -> None:
    if len(set(languages)) != len(languages) or (not languages) != empty:
        raise Refused(f"each of {', '.join(LANGUAGES)} at most once, and one at least, expected", field=field,
                      clause="R3")  # fmt: skip


def _refuse_deputy(deputy: str, post: str, field: str) -> None:
    if deputy and (deputy not in POSTS or deputy == post):
        raise Refused("another post of the room is expected", field=field, clause="R3")


def _refuse_no_time(at_ms: int, field: str) -> None:
    if not 0 <= at_ms <= TIME_MS_MAX:
        raise Refused("UTC milliseconds of 1970 to 2200 expected", field=field)


def _impossible_handover(sheet: Handover, field: str) -> None:
    for name in ("from_ms", "until_ms", "accepted_ms"):
        _refuse_no_time(getattr(sheet, name), f"{field}.{name}")
    if sheet.post not in POSTS:
        raise Refused(f"one of {', '.join(POSTS)} expected", field=f"{field}.post", clause="R3")


def _wrong_handover(sheet: Handover, field: str) -> None:
    if len(sheet.reason) > NAME_CHARS_MAX:
        raise Refused(
            f"at most {NAME_CHARS_MAX} characters expected", field=f"{field}.reason", clause="limits"
        )


KINDS = (
    Kind(
        word="duty", body=Duty, prefix=PREFIX, impossible=_impossible_duty, span=always,
        follows=CHANGING,
    ),
    Kind(
        word="handover", body=Handover, prefix="HO", impossible=_impossible_handover, wrong=_wrong_handover,
        is_national=True,
        follows=CHANGING,
    ),
)  # fmt: skip
