"""Which services must still be told of a change: a queue in the store, so that a restart forgets none of them.

The DSS names the subscribers of each change. What is written here goes with the change in one transaction, is tried
until it is taken, later each time, and stands in the party's own log with what came of each attempt: whose end failed
can be shown. One address is told in the order of the changes; an address that does not answer holds up no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from ...record import Record, decode, encode_canonical, replace
from ..context import Room
from ..submit import note_event

QUEUE = "uss_outbox"
WAIT_MS_FIRST, WAIT_MS_MAX = 1_000, 300_000
KEPT_MS_MAX = 6 * 3_600_000
"""How long after its last window a change is still told: later it matters to nobody."""
PROBLEM_CHARS_MAX = 200


class Waiting(Protocol):
    """What waits in a queue: a record with these fields, and with `next_ms` and `problem`, which each attempt sets."""

    @property
    def number(self) -> int:
        """Its place in the queue."""

    @property
    def attempts(self) -> int:
        """How often it was tried."""


class Subscribed(Record, frozen=True):
    """A subscription because of which somebody is told, and the number that this notification has for it."""

    subscription_id: str
    index: int


class Owed(Record, frozen=True):
    """One notification that one address is owed. `entity_key` and `entity_version` are the flight as it was then."""

    number: int
    url: str
    what: Literal["intent", "constraint"]
    id: str
    entity_key: str
    entity_version: int
    is_gone: bool
    subscriptions: tuple[Subscribed, ...]
    since_ms: int
    until_ms: int
    attempts: int = 0
    next_ms: int = 0
    problem: str = ""


def owe(room: Room, owed: Iterable[Owed]) -> None:
    """Put notifications behind those that wait. Needs a transaction."""
    number = max((int(id) for id, _ in room.store.documents(QUEUE)), default=0)
    for one in owed:
        number += 1
        room.store.put_document(QUEUE, f"{number:012}", encode_canonical(replace(one, number=number)))


def waiting(room: Room) -> list[Owed]:
    """Everything that somebody is still owed, in order."""
    return [decode(Owed, data) for _, data in sorted(room.store.documents(QUEUE))]


def due(room: Room, now_ms: int) -> list[Owed]:
    """The first that each address is owed, where its time has come."""
    first: dict[str, Owed] = {}
    for one in waiting(room):
        first.setdefault(one.url, one)
    return [one for one in first.values() if one.next_ms <= now_ms]


def next_ms(room: Room) -> int | None:
    """When something is due next; None where nothing waits."""
    first: dict[str, Owed] = {}
    for one in waiting(room):
        first.setdefault(one.url, one)
    return min((one.next_ms for one in first.values()), default=None)


def note_taken(room: Room, owed: Owed, status: int) -> None:
    """An address took its notification."""
    _note(room, owed, status, "")
    room.store.delete_document(QUEUE, f"{owed.number:012}")


def note_failed(room: Room, owed: Owed, status: int, problem: str, now_ms: int) -> None:
    """An attempt failed: it is made again later, unless the change has long passed."""
    _note(room, owed, status, problem[:PROBLEM_CHARS_MAX])
    if now_ms > owed.until_ms + KEPT_MS_MAX:
        room.store.delete_document(QUEUE, f"{owed.number:012}")
        return
    put_off(room, QUEUE, owed, problem, now_ms)


def put_off(room: Room, queue: str, owed: Waiting, problem: str, now_ms: int) -> None:
    """Try again later, after twice as long as the last time and no longer than five minutes."""
    wait_ms = min(WAIT_MS_MAX, WAIT_MS_FIRST << min(owed.attempts, 20))
    tried = replace(
        owed, attempts=owed.attempts + 1, next_ms=now_ms + wait_ms, problem=problem[:PROBLEM_CHARS_MAX]
    )
    room.store.put_document(queue, f"{owed.number:012}", encode_canonical(tried))


def _note(room: Room, owed: Owed, status: int, problem: str) -> None:
    room.view.changes.keys.add(f"{QUEUE}/{owed.id}")
    note_event(room, {
        "what": "uss_notification", "url": owed.url, "id": owed.id, "attempt": owed.attempts + 1,
        "status": status, "problem": problem,
    })  # fmt: skip
