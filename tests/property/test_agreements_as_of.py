"""Agreements as of a moment are those that a replay up to it makes: what the screens showed then, row by row.

A story of offers, signatures, decisions, commitments, flights and words on them is told in steps, each at its own
moment, some of what is said arriving late. After every step the lists of each party are kept as its screens show them;
in the end the lists as of each of those moments must be the same, also from a picture that was replayed from its logs.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import CommongroundError
from commonground.picture.blocks import Text
from commonground.picture.commitment import CoverageStatement
from commonground.room import agreements
from commonground.room.areas import area_joint, instrument_joint
from commonground.room.context import Room
from commonground.room.rows_agreements import agreement_lists, agreements_then
from commonground.room.watch import tick
from tests.agreements import NO_TEXT, WATCH, area, commitment, flight, instrument, square
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, volume

PARTIES = ("A", "B")
MINUTE_MS = 60_000
ACTS = (
    "offer_area", "offer_text", "sign", "decide", "take_back", "commit", "observe", "state", "beside", "announce",
    "tick", "wait",
)  # fmt: skip
Step = tuple[str, str, int, bool]
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(PARTIES), st.integers(0, 3), st.booleans()),
    min_size=4,
    max_size=22,
)


def act(room: Room, what: str, number: int) -> object:
    """One post of a party does something with what it holds; what cannot be said is refused."""
    now_ms = room.clock.now_ms()
    other = "B" if room.party == "A" else "A"
    match what:
        case "offer_area":
            body = area(square(37.0 + number / 20), from_ms=now_ms, until_ms=now_ms + (2 + number) * HOUR_MS)
            return agreements.offer_area(room, body, (), WATCH, "op")
        case "offer_text":
            text = instrument(
                3_000 + number, start_ms=T0_MS, end_ms=T0_MS + 9 * HOUR_MS, renew_by_ms=T0_MS + 8 * HOUR_MS
            )
            return agreements.offer_instrument(room, text, (), WATCH, "op")
        case "sign" if number % 2:
            held = area_joint(room, "castello-road")
            return agreements.sign_area(
                room, "castello-road", held.current[number % len(held.current)].hash, WATCH, "op"
            )
        case "sign":
            held = instrument_joint(room, "september-text")
            return agreements.sign_instrument(room, "september-text", held.current[0].hash, WATCH, "op")
        case "decide":
            held = instrument_joint(room, "september-text")
            digest = held.in_force.hash if held.in_force else held.copies[0].hash
            until_ms = now_ms + (12 + number) * HOUR_MS
            return agreements.decide(room, "september-text", digest, "extend", until_ms, None, WATCH, "op")
        case "take_back":
            own = [
                one.key
                for one in room.view.versions()
                if one.author == room.party and one.kind in agreements.POSTED
            ]
            return agreements.take_back(room, own[number % len(own)], WATCH, "op")
        case "commit":
            return agreements.commit(room, commitment(), (other,), WATCH, "op")
        case "observe":
            seen = flight(now_ms - 30 * MINUTE_MS, now_ms - 10 * MINUTE_MS, 37.0 + number / 10)
            return agreements.observe(room, seen, (other,), WATCH, "op")
        case "state":
            keys = room.view.keys_of("observed_flight")
            said = CoverageStatement(about=None, stance="not_ours", for_whom="own_forces", text=NO_TEXT)  # type: ignore[arg-type]
            return agreements.state(room, keys[number % len(keys)], said, WATCH, "op")
        case "beside":
            keys = room.view.keys_of("commitment", "area", "instrument")
            return agreements.put_beside(
                room, keys[number % len(keys)], Text(lang="en", text=f"so {number}"), None, WATCH, "op"
            )
        case _:
            return tick(room, now_ms)


def one_step(world: World, step: Step) -> None:
    what, party, number, carried = step
    try:
        if what == "announce":
            from_ms = world.clock.ms + MINUTE_MS
            planned = notice(volume(37.0, 36.2, 3_000, from_ms=from_ms, until_ms=from_ms + HOUR_MS))
            world.say(party, announce(planned, "B" if party == "A" else "A", immediate=True))
        elif what != "wait":
            world.nodes[party].run_now(lambda room: act(room, what, number))
    except (CommongroundError, ZeroDivisionError, IndexError):
        return
    if carried:
        world.carry_all()


def plain_lists(lists: dict[str, Any]) -> Any:
    """Without the sizes of logs, which a row says as of when it was made."""

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: stripped(one) for name, one in value.items() if name != "size"}
        return [stripped(one) for one in value] if isinstance(value, list | tuple) else value

    return stripped(lists)


@settings(max_examples=60, deadline=None)
@given(steps, st.lists(st.integers(1, 5 * HOUR_MS), min_size=22, max_size=22))
def test_as_of_is_what_a_replay_up_to_that_moment_shows(story: list[Step], pauses: list[int]) -> None:
    world = make_world()
    shown: list[tuple[int, dict[str, Any]]] = []
    for step, pause_ms in zip(story, pauses, strict=False):
        world.clock.go_on(pause_ms)
        one_step(world, step)
        now_ms = world.clock.ms
        shown.append(
            (now_ms, {party: plain_lists(agreement_lists(world.room(party), now_ms)) for party in PARTIES})
        )
    world.clock.go_on(1)
    for rebuilt in (False, True):
        for party in PARTIES:
            if rebuilt:
                world.nodes[party].run_now(lambda room: room.view.rebuild())
            for at_ms, lists in shown:
                assert plain_lists(agreements_then(world.room(party), at_ms)) == lists[party], (party, at_ms)


def test_a_story_of_every_act_is_told_and_shown_as_it_was() -> None:
    """The laws above would hold of an empty room: here each list has rows, and they differ from moment to moment."""
    world = make_world()
    story: list[Step] = [
        ("offer_area", "A", 0, True), ("sign", "A", 1, True), ("sign", "B", 1, True), ("offer_area", "B", 2, True),
        ("offer_text", "A", 0, True), ("sign", "A", 0, True), ("sign", "B", 0, True), ("commit", "A", 0, True),
        ("beside", "B", 0, True), ("observe", "B", 0, True), ("state", "A", 0, True), ("take_back", "A", 1, True),
        ("wait", "A", 0, True), ("tick", "A", 0, True),
    ]  # fmt: skip
    seen: list[tuple[int, dict[str, Any]]] = []
    for step in story:
        world.clock.go_on(HOUR_MS)
        one_step(world, step)
        now_ms = world.clock.ms
        lists = {party: plain_lists(agreement_lists(world.room(party), now_ms)) for party in PARTIES}
        seen.append((now_ms, lists))
    last = seen[-1][1]
    for party in PARTIES:
        rows = [last[party][name]["total"] for name in ("areas", "instruments", "commitments", "flights")]
        assert rows == [1, 1, 1, 1]
        assert len({str(lists[party]) for _, lists in seen}) > len(seen) - 3
    [lapsed] = last["A"]["instruments"]["rows"]
    assert len(lapsed["lapses"]) == 1
    world.clock.go_on(HOUR_MS)
    for party in PARTIES:
        for at_ms, lists in seen:
            assert plain_lists(agreements_then(world.room(party), at_ms)) == lists[party], (party, at_ms)
        before = agreements_then(world.room(party), T0_MS)
        assert [one["rows"] for one in before.values()] == [[], [], [], []]
