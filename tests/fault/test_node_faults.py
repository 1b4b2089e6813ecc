"""What is acknowledged survives, and what fails leaves nothing half done, at every write of every command.

Each append is broken both ways: not persisted, and persisted but not acknowledged. After each fault the node reads
itself back, the caller tries again, and one `check_node` holds the whole node.
"""

from __future__ import annotations

import copy

import pytest

from commonground.errors import Refused, Unavailable
from commonground.picture.blocks import Reference
from commonground.picture.entity import Reply
from commonground.picture.statement import Release
from commonground.room import federate
from commonground.room.audit import audit_releases, audit_store
from commonground.room.context import Room
from commonground.room.node import Node, reload_room
from commonground.room.release import note_waiting
from commonground.room.submit import Command, submit, withdraw_from
from commonground.store.fault import Faults, faulty_store
from commonground.store.memory import MemoryStore
from commonground.store.sqlite import SqliteStore
from tests.property.test_replay import exact
from tests.worlds import (
    HOUR_MS,
    T0_MS,
    TestClock,
    TestSalt,
    World,
    announce,
    charter,
    notice,
    open_node,
    report,
    volume,
)
from tests.worlds import site as make_site

WRITES_MAX = 60


def check_node(room: Room) -> None:
    """Logs verify, everything said is released, and the picture equals its replay."""
    for origin, findings in audit_store(room.store, room.charter, room.verifiers).items():
        assert findings == [], f"{origin}: {findings[0]}"
    assert audit_releases(room) == []
    live = exact(room.view)
    reload_room(room)
    assert exact(room.view) == live
    room.store.begin()
    room.view.rebuild()
    room.store.rollback()
    assert exact(room.view) == live
    reload_room(room)


def script() -> list[Command]:
    """A fixed id each, so that a caller that was not answered can try again."""
    first = notice(volume(36.5))
    second = notice(volume(36.6, from_ms=T0_MS + 50 * HOUR_MS))
    changed = notice(volume(36.6, from_ms=T0_MS + 51 * HOUR_MS))
    return [
        report(make_site(37.5), Release(party="A", precision="cell"), "B", entity="S-1"),
        announce(first, "A", "B", entity="N-1", immediate=True),
        announce(second, "B", entity="N-2", immediate=True),
        announce(changed, "B", entity="N-2", action="amend", version=1, immediate=True, precedence="FLASH"),
        announce(first, "A", "B", entity="N-1", action="cancel", version=1),
    ]


def node_with_faults(base: object) -> tuple[Node, Faults]:
    faults = Faults()
    store = faulty_store(base, faults)  # type: ignore[arg-type]
    return open_node("J", charter(), TestClock(), TestSalt(), store), faults


def say_until_done(node: Node, command: Command) -> None:
    """As a caller does: when not answered, look whether it was done, else try again."""
    try:
        node.run_now(lambda room: submit(room, command))
    except Unavailable:
        try:
            node.run_now(lambda room: submit(room, command))
        except Refused as refused:
            if refused.field not in ("action", "version"):
                raise


@pytest.mark.parametrize("how", ["lost", "committed_unacked"])
def test_every_write_of_every_command_may_fail(how: str) -> None:
    struck = 0
    for at in range(1, WRITES_MAX):
        node, faults = node_with_faults(MemoryStore())
        faults.fail_at(at, how)  # type: ignore[arg-type]
        for command in script():
            say_until_done(node, command)
        struck += faults.calls >= at
        faults.fail_at(10**9)
        check_node(node.room)
        entities = {version.entity: version for version in node.room.view.versions()}
        assert set(entities) == {"S-1", "N-1", "N-2"}
        assert entities["N-1"].action == "cancel"
        assert entities["N-2"].version == 2
        sizes = {party: node.room.ledger.size(f"commonground/test/J/to/{party}") for party in ("A", "B")}
        assert sizes == {"A": 3, "B": 5}, (at, sizes)
    assert struck == WRITES_MAX - 1, "the script has fewer writes than the test breaks"


@pytest.mark.parametrize("how", ["lost", "committed_unacked"])
def test_every_write_of_an_arrival_may_fail(how: str) -> None:
    struck, at = True, 0
    while struck:
        at += 1
        sender = open_node("J", charter(), TestClock(), TestSalt(), MemoryStore())
        for command in script():
            sender.run_now(lambda room, c=command: submit(room, c))
        faults = Faults()
        store = faulty_store(MemoryStore(), faults)
        receiver = open_node("B", charter(), TestClock(), TestSalt(), store)
        world = World(nodes={"J": sender, "B": receiver}, clock=TestClock())
        faults.fail_at(at, how)  # type: ignore[arg-type]
        for _ in range(2):
            try:
                world.carry("J", "B")
            except Unavailable:
                world.carry("J", "B")
        struck = faults.calls >= at
        faults.fail_at(10**9)
        check_node(receiver.room)
        check_node(sender.room)
        origin = world.log("J", "B")
        assert receiver.room.ledger.tree(origin).root() == sender.room.ledger.tree(origin).root()
        assert len(list(receiver.room.view.versions())) == 3
    assert at > 12, "an arrival makes more writes than were broken"


def test_a_torn_command_undoes_itself_and_not_its_neighbours(tmp_path) -> None:
    """A command that appends and then fails leaves nothing; others of its batch stand."""
    node = open_node("J", charter(), TestClock(), TestSalt(), SqliteStore(tmp_path / "J.sqlite"))

    def torn(room: Room) -> None:
        submit(room, announce(notice(volume(39.0)), "B", entity="N-torn"))
        raise ValueError("half way")

    node.start()
    good = node.write(lambda room: submit(room, announce(notice(), "B", entity="N-good", immediate=True)))
    bad = node.write(torn)
    after = node.write(lambda room: submit(room, announce(notice(volume(38.0)), "B", entity="N-after")))
    assert good.result(10).version.entity == "N-good"
    with pytest.raises(Unavailable, match="half way"):
        bad.result(10)
    assert after.result(10).version.entity == "N-after"
    entities = node.read(lambda room: {version.entity for version in room.view.versions()}).result(10)
    assert entities == {"N-good", "N-after"}
    node.stop()


def test_withdrawing_is_told_once(tmp_path) -> None:
    node = open_node("J", charter(), TestClock(), TestSalt(), SqliteStore(tmp_path / "J.sqlite"))
    node.run_now(lambda room: submit(room, announce(notice(), "A", "B", entity="N-1")))
    node.run_now(lambda room: withdraw_from(room, "J/N-1", "B", "watch_officer", ""))
    sizes = {party: node.room.ledger.size(f"commonground/test/J/to/{party}") for party in ("A", "B")}
    assert sizes == {"A": 1, "B": 2}
    with pytest.raises(Refused, match="not released"):
        node.run_now(lambda room: withdraw_from(room, "J/N-1", "B", "watch_officer", ""))
    check_node(node.room)


def test_a_node_restored_from_yesterdays_backup_takes_its_tail_back(tmp_path) -> None:
    """DESIGN section 4, Restore: otherwise the backup forks the log and looks like a lie."""
    clock, agreed = TestClock(), charter()
    base = MemoryStore()
    sender = open_node("A", agreed, clock, TestSalt(b"first life"), base)
    receiver = open_node("B", agreed, clock, TestSalt(), MemoryStore())
    world = World(nodes={"A": sender, "B": receiver}, clock=clock)
    world.say("A", announce(notice(), "B", entity="N-1"))
    world.carry("A", "B")
    backup = copy.deepcopy(base.__dict__)
    clock.go_on(HOUR_MS)
    world.say("A", announce(notice(volume(37.0)), "B", entity="N-2"))
    world.say(
        "A", announce(notice(volume(37.0), text="changed"), "B", entity="N-2", action="amend", version=1)
    )
    world.carry("A", "B")

    restored_store = MemoryStore()
    restored_store.__dict__.update(backup)
    restored = open_node("A", agreed, clock, TestSalt(b"second life"), restored_store)
    restored.room.unconfirmed = {"B", "J"}
    restored.run_now(note_waiting)
    world.nodes["A"] = restored
    world.say("A", announce(notice(volume(38.0)), "B", entity="N-3"))
    assert restored.room.ledger.size(world.log("A", "B")) == 1, "nothing may be appended before B was asked"

    origin = world.log("A", "B")
    page = receiver.run_now(lambda room: federate.serve_tail(room, "A", origin, 1))
    assert page is not None
    restored.run_now(lambda room: federate.restore_tail(room, "B", page))

    assert restored.run_now(lambda room: federate.confirm(room, "B", {origin: 3})) is None
    assert restored.room.ledger.size(origin) == 4, "what was said meanwhile"
    world.carry("A", "B")
    assert {version.entity for version in receiver.room.view.versions()} == {"N-1", "N-2", "N-3"}
    own = {version.entity: version for version in restored.room.view.versions() if version.author == "A"}
    assert own["N-2"].body.remarks.text == "changed"  # type: ignore[union-attr]
    check_node(restored.room)
    check_node(receiver.room)
    assert not receiver.room.store.documents("evidence")


def test_a_reply_is_refused_a_second_time_not_doubled() -> None:
    node, faults = node_with_faults(MemoryStore())
    body = Reply(about=Reference(author="A", entity="N-9"), about_version=1, what="read")
    command = Command(kind="reply", action="establish", post="watch_officer", body=body, entity="R-1",
                      releases=(Release(party="A"),))  # fmt: skip
    faults.fail_at(3, "committed_unacked")
    say_until_done(node, command)
    assert node.room.ledger.size("commonground/test/J/to/A") == 1
