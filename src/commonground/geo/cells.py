"""Which cells of about a square kilometre a footprint lies in: level 13 of S2, the cells that drone traffic agrees on.

The one module that knows the S2 library. Two flights are relevant to each other (F3548-21 DSS0005) when they share a
cell; whether their volumes meet is another question (`intersection`), and a covering never answers it. A covering may
be larger than its footprint, never smaller: S2 works on a sphere whose latitudes are those of the ellipsoid, so lengths
become angles by the smallest radius of curvature, and regions are widened by more than a geodesic strays from a
great circle. Poles and the antimeridian are places like any other.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import s2geometry as s2

from commonground.errors import Refused

from .footprint import Circle, Corridor, Footprint, Polygon, outline_of
from .geodesic import RADIUS_SMALLEST_M, ring_area_m2
from .outline import Outline

#: Identifiers of S2 cells of LEVEL.
Cells: TypeAlias = frozenset[int]

LEVEL = 13
CELLS_MAX = 20_000
#: What is added to every footprint: more than geodesics, pieces of 8 km and rounding shift it together.
MARGIN_M = 0.1
#: A path is covered by circles no further apart than this, or than its own width.
_STEP_M = 100.0
_EARTH_M2 = 510_065_621_724_088.0
_SMALLEST_M2 = 760_000.0


def _coverer() -> s2.S2RegionCoverer:
    coverer = s2.S2RegionCoverer()
    coverer.set_fixed_level(LEVEL)
    coverer.set_max_cells(2**31 - 1)
    return coverer


_COVERER = _coverer()


@lru_cache(maxsize=4_096)
def cells_of(footprint: Footprint) -> Cells:
    """Every cell that an acceptable footprint lies in or touches; refused where they would be more than CELLS_MAX."""
    outline = outline_of(footprint)
    if area_m2(footprint) > CELLS_MAX * _SMALLEST_M2:
        raise _too_many()
    if isinstance(footprint, Circle):
        return _ids(_cap(outline.middle_lon, outline.middle_lat, outline.radius_m))
    if isinstance(footprint, Corridor):
        return _along(outline)
    return _ids(_widened(_region(outline)))


def cell_at(lon_deg: float, lat_deg: float) -> int:
    """The cell of one point in degrees."""
    return int(s2.S2CellId(s2.S2LatLng.FromDegrees(lat_deg, lon_deg)).parent(LEVEL).id())


def area_m2(footprint: Footprint) -> float:
    """Ground inside a footprint in square metres: of a path without its bends, of a polygon without its holes."""
    outline = outline_of(footprint)
    if isinstance(footprint, Circle):
        return math.pi * outline.radius_m**2
    first, stop = outline.offsets[0], outline.offsets[1]
    lon, lat = outline.lon[first:stop], outline.lat[first:stop]
    if isinstance(footprint, Polygon):
        inside_m2 = ring_area_m2(lon, lat)
        return min(inside_m2, _EARTH_M2 - inside_m2)
    points = [s2.S2LatLng.FromDegrees(y, x) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    arcs = [float(one.GetDistance(two).radians()) for one, two in pairwise(points)]
    length_m = sum(arcs) * RADIUS_SMALLEST_M
    return 2 * outline.radius_m * length_m + math.pi * outline.radius_m**2


def _too_many() -> Refused:
    return Refused("it lies in too many cells; a smaller one is expected", field="footprint", clause="limits")


def _ids(region: object) -> Cells:
    return frozenset(cell.id() for cell in _COVERER.GetCovering(region))


def _cap(lon_deg: float, lat_deg: float, radius_m: float) -> s2.S2Cap:
    """The circle of the sphere that holds a circle of the ellipsoid: no angle is larger than this one."""
    angle = s2.S1Angle.Radians((radius_m + MARGIN_M) / RADIUS_SMALLEST_M)
    return s2.S2Cap(s2.S2LatLng.FromDegrees(lat_deg, lon_deg).ToPoint(), angle)


def _along(outline: Outline) -> Cells:
    """The cells of a path: circles along its pieces, each wide enough to hold half a step to either side."""
    step_m = max(outline.radius_m, _STEP_M)
    radius_m = math.hypot(outline.radius_m, step_m / 2)
    points = [
        s2.S2LatLng.FromDegrees(lat, lon).ToPoint()
        for lon, lat in zip(outline.lon.tolist(), outline.lat.tolist(), strict=True)
    ]
    angle = s2.S1Angle.Radians((radius_m + MARGIN_M) / RADIUS_SMALLEST_M)
    found: set[int] = set()
    for one, two in pairwise(points):
        length_m = s2.S1Angle(one, two).radians() * (RADIUS_SMALLEST_M * 1.02)
        parts = max(1, math.ceil(length_m / step_m))
        for number in range(parts + 1):
            middle = s2.Interpolate(one, two, number / parts)
            found.update(_ids(s2.S2Cap(middle, angle)))
            if len(found) > CELLS_MAX:
                raise _too_many()
    return frozenset(found)


def _region(outline: Outline) -> s2.S2Polygon:
    """A polygon with its holes. The inside of a ring is its smaller side."""
    loops = []
    for first, stop in pairwise(outline.offsets):
        corners = zip(outline.lon[first:stop].tolist(), outline.lat[first:stop].tolist(), strict=True)
        loop = s2.S2Loop()
        loop.Init([s2.S2LatLng.FromDegrees(lat, lon).ToPoint() for lon, lat in corners])
        loop.Normalize()
        loops.append(loop)
    region = s2.S2Polygon()
    region.InitNested(loops)
    return region


def _widened(region: s2.S2Polygon) -> s2.S2Polygon:
    """A region and MARGIN_M round it."""
    options = s2.S2BufferOperationOptions()
    options.set_buffer_radius(s2.S1Angle.Radians(MARGIN_M / RADIUS_SMALLEST_M))
    options.set_error_fraction(0.1)
    wider = s2.S2Polygon()
    layer = s2.S2PolygonLayer(wider)
    operation = s2.S2BufferOperation(layer, options)
    operation.AddPolygon(region)
    operation.Build()
    return wider
