"""What comes back from recipients after a restore: the last word stays the last, and nobody is told more."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from tests.fault.test_node_faults import check_node
from tests.worlds import HOUR_MS, TestSalt, World, announce, make_world, notice, report, site

from commonground.errors import Unavailable
from commonground.picture.entity import Site
from commonground.picture.statement import Release, Statement
from commonground.record import decode, replace
from commonground.room import federate, onward
from commonground.room.asked import standing_of
from commonground.room.context import Room
from commonground.room.node import Node, load_room
from commonground.room.release import note_waiting
from commonground.room.submit import release_to, withdraw_from
from commonground.room.watch import tick
from commonground.store.fault import Faults, faulty_store
from commonground.store.memory import MemoryStore

LIAISON = "humanitarian_liaison"


def backup(world: World) -> dict[str, Any]:
    return copy.deepcopy(world.room("A").store.__dict__)


def restored(world: World, kept: dict[str, Any]) -> Node:
    """A's node over yesterday's store, which appends to nobody before it was compared."""
    store = MemoryStore()
    store.__dict__.update(kept)
    before = world.room("A")
    room = Room(charter=before.charter, party="A", store=store, clock=world.clock, salt=TestSalt(b"second life"),
                key=before.key, verifiers=before.verifiers)  # fmt: skip
    room.unconfirmed = {"B", "J"}
    load_room(room)
    world.nodes["A"] = Node(room)
    return world.nodes["A"]


def give_back(world: World, keepers: Sequence[str]) -> None:
    """Each keeper in turn gives back what it mirrored, and is confirmed."""
    node = world.nodes["A"]
    for keeper in keepers:
        sizes = world.nodes[keeper].run_now(lambda room: federate.mirrored_sizes(room, "A"))
        for origin, size in sizes.items():
            while (start := node.room.ledger.size(origin)) < size:
                page = world.nodes[keeper].run_now(
                    lambda room, o=origin, s=start: federate.serve_tail(room, "A", o, s)
                )
                assert page is not None
                node.run_now(lambda room, p=page, k=keeper: federate.restore_tail(room, k, p))
        node.run_now(lambda room, k=keeper, s=sizes: federate.confirm(room, k, s))


@pytest.mark.parametrize("order", [("B", "J"), ("J", "B")], ids="".join)
def test_the_last_word_is_the_last_whoever_gives_back_first(order: tuple[str, str]) -> None:
    """J was cut off and holds the first version, B the second."""
    world = make_world()
    kept = backup(world)
    world.say("A", announce(notice(text="first"), "B", "J", entity="N-1"))
    world.carry_all()
    world.clock.go_on(HOUR_MS)
    world.say("A", announce(notice(text="second"), "B", "J", entity="N-1", action="amend"))
    world.carry("A", "B")
    world.clock.go_on(HOUR_MS)
    node = restored(world, kept)
    give_back(world, order)
    own = node.room.view.get("A/N-1")
    assert own.body.remarks.text == "second"  # type: ignore[union-attr]
    assert {one.party for one in own.releases} == {"B", "J"}
    world.say("A", announce(notice(text="third"), "B", "J", entity="N-1", action="amend"))
    world.carry_all()
    for party in ("B", "J"):
        seen = world.room(party).view.get("A/N-1")
        assert (seen.body.remarks.text, seen.withdrawn_ms) == ("third", None)  # type: ignore[union-attr]
        assert not world.room(party).store.documents("evidence")
        check_node(world.room(party))
    check_node(node.room)


@pytest.mark.parametrize("keeps_b", [True, False])
def test_what_was_said_since_the_restore_stands(keeps_b: bool) -> None:
    """B answers late: what it gives back is older than what A has said meanwhile to others, and whom A named."""
    world = make_world()
    world.say("A", announce(notice(text="first"), "B", "J", entity="N-1"))
    world.carry_all()
    kept = backup(world)
    world.clock.go_on(HOUR_MS)
    world.say("A", announce(notice(text="second"), "B", "J", entity="N-1", action="amend"))
    world.carry_all()
    world.clock.go_on(HOUR_MS)
    node = restored(world, kept)
    give_back(world, ["J"])
    to = ("B", "J") if keeps_b else ("J",)
    world.say("A", announce(notice(text="third"), *to, entity="N-1", action="amend"))
    world.clock.go_on(HOUR_MS)
    give_back(world, ["B"])
    own = node.room.view.get("A/N-1")
    assert own.body.remarks.text == "third"  # type: ignore[union-attr]
    assert {one.party for one in own.releases} == set(to)
    world.carry_all()
    seen = world.room("B").view.get("A/N-1")
    assert (seen.withdrawn_ms is None) == keeps_b
    assert seen.body.remarks.text == ("third" if keeps_b else "second")  # type: ignore[union-attr]
    assert not world.room("B").store.documents("evidence")
    check_node(node.room)


@pytest.mark.parametrize("known", [True, False], ids=["in the backup", "lost"])
def test_the_terms_of_a_release_come_back_with_it(known: bool) -> None:
    """Else the next amendment would tell B the exact place that the submitter had withheld."""
    world = make_world()
    terms = Release(party="B", precision="cell", hide_submitter=True, custodian_may_warn=True)
    kept = backup(world)
    world.say("A", report(site(36.5012), terms, entity="S-1"))
    if known:
        kept = backup(world)
    world.say("A", report(replace(site(36.5012), status="inactive"), terms, entity="S-1", action="amend"))
    world.carry_all()
    world.clock.go_on(HOUR_MS)
    node = restored(world, kept)
    give_back(world, ["J", "B"])
    assert node.room.view.get("A/S-1").releases == (terms,)
    exact = replace(site(36.5012), submitter="Relief", status="relocated")
    world.say("A", report(exact, *node.room.view.get("A/S-1").releases, entity="S-1", action="amend"))
    world.carry_all()
    seen = world.room("B").view.get("A/S-1").body
    assert isinstance(seen, Site)
    assert seen.place is not None
    assert (seen.status, seen.place.precision, seen.submitter) == ("relocated", "cell", "")
    check_node(node.room)


def test_who_was_withdrawn_stays_withdrawn() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B", "J", entity="N-1"))
    world.carry_all()
    kept = backup(world)
    world.clock.go_on(HOUR_MS)
    world.say("A", announce(notice(text="for J alone"), "J", entity="N-1", action="amend"))
    world.carry_all()
    world.clock.go_on(HOUR_MS)
    node = restored(world, kept)
    give_back(world, ["B", "J"])
    own = node.room.view.get("A/N-1")
    assert {one.party for one in own.releases} == {"J"}
    assert own.body.remarks.text == "for J alone"  # type: ignore[union-attr]
    world.carry_all()
    assert world.room("B").view.get("A/N-1").withdrawn_ms is not None
    assert len(world.room("B").store.entries(world.log("A", "B"), 0, 9)) == 2
    check_node(node.room)


def test_what_waited_in_the_backup_and_was_told_since_is_not_told_again() -> None:
    """The backup was taken while B had not answered. B got the first words later, and the second ones after them."""
    world = make_world()
    node = world.nodes["A"]
    node.room.unconfirmed = {"B"}
    node.run_now(note_waiting)
    world.say("A", announce(notice(text="first"), "B", "J", entity="N-1"))
    world.say("A", announce(notice(text="waits still"), "B", entity="N-2", immediate=True))
    kept = backup(world)
    world.clock.go_on(HOUR_MS)
    node.run_now(lambda room: federate.confirm(room, "B", {}))
    page = federate.serve_page(node.room, "B", world.log("A", "B"), 0, 1)
    assert page is not None
    world.nodes["B"].run_now(lambda room: federate.accept_page(room, "A", page))
    world.clock.go_on(HOUR_MS)
    world.say("A", announce(notice(text="second"), "B", "J", entity="N-1", action="amend", immediate=True))
    world.carry("A", "J")
    node = restored(world, kept)
    give_back(world, ["B", "J"])
    world.carry_all()
    held = {version.entity: version for version in world.room("B").view.of_kind("notice")}
    assert {entity: one.body.remarks.text for entity, one in held.items()} == {  # type: ignore[union-attr]
        "N-1": "first", "N-2": "waits still",
    }  # fmt: skip
    assert held["N-1"].version == 1
    assert world.room("B").ledger.size(world.log("A", "B")) == 2
    check_node(node.room)


def test_words_that_waited_do_not_come_after_those_that_replaced_them() -> None:
    world = make_world()
    node = world.nodes["A"]
    node.room.unconfirmed = {"B"}
    node.run_now(note_waiting)
    world.say("A", announce(notice(text="first"), "B", entity="N-1"))
    kept = backup(world)
    world.clock.go_on(HOUR_MS)
    node.run_now(lambda room: federate.confirm(room, "B", {}))
    world.say("A", announce(notice(text="second"), "B", entity="N-1", action="amend"))
    world.carry_all()
    world.clock.go_on(HOUR_MS)
    node = restored(world, kept)
    give_back(world, ["J", "B"])
    world.carry_all()
    assert node.room.view.get("A/N-1").body.remarks.text == "second"  # type: ignore[union-attr]
    seen = world.room("B").view.get("A/N-1")
    assert (seen.body.remarks.text, seen.version) == ("second", 2)  # type: ignore[union-attr]
    check_node(node.room)


def test_a_line_that_waited_does_not_undo_the_withdrawal_that_followed() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B", entity="N-1"))
    world.carry_all()
    node = restored(world, backup(world))
    node.run_now(lambda room: release_to(room, "A/N-1", (Release(party="J"),), "watch_officer", ""))
    kept = backup(world)
    world.clock.go_on(HOUR_MS)
    node.run_now(lambda room: withdraw_from(room, "A/N-1", "B", "watch_officer", ""))
    give_back(world, ["B"])
    world.carry("A", "B")
    assert world.room("B").view.get("A/N-1").withdrawn_ms is not None
    world.clock.go_on(HOUR_MS)
    node = restored(world, kept)
    give_back(world, ["B", "J"])
    world.carry_all()
    assert {one.party for one in node.room.view.get("A/N-1").releases} == {"J"}
    assert world.room("B").view.get("A/N-1").withdrawn_ms is not None
    assert world.room("J").view.get("A/N-1").withdrawn_ms is None
    check_node(node.room)


def test_a_disk_that_fails_while_a_party_answers_leaves_it_unanswered() -> None:
    """Else it would be told later words at once, and the earlier ones, which waited, after them."""
    world = make_world()
    faults = Faults()
    inner = MemoryStore()
    before = world.room("A")
    room = Room(charter=before.charter, party="A", store=faulty_store(inner, faults), clock=world.clock,
                salt=TestSalt(), key=before.key, verifiers=before.verifiers)  # fmt: skip
    room.unconfirmed = {"B", "J"}
    load_room(room)
    world.nodes["A"] = node = Node(room)
    world.say("A", announce(notice(text="to nobody yet"), entity="N-1"))

    def answered(room: Room) -> None:
        federate.confirm(room, "B", {})

    faults.fail_at(1, "lost")
    with pytest.raises(Unavailable):
        node.run_now(answered)
    assert room.unconfirmed == {"B", "J"}
    world.say("A", announce(notice(text="to B"), "B", entity="N-1", action="amend"))
    assert node.room.ledger.size(world.log("A", "B")) == 0
    node.run_now(answered)
    assert room.unconfirmed == {"J"}
    node.run_now(lambda room: federate.confirm(room, "J", {}))
    world.carry_all()
    seen = world.room("B").view.get("A/N-1")
    assert (seen.version, seen.withdrawn_ms) == (1, None)
    assert node.room.ledger.size(world.log("A", "B")) == 1


def test_a_request_that_comes_back_counts_from_when_it_was_made() -> None:
    """A asked, lost its store, and gets its own words back: its day did not begin anew, and the answer stands."""
    world = make_world()
    keys = [world.say("B", report(site(lon), "A")).version.key for lon in (36.5, 37.5)]
    world.carry_all()
    kept = backup(world)
    asked_at = [
        world.nodes["A"]
        .run_now(lambda room, k=key: onward.ask_release(room, k, "J", None, LIAISON, ""))
        .version.key
        for key in keys
    ]
    world.carry_all()
    asked_ms = world.clock.ms
    world.clock.go_on(23 * HOUR_MS)
    node = restored(world, kept)
    give_back(world, ("B", "J"))
    world.nodes["B"].run_now(lambda room: onward.refuse(room, asked_at[0], None, LIAISON, ""))
    world.carry_all()
    world.clock.go_on(2 * HOUR_MS)
    stands = [standing_of(node.room, node.room.view.get(key), world.clock.ms) for key in asked_at]
    assert [(one.state, one.due_ms) for one in stands] == [
        ("refused", asked_ms + 24 * HOUR_MS), ("no_answer", asked_ms + 24 * HOUR_MS),
    ]  # fmt: skip
    assert node.run_now(lambda room: tick(room, room.clock.now_ms())) == 1
    check_node(node.room)


def waiting_for_b(world: World, lines: int) -> Node:
    """A's node with so many lines that wait for B, which has not answered since the start."""
    node = world.nodes["A"]
    node.room.unconfirmed = {"B"}
    node.run_now(note_waiting)
    for number in range(lines):
        world.say("A", announce(notice(text=f"line {number}"), "B", entity=f"N-{number}", immediate=True))
    return node


def told_b(world: World) -> list[str]:
    """What the log to B says, in its order."""
    rows = world.room("A").store.entries(world.log("A", "B"), 0, 99)
    said = [decode(Statement, row.body) for row in rows if row.body is not None]
    return [f"{one.entity} {one.action} {one.body['remarks']['text']}" for one in said]


def test_what_waited_is_told_in_parts_and_what_is_said_between_two_comes_last() -> None:
    world = make_world()
    node = waiting_for_b(world, 7)
    following = node.run_now(lambda room: federate.confirm(room, "B", {}, lines_max=3))
    assert following == 3
    assert len(told_b(world)) == 3
    assert node.room.unconfirmed == {"B"}
    world.say("A", announce(notice(text="meanwhile"), "B", entity="N-0", action="amend", immediate=True))
    world.say("A", announce(notice(text="to J alone"), "J", entity="N-8", immediate=True))
    parts = 1
    while following is not None:
        assert len(told_b(world)) == following
        following = node.run_now(lambda room, at=following: federate.confirm(room, "B", {}, at, lines_max=3))
        parts += 1
    assert parts == 3
    assert node.room.unconfirmed == set()
    assert told_b(world) == [f"N-{one} establish line {one}" for one in range(7)] + ["N-0 amend meanwhile"]
    world.say("A", announce(notice(text="later"), "B", entity="N-9", immediate=True))
    assert told_b(world)[-1] == "N-9 establish later"
    check_node(node.room)


def test_a_node_that_stops_between_two_parts_goes_on_after_its_start() -> None:
    world = make_world()
    node = waiting_for_b(world, 5)
    assert node.run_now(lambda room: federate.confirm(room, "B", {}, lines_max=2)) == 2
    world.carry_all()
    node = restored(world, backup(world))
    assert node.room.unconfirmed == {"B", "J"}
    world.say("A", announce(notice(text="since"), "B", entity="N-5", immediate=True))
    sizes = world.nodes["B"].run_now(lambda room: federate.mirrored_sizes(room, "A"))
    assert node.run_now(lambda room: federate.confirm(room, "B", sizes)) is None
    assert told_b(world) == [f"N-{one} establish line {one}" for one in range(5)] + ["N-5 establish since"]
    check_node(node.room)


def test_a_part_that_is_lost_is_told_again_and_once() -> None:
    world = make_world()
    faults, inner = Faults(), MemoryStore()
    before = world.room("A")
    room = Room(charter=before.charter, party="A", store=faulty_store(inner, faults), clock=world.clock,
                salt=TestSalt(), key=before.key, verifiers=before.verifiers)  # fmt: skip
    room.unconfirmed = {"B"}
    load_room(room)
    world.nodes["A"] = Node(room)
    node = waiting_for_b(world, 5)
    following = node.run_now(lambda room: federate.confirm(room, "B", {}, lines_max=2))
    faults.fail_at(1, "lost")
    with pytest.raises(Unavailable):
        node.run_now(lambda room: federate.confirm(room, "B", {}, following, lines_max=2))
    assert room.unconfirmed == {"B"}
    following = None
    # The courier looks anew, and goes through all that waited once more: what was told is not told again.
    while following := node.run_now(
        partial(federate.confirm, party="B", held_sizes={}, start=following, lines_max=2)
    ):
        assert room.unconfirmed == {"B"}
    assert room.unconfirmed == set()
    assert told_b(world) == [f"N-{one} establish line {one}" for one in range(5)]
    check_node(node.room)
