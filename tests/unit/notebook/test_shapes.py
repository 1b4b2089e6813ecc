"""Shapes out of degrees and metres, GeoJSON, and objects that speak it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import commonground as cg
from commonground.geo.footprint import Circle, Corridor

WINDOW = ("2030-03-01T06:00:00Z", "2030-03-01T08:00:00Z")
RING = [[36.4, 33.0], [36.8, 33.0], [36.8, 33.2], [36.4, 33.0]]
HOLE = [[36.6, 33.02], [36.7, 33.02], [36.7, 33.05], [36.6, 33.02]]


class Speaks:
    """Something with `__geo_interface__`, in tuples as libraries give it."""

    def __init__(self, kind: str, coordinates: Any) -> None:
        self.__geo_interface__ = {"type": kind, "coordinates": coordinates}


def made(shape: Any, **lengths: Any) -> Any:
    return cg.volume(shape, "SFC", "FL100", *WINDOW, **lengths).footprint


def test_a_circle_is_exact_integers() -> None:
    assert cg.circle(lon=36.326, lat=32.292, radius_m=3000.00004) == Circle(
        center=(36_326_000_000, 32_292_000_000), radius_tmm=30_000_000
    )


def test_a_corridor_has_its_full_width() -> None:
    assert cg.corridor([(36, 33), (37.2, 33.1)], width_m=9260) == Corridor(
        path=((36_000_000_000, 33_000_000_000), (37_200_000_000, 33_100_000_000)), width_tmm=92_600_000
    )


def test_a_ring_may_be_closed_or_not() -> None:
    closed = cg.polygon(RING, holes=[HOLE])
    assert closed == cg.polygon(RING[:-1], holes=[HOLE[:-1]])
    assert [len(ring) for ring in closed.rings] == [3, 3]


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: cg.circle(lon=32.3, lat=136.3, radius_m=10), "circle.lat"),
        (lambda: cg.circle(lon="36", lat=33, radius_m=10), "circle.lon"),
        (lambda: cg.circle(lon=36, lat=float("nan"), radius_m=10), "circle.lat"),
        (lambda: cg.circle(lon=36, lat=33, radius_m=-1), "circle.radius_m"),
        (lambda: cg.circle(lon=36, lat=33, radius_m=0.01), "circle.radius_tmm"),
        (lambda: cg.corridor([(36, 33)], width_m=10), "corridor.path"),
        (lambda: cg.corridor([(36, 33), (36, 33)], width_m=10), "corridor.path[1]"),
        (lambda: cg.corridor([(36, 33), 5], width_m=10), "corridor.path[1]"),
        (lambda: cg.corridor([(36, 33), (36, 34, 5)], width_m=10), "corridor.path[1]"),
        (lambda: cg.corridor([(36, 33), (36, 34)], width_m=0), "corridor.width_tmm"),
        (lambda: cg.polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), "polygon.rings[0]"),
        (lambda: cg.polygon(RING, holes=[[(37, 33), (37.1, 33), (37, 33.1)]]), "polygon.rings[1]"),
        (lambda: cg.polygon(RING, holes=[[(0, 0), (1, 0), (1, 91)]]), "polygon.rings[1][2].lat"),
    ],
)
def test_what_is_no_shape_is_refused_by_field(call: Any, field: str) -> None:
    with pytest.raises(cg.Refused) as caught:
        call()
    assert caught.value.field.startswith(field), caught.value


@pytest.mark.parametrize(
    "wrap", [lambda kind, at: {"type": kind, "coordinates": at}, Speaks], ids=["dict", "object"]
)
def test_geometries_become_what_they_are(wrap: Any) -> None:
    assert made(wrap("Point", (36.326, 32.292)), radius_m=3000) == cg.circle(
        lon=36.326, lat=32.292, radius_m=3000
    )
    assert made(wrap("Point", (36.326, 32.292))) == Circle(
        center=(36_326_000_000, 32_292_000_000), radius_tmm=0
    )
    line = ((36.0, 33.0, 900.0), (37.2, 33.1, 900.0))  # a third number is no altitude of a volume
    assert made(wrap("LineString", line), width_m=9260) == cg.corridor([(36, 33), (37.2, 33.1)], width_m=9260)
    assert made(wrap("Polygon", (RING, HOLE))) == cg.polygon(RING, holes=[HOLE])
    assert made(wrap("MultiPolygon", ((RING, HOLE),))) == cg.polygon(RING, holes=[HOLE])


def test_a_feature_brings_its_own_radius_or_width_or_exact_shape() -> None:
    point = {"type": "Point", "coordinates": [36.326, 32.292]}
    feature = {
        "type": "Feature",
        "geometry": point,
        "properties": {"radius_m": 3000, "lower": "ignored here"},
    }
    assert made(feature) == cg.circle(lon=36.326, lat=32.292, radius_m=3000)
    exact = {"type": "circle", "center": [1, 2], "radius_tmm": 5000}
    ring = {"type": "Polygon", "coordinates": [RING]}
    assert made({"type": "Feature", "geometry": ring, "properties": {"footprint": exact}}) == Circle(
        center=(1, 2), radius_tmm=5000
    )


def test_our_own_footprints_are_taken_and_checked() -> None:
    ring = cg.polygon(RING)
    assert made(ring) is ring
    with pytest.raises(cg.Refused, match=r"0\.1 m to 1000 km") as caught:
        made(Circle(center=(0, 0), radius_tmm=5))
    assert caught.value.field == "shape.radius_tmm"


POINT = {"type": "Point", "coordinates": [36.5, 33.0]}
TWO = {"type": "MultiPoint", "coordinates": [[36.5, 33.0], [36.6, 33.0]]}


@pytest.mark.parametrize(
    ("shape", "lengths", "field"),
    [
        (TWO, {"radius_m": 50}, "shape"),
        ({"type": "GeometryCollection", "geometries": []}, {}, "shape.type"),
        ({"type": "FeatureCollection", "features": []}, {}, "shape.type"),
        ({"type": "MultiPolygon", "coordinates": []}, {}, "geometry.coordinates"),
        ({"type": "Feature", "geometry": POINT, "properties": 5}, {}, "shape.properties"),
        ({"type": "Feature", "geometry": None}, {}, "geometry"),
        (5, {}, "shape"),
        (None, {}, "shape"),
        (POINT, {"width_m": 50}, "width_m"),
        (POINT, {"radius_m": True}, "properties.radius_m"),
        ({"type": "Feature", "geometry": POINT, "properties": {"radius_m": 5}}, {"radius_m": 5}, "radius_m"),
        (Circle(center=(0, 0), radius_tmm=5000), {"radius_m": 5}, "radius_m"),
        ({"type": "LineString", "coordinates": [[36, 33], [37, 33]]}, {}, "properties.width_m"),
        (Speaks("Point", ()), {}, "geometry.coordinates"),
    ],
)
def test_a_shape_that_cannot_be_read_one_way_is_refused(shape: Any, lengths: Any, field: str) -> None:
    with pytest.raises(cg.Refused) as caught:
        made(shape, **lengths)
    assert caught.value.field == field, caught.value


def test_several_parts_are_pointed_to_the_plural() -> None:
    with pytest.raises(cg.Refused, match=r"2 parts; one expected: volumes\(shape"):
        made(TWO)
    parts = cg.volumes(TWO, "SFC", "FL100", *WINDOW, radius_m=50)
    assert [one.footprint for one in parts] == [
        cg.circle(lon=36.5, lat=33, radius_m=50),
        cg.circle(lon=36.6, lat=33, radius_m=50),
    ]
    assert parts.names == ("0 part 1", "0 part 2")
    assert parts.rows == (0, 0)


def test_shapely_geometries_are_read_as_they_stand() -> None:
    import shapely

    ring = shapely.Polygon([point[:2] for point in RING], [HOLE])
    assert made(ring) == cg.polygon(RING, holes=[HOLE])
    assert made(shapely.Point(36.326, 32.292), radius_m=3000) == cg.circle(
        lon=36.326, lat=32.292, radius_m=3000
    )
    assert made(shapely.LineString([(36, 33), (37.2, 33.1)]), width_m=9260) == cg.corridor(
        [(36, 33), (37.2, 33.1)], width_m=9260
    )
    apart = shapely.MultiPolygon([ring, shapely.box(37, 33, 37.1, 33.1)])
    several = cg.volumes([apart, ring], "SFC", "FL100", *WINDOW)
    assert several.rows == (0, 0, 1)
    assert several[2].footprint == cg.polygon(RING, holes=[HOLE])
    for empty in (shapely.Point(), shapely.Polygon(), shapely.MultiPolygon()):
        with pytest.raises(cg.Refused):
            made(empty)


def test_a_moment_may_be_a_datetime() -> None:
    at = datetime(2030, 3, 1, 6, tzinfo=UTC)
    assert cg.volume(POINT, "SFC", "UNL", at, at) == cg.volume(
        POINT, "SFC", "UNL", WINDOW[0], 1_898_575_200_000
    )
