"""Statuses of what was posted: kept for a day and an hour, found by who asked, swept without being read."""

from __future__ import annotations

import pytest
from tests.worlds import HOUR_MS, T0_MS, World, make_world

from commonground.protocols.taxii21.statuses import KIND, Status, Statuses, find_status
from commonground.room.posting import Answered, Posted

POSTED = Posted([Answered("x--1", "v")], [Answered("x--2", "", "id: why")])


@pytest.fixture
def world() -> World:
    return make_world()


def kept(world: World, statuses: Statuses, by: str = "m") -> Status:
    return world.nodes["A"].run_now(lambda room: statuses.keep(room, by, T0_MS, POSTED))


def ids(world: World) -> list[str]:
    return world.nodes["A"].run_now(lambda room: [id for id, _ in room.store.documents(KIND)])


def test_a_status_is_found_by_who_asked_alone(world: World) -> None:
    one = kept(world, Statuses())
    found = world.nodes["A"].run_now(
        lambda room: [find_status(room, by, one.id) for by in ("m", "other", "")]
    )
    assert found == [one, None, None]
    assert one.not_taken == (("x--2", "", "id: why"),)
    assert one.id[14] == "7"


def test_two_of_one_moment_are_two(world: World) -> None:
    statuses = Statuses()
    assert len({kept(world, statuses).id for _ in range(3)}) == 3


def test_a_day_passes_before_any_is_swept_and_a_restart_changes_nothing(world: World) -> None:
    first = kept(world, Statuses())
    world.clock.go_on(24 * HOUR_MS)
    second = kept(world, Statuses())
    assert set(ids(world)) == {first.id, second.id}
    world.clock.go_on(2 * HOUR_MS)
    third = kept(world, Statuses())  # another start of the node
    assert set(ids(world)) == {second.id, third.id}


def test_it_sweeps_once_an_hour_and_whenever_the_clock_was_set_back(world: World) -> None:
    statuses = Statuses()
    first = kept(world, statuses)
    world.clock.go_on(25 * HOUR_MS - 1)
    second = kept(world, statuses)
    world.clock.go_on(2)
    third = kept(world, statuses)
    assert first.id in ids(world)
    world.clock.go_on(HOUR_MS)
    fourth = kept(world, statuses)
    assert set(ids(world)) == {second.id, third.id, fourth.id}
