"""A real clock goes on between two looks at it: what is said "now" is not refused for a millisecond."""

from __future__ import annotations

import pytest
from tests.worlds import TestClock, World, make_world

from commonground.errors import Refused
from commonground.picture.line import Call
from commonground.picture.statement import Release
from commonground.room import channels, line
from commonground.room.command import Command
from commonground.room.submit import submit


class GoesOn(TestClock):
    """A millisecond passes at each look."""

    def now_ms(self) -> int:
        self.ms += 1
        return self.ms


@pytest.fixture
def world() -> World:
    made = make_world()
    for node in made.nodes.values():
        node.room.clock = GoesOn()
    return made


def test_stop_goes_to_all_others_while_the_clock_goes_on(world: World) -> None:
    done, mistake = world.nodes["A"].run_now(lambda room: line.stop(room, "", "watch_officer", "alice"))
    assert [one.version.body.to for one in done] == ["B", "J"]  # type: ignore[attr-defined]
    assert not mistake
    again, mistake = world.nodes["A"].run_now(lambda room: line.stop(room, "", "watch_officer", "alice"))
    assert mistake
    assert [one.version.key for one in again] == [one.version.key for one in done]


def test_a_class_is_suspended_while_the_clock_goes_on(world: World) -> None:
    node = world.nodes["A"]
    assert node.run_now(lambda room: channels.suspend(room, ("B",), "CEASEFIRE", "watch_officer", "alice"))


def test_a_call_is_still_not_placed_in_the_past_or_ahead(world: World) -> None:
    for off_ms in (-60_000, 60_000):
        call = Call(to="B", number=1, t_placed_ms=world.room("A").clock.now_ms() + off_ms)
        with pytest.raises(Refused, match="has passed"):
            world.nodes["A"].run_now(lambda room, call=call: submit(room, new_call(call)))


def new_call(call: Call) -> Command:
    return Command(
        action="establish", kind="call", entity="", body=call, releases=(Release(party="B", mode="keep"),),
        post="watch_officer", operator="alice", precedence="FLASH", channel_class="SAFETY",
    )  # fmt: skip
