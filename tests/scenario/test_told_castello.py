"""The story `castello`: two distances are two hashes, and nothing is agreed until both signed one of them."""

from __future__ import annotations

import pytest

from commonground.picture.area import area_hash
from commonground.room.rows_areas import area_row, instrument_row
from tests.telling import tell


def test_two_distances_are_two_hashes() -> None:
    told = tell("castello")
    north, south = told.body("A", "north"), told.body("A", "south")
    assert area_hash(north) != area_hash(south)
    assert (north.area_id, south.area_id) == ("road", "road")


def test_it_is_agreed_only_with_the_last_signature() -> None:
    told = tell("castello", steps=())
    from tests.telling import one_step

    seen = []
    for step in told.story.steps:
        one_step(told, step)
        rows = [area_row(told.world.room(party), "road", told.world.clock.ms) for party in "AB"]
        seen.append({row["status"] for row in rows if row is not None})
    assert all(one in ({"not_agreed"}, set()) for one in seen[:-2]), seen
    assert seen[-2:] == [{"agreed"}, {"agreed"}]


def test_the_copies_of_the_text_differ_in_one_term() -> None:
    told = tell("castello")
    row = instrument_row(told.world.room("B"), "road-text", told.world.clock.ms)
    assert row is not None
    assert row["status"] == "not_agreed"
    terms = [one for one in row["differences"][0]["fields"] if one["unit"] == "m"]
    assert [(one["a"]["value"], one["b"]["value"]) for one in terms] == [(3000, 3500)]


def test_the_wider_version_alone_holds_what_the_map_shows() -> None:
    told = tell("castello", steps=tell("castello").story.steps[:5])
    row = area_row(told.world.room("A"), "road", told.world.clock.ms)
    assert row is not None
    [parts] = row["differences"]
    assert parts["only_b_m2"] == pytest.approx(parts["both_m2"] * 500 / 3000, rel=0.02)
