"""Replay is the definition: order of arrival cannot matter (T-16), and every cache equals it."""

from __future__ import annotations

from dataclasses import replace as replace_dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Unavailable
from commonground.picture.version import Version
from commonground.record import replace
from commonground.room.context import Room
from commonground.room.node import reload_room
from commonground.room.view import PartyView
from tests.property.test_noninterference import Step, play, steps
from tests.worlds import HOUR_MS, T0_MS, World, make_world

WIRES = [("A", "B"), ("A", "J"), ("B", "J")]


def timeless(version: Version) -> Version:
    """A version without what hangs on arrival: times, the leaf in the own log, which hits were there to see."""
    return replace(
        version, known_from_ms=0, first_known_ms=0, leaf=0, said_leaf=0, first_leaf=0, acknowledged=()
    )


def shown(room: Room) -> tuple[dict[str, Version], dict[Any, Any]]:
    entities = {key: timeless(version) for key, version in room.view.picture.entities.items()}
    pairs = {
        pair: (room.view.margins(pair, kept), kept.version_a, kept.version_b)
        for pair, kept in room.view.pairs.items()
    }
    return entities, pairs


def exact(view: PartyView) -> tuple[Any, ...]:
    return (
        view.picture.entities,
        view.pairs,
        view.searched(),
        {k: set(v) for k, v in view.standings._about.items() if v},
    )


def play_script(script: list[Step], carries: list[int]) -> World:
    """Say everything at its time; carry along one wire now and then, and everything at the end."""
    world = make_world()
    for number, one in enumerate(script):
        world.clock.ms = T0_MS + number * 60_000
        if one.what != "carry":
            play(world, replace_dataclass(one, hidden=False))
        if number < len(carries) and carries[number] < 6:
            sender, receiver = (*WIRES, *[(b, a) for a, b in WIRES])[carries[number]]
            world.carry(sender, receiver)
    world.clock.ms = T0_MS + HOUR_MS
    world.carry_all()
    world.carry_all()
    return world


said_alone = st.builds(
    replace_dataclass, steps, what=st.sampled_from(["notice", "site", "amend", "withdraw"])
)
"""Steps whose words do not hang on what has arrived."""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(said_alone, min_size=2, max_size=12),
    st.lists(st.integers(0, 8), max_size=12),
    st.lists(st.integers(0, 8), max_size=12),
)
def test_order_of_arrival_cannot_matter(script: list[Step], one: list[int], other: list[int]) -> None:
    first, second = play_script(script, one), play_script(script, other)
    for party in first.nodes:
        assert shown(first.room(party)) == shown(second.room(party))


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, min_size=2, max_size=14), st.lists(st.integers(0, 8), max_size=14))
def test_start_and_rebuild_give_the_same_picture(script: list[Step], carries: list[int]) -> None:
    world = play_script(script, carries)
    for party in world.nodes:
        room = world.room(party)
        live = exact(room.view)
        reload_room(room)
        assert exact(room.view) == live
        room.store.begin()
        room.view.rebuild()
        room.store.commit()
        assert exact(room.view) == live


@settings(max_examples=40, deadline=None)
@given(
    st.lists(steps, min_size=2, max_size=14),
    st.lists(st.integers(0, 8), max_size=14),
    st.integers(-1, 15),
)
def test_as_of_is_the_replay_up_to_then(script: list[Step], carries: list[int], minute: int) -> None:
    """What did each side know at 15:55? One indexed query equals a replay of the lines received by then."""
    world = play_script(script, carries)
    at_ms = T0_MS + minute * 60_000
    for party in world.nodes:
        room = world.room(party)
        asked = {version.key: version for version in room.view.as_of(at_ms, 0, 2**53, 10_000)}
        replayed = PartyView(make_world().room(party).store, room.charter, party)
        replayed._store.begin()
        for origin, index, body, arrived_ms in room.view._lines():
            if arrived_ms <= at_ms:
                replayed.apply(origin, index, body, arrived_ms)
        assert asked == replayed.picture.entities


def test_six_hours_without_a_link_change_nothing_but_arrival_times() -> None:
    """T-16 as a story: both sides go on for six hours, then the link comes back."""
    script = [
        Step("notice", "A", 0, ("B", "J"), "exact", False),
        Step("notice", "B", 1, ("A",), "exact", False),
        Step("site", "J", 2, ("A", "B"), "cell", False),
        Step("notice", "A", 2, ("B",), "exact", False),
        Step("withdraw", "B", 0, (), "exact", False),
    ]
    whole, broken = make_world(), make_world()
    broken.cut = {frozenset(wire) for wire in WIRES}
    for number, one in enumerate(script):
        for world in (whole, broken):
            world.clock.ms = T0_MS + number * HOUR_MS
            play(world, one)
            world.carry_all()
    try:
        broken.carry("A", "B")
        raise AssertionError("the wire should be cut")
    except Unavailable:
        pass
    broken.cut = set()
    for world in (whole, broken):
        world.clock.ms = T0_MS + 6 * HOUR_MS
        world.carry_all()
    for party in whole.nodes:
        assert shown(whole.room(party)) == shown(broken.room(party))
        for author in whole.nodes:
            if author != party:
                log = whole.log(author, party)
                assert whole.room(party).ledger.size(log) == broken.room(party).ledger.size(log)
