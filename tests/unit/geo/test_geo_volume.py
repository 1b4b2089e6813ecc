"""Boxes contain their shapes; volumes are refused with the field."""

import pytest
from geodesic_oracle import WGS84, line_nd, nd, step

from commonground.errors import Refused
from commonground.geo.footprint import Circle, Corridor, Polygon
from commonground.geo.interval import TMM_PER_FT, UNLIMITED_TMM, Altitude
from commonground.geo.volume import (
    VOLUMES_MAX,
    Volume,
    bounding_box,
    bounding_boxes,
    box_rows,
    validate_volume,
    validate_volumes,
)

SURFACE = Altitude(value_tmm=0, reference="AGL", unit="FT")
TOP = Altitude(value_tmm=1_000 * TMM_PER_FT, reference="AMSL", unit="FT")


def contains(box, lon_deg, lat_deg):
    held = any(west <= lon_deg <= east for west, east in box.lon_ranges)
    return held and box.south_deg <= lat_deg <= box.north_deg


def points_of(footprint, margin_m):
    """Points within `margin_m` of the shape's edge, on every side, made with geodesics."""
    if isinstance(footprint, Circle):
        lines, widen_m = [(footprint.center, footprint.center)], footprint.radius_tmm / 1e4
    elif isinstance(footprint, Corridor):
        lines = list(zip(footprint.path, footprint.path[1:], strict=False))
        widen_m = footprint.width_tmm / 2e4
    else:
        ring = footprint.rings[0]
        lines, widen_m = list(zip(ring, (*ring[1:], ring[0]), strict=True)), 0.0
    for p, q in lines:
        edge = WGS84.InverseLine(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)
        for share in range(0, 11):
            at = edge.Position(edge.s13 * share / 10)
            for heading in range(0, 360, 30):
                there = WGS84.Direct(at["lat2"], at["lon2"], heading, widen_m + margin_m)
                yield there["lon2"], there["lat2"]


SHAPES = {
    "circle": Circle(center=nd(38, 35), radius_tmm=50_000_000),
    "circle of 900 km": Circle(center=nd(38, 65), radius_tmm=9_000_000_000),
    "point": Circle(center=nd(38, 35), radius_tmm=0),
    "circle across the antimeridian": Circle(center=nd(179.99, 35), radius_tmm=50_000_000),
    "circle beside the pole": Circle(center=nd(20, 89.9), radius_tmm=100_000_000),
    "circle that holds the pole": Circle(center=nd(20, -89.9), radius_tmm=200_000_000),
    "circle on the pole": Circle(center=nd(20, 90), radius_tmm=10_000),
    "long edge along a parallel": Polygon(rings=(line_nd((0, 60), (15, 60), (15, 60.5), (0, 60.5)),)),
    "long edge in the south": Polygon(rings=(line_nd((0, -60), (15, -60), (15, -60.5), (0, -60.5)),)),
    "polygon across the antimeridian": Polygon(rings=(line_nd((179, 10), (-179, 10), (-179.5, 12)),)),
    "polygon that ends on the antimeridian": Polygon(rings=(line_nd((179, 10), (180, 10), (180, 12)),)),
    "ring round the pole": Polygon(rings=(line_nd((0, 85), (120, 84), (-120, 86)),)),
    "ring round the south pole": Polygon(rings=(line_nd((0, -85), (120, -84), (-120, -86)),)),
    "edge over the pole": Polygon(rings=(line_nd((10, 88), (-170, 88), (100, 87)),)),
    "corridor": Corridor(path=line_nd((38, 35), (39, 36), (38, 37)), width_tmm=100_000_000),
    "corridor over the antimeridian": Corridor(path=line_nd((179, 70), (-178, 71)), width_tmm=9_000_000),
    "corridor past the pole": Corridor(path=line_nd((0, 88), (150, 88.5)), width_tmm=9_000_000),
}


@pytest.mark.parametrize("margin_m", [0.0, 500.0, 30_000.0])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_box_contains_its_shape(shape, margin_m):
    box = bounding_box(shape, margin_m)
    outside = [point for point in points_of(shape, margin_m) if not contains(box, *point)]
    assert outside == []


def test_a_box_is_not_much_larger_than_a_small_shape():
    box = bounding_box(SHAPES["circle"])
    ((west_deg, east_deg),) = box.lon_ranges
    assert east_deg - west_deg < 0.112
    assert box.north_deg - box.south_deg < 0.0911


@pytest.mark.parametrize(
    ("name", "ranges"),
    [("circle", 1), ("circle across the antimeridian", 2), ("polygon that ends on the antimeridian", 2)],
)
def test_a_box_across_the_antimeridian_has_two_ranges(name, ranges):
    box = bounding_box(SHAPES[name])
    assert len(box.lon_ranges) == len(box_rows(box)) == ranges


def test_height_and_time_of_a_box():
    volume = Volume(footprint=SHAPES["circle"], lower=SURFACE, upper=TOP, from_ms=5, until_ms=9)
    box = bounding_box(volume)
    assert (box.lower_tmm, box.upper_tmm) == (-4_300_000, 1_000 * TMM_PER_FT + 1_100_000)
    assert (box.from_ms, box.until_ms) == (5, 9)
    unlimited = Volume(footprint=SHAPES["circle"], lower=SURFACE, upper=None, from_ms=5, until_ms=9)
    assert [bounding_box(unlimited).upper_tmm] == [UNLIMITED_TMM]
    assert bounding_boxes([volume]) == [box]


def test_a_volume_is_refused_with_its_field():
    bad = Volume(
        footprint=Circle(center=nd(38, 35), radius_tmm=-5), lower=SURFACE, upper=TOP, from_ms=5, until_ms=9
    )
    with pytest.raises(Refused) as refusal:
        validate_volume(bad, "volumes[3]")
    assert refusal.value.field == "volumes[3].footprint.radius_tmm"


@pytest.mark.parametrize("count", [0, VOLUMES_MAX + 1])
def test_too_few_and_too_many_volumes(count):
    volume = Volume(footprint=SHAPES["circle"], lower=SURFACE, upper=TOP, from_ms=5, until_ms=9)
    validate_volumes([volume], "volumes")
    with pytest.raises(Refused) as refusal:
        validate_volumes([volume] * count, "volumes")
    assert refusal.value.field == "volumes"


def test_edges_bulge_towards_the_pole():
    """Half way along 15 degrees of the 60th parallel the geodesic lies 0.2 degrees north of it."""
    edge = WGS84.InverseLine(60, 0, 60, 15)
    top_deg = edge.Position(edge.s13 / 2)["lat2"]
    box = bounding_box(Polygon(rings=(line_nd((0, 60), (15, 60), (7, 59)),)))
    assert top_deg > 60.2
    assert top_deg <= box.north_deg < top_deg + 0.02
    assert step(nd(0, 60), 0, 10)[1] > 60 * 10**9
