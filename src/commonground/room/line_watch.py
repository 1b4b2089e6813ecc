"""What the line to each other party alarms and is due for: beats, tests, gaps, floods, classes; and what was missed.

These hang on what did not come, so no statement carries their clock: they are looked at by party, never through the
picture. What was missed is noted once in the own log; the other side notes it for itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..picture.channel_standing import ChannelStanding
from ..picture.charter import Text3
from ..picture.deadline import IMMEDIATE, ROUTINE, Due
from .alert import Alert
from .beat_rules import beat_level, last_beat_ms, missing_beats, missing_calls
from .channel_rules import book_of, suspended_with
from .context import Room
from .flood import flood
from .line_tests import test_state
from .submit import note_event

NOTED = "line_noted"
LOOK_MS = 3_600_000


def line_alerts(room: Room, now_ms: int) -> list[Alert]:
    """Alarms of the line to every other party."""
    found: list[Alert] = []
    for party in room.charter.others(room.party):
        if not _has_anything(room, party):
            continue
        found += _beat_alerts(room, party, now_ms)
        found += _gap_alerts(room, party)
        for missed_ms in test_state(room, party, now_ms).missed_ms[-1:]:
            found.append(Alert(
                key=f"line_test/{party}/{missed_ms}", rank=2, what="line_test_missed", party=party, about="",
                t_ms=missed_ms,
            ))  # fmt: skip
        for own in (False, True):
            waiting = flood(room, party, own=own)
            if waiting is not None:
                found.append(Alert(
                    key=f"flood/{party}/{own}", rank=1, what="flash_flood", party=party, about=waiting.first,
                    t_ms=waiting.since_ms, text=Text3(en=str(waiting.count)),
                ))  # fmt: skip
    for party, channel_class, stands in suspended_with(room, now_ms):
        found += _channel_alerts(room, party, channel_class, stands)
    return found


def _has_anything(room: Room, party: str) -> bool:
    book = book_of(room, party)
    return bool(book.has_begun or book.tests or book.calls_in or book.calls_out)


def _beat_alerts(room: Room, party: str, now_ms: int) -> Iterator[Alert]:
    for own in (False, True):
        level = beat_level(room, party, now_ms, own=own)
        last_ms = last_beat_ms(room, party, own=own)
        if level in ("amber", "red") and last_ms is not None:
            yield Alert(
                key=f"beat/{party}/{own}", rank=2 if level == "red" else 3, what=f"beat_{level}",
                party=room.party if own else party, about=party, t_ms=last_ms + room.charter.clocks.beat_ms,
            )  # fmt: skip


def _gap_alerts(room: Room, party: str) -> Iterator[Alert]:
    for what, numbers in (("beat_gap", missing_beats(room, party)), ("call_gap", missing_calls(room, party))):
        if numbers:
            text = Text3(en=", ".join(map(str, numbers[:20])))
            yield Alert(key=f"{what}/{party}", rank=2, what=what, party=party, about="", t_ms=0, text=text)
    for key in book_of(room, party).said_twice:
        version = room.view.picture.entities[key]
        yield Alert(
            key=f"number_twice/{key}", rank=2, what="number_twice", party=version.author, about=key,
            t_ms=version.known_from_ms,
        )  # fmt: skip


def _channel_alerts(room: Room, party: str, channel_class: str, stands: ChannelStanding) -> Iterator[Alert]:
    for word in stands.declarations:
        if word.author != room.party:
            yield Alert(
                key=f"channel/{word.key}", rank=2, what="channel_suspended", party=party,
                about=f"{party}/{channel_class}", t_ms=word.known_from_ms, text=Text3(en=channel_class),
            )  # fmt: skip
    for word in stands.proposals:
        if word.author != room.party:
            yield Alert(
                key=f"resume/{word.key}", rank=2, what="resume_proposed", party=party,
                about=f"{party}/{channel_class}", t_ms=word.known_from_ms, text=Text3(en=channel_class),
            )  # fmt: skip


def line_due(room: Room, now_ms: int) -> list[Due]:
    """What the line asks of this party: a beat, a test, a confirmation."""
    found = []
    for party in room.charter.others(room.party):
        if not _has_anything(room, party):
            continue
        last_ms = last_beat_ms(room, party, own=True)
        if last_ms is not None and beat_level(room, party, now_ms, own=True) != "ok":
            due_ms = last_ms + room.charter.clocks.beat_ms
            found.append(
                Due(f"beat/{party}", "beat", party, 1, due_ms, IMMEDIATE if due_ms <= now_ms else ROUTINE)
            )
        test = test_state(room, party, now_ms)
        if test.due_ms is not None:
            found.append(Due(f"line_test/{party}", "line_test", party, 1, test.due_ms, IMMEDIATE))
    return found


# -- what was missed --------------------------------------------------------------------------------------------


def note_missed(room: Room, now_ms: int) -> int:
    """Write down, once, each beat and each test that did not come in time; returns how many lines were appended.

    Between the moments in which that can happen nothing is looked at.
    """
    if not may_have_missed(room, now_ms):
        return 0
    book = room.view.line
    noted, moments = 0, [now_ms + LOOK_MS]
    for party in room.charter.others(room.party):
        if not _has_anything(room, party):
            continue
        for own in (False, True):
            last_ms = last_beat_ms(room, party, own=own)
            if last_ms is None:
                continue
            red_ms = last_ms + room.charter.clocks.beat_ms + room.charter.clocks.beat_red_ms
            if now_ms < red_ms:
                moments.append(red_ms)
            else:
                by = room.party if own else party
                noted += _note(room, "beat_missed", party, by, last_ms + room.charter.clocks.beat_ms)
        test = test_state(room, party, now_ms)
        if test.next_ms is not None:
            moments.append(test.due_ms or test.next_ms + room.charter.clocks.line_test_grace_ms)
        for slot_ms in test.missed_ms:
            noted += _note(room, "line_test_missed", party, "", slot_ms)
    book.looked_at, book.look_next_ms = book.revision, min(moments)
    return noted


def may_have_missed(room: Room, now_ms: int) -> bool:
    """Whether something was said since this was last looked at, or the next moment has come."""
    book = room.view.line.keep_up(room.view)
    return book.looked_at != book.revision or now_ms >= book.look_next_ms


def _note(room: Room, what: str, party: str, by: str, due_ms: int) -> int:
    key = f"{what}/{party}/{by}/{due_ms}"
    if room.store.document(NOTED, key) is not None:
        return 0
    leaf = note_event(room, {"what": what, "party": party, "by": by, "due_ms": due_ms})
    room.store.put_document(NOTED, key, str(leaf).encode())
    room.view.changes.keys.add(f"line/{party}")
    return 1
