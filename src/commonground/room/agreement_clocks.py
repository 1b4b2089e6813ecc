"""The clocks of areas, agreed texts and observed flights: what is due and what alarms, and the lapse that a node notes.

A common name has one reading, with the first entity that was offered under it here; it is made again when anything is
said under that name. An open flight is read again every minute, since a commitment or a notice may have come.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..picture.agreed import Joint
from ..picture.area import DesignatedArea
from ..picture.commitment import ObservedFlight
from ..picture.deadline import DAY_MS, IMMEDIATE, ROUTINE, Due
from ..picture.ending import Ending
from ..picture.instrument import Instrument
from ..picture.onward import counted_ms
from ..picture.version import Version
from .alert import Alert
from .areas import area_joint, instrument_joint, text_of
from .clock_table import NOTHING, Reading
from .context import Room
from .flights import asked_for_statement, comparisons, has_stated
from .instruments import ending_of, next_moment_ms, reminder_ms, reminders_ms, standing_copy, state_now
from .lapses import note_lapses
from .readings import reading

MINUTE_MS = 60_000
SOON_RANK = (3, 2, 2)
"""Of the first, second and last reminder."""


def _is_first(room: Room, version: Version, group: str) -> bool:
    """Whether an entity is the one that carries the reading of its common name."""
    said = room.view.replies_about(group)
    keys = [
        one.key
        for one in sorted(said, key=lambda one: (one.first_known_ms, one.key))
        if one.kind == version.kind
    ]
    return bool(keys) and keys[0] == version.key


# -- areas ------------------------------------------------------------------------------------------------------


def read_area(room: Room, version: Version, now_ms: int) -> Reading:
    """A first version or signature within five days, and a review after fourteen (R9)."""
    body = version.body
    if not isinstance(body, DesignatedArea) or not _is_first(room, version, body.about.key):
        return NOTHING
    held = area_joint(room, body.area_id)
    current = held.current
    texts = [text for copy in current if isinstance(text := text_of(copy), DesignatedArea)]
    until_ms = max((text.until_ms for text in texts), default=0)
    if not current or until_ms <= now_ms or all(room.party not in copy.signatories for copy in current):
        return NOTHING
    clocks = room.charter.clocks
    about = f"area/{body.area_id}"
    due = []
    if not _has_answered(room, held):
        map_ms = min(counted_ms(room.party, copy.offer) for copy in current) + clocks.area_map_ms
        due.append(Due(f"area_map/{body.area_id}", "area_map", about, 1, map_ms, _rank(map_ms, now_ms)))
    review_ms = _last_word_ms(room, held) + clocks.area_review_ms
    due.append(
        Due(f"area_review/{body.area_id}", "area_review", about, 1, review_ms, _rank(review_ms, now_ms))
    )
    return reading(due, (), (until_ms,), now_ms)


def _has_answered(room: Room, held: Joint) -> bool:
    """Whether this party offers a version, or has signed one that is offered."""
    return any(
        room.party in copy.offered_by
        or any(one.party == room.party and not one.taken_back for one in copy.signed)
        for copy in held.current
    )


def _last_word_ms(room: Room, held: Joint) -> int:
    offers = [counted_ms(room.party, copy.offer) for copy in held.copies]
    return max((*offers, *(one.t_ms for copy in held.copies for one in copy.signed)))


# -- agreed texts -----------------------------------------------------------------------------------------------


def read_instrument(room: Room, version: Version, now_ms: int) -> Reading:
    """What is to be decided of the next end, the reminders before it, and a lapse for a day (R11)."""
    body = version.body
    if not isinstance(body, Instrument) or not _is_first(room, version, body.about.key):
        return NOTHING
    name = body.instrument_id
    copy = standing_copy(instrument_joint(room, name))
    if copy is None:
        return NOTHING
    ends = ending_of(room, copy)
    moments = [ends.end_ms + DAY_MS]
    if (next_ms := next_moment_ms(room, copy, now_ms)) is not None:
        moments.append(next_ms)
    state = state_now(copy, ends, now_ms)
    alerts = list(_ending_alerts(room, name, ends, state, now_ms))
    text = text_of(copy)
    assert isinstance(text, Instrument)
    due = []
    signed = room.party in copy.signatories and room.party not in copy.missing
    decided = any(one.author == room.party for one in ends.decided)
    if state in ("coming", "in_force") and signed and not decided:
        by_ms = text.renew_by_ms if ends.rounds == 0 else ends.end_ms
        due.append(
            Due(
                f"instrument_end/{name}",
                "instrument_end",
                f"instrument/{name}",
                1,
                by_ms,
                _rank(by_ms, now_ms),
            )
        )
    return reading(due, alerts, moments, now_ms)


def _ending_alerts(room: Room, name: str, ends: Ending, state: str, now_ms: int) -> Iterable[Alert]:
    about = f"instrument/{name}"
    if state == "lapsed" and now_ms < ends.end_ms + DAY_MS:
        yield Alert(key=f"lapsed/{name}/{ends.end_ms}", rank=2, what="instrument_lapsed", party="", about=about,
                    t_ms=ends.end_ms)  # fmt: skip
    lead_ms = reminder_ms(room, ends.end_ms, now_ms)
    if state == "in_force" and lead_ms is not None:
        rank = SOON_RANK[reminders_ms(room).index(lead_ms)]
        yield Alert(key=f"ends/{name}/{ends.end_ms}/{lead_ms}", rank=rank, what="instrument_ends", party="",
                    about=about, t_ms=ends.end_ms - lead_ms)  # fmt: skip


def fire_instrument(room: Room, version: Version, now_ms: int) -> int:
    """Note, once, that it reached an end without a decision (T-19)."""
    body = version.body
    if not isinstance(body, Instrument) or not _is_first(room, version, body.about.key):
        return 0
    return note_lapses(room, body.instrument_id, now_ms)


# -- observed flights -------------------------------------------------------------------------------------------


def read_flight(room: Room, version: Version, now_ms: int) -> Reading:
    """A statement that this party is asked for, because no notice covers a flight in its book (T-20)."""
    if not isinstance(version.body, ObservedFlight) or has_stated(room, version):
        return NOTHING
    found = comparisons(room, version)
    if not found:
        # A commitment that was on its way when the flight was flown may still come.
        until_ms = counted_ms(room.party, version) + DAY_MS
        return reading((), (), (min(until_ms, now_ms + MINUTE_MS),), now_ms) if now_ms < until_ms else NOTHING
    if room.party not in asked_for_statement(version, found):
        return reading((), (), (), now_ms)
    told_ms = counted_ms(room.party, version)
    due_ms = told_ms + room.charter.clocks.statement_due_ms
    key = version.key
    due = Due(f"coverage/{key}", "coverage_statement", key, 1, due_ms, _rank(due_ms, now_ms))
    alert = Alert(
        key=f"not_covered/{key}", rank=2, what="not_covered", party=version.author, about=key, t_ms=told_ms
    )
    return reading((due,), (alert,), (now_ms + MINUTE_MS,), now_ms)


def _rank(due_ms: int, now_ms: int) -> int:
    return IMMEDIATE if due_ms <= now_ms else ROUTINE
