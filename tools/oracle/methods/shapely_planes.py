"""Two ways with shapely: degrees taken for a plane, as most people do, and a plane of the pair's own, as some do."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from .answer import Method, Record, ground_only

Floats: TypeAlias = NDArray[np.float64]
#: Points as rows of x and y to points as rows of x and y.
Mapped: TypeAlias = Callable[[Floats], Floats]

#: Metres of a degree on a sphere of the equator's radius.
DEGREE_M = 111_319.49
SIDES = 64
GEOD = pyproj.Geod(ellps="WGS84")


def degrees(line: Any) -> Floats:
    """Positions of a file as rows of longitude and latitude."""
    rows: Floats = np.array(line, dtype=np.float64).reshape(-1, 2) / 1e9
    return rows


def _equirectangular(middle: Floats) -> tuple[Mapped, Mapped]:
    """To metres east and north of a point and back, with one scale for all longitudes."""
    scale = np.array([DEGREE_M * math.cos(math.radians(middle[1])), DEGREE_M])
    return lambda rows: (rows - middle) * scale, lambda rows: rows / scale + middle


def _in_degrees(shape: Mapping[str, Any], buffer_m: float) -> shapely.Geometry:
    """Polygons as they are; circles with 64 sides and corridors buffered on a local equirectangular plane."""
    if shape["type"] == "polygon":
        rings = [degrees(ring) for ring in shape["rings"]]
        area = shapely.Polygon(rings[0], rings[1:])
        if not buffer_m:
            return area
        to_metres, to_degrees = _equirectangular(rings[0].mean(axis=0))
        return shapely.transform(
            shapely.transform(area, to_metres).buffer(buffer_m, quad_segs=SIDES // 4), to_degrees
        )
    is_circle = shape["type"] == "circle"
    line = degrees(shape["center"] if is_circle else shape["path"])
    radius_m = (shape["radius_tmm"] if is_circle else shape["width_tmm"] / 2) / 1e4 + buffer_m
    to_metres, to_degrees = _equirectangular(line.mean(axis=0))
    core = shapely.Point(to_metres(line)[0]) if is_circle else shapely.LineString(to_metres(line))
    drawn = core.buffer(radius_m, quad_segs=SIDES // 4) if radius_m else core
    return shapely.transform(drawn, to_degrees)


def _meets_in_degrees(case: Record) -> bool:
    # The buffer widens the second shape, as one would buffer the question.
    a, b = _in_degrees(case["a"], 0.0), _in_degrees(case["b"], float(case["buffer_m"]))
    return bool(shapely.intersects(a, b))


def _core(shape: Mapping[str, Any], drawn: Mapped) -> tuple[shapely.Geometry, float]:
    if shape["type"] == "circle":
        return shapely.Point(drawn(degrees(shape["center"]))[0]), shape["radius_tmm"] / 1e4
    if shape["type"] == "corridor":
        return shapely.LineString(drawn(degrees(shape["path"]))), shape["width_tmm"] / 2e4
    rings = [drawn(degrees(ring)) for ring in shape["rings"]]
    return shapely.Polygon(rings[0], rings[1:]), 0.0


def _first_position(shape: Mapping[str, Any]) -> Floats:
    key = {"circle": "center", "corridor": "path", "polygon": "rings"}[shape["type"]]
    first: Floats = degrees(shape[key][0] if key == "rings" else shape[key])[0]
    return first


def _meets_on_own_plane(case: Record) -> bool:
    """Azimuthal equidistant about the second shape's first position; circles and corridors by distance."""
    lon, lat = _first_position(case["b"])

    def drawn(rows: Floats) -> Floats:
        count = len(rows)
        azimuth, _, away_m = GEOD.inv(np.full(count, lon), np.full(count, lat), rows[:, 0], rows[:, 1])
        turn = np.radians(azimuth)
        return np.column_stack([np.sin(turn), np.cos(turn)]) * np.asarray(away_m)[:, None]

    (core_a, radius_a_m), (core_b, radius_b_m) = _core(case["a"], drawn), _core(case["b"], drawn)
    return bool(shapely.distance(core_a, core_b) <= radius_a_m + radius_b_m + case["buffer_m"])


VERSION = f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}"


def in_degrees() -> Method:
    """Straight lines in longitude and latitude."""
    return Method("shapely, lon/lat", VERSION, ground_only(_meets_in_degrees))


def on_own_plane() -> Method:
    """Straight lines on an azimuthal equidistant plane."""
    version = f"{VERSION}, pyproj {pyproj.__version__}"
    return Method("shapely, local plane", version, ground_only(_meets_on_own_plane))
