"""T-1: a FLASH that nobody takes is offered to all, overdue after a minute, and climbs from post to post."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonground.room.watch import alert_rows, due_rows
from tests.line_worlds import (
    CHIEF,
    INTERPRETER,
    MINUTE_MS,
    SECOND_MS,
    call,
    carry,
    known,
    row,
    say,
    stop,
    ticks,
)
from tests.worlds import T0_MS, World, charter, make_world

POSTS = ("watch_officer", "interpreter", "airspace", "duty_chief", "custodian")


def world_of(**changes: Any) -> World:
    return make_world(agreed=charter(posts=POSTS), **changes)


def alarms(world: World, party: str) -> dict[str, int]:
    return {one.what: one.rank for one in alert_rows(world.room(party), world.clock.ms)}


def climbed(world: World, party: str, key: str) -> list[tuple[str, int]]:
    return [(one["step"], one["at_ms"] - T0_MS) for one in row(world, party, key)["rungs"]]


def test_unanswered_it_climbs_at_two_five_and_ten_minutes_and_the_sender_sees_whom() -> None:
    world = world_of()
    key = call(world, to_post="watch_officer")
    ticks(world)
    for party in "AB":
        assert climbed(world, party, key) == [("offered", 0)]
    assert alarms(world, "B")["flash"] == 1
    assert "flash" not in alarms(world, "A")
    assert [one.about for one in due_rows(world.room("B"), world.clock.ms)] == [key]
    world.clock.ms = T0_MS + 59 * SECOND_MS
    ticks(world)
    assert "flash_overdue" not in alarms(world, "A") | alarms(world, "B")
    world.clock.ms = T0_MS + 60 * SECOND_MS
    ticks(world)
    for party in "AB":
        assert alarms(world, party)["flash_overdue"] == 1
        assert row(world, party, key)["overdue"] is True
        assert row(world, party, key)["next_rung"] is None or party == "B"
    assert row(world, "A", key)["next_rung"] is None, "it was delivered: the other side climbs"
    assert row(world, "B", key)["next_rung"] == {"step": "deputy", "at_ms": T0_MS + 2 * MINUTE_MS}
    rungs = [("offered", 0)]
    for step, minutes in (("deputy", 2), ("duty_chief", 5), ("every_post", 10)):
        world.clock.ms = T0_MS + minutes * MINUTE_MS - 1
        assert ticks(world) == [0, 0, 0]
        world.clock.ms += 1
        assert ticks(world) == [0, 1, 0]
        rungs.append((step, minutes * MINUTE_MS))
        for party in "AB":
            assert climbed(world, party, key) == rungs
    shown = row(world, "A", key)["rungs"]
    assert [one["posts"] for one in shown[1:]] == [["interpreter"], ["duty_chief"], list(POSTS)]
    assert [one["backup_line"] for one in shown] == [False, False, False, True]
    assert {one["by"] for one in shown} == {"B"}
    assert ticks(world) == [0, 0, 0]


def test_any_post_takes_it_and_the_ladder_ends() -> None:
    world = world_of()
    key = call(world, to_post="watch_officer")
    ticks(world)
    world.clock.ms = T0_MS + 2 * MINUTE_MS
    ticks(world)
    say(world, "B", "take", key, post=INTERPRETER)
    world.clock.ms = T0_MS + 20 * MINUTE_MS
    assert ticks(world) == [0, 0, 0]
    for party in "AB":
        seen = row(world, party, key)
        assert (seen["state"], seen["taken_post"], seen["overdue"]) == ("taken", INTERPRETER, False)
        assert alarms(world, party) == {}
    assert due_rows(world.room("B"), world.clock.ms) == []


def test_each_rung_is_climbed_once_also_by_a_node_that_was_killed_in_the_middle(tmp_path: Path) -> None:
    from commonground.room.node import Node, load_room

    world = world_of(folder=tmp_path)
    key = call(world)
    ticks(world)
    world.clock.ms = T0_MS + 2 * MINUTE_MS
    ticks(world)
    for _ in range(2):
        load_room(world.room("B"))
        assert ticks(world) == [0, 0, 0]
    world.clock.ms = T0_MS + 7 * MINUTE_MS
    assert isinstance(world.nodes["B"], Node)
    load_room(world.room("B"))
    assert ticks(world) == [0, 1, 0]
    assert climbed(world, "A", key) == [
        ("offered", 0), ("deputy", 2 * MINUTE_MS), ("duty_chief", 7 * MINUTE_MS),
    ]  # fmt: skip
    assert len(known(world, "A", "rung")) == 3


def test_without_delivery_the_sender_climbs_its_own_ladder_and_the_receiver_counts_from_arrival() -> None:
    world = world_of()
    world.cut = {frozenset("AB")}
    key = call(world)
    ticks(world)
    assert row(world, "A", key)["state"] == "sent"
    world.clock.ms = T0_MS + MINUTE_MS
    ticks(world)
    assert climbed(world, "A", key) == [("backup_line", MINUTE_MS)]
    assert alarms(world, "A")["not_delivered"] == 1
    world.clock.ms = T0_MS + 2 * MINUTE_MS
    ticks(world)
    assert climbed(world, "A", key)[-1] == ("joint_office", 2 * MINUTE_MS)
    assert known(world, "J", "call") == [], "nobody else is told by a node"
    world.clock.ms = T0_MS + 30 * MINUTE_MS
    world.cut = set()
    carry(world)
    ticks(world)
    assert climbed(world, "A", key)[-1] == ("offered", 30 * MINUTE_MS)
    assert "not_delivered" not in alarms(world, "A")
    assert row(world, "B", key)["overdue"] is False, "its clock counts from the arrival"
    assert row(world, "B", key)["apart_ms"] == 30 * MINUTE_MS
    assert "backdated" in alarms(world, "B")
    world.clock.go_on(2 * MINUTE_MS)
    ticks(world)
    assert [one for one, _ in climbed(world, "A", key)][-1] == "deputy"
    assert known(world, "B", "rung") == [one for one in known(world, "B", "rung") if one.author == "B"], (
        "the sender's own rungs stay its own"
    )


@pytest.mark.parametrize(("precedence", "minutes"), [("IMMEDIATE", 10), ("ROUTINE", 120)])
def test_other_calls_are_overdue_at_their_own_clock_and_climb_nothing(precedence: str, minutes: int) -> None:
    world = world_of()
    key = call(world, precedence=precedence)
    ticks(world)
    world.clock.ms = T0_MS + minutes * MINUTE_MS - 1
    ticks(world)
    assert "call_overdue" not in alarms(world, "A") | alarms(world, "B")
    world.clock.ms += 1
    ticks(world)
    assert "call_overdue" in alarms(world, "A")
    assert "call_overdue" in alarms(world, "B")
    assert row(world, "A", key)["rungs"] == []


def test_stop_needs_no_form_and_goes_to_everybody() -> None:
    world = world_of()
    keys, mistake = stop(world)
    assert not mistake
    assert [row(world, "A", key)["to"] for key in keys] == ["B", "J"]
    for party, key in zip("BJ", keys, strict=True):
        seen = row(world, party, key)
        assert (seen["stop"], seen["precedence"], seen["message"], seen["place"]) == (
            True,
            "FLASH",
            None,
            None,
        )
    ticks(world)
    assert alarms(world, "B")["flash"] == 1
    assert alarms(world, "J")["flash"] == 1


def test_a_second_press_adds_that_it_was_a_mistake_and_unsends_nothing() -> None:
    world = world_of()
    keys, _ = stop(world)
    world.clock.go_on(4 * SECOND_MS)
    again, mistake = stop(world)
    assert (again, mistake) == (keys, True)
    ticks(world)
    for party, key in zip("BJ", keys, strict=True):
        assert row(world, party, key)["mistake"] is True
        assert alarms(world, party)["flash"] == 1, "it alarms until somebody has taken it"
    third, mistake = stop(world)
    assert not mistake
    assert not set(third) & set(keys)


def test_the_hand_of_another_and_a_later_press_are_a_new_stop() -> None:
    world = world_of()
    keys, _ = stop(world)
    others, mistake = stop(world, operator="arthur")
    assert not mistake
    world.clock.go_on(6 * SECOND_MS)
    later, mistake = stop(world, operator="arthur")
    assert not mistake
    assert len({*keys, *others, *later}) == 6


def test_the_chief_may_take_what_was_said_to_the_watch() -> None:
    world = world_of()
    keys, _ = stop(world, to="B")
    say(world, "B", "take", keys[0], post=CHIEF)
    assert row(world, "A", keys[0])["taken_post"] == CHIEF
