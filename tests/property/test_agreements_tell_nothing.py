"""T-8 for agreements: what A offered to B, and B signed, decided and said of it, is nowhere in what J holds.

Two worlds differ only in those acts. J's logs, its lists, what is due and what alarms at J, and every byte that J's
node gives away must be equal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.picture.area import area_hash
from commonground.picture.blocks import Text
from commonground.picture.instrument import instrument_hash
from commonground.record import encode_canonical
from commonground.room import agreements
from commonground.room.rows_agreements import agreement_lists
from commonground.room.watch import alert_rows, due_rows, tick
from tests.agreements import WATCH, area, commitment, flight, instrument, offer, sign, square
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, volume

TEXT = "september-text"
Act = Callable[[World], Any]
NO_TEXT = Text(lang="en", text="")


def quietly(world: World, party: str, act: Callable[[Any], Any]) -> None:
    world.nodes[party].run_now(act)


HIDDEN: dict[str, Act] = {
    "offer an area": lambda w: offer(w, "A", area()),
    "sign it": lambda w: sign(w, "B", area_hash(area())),
    "offer another version": lambda w: offer(w, "B", area(square(37.1))),
    "offer a text": lambda w: offer(w, "A", instrument()),
    "sign the text": lambda w: [sign(w, party, instrument_hash(instrument()), TEXT) for party in "AB"],
    "decide": lambda w: quietly(w, "B", lambda room: agreements.decide(
        room, TEXT, instrument_hash(instrument()), "end", T0_MS + 2 * HOUR_MS, NO_TEXT, WATCH, "op")),
    "commit": lambda w: quietly(w, "A", lambda room: agreements.commit(room, commitment(), ("B",), WATCH, "op")),
    "observe": lambda w: quietly(w, "B", lambda room: agreements.observe(
        room, flight(T0_MS - HOUR_MS, T0_MS - 1), ("A",), WATCH, "op")),
}  # fmt: skip
ORDER = tuple(HIDDEN)


def lived(acts: tuple[str, ...]) -> World:
    """A world in which everybody says the same to J, whatever A and B did between themselves."""
    world = make_world()
    world.say("A", announce(notice(volume(36.5, 33.0)), "B", "J"))
    world.carry_all()
    for name in acts:
        HIDDEN[name](world)
    world.clock.go_on(60_000)
    world.say("B", announce(notice(volume(36.9, 33.4)), "J"))
    world.carry_all()
    world.clock.ms = T0_MS + 60 * HOUR_MS
    quietly(world, "J", lambda room: tick(room, room.clock.now_ms()))
    world.carry_all()
    return world


def held_by(world: World, party: str) -> bytes:
    """Every entry of every log that the party has, but for heads, whose commitments are salted anew in each world."""
    room = world.room(party)
    rows = {}
    for origin, size in sorted(room.store.origins().items()):
        if not origin.endswith("/heads"):
            rows[origin] = [(row.entry, row.body) for row in room.store.entries(origin, 0, size)]
    shown = agreement_lists(room, world.clock.ms)
    due = [[one.key, one.due_ms] for one in due_rows(room, world.clock.ms)]
    alarms = [[one.key, one.what, one.t_ms] for one in alert_rows(room, world.clock.ms)]
    named = {
        origin: [[entry.hex(), (body or b"").hex()] for entry, body in found]
        for origin, found in rows.items()
    }
    return encode_canonical([named, shown, due, alarms])


@settings(max_examples=10, deadline=None)
@given(st.integers(1, len(ORDER)))
def test_what_two_parties_agree_tells_a_third_nothing(count: int) -> None:
    """The acts of a story up to any point: a later one needs the earlier ones."""
    told, untold = lived(ORDER[:count]), lived(())
    assert held_by(told, "J") == held_by(untold, "J")
    assert held_by(told, "B") != held_by(untold, "B"), "the acts are there, or the test tells nothing"
