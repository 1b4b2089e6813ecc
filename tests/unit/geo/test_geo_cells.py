"""Cells of footprints: named places, poles, the antimeridian, what is too large; ids as others write them."""

from __future__ import annotations

import math

import pytest

from commonground.errors import Refused
from commonground.geo.cells import LEVEL, area_m2, cell_at, cells_of
from commonground.geo.footprint import Circle, Corridor, Polygon


def nd(degrees: float) -> int:
    return round(degrees * 1e9)


def ring(*corners: tuple[float, float]) -> tuple[tuple[int, int], ...]:
    return tuple((nd(lon), nd(lat)) for lon, lat in corners)


def circle(lon: float, lat: float, radius_m: float) -> Circle:
    return Circle(center=(nd(lon), nd(lat)), radius_tmm=round(radius_m * 1e4))


#: Of `s2cell` 1.8, which shares no code with the library that is used.
@pytest.mark.parametrize(
    ("lon", "lat", "cell"),
    [
        (36.3, 33.5, 1520212075375230976),
        (-122.170502, 37.427636, 9263828756177354752),
        (0.0, 0.0, 1152921521786716160),
        (179.9999, -16.9, 7935307479313809408),
        (12.0, 90.0, 5764607540214104064),
        (12.0, -90.0, 12682136567855185920),
    ],
)
def test_a_cell_has_the_id_that_others_give_it(lon: float, lat: float, cell: int) -> None:
    assert cell_at(lon, lat) == cell
    # The lowest set bit of an id says its level.
    assert cell & -cell == 1 << (2 * (30 - LEVEL))


def test_a_point_lies_in_one_cell_and_a_corner_of_cells_in_four() -> None:
    assert cells_of(circle(36.305, 33.5, 0)) == {cell_at(36.305, 33.5)}
    # The middle of a face is a corner of four cells.
    assert len(cells_of(circle(0.0, 0.0, 0))) == 4


def test_a_circle_is_covered_wholly_and_not_by_a_polygon_inside_it() -> None:
    """A twenty-sided polygon inside a circle of 5 km stays 60 m short of it between its corners."""
    from geographiclib.geodesic import Geodesic

    covered = cells_of(circle(36.3, 33.5, 5_000))
    for tenth_deg in range(3600):
        edge = Geodesic.WGS84.Direct(33.5, 36.3, tenth_deg / 10, 5_000)
        assert cell_at(edge["lon2"], edge["lat2"]) in covered


def test_the_inside_of_a_polygon_is_covered_and_its_hole_is_not() -> None:
    outer, hole = (
        ring((36, 33), (36.4, 33), (36.4, 33.4), (36, 33.4)),
        ring((36.1, 33.1), (36.3, 33.1), (36.3, 33.3), (36.1, 33.3)),
    )
    assert cell_at(36.2, 33.2) in cells_of(Polygon(rings=(outer,)))
    pierced = cells_of(Polygon(rings=(outer, hole)))
    assert cell_at(36.2, 33.2) not in pierced
    assert cell_at(36.05, 33.2) in pierced


def test_either_direction_of_a_ring_is_its_smaller_side() -> None:
    corners = ring((36, 33), (36.1, 33), (36.1, 33.1))
    assert cells_of(Polygon(rings=(corners,))) == cells_of(Polygon(rings=(corners[::-1],)))


def test_an_area_that_contains_a_pole() -> None:
    round_it = Polygon(rings=(ring((0, 89.9), (90, 89.9), (180, 89.9), (-90, 89.9)),))
    assert {cell_at(12, 90), cell_at(45, 89.95), cell_at(-135, 89.95)} <= cells_of(round_it)
    assert cell_at(0, 89.0) not in cells_of(round_it)
    assert cell_at(200 - 360, -90) in cells_of(circle(20, -89.99, 2_000))


def test_an_area_across_the_antimeridian() -> None:
    across = cells_of(Polygon(rings=(ring((179.98, 0), (-179.98, 0), (-179.98, 0.02), (179.98, 0.02)),)))
    assert {cell_at(179.999, 0.01), cell_at(-179.999, 0.01)} <= across
    assert cell_at(0, 0.01) not in across
    assert len(across) < 40


def test_a_path_is_covered_on_both_sides() -> None:
    path = Corridor(path=ring((36.0, 33.0), (36.2, 33.0), (36.2, 33.2)), width_tmm=nd(0) + 20_000_000)
    covered = cells_of(path)
    for step in range(201):
        assert {cell_at(36 + step / 1000, 33 + side) for side in (-0.0089, 0, 0.0089)} <= covered
    assert cell_at(36.1, 33.1) not in covered


def test_areas_in_square_metres() -> None:
    assert area_m2(circle(36, 33, 1_000)) == pytest.approx(math.pi * 1e6)
    degree = Polygon(rings=(ring((36, 0), (37, 0), (37, 1), (36, 1)),))
    assert area_m2(degree) == pytest.approx(1.2309e10, rel=1e-4)
    assert area_m2(Polygon(rings=(degree.rings[0][::-1],))) == pytest.approx(area_m2(degree))
    path = Corridor(path=ring((36.0, 0.0), (37.0, 0.0)), width_tmm=10_000_000)
    assert area_m2(path) == pytest.approx(111_319 * 1_000 + math.pi * 500**2, rel=0.01)


@pytest.mark.parametrize(
    "wide",
    [circle(36, 33, 100_000), Polygon(rings=(ring((30, 30), (34, 30), (34, 34), (30, 34)),)),
     Corridor(path=ring((30, 30), (36, 30)), width_tmm=2_000_000_000)],
    ids=["circle", "polygon", "path"],
)  # fmt: skip
def test_what_lies_in_too_many_cells_is_refused(wide: Circle | Polygon | Corridor) -> None:
    with pytest.raises(Refused) as refused:
        cells_of(wide)
    assert refused.value.clause == "limits"
