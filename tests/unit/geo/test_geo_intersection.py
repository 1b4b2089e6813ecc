"""Meetings beyond the vectors: margins, common points, distances, areas, and sites within a distance."""

import math

import pytest
from geodesic_oracle import (
    WGS84,
    beside,
    line_nd,
    metres,
    metres_between_lines,
    metres_to_edge,
    metres_to_line,
    nd,
    step,
)

from commonground.errors import Refused
from commonground.geo import nearest
from commonground.geo.footprint import Circle, Corridor, Polygon, validate_footprint
from commonground.geo.intersection import distance_m, footprints_meet, sites_within
from commonground.record import encode_canonical


def circle(center, radius_m):
    return Circle(center=center, radius_tmm=round(radius_m * 1e4))


def lens_m2(apart_m, r, s):
    """Area of two circles' lens in the plane."""
    a = r * r * math.acos((apart_m**2 + r * r - s * s) / (2 * apart_m * r))
    b = s * s * math.acos((apart_m**2 + s * s - r * r) / (2 * apart_m * s))
    heron = (-apart_m + r + s) * (apart_m + r - s) * (apart_m - r + s) * (apart_m + r + s)
    return a + b - math.sqrt(heron) / 2


@pytest.mark.parametrize(("r", "s"), [(50, 80), (500, 5_000), (5_000, 20_000)])
@pytest.mark.parametrize("depth_m", [0.02, 0.1, 1, 10, 40])
def test_area_of_a_lens(r, s, depth_m):
    p = nd(38, 35)
    q = step(p, 33, r + s - depth_m)
    found = footprints_meet(circle(p, r), circle(q, s))
    part = 0.05 if depth_m < 0.1 else 0.004
    assert found.area_m2 == pytest.approx(lens_m2(metres(p, q), r, s), rel=part, abs=0.02)


@pytest.mark.parametrize("radius_m", [10, 1_000, 50_000, 900_000])
def test_area_of_a_circle(radius_m):
    a = circle(nd(38, 35), radius_m)
    sphere_m = 6_371_008.8
    true_m2 = 2 * math.pi * sphere_m**2 * (1 - math.cos(radius_m / sphere_m))
    assert footprints_meet(a, a).area_m2 == pytest.approx(true_m2, rel=5e-5)


def test_area_of_a_corridor_is_its_strip_and_two_half_circles():
    p = nd(38, 35)
    a = Corridor(path=(p, step(p, 50, 10_000)), width_tmm=20_000_000)
    assert footprints_meet(a, a).area_m2 == pytest.approx(2_000 * 10_000 + math.pi * 1_000**2, rel=1e-4)


@pytest.mark.parametrize("at", [(38, 35), (179.999, -16), (0, 89.97), (77, -89.99)])
def test_the_common_point_lies_in_both(at):
    p = nd(*at)
    q = step(p, 70, 60_000)
    block = (p, q, step(q, 160, 20_000), step(p, 160, 20_000))
    wide = circle(beside(p, q, 0.5, 2_900), 3_000)
    found = footprints_meet(Polygon(rings=(block,)), wide)
    assert metres(found.common_point, wide.center) <= 3_000.01
    assert metres_to_edge(found.common_point, p, q) <= 100.01
    other = circle(step(wide.center, 300, 4_000), 1_500)
    found = footprints_meet(wide, other)
    assert metres(found.common_point, wide.center) <= 3_000.01
    assert metres(found.common_point, other.center) <= 1_500.01


def test_the_common_point_of_a_buffer_lies_half_way():
    p = nd(38, 35)
    q = step(p, 70, 2_000)
    found = footprints_meet(circle(p, 500), circle(q, 1_000), buffer_m=600)
    assert (found.relation, found.distance_m) == ("within_buffer", pytest.approx(500, abs=0.001))
    assert metres(p, found.common_point) == pytest.approx(750, abs=0.01)


@pytest.mark.parametrize(("gap_m", "meets"), [(499.99, True), (500.01, False)])
@pytest.mark.parametrize("at", [(38, 35), (180, 0), (10, 89.99)])
def test_the_buffer_is_right_to_a_centimetre(gap_m, meets, at):
    p = nd(*at)
    q = step(p, 20, 40_000)
    near = circle(beside(p, q, 0.4, 1_000 + gap_m), 1_000)
    found = footprints_meet(Corridor(path=(p, q), width_tmm=2_000), near, buffer_m=499.9)
    assert (found is not None) is meets


@pytest.mark.parametrize("at", [(38, 35), (179.8, 5), (30, 89.0), (30, -89.6), (0, 0)])
@pytest.mark.parametrize("apart_m", [3_000, 200_000, 900_000])
def test_distance_between_polygon_corridor_and_circle(at, apart_m):
    p = nd(*at)
    ring = (p, step(p, 60, 30_000), step(p, 130, 90_000))
    far = step(p, 290, apart_m)
    path = (far, step(far, 200, 25_000), step(far, 280, 60_000))
    polygon, corridor = Polygon(rings=(ring,)), Corridor(path=path, width_tmm=10_000_000)
    validate_footprint(polygon, "a")
    true_m = metres_between_lines(ring, path, closed_a=True, closed_b=False) - 500
    assert distance_m(polygon, corridor) == pytest.approx(true_m, abs=0.002)
    assert distance_m(corridor, polygon) == pytest.approx(true_m, abs=0.002)
    true_m = metres_to_line(far, ring, closed=True) - 700
    assert distance_m(circle(far, 700), polygon) == pytest.approx(true_m, abs=0.002)


def test_distance_is_zero_for_what_meets_and_refused_across_the_world():
    a, b = circle(nd(38, 35), 1_000), circle(nd(38, 35.001), 1_000)
    assert distance_m(a, b) == 0.0
    with pytest.raises(Refused):
        distance_m(a, Polygon(rings=(line_nd((-142, -35), (-141, -35), (-141, -34)),)))


def test_far_footprints_do_not_meet():
    a = circle(nd(38, 35), 1_000)
    for far in (nd(-142, -35), nd(38, -35), nd(-142, 35)):
        assert footprints_meet(a, circle(far, 900_000), buffer_m=1_000) is None


@pytest.mark.parametrize(
    ("inside_m", "relation"), [(-0.02, None), (0.0, "touching"), (0.02, "overlap"), (500, "overlap")]
)
def test_a_point_at_the_edge_of_a_region(inside_m, relation):
    p = nd(38, 35)
    q = step(p, 75, 80_000)
    block = Polygon(rings=((p, q, step(q, 165, 9_000), step(p, 165, 9_000)),))
    found = footprints_meet(block, circle(beside(p, q, 0.3, -inside_m), 0))
    assert (found.relation if found else None) == relation


def test_two_points():
    a, b = circle(nd(38, 35), 0), circle(nd(38.001, 35), 0)
    assert footprints_meet(a, a).relation == "overlap"
    assert footprints_meet(a, b) is None


def test_sites_within_a_distance_nearest_first():
    p = nd(38, 35)
    area = circle(p, 1_000)
    sites = [
        ("at 1499", circle(step(p, 10, 1_499), 0)),
        ("inside", circle(step(p, 200, 400), 0)),
        ("at 1501", circle(step(p, 80, 1_501), 0)),
        ("its circle reaches in", circle(step(p, 120, 1_600), 200)),
        ("far", circle(nd(-142, -35), 500)),
    ]
    found = sites_within(area, sites, 500)
    assert [key for key, _ in found] == ["inside", "its circle reaches in", "at 1499"]
    assert [distance for _, distance in found] == pytest.approx([0, 400, 499], abs=0.01)


def test_straight_lines_in_degrees_would_be_wrong_here():
    """Half way along 200 km of the 35th parallel the geodesic edge runs 540 m north of the parallel."""
    p, q = nd(38, 35), nd(40.19, 35)
    block = Polygon(rings=((p, q, nd(40.19, 34.5), nd(38, 34.5)),))
    middle = WGS84.InverseLine(35, 38, 35, 40.19)
    top = middle.Position(middle.s13 / 2)
    assert metres(nd(top["lon2"], top["lat2"]), nd(top["lon2"], 35)) > 500
    site = circle(nd(top["lon2"], 35 + 0.9 * (top["lat2"] - 35)), 0)
    assert footprints_meet(block, site).relation == "overlap"


def test_a_meeting_can_be_written_down():
    found = footprints_meet(circle(nd(38, 35), 10), circle(nd(38, 35), 20))
    assert b'"relation":"overlap"' in encode_canonical(found)


def test_the_tree_for_long_lines_finds_what_comparing_every_pair_finds(monkeypatch):
    p = nd(38, 35)
    ring = tuple(step(p, n * 3, 20_000 + 400 * (n % 7)) for n in range(120))
    path = tuple(step(p, n * 2 + 1, 31_000 + 90 * (n % 11)) for n in range(170))
    a, b = Polygon(rings=(ring,)), Corridor(path=path, width_tmm=10_000)
    every_pair = distance_m(a, b)
    monkeypatch.setattr(nearest, "_PAIRS_MAX", 100)
    assert distance_m(a, b) == distance_m(b, a) == every_pair
    monkeypatch.undo()
    assert every_pair == pytest.approx(
        metres_between_lines(ring[::6], path[::6], closed_a=False, closed_b=False), abs=3_000
    )


def test_a_slit_narrower_than_the_grid_of_a_plane_does_no_harm():
    """Valid where it was checked, two parts of one ring may meet on another plane: both sides count."""
    met = []
    for number in range(120):
        p = nd(38 + number / 40, 35 + number / 60)
        q = step(p, 90, 100_000)
        a, b = step(q, 180, 80_000), step(p, 180, 80_000)
        apex = beside(p, q, 0.3 + number / 300, -0.0005 - number / 200_000)
        region = Polygon(rings=((p, q, a, step(b, 90, 60_000), apex, step(b, 90, 40_000), b),))
        try:
            validate_footprint(region, "f")
        except Refused:
            continue
        for corner, inwards in ((a, 340), (b, 20)):
            met.append(footprints_meet(region, circle(step(corner, inwards, 3_000), 500)).relation)
    assert len(met) > 100
    assert set(met) == {"overlap"}


def test_a_buffer_wider_than_any_plane_is_refused():
    with pytest.raises(Refused):
        footprints_meet(circle(nd(38, 35), 1_000), circle(nd(-142, -35), 1_000), buffer_m=3e7)
