"""T-17 on a real store file: whatever byte is altered behind the node's back, the audit names the first broken thing.

Rows are altered through SQL, as somebody with the file in hand would: single bytes, rows swapped, taken out, cut off.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Corrupt
from commonground.log.audit import Finding
from commonground.room import federate, witness
from commonground.room.audit import audit_store
from commonground.room.context import Room
from commonground.room.submit import submit
from commonground.store.sqlite import SqliteStore
from tests.worlds import (
    HOUR_MS,
    PARTIES,
    T0_MS,
    TestClock,
    TestSalt,
    World,
    announce,
    charter,
    key,
    make_world,
    notice,
    open_node,
    report,
    site,
    volume,
)

OWN, TO_B, TO_J, FROM_B, FROM_J = (
    "commonground/test/A", "commonground/test/A/to/B", "commonground/test/A/to/J", "commonground/test/B/to/A",
    "commonground/test/J/to/A",
)  # fmt: skip
LOGS = [OWN, TO_B, TO_J, FROM_B, FROM_J, "commonground/test/A/heads", "commonground/test/B/heads"]
Change = Callable[[sqlite3.Connection], None]


def said(world: World, party: str, numbers: range, *to: str) -> None:
    """Many notices far from each other, in one batch."""

    def batch(room: Room) -> None:
        for number in numbers:
            body = notice(volume(33.5 + 0.028 * number, 31, 500), text=f"{party} {number}")
            submit(room, announce(body, *to, immediate=True))

    world.nodes[party].run_now(batch)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of A after a busy day: a full tile and more of its own log, several checkpoints of each."""
    folder = tmp_path_factory.mktemp("whole")
    world = make_world(folder=folder)
    for number in range(4):
        world.clock.go_on(HOUR_MS)
        for party in world.nodes:
            world.nodes[party].run_now(lambda room: witness.append_heads(room, room.clock.now_ms()))
        said(world, "A", range(70 * number, 70 * number + 70), *(("B", "J") if number % 2 else ("B",)))
        said(world, "B", range(300 + 5 * number, 305 + 5 * number), "A")
        world.say("J", report(site(36.1 + 0.1 * number, 36.0), "A", "B"))
        world.carry_all()
    sizes = world.room("A").store.origins()
    assert sizes[OWN] > 256
    assert sizes[TO_B] == 280
    assert set(LOGS) <= set(sizes)
    for node in world.nodes.values():
        node.room.store.close()
    return folder / "A.sqlite"


@contextmanager
def altered(whole: Path, folder: Path, *changes: Change) -> Iterator[SqliteStore]:
    """A copy of the store in which somebody has changed something, with every guard of SQLite switched off."""
    path = folder / "A.sqlite"
    for leftover in folder.glob("A.sqlite*"):
        leftover.unlink()
    shutil.copy(whole, path)
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("PRAGMA ignore_check_constraints = ON")
    for change in changes:
        change(raw)
    raw.close()
    store = SqliteStore(path)
    try:
        yield store
    finally:
        store.close()


def audit(store: SqliteStore) -> dict[str, list[Finding]]:
    return audit_store(store, charter(), {party: key(party).verifier for party in PARTIES})


def broken(whole: Path, folder: Path, *changes: Change) -> dict[str, list[Finding]]:
    with altered(whole, folder, *changes) as store:
        return {origin: findings for origin, findings in audit(store).items() if findings}


def start(store: SqliteStore) -> Room:
    return open_node("A", charter(), TestClock(T0_MS + 10 * HOUR_MS), TestSalt(b"later"), store).room


def test_the_whole_store_has_no_findings_and_starts(whole: Path, tmp_path: Path) -> None:
    with altered(whole, tmp_path) as store:
        found = audit(store)
        assert set(LOGS) <= set(found)
        assert not any(found.values())
        assert start(store).ledger.size(TO_B) == 280


# -- one byte -------------------------------------------------------------------------------------------------------

PLACES = {
    "entry": ("entries", "entry", "origin, idx"),
    "body": ("bodies", "body", "origin, idx"),
    "tile": ("tiles", "hashes", "origin, level, idx"),
    "checkpoint": ("checkpoints", "note", "origin, size"),
}


def rows_of(whole: Path, what: str) -> list[tuple[object, ...]]:
    """(key..., value) of every row that holds one kind of thing."""
    table, column, names = PLACES[what]
    raw = sqlite3.connect(whole)
    rows = raw.execute(f"SELECT {names}, CAST({column} AS BLOB) FROM {table} ORDER BY {names}").fetchall()
    raw.close()
    return rows


def put(what: str, row: tuple[object, ...], data: bytes) -> Change:
    table, column, names = PLACES[what]
    where = " AND ".join(f"{name} = ?" for name in names.split(", "))
    cast = "CAST(? AS TEXT)" if what == "checkpoint" else "?"

    def change(raw: sqlite3.Connection) -> None:
        done = raw.execute(f"UPDATE {table} SET {column} = {cast} WHERE {where}", (data, *row[:-1]))
        assert done.rowcount == 1

    return change


def with_byte(data: bytes, at: int, by: int) -> bytes:
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def name_of(what: str, row: tuple[object, ...]) -> str:
    return f"tile/{row[1]}/{int(str(row[2])):03d}" if what == "tile" else f"{what} {row[1]}"


@pytest.mark.parametrize("what", ["entry", "body", "tile"])
def test_one_altered_byte_is_named(what: str, whole: Path, tmp_path: Path) -> None:
    rows = rows_of(whole, what)

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, len(rows) - 1), st.integers(0, 2**32), st.integers(1, 255))
    def check(number: int, place: int, by: int) -> None:
        row = rows[number]
        data = bytes(row[-1])  # type: ignore[arg-type]
        found = broken(whole, tmp_path, put(what, row, with_byte(data, place % len(data), by)))
        assert set(found) == {row[0]}, "the log that was altered and no other"
        first = found[str(row[0])][0]
        assert first.where.startswith(name_of(what, row)), first
        assert len(found[str(row[0])]) == 1

    check()


def test_one_altered_byte_of_a_checkpoint_or_signature_is_named(whole: Path, tmp_path: Path) -> None:
    rows = rows_of(whole, "checkpoint")

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, len(rows) - 1), st.integers(0, 2**32), st.integers(1, 255))
    def check(number: int, place: int, by: int) -> None:
        row = rows[number]
        data = bytes(row[-1])  # type: ignore[arg-type]
        found = broken(whole, tmp_path, put("checkpoint", row, with_byte(data, place % len(data), by)))
        assert set(found) == {row[0]}
        findings = found[str(row[0])]
        assert {one.kind for one in findings} <= {"checkpoint", "signature", "unsigned"}, findings
        in_log = [one[1] for one in rows if one[0] == row[0]]
        names = {f"checkpoint of size {row[1]}", f"checkpoint number {in_log.index(row[1])}"}
        assert any(one.where.endswith(tuple(names)) for one in findings if one.kind != "unsigned"), findings

    check()


def test_a_cosignature_is_named_with_its_signer(whole: Path, tmp_path: Path) -> None:
    row = next(one for one in rows_of(whole, "checkpoint") if one[0] == TO_B)
    note = bytes(row[-1])  # type: ignore[arg-type]
    line = next(line for line in note.decode().splitlines() if "B.test.invalid" in line)
    coded = line.rpartition(" ")[2]
    other = coded[:40] + ("A" if coded[40] != "A" else "B") + coded[41:]
    found = broken(whole, tmp_path, put("checkpoint", row, note.replace(coded.encode(), other.encode())))
    assert [str(one.where) for one in found[TO_B]] == [
        f"signature by B.test.invalid on the checkpoint of size {row[1]}"
    ]


@pytest.mark.parametrize("what", ["entry", "body", "tile", "checkpoint"])
def test_the_first_of_many_is_named_first(what: str, whole: Path, tmp_path: Path) -> None:
    rows = [row for row in rows_of(whole, what) if row[0] == OWN]
    chosen = rows if what in ("tile", "checkpoint") else [rows[251], rows[17], rows[200]]
    changes = []
    for row in chosen:
        data = bytes(row[-1])  # type: ignore[arg-type]
        changes.append(put(what, row, with_byte(data, len(data) // 2, 1)))
    found = broken(whole, tmp_path, *changes)
    assert set(found) == {OWN}
    named = [one for one in found[OWN] if one.kind != "unsigned"]
    assert len(named) >= len(chosen)
    assert [one.position for one in found[OWN]] == sorted(one.position for one in found[OWN])
    if what in ("entry", "body"):
        assert [one.where for one in named] == [f"{what} 17", f"{what} 200", f"{what} 251"]


# -- rows -----------------------------------------------------------------------------------------------------------


def run(*statements: str) -> Change:
    def change(raw: sqlite3.Connection) -> None:
        for statement in statements:
            raw.execute(statement)

    return change


def first(found: dict[str, list[Finding]], origin: str) -> str:
    assert set(found) == {origin}, found
    return str(found[origin][0].where)


def swap(table: str, origin: str, one: int, two: int) -> Change:
    """Exchange two rows by their numbers."""
    at = f"origin = '{origin}' AND idx ="
    return run(
        f"UPDATE {table} SET idx = -1 WHERE {at} {one}",
        f"UPDATE {table} SET idx = {one} WHERE {at} {two}",
        f"UPDATE {table} SET idx = {two} WHERE {at} -1",
    )


def test_swapped_rows(whole: Path, tmp_path: Path) -> None:
    assert first(broken(whole, tmp_path, swap("bodies", TO_B, 40, 30)), TO_B) == "body 30"
    assert first(broken(whole, tmp_path, swap("entries", TO_B, 40, 30)), TO_B) == "entry 30"
    both = swap("entries", TO_B, 40, 30), swap("bodies", TO_B, 40, 30)
    assert first(broken(whole, tmp_path, *both), TO_B) == "entry 30"


def test_statements_of_two_logs_exchanged(whole: Path, tmp_path: Path) -> None:
    """What A told B and what A told J, each in the place of the other."""

    def between(table: str) -> Change:
        return run(
            f"UPDATE {table} SET origin = 'x' WHERE origin = '{TO_B}' AND idx = 9",
            f"UPDATE {table} SET origin = '{TO_B}' WHERE origin = '{TO_J}' AND idx = 9",
            f"UPDATE {table} SET origin = '{TO_J}' WHERE origin = 'x'",
        )

    found = broken(whole, tmp_path, between("entries"), between("bodies"))
    assert {origin: findings[0].where for origin, findings in found.items()} == {
        TO_B: "entry 9",
        TO_J: "entry 9",
    }


def test_rows_taken_out(whole: Path, tmp_path: Path) -> None:
    cut = f"origin = '{TO_B}' AND idx = 100"
    assert first(broken(whole, tmp_path, run(f"DELETE FROM entries WHERE {cut}")), TO_B) == "entry 100"
    assert first(broken(whole, tmp_path, run(f"DELETE FROM bodies WHERE {cut}")), TO_B) == "body 100"
    both = run(f"DELETE FROM entries WHERE {cut}", f"DELETE FROM bodies WHERE {cut}")
    assert first(broken(whole, tmp_path, both), TO_B) == "entry 100"
    for level, index, name in ((0, 0, "tile/0/000"), (0, 1, "tile/0/001.p/24"), (1, 0, "tile/1/000.p/1")):
        gone = run(f"DELETE FROM tiles WHERE origin = '{TO_B}' AND level = {level} AND idx = {index}")
        assert first(broken(whole, tmp_path, gone), TO_B) == name
    assert (
        first(broken(whole, tmp_path, run(f"DELETE FROM tiles WHERE origin = '{TO_B}'")), TO_B)
        == "tile/0/000"
    )


def test_a_gap_with_the_following_rows_moved_up(whole: Path, tmp_path: Path) -> None:
    """One statement taken out and all later ones renumbered, bodies too."""
    changes = []
    for table in ("entries", "bodies"):
        changes += [
            run(f"DELETE FROM {table} WHERE origin = '{TO_B}' AND idx = 100"),
            run(f"UPDATE {table} SET idx = -idx WHERE origin = '{TO_B}' AND idx > 100"),
            run(f"UPDATE {table} SET idx = -idx - 1 WHERE origin = '{TO_B}' AND idx < -100"),
        ]
    changes.append(run(f"UPDATE logs SET size = size - 1 WHERE origin = '{TO_B}'"))
    assert first(broken(whole, tmp_path, *changes), TO_B) == "entry 100"


def test_cut_off_logs(whole: Path, tmp_path: Path) -> None:
    tail = [f"DELETE FROM {table} WHERE origin = '{TO_B}' AND idx >= 250" for table in ("entries", "bodies")]
    assert first(broken(whole, tmp_path, run(*tail)), TO_B) == "entry 250"
    shorter = [*tail, f"UPDATE logs SET size = 250 WHERE origin = '{TO_B}'"]
    for more in ([], [f"DELETE FROM tiles WHERE origin = '{TO_B}'"]):
        found = broken(whole, tmp_path, run(*shorter, *more))
        assert set(found) == {TO_B}
        assert "missing" in str(found[TO_B][0])


@pytest.mark.parametrize("origin", [OWN, TO_B, FROM_B, FROM_J])
def test_a_whole_log_taken_out(origin: str, whole: Path, tmp_path: Path) -> None:
    tables = ("bodies", "entries", "tiles", "logs")
    found = broken(
        whole, tmp_path, run(*(f"DELETE FROM {table} WHERE origin = '{origin}'" for table in tables))
    )
    assert set(found) == {origin}
    assert "missing" in str(found[origin][0])


@pytest.mark.parametrize("origin", [FROM_B, FROM_J])
def test_what_was_received_cannot_be_forgotten(origin: str, whole: Path, tmp_path: Path) -> None:
    """Even with its checkpoints gone: the own log says that it arrived, and the author holds the cosignature."""
    tables = ("bodies", "entries", "tiles", "checkpoints", "logs")
    found = broken(
        whole, tmp_path, run(*(f"DELETE FROM {table} WHERE origin = '{origin}'" for table in tables))
    )
    assert set(found) == {origin}
    assert "says that they arrived" in str(found[origin][0])
    half = [
        f"DELETE FROM {table} WHERE origin = '{FROM_B}' AND idx >= 5"
        for table in ("bodies", "entries", "tiles")
    ]
    half += [
        f"DELETE FROM tiles WHERE origin = '{FROM_B}'",
        f"DELETE FROM checkpoints WHERE origin = '{FROM_B}' AND size > 5",
    ]
    found = broken(whole, tmp_path, run(*half, f"UPDATE logs SET size = 5 WHERE origin = '{FROM_B}'"))
    assert [one.where for one in found[FROM_B] if "arrived" in one.reason] == ["entries 5 to 19"]


def test_an_own_log_rolled_back_whole_is_found_by_who_was_told(whole: Path, tmp_path: Path) -> None:
    """Yesterday's log with yesterday's head is a good log: only the others can say that there was more."""
    head = next(row[1] for row in rows_of(whole, "checkpoint") if row[0] == TO_B)
    tables = ("bodies", "entries")
    back = [f"DELETE FROM {table} WHERE origin = '{TO_B}' AND idx >= {head}" for table in tables]
    back += [f"DELETE FROM checkpoints WHERE origin = '{TO_B}' AND size > {head}",
             f"DELETE FROM tiles WHERE origin = '{TO_B}'",
             f"UPDATE logs SET size = {head} WHERE origin = '{TO_B}'"]  # fmt: skip
    with altered(whole, tmp_path, run(*back)) as store:
        room = start(store)
        with pytest.raises(Corrupt, match="B cosigned 280 entries") as error:
            federate.confirm(room, "B", {TO_B: 280})
        assert error.value.where == TO_B


def test_checkpoints_in_each_other_s_place(whole: Path, tmp_path: Path) -> None:
    sizes = [int(str(row[1])) for row in rows_of(whole, "checkpoint") if row[0] == TO_B]
    one, two = sizes[0], sizes[-1]
    at = f"origin = '{TO_B}' AND size ="
    found = broken(whole, tmp_path, run(f"UPDATE checkpoints SET size = -1 WHERE {at} {one}",
                                        f"UPDATE checkpoints SET size = {one} WHERE {at} {two}",
                                        f"UPDATE checkpoints SET size = {two} WHERE {at} -1"))  # fmt: skip
    assert first(found, TO_B) == f"checkpoint of size {one}"


def test_a_log_of_nobody_is_named(whole: Path, tmp_path: Path) -> None:
    found = broken(whole, tmp_path, run("INSERT INTO logs VALUES ('commonground/test/X', 1)"))
    assert "no party of the charter" in str(found["commonground/test/X"][0])
    found = broken(whole, tmp_path, run("INSERT INTO logs VALUES ('commonground/other/A', 1)"))
    assert "no party of the charter" in str(found["commonground/other/A"][0])


def test_a_tile_that_can_be_none(whole: Path, tmp_path: Path) -> None:
    found = broken(
        whole, tmp_path, run(f"UPDATE tiles SET width = 0 WHERE origin = '{TO_B}' AND idx = 0 AND level = 0")
    )
    assert set(found) == {TO_B}
    assert found[TO_B][0].kind == "tile"


# -- the node -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [OWN, TO_B, FROM_B, FROM_J])
def test_a_node_does_not_start_on_a_damaged_tree(origin: str, whole: Path, tmp_path: Path) -> None:
    """It would sign what was never said, or call an honest author a liar."""
    row = next(one for one in rows_of(whole, "tile") if one[0] == origin)
    data = bytes(row[-1])  # type: ignore[arg-type]
    with altered(whole, tmp_path, put("tile", row, with_byte(data, 7, 1))) as store:
        with pytest.raises(Corrupt) as error:
            start(store)
        assert error.value.where == origin


@pytest.mark.parametrize("origin", [OWN, TO_B, FROM_B, FROM_J])
def test_a_node_does_not_start_under_a_damaged_head(origin: str, whole: Path, tmp_path: Path) -> None:
    row = [one for one in rows_of(whole, "checkpoint") if one[0] == origin][-1]
    data = bytes(row[-1])  # type: ignore[arg-type]
    at = data.index(b"\n", data.index(b"\n") + 1) + 5
    with altered(whole, tmp_path, put("checkpoint", row, with_byte(data, at, 1))) as store:
        with pytest.raises(Corrupt) as error:
            start(store)
        assert error.value.where == origin
