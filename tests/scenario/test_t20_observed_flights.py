"""T-20: an observed flight without a notice inside a stand-down area is "not covered", and both parties are asked."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import Refused
from commonground.picture.blocks import Reference, Text
from commonground.picture.commitment import (
    Commitment,
    CoverageStatement,
    Declaration,
    ObservedFlight,
)
from commonground.room import agreements
from commonground.room.submit import Command
from commonground.room.watch import alert_rows, due_rows, tick
from tests.agreements import WATCH, commitment, commitment_seen, flight, flight_seen
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, volume

NOWHERE = Reference(author="A", entity="none")


def stood_down(**changes: Any) -> tuple[World, str]:
    """A commits itself for a week, and tells B."""
    world = make_world()
    body = commitment(**changes)
    done = world.nodes["A"].run_now(lambda room: agreements.commit(room, body, ("B",), WATCH, "op"))
    world.carry_all()
    return world, done.version.key


def observed(world: World, party: str, body: ObservedFlight, *to: str) -> str:
    done = world.nodes[party].run_now(lambda room: agreements.observe(room, body, to, WATCH, "op"))
    world.carry_all()
    return done.version.key


def announced(world: World, *to: str, hours: int = 3, activity_class: str = "transit") -> str:
    body = notice(
        volume(37.0, 36.2, 15_000, from_ms=T0_MS + hours * HOUR_MS, until_ms=T0_MS + (hours + 2) * HOUR_MS),
        activity_class=activity_class,
    )
    done = world.say("A", announce(body, *to))
    world.carry_all()
    return done.version.key


def said(
    world: World, party: str, key: str, stance: str, for_whom: str = "own_forces", **changes: Any
) -> str:
    body = CoverageStatement(
        about=NOWHERE, stance=stance, for_whom=for_whom, text=Text(lang="en", text=""), **changes  # type: ignore[arg-type]
    )  # fmt: skip
    done = world.nodes[party].run_now(lambda room: agreements.state(room, key, body, WATCH, "op"))
    world.carry_all()
    return done.version.key


def word(world: World, party: str, key: str) -> str:
    [one] = flight_seen(world, party, key)["comparisons"]
    return str(one["word"])


def test_a_flight_without_a_notice_is_not_covered_and_both_are_asked() -> None:
    world, committed = stood_down()
    world.clock.ms = T0_MS + 5 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS), "A")
    for party in "AB":
        row = flight_seen(world, party, key)
        [one] = row["comparisons"]
        assert (one["word"], one["commitment"], one["party"]) == ("not_covered", committed, "A")
        assert (one["shared_ms"], one["notices"]) == (HOUR_MS, [])
        assert one["area_m2"] == pytest.approx(3.14e6, rel=0.01)
        assert row["asked"] == ["A", "B"]
        assert row["due_ms"] == T0_MS + 53 * HOUR_MS
        assert one["looked_at"] == {"notices": 0, "exceptions": 0, "declarations": 0}


def test_a_statement_is_due_at_both_until_it_is_made() -> None:
    world, _ = stood_down()
    world.clock.ms = T0_MS + 5 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS), "A")
    for party in "AB":
        assert waits_for(world, party) == ([(key, T0_MS + 53 * HOUR_MS)], ["not_covered"])
    said(world, "B", key, "not_covered")
    assert waits_for(world, "B") == ([], [])
    assert waits_for(world, "A") == ([(key, T0_MS + 53 * HOUR_MS)], ["not_covered"])
    said(world, "A", key, "no_knowledge", "unknown")
    assert waits_for(world, "A") == ([], [])


def waits_for(world: World, party: str) -> tuple[list[tuple[str, int]], list[str]]:
    room = world.room(party)
    world.nodes[party].run_now(lambda room: tick(room, room.clock.now_ms()))
    due = [
        (one.about, one.due_ms) for one in due_rows(room, world.clock.ms) if one.what == "coverage_statement"
    ]
    return due, [one.what for one in alert_rows(room, world.clock.ms) if one.what == "not_covered"]


def test_a_flight_elsewhere_or_above_or_after_meets_no_commitment() -> None:
    world, _ = stood_down()
    world.clock.ms = T0_MS + 5 * HOUR_MS
    away = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS, lon=38.5), "A")
    high = flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS)
    above = volume(37.0, 36.2, 1_000, from_ms=high.volume.from_ms, until_ms=high.volume.until_ms,
                   lower_ft=31_000, upper_ft=32_000)  # fmt: skip
    over = observed(
        world, "B", flight(1, 2).__class__(volume=above, source="radar", count=1, text=high.text), "A"
    )
    early = observed(world, "B", flight(T0_MS - 3 * HOUR_MS, T0_MS - 2 * HOUR_MS), "A")
    for key in (away, over, early):
        row = flight_seen(world, "A", key)
        assert (row["comparisons"], row["asked"]) == ([], [])


def test_a_line_crossed_six_times_a_day_with_and_without_notices() -> None:
    """Euphrates 2017: six crossings, of which the other side was told of four. Coordinates are invented."""
    world, committed = stood_down()
    notices = [announced(world, "B", hours=hours) for hours in (3, 6, 9, 12)]
    named = world.nodes["A"].run_now(
        lambda room: agreements.except_flight(room, committed, "surveillance", notices[0], None, WATCH, "op")
    )
    world.carry_all()
    assert named.outcomes[0].leaf is not None
    world.clock.ms = T0_MS + 24 * HOUR_MS
    words = []
    for hours in (3, 6, 9, 12, 15, 18):
        from_ms = T0_MS + hours * HOUR_MS + HOUR_MS // 2
        key = observed(world, "B", flight(from_ms, from_ms + 10 * 60_000), "A")
        words.append([word(world, party, key) for party in "AB"])
        if hours == 3:
            [one] = flight_seen(world, "B", key)["comparisons"]
            assert [(each["key"], each["code"]) for each in one["notices"]] == [(notices[0], "surveillance")]
            assert flight_seen(world, "B", key)["asked"] == []
    assert words == [["covered", "covered"]] * 4 + [["not_covered", "not_covered"]] * 2


def test_a_notice_that_was_not_released_covers_nothing_in_the_book_of_the_observer() -> None:
    world, _ = stood_down()
    kept = announced(world)
    world.clock.ms = T0_MS + 6 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS), "A")
    assert word(world, "A", key) == "covered"
    assert word(world, "B", key) == "not_covered"
    [one] = flight_seen(world, "B", key)["comparisons"]
    assert one["looked_at"]["notices"] == 0
    with pytest.raises(Refused, match="released to"):
        said(world, "A", key, "covered", notice=Reference(author="A", entity=kept.partition("/")[2]))
    said(world, "A", key, "covered")
    assert word(world, "B", key) == "disputed"
    said(world, "B", key, "not_covered")
    row = flight_seen(world, "B", key)
    assert [(one["party"], one["stance"]) for one in row["statements"]] == [
        ("A", "covered"),
        ("B", "not_covered"),
    ]


def test_a_notice_that_came_after_the_flight_began_covers_nothing_and_is_shown() -> None:
    """Backdating: a window that lies in the past when the notice is heard makes no flight covered."""
    world, _ = stood_down()
    world.clock.ms = T0_MS + 4 * HOUR_MS
    announced(world, "B")
    world.clock.ms = T0_MS + 6 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 3 * HOUR_MS + 60_000), "A")
    [one] = flight_seen(world, "B", key)["comparisons"]
    assert (one["word"], one["notices"], len(one["late_notices"])) == ("not_covered", [], 1)


def test_a_flight_that_saves_lives_may_be_announced_while_it_flies() -> None:
    world, _ = stood_down()
    world.clock.ms = T0_MS + 4 * HOUR_MS
    announced(world, "B", activity_class="medevac")
    world.clock.ms = T0_MS + 6 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 5 * HOUR_MS), "A")
    assert [word(world, party, key) for party in "AB"] == ["covered", "covered"]


def declare(world: World, committed: str, code: str, why: str = "", hours: int = 3) -> str:
    body = Declaration(
        about=NOWHERE, code=code, text=Text(lang="en", text="they fired first"),  # type: ignore[arg-type]
        volume=volume(37.0, 36.2, 5_000, from_ms=T0_MS + hours * HOUR_MS, until_ms=T0_MS + (hours + 1) * HOUR_MS),
        proportionality=Text(lang="en", text=why),
    )  # fmt: skip
    done = world.nodes["A"].run_now(lambda room: agreements.declare(room, committed, body, WATCH, "op"))
    world.carry_all()
    return done.version.key


def test_an_emergency_is_declared_afterwards_and_a_threat_with_its_proportionality() -> None:
    world, committed = stood_down()
    world.clock.ms = T0_MS + 5 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS), "A")
    with pytest.raises(Refused) as caught:
        declare(world, committed, "immediate_threat")
    assert caught.value.field == "declaration.proportionality"
    with pytest.raises(Refused, match="need a notice before"):
        declare(world, committed, "surveillance")
    with pytest.raises(Refused) as caught:
        declare(world, committed, "sar")
    assert caught.value.field == "declaration.code", "the list of exceptions is closed"
    declare(world, committed, "immediate_threat", "one warning, one aircraft, no bombs")
    assert [word(world, party, key) for party in "AB"] == ["declared", "declared"]
    [made] = commitment_seen(world, "B", committed)["said"]
    assert (made["code"], made["late"]) == ("immediate_threat", False)
    assert made["proportionality"]["text"] == "one warning, one aircraft, no bombs"


def test_a_declaration_after_two_hours_is_shown_as_late() -> None:
    world, committed = stood_down()
    world.clock.ms = T0_MS + 6 * HOUR_MS + 1
    declare(world, committed, "medevac")
    [made] = commitment_seen(world, "B", committed)["said"]
    assert made["late"]


def test_not_ours_says_for_whom_it_speaks_and_nothing_is_merged() -> None:
    world, _ = stood_down()
    world.clock.ms = T0_MS + 5 * HOUR_MS
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS), "A")
    first = said(world, "A", key, "not_ours", "own_forces")
    row = flight_seen(world, "B", key)
    assert [(one["stance"], one["for_whom"]) for one in row["statements"]] == [("not_ours", "own_forces")]
    assert row["comparisons"][0]["word"] == "disputed"
    assert said(world, "A", key, "no_knowledge", "allied") == first, (
        "a second word is an amendment of the first"
    )


def test_a_commitment_cancelled_after_the_flight_held_when_it_flew() -> None:
    world, committed = stood_down()
    world.clock.ms = T0_MS + 5 * HOUR_MS
    world.nodes["A"].run_now(lambda room: agreements.take_back(room, committed, WATCH, "op"))
    world.carry_all()
    key = observed(world, "B", flight(T0_MS + 3 * HOUR_MS, T0_MS + 4 * HOUR_MS), "A")
    assert [word(world, party, key) for party in "AB"] == ["not_covered", "not_covered"]
    world.clock.ms = T0_MS + 9 * HOUR_MS
    later = observed(world, "B", flight(T0_MS + 7 * HOUR_MS, T0_MS + 8 * HOUR_MS), "A")
    assert flight_seen(world, "B", later)["comparisons"] == []


def test_nobody_declares_for_the_commitment_of_another() -> None:
    world, committed = stood_down()
    body = Declaration(
        about=Reference(author="A", entity=committed.partition("/")[2]), code="medevac", text=Text(lang="en", text="x"),
        volume=volume(37.0, 36.2, 5_000, from_ms=T0_MS - HOUR_MS, until_ms=T0_MS),
    )  # fmt: skip
    with pytest.raises(Refused, match="a commitment of this party"):
        world.say("B", Command(kind="declaration", action="establish", post=WATCH, body=body))
    assert isinstance(world.room("B").view.get(committed).body, Commitment)
