"""As-of questions over random histories: both stores against a brute force that shares nothing with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import SHAPE, pair_row, standing

from commonground.room.ports import LogStore, VersionRow
from commonground.store.memory import MemoryStore
from commonground.store.sqlite import SqliteStore

DAY_MS = 86_400_000
# Near each other, and on both sides of where a day begins.
TIMES = st.one_of(
    st.integers(0, 12), st.builds(lambda day, ms: day * DAY_MS + ms, st.integers(-1, 2), st.integers(-2, 2))
)
KEYS = st.sampled_from(["A/N-1", "A/N-2", "B/S-1", "J/N-1"])


@dataclass(frozen=True)
class Put:
    key: str
    known_from_ms: int
    active_from_ms: int
    active_until_ms: int


def _put(key: str, known_from_ms: int, active_from_ms: int, length_ms: int) -> Put:
    return Put(key, known_from_ms, active_from_ms, active_from_ms + length_ms)


puts = st.lists(st.builds(_put, KEYS, TIMES, TIMES, TIMES), max_size=14)
asked = st.tuples(TIMES, TIMES, TIMES, st.integers(0, 5))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[LogStore]]:
    """One of each for all examples: every example begins by dropping what the one before it wrote."""
    file: Path = tmp_path_factory.mktemp("as_of") / "a.db"
    made: list[LogStore] = [SqliteStore(file, synchronous="OFF"), MemoryStore()]
    yield made
    for store in made:
        store.close()


def write(store: LogStore, history: list[Put], dropped: list[Put]) -> None:
    store.begin()
    for put in dropped:
        store.put_version(row_of(put, b"dropped"), standing(put.key), SHAPE)
    store.drop_derived()
    for number, put in enumerate(history):
        store.put_version(row_of(put, b"%d" % number), standing(put.key), SHAPE)
    store.commit()


def row_of(put: Put, data: bytes) -> VersionRow:
    return VersionRow(put.key, "notice", put.known_from_ms, put.active_from_ms, put.active_until_ms, data)


def brute_force(history: list[Put], question: tuple[int, int, int, int]) -> list[bytes]:
    """A version is known from its own moment until that of the next put of its key, whatever the order."""
    at_ms, from_ms, until_ms, limit = question
    found = []
    for number, put in enumerate(history):
        later = [other.known_from_ms for other in history[number + 1 :] if other.key == put.key]
        known = put.known_from_ms <= at_ms and not (later and later[0] <= at_ms)
        if known and not (put.active_until_ms < from_ms or until_ms < put.active_from_ms):
            found.append((-put.active_from_ms, put.key, number))
    return [b"%d" % number for _, _, number in sorted(found)][:limit]


def in_order_of_time(history: list[Put]) -> list[Put]:
    return sorted(history, key=lambda put: put.known_from_ms)


@settings(max_examples=400, deadline=None)
@given(history=puts.map(in_order_of_time), dropped=puts, questions=st.lists(asked, min_size=1, max_size=6))
def test_as_of_equals_brute_force(
    stores: list[LogStore], history: list[Put], dropped: list[Put], questions: list[tuple[int, int, int, int]]
) -> None:
    last = {put.key: b"%d" % number for number, put in enumerate(history)}
    for store in stores:
        write(store, history, dropped)
        for question in questions:
            rows = store.versions_as_of(*question)
            assert [row.data for row in rows] == brute_force(history, question)
        assert {row.key: row.data for row in store.versions_now()} == last


Pair = tuple[str, str]
Step = tuple[str, set[str], int]  # a version of this key that meets those of these which stand, and when

steps = st.lists(st.tuples(KEYS, st.sets(KEYS, max_size=3), TIMES), max_size=14).map(
    lambda some: sorted(some, key=lambda step: step[2])
)


@settings(max_examples=400, deadline=None)
@given(steps=steps, at_ms=TIMES)
def test_pairs_as_of_equal_the_pairs_current_then(
    stores: list[LogStore], steps: list[Step], at_ms: int
) -> None:
    for store in stores:
        then, now = _replay(store, steps, at_ms)
        for asked_ms, current in ((at_ms, then), (None, now)):
            found = [((row.a, row.b), row.version_b) for row in store.pairs_as_of(asked_ms)]
            assert found == sorted(current.items())


def _replay(store: LogStore, steps: list[Step], at_ms: int) -> tuple[dict[Pair, int], dict[Pair, int]]:
    """Write the steps, and give the pairs that were current after the last step up to `at_ms`, and that are now."""
    current: dict[Pair, int] = {}
    then: dict[Pair, int] = {}
    stands: set[str] = set()
    store.begin()
    store.drop_derived()
    for number, (key, met, known_ms) in enumerate(steps):
        pairs = [(min(key, one), max(key, one)) for one in sorted(met & stands - {key})]
        row = VersionRow(key, "notice", known_ms, 0, 9, b"%d" % number)
        rows = [pair_row(*pair, known_ms, number) for pair in pairs]
        store.put_version(row, standing(key), SHAPE, rows, is_new=key not in stands)
        stands.add(key)
        current = {pair: held for pair, held in current.items() if key not in pair}
        current |= dict.fromkeys(pairs, number)
        if known_ms <= at_ms:
            then = dict(current)
    store.commit()
    return then, current
