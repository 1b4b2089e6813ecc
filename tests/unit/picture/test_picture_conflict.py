"""What meets what, in one picture: buffers from either side, the worst pair, the order of hits, the shape of a site."""

from __future__ import annotations

from typing import Any

import pytest
from tests.worlds import HOUR_MS, T0_MS, charter, circle, make_world, nd, notice, site, volume

from commonground.geo.footprint import Circle
from commonground.picture.blocks import Place
from commonground.picture.conflict import (
    COUNTS_ONLY_ABOVE,
    ONE_BY_ONE_MAX,
    SECOND_POST_ABOVE,
    Candidate,
    Hit,
    buffer_of,
    find_conflicts,
    site_footprint,
)
from commonground.picture.entity import Notice, Site
from commonground.record import replace

ROOM = charter()


def hits(own: Notice, *others: Notice | Site) -> list[Hit]:
    candidates = [Candidate(f"B/E-{number}", number + 1, "B", body) for number, body in enumerate(others)]
    return find_conflicts(own, candidates, ROOM, buffer_m=buffer_of(own, ROOM))


def at(lon: float, **changes: Any) -> Notice:
    activity_class = changes.pop("activity_class", "patrol")
    return notice(volume(lon, 33.0, 1_000, **changes), activity_class=activity_class)


GAP_700_M = 36.5 + 2_700 / 93_370
"""Centres 2,700 m apart on the parallel of 33 N: circles of 1 km are 700 m from each other."""


@pytest.mark.parametrize(
    ("own", "other", "meet"),
    [
        ("patrol", "patrol", False), ("patrol", "hazardous", True), ("hazardous", "patrol", True),
        ("gnss_disruption", "transit", True), ("transit", "gnss_disruption", True), ("uav", "medevac", False),
    ],
)  # fmt: skip
def test_a_hazard_s_wider_buffer_counts_from_either_side(own: str, other: str, meet: bool) -> None:
    found = hits(at(36.5, activity_class=own), at(GAP_700_M, activity_class=other))
    assert [hit.relation for hit in found] == (["within_buffer"] if meet else [])
    if meet:
        assert 690_000 < found[0].distance_mm < 710_000


@pytest.mark.parametrize(("own", "meet"), [("patrol", False), ("hazardous", True)])
def test_a_site_has_the_buffer_of_the_activity(own: str, meet: bool) -> None:
    near = site(36.5 + 1_700 / 93_370, 33.0)
    assert bool(hits(at(36.5, activity_class=own), near)) == meet


def test_a_site_is_protected_at_every_height_and_hour() -> None:
    high = replace(at(36.5, lower_ft=50_000, upper_ft=60_000), activity_class="transit")
    [hit] = hits(high, site())
    assert (hit.kind, hit.altitude_overlap_tmm, hit.altitude_conversion) == ("site", 0, "none")
    assert (hit.from_ms, hit.until_ms) == (T0_MS + 48 * HOUR_MS, T0_MS + 50 * HOUR_MS)


@pytest.mark.parametrize(
    ("changes", "relation"),
    [
        ({}, "overlap"),
        ({"lower_ft": 8_000, "upper_ft": 9_000}, "touching"),
        ({"lower_ft": 8_001, "upper_ft": 9_000}, None),
        ({"from_ms": T0_MS + 50 * HOUR_MS}, "touching"),
        ({"from_ms": T0_MS + 50 * HOUR_MS + 1}, None),
    ],
)
def test_stacked_and_back_to_back_they_touch(changes: dict[str, Any], relation: str | None) -> None:
    found = hits(at(36.5), at(36.5, **changes))
    assert [hit.relation for hit in found] == ([] if relation is None else [relation])


def test_of_many_volumes_the_worst_pair_is_the_hit() -> None:
    far, near = volume(GAP_700_M, 33.0, 1_000), volume(36.505, 33.0, 1_000)
    own = replace(at(36.5), activity_class="hazardous")
    for order in ((far, near), (near, far)):
        [hit] = hits(own, notice(*order))
        assert hit.relation == "overlap"


def test_sites_stand_first_and_then_the_worst() -> None:
    own = replace(at(36.5), activity_class="hazardous")
    found = hits(own, at(GAP_700_M), at(36.5), site(GAP_700_M - 1_000 / 93_370, 33.0), site(36.5, 33.0))
    assert [(hit.kind, hit.relation) for hit in found] == [
        ("site", "overlap"), ("site", "within_buffer"), ("notice", "overlap"), ("notice", "within_buffer"),
    ]  # fmt: skip
    assert [hit.key for hit in found] == ["B/E-3@4", "B/E-2@3", "B/E-1@2", "B/E-0@1"]


def test_what_is_protected_of_a_site() -> None:
    place = Place(lon_nd=nd(36.5), lat_nd=nd(33), radius_tmm=7_090_000, precision="cell", how_obtained="gps")
    assert site_footprint(site(footprint=circle(36.5, 33, 50))) == circle(36.5, 33, 50)
    assert site_footprint(site(place=place)) == Circle(center=(nd(36.5), nd(33)), radius_tmm=7_090_000)
    assert site_footprint(site(place=None)) is None
    assert hits(at(36.5), site(place=None)) == []


def test_the_limits_are_those_of_the_requirements() -> None:
    assert (ONE_BY_ONE_MAX, SECOND_POST_ABOVE, COUNTS_ONLY_ABOVE) == (20, 25, 200)
    assert (ROOM.buffer_m, ROOM.hazard_buffer_m) == (500, 1_000)


@pytest.mark.parametrize(
    ("own", "foreign", "needs"), [(0, 25, False), (0, 26, True), (26, 0, False), (10, 26, True)]
)
def test_a_second_post_is_for_many_sites_of_others(own: int, foreign: int, needs: bool) -> None:
    from tests.worlds import report

    world = make_world()
    for number in range(foreign):
        world.say("J", report(site(36.49 + 0.0005 * number, 33.0, name=f"their {number}"), "A"))
    for number in range(own):
        world.say("A", report(site(36.49 + 0.0005 * number, 33.01, name=f"our {number}")))
    world.carry_all()
    found = world.room("A").view.check(notice(), T0_MS)
    assert found.hits_total == own + foreign
    assert found.needs_second_post == needs
