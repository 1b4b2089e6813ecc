"""T-19: an instrument that reaches its end without a decision makes a lapse event on all screens, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonground.errors import Refused
from commonground.picture.blocks import Text
from commonground.picture.charter import own_log
from commonground.picture.instrument import WhatDecided, instrument_hash
from commonground.picture.statement import OwnLine
from commonground.record import decode
from commonground.room import agreements
from commonground.room.node import load_room
from commonground.room.watch import alert_rows, due_rows, tick
from tests.agreements import WATCH, instrument, instrument_seen, offer, sign, take_back
from tests.worlds import HOUR_MS, T0_MS, World, make_world

NAME = "september-text"
END_MS = T0_MS + 49 * HOUR_MS


def agreed(world: World | None = None, *also: str, **changes: Any) -> tuple[World, str]:
    world = world or make_world()
    text = instrument(**changes)
    offer(world, "A", text, *also)
    digest = instrument_hash(text)
    sign(world, "A", digest, NAME)
    sign(world, "B", digest, NAME)
    return world, digest


def decide(world: World, party: str, digest: str, what: WhatDecided, until_ms: int) -> str:
    text = Text(lang="en", text="")
    done = world.nodes[party].run_now(
        lambda room: agreements.decide(room, NAME, digest, what, until_ms, text, WATCH, "op")
    )
    world.carry_all()
    return done.version.key


def state(world: World, party: str = "A") -> str:
    return str(instrument_seen(world, party)["state"])


def ticked(world: World, party: str) -> int:
    """What the node did by itself."""
    return world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))


def alarms(world: World, party: str) -> list[tuple[str, int]]:
    rows = alert_rows(world.room(party), world.clock.ms)
    return [(one.what, one.rank) for one in rows if one.about == f"instrument/{NAME}"]


def due(world: World, party: str) -> list[int]:
    return [one.due_ms for one in due_rows(world.room(party), world.clock.ms) if one.what == "instrument_end"]


def lapse_lines(world: World, party: str) -> list[OwnLine]:
    room = world.room(party)
    origin = own_log(room.charter, party)
    rows = room.store.entries(origin, 0, room.ledger.size(origin))
    lines = [decode(OwnLine, row.body) for row in rows if row.body is not None]
    return [line for line in lines if line.event.get("what") == "lapse"]


def test_the_end_without_a_decision_is_a_lapse_on_all_screens_written_once(tmp_path: Path) -> None:
    world, _ = agreed(make_world(folder=tmp_path), "J")
    assert [state(world, party) for party in "AB"] == ["coming", "coming"]
    world.clock.ms = T0_MS + 2 * HOUR_MS
    assert [state(world, party) for party in "AB"] == ["in_force", "in_force"]
    world.clock.ms = END_MS - 1
    assert [ticked(world, party) for party in "ABJ"] == [0, 0, 0]
    world.clock.ms = END_MS
    assert [ticked(world, party) for party in "ABJ"] == [1, 1, 1]
    for party in "ABJ":
        row = instrument_seen(world, party)
        assert row["state"] == "lapsed"
        assert [one["end_ms"] for one in row["lapses"]] == [END_MS]
        assert row["ended_by"] == [], "a lapse is nobody's"
        load_room(world.room(party))  # a restart does not write it again
        assert ticked(world, party) == 0
        [line] = lapse_lines(world, party)
        assert line.event == {"what": "lapse", "instrument": NAME, "end_ms": END_MS}


def test_it_is_called_to_mind_a_day_six_hours_and_one_hour_before() -> None:
    world, _ = agreed()
    for before_ms, reminder_ms in (
        (25 * HOUR_MS, None), (24 * HOUR_MS, 24 * HOUR_MS), (7 * HOUR_MS, 24 * HOUR_MS), (6 * HOUR_MS, 6 * HOUR_MS),
        (HOUR_MS, HOUR_MS), (1, HOUR_MS), (0, None),
    ):  # fmt: skip
        world.clock.ms = END_MS - before_ms
        assert instrument_seen(world, "B")["reminder_ms"] == reminder_ms
        ticked(world, "B")
        rank = {24 * HOUR_MS: 3, 6 * HOUR_MS: 2, HOUR_MS: 2}.get(reminder_ms or 0)
        assert alarms(world, "B") == (
            [("instrument_ends", rank)] if rank else [("instrument_lapsed", 2)] * (not before_ms)
        )
    world.clock.ms += 24 * HOUR_MS
    ticked(world, "B")
    assert alarms(world, "B") == []


def test_a_decision_is_due_until_it_is_made() -> None:
    world, digest = agreed()
    for party in "AB":
        ticked(world, party)
        assert due(world, party) == [T0_MS + 37 * HOUR_MS]
    decide(world, "A", digest, "extend", END_MS + HOUR_MS)
    for party in "AB":
        ticked(world, party)
    assert (due(world, "A"), due(world, "B")) == ([], [T0_MS + 37 * HOUR_MS])
    decide(world, "B", digest, "extend", END_MS + HOUR_MS)
    for party in "AB":
        ticked(world, party)
        assert due(world, party) == [END_MS + HOUR_MS], "the next end is to be decided in its turn"


def test_both_go_on_until_the_same_moment_and_the_end_moves_there() -> None:
    world, digest = agreed()
    until_ms = END_MS + 72 * HOUR_MS
    decide(world, "A", digest, "extend", until_ms)
    row = instrument_seen(world, "B")
    assert (row["end_ms"], [one["what"] for one in row["decisions"]]) == (END_MS, ["extend", ""])
    decide(world, "B", digest, "extend", until_ms)
    assert [instrument_seen(world, party)["end_ms"] for party in "AB"] == [until_ms, until_ms]
    world.clock.ms = END_MS
    assert [state(world, party) for party in "AB"] == ["in_force", "in_force"]
    assert ticked(world, "A") == 0
    world.clock.ms = until_ms
    assert (state(world), ticked(world, "A")) == ("lapsed", 1)


def test_two_different_ends_are_no_decision() -> None:
    world, digest = agreed()
    decide(world, "A", digest, "extend", END_MS + HOUR_MS)
    decide(world, "B", digest, "renew", END_MS + 2 * HOUR_MS)
    world.clock.ms = END_MS
    assert state(world, "B") == "lapsed"
    with pytest.raises(Refused):
        decide(world, "B", digest, "extend", END_MS - HOUR_MS)


def test_one_side_can_declare_an_end_and_no_earlier_than_the_other_knows_of_it() -> None:
    """19 September 2016: a week-long truce ended by the declaration of one side. Backdating it changes nothing."""
    world, digest = agreed()
    world.clock.ms = T0_MS + 10 * HOUR_MS
    decide(world, "A", digest, "end", T0_MS + 5 * HOUR_MS)
    for party in "AB":
        row = instrument_seen(world, party)
        assert (row["state"], row["ended_by"], row["end_ms"]) == ("ended", ["A"], T0_MS + 10 * HOUR_MS)
        assert ticked(world, party) == 0, "an end that somebody declared is no lapse"


def test_what_is_decided_after_the_end_does_not_undo_the_lapse() -> None:
    world, digest = agreed()
    decide(world, "A", digest, "extend", END_MS + 9 * HOUR_MS)
    world.clock.ms = END_MS + 5
    assert ticked(world, "B") == 1
    decide(world, "B", digest, "extend", END_MS + 9 * HOUR_MS)
    row = instrument_seen(world, "B")
    assert row["state"] == "in_force"
    assert [one["end_ms"] for one in row["lapses"]] == [END_MS]
    assert ticked(world, "B") == 0


def test_only_who_signed_decides_and_once() -> None:
    world = make_world()
    text = instrument()
    offer(world, "A", text)
    digest = instrument_hash(text)
    with pytest.raises(Refused, match="only who signed it decides"):
        decide(world, "B", digest, "extend", END_MS + HOUR_MS)
    sign(world, "B", digest, NAME)
    decide(world, "B", digest, "extend", END_MS + HOUR_MS)
    again = decide(world, "B", digest, "extend", END_MS + 2 * HOUR_MS)
    row = instrument_seen(world, "A")
    assert [(one["party"], one["until_ms"], one["key"]) for one in row["decisions"]] == [
        ("A", None, ""), ("B", END_MS + 2 * HOUR_MS, again),
    ]  # fmt: skip
    take_back(world, "B", again)
    assert instrument_seen(world, "A")["decisions"][1]["what"] == ""


def test_two_published_distances_for_one_road_stand_side_by_side() -> None:
    """Castello 2016: two copies of one text went round, with 3,000 m and with 3,500 m. Coordinates are invented."""
    world = make_world()
    offer(world, "A", instrument(3_000))
    offer(world, "B", instrument(3_500))
    for party in "AB":
        row = instrument_seen(world, party)
        assert row["status"] == "not_agreed"
        [pair] = row["differences"]
        [field] = pair["fields"]
        assert field["field"] == "terms.distance-from-road"
        assert {field["a"]["value"], field["b"]["value"]} == {3_000, 3_500}
        assert len({copy["hash"] for copy in row["copies"]}) == 2
    sign(world, "A", instrument_hash(instrument(3_000)), NAME)
    sign(world, "B", instrument_hash(instrument(3_500)), NAME)
    assert instrument_seen(world, "A")["status"] == "not_agreed", "each signed its own"
    sign(world, "B", instrument_hash(instrument(3_000)), NAME)
    assert instrument_seen(world, "A")["in_force"] == instrument_hash(instrument(3_000))
