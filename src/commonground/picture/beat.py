"""The situation beat: every two hours each side sends a numbered state message, "nothing to report" included (R13).

Numbers run inside the log to one recipient, so that a gap shows there and tells nothing about anybody else; counts are
of what that recipient was told. When a beat is due, near and missed follows from the last one and the charter's clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..errors import Refused
from ..record import Record
from .blocks import Body, Reference
from .charter import Clocks
from .kind import SAID_ONCE, Kind
from .phrase import Message, refuse_impossible_message, refuse_wrong_message
from .phrase import references as spoken_of

ITEMS_MAX = 20
SEQ_MAX = 2**31
MISSING_MAX = 100
State = Literal["quiet", "normal", "tense", "incident"]
Level = Literal["not_started", "ok", "due", "amber", "red"]
NEAR_MS = 10 * 60_000
"""From when on before its time a beat is shown as due."""


class Counts(Record, frozen=True):
    """What stands between the author and this recipient, as the author's node counts it."""

    calls_open: int = 0
    calls_sent: int = 0
    calls_held: int = 0
    beats_held: int = 0


class Beat(Body, frozen=True):
    """A numbered state message to one party; without items there is nothing to report."""

    to: str
    seq: int
    state: State
    counts: Counts = Counts()
    items: tuple[Message, ...] = ()


def missing(numbers: Iterable[int], last: int = 0) -> list[int]:
    """Which numbers of 1 to the highest one are not there, at most MISSING_MAX; `last` is known to be sent."""
    held = set(numbers)
    highest = max(held | {last}, default=0)
    found: list[int] = []
    for number in range(1, highest):
        if number not in held:
            found.append(number)
            if len(found) == MISSING_MAX:
                break
    return found


def level(last_ms: int | None, now_ms: int, clocks: Clocks) -> Level:
    """How a beat stands whose last one was sent, or arrived, at `last_ms`; None where no beat has begun."""
    if last_ms is None:
        return "not_started"
    late_ms = now_ms - last_ms - clocks.beat_ms
    if late_ms >= clocks.beat_red_ms:
        return "red"
    if late_ms >= clocks.beat_amber_ms:
        return "amber"
    return "due" if late_ms >= -NEAR_MS else "ok"


def turns_ms(last_ms: int, now_ms: int, clocks: Clocks) -> int | None:
    """When the level changes next by time alone; None once it is red."""
    due_ms = last_ms + clocks.beat_ms
    moments = (due_ms - NEAR_MS, due_ms + clocks.beat_amber_ms, due_ms + clocks.beat_red_ms)
    return min((at_ms for at_ms in moments if at_ms > now_ms), default=None)


def _impossible(beat: Beat, field: str) -> None:
    if not 1 <= beat.seq <= SEQ_MAX:
        raise Refused("1 or more expected", field=f"{field}.seq")
    for number, message in enumerate(beat.items):
        refuse_impossible_message(message, f"{field}.items[{number}]")


def _wrong(beat: Beat, field: str) -> None:
    if len(beat.items) > ITEMS_MAX:
        raise Refused(f"at most {ITEMS_MAX} items expected", field=f"{field}.items", clause="limits")
    for number, message in enumerate(beat.items):
        refuse_wrong_message(message, f"{field}.items[{number}]")


def _references(beat: Beat) -> tuple[Reference, ...]:
    return tuple(one for message in beat.items for one in spoken_of(message))


KINDS: tuple[Kind, ...] = (
    Kind(
        word="beat", body=Beat, prefix="B", follows=SAID_ONCE, references=_references,
        impossible=_impossible, wrong=_wrong,
    ),
)  # fmt: skip
