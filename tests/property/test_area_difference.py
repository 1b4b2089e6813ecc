"""Laws of `area_difference`: only A and both make A, it does not matter who asks, and areas are those of geographiclib.

The truth of an area is walked with `geographiclib` along the geodesic edges as given, independently of the package:
0.1 % or 10 m2.
"""

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import Refused
from commonground.geo.area_difference import area_difference, area_m2, total_m2
from commonground.geo.footprint import Polygon, validate_footprint

WGS84 = Geodesic.WGS84
TURN_ND = 360 * 10**9
FEW = settings(max_examples=60, deadline=None)
ORIGINS = st.sampled_from([(38.0, 35.0), (180.0, -17.0), (0.0, 0.0), (-179.99, 52.0), (20.0, 89.7)])


def walk(origin, azimuth_deg, away_m):
    there = WGS84.Direct(origin[1], origin[0], azimuth_deg, away_m)
    lon_nd = (round(there["lon2"] * 1e9) + TURN_ND // 2) % TURN_ND - TURN_ND // 2
    return lon_nd, round(there["lat2"] * 1e9)


def ring_about(origin, radii_m):
    return tuple(walk(origin, 360 * n / len(radii_m), radius_m) for n, radius_m in enumerate(radii_m))


def ring_truth_m2(ring):
    walked = WGS84.Polygon()
    for lon_nd, lat_nd in ring:
        walked.AddPoint(lat_nd / 1e9, lon_nd / 1e9)
    return abs(walked.Compute()[2])


def truth_m2(polygon):
    return ring_truth_m2(polygon.rings[0]) - sum(map(ring_truth_m2, polygon.rings[1:]))


def near(got_m2, wanted_m2):
    return abs(got_m2 - wanted_m2) <= max(10.0, wanted_m2 * 0.001)


@st.composite
def polygons(draw, origin, spread_m=20_000):
    lon_nd, lat_nd = walk(origin, draw(st.floats(0, 360)), draw(st.floats(0, spread_m)))
    middle = (lon_nd / 1e9, lat_nd / 1e9)
    size_m = draw(st.floats(300, 60_000))
    parts = draw(st.lists(st.floats(0.4, 1), min_size=3, max_size=9))
    ring = ring_about(middle, [size_m * part for part in parts])
    hole = ring_about(middle, [size_m * 0.1] * 4)
    polygon = Polygon(rings=(ring, hole) if draw(st.booleans()) else (ring,))
    try:
        validate_footprint(polygon, "p")
    except Refused:
        return Polygon(rings=(ring_about(middle, [size_m] * 5),))
    return polygon


@st.composite
def pairs(draw):
    origin = draw(ORIGINS)
    return draw(polygons(origin)), draw(polygons(origin))


@FEW
@given(pairs())
def test_only_a_and_both_make_a(pair):
    a, b = pair
    parts = area_difference(a, b)
    assert near(total_m2(parts.only_a) + total_m2(parts.both), truth_m2(a))
    assert near(total_m2(parts.only_b) + total_m2(parts.both), truth_m2(b))


@FEW
@given(pairs())
def test_it_does_not_matter_who_asks(pair):
    a, b = pair
    one, other = area_difference(a, b), area_difference(b, a)
    assert (one.only_a, one.only_b, one.both) == (other.only_b, other.only_a, other.both)


@FEW
@given(pairs())
def test_every_part_lies_where_it_says(pair):
    """A part of A alone shares nothing with B, each is all of its own with A, and each is a shape of its own."""
    a, b = pair
    for patch in area_difference(a, b).only_a[:3]:
        part = Polygon(rings=patch.rings)
        assert near(area_m2(part), patch.area_m2)
        assert near(total_m2(area_difference(part, b).both), 0.0)
        assert near(total_m2(area_difference(part, a).both), patch.area_m2)


@FEW
@given(ORIGINS.flatmap(polygons))
def test_the_same_area_twice_differs_nowhere(polygon):
    turned = Polygon(rings=tuple(ring[1:] + ring[:1] for ring in polygon.rings))
    for other in (polygon, turned):
        parts = area_difference(polygon, other)
        assert parts.only_a == parts.only_b == ()
        assert near(total_m2(parts.both), truth_m2(polygon))
    assert near(area_m2(polygon), truth_m2(polygon))


@pytest.mark.parametrize("lon", [38.0, 179.96])
def test_neighbours_that_share_an_edge_share_no_ground(lon):
    step, west = 100_000_000, round(lon * 1e9)

    def square(from_nd):
        east_nd = (from_nd + step + TURN_ND // 2) % TURN_ND - TURN_ND // 2
        from_nd = (from_nd + TURN_ND // 2) % TURN_ND - TURN_ND // 2
        south, north = 35 * 10**9, 35 * 10**9 + step
        return Polygon(rings=(((from_nd, south), (east_nd, south), (east_nd, north), (from_nd, north)),))

    a, b = square(west), square(west + step)
    parts = area_difference(a, b)
    assert parts.both == ()
    assert near(total_m2(parts.only_a), truth_m2(a))
    assert near(total_m2(parts.only_b), truth_m2(b))


def test_a_vertex_more_on_the_same_edge_is_no_difference():
    """The long edge is a geodesic: a point of it is on it, a point half way in latitude and longitude is not."""
    west, east = (36 * 10**9, 34 * 10**9), (37 * 10**9, 34 * 10**9)
    top = (36_500_000_000, 35 * 10**9)
    line = WGS84.Inverse(34, 36, 34, 37)
    on_it = walk((36.0, 34.0), line["azi1"], line["s12"] / 2)
    plain = Polygon(rings=((west, east, top),))
    assert area_difference(plain, Polygon(rings=((west, on_it, east, top),))).only_a == ()
    chord = area_difference(plain, Polygon(rings=((west, (36_500_000_000, 34 * 10**9), east, top),)))
    assert near(
        total_m2(chord.only_b), truth_m2(Polygon(rings=((west, (36_500_000_000, 34 * 10**9), east),)))
    )
    assert total_m2(chord.only_b) > 5e6


def test_areas_that_are_far_apart_are_whole():
    a = Polygon(rings=(ring_about((38.0, 35.0), [9_000] * 6),))
    b = Polygon(rings=(ring_about((-120.0, -35.0), [9_000] * 6),))
    parts = area_difference(a, b)
    assert parts.both == ()
    assert near(total_m2(parts.only_a), truth_m2(a))
    assert near(total_m2(parts.only_b), truth_m2(b))


def test_a_hole_of_one_is_ground_of_the_other_alone():
    outer = ring_about((38.0, 35.0), [9_000] * 6)
    hole = ring_about((38.0, 35.0), [2_000] * 5)
    whole, holed = Polygon(rings=(outer,)), Polygon(rings=(outer, hole))
    parts = area_difference(whole, holed)
    assert parts.only_b == ()
    assert len(parts.only_a) == 1
    assert near(parts.only_a[0].area_m2, ring_truth_m2(hole))
    assert len(parts.both[0].rings) == 2


def test_a_small_area_inside_a_very_large_one():
    """A large area against a small one inside it, 1,000 km wide: the plane of the smaller one measures both."""
    large = Polygon(rings=(ring_about((38.0, 35.0), [900_000] * 8),))
    small = Polygon(rings=(ring_about((45.0, 33.0), [4_000] * 8),))
    parts = area_difference(large, small)
    assert near(total_m2(parts.both), truth_m2(small))
    assert near(total_m2(parts.only_a), truth_m2(large) - truth_m2(small))
