"""T-23: free text alone is no place: kept, flagged, in no check (see the .md)."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.errors import Refused
from commonground.geo.transliteration import fold, plain_name
from commonground.picture.charter import Text3
from commonground.picture.entity import Site
from commonground.picture.statement import Release
from commonground.record import replace
from commonground.room.context import Room
from commonground.room.rows import Look, site_row
from commonground.room.rows_index import RowsIndex
from tests.worlds import T0_MS, World, circle, make_world, notice, report, site, volume

HEARD = replace(
    site(), name=Text3(en="Hirbinifsah", ar="حربنفسه"), place=None, place_text="Harb Bebsi, near the mill"
)
EVERYWHERE = notice(volume(36.5, 33.0, 500_000, lower_ft=0, upper_ft=60_000))


def held(world: World, party: str) -> Site:
    [version] = world.room(party).view.of_kind("site")
    assert isinstance(version.body, Site)
    return version.body


def found_by(room: Room, name: str) -> list[str]:
    """Keys that a search for this name finds."""
    index = RowsIndex()
    index.keep_up(room)
    return index.search(room, plain_name(name).split(), fold(name))


def test_it_is_kept_listed_and_in_no_check() -> None:
    world = make_world()
    said = world.say("J", report(HEARD, "A", "B"))
    world.carry_all()
    for party in ("A", "B", "J"):
        room = world.room(party)
        assert held(world, party).place is None
        found = room.view.check(EVERYWHERE, T0_MS)
        assert found.hits == ()
        assert found.searched.sites == 1, "it is counted among what is known"
        index = RowsIndex()
        index.keep_up(room)
        row = site_row(Look(room=room, index=index, now_ms=T0_MS), room.view.get(said.version.key))
        assert row is not None
        assert row["place"] is None
        assert found_by(room, "Hirbinifsah") == [said.version.key]


def test_a_footprint_without_a_place_is_refused() -> None:
    world = make_world()
    with pytest.raises(Refused) as error:
        world.say("J", report(replace(HEARD, footprint=circle(36.5, 33.0, 200)), "A"))
    assert error.value.field == "site.place"
    assert error.value.clause == "T-23"
    assert world.room("J").ledger.size("commonground/test/J") == 0


def test_when_the_place_is_found_it_is_checked() -> None:
    world = make_world()
    said = world.say("J", report(HEARD, "A"))
    found = replace(HEARD, place=site().place)
    world.say("J", report(found, "A", action="amend", entity=said.version.entity, version=1))
    world.carry_all()
    assert [hit.with_key for hit in world.room("A").view.check(notice(), T0_MS).hits] == [said.version.key]
    lost = report(HEARD, "A", action="amend", entity=said.version.entity, version=2)
    world.say("J", lost)
    world.carry_all()
    assert world.room("A").view.check(notice(), T0_MS).hits == ()


@pytest.mark.parametrize("precision", ["exact", "cell", "district"])
def test_the_words_as_heard_go_with_the_exact_place_only(precision: Any) -> None:
    world = make_world()
    world.say("J", report(HEARD, Release(party="A", precision=precision)))
    world.carry_all()
    assert held(world, "A").place is None
    assert held(world, "A").place_text == (HEARD.place_text if precision == "exact" else "")


def test_it_can_be_found_and_told_by_its_name() -> None:
    """The flag does not make it invisible: two spellings of one name find it."""
    world = make_world()
    said = world.say("J", report(HEARD, "A"))
    for name in ("حربنفسه", "Hirbinifsah", "hirbinifs"):
        assert found_by(world.room("J"), name) == [said.version.key]
    assert found_by(world.room("J"), "Aleppo") == []
