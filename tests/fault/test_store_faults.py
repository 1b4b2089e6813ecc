"""Every write broken in every way, and a full disk: nothing half written, and the store works again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commonground.errors import Unavailable
from commonground.room.ports import LogStore, VersionRow
from commonground.store.fault import Faults, How, faulty_store
from commonground.store.memory import MemoryStore
from commonground.store.sqlite import SqliteStore
from tests.worlds import SHAPE, standing

OWN, TO_B = "room.example/a", "room.example/a/b"
Broken = tuple[LogStore, Faults]


@pytest.fixture(params=["memory", "sqlite"])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Broken]:
    made: Broken
    if request.param == "memory":
        memory = MemoryStore()
        made = memory, memory.faults
    else:
        faults = Faults()
        made = faulty_store(SqliteStore(tmp_path / "a.db", synchronous="OFF"), faults), faults
    yield made
    made[0].close()


def entry(number: int) -> bytes:
    return number.to_bytes(32, "big")


def announce(store: LogStore, leaf: int) -> None:
    """One batch as a node writes it: own line, version, disclosed line, tile, checkpoint."""
    store.begin()
    store.append_own(OWN, leaf, entry(leaf), b"body %d" % leaf, leaf)
    store.put_version(VersionRow("A/N-1", "notice", leaf, 0, 9, b"v%d" % leaf), standing("A/N-1"), SHAPE)
    store.append_mirrored(TO_B, leaf, [(entry(leaf), b"form")], leaf)
    store.put_released(TO_B, leaf, leaf)
    store.put_tile(OWN, 0, 0, leaf + 1, b"".join(entry(at) for at in range(leaf + 1)))
    store.put_checkpoint(OWN, leaf + 1, f"note {leaf + 1}")
    store.commit()


CALLS = 7  # six writes and the commit of `announce`


def check_store(store: LogStore, size: int) -> None:
    """The store holds `size` announced batches, each whole."""
    assert store.origins() == ({OWN: size, TO_B: size} if size else {})
    assert [row.entry for row in store.entries(OWN, 0, 99)] == [entry(at) for at in range(size)]
    assert [row.data for row in store.history("A/N-1")] == [b"v%d" % at for at in range(size)]
    assert store.unreleased_from(TO_B) == size
    assert store.checkpoint(OWN) == ((size, f"note {size}") if size else None)
    assert [tile[1] for tile in store.tiles(OWN, 0)] == ([size] if size else [])


def test_a_batch_counts_its_writes_and_its_commit(broken: Broken) -> None:
    store, faults = broken
    announce(store, 0)
    assert faults.calls == CALLS


@pytest.mark.parametrize("n", range(1, CALLS + 1))
@pytest.mark.parametrize(
    ("how", "kept", "says"),
    [("lost", 0, "^not persisted"), ("committed_unacked", 1, "persisted but not acknowledged")],
)
def test_a_write_that_fails_leaves_all_or_nothing(
    broken: Broken, n: int, how: How, kept: int, says: str
) -> None:
    store, faults = broken
    announce(store, 0)
    faults.fail_at(n, how)
    with pytest.raises(Unavailable, match=says):
        announce(store, 1)
    store.rollback()
    check_store(store, 1 + kept)
    announce(store, 1 + kept)  # once, then never again
    check_store(store, 2 + kept)


@pytest.mark.parametrize("n", range(1, CALLS + 1))
def test_an_acknowledged_batch_may_be_lost_only_whole(broken: Broken, n: int) -> None:
    store, faults = broken
    announce(store, 0)
    faults.fail_at(n, "acked_lost")
    announce(store, 1)
    check_store(store, 1)
    announce(store, 1)
    check_store(store, 2)


def test_a_fault_in_a_transaction_that_was_rolled_back_does_not_strike_the_next(broken: Broken) -> None:
    store, faults = broken
    faults.fail_at(1, "committed_unacked")
    store.begin()
    store.append_own(OWN, 0, entry(0), b"", 0)
    store.rollback()
    announce(store, 0)
    check_store(store, 1)


def test_a_crash_in_mid_transaction_leaves_nothing_of_it() -> None:
    store = MemoryStore()
    announce(store, 0)
    store.begin()
    store.append_own(OWN, 1, entry(1), b"", 1)
    again = store.reopened()
    check_store(again, 1)
    with pytest.raises(Unavailable):
        store.commit()


# -- the disk ---------------------------------------------------------------------------------------------------


def _no_more_pages(store: SqliteStore) -> None:
    store._db.rows("PRAGMA max_page_count = 1")  # SQLite takes the present size instead: not one page more


def _room_again(store: SqliteStore) -> None:
    store._db.rows("PRAGMA max_page_count = 1073741823")


def _own(store: SqliteStore, size: int) -> None:
    store.append_own(OWN, size, entry(size), b"x" * 20_000, 0)


def _mirrored(store: SqliteStore, size: int) -> None:
    store.append_mirrored(OWN, size, [(entry(at), b"x" * 5_000) for at in range(9)], 0)


def _document(store: SqliteStore, size: int) -> None:
    store.append_mirrored(OWN, size, [(entry(size), None)], 0)
    store.put_document("draft", "D-1", b"x" * 50_000)


def _write_and_commit(store: SqliteStore, write: Callable[[SqliteStore, int], None]) -> None:
    write(store, 1)
    store.commit()


@pytest.mark.parametrize("write", [_own, _mirrored, _document])
def test_a_full_disk_is_unavailable_and_leaves_nothing_half_written(
    tmp_path: Path, write: Callable[[SqliteStore, int], None]
) -> None:
    file = tmp_path / "a.db"
    store = SqliteStore(file)
    announce(store, 0)
    _no_more_pages(store)
    store.begin()
    with pytest.raises(Unavailable, match=r"a\.db: database or disk is full"):
        _write_and_commit(store, write)  # what waits for the end of its transaction fails there
    with pytest.raises(
        RuntimeError, match="outside"
    ):  # what went before the failure cannot be committed alone
        store.commit()
    store.rollback()
    check_store(store, 1)
    _room_again(store)
    store.begin()
    write(store, 1)
    store.rollback()
    announce(store, 1)
    check_store(store, 2)
    store.close()
    store = SqliteStore(file)
    check_store(store, 2)
    store.close()
