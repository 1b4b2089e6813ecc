"""T-8: the custodian's warning is all that differs, and only where it was allowed (see the .md)."""

from __future__ import annotations

from dataclasses import replace as replace_dataclass
from typing import Any

import pytest

from commonground.errors import NotPermitted
from commonground.picture.blocks import Reference
from commonground.picture.entity import Receipt, Warning_
from commonground.picture.statement import Release, Statement
from commonground.record import decode, replace
from commonground.room.node import reload_room
from commonground.room.submit import Command, release_to, withdraw_from
from commonground.room.watch import WARNINGS_PER_HOUR_MAX, tick
from tests.property.test_noninterference import everything_shown, everything_stored
from tests.worlds import (
    HOUR_MS,
    T0_MS,
    TestSalt,
    World,
    announce,
    make_world,
    notice,
    report,
    site,
    volume,
)

MAY = Release(party="J", custodian_may_warn=True)
MAY_NOT = Release(party="J")
HOUSE = site(36.5, 33.0, name="House of the widow", submitter="Relief desk")


class CountingSalt(TestSalt):
    """Like that of a real node: the same content said twice gets two ids."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def new_id(self, prefix: str, content: bytes) -> str:
        self._count += 1
        return super().new_id(prefix, content + str(self._count).encode())


def ticked(world: World) -> int:
    """The custodian's node looks once, as it does every second; then everything travels."""
    world.carry_all()
    made = world.nodes["J"].run_now(lambda room: tick(room, room.clock.now_ms()))
    world.carry_all()
    return made


def warnings(world: World, party: str = "B") -> list[Statement]:
    """What the custodian has said to a party, as it stands in that party's store."""
    store = world.room(party).store
    origin = world.log("J", party)
    rows = store.entries(origin, 0, store.origins().get(origin, 0))
    return [said for row in rows if (said := decode(Statement, row.body or b"")).kind == "warning"]


def over(number: int = 0, **changes: Any) -> Any:
    return notice(
        volume(36.5, 33.0, from_ms=T0_MS + (48 + 3 * number) * HOUR_MS), text=f"number {number}", **changes
    )


def world_with(*releases: Release, salt: TestSalt | None = None) -> World:
    world = make_world(salt=salt or CountingSalt())
    world.say("A", report(HOUSE, *releases))
    return world


def test_the_warning_names_the_notice_and_nothing_else() -> None:
    world = world_with(MAY)
    said = world.say("B", announce(over(), "A", "J"))
    assert said.report is not None
    assert said.report.hits == ()
    assert ticked(world) == 2
    [warning] = warnings(world)
    assert warning.body == {
        "about": {"author": "B", "entity": said.version.entity},
        "code": "contact_custodian_before_proceeding",
    } or warning.body == {"about": {"author": "B", "entity": said.version.entity}}
    assert warning.post == "custodian"
    assert warning.precedence == "IMMEDIATE"
    everything = repr(everything_stored(world.room("B")))
    for word in ("widow", "Relief", "S-", '"site"', "'site'"):
        assert word not in everything, word


def test_the_submitter_is_told_that_somebody_was_warned_and_not_who() -> None:
    world = world_with(MAY)
    notice_said = world.say("B", announce(over(), "J"))
    ticked(world)
    [receipt] = [one for one in world.room("A").view.versions() if one.kind == "receipt"]
    [own] = world.room("A").view.of_kind("site")
    assert receipt.body == Receipt(about=Reference(author="A", entity=own.entity), how="warned")
    assert receipt.author == "J"
    everything = repr(everything_stored(world.room("A")))
    assert notice_said.version.entity not in everything
    assert "contact_custodian" not in everything


@pytest.mark.parametrize("release", [None, MAY_NOT], ids=["not told", "told without leave"])
def test_without_leave_nothing_is_said(release: Release | None) -> None:
    def play(*releases: Release) -> World:
        world = make_world(salt=TestSalt(commit=lambda salt, text: salt))
        if releases:
            world.say("A", report(HOUSE, *releases))
        world.say("B", announce(over(), "A", "J", entity="N-1"))
        ticked(world)
        return world

    with_house, without = play(*([release] if release else [])), play()
    assert warnings(with_house) == []
    assert everything_stored(with_house.room("B")) == everything_stored(without.room("B"))
    assert everything_shown(with_house.room("B"), T0_MS) == everything_shown(without.room("B"), T0_MS)


def test_nothing_else_differs() -> None:
    """Up to the warning every byte is equal; after it, the log from J to B is longer by one and that is all."""

    def play(*releases: Release) -> World:
        world = make_world(salt=TestSalt(commit=lambda salt, text: salt))
        if releases:
            world.say("A", report(HOUSE, *releases))
        world.say("B", announce(over(), "A", "J", entity="N-1"))
        world.carry_all()
        return world

    told, untold = play(MAY), play()
    assert everything_stored(told.room("B")) == everything_stored(untold.room("B"))
    for world in (told, untold):
        ticked(world)
    sizes, others = (one.room("B").store.origins() for one in (told, untold))
    arrival = {"commonground/test/B": others["commonground/test/B"] + 1, "commonground/test/J/to/B": 1}
    assert sizes == {**others, **arrival}
    assert told.log("A", "B") not in sizes
    for origin in set(sizes) - set(arrival):
        rows = [one.room("B").store.entries(origin, 0, 99) for one in (told, untold)]
        assert rows[0] == rows[1]
    seen, unseen = (dict(one.room("B").view.picture.entities) for one in (told, untold))
    assert {key: seen[key] for key in unseen} == unseen
    assert [seen[key].kind for key in set(seen) - set(unseen)] == ["warning"]
    assert told.room("B").view.pairs == untold.room("B").view.pairs == {}


def test_once_however_many_houses_and_starts() -> None:
    world = world_with(MAY)
    for number in range(3):
        world.say("A", report(site(36.49 + 0.001 * number, 33.0, name=f"House {number}"), MAY))
    world.say("B", announce(over(), "J"))
    ticked(world)
    for _ in range(3):
        world.clock.go_on(61_000)
        reload_room(world.room("J"))
        assert ticked(world) == 0
    world.say("A", report(site(36.505, 33.0, name="One more"), MAY))
    ticked(world)
    assert len(warnings(world)) == 1


def test_a_house_that_is_reported_after_the_notice_counts_too() -> None:
    world = make_world(salt=CountingSalt())
    world.say("B", announce(over(), "J"))
    assert ticked(world) == 0
    world.say("A", report(HOUSE, MAY))
    ticked(world)
    assert len(warnings(world)) == 1


def test_an_amended_notice_is_another_and_a_withdrawn_one_is_not() -> None:
    world = world_with(MAY)
    said = world.say("B", announce(over(), "J"))
    ticked(world)
    world.clock.go_on(60_000)
    world.say("B", announce(over(1), "J", action="amend", entity=said.version.entity))
    ticked(world)
    assert len(warnings(world)) == 2
    world.clock.go_on(60_000)
    world.nodes["B"].run_now(lambda room: withdraw_from(room, said.version.key, "J", "watch_officer", ""))
    ticked(world)
    assert len(warnings(world)) == 2


@pytest.mark.parametrize("how", ["cancelled", "over", "elsewhere", "not told to J"])
def test_no_warning_where_there_is_nothing_to_warn_of(how: str) -> None:
    world = world_with(MAY)
    lon = 38.0 if how == "elsewhere" else 36.5
    to = "A" if how == "not told to J" else "J"
    said = world.say("B", announce(notice(volume(lon, 33.0)), to))
    if how == "cancelled":
        world.say("B", announce(notice(), to, action="cancel", entity=said.version.entity))
    if how == "over":
        world.clock.go_on(51 * HOUR_MS)
    assert ticked(world) == 0
    assert warnings(world) == []


def test_five_an_hour_and_the_rest_when_the_hour_is_over() -> None:
    world = world_with(MAY)
    for number in range(WARNINGS_PER_HOUR_MAX + 3):
        world.say("B", announce(over(number), "J"))
    ticked(world)
    assert len(warnings(world)) == WARNINGS_PER_HOUR_MAX == 5
    for _ in range(4):
        world.clock.go_on(14 * 60_000)
        ticked(world)
    assert len(warnings(world)) == 5, "56 minutes later"
    world.clock.go_on(4 * 60_000)
    ticked(world)
    assert len(warnings(world)) == 8
    assert len({decode_about(one) for one in warnings(world)}) == 8
    receipts = [one for one in world.room("A").view.versions() if one.kind == "receipt"]
    assert len(receipts) == 8, "the submitter is told of each"


def decode_about(said: Statement) -> str:
    return str(said.body["about"])


def test_the_limit_is_for_each_party() -> None:
    world = make_world(salt=CountingSalt())
    world.say("J", report(replace(HOUSE, custodian_may_warn=True)))
    for number in range(6):
        world.say("B", announce(over(number), "J"))
        world.say("A", announce(over(number), "J"))
    ticked(world)
    assert [len(warnings(world, party)) for party in ("A", "B")] == [5, 5]


def test_the_custodian_s_own_house_needs_its_own_leave() -> None:
    world = make_world(salt=CountingSalt())
    world.say("J", report(HOUSE))
    world.say("B", announce(over(), "J"))
    assert ticked(world) == 0


def test_who_reported_the_house_is_not_warned_of_it() -> None:
    world = world_with(MAY)
    world.say("A", announce(over(), "J", acknowledged=tuple(f"A/{one.entity}@1" for one in
                                                            world.room("A").view.of_kind("site"))))  # fmt: skip
    assert ticked(world) == 0


def test_nobody_else_can_say_the_word() -> None:
    world = make_world()
    said = world.say("B", announce(over(), "A"))
    world.carry("B", "A")
    word = Warning_(about=Reference(author="B", entity=said.version.entity))
    with pytest.raises(NotPermitted, match="only a custodian"):
        world.say("A", Command(kind="warning", action="establish", post="custodian", body=word,
                               releases=(Release(party="B"),)))  # fmt: skip
    assert world.nodes["A"].run_now(lambda room: tick(room, T0_MS)) == 0


@pytest.mark.parametrize("kind", ["site", "notice"])
def test_who_else_is_told_is_not_told(kind: str) -> None:
    """J releases to A what B holds already; B's node does not move."""

    def play(*, also: bool) -> World:
        world = make_world(salt=TestSalt(commit=lambda salt, text: salt))
        command = report(HOUSE, "B", entity="E-1") if kind == "site" else announce(over(), "B", entity="E-1")
        world.say("J", replace_dataclass(command, precedence="IMMEDIATE"))
        if also:
            world.nodes["J"].run_now(
                lambda room: release_to(room, "J/E-1", (Release(party="A"),), "humanitarian_liaison", "")
            )
            world.carry("J", "A")
            world.nodes["J"].run_now(
                lambda room: withdraw_from(room, "J/E-1", "A", "humanitarian_liaison", "")
            )
        world.carry_all()
        return world

    more, less = play(also=True), play(also=False)
    assert everything_stored(more.room("B")) == everything_stored(less.room("B"))
    assert more.room("A").view.get("J/E-1").withdrawn_ms is not None
