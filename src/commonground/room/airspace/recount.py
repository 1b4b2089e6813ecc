"""How often subscribers were told since a subscription was last written down, counted again from the own log.

To write a number down for each of a thousand subscribers would cost more than the flight that they are told of. So a
statement holds the number as of itself, and what came after it is played again: changes in their order, each against
the subscriptions of its moment. Nothing older than the oldest such statement is read, and of subscriptions that
ended a day ago, with flights that nobody ended, the number of the statement stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ...picture.version import Version
from ...record import Excerpt, decode_own
from ..ports import LogStore
from ..versions import decode_version
from .held import Subscription

CHUNK = 1_000
DAY_MS = 24 * 3_600_000
KINDS = frozenset({"notice", "airspace_subscription", "uss_availability"})


class _Saying(Excerpt, frozen=True):
    kind: str
    entity: str


class _Line(Excerpt, frozen=True):
    author: str
    saying: _Saying | None = None


class Book(Protocol):
    """What is counted: versions placed without a word, or applied, which counts."""

    def place(self, version: Version) -> None: ...
    def apply(self, version: Version) -> None: ...
    def standing_subscriptions(self) -> Iterable[Subscription]: ...


def recount(book: Book, past: Book, standing: Iterable[Version], store: LogStore, origin: str) -> None:
    """Give the subscriptions of a book that was just filled with what stands their numbers; `past` is an empty one."""
    size = store.origins().get(origin, 0)
    by_key = {version.key: version for version in standing}
    start = _start(book, by_key, _now_ms(store, origin, size), size)
    if start >= size:
        return
    changed = set(_changed(store, origin, start, size))
    played: list[Version] = []
    for version in by_key.values():
        if version.key not in changed:
            past.place(version)
    for key in changed:
        versions = sorted((decode_version(row) for row in store.history(key)), key=lambda one: one.leaf)
        earlier = [one for one in versions if one.leaf < start]
        if earlier:
            past.place(earlier[-1])
        played += [one for one in versions if one.leaf >= start]
    for version in sorted(played, key=lambda one: one.leaf):
        past.apply(version)
    counted = {one.id: one.notified for one in past.standing_subscriptions()}
    for held in book.standing_subscriptions():
        held.notified = max(held.notified, counted.get(held.id, 0))


def _start(book: Book, by_key: dict[str, Version], now_ms: int, size: int) -> int:
    """The oldest statement that holds the number, as of before it, of a subscription which may still be told."""
    start = size
    for held in book.standing_subscriptions():
        keys = [held.key] if held.key else [one.key for one in held.dependents.values()]
        if held.until_ms >= now_ms - DAY_MS:
            start = min(start, max(by_key[key].said_leaf for key in keys))
    return start


def _now_ms(store: LogStore, origin: str, size: int) -> int:
    """When the last line was written: what had ended by then is told no more."""
    last = store.entries(origin, size - 1, size) if size else []
    return last[0].arrived_ms if last else 0


def _changed(store: LogStore, origin: str, start: int, size: int) -> Iterator[str]:
    for begin in range(start, size, CHUNK):
        for row in store.entries(origin, begin, min(size, begin + CHUNK)):
            line = None if row.body is None else decode_own(_Line, row.body)
            if line is not None and line.saying is not None and line.saying.kind in KINDS:
                yield f"{line.author}/{line.saying.entity}"
