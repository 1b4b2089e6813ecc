"""Agreed texts as this party holds them: when each ends, what is called to mind, and which lapses are noted (R11).

The end follows from the text, the decisions and the clock; that it came without a decision is derived too. The note of
a lapse is written by `lapses`. Nothing here appends.
"""

from __future__ import annotations

from ..picture.agreed import Copy, Joint
from ..picture.charter import own_log
from ..picture.ending import Ending, State, ending, state_of
from ..picture.instrument import Instrument, InstrumentDecision, instrument_group
from ..picture.onward import counted_ms
from .areas import instrument_joint, text_of
from .context import Room

LAPSE = "lapse"


def ending_of(room: Room, copy: Copy) -> Ending:
    """When a copy ends, by the decisions that this party holds, each counted by its own clock."""
    text = text_of(copy)
    assert isinstance(text, Instrument)
    said = room.view.replies_about(instrument_group(text.instrument_id))
    made = (one for one in said if isinstance(one.body, InstrumentDecision))
    return ending(text, copy.hash, made, lambda one: counted_ms(room.party, one))


def standing_copy(held: Joint) -> Copy | None:
    """The copy whose end counts: the one in force, else the one of the highest edition that somebody offers."""
    if held.in_force is not None:
        return held.in_force
    return held.current[0] if held.current else None


def state_now(copy: Copy, ends: Ending, now_ms: int) -> State:
    """The word for a copy at a moment."""
    text = text_of(copy)
    assert isinstance(text, Instrument)
    return state_of(text, ends, is_agreed=copy.is_agreed, is_offered=bool(copy.offered_by), now_ms=now_ms)


def lapse_name(instrument_id: str, end_ms: int) -> str:
    """Under which name the note of a lapse is kept."""
    return f"{instrument_id}@{end_ms}"


def lapses(room: Room, instrument_id: str) -> list[tuple[int, int]]:
    """The ends at which it lapsed and the leaf of the own log that says so, the last first, as noted by now."""
    prefix, origin, now_ms = f"{instrument_id}@", own_log(room.charter, room.party), room.clock.now_ms()
    found = [
        (int(name.removeprefix(prefix)), int(data))
        for name, data in room.store.documents(LAPSE)
        if name.startswith(prefix)
    ]
    noted = [one for one in found if room.store.entries(origin, one[1], one[1] + 1)[0].arrived_ms <= now_ms]
    return sorted(noted, reverse=True)


def to_lapse(room: Room, instrument_id: str, now_ms: int) -> list[int]:
    """Ends of an instrument that have come without a decision and are not yet noted."""
    copy = standing_copy(instrument_joint(room, instrument_id))
    if copy is None:
        return []
    ends = ending_of(room, copy)
    over = [*ends.lapsed_ms]
    if state_now(copy, ends, now_ms) == "lapsed":
        over.append(ends.end_ms)
    return [
        end_ms for end_ms in over if room.store.document(LAPSE, lapse_name(instrument_id, end_ms)) is None
    ]


def next_moment_ms(room: Room, copy: Copy, now_ms: int) -> int | None:
    """When the state of an instrument, or a reminder of it, next changes by time alone."""
    text = text_of(copy)
    assert isinstance(text, Instrument)
    ends = ending_of(room, copy)
    before_ms = reminders_ms(room)
    moments = [
        text.start_ms,
        ends.end_ms,
        text.renew_by_ms,
        *(ends.end_ms - lead_ms for lead_ms in before_ms),
    ]
    coming = [moment for moment in moments if moment > now_ms]
    return min(coming, default=None)


def reminders_ms(room: Room) -> tuple[int, ...]:
    """How long before its end an instrument is called to mind."""
    clocks = room.charter.clocks
    return (clocks.instrument_first_ms, clocks.instrument_second_ms, clocks.instrument_last_ms)


def reminder_ms(room: Room, end_ms: int, now_ms: int) -> int | None:
    """The reminder whose time has come last; None before the first, and from the end on."""
    if now_ms >= end_ms:
        return None
    return min((lead_ms for lead_ms in reminders_ms(room) if now_ms >= end_ms - lead_ms), default=None)
