"""What two versions of one area have in common, and what each has alone: polygons and square metres.

Both are drawn on one plane with their geodesic edges cut into short pieces, laid over each other there, and every
part is lifted back to the ellipsoid and measured along geodesics. What is nowhere wider than THICKNESS_M is the print
of rounding where two versions share an edge, and no part. Which version is the right one is never said here.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely

from ..record import Record
from .footprint import Polygon, drawn_on, outline_of
from .geodesic import ring_area_m2
from .nearest import shared_plane
from .outline import Outline, Position, middle_distance_m
from .plane import Plane, lift, plane_near

#: As `rings.THICKNESS_MM_MIN`: what is thinner everywhere has no area.
THICKNESS_M = 0.01


class Patch(Record, frozen=True, kw_only=True):
    """One connected part: rings of nanodegrees as in a polygon footprint, and its area on the ellipsoid."""

    rings: tuple[tuple[Position, ...], ...]
    area_m2: float


class Difference(Record, frozen=True, kw_only=True):
    """The parts of two areas, largest first: in the first alone, in the second alone, in both."""

    only_a: tuple[Patch, ...]
    only_b: tuple[Patch, ...]
    both: tuple[Patch, ...]


def total_m2(patches: tuple[Patch, ...]) -> float:
    """Square metres of all parts together."""
    return sum(patch.area_m2 for patch in patches)


# A pure function of two shapes that every screen of an area asks for again.
@lru_cache(maxsize=256)
def area_difference(a: Polygon, b: Polygon) -> Difference:
    """The parts of two acceptable polygons."""
    outline_a, outline_b = outline_of(a), outline_of(b)
    if _order(outline_b) < _order(outline_a):  # the same parts to the last digit whoever asks
        turned = area_difference(b, a)
        return Difference(only_a=turned.only_b, only_b=turned.only_a, both=turned.both)
    if middle_distance_m(outline_a, outline_b) > outline_a.reach_m + outline_b.reach_m:
        return Difference(only_a=_whole(a), only_b=_whole(b), both=())
    plane = shared_plane(outline_a, outline_b)
    core_a, core_b = drawn_on(plane, a).core, drawn_on(plane, b).core
    return Difference(
        only_a=_patches(shapely.difference(core_a, core_b), plane),
        only_b=_patches(shapely.difference(core_b, core_a), plane),
        both=_patches(shapely.intersection(core_a, core_b), plane),
    )


@lru_cache(maxsize=256)
def area_m2(polygon: Polygon) -> float:
    """Area on the ellipsoid of an acceptable polygon, its holes left out."""
    return total_m2(_whole(polygon))


def _order(outline: Outline) -> tuple[float, float, float, int, tuple[float, ...]]:
    first = (float(outline.lon[0]), float(outline.lat[0]), *outline.lon[:4].tolist())
    return outline.reach_m, outline.middle_lon, outline.middle_lat, len(outline.lon), first


def _whole(polygon: Polygon) -> tuple[Patch, ...]:
    outline = outline_of(polygon)
    plane = plane_near(outline.middle_lon, outline.middle_lat)
    return _patches(drawn_on(plane, polygon).core, plane)


def _patches(region: shapely.Geometry, plane: Plane) -> tuple[Patch, ...]:
    found = [
        _patch(part, plane)
        for part in shapely.get_parts(region).tolist()
        if shapely.get_dimensions(part) == 2 and _is_thick(part)
    ]
    return tuple(sorted(found, key=lambda patch: (-patch.area_m2, patch.rings)))


def _is_thick(region: shapely.Polygon) -> bool:
    # The largest circle in a region has at least the radius area / perimeter.
    if region.area > THICKNESS_M * 500 * region.length:
        return True
    return not region.buffer(-THICKNESS_M * 500).is_empty


def _patch(part: shapely.Polygon, plane: Plane) -> Patch:
    rings, areas_m2 = [], []
    for ring in (part.exterior, *part.interiors):
        lon, lat = lift(plane, shapely.get_coordinates(ring)[:-1])
        areas_m2.append(ring_area_m2(lon, lat))
        corners = zip(
            np.round(lon * 1e9).astype(int).tolist(), np.round(lat * 1e9).astype(int).tolist(), strict=True
        )
        rings.append(tuple(corners))
    return Patch(rings=tuple(rings), area_m2=areas_m2[0] - sum(areas_m2[1:]))
