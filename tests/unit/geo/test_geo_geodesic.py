"""The package's geodesics against `geographiclib`, and the plane against the package's geodesics."""

import numpy as np
import pytest
from geodesic_oracle import WGS84, beside, line_nd, metres, metres_to_edge, nd, step

from commonground.geo.footprint import Corridor, drawn_on
from commonground.geo.geodesic import (
    direct,
    inverse,
    inverse_many,
    nearest_on_edges,
    point_between,
    ring_area_m2,
)
from commonground.geo.plane import draw_mm, lift, plane_near

PAIRS = [
    ((38, 35), (38.00001, 35)),
    ((38, 35), (41, 36)),
    ((179.9, 10), (-179.9, 10.1)),
    ((0, 89.9), (180, 89.9)),
    ((12, -90), (50, -89)),
    ((0, 0), (100, -20)),
]


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_inverse_and_direct(p, q):
    distance_m, azimuth, arrival = inverse(*p, *q)
    truth = WGS84.Inverse(p[1], p[0], q[1], q[0])
    assert distance_m == pytest.approx(truth["s12"], abs=1e-6)
    assert (azimuth, arrival) == pytest.approx((truth["azi1"], truth["azi2"]), abs=1e-6)
    there = direct(*p, azimuth, distance_m)
    assert metres(nd(*there), nd(*q)) < 0.001
    many, _, _ = inverse_many(*(np.array([value]) for value in (*p, *q)))
    assert many[0] == distance_m
    half = point_between(*p, *q, distance_m / 2)
    assert inverse(*p, *half)[0] == pytest.approx(distance_m / 2, abs=1e-6)


@pytest.mark.parametrize("at", [(38, 35), (180, -60), (0, 89.99), (33, -89.9)])
@pytest.mark.parametrize("aside_m", [0.0, 0.5, 3_000.0, 400_000.0])
def test_nearest_point_of_an_edge(at, aside_m):
    p = nd(*at)
    q = step(p, 63, 9_000)
    for share in (-0.0, 0.2, 0.9):
        v = beside(p, q, share, aside_m)
        edge = np.array([[p[0]], [p[1]], [q[0]], [q[1]]]) / 1e9
        found_m, _, _ = nearest_on_edges(
            np.array([v[0] / 1e9]), np.array([v[1] / 1e9]), edge, np.array([0.5])
        )
        assert found_m[0] == pytest.approx(metres_to_edge(v, p, q), abs=5e-4 if aside_m < 1 else 1e-5)


def test_area_of_a_ring():
    ring = line_nd((38, 35), (39, 35), (39, 36))
    figure = WGS84.Polygon()
    for lon_nd, lat_nd in ring:
        figure.AddPoint(lat_nd / 1e9, lon_nd / 1e9)
    lon, lat = (np.array([point[axis] / 1e9 for point in ring]) for axis in (0, 1))
    assert ring_area_m2(lon, lat) == pytest.approx(abs(figure.Compute()[2]), rel=1e-9)
    assert ring_area_m2(lon[::-1], lat[::-1]) == ring_area_m2(lon, lat)


@pytest.mark.parametrize("at", [(38, 35), (180, 0), (0, 90), (60, -89.6), (-179.7, 89.4), (12, 60.2)])
def test_the_plane_is_undone(at):
    p = nd(*at)
    plane = plane_near(p[0] / 1e9, p[1] / 1e9)
    for distance_m in (0, 1_000, 300_000, 1_500_000):
        q = step(p, 200, distance_m)
        drawn = draw_mm(plane, np.array([q[0] / 1e9]), np.array([q[1] / 1e9]))
        lon, lat = lift(plane, drawn)
        assert metres(q, nd(float(lon[0]), float(lat[0]))) < 0.0012
    middle = draw_mm(plane, np.array([p[0] / 1e9]), np.array([p[1] / 1e9]))[0]
    assert np.hypot(*middle) < 120e6  # the mesh is one degree wide


@pytest.mark.parametrize("away_m", [0, 300_000, 1_000_000])
@pytest.mark.parametrize("edge_m", [8_000, 100_000, 500_000])
def test_drawn_edges_stay_within_two_millimetres_of_the_geodesic(away_m, edge_m):
    """The bound that CONTACT_M in `intersection` relies on."""
    for lat_deg, heading in ((0, 10), (35, 100), (60, 190), (80, 280), (-45, 325)):
        middle = step(nd(38, lat_deg), heading, away_m)
        p, q = step(middle, heading + 50, edge_m / 2), step(middle, heading + 230, edge_m / 2)
        plane = plane_near(38, lat_deg)
        core = drawn_on(plane, Corridor(path=(p, q), width_tmm=10_000)).core
        for share in (0.03, 0.37, 0.5, 0.94):
            v = beside(p, q, share, 0.0)
            drawn = draw_mm(plane, np.array([v[0] / 1e9]), np.array([v[1] / 1e9]))[0]
            assert core.distance(_point(drawn)) < 2.0


def _point(xy):
    import shapely

    return shapely.Point(xy)
