"""The tests of the line with each party: which was made and answered, which was missed, which is due (section 5).

One side makes it, the other answers it, each with the languages that were spoken. Tests begin to count with the first
one that either side makes. A test counts for its slot when it was made and answered by the end of the grace; times are
those of this node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..picture.line import LineTest
from ..picture.onward import counted_ms
from ..picture.version import Version
from .channel_rules import book_of
from .context import Room
from .line_days import DAY_MS, next_slot_ms, slots_between

MISSED_MAX = 10
LOOKED_AT = 64


@dataclass(frozen=True, slots=True)
class Test:
    """A test and its answer, by this node's clock."""

    slot_ms: int
    made: Version
    made_ms: int
    answer: Version | None
    answered_ms: int | None
    languages: tuple[str, ...]
    state: Literal["answered", "waiting", "unanswered"]

    __test__ = False


@dataclass(frozen=True, slots=True)
class TestState:
    """The tests with a party: the last one, the next moment, the missed ones, the one that waits for an answer here.

    `due_ms` is when the running one has to be answered, or made; None where none runs.
    """

    last: Test | None
    next_ms: int | None
    missed_ms: tuple[int, ...]
    waits_for_us: str
    due_ms: int | None

    __test__ = False


def test_state(room: Room, party: str, now_ms: int) -> TestState:
    """How the tests with a party stand."""
    tests = _tests(room, party, now_ms)
    if not tests:
        return TestState(None, None, (), "", None)
    grace_ms = room.charter.clocks.line_test_grace_ms
    first_ms = min(one.made_ms for one in tests)
    slots = slots_between(room.charter, max(first_ms - grace_ms, now_ms - MISSED_MAX * DAY_MS), now_ms)
    kept = {
        one.slot_ms
        for one in tests
        if one.answered_ms is not None and one.answered_ms <= one.slot_ms + grace_ms
    }
    missed = tuple(slot for slot in slots if slot + grace_ms <= now_ms and slot not in kept)
    running = next((slot for slot in slots if now_ms < slot + grace_ms and slot not in kept), None)
    waits = next(
        (one.made.key for one in reversed(tests) if one.state == "waiting" and one.made.author != room.party),
        "",
    )
    return TestState(
        last=max(tests, key=lambda one: (one.made_ms, one.made.key)),
        next_ms=running if running is not None else next_slot_ms(room.charter, now_ms),
        missed_ms=missed[-MISSED_MAX:], waits_for_us=waits,
        due_ms=None if running is None else running + grace_ms,
    )  # fmt: skip


def _tests(room: Room, party: str, now_ms: int) -> list[Test]:
    entities = room.view.picture.entities
    keys = book_of(room, party).tests
    made = [entities[key] for key in dict.fromkeys((*keys[:1], *keys[-LOOKED_AT:]))]
    found = []
    for version in made:
        body = version.body
        if isinstance(body, LineTest) and body.about is None:
            found.append(_test(room, version, body, now_ms))
    return found


def _test(room: Room, made: Version, body: LineTest, now_ms: int) -> Test:
    other = body.to if made.author == room.party else room.party
    answers = [
        one
        for one in room.view.replies_about(made.key)
        if one.author == other and isinstance(one.body, LineTest)
    ]
    answer = min(answers, key=lambda one: one.said_leaf, default=None)
    languages = list(body.languages)
    if answer is not None and isinstance(answer.body, LineTest):
        languages += answer.body.languages
    due_ms = body.slot_ms + room.charter.clocks.line_test_grace_ms
    state: Literal["answered", "waiting", "unanswered"] = "waiting" if now_ms < due_ms else "unanswered"
    return Test(
        slot_ms=body.slot_ms, made=made, made_ms=counted_ms(room.party, made), answer=answer,
        answered_ms=None if answer is None else counted_ms(room.party, answer),
        languages=tuple(dict.fromkeys(languages)), state="answered" if answer is not None else state,
    )  # fmt: skip
