"""What the exchange serves: both stores answer alike, whatever is put and taken out, and a walk misses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Unavailable
from commonground.room.ports import Exchanged, ExchangedObject, LogStore, Wanted
from commonground.store.memory import MemoryStore
from commonground.store.sqlite import SqliteStore

TYPES, SPECS, VERSIONS = (
    ("tool", "report", "x-y"),
    ("2.0", "2.1"),
    ("", "2026-01-01T00:00:00", "2026-01-01T00:00:00.5"),
)
COLLECTIONS = ("A", ">B")

objects = st.builds(
    lambda type, number, version, spec, entity, foreign: ExchangedObject(
        f"{type}--{number}",
        version,
        type,
        spec,
        entity,
        foreign,
        f"{type}{number}{version}{spec}{entity}".encode(),
    ),
    st.sampled_from(TYPES), st.integers(0, 3), st.sampled_from(VERSIONS), st.sampled_from(SPECS),
    st.sampled_from(["A/1", "A/2", ""]), st.booleans(),
)  # fmt: skip
puts = st.tuples(
    st.just("put"), st.sampled_from(COLLECTIONS), st.integers(0, 40), st.lists(objects, max_size=6)
)
drops = st.tuples(
    st.just("drop"), st.sampled_from(COLLECTIONS), st.sampled_from(["A/1", "A/2", "A/3"]), st.booleans()
)
outs = st.tuples(st.just("out"), st.sampled_from(COLLECTIONS), st.sampled_from(["tool--0", "x-y--1"]),
                 st.sampled_from(VERSIONS))  # fmt: skip
scripts = st.lists(puts | drops | outs, max_size=12)
some = st.lists
wanted = st.builds(
    Wanted,
    ids=st.lists(st.sampled_from(["tool--0", "tool--1", "report--2", "x-y--9"]), max_size=3).map(tuple),
    types=st.lists(st.sampled_from([*TYPES, "none"]), max_size=2).map(tuple),
    spec_versions=st.lists(st.sampled_from([*SPECS, "3.0"]), max_size=2).map(tuple),
    versions=st.lists(st.sampled_from(["first", "last", "all", *VERSIONS[1:], "2030-01-01T00:00:00"]), min_size=1,
                      max_size=3).map(tuple),
    after_us=st.integers(-1, 45), limit=st.integers(1, 6),
)  # fmt: skip


def write(store: LogStore, act: Callable[[LogStore], object]) -> None:
    store.begin()
    act(store)
    store.commit()


def play(store: LogStore, step: Any) -> None:
    if step[0] == "put":
        write(store, lambda it: it.put_exchanged(step[1], step[2], step[3]))
    else:
        write(store, lambda it: take_out(it, step))


def take_out(store: LogStore, step: Any) -> None:
    if step[0] == "drop":
        store.drop_exchanged(step[1], step[2], is_foreign=step[3])
    else:
        store.drop_exchanged_one(step[1], step[2], step[3])


def shown(store: LogStore, name: str, asked: Wanted) -> list[tuple[object, ...]]:
    found = store.exchanged(name, asked)
    data = store.exchanged_bytes([one.seq for one in found])
    return [(*one[1:], held) for one, held in zip(found, data, strict=True)]


def sqlite_store(folder: Path, name: str) -> SqliteStore:
    (folder / name).unlink(missing_ok=True)
    return SqliteStore(folder / name, synchronous="OFF")


@settings(max_examples=60, deadline=None)
@given(scripts, st.lists(wanted, min_size=1, max_size=6))
def test_both_stores_answer_alike(tmp_path_factory: Any, script: list[Any], asked: list[Wanted]) -> None:
    memory, sqlite = MemoryStore(), SqliteStore(tmp_path_factory.mktemp("x") / "a.db", synchronous="OFF")
    for step in script:
        play(memory, step)
        play(sqlite, step)
    for name in COLLECTIONS:
        for one in asked:
            assert shown(memory, name, one) == shown(sqlite, name, one), one
        for entity in ("A/1", "A/2", ""):
            assert [one[1:] for one in memory.exchanged_of(name, entity)] == [
                one[1:] for one in sqlite.exchanged_of(name, entity)
            ]
    sqlite.close()


@settings(max_examples=60, deadline=None)
@given(scripts)
def test_times_only_grow_and_never_come_again(script: list[Any]) -> None:
    store, ends = MemoryStore(), dict.fromkeys(COLLECTIONS, 0)
    for step in script:
        before = {one.date_added_us for one in everything(store, step[1])}
        play(store, step)
        new = [one.date_added_us for one in everything(store, step[1]) if one.date_added_us not in before]
        assert new == sorted(set(new))
        assert all(at_us > ends[step[1]] for at_us in new)
        ends[step[1]] = max([ends[step[1]], *new])


def everything(store: LogStore, name: str) -> list[Exchanged]:
    return store.exchanged(name, Wanted(versions=("all",), limit=1_000))


@settings(max_examples=60, deadline=None)
@given(st.lists(puts, min_size=1, max_size=5), st.lists(puts, max_size=8), st.integers(1, 4))
def test_a_walk_visits_each_object_once_while_others_write(
    tmp_path_factory: Any, before: list[Any], meanwhile: list[Any], limit: int
) -> None:
    """Whatever is there when the walk ends was visited, each once, whatever came while it went on."""
    store = SqliteStore(tmp_path_factory.mktemp("x") / "a.db", synchronous="OFF")
    for step in before:
        play(store, step)
    writes, seen, after_us = iter(meanwhile), list[int](), 0
    while page := store.exchanged("A", Wanted(versions=("all",), after_us=after_us, limit=limit)):
        seen += [one.seq for one in page]
        after_us = page[-1].date_added_us
        step = next(writes, None)
        if step is not None:
            play(store, step)
    assert seen == [one.seq for one in everything(store, "A")]
    store.close()


@settings(max_examples=40, deadline=None)
@given(scripts, puts | drops | outs)
def test_what_is_rolled_back_was_never_there(tmp_path_factory: Any, script: list[Any], lost: Any) -> None:
    for store in (MemoryStore(), SqliteStore(tmp_path_factory.mktemp("x") / "a.db", synchronous="OFF")):
        for step in script:
            play(store, step)
        before = [shown(store, name, Wanted(versions=("all",))) for name in COLLECTIONS]
        store.begin()
        if lost[0] == "put":
            store.put_exchanged(lost[1], lost[2], lost[3])
        else:
            take_out(store, lost)
        store.exchanged(lost[1], Wanted())
        store.rollback()
        assert [shown(store, name, Wanted(versions=("all",))) for name in COLLECTIONS] == before
        store.close()


def test_a_write_outside_a_transaction_is_refused(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "a.db")
    try:
        store.put_exchanged("A", 1, [])
    except (RuntimeError, Unavailable):
        return
    finally:
        store.close()
    raise AssertionError("taken")
