"""The ground that two overlapping footprints share, in square metres.

Circles and the round parts of corridors are drawn with as many sides as the depth of the overlap asks for and
with the area of the true circle; the shared part is cut out on the plane, lifted back to the ellipsoid and
measured there. Accuracy: see docs/geometry.md. Whether footprints meet is never decided here.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import shapely

from .footprint import Circle, Corridor, Footprint, drawn_on, outline_of
from .geodesic import Floats, direct_many, inverse_many, ring_area_m2
from .plane import Plane, draw_mm, lift

SIDES_MIN, SIDES_MAX = 128, 4_096
_CAP_SIDES, _CAP_SIDES_COARSE, _CAPS_FINE_MAX = 64, 12, 500


def shared_patch(a: Footprint, b: Footprint, plane: Plane, depth_m: float) -> shapely.Geometry:
    """The shared part on the plane (mm); `depth_m` is how deep one reaches into the other."""
    return shapely.intersection(_patch(a, plane, depth_m), _patch(b, plane, depth_m))


def patch_area_m2(patch: shapely.Geometry, plane: Plane) -> float:
    """Area on the ellipsoid of a region of the plane."""
    total_m2 = 0.0
    for part in shapely.get_parts(patch):
        if shapely.get_dimensions(part) < 2:
            continue
        total_m2 += _ring_m2(part.exterior, plane) - sum(_ring_m2(hole, plane) for hole in part.interiors)
    return total_m2


def _ring_m2(ring: shapely.LinearRing, plane: Plane) -> float:
    return ring_area_m2(*lift(plane, shapely.get_coordinates(ring)[:-1]))


def _patch(footprint: Footprint, plane: Plane, depth_m: float) -> shapely.Geometry:
    if isinstance(footprint, Circle):
        return _circle_patch(footprint, plane, _sides(footprint.radius_tmm / 1e4, depth_m))
    if isinstance(footprint, Corridor):
        return _corridor_patch(footprint, plane)
    return drawn_on(plane, footprint).core


@lru_cache(maxsize=512)
def _circle_patch(circle: Circle, plane: Plane, sides: int) -> shapely.Geometry:
    outline = outline_of(circle)
    if outline.radius_m == 0:
        return drawn_on(plane, circle).core
    return shapely.Polygon(_circles(outline.lon, outline.lat, outline.radius_m, sides, plane)[0])


def _sides(radius_m: float, depth_m: float) -> int:
    """Enough sides that a side leaves its circle by no more than a fortieth of the depth."""
    if depth_m <= 0:
        return SIDES_MIN
    sides = math.ceil(math.pi / math.sqrt(min(1.0, depth_m / 20 / max(radius_m, 1e-3))))
    return max(SIDES_MIN, min(SIDES_MAX, 1 << (sides - 1).bit_length()))


def _circles(lon: Floats, lat: Floats, radius_m: float, sides: int, plane: Plane) -> Floats:
    """Rings round points, as wide as a polygon must be to have the area of the circle."""
    angle = 2 * math.pi / sides
    widened_m = radius_m * math.sqrt(angle / math.sin(angle))
    azimuth = np.tile(np.arange(sides) * (360 / sides), len(lon))
    each_lon, each_lat = np.repeat(lon, sides), np.repeat(lat, sides)
    ring_lon, ring_lat, _ = direct_many(each_lon, each_lat, azimuth, np.full(len(azimuth), widened_m))
    return draw_mm(plane, ring_lon, ring_lat).reshape(len(lon), sides, 2)


@lru_cache(maxsize=512)
def _corridor_patch(corridor: Corridor, plane: Plane) -> shapely.Geometry:
    """A circle at every point of the path and a strip along every piece."""
    outline = outline_of(corridor)
    lon1, lat1, lon2, lat2 = outline.lon[:-1], outline.lat[:-1], outline.lon[1:], outline.lat[1:]
    _, start, end = inverse_many(lon1, lat1, lon2, lat2)
    half = np.full(len(lon1), outline.radius_m)
    corners = [
        direct_many(lon, lat, azimuth + turn, half)
        for lon, lat, azimuth, turn in (
            (lon1, lat1, start, -90.0),
            (lon2, lat2, end, -90.0),
            (lon2, lat2, end, 90.0),
            (lon1, lat1, start, 90.0),
        )
    ]
    strips = np.stack([draw_mm(plane, lon, lat) for lon, lat, _ in corners], axis=1)
    sides = _CAP_SIDES if len(outline.lon) <= _CAPS_FINE_MAX else _CAP_SIDES_COARSE
    caps = _circles(outline.lon, outline.lat, outline.radius_m, sides, plane)
    return shapely.union_all([*shapely.polygons(strips), *shapely.polygons(caps)])
