"""The write-ahead log is copied beside the writer: it begins anew under a load without end, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonground.store import write_ahead
from commonground.store.sqlite import SqliteStore

OWN = "room.example/a"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def store(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteStore]:
    monkeypatch.setattr(write_ahead, "ROWS_PER_COPY", 10)
    monkeypatch.setattr(write_ahead, "PAGES_TO_FINISH", 1)
    made = SqliteStore(file)
    yield made
    made.close()


def append(store: SqliteStore, first: int, count: int) -> None:
    for number in range(first, first + count):
        store.append_own(OWN, number, number.to_bytes(32, "big"), b"body" * 500, number)


def say(store: SqliteStore, first: int, count: int) -> None:
    store.begin()
    append(store, first, count)
    store.commit_behind().result(30)


def generation(file: Path) -> bytes:
    """The salts of the write-ahead log, which change whenever it begins anew."""
    return file.with_name(file.name + "-wal").read_bytes()[16:24]


def copied(store: SqliteStore) -> None:
    copying = store._transactions._write_ahead._copying
    assert copying is not None
    copying.result(30)


def test_a_log_that_is_written_all_the_time_begins_anew(
    store: SqliteStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if what is copied beside the writer was always behind it.
    monkeypatch.setattr(store._transactions._connection, "copy_log_beside", lambda: 12)
    say(store, 0, 12)
    copied(store)
    begun = generation(file)
    say(store, 12, 1)  # and what is left is copied behind it
    assert generation(file) == begun
    say(store, 13, 1)
    assert generation(file) != begun
    assert [row.index for row in store.entries(OWN, 0, 99)] == list(range(14))


def test_nobody_waits_for_the_last_of_a_short_log(
    store: SqliteStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "PAGES_TO_FINISH", 1_000)
    waited: list[bool] = []
    monkeypatch.setattr(store._transactions._connection, "copy_log", lambda: waited.append(True))
    store.begin()
    append(store, 0, 12)
    store.commit()
    copied(store)
    assert b"body" * 100 in file.read_bytes()
    say(store, 12, 1)
    say(store, 13, 1)
    assert not waited


def test_a_long_log_is_copied_until_little_is_left_or_for_some_time(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after(*pages: int) -> int:
        """How often a log is copied that has so many pages after each time."""
        counts = iter(pages)
        monkeypatch.setattr(store._transactions._connection, "copy_log_beside", lambda: next(counts))
        assert store._transactions._write_ahead._copy() == (pages[0] > 0)
        return len(pages) - len(list(counts))

    left = write_ahead.PAGES_LEFT
    assert after(0, 1, 2) == 1
    assert after(50_000, 50_000 + left, 90_000) == 2
    assert after(50_000, 60_000, 60_000 + left, 90_000) == 3
    assert after(*range(50_000, 90_000, left + 1)) == 1 + write_ahead.PASSES_MAX


def test_the_writer_goes_on_while_the_log_is_copied(store: SqliteStore) -> None:
    with store._transactions._connection._copying:  # a copying that takes its time
        for number in range(30):
            say(store, number, 1)
        assert len(store.entries(OWN, 0, 99)) == 30
    copied(store)


def test_a_commit_that_is_waited_for_has_the_log_copied_too(store: SqliteStore, file: Path) -> None:
    store.begin()
    append(store, 0, 12)
    store.commit()
    copied(store)
    begun = generation(file)
    store.begin()
    append(store, 12, 1)
    store.commit()
    assert generation(file) != begun


def test_what_was_deleted_is_gone_from_a_log_that_is_being_copied(store: SqliteStore, file: Path) -> None:
    say(store, 0, 12)
    store.begin()
    store.delete_body(OWN, 3)
    store.commit()
    assert file.with_name(file.name + "-wal").stat().st_size == 0
    assert store.entries(OWN, 3, 4)[0].body is None


def test_a_store_that_is_closed_while_its_log_is_copied_opens_with_everything(file: Path) -> None:
    store = SqliteStore(file)
    say(store, 0, write_ahead.ROWS_PER_COPY)
    store.close()
    store = SqliteStore(file)
    assert len(store.entries(OWN, 0, 10_000)) == write_ahead.ROWS_PER_COPY
    store.close()


def test_a_log_that_cannot_be_copied_is_kept(store: SqliteStore, file: Path) -> None:
    reader = SqliteStore.open_read_only(file)  # sees what was there before, for as long as it likes
    try:
        say(store, 0, 12)
        copied(store)
        say(store, 12, 12)
        say(store, 24, 1)
        assert reader.entries(OWN, 0, 99) == []
    finally:
        reader.close()
    assert len(store.entries(OWN, 0, 99)) == 25
