"""Clocks that were kept up step by step read what a node reads that has just started, at every moment.

So nothing that is said, arrives or turns can be forgotten by a list of what is due, and no restart changes one.
"""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.deadline import Due
from commonground.picture.entity import Reply
from commonground.picture.statement import Release
from commonground.room.alert import Alert
from commonground.room.clock_table import NOTHING, ClockTable, Reader, Reading
from commonground.room.command import Command
from commonground.room.context import Room
from commonground.room.watch import alert_rows, due_rows, tick
from tests.property.test_noninterference import Step, play, steps
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice

WIRES = (("A", "B"), ("A", "J"), ("B", "J"), ("B", "A"), ("J", "A"), ("J", "B"))


def lists(room: Room, now_ms: int) -> tuple[list[Due], list[Alert]]:
    return due_rows(room, now_ms), sorted(alert_rows(room, now_ms), key=lambda one: one.key)


def read_anew(room: Room, now_ms: int) -> tuple[list[Due], list[Alert]]:
    kept, room.clocks = room.clocks, ClockTable()
    try:
        return lists(room, now_ms)
    finally:
        room.clocks = kept


def ask_about(world: World, sender: str) -> None:
    """The party asks about the first notice of another that it holds, if there is one."""
    held = [one for one in world.room(sender).view.of_kind("notice") if one.author != sender]
    if held:
        about = Reference(author=held[0].author, entity=held[0].entity)
        body = Reply(about=about, about_version=1, what="question", text=Text(lang="en", text="how long?"))
        releases = (Release(party=about.author),)
        world.say(
            sender,
            Command(kind="reply", action="establish", post="watch_officer", body=body, releases=releases),
        )


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(steps, st.integers(0, 8), st.integers(0, 30)), min_size=2, max_size=12),
    st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_kept_up_equals_read_anew(script: list[tuple[Step, int, int]], looks: list[bool]) -> None:
    world = make_world()
    for (step, wire, hours), look in zip(script, looks, strict=False):
        with contextlib.suppress(Refused):  # the windows of a story are over when it takes too long
            play(world, step)
        if wire < len(WIRES):
            world.carry(*WIRES[wire])
            ask_about(world, WIRES[wire][1])
        world.clock.ms += hours * HOUR_MS
        for party in world.nodes:
            if look:
                due_rows(world.room(party), world.clock.ms)
            world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))
    for later_ms in (0, 1, 24 * HOUR_MS, 24 * HOUR_MS + 1, 90 * 24 * HOUR_MS):
        for party in world.nodes:
            at_ms = world.clock.ms + later_ms
            assert lists(world.room(party), at_ms) == read_anew(world.room(party), at_ms)


def test_a_moment_is_found_when_it_comes_and_not_before() -> None:
    world = make_world()
    world.say("A", announce(notice(), "B"))
    view = world.room("A").view
    [key] = view.keys_of("notice")
    read: list[str] = []
    due = Due("k", "what", "", 1, T0_MS + 500, 3)

    def reading(of: str) -> Reading:
        read.append(of)
        return Reading(T0_MS + 500, (due,)) if len(read) == 1 else NOTHING

    table = ClockTable()
    reader = Reader(("notice",), frozenset({"notice"}), reading)
    assert table.waits(view, T0_MS)
    assert table.keep_up(view, reader, T0_MS) == set()
    assert (list(table.due()), table.next_ms(), table.drain_to_fire()) == ([due], T0_MS + 500, [key])
    assert not table.waits(view, T0_MS + 499)
    assert table.keep_up(view, reader, T0_MS + 499) == set()
    assert read == [key]
    assert table.waits(view, T0_MS + 500)
    assert table.keep_up(view, reader, T0_MS + 500) == {key}
    assert (list(table.due()), table.drain_to_fire(), read) == ([], [key], [key, key])


@pytest.mark.parametrize("count", [1, 63, 64, 65, 300])
def test_a_start_reads_everything_once(count: int) -> None:
    world = make_world()
    for number in range(count):
        world.say("A", announce(notice(text=str(number)), "B", immediate=True))
    view, read = world.room("A").view, []

    def reading(of: str) -> Reading:
        read.append(of)
        return NOTHING

    table = ClockTable()
    while not table.is_complete() or not read:
        table.keep_up(view, Reader(("notice",), frozenset(), reading), T0_MS)
    assert sorted(read) == sorted(view.keys_of("notice"))
