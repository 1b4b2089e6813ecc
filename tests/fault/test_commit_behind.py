"""While a batch is on its way to disk the next one runs: nobody is answered before, and a lost batch takes none along.

The disk is one that waits until it is told what to do, so that every interleaving is one that a test has chosen.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from commonground.errors import Unavailable
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.submit import Command, submit
from commonground.store.sqlite import SqliteStore
from tests.fault.test_node_faults import check_node
from tests.worlds import TestClock, TestSalt, announce, charter, notice, open_node, volume

OWN = "commonground/test/A"


@dataclass
class Disk:
    """Lets commits pass, or holds the next one until it is told whether it succeeds."""

    holds: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    fails: bool = False

    def hold(self) -> None:
        self.holds, self.fails = True, False
        self.arrived.clear()
        self.go_on.clear()

    def let_go(self, *, fails: bool) -> None:
        assert self.arrived.wait(30), "something is to be committed"
        self.fails = fails
        self.go_on.set()

    def pass_through(self) -> None:
        if self.holds:
            self.holds = False
            self.arrived.set()
            assert self.go_on.wait(30)
            if self.fails:
                raise Unavailable("the disk is full")


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def store(tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "a.db")
    commit = made._db.commit

    def held() -> None:
        disk.pass_through()
        commit()

    monkeypatch.setattr(made._db, "commit", held)
    yield made
    disk.go_on.set()
    made.close()


def append(store: SqliteStore, index: int) -> None:
    store.begin()
    store.append_own(OWN, index, index.to_bytes(32, "big"), b"body", index)


def test_the_next_transaction_begins_before_the_disk_has_answered(store: SqliteStore, disk: Disk) -> None:
    disk.hold()
    append(store, 0)
    outcome = store.commit_behind()
    append(store, 1)
    assert store.origins() == {OWN: 2}
    assert not outcome.done()
    disk.let_go(fails=False)
    store.commit()
    assert outcome.result() is None
    assert [row.index for row in store.entries(OWN, 0, 9)] == [0, 1]


def test_a_transaction_is_lost_with_the_one_it_stands_on(store: SqliteStore, disk: Disk) -> None:
    disk.hold()
    append(store, 0)
    outcome = store.commit_behind()
    append(store, 1)
    disk.let_go(fails=True)
    with pytest.raises(Unavailable, match="before it"):
        store.commit()
    assert isinstance(outcome.exception(), Unavailable)
    assert store.origins() == {}
    append(store, 0)
    store.commit()
    assert store.origins() == {OWN: 1}


def test_a_question_to_the_file_waits_for_it_and_hears_of_a_loss(store: SqliteStore, disk: Disk) -> None:
    disk.hold()
    append(store, 0)
    store.commit_behind()
    store.begin()
    disk.let_go(fails=True)
    with pytest.raises(Unavailable, match="before it"):
        store.entries(OWN, 0, 1)
    with pytest.raises(RuntimeError, match="outside"):
        store.put_document("draft", "D-1", b"{}")
    store.rollback()
    assert store.entries(OWN, 0, 1) == []


# -- a node -------------------------------------------------------------------------------------------------------


@pytest.fixture
def node(store: SqliteStore) -> Iterator[Node]:
    made = open_node("A", charter(), TestClock(), TestSalt(), store)
    yield made
    made.stop()


def command(number: int) -> Command:
    return announce(notice(volume(36.0 + 0.001 * number)), "B", entity=f"N-{number}", immediate=True)


def together(node: Node, numbers: range) -> list:
    """Announcements that the writer finds waiting together: it is busy until all are there."""
    busy = threading.Event()
    node.read(lambda _room: busy.wait(30))
    asked = [node.write(lambda room, n=number: submit(room, command(n))) for number in numbers]
    busy.set()
    return asked


def said(room: Room) -> set[str]:
    return {version.entity for version in room.view.versions()}


def test_nobody_is_answered_before_the_commit(node: Node, disk: Disk) -> None:
    node.start()
    disk.hold()
    first = together(node, range(5))
    assert disk.arrived.wait(30)
    second = [node.write(lambda room, n=number: submit(room, command(n))) for number in range(5, 9)]
    seen = node.read(lambda room: said(room))
    assert not any(answer.done() for answer in (*first, *second, seen))
    disk.let_go(fails=False)
    for number, answer in enumerate((*first, *second)):
        assert answer.result(30).version.entity == f"N-{number}"
    assert seen.result(30) == {f"N-{number}" for number in range(9)}


def test_a_lost_batch_is_told_and_the_next_runs_again(node: Node, disk: Disk) -> None:
    node.start()
    node.write(lambda room: submit(room, command(100))).result(30)
    disk.hold()
    first = together(node, range(5))
    assert disk.arrived.wait(30)
    ran = threading.Event()

    def later(room: Room) -> int:
        ran.set()
        report = submit(room, command(50)).report
        assert report is not None
        return len(report.hits)

    second = [node.write(later), node.write(lambda room: submit(room, command(51)))]
    assert ran.wait(30), "the next batch runs while the first is on its way"
    disk.let_go(fails=True)
    for answer in first:
        with pytest.raises(Unavailable):
            answer.result(30)
    met = second[0].result(30)
    assert met == 1, "held against what stands, not against what was lost"
    assert second[1].result(30).version.entity == "N-51"
    node.read(lambda room: said(room)).result(30)
    assert said(node.room) == {"N-50", "N-51", "N-100"}
    with node._in_hand:
        check_node(node.room)


def test_a_read_behind_a_lost_batch_sees_nothing_of_it(node: Node, disk: Disk) -> None:
    node.start()
    disk.hold()
    first = together(node, range(3))
    assert disk.arrived.wait(30)
    ran = threading.Event()

    def look(room: Room) -> set[str]:
        ran.set()
        return said(room)

    seen = node.read(look)
    assert ran.wait(30)
    disk.let_go(fails=True)
    assert seen.result(30) == set()
    assert all(isinstance(answer.exception(30), Unavailable) for answer in first)
