"""One contract, every store: each method, its order, its refusals, and what a rollback or a reopening leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.worlds import SHAPE, pair_row, standing

from commonground.errors import Corrupt, Unavailable
from commonground.policy.disclosure import Disclosed, Form
from commonground.room.ports import LogStore, PairRow, StoredEntry, VersionRow
from commonground.store.fault import Faults, faulty_store
from commonground.store.memory import MemoryStore
from commonground.store.sqlite import SqliteStore

OWN, TO_B = "room.example/a", "room.example/a/b"


@dataclass
class Opened:
    """A store under test, and how the next process opens it: after `close`, or with a transaction open."""

    store: LogStore
    open_again: Callable[[LogStore], LogStore]

    def reopen(self) -> LogStore:
        self.store.close()
        self.store = self.open_again(self.store)
        return self.store


def _memory_again(store: LogStore) -> LogStore:
    assert isinstance(store, MemoryStore)
    return store.reopened()


@pytest.fixture(params=["memory", "sqlite", "sqlite behind faults"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    file = tmp_path / "a.db"
    if request.param == "memory":
        made = Opened(MemoryStore(), _memory_again)
    elif request.param == "sqlite":
        made = Opened(SqliteStore(file), lambda _: SqliteStore(file))
    else:
        made = Opened(
            faulty_store(SqliteStore(file), Faults()), lambda _: faulty_store(SqliteStore(file), Faults())
        )
    yield made
    made.store.close()


@pytest.fixture
def store(opened: Opened) -> LogStore:
    return opened.store


def entry(number: int) -> bytes:
    return number.to_bytes(32, "big")


def version(
    key: str, known_from_ms: int, active: tuple[int, int] = (0, 10), data: bytes = b"v"
) -> VersionRow:
    return VersionRow(key, "notice", known_from_ms, *active, data)


def put(store: LogStore, row: VersionRow, *pairs: PairRow) -> None:
    store.put_version(row, standing(row.key), SHAPE, pairs)


def disclosed(number: int) -> Disclosed:
    says = Form(schema="s", room="r", author="A", recipient="B", kind="notice", entity="N-1", action="")
    return Disclosed("B", "N-1", "notice", "announce", b"form %d" % number, entry(number), says, b"")


def committed(store: LogStore, write: Callable[[LogStore], None]) -> None:
    store.begin()
    write(store)
    store.commit()


def fill(store: LogStore) -> None:
    """One row in every table."""
    store.append_own(OWN, 0, entry(1), b"own", 100)
    store.append_for(TO_B, 0, disclosed(2), 101)
    store.append_mirrored("room.example/b/a", 0, [(entry(3), b"theirs"), (entry(4), None)], 102)
    store.put_tile(OWN, 0, 0, 1, entry(1))
    store.put_checkpoint(OWN, 1, "note 1")
    put(store, version("A/N-1", 100))
    put(store, version("A/N-1", 110, data=b"v2"), pair_row("A/N-1", "B/N-9", 110))
    store.put_form(TO_B, "N-1", 1, b"f" * 32, "announce")
    store.put_released(TO_B, 0, 0)
    store.put_content(TO_B, 0, b"stays here")
    store.put_document("draft", "D-1", b"{}")


def everything(store: LogStore) -> dict[str, object]:
    """All that a store answers about the rows of `fill`."""
    origins = store.origins()
    return {
        "origins": origins,
        "entries": {origin: store.entries(origin, 0, size) for origin, size in origins.items()},
        "tiles": store.tiles(OWN, 0),
        "checkpoints": store.checkpoints(OWN),
        "now": list(store.versions_now()),
        "version now": store.version_now("A/N-1"),
        "standing": list(store.standing_now()),
        "history": store.history("A/N-1"),
        "as of": store.versions_as_of(105, 0, 10, 9),
        "pairs": store.pairs_as_of(None),
        "form": store.form(TO_B, "N-1"),
        "released": (store.released(TO_B, 0), store.unreleased_from(TO_B)),
        "content": store.content(TO_B, 0),
        "documents": store.documents("draft"),
    }


EMPTY: dict[str, object] = {
    "origins": {}, "entries": {}, "tiles": [], "checkpoints": [], "now": [], "version now": None, "standing": [],
    "history": [], "as of": [],
    "pairs": [], "form": None, "released": (None, 0), "content": None, "documents": [],
}  # fmt: skip

FULL: dict[str, object] = {
    "origins": {OWN: 1, TO_B: 1, "room.example/b/a": 2},
    "entries": {
        OWN: [StoredEntry(0, entry(1), b"own", 100)],
        TO_B: [StoredEntry(0, entry(2), b"form 2", 101)],
        "room.example/b/a": [
            StoredEntry(0, entry(3), b"theirs", 102),
            StoredEntry(1, entry(4), None, 102),
        ],
    },
    "tiles": [(0, 1, entry(1))],
    "checkpoints": [(1, "note 1")],
    "now": [version("A/N-1", 110, data=b"v2")],
    "version now": version("A/N-1", 110, data=b"v2"),
    "standing": [(standing("A/N-1"), SHAPE)],
    "history": [version("A/N-1", 100), version("A/N-1", 110, data=b"v2")],
    "as of": [version("A/N-1", 100)],
    "pairs": [pair_row("A/N-1", "B/N-9", 110)],
    "form": (1, b"f" * 32, "announce"),
    "released": (0, 1),
    "content": b"stays here",
    "documents": [("D-1", b"{}")],
}


# -- transactions --------------------------------------------------------------------------------------------


def test_an_empty_store_answers_every_question(store: LogStore) -> None:
    assert everything(store) == EMPTY
    assert store.checkpoint(OWN) is None
    assert store.document("draft", "D-1") is None
    assert store.entries(OWN, 0, 9) == []


def test_what_was_committed_is_there(store: LogStore) -> None:
    committed(store, fill)
    assert everything(store) == FULL


def test_an_open_transaction_sees_its_own_writes(store: LogStore) -> None:
    store.begin()
    fill(store)
    assert everything(store) == FULL


def test_reopening_keeps_everything(opened: Opened) -> None:
    committed(opened.store, fill)
    assert everything(opened.reopen()) == FULL


def test_a_rollback_leaves_nothing(opened: Opened) -> None:
    opened.store.begin()
    fill(opened.store)
    opened.store.rollback()
    assert everything(opened.store) == EMPTY
    assert everything(opened.reopen()) == EMPTY


def test_a_rollback_restores_what_was_changed(store: LogStore) -> None:
    committed(store, fill)
    store.begin()
    store.append_own(OWN, 1, entry(5), b"more", 200)
    store.delete_body(OWN, 0)
    store.delete_body(TO_B, 0)
    store.put_tile(OWN, 0, 0, 2, entry(1) + entry(5))
    store.put_checkpoint(OWN, 1, "note 1 cosigned")
    put(store, version("A/N-1", 120, data=b"v3"), pair_row("A/N-1", "B/N-9", 120, 2))
    put(store, version("B/N-9", 130))
    store.drop_derived()
    put(store, version("A/N-2", 140))
    store.put_form(TO_B, "N-1", 2, b"g" * 32, "amend")
    store.put_released(TO_B, 1, 1)
    store.put_content(TO_B, 0, b"other")
    store.put_document("draft", "D-1", b"[]")
    store.delete_document("draft", "D-1")
    store.rollback()
    assert everything(store) == FULL


def test_what_is_committed_behind_is_seen_at_once_and_stays(opened: Opened) -> None:
    store = opened.store
    store.begin()
    fill(store)
    outcome = store.commit_behind()
    assert everything(store) == FULL
    assert outcome.result() is None
    assert everything(opened.reopen()) == FULL


def test_the_next_transaction_stands_on_the_one_behind_it(opened: Opened) -> None:
    store = opened.store
    store.begin()
    fill(store)
    store.commit_behind()
    store.begin()
    size = store.origins()[OWN]
    store.append_own(OWN, size, entry(9), b"later", 9)
    store.put_form(TO_B, "N-1", 2, b"g" * 32, "amend")
    assert store.document("draft", "D-1") == b"{}"
    assert store.released(TO_B, 0) is not None
    assert store.commit_behind().result() is None
    opened.reopen()
    assert opened.store.origins()[OWN] == size + 1
    assert opened.store.form(TO_B, "N-1") == (2, b"g" * 32, "amend")


def test_a_rollback_leaves_what_was_committed_behind(opened: Opened) -> None:
    store = opened.store
    store.begin()
    fill(store)
    store.commit_behind()
    store.begin()
    store.put_document("draft", "D-2", b"{}")
    store.rollback()
    assert everything(store) == FULL
    with pytest.raises(RuntimeError, match="outside"):
        store.commit_behind()


def test_closing_throws_an_open_transaction_away(opened: Opened) -> None:
    opened.store.begin()
    fill(opened.store)
    assert everything(opened.reopen()) == EMPTY


def test_a_write_needs_a_transaction_and_there_is_one(store: LogStore) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        store.put_document("draft", "D-1", b"{}")
    with pytest.raises(RuntimeError, match="outside"):
        store.commit()
    store.rollback()
    store.begin()
    with pytest.raises(RuntimeError, match="inside"):
        store.begin()
    store.put_document("draft", "D-1", b"{}")
    store.commit()
    assert store.documents("draft") == [("D-1", b"{}")]


def test_a_closed_store_is_unavailable(store: LogStore) -> None:
    store.close()
    store.close()
    for use in (store.begin, store.origins, lambda: list(store.versions_now())):
        with pytest.raises(Unavailable, match="closed"):
            use()


# -- logs ----------------------------------------------------------------------------------------------------

APPENDS: dict[str, Callable[[LogStore, int], None]] = {
    "own": lambda store, index: store.append_own(OWN, index, entry(7), b"x", 1),
    "for": lambda store, index: store.append_for(OWN, index, disclosed(7), 1),
    "mirrored": lambda store, index: store.append_mirrored(OWN, index, [(entry(7), None)], 1),
    "mirrored, no rows": lambda store, index: store.append_mirrored(OWN, index, [], 1),
}


@pytest.mark.parametrize("append", APPENDS.values(), ids=APPENDS)
@pytest.mark.parametrize(("held", "index"), [(0, 1), (2, 0), (2, 1), (2, 3), (2, -1)])
def test_an_append_elsewhere_than_at_the_end_is_corrupt(
    store: LogStore, append: Callable[[LogStore, int], None], held: int, index: int
) -> None:
    committed(store, lambda s: s.append_mirrored(OWN, 0, [(entry(at), b"b") for at in range(held)], 0))
    before = store.entries(OWN, 0, 9)
    store.begin()
    store.put_document("draft", "D-1", b"{}")
    with pytest.raises(Corrupt, match=f"log of {held} entries") as raised:
        append(store, index)
    assert raised.value.where == OWN
    with pytest.raises(RuntimeError, match="outside"):  # the transaction ended with the failure
        store.commit()
    assert store.entries(OWN, 0, 9) == before
    assert store.documents("draft") == []


@pytest.mark.parametrize("length", [0, 31, 33])
def test_an_entry_is_32_bytes(store: LogStore, length: int) -> None:
    store.begin()
    with pytest.raises(Corrupt):
        store.append_own(OWN, 0, b"x" * length, b"body", 1)
    assert store.origins() == {}


def test_logs_grow_apart_and_are_read_in_slices(store: LogStore) -> None:
    store.begin()
    for number in range(6):
        store.append_own("z", number, entry(number), b"%d" % number, number)
    store.append_mirrored("b", 0, [], 1)
    store.append_own("a", 0, entry(9), b"9", 9)
    store.commit()
    assert store.origins() == {"a": 1, "z": 6}
    assert list(store.origins()) == ["a", "z"]
    assert [row.index for row in store.entries("z", 2, 4)] == [2, 3]
    assert [row.index for row in store.entries("z", 4, 99)] == [4, 5]
    assert store.entries("z", 4, 4) == store.entries("z", 6, 9) == store.entries("none", 0, 9) == []


def test_a_deleted_body_takes_its_content_along_and_leaves_its_entry(opened: Opened) -> None:
    committed(opened.store, fill)
    committed(opened.store, lambda s: s.delete_body(TO_B, 0))
    committed(opened.store, lambda s: s.delete_body(TO_B, 0))  # a second deletion changes nothing
    left = [StoredEntry(0, entry(2), None, 101)]
    assert (opened.store.entries(TO_B, 0, 1), opened.store.content(TO_B, 0)) == (left, None)
    store = opened.reopen()
    assert (store.entries(TO_B, 0, 1), store.content(TO_B, 0)) == (left, None)
    assert store.entries(OWN, 0, 1)[0].body == b"own"
    assert store.origins()[TO_B] == 1


def test_the_body_of_an_entry_that_is_not_there_cannot_be_deleted(store: LogStore) -> None:
    store.begin()
    with pytest.raises(Corrupt, match="no entry 0"):
        store.delete_body(OWN, 0)


# -- tiles and checkpoints -----------------------------------------------------------------------------------


def test_tiles_are_ordered_and_the_widest_of_each_index_stays(store: LogStore) -> None:
    store.begin()
    for index, width in [(10, 1), (2, 3), (2, 1), (0, 256), (2, 3), (0, 255)]:
        store.put_tile(OWN, 0, index, width, bytes([width % 256]) * 32 * width)
    store.put_tile(OWN, 1, 0, 1, entry(1))
    store.put_tile(TO_B, 0, 0, 1, entry(2))
    store.commit()
    assert [(index, width) for index, width, _ in store.tiles(OWN, 0)] == [(0, 256), (2, 3), (10, 1)]
    assert store.tiles(OWN, 0)[1][2] == b"\x03" * 96
    assert store.tiles(OWN, 1) == [(0, 1, entry(1))]
    assert store.tiles(OWN, 2) == []


def test_a_tile_holds_32_bytes_for_each_of_its_width(store: LogStore) -> None:
    store.begin()
    with pytest.raises(Corrupt):
        store.put_tile(OWN, 0, 0, 2, entry(1))
    assert store.tiles(OWN, 0) == []


def test_checkpoints_by_size_the_largest_and_replaced(store: LogStore) -> None:
    store.begin()
    for size in (3, 12, 7):
        store.put_checkpoint(OWN, size, f"note {size}")
    store.put_checkpoint(OWN, 7, "note 7 cosigned")
    store.put_checkpoint(TO_B, 99, "other log")
    store.commit()
    assert store.checkpoint(OWN) == (12, "note 12")
    assert store.checkpoint(OWN, 7) == (7, "note 7 cosigned")
    assert store.checkpoint(OWN, 8) is None
    assert store.checkpoints(OWN) == [(3, "note 3"), (7, "note 7 cosigned"), (12, "note 12")]


# -- versions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at_ms", "data"), [(99, None), (100, b"v1"), (199, b"v1"), (200, b"v2"), (10**15, b"v2")]
)
def test_known_from_is_inclusive_and_known_until_exclusive(
    store: LogStore, at_ms: int, data: bytes | None
) -> None:
    store.begin()
    put(store, version("A/N-1", 100, data=b"v1"))
    put(store, version("A/N-1", 200, data=b"v2"))
    store.commit()
    found = [row.data for row in store.versions_as_of(at_ms, 0, 10, 9)]
    assert found == ([] if data is None else [data])


@pytest.mark.parametrize(
    ("span", "met"),
    [((0, 49), False), ((0, 50), True), ((55, 55), True), ((60, 99), True), ((61, 99), False)],
)
def test_activity_that_touches_the_span_meets_it(store: LogStore, span: tuple[int, int], met: bool) -> None:
    committed(store, lambda s: put(s, version("A/N-1", 100, active=(50, 60))))
    assert bool(store.versions_as_of(100, *span, 9)) is met


def test_of_two_versions_in_one_millisecond_the_later_is_known(store: LogStore) -> None:
    store.begin()
    put(store, version("A/N-1", 100, data=b"v1"))
    put(store, version("A/N-1", 100, data=b"v2"))
    store.commit()
    assert [row.data for row in store.versions_as_of(100, 0, 10, 9)] == [b"v2"]
    assert [row.data for row in store.history("A/N-1")] == [b"v1", b"v2"]


def test_as_of_gives_the_latest_start_first_then_the_key_up_to_the_limit(store: LogStore) -> None:
    store.begin()
    for key, start in [("A/N-2", 5), ("A/N-1", 5), ("A/N-3", 9), ("A/N-4", 1)]:
        put(store, version(key, 100, active=(start, 10)))
    store.commit()
    assert [row.key for row in store.versions_as_of(100, 0, 10, 9)] == ["A/N-3", "A/N-1", "A/N-2", "A/N-4"]
    assert [row.key for row in store.versions_as_of(100, 0, 10, 2)] == ["A/N-3", "A/N-1"]
    assert store.versions_as_of(100, 0, 10, 0) == store.versions_as_of(100, 0, 10, -1) == []


def test_versions_now_are_the_last_of_each_key_as_they_came_over_many_pages(store: LogStore) -> None:
    keys = [f"A/N-{number:05d}" for number in range(2_100)]
    store.begin()
    for key in reversed(keys):
        put(store, version(key, 100, data=b"first"))
        put(store, version(key, 101, data=b"last"))
    store.commit()
    found = list(store.versions_now())
    assert [row.key for row in found] == keys[::-1]
    assert [row.key for row, _ in store.standing_now()] == keys[::-1]
    assert {row.data for row in found} == {b"last"}


def test_history_keeps_every_field(store: LogStore) -> None:
    row = VersionRow("A/S-1", "site", 1_700_000_000_000, -5, 2**53 - 1, b"\x00data")
    committed(store, lambda s: put(s, row))
    assert store.history("A/S-1") == list(store.versions_now()) == [row]
    assert store.history("A/S-2") == []


def test_a_version_comes_with_the_words_that_stand_in_its_log(opened: Opened) -> None:
    row = VersionRow("A/N-1", "notice", 100, 0, 10, b"v1", OWN, 1)
    later = VersionRow("A/N-1", "notice", 110, 0, 10, b"v2", OWN, 1)

    def say(store: LogStore) -> None:
        store.append_own(OWN, 0, entry(1), b"other words", 100)
        store.append_own(OWN, 1, entry(2), b"its words", 100)
        put(store, row)
        put(store, later)
        assert store.version_now("A/N-1") == later._replace(said=b"its words")

    committed(opened.store, say)
    for again in (False, True):
        store = opened.reopen() if again else opened.store
        said = [one._replace(said=b"its words") for one in (row, later)]
        assert store.history("A/N-1") == said
        assert list(store.versions_now()) == [store.version_now("A/N-1")] == said[1:]
        assert store.versions_as_of(105, 0, 10, 9) == said[:1]
    committed(opened.store, lambda store: store.delete_body(OWN, 1))
    assert opened.store.version_now("A/N-1") == later, "and without them, once they were deleted"


def test_a_shape_is_put_in_the_place_of_another(opened: Opened) -> None:
    committed(opened.store, lambda s: put(s, version("A/N-1", 100)))
    other = SHAPE._replace(layout=8, data=b"drawn anew")
    committed(opened.store, lambda s: s.put_shape("A/N-1", other))
    committed(opened.store, lambda s: s.put_shape("A/N-9", other))
    assert list(opened.store.standing_now()) == [(standing("A/N-1"), other)]
    assert list(opened.reopen().standing_now()) == [(standing("A/N-1"), other)]


# -- pairs ---------------------------------------------------------------------------------------------------


def test_a_pair_is_known_until_the_next_version_of_either(store: LogStore) -> None:
    store.begin()
    put(store, version("B/N-1", 90))
    put(store, version("A/N-1", 100), pair_row("A/N-1", "B/N-1", 100, 1))
    put(store, version("A/N-1", 200), pair_row("A/N-1", "B/N-1", 200, 2))
    put(store, version("B/N-1", 300))  # and meets it no more
    put(store, version("B/N-1", 400), pair_row("A/N-1", "B/N-1", 400, 3))
    store.commit()
    assert [row.version_b for row in store.pairs_as_of(None)] == [3]
    times = (99, 100, 199, 200, 299, 300, 399, 400)
    seen = {at_ms: [row.version_b for row in store.pairs_as_of(at_ms)] for at_ms in times}
    assert seen == {99: [], 100: [1], 199: [1], 200: [2], 299: [2], 300: [], 399: [], 400: [3]}


def test_a_version_ends_the_pairs_that_name_its_key_on_either_side(store: LogStore) -> None:
    store.begin()
    put(store, version("B/N-1", 100))
    put(store, version("A/N-2", 100), pair_row("A/N-2", "B/N-1", 100))
    put(store, version("A/N-1", 100), pair_row("A/N-1", "A/N-2", 100), pair_row("A/N-1", "B/N-1", 100))
    put(store, version("A/N-22", 100), pair_row("A/N-1", "A/N-22", 100))
    put(store, version("A/N-2", 200))
    put(store, version("A/N-2", 300))
    store.commit()
    left = [("A/N-1", "A/N-22"), ("A/N-1", "B/N-1")]
    assert [(row.a, row.b) for row in store.pairs_as_of(None)] == left
    assert [(row.a, row.b) for row in store.pairs_as_of(200)] == left
    before = [("A/N-1", "A/N-2"), *left, ("A/N-2", "B/N-1")]
    assert [(row.a, row.b) for row in store.pairs_as_of(199)] == before


def test_a_version_that_is_said_to_be_the_first_and_is_not_is_corrupt(store: LogStore) -> None:
    def first(data: bytes) -> None:
        row = version("A/N-1", 100, data=data)
        store.put_version(row, standing(row.key), SHAPE, is_new=True)

    def again() -> None:
        first(b"v2")
        store.commit()

    committed(store, lambda _: first(b"v1"))
    store.begin()
    store.put_document("draft", "D-1", b"{}")
    with pytest.raises(Corrupt):
        again()
    store.rollback()
    assert [row.data for row in store.versions_now()] == [b"v1"]
    assert store.documents("draft") == []


def test_what_was_thrown_away_can_be_said_for_the_first_time(store: LogStore) -> None:
    def first(key: str, data: bytes) -> None:
        store.put_version(version(key, 100, data=data), standing(key), SHAPE, is_new=True)

    committed(store, lambda _: first("A/N-1", b"v1"))
    store.begin()
    first("A/N-2", b"lost")
    put(store, version("A/N-1", 200, data=b"lost"))
    assert [row.data for row in store.versions_now()] == [b"lost", b"lost"]
    store.rollback()
    assert store.version_now("A/N-2") is None
    assert store.history("A/N-2") == []
    committed(store, lambda _: first("A/N-3", b"v3"))
    committed(store, lambda _: first("A/N-2", b"v2"))
    committed(store, lambda _: put(store, version("A/N-3", 300, data=b"v4")))
    assert [(row.key, row.data) for row in store.versions_now()] == [
        ("A/N-1", b"v1"), ("A/N-3", b"v4"), ("A/N-2", b"v2")
    ]  # fmt: skip
    assert [one.key for one, _ in store.standing_now()] == ["A/N-1", "A/N-3", "A/N-2"]
    assert [row.data for row in store.history("A/N-3")] == [b"v3", b"v4"]


def test_a_picture_that_is_dropped_is_put_anew(store: LogStore) -> None:
    committed(store, lambda _: put(store, version("A/N-1", 100, data=b"v1")))
    store.begin()
    store.drop_derived()
    assert store.version_now("A/N-1") is None
    store.put_version(version("A/N-1", 100, data=b"v1"), standing("A/N-1"), SHAPE, is_new=True)
    store.commit()
    assert [row.data for row in store.versions_now()] == [b"v1"]


def test_a_log_tells_its_size_before_it_is_committed_too(store: LogStore) -> None:
    assert store.size(OWN) == 0
    store.begin()
    store.append_own(OWN, 0, entry(7), b"x", 1)
    assert store.size(OWN) == 1
    store.rollback()
    assert store.size(OWN) == 0
    committed(store, lambda s: s.append_mirrored(OWN, 0, [(entry(at), b"b") for at in range(3)], 0))
    assert (store.size(OWN), store.size("another")) == (3, 0)


def test_dropping_what_is_derived_leaves_the_logs(store: LogStore) -> None:
    committed(store, fill)
    committed(store, lambda s: s.drop_derived())
    gone: dict[str, object] = {
        "now": [],
        "version now": None,
        "standing": [],
        "history": [],
        "as of": [],
        "pairs": [],
    }
    assert everything(store) == FULL | gone


# -- release and documents -----------------------------------------------------------------------------------


def test_forms_are_the_last_per_log_and_entity(store: LogStore) -> None:
    store.begin()
    store.put_form(TO_B, "N-1", 1, b"f1", "announce")
    store.put_form(TO_B, "N-1", 2, b"f2", "withdraw")
    store.put_form("room.example/a/j", "N-1", 1, b"j1", "announce")
    store.commit()
    assert store.form(TO_B, "N-1") == (2, b"f2", "withdraw")
    assert store.form("room.example/a/j", "N-1") == (1, b"j1", "announce")
    assert store.form(TO_B, "N-2") is None


def test_unreleased_from_is_one_past_the_largest_own_leaf(store: LogStore) -> None:
    store.begin()
    for own_leaf, leaf in [(9, 1), (4, 0), (10, 2)]:
        store.put_released(TO_B, own_leaf, leaf)
    store.put_released("room.example/a/j", 40, 0)
    store.commit()
    assert store.unreleased_from(TO_B) == 11
    assert store.unreleased_from("none") == 0
    assert [store.released(TO_B, own_leaf) for own_leaf in (4, 5, 9)] == [0, None, 1]


def test_documents_by_kind_and_id(store: LogStore) -> None:
    store.begin()
    for kind, id in [("draft", "D-2"), ("draft", "D-1"), ("account", "D-1")]:
        store.put_document(kind, id, f"{kind} {id}".encode())
    store.put_document("draft", "D-2", b"new")
    store.delete_document("draft", "D-9")
    store.commit()
    assert store.documents("draft") == [("D-1", b"draft D-1"), ("D-2", b"new")]
    committed(store, lambda s: s.delete_document("draft", "D-1"))
    assert store.document("draft", "D-1") is None
    assert store.document("account", "D-1") == b"account D-1"


def test_the_last_documents_before_one(store: LogStore) -> None:
    store.begin()
    for id in ("1", "2", "3", "4"):
        store.put_document("draft", id, id.encode())
    store.put_document("other", "9", b"")
    assert store.documents_before("draft", "~", 2) == [("4", b"4"), ("3", b"3")]
    store.commit()
    assert store.documents_before("draft", "3", 9) == [("2", b"2"), ("1", b"1")]
    assert store.documents_before("draft", "1", 9) == store.documents_before("none", "~", 9) == []


def test_content_is_replaced(store: LogStore) -> None:
    store.begin()
    store.put_content(TO_B, 3, b"one")
    store.put_content(TO_B, 3, b"two")
    store.commit()
    assert store.content(TO_B, 3) == b"two"
    assert store.content(TO_B, 4) is None
