"""Il-20, 2018, by one side's account: notice came less than a minute ahead; here both books hold the same lead time."""

from __future__ import annotations

from commonground.room.rows import notice_row
from tests.line_worlds import MINUTE_MS, SECOND_MS, call, carry, look, place, row, say, text, ticks
from tests.worlds import T0_MS, World, announce, make_world, notice, volume

STARTS_MS = T0_MS + 50 * SECOND_MS


def told_too_late() -> tuple[World, str]:
    world = make_world()
    body = notice(volume(35.5, 35.2, 20_000, from_ms=STARTS_MS, until_ms=STARTS_MS + 30 * MINUTE_MS))
    said = world.say("A", announce(body, "B", immediate=True, precedence="IMMEDIATE"))
    carry(world)
    return world, said.version.key


def test_the_lead_time_is_one_number_in_both_books() -> None:
    world, key = told_too_late()
    for party in "AB":
        shown = notice_row(look(world, party), world.room(party).view.get(key))
        assert shown is not None
        assert (shown["lateness"], shown["lead_time_ms"]) == ("very_late", 50 * SECOND_MS)


def test_the_aircraft_in_the_air_is_called_out_by_flash_and_the_answer_has_its_time() -> None:
    world, _ = told_too_late()
    world.clock.go_on(5 * SECOND_MS)
    key = call(world, "A", "B", message=text("our aircraft is inside; delay"), place=place(35.5, 35.2))
    ticks(world)
    world.clock.go_on(15 * SECOND_MS)
    say(world, "A", "read_back", key, "", (35_500_000_000, 35_200_000_000))
    say(world, "A", "understood", key)
    world.clock.go_on(10 * SECOND_MS)
    say(world, "A", "acted", key, text("start put off"))
    for party in "AB":
        seen = row(world, party, key)
        assert (seen["understood_ms"], seen["acted_ms"]) == (T0_MS + 20 * SECOND_MS, T0_MS + 30 * SECOND_MS)
        assert seen["acted_ms"] < STARTS_MS
        assert [one["what"] for one in seen["words"]] == ["read_back", "understood", "acted"]
