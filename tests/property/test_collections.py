"""Collections follow from the logs: replayed, they are the same to the byte and to the microsecond."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.room.context import Room
from commonground.room.node import FOLLOWING, load_room
from commonground.room.ports import Wanted
from tests.property.test_noninterference_taxii import RICH, steps, world_of
from tests.worlds import World

NAMES = ("A", "B", "J", ">A", ">B", ">J")


def held(room: Room) -> list[Any]:
    found = []
    for name in NAMES:
        rows = room.store.exchanged(name, Wanted(versions=("all",), limit=10_000))
        data = room.store.exchanged_bytes([one.seq for one in rows])
        found += [(name, *one[1:], text) for one, text in zip(rows, data, strict=True)]
    return found


def replayed(world: World, party: str) -> list[Any]:
    """The collections of a node after it has replayed all its logs."""
    room = world.room(party)
    room.store.begin()
    room.store.delete_document(FOLLOWING, FOLLOWING)
    room.store.commit()
    load_room(room)
    return held(room)


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, min_size=1, max_size=12))
def test_replayed_they_are_the_same(script: list[Any]) -> None:
    world = world_of([*RICH, *script], with_hidden=True)
    for party in "ABJ":
        before = held(world.room(party))
        assert before
        assert replayed(world, party) == before


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, min_size=1, max_size=12))
def test_what_a_party_was_told_is_the_same_at_both_nodes(script: list[Any]) -> None:
    """Objects and bytes; only when each was added is each node's own."""
    world = world_of([*RICH, *script], with_hidden=True)
    for author in "ABJ":
        for reader in set("ABJ") - {author}:
            here = [one[2:] for one in held(world.room(author)) if one[0] == f">{reader}"]
            there = [one[2:] for one in held(world.room(reader)) if one[0] == author]
            assert here == there


@settings(max_examples=15, deadline=None)
@given(st.lists(steps, min_size=1, max_size=12))
def test_no_version_of_an_object_is_there_twice_or_changes(script: list[Any]) -> None:
    for party in "AB":
        rows = held(world_of([*RICH, *script], with_hidden=True).room(party))
        assert len({(one[0], one[2], one[3]) for one in rows}) == len(rows)
