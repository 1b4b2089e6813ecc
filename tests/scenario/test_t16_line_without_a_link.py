"""T-16 on the line: after six hours without a link both books are those of a room that never broke."""

from __future__ import annotations

from typing import Any

from tests.line_worlds import (
    HOUR_LATER_MS,
    MINUTE_MS,
    beat,
    call,
    carry,
    channel_of,
    known,
    line_of,
    place,
    row,
    say,
    suspend,
    text,
    ticks,
)
from tests.worlds import World, make_world

ARRIVALS = {
    "arrived_ms", "delivered_ms", "t_ms", "clock_from_ms", "overdue_ms", "overdue", "taken_ms", "understood_ms",
    "acted_ms", "abandoned_ms", "next_rung", "rungs", "leaf", "apart_ms", "abandoned_before_delivery", "late_ms",
}  # fmt: skip


def six_hours(*, broken: bool) -> tuple[World, dict[str, str]]:
    """Both sides go on: calls, a hang-up, beats, a class suspended by one while the other cannot know."""
    world = make_world()
    keys = {"before": call(world, message=text("before the link broke"), place=place(40.0, 35.0))}
    if broken:
        world.cut = {frozenset("AB")}
    world.clock.go_on(HOUR_LATER_MS)
    say(world, "B", "take", keys["before"])
    keys["flash"] = call(world, "A", "B")
    keys["hung_up"] = call(world, "B", "A", precedence="IMMEDIATE")
    world.clock.go_on(MINUTE_MS)
    say(world, "A", "abandon", keys["hung_up"])
    for hours in range(3):
        world.clock.go_on(HOUR_LATER_MS + hours)
        beat(world, "A", "B", "tense", text("no link"))
        beat(world, "B", "A")
    suspend(world, "A", "B", "LIAISON")
    keys["routine"] = call(world, "B", "A", precedence="ROUTINE", message=text("still here"))
    world.clock.go_on(2 * HOUR_LATER_MS)
    world.cut = set()
    carry(world)
    return world, keys


def book(world: World, party: str, keys: dict[str, str]) -> dict[str, Any]:
    """What a party's book says of each call, without the moments in which it learned of it."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(one) for name, one in value.items() if name not in ARRIVALS}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return {name: bare(row(world, party, key)) for name, key in keys.items()}


def test_both_books_equal_those_of_a_room_that_never_broke() -> None:
    whole, keys = six_hours(broken=False)
    broken, same = six_hours(broken=True)
    assert keys == same
    for party in "AB":
        assert book(broken, party, keys) == book(whole, party, keys)
        assert len(known(broken, party, "beat")) == len(known(whole, party, "beat")) == 6
    for party, other in (("A", "B"), ("B", "A")):
        shown = line_of(broken, party, other)
        assert (shown["missing_beats"], shown["missing_calls"], shown["said_twice"]) == ([], [], [])
        assert (shown["beat_in"]["seq"], shown["beat_out"]["seq"]) == (3, 3)
        assert channel_of(broken, party, other, "LIAISON")["suspended_by"] == ["A"]


def test_who_was_tried_meanwhile_stands_on_each_side_with_its_own_times() -> None:
    world, keys = six_hours(broken=True)
    ticks(world)
    at_b = row(world, "B", keys["flash"])
    assert at_b["state"] == "sent" or at_b["state"] == "delivered"
    at_a = row(world, "A", keys["flash"])
    assert at_a["overdue"] is False, "its clock runs from the arrival"
    assert [one["step"] for one in at_a["rungs"]] == ["offered"]
    assert at_a["apart_ms"] is not None
    assert row(world, "B", keys["before"])["state"] == row(world, "A", keys["before"])["state"] == "taken"
