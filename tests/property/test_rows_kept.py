"""Rows that are kept as bytes are the rows that would be made now, whatever was said, arrived or turned since.

But for one number: a row's count of the leaves of its log is that of the moment in which the row was made.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.entity import Link, Position
from commonground.picture.statement import Release
from commonground.record import encode_canonical
from commonground.room.command import Command
from commonground.room.conflict_groups import ConflictGroups
from commonground.room.rows import Look, Row, notice_row, site_row
from commonground.room.rows_index import RowsIndex
from commonground.room.rows_kept import KeptRows
from tests.property.test_noninterference import Step, play, steps
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, report, site, volume

WIRES = (("A", "B"), ("A", "J"), ("B", "J"), ("B", "A"), ("J", "A"), ("J", "B"))


class Screen:
    """One party's lists, as the pages of its node ask for them."""

    def __init__(self, world: World, party: str) -> None:
        self.world, self.party, self.index = world, party, RowsIndex()
        self.kept = {"notice": KeptRows(notice_row), "site": KeptRows(site_row)}

    def look(self) -> Look:
        room = self.world.room(self.party)
        self.index.keep_up(room)
        self.index.conflicts(room)
        room.view.changes.drain()
        return Look(room=room, index=self.index, now_ms=self.world.clock.ms)

    def agrees(self) -> None:
        look = self.look()
        anew = ConflictGroups(look.room.view.pairs.items())
        assert look.index.groups.hits == anew.hits
        assert look.index.groups.meeting(0, 2**62, 10_000) == anew.meeting(0, 2**62, 10_000)
        for kind, make in (("notice", notice_row), ("site", site_row)):
            keys = look.room.view.keys_of(kind)
            shown = [plain(json.loads(bytes(row))) for row in self.kept[kind].of(look, keys)]
            made = [make(look, look.room.view.get(key)) for key in keys]
            assert shown == [plain(json.loads(encode_canonical(row))) for row in made if row is not None]


def plain(row: Row) -> dict[str, Any]:
    return {**row, "leaf": {**row["leaf"], "size": 0}}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(steps, st.integers(0, 8), st.integers(0, 30)), min_size=2, max_size=12))
def test_kept_rows_are_the_rows_of_now(script: list[tuple[Step, int, int]]) -> None:
    world = make_world()
    screens = [Screen(world, party) for party in world.nodes]
    for step, wire, hours in script:
        with contextlib.suppress(Refused):  # the windows of a story are over when it takes too long
            play(world, step)
        for screen in screens:
            screen.agrees()
        if wire < len(WIRES):
            world.carry(*WIRES[wire])
        world.clock.ms += hours * HOUR_MS
        for screen in screens:
            screen.agrees()


def test_a_word_about_a_site_and_its_delivery_make_the_row_anew() -> None:
    world = make_world()
    screens = {party: Screen(world, party) for party in world.nodes}

    def agree() -> None:
        for screen in screens.values():
            screen.agrees()

    said = world.say("A", report(site(), "B")).version
    agree()
    world.carry("A", "B")
    agree()
    about = Reference(author="A", entity=said.entity)
    body = Position(about=about, stance="agrees", reason=Text(lang="en", text=""))
    world.say("B", Command(kind="position", action="establish", post="watch_officer", body=body,
                           releases=(Release(party="A"),)))  # fmt: skip
    agree()
    world.carry("B", "A")
    agree()
    twin = world.say("A", report(site(36.5001), "B")).version
    agree()
    world.say("A", announce(notice(), "B", immediate=True))
    agree()
    link = Link(first=about, second=Reference(author="A", entity=twin.entity))
    world.say("A", Command(kind="link", action="establish", post="watch_officer", body=link))
    agree()
    world.carry_all()
    agree()
    world.clock.ms += 91 * 24 * HOUR_MS
    agree()


def test_an_untouched_row_is_not_made_again() -> None:
    world, made = make_world(), []

    def make(look: Look, version: Any) -> Row | None:
        made.append(version.key)
        return notice_row(look, version)

    screen = Screen(world, "A")
    kept = KeptRows(make)
    one = world.say("A", announce(notice(), "B")).version.key
    two = world.say("A", announce(notice(volume(39.0)), "B")).version.key
    for _ in range(3):
        kept.of(screen.look(), [one, two])
    assert made == [one, two]
    world.say("A", announce(notice(text="other"), "B", action="amend", entity=one.split("/")[1]))
    kept.of(screen.look(), [one, two])
    assert made == [one, two, one]
    screen.index.turn_over()
    kept.of(screen.look(), [one, two])
    assert made == [one, two, one, one, two]


def test_the_nearest_starts_come_first() -> None:
    world = make_world()
    index = RowsIndex()
    hours = (60, 3, 100, 49, 47, 3)
    keys = [
        world.say("A", announce(notice(volume(34 + n, from_ms=T0_MS + h * HOUR_MS)), "B")).version.key
        for n, h in enumerate(hours[:3])
    ]
    index.keep_up(world.room("A"))
    world.room("A").view.changes.drain()
    for n, h in enumerate(hours[3:], start=3):
        keys.append(
            world.say("A", announce(notice(volume(34 + n, from_ms=T0_MS + h * HOUR_MS)), "B")).version.key
        )
    moved = notice(volume(34, from_ms=T0_MS + 50 * HOUR_MS))
    world.say("A", announce(moved, "B", action="amend", entity=keys[0].split("/")[1]))
    index.keep_up(world.room("A"))
    starts = dict(zip(keys, (50, *hours[1:]), strict=True))
    for now in (0, 48, 50, 200):
        for count in (1, 2, 6, 9):
            found = index.notices_near(T0_MS + now * HOUR_MS, T0_MS, T0_MS + 99 * HOUR_MS, count)
            expected = sorted(abs(starts[key] - now) for key in keys if starts[key] <= 99)
            assert [abs(starts[key] - now) for key in found] == expected[:count]
    assert set(index.notices_near(T0_MS, T0_MS + 10 * HOUR_MS, T0_MS + 99 * HOUR_MS, 9)) == {
        key for key in keys if 10 <= starts[key] <= 99
    }
