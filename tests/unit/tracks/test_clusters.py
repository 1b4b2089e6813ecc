"""Drones of a wide view as counts in squares: as large as the standard wants, in place however the map moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.geo.geodesic import inverse
from commonground.tracks.clusters import CLUSTER_PERCENT_MIN, CLUSTER_SIDE_M_MIN, View, clusters, side_for


def view(lon: float = 36.5, lat: float = 33.0, width: float = 0.05, height: float = 0.04) -> View:
    return View(*(round(value * 1e9) for value in (lon, lat, lon + width, lat + height)))


lons, lats = st.floats(-179, 179), st.floats(-84, 84)


@settings(max_examples=200, deadline=None)
@given(lons, lats, st.floats(0.005, 0.06), st.floats(0.005, 0.05), st.data())
def test_a_square_holds_its_drones_and_is_as_large_as_it_must_be(
    lon: float, lat: float, width: float, height: float, data: st.DataObject
) -> None:
    shown = view(lon, lat, width, height)
    points = data.draw(
        st.lists(
            st.tuples(st.integers(shown.west_nd, shown.east_nd), st.integers(shown.south_nd, shown.north_nd)),
            min_size=1, max_size=5,
        )
    )  # fmt: skip
    found = clusters(shown, points)
    assert sum(one.aircraft for one in found) == len(points)
    for point in points:
        assert sum(one.bounds.holds(*point) for one in found) >= 1
    for one in found:
        west, south, east, north = (value / 1e9 for value in (one.bounds.west_nd, one.bounds.south_nd,
                                                              one.bounds.east_nd, one.bounds.north_nd))  # fmt: skip
        side_m = side_for(shown)
        assert inverse(west, south, west, north)[0] >= CLUSTER_SIDE_M_MIN * 0.999
        for edge in (south, north):
            assert inverse(west, edge, east, edge)[0] >= side_m * 0.99
        assert one.bounds.area_m2 >= shown.area_m2 * CLUSTER_PERCENT_MIN / 100 * 0.98


def test_squares_stay_where_they_are_while_the_map_moves() -> None:
    point = (36_520_000_000, 33_010_000_000)
    [one] = clusters(view(), [point])
    for step in range(1, 8):
        [same] = clusters(view(36.5 + step * 0.0011, 33.0 + step * 0.0007), [point])
        assert same == one


def test_where_in_its_square_a_drone_flies_is_not_told() -> None:
    [one] = clusters(view(), [(36_520_000_000, 33_010_000_000)])
    middle = (
        (one.bounds.west_nd + one.bounds.east_nd) // 2,
        (one.bounds.south_nd + one.bounds.north_nd) // 2,
    )
    corner = (one.bounds.west_nd + 1, one.bounds.south_nd + 1)
    assert clusters(view(), [middle]) == clusters(view(), [corner]) == (one,)


@pytest.mark.parametrize(("lat", "width"), [(89.9, 5.0), (-89.9, 5.0), (0.0, 0.02)])
def test_near_a_pole_and_on_the_equator(lat: float, width: float) -> None:
    shown = view(10.0, lat - 0.01, width, 0.02)
    found = clusters(shown, [(round(12e9), round(lat * 1e9))])
    assert [one.aircraft for one in found] == [1]


def test_a_view_knows_its_diagonal() -> None:
    assert 2_700 < view(width=0.02, height=0.02).diagonal_m < 3_000
    assert view(width=0.05, height=0.04).diagonal_m < 7_000 < view(width=0.06, height=0.06).diagonal_m


def test_a_view_across_the_antimeridian_is_as_small_as_it_is() -> None:
    across, beside = view(179.99, width=0.02), view(170.0, width=0.02)
    across = View(across.west_nd, across.south_nd, across.east_nd - 360 * 10**9, across.north_nd)
    assert across.diagonal_m == pytest.approx(beside.diagonal_m, abs=0.01)
    assert across.area_m2 == pytest.approx(beside.area_m2, rel=1e-6)
    lat_nd = round(33.01e9)
    assert across.holds(180 * 10**9, lat_nd)
    assert across.holds(-179_995_000_000, lat_nd)
    assert not across.holds(0, lat_nd)
    assert [(one.west_nd, one.east_nd) for one in across.parts] == [
        (179_990_000_000, 180 * 10**9), (-180 * 10**9, -179_990_000_000),
    ]  # fmt: skip
    assert beside.parts == (beside,)
    found = clusters(across, [(180 * 10**9, lat_nd), (-179_999_000_000, lat_nd)], [(180 * 10**9, lat_nd)])
    assert (sum(one.aircraft for one in found), sum(one.simulated for one in found)) == (2, 1)


def test_a_view_round_the_earth_is_not_taken_for_a_small_one() -> None:
    """Its corners lie beside each other, on the other side."""
    assert view(-179.99, width=359.98).diagonal_m > 20_000_000
