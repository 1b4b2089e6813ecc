"""Footprints, altitudes and times as other programs write them: degrees, polygons, FT and FL, ISO 8601.

A circle becomes a polygon of 72 points and a corridor its middle line, because the formats have neither; the
exact shape is written beside it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from commonground.geo.geodesic import direct
from commonground.geo.place import render

ND = 1_000_000_000
TMM_PER_M = 10_000
TMM_PER_FT = 3_048
CIRCLE_POINTS = 72


def degrees(value_nd: int) -> float:
    """Nanodegrees as degrees with the seven decimals (1 cm) that a file needs."""
    return round(value_nd / ND, 7)


def geojson_geometry(footprint: dict[str, Any]) -> dict[str, Any]:
    """The footprint as a GeoJSON geometry (RFC 7946: outer rings anticlockwise, holes clockwise, closed)."""
    kind = footprint["type"]
    if kind == "circle":
        if footprint["radius_tmm"] == 0:
            return {"type": "Point", "coordinates": [degrees(v) for v in footprint["center"]]}
        return {"type": "Polygon", "coordinates": [_circle(footprint)]}
    if kind == "corridor":
        return {"type": "LineString", "coordinates": [_degrees_pair(p) for p in footprint["path"]]}
    rings = [_closed(ring, anticlockwise=i == 0) for i, ring in enumerate(footprint["rings"])]
    return {"type": "Polygon", "coordinates": rings}


def positions(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The lines of a geometry: one for a line, one per ring for a polygon, one of one point for a point."""
    if geometry["type"] == "Point":
        return [[geometry["coordinates"]]]
    if geometry["type"] == "LineString":
        return [geometry["coordinates"]]
    lines: list[list[list[float]]] = geometry["coordinates"]
    return lines


def shape_text(footprint: dict[str, Any]) -> str:
    """The exact shape in words and DMS: `CIRCLE 32°..N 036°..E RADIUS 5000 M`."""
    kind = footprint["type"]
    if kind == "circle":
        return f"CIRCLE {_dms(footprint['center'])} RADIUS {_metres(footprint['radius_tmm'])} M"
    if kind == "corridor":
        path = " - ".join(map(_dms, footprint["path"]))
        return f"CORRIDOR {path} WIDTH {_metres(footprint['width_tmm'])} M"
    outer, *holes = footprint["rings"]
    text = "POLYGON " + " - ".join(map(_dms, outer))
    return text + "".join(" EXCEPT " + " - ".join(map(_dms, hole)) for hole in holes)


def altitude_text(altitude: dict[str, Any] | None) -> str:
    """`SFC`, `FL180`, `5000 FT AMSL`, `300 M AGL`, or `UNL` for no upper limit."""
    if altitude is None:
        return "UNL"
    value, reference, unit = altitude["value_tmm"], altitude["reference"], altitude["unit"]
    if reference == "AGL" and value == 0:
        return "SFC"
    if reference == "FL":
        return f"FL{value / TMM_PER_FT / 100:03.0f}"
    if unit == "FT":
        return f"{_number(value / TMM_PER_FT)} FT {reference}"
    return f"{_number(value / TMM_PER_M)} M {reference}"


def utc(at_ms: int) -> str:
    """`2026-11-22T14:00:00Z`."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_compact(at_ms: int) -> str:
    """`20261122T140000Z`, the form of RFC 5545."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC).strftime("%Y%m%dT%H%M%SZ")


def day_time_group(at_ms: int) -> str:
    """`221400ZNOV2026`."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC).strftime("%d%H%MZ%b%Y").upper()


def middle(footprint: dict[str, Any]) -> tuple[int, int]:
    """A point that stands for the footprint on a list: centre, mean of the vertices, first of the path."""
    if footprint["type"] == "circle":
        return footprint["center"][0], footprint["center"][1]
    if footprint["type"] == "corridor":
        return footprint["path"][0][0], footprint["path"][0][1]
    ring = footprint["rings"][0]
    return sum(p[0] for p in ring) // len(ring), sum(p[1] for p in ring) // len(ring)


def _circle(footprint: dict[str, Any]) -> list[list[float]]:
    lon, lat = (v / ND for v in footprint["center"])
    radius_m = footprint["radius_tmm"] / TMM_PER_M
    turns = [-360.0 * i / CIRCLE_POINTS for i in range(CIRCLE_POINTS)]
    ring = [[round(v, 7) for v in direct(lon, lat, turn, radius_m)] for turn in turns]
    return [*ring, ring[0]]


def _closed(ring: list[list[int]], *, anticlockwise: bool) -> list[list[float]]:
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    ordered = ring if (twice_area > 0) == anticlockwise else ring[::-1]
    points = [_degrees_pair(p) for p in ordered]
    return [*points, points[0]]


def _degrees_pair(position: list[int]) -> list[float]:
    return [degrees(position[0]), degrees(position[1])]


def _dms(position: list[int]) -> str:
    return render(position[0], position[1]).dms


def _metres(length_tmm: int) -> str:
    return _number(length_tmm / TMM_PER_M)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
