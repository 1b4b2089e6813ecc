"""T-16: the wire between two centres is cut for six hours; afterwards the pictures are those of a room never cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonground import record
from commonground.errors import Unavailable
from commonground.picture.blocks import Reference, Text
from commonground.picture.entity import Position, Reply
from commonground.picture.statement import Release
from commonground.picture.version import Version
from commonground.room.submit import Command, Submitted, withdraw_from
from tests.worlds import HOUR_MS, T0_MS, World, announce, make_world, notice, report, site, volume

ARRIVALS = {"known_from_ms": 0, "first_known_ms": 0}
OWN = {"leaf": 0, "said_leaf": 0, "first_leaf": 0, "acknowledged": ()}
"""Where a line stands in the own log moves with the arrivals noted there; what had arrived is what was acknowledged."""
CUT = frozenset(("A", "B"))


def coming(number: int, hour: int, text: str = "stay below") -> object:
    """The notices of one hour lie beside each other and meet those of the other party at the same place."""
    return notice(volume(34 + 0.5 * number, 31, 8_000, from_ms=T0_MS + (48 + hour) * HOUR_MS), text=text)


def acknowledged(world: World, party: str, command: Command) -> Submitted:
    """Submit with all hits acknowledged that the party's own picture shows."""
    report_ = world.nodes[party].run_now(lambda room: room.view.check(command.body, room.clock.now_ms()))
    return world.say(party, replace(command, acknowledged=tuple(hit.key for hit in report_.hits)))


def day(world: World, *, broken: bool) -> World:
    """Nine hours in which everybody says something each hour; the wire A-B is cut from the second to the eighth."""
    first: dict[str, Submitted] = {}
    for hour in range(9):
        world.cut = {CUT} if broken and 2 <= hour < 8 else set()
        world.clock.ms = T0_MS + hour * HOUR_MS
        for number, party in enumerate(("A", "B")):
            others = tuple(one for one in "ABJ" if one != party)
            place = 0 if hour == 4 else number  # at four both announce the same place, and cannot know
            said = acknowledged(world, party, announce(coming(place, hour), *others))
            first.setdefault(party, said)
            if hour == 3:
                amended = announce(
                    coming(number, hour, "moved up"), *others, action="amend",
                    entity=first[party].version.entity,
                )  # fmt: skip
                acknowledged(world, party, amended)
            if hour == 5:
                key = said.version.key
                other = "B" if party == "A" else "A"
                world.nodes[party].run_now(
                    lambda room, k=key, o=other: withdraw_from(room, k, o, "airspace", "")
                )
        world.say("J", report(site(34 + 0.1 * hour, 31.5, f"Clinic {hour}"), "A", "B"))
        if hour == 1:
            _answer(world, "B", first["A"])
            _answer(world, "A", first["B"])
        world.clock.go_on(500)
        world.carry_all()
    return world


def _answer(world: World, party: str, said: Submitted) -> None:
    about = Reference(author=said.version.author, entity=said.version.entity)
    reply = Reply(about=about, about_version=1, what="answer", code="no_conflict_seen")
    world.say(party, Command(kind="reply", action="establish", post="airspace", body=reply,
                             releases=(Release(party=about.author),)))  # fmt: skip


def picture(world: World, party: str) -> dict[str, Version]:
    """Everything a party knows, but for when it came to know it."""
    return {
        version.key: record.replace(version, **ARRIVALS, **(OWN if version.author == party else {}))
        for version in world.room(party).view.versions()
    }


def conflicts(world: World, party: str) -> dict[tuple[str, str], object]:
    return {
        pair: (world.room(party).view.margins(pair, kept), kept.version_a, kept.version_b)
        for pair, kept in world.room(party).view.pairs.items()
    }


def test_after_the_outage_the_pictures_are_those_of_a_room_never_cut() -> None:
    broken, whole = day(make_world(), broken=True), day(make_world(), broken=False)
    for party in ("A", "B", "J"):
        assert picture(broken, party) == picture(whole, party)
        assert conflicts(broken, party) == conflicts(whole, party)
        assert any(a[0] != b[0] for a, b in conflicts(whole, party)), "some are between the two"
        for origin, size in whole.room(party).store.origins().items():
            if "/to/" in origin:
                assert (
                    broken.room(party).ledger.tree(origin).root()
                    == whole.room(party).ledger.tree(origin).root()
                )
                assert broken.room(party).ledger.size(origin) == size


def test_during_the_outage_each_goes_on_and_the_joint_office_hears_both() -> None:
    world = make_world()
    world.cut = {CUT}
    a = world.say("A", announce(coming(0, 0), "B", "J"))
    b = world.say("B", announce(coming(0, 1), "A", "J"))
    world.carry_all()
    with pytest.raises(Unavailable):
        world.carry("A", "B")
    assert {a.version.key, b.version.key} <= set(picture(world, "J"))
    assert b.version.key not in picture(world, "A")
    assert a.version.key not in picture(world, "B")
    assert world.room("A").ledger.size(world.log("A", "B")) == 1, "what is said waits in the log to B"


def test_what_crossed_during_the_outage_is_a_new_conflict_on_both_screens() -> None:
    world = make_world()
    world.cut = {CUT}
    world.say("A", announce(coming(0, 0), "B"))
    world.say("B", announce(coming(0, 0), "A"))
    assert not world.room("A").view.pairs
    world.cut = set()
    world.clock.go_on(6 * HOUR_MS)
    world.carry_all()
    for party in ("A", "B"):
        [kept] = world.room(party).view.pairs.values()
        assert kept.first_ms == world.clock.ms


def test_a_position_taken_during_the_outage_is_found_by_the_submitter_after_it() -> None:
    world = make_world()
    told = world.say("J", report(site(), "A", "B"))
    world.carry_all()
    world.cut = {frozenset(("A", "J"))}
    about = Reference(author="J", entity=told.version.entity)
    body = Position(about=about, stance="disputes", reason=Text(lang="en", text="moved"))
    world.say("A", Command(kind="position", action="establish", post="watch_officer", body=body,
                           releases=(Release(party="J"),)))  # fmt: skip
    world.carry_all()
    assert world.room("J").view.replies_about(told.version.key) == []
    world.cut = set()
    world.carry_all()
    [found] = world.room("J").view.replies_about(told.version.key)
    assert found.body == body
