"""T-2: a call that was hung up stands in both books, delivered or not; and the 27 minutes of Deir ez-Zor."""

from __future__ import annotations

import pytest

from commonground.errors import NotPermitted, Refused
from commonground.picture.line import Phone
from tests.line_worlds import MINUTE_MS, SECOND_MS, call, carry, known, row, say, text, ticks
from tests.worlds import T0_MS, make_world


def test_a_call_that_was_hung_up_stands_in_both_books_and_alarms_no_more() -> None:
    world = make_world()
    key = call(world, message=text("one moment"))
    world.clock.go_on(40 * SECOND_MS)
    say(world, "A", "abandon", key)
    for party in "AB":
        seen = row(world, party, key)
        assert (seen["state"], seen["open"], seen["abandoned_ms"]) == (
            "abandoned",
            False,
            T0_MS + 40 * SECOND_MS,
        )
        assert seen["message"]["text"]["text"] == "one moment", "what was said stays"
        assert seen["placed_ms"] == T0_MS
    world.clock.go_on(10 * MINUTE_MS)
    assert ticks(world) == [0, 0, 0]


def test_also_when_it_was_hung_up_before_it_was_delivered() -> None:
    world = make_world()
    world.cut = {frozenset("AB")}
    key = call(world)
    world.clock.go_on(30 * SECOND_MS)
    say(world, "A", "abandon", key)
    assert row(world, "A", key)["abandoned_before_delivery"] is True
    assert known(world, "B", "call") == []
    world.cut = set()
    world.clock.go_on(MINUTE_MS)
    carry(world)
    seen = row(world, "B", key)
    assert (seen["state"], seen["placed_ms"], seen["arrived_ms"]) == ("abandoned", T0_MS, world.clock.ms)
    assert ticks(world) == [0, 0, 0], "nobody is called out for it"


def test_only_its_caller_hangs_up_and_not_twice() -> None:
    world = make_world()
    key = call(world)
    with pytest.raises(NotPermitted):
        say(world, "B", "abandon", key)
    say(world, "A", "abandon", key)
    with pytest.raises(Refused):
        say(world, "A", "abandon", key)
    other = call(world)
    say(world, "B", "acted", other, None)
    with pytest.raises(Refused, match="it has ended"):
        say(world, "A", "abandon", other)


def test_who_took_it_as_it_was_hung_up_is_heard() -> None:
    world = make_world()
    key = call(world)
    world.cut = {frozenset("AB")}
    say(world, "B", "take", key)
    say(world, "A", "abandon", key)
    world.cut = set()
    carry(world)
    for party in "AB":
        seen = row(world, party, key)
        assert seen["state"] == "abandoned"
        assert seen["taken_ms"] is not None


def test_a_telephone_call_that_nobody_answered_is_entered_and_stands_in_both_books() -> None:
    world = make_world()
    world.clock.go_on(5 * MINUTE_MS)
    phone = Phone(placed_ms=T0_MS, outcome="hung_up", lang="en", ended_ms=T0_MS + MINUTE_MS, interpreter=True)
    key = call(world, line="backup_telephone", phone=phone)
    for party in "AB":
        seen = row(world, party, key)
        assert (seen["via"], seen["state"], seen["placed_ms"]) == ("backup_telephone", "recorded", T0_MS)
        assert seen["phone"]["outcome"] == "hung_up"
        assert seen["phone"]["interpreter"] is True
    world.clock.go_on(20 * MINUTE_MS)
    assert ticks(world) == [0, 0, 0]


def test_twenty_seven_minutes_are_two_because_no_named_officer_is_waited_for() -> None:
    """Deir ez-Zor 2016: the caller asked for its usual contact, hung up, called again and waited 27 minutes."""
    world = make_world()
    first = call(world, to_post="watch_officer", message=text("we wait for the usual contact"))
    ticks(world)
    world.clock.go_on(50 * SECOND_MS)
    say(world, "A", "abandon", first)
    second = call(world, to_post="watch_officer", message=text("you are hitting us"))
    ticks(world)
    world.clock.go_on(2 * MINUTE_MS)
    ticks(world)
    say(world, "B", "take", second, post="humanitarian_liaison")
    say(world, "B", "acted", second, None, post="humanitarian_liaison")
    seen = row(world, "A", second)
    assert seen["acted_ms"] - seen["placed_ms"] == 2 * MINUTE_MS
    assert [one["step"] for one in seen["rungs"]] == ["offered", "deputy"]
    assert [row(world, party, first)["state"] for party in "AB"] == ["abandoned", "abandoned"]
