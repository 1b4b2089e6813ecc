"""A release that was asked for and its answer are one step: whatever fails, both are there, once, or neither."""

from __future__ import annotations

import contextlib

import pytest

from commonground.errors import Refused, Unavailable
from commonground.picture.entity import ReleaseAnswer
from commonground.picture.statement import Release
from commonground.room import onward
from commonground.room.node import reload_room
from commonground.room.watch import tick
from commonground.store.fault import Faults, faulty_store
from commonground.store.memory import MemoryStore
from tests.fault.test_node_faults import check_node
from tests.worlds import HOUR_MS, TestClock, TestSalt, World, charter, make_node, open_node, report, site

LIAISON = "humanitarian_liaison"
WRITES_MAX = 200


def asked() -> tuple[World, Faults, str, str]:
    """J holds a release back for B's request; every write of J's store can be made to fail."""
    faults, clock, salt, agreed = Faults(), TestClock(), TestSalt(), charter()
    nodes = {party: make_node(party, agreed, clock, salt) for party in "AB"}
    store = faulty_store(MemoryStore(), faults)
    world = World(nodes | {"J": open_node("J", agreed, clock, salt, store)}, clock)
    key = world.say("J", report(site(), "B")).version.key
    world.carry_all()
    request = (
        nodes["B"].run_now(lambda room: onward.ask_release(room, key, "A", None, LIAISON, "")).version.key
    )
    world.carry_all()
    world.nodes["J"].run_now(lambda room: onward.grant(room, request, Release(party=""), (), LIAISON, ""))
    clock.go_on(10_000)
    return world, faults, key, request


@pytest.mark.parametrize("how", ["lost", "committed_unacked"])
def test_a_release_and_its_answer_are_one_step(how: str) -> None:
    struck, at = True, 0
    while struck:
        at += 1
        assert at < WRITES_MAX
        world, faults, key, request = asked()
        node = world.nodes["J"]
        faults.fail_at(at, how)  # type: ignore[arg-type]
        try:
            node.run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
        except Unavailable:
            told = [release.party for release in node.room.view.get(key).releases]
            answered = bool(list(node.room.view.of_kind("release_answer")))
            assert answered == ("A" in told) == (onward.held_grant(node.room, request) is None)
        struck = faults.calls >= at
        faults.fail_at(10**9)
        # The clock of the node comes again, and finds what is left to do, or nothing.
        node.run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
        world.carry_all()
        assert key in world.room("A").view.picture.entities
        said = [one.body for one in world.room("B").view.replies_about(request)]
        assert [one.outcome for one in said if isinstance(one, ReleaseAnswer)] == ["granted"]
        assert world.room("J").ledger.size(world.log("J", "A")) == 1
        check_node(node.room)
    assert at > 10, "a release and its answer write more than that"


@pytest.mark.parametrize("how", ["lost", "committed_unacked"])
def test_silence_is_written_down_once(how: str) -> None:
    struck, at = True, 0
    while struck:
        at += 1
        world, faults, _, request = asked()
        node = world.nodes["J"]
        node.run_now(lambda room, key=request: onward.undo(room, key))  # type: ignore[misc]
        world.clock.go_on(25 * HOUR_MS)
        faults.fail_at(at, how)  # type: ignore[arg-type]
        with contextlib.suppress(Unavailable):
            node.run_now(lambda room: tick(room, room.clock.now_ms()))
        struck = faults.calls >= at
        faults.fail_at(10**9)
        node.run_now(lambda room: tick(room, room.clock.now_ms()))
        reload_room(node.room)
        before = node.room.ledger.entries_total()
        assert node.run_now(lambda room: tick(room, room.clock.now_ms())) == 0
        assert node.room.ledger.entries_total() == before
        assert onward.silence_leaf(node.room, request) is not None
        check_node(node.room)
    assert at > 2


def test_what_was_held_when_a_node_stopped_goes_out_once_when_it_starts() -> None:
    world, _, key, request = asked()
    node = world.nodes["J"]
    reload_room(node.room)
    assert node.run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    assert not node.run_now(lambda room: onward.release_due(room, room.clock.now_ms()))
    with pytest.raises(Refused):
        node.run_now(lambda room: onward.release_now(room, request, LIAISON, ""))
    world.carry_all()
    assert key in world.room("A").view.picture.entities
