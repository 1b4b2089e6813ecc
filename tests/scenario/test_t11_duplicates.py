"""T-11: duplicates are proposed, a link merges nothing, and it is told only to those who hold both (see the .md)."""

from __future__ import annotations

import itertools

import pytest

from commonground.errors import Refused
from commonground.geo.geodesic import direct
from commonground.picture.blocks import Reference, Text
from commonground.picture.charter import Text3
from commonground.picture.duplicates import DuplicateIndex, are_duplicates
from commonground.picture.entity import Link, Position, Site
from commonground.picture.statement import Release
from commonground.record import replace
from commonground.room.submit import Command, Submitted
from tests.worlds import World, make_world, report, site

LON, LAT = 36.5, 33.0


def named(en: str = "", ar: str = "", ru: str = "", metres: float = 0.0) -> Site:
    lon, lat = direct(LON, LAT, 90.0, metres)
    return replace(site(lon, lat), name=Text3(en=en, ar=ar, ru=ru))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (named("Hirbinifsah"), named(ar="حربنفسه", metres=100)),
        (named("Hirbinifsah"), named(ru="Хирбинифса", metres=100)),
        (named(ar="حمص"), named(ru="Хомс", metres=100)),
        (named("Al-Amal Clinic"), named("al amal  clinic", metres=100)),
    ],
)
def test_names_are_compared_across_scripts(first: Site, second: Site) -> None:
    assert are_duplicates(first, second)
    assert are_duplicates(second, first)


@pytest.mark.parametrize(
    ("metres", "proposed"), [(0.0, True), (249.9, True), (250.1, False), (5_000.0, False)]
)
def test_two_hundred_and_fifty_metres(metres: float, proposed: bool) -> None:
    first, second = named("Clinic"), named("Clinic", metres=metres)
    assert are_duplicates(first, second) == proposed
    index = DuplicateIndex()
    index.put("J/S-1", first)
    index.put("B/S-2", second)
    assert index.of("J/S-1") == (["B/S-2"] if proposed else [])
    assert index.of("B/S-2") == (["J/S-1"] if proposed else [])


def test_other_names_and_unlocated_sites_are_not_proposed() -> None:
    assert not are_duplicates(named("Clinic"), named("Mill", metres=1))
    assert not are_duplicates(named("Clinic"), site(name="Clinic", place=None))


# -- the link ---------------------------------------------------------------------------------------------------


def world_with_both() -> tuple[World, Reference, Reference]:
    """J's entry is held by A and B; B's own entry is held by A alone. A holds both."""
    world = make_world()
    first = world.say("J", report(named("Clinic"), "A", "B"))
    second = world.say("B", report(named("Clinic", metres=200), "A"))
    world.carry_all()
    return world, reference(first), reference(second)


def reference(said: Submitted) -> Reference:
    return Reference(author=said.version.author, entity=said.version.entity)


def link(first: Reference, second: Reference, *to: str) -> Command:
    return Command(kind="link", action="establish", post="watch_officer", body=Link(first=first, second=second),
                   releases=tuple(Release(party=party) for party in to))  # fmt: skip


def test_both_entries_stay_with_their_ids_and_positions() -> None:
    world, first, second = world_with_both()
    for about in (first, second):
        world.say("A", Command(
            kind="position", action="establish", post="watch_officer",
            body=Position(about=about, stance="agrees", reason=Text(lang="en", text="")),
            releases=(Release(party=about.author),),
        ))  # fmt: skip
    before = {key: one for key, one in world.room("A").view.picture.entities.items() if one.kind != "link"}
    world.say("A", link(first, second, "J", "B"))
    world.carry_all()
    room = world.room("A")
    assert {key: one for key, one in room.view.picture.entities.items() if one.kind != "link"} == before
    assert room.view.get(first.key).body != room.view.get(second.key).body
    for about in (first, second):
        positions = [one for one in room.view.replies_about(about.key) if one.kind == "position"]
        assert len(positions) == 1
    assert len(list(room.view.of_kind("site"))) == 2


def test_a_link_is_told_only_to_who_is_known_to_hold_both() -> None:
    """B wrote the second and holds the first, but A cannot know that; J does not hold the second."""
    world, first, second = world_with_both()
    said = world.say("A", link(first, second, "J", "B"))
    reasons = {outcome.party: outcome.reasons for outcome in said.outcomes}
    assert reasons == {
        "B": (f"B is not known to hold {first.key}",),
        "J": (f"J is not known to hold {second.key}",),
    }
    world.carry_all()
    for party in ("B", "J"):
        assert world.room("A").store.entries(world.log("A", party), 0, 9) == []


@pytest.mark.parametrize("told", [(), ("J",), ("B",), ("J", "B")])
def test_every_world_of_who_holds_what(told: tuple[str, ...]) -> None:
    """A links its own entry with J's: J hears of it when A has told J of its entry, B never."""
    world = make_world()
    own = world.say("A", report(named("Clinic"), *told))
    theirs = world.say("J", report(named("Clinic", metres=50), "A", "B"))
    world.carry_all()
    said = world.say("A", link(reference(own), reference(theirs), "J", "B"))
    world.carry_all()
    for party, other in itertools.product(("J", "B"), ("A",)):
        holds = [one for one in world.room(party).view.versions() if one.kind == "link"]
        assert bool(holds) == (party == "J" and "J" in told), (party, other, told)
    assert said.version.releases == (Release(party="J"), Release(party="B"))


def test_a_link_is_taken_back_by_who_made_it() -> None:
    world = make_world()
    own = world.say("A", report(named("Clinic"), "J"))
    theirs = world.say("J", report(named("Clinic", metres=50), "A"))
    world.carry_all()
    said = world.say("A", link(reference(own), reference(theirs), "J"))
    world.carry_all()
    with pytest.raises(Refused, match="no link"):
        world.say("J", link_cancelled(said.version.entity))
    world.say("A", link_cancelled(said.version.entity, Release(party="J")))
    world.carry_all()
    assert world.room("J").view.get(said.version.key).action == "cancel"
    assert len(list(world.room("J").view.of_kind("site"))) == 2


def link_cancelled(entity: str, *releases: Release) -> Command:
    return Command(kind="link", action="cancel", post="watch_officer", entity=entity, releases=releases)


def test_a_place_is_not_linked_with_itself() -> None:
    world, first, _ = world_with_both()
    with pytest.raises(Refused) as error:
        world.say("A", link(first, first))
    assert error.value.field == "link.second"
    assert error.value.clause == "T-11"
