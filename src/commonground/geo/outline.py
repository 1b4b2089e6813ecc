"""A footprint reduced to a core and a radius: the form in which all three shapes are one.

A circle is a point and its radius, a corridor a path and half its width, a polygon a region and nothing. Two
footprints meet exactly when their cores are no further apart than the sum of their radii, because a geodesic
between the cores can be split at any length. Edges are cut at geodesic points so that no piece is longer than
PIECE_M; an edge is cut from the same end whichever way it is drawn, so shared edges stay shared.
It decides nothing and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from .geodesic import Floats, direct_many, inverse, inverse_many
from .plane import Plane, draw_mm, stretch, to_ecef, to_lonlat

#: Longitude and latitude in integer nanodegrees.
Position: TypeAlias = tuple[int, int]
Indices: TypeAlias = NDArray[np.int64]

PIECE_M = 8_000.0
#: A piece's bulge over its chord, and rounding: added to every bounding distance.
_SLACK_M = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Points of the core in degrees, line by line.

    `offsets` bounds the lines (one ring or path each, not closed), `edge` numbers the edge on which the piece
    that starts at each point lies. `reach_m` bounds the distance from the middle to any point of the
    footprint.
    """

    lon: Floats
    lat: Floats
    offsets: tuple[int, ...]
    edge: Indices
    is_region: bool
    radius_m: float
    middle_lon: float
    middle_lat: float
    reach_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """An outline on a plane: points in whole mm, pieces as index pairs, the core as a GEOS geometry."""

    points: Floats
    starts: Indices
    ends: Indices
    core: shapely.Geometry
    stretch: float


def outline_point(point: Position, radius_m: float) -> Outline:
    """A point and the radius round it."""
    lon, lat = point[0] / 1e9, point[1] / 1e9
    return Outline(
        lon=np.array([lon]),
        lat=np.array([lat]),
        offsets=(0, 1),
        edge=np.zeros(0, dtype=np.int64),
        is_region=False,
        radius_m=radius_m,
        middle_lon=lon,
        middle_lat=lat,
        reach_m=radius_m + _SLACK_M,
    )


def outline_lines(lines: Sequence[Sequence[Position]], *, closed: bool, radius_m: float) -> Outline:
    """A path with its radius, or a region by its rings, the outer first; long edges cut into pieces."""
    cut = [_cut(line, closed=closed) for line in lines]
    lon = np.concatenate([piece[0] for piece in cut])
    lat = np.concatenate([piece[1] for piece in cut])
    offsets = (0, *np.cumsum([len(piece[0]) for piece in cut]).tolist())
    ecef = to_ecef(lon, lat)
    middle = (ecef.min(axis=0) + ecef.max(axis=0)) / 2
    middle_lon, middle_lat = (float(axis[0]) for axis in to_lonlat(middle[None, :]))
    count = len(lon)
    distance_m, _, _ = inverse_many(np.full(count, middle_lon), np.full(count, middle_lat), lon, lat)
    return Outline(
        lon=lon,
        lat=lat,
        offsets=offsets,
        edge=np.concatenate([piece[2] for piece in cut]),
        is_region=closed,
        radius_m=radius_m,
        middle_lon=middle_lon,
        middle_lat=middle_lat,
        reach_m=float(distance_m.max()) + radius_m + _SLACK_M,
    )


def edges_of(line: Sequence[Position], *, closed: bool) -> Floats:
    """lon1, lat1, lon2, lat2 in degrees, four rows; a ring has as many edges as vertices."""
    points = np.array(line, dtype=np.float64) / 1e9
    following = np.roll(points, -1, axis=0)
    edges: Floats = np.concatenate([points, following], axis=1).T
    return edges if closed else edges[:, :-1]


def _cut(line: Sequence[Position], *, closed: bool) -> tuple[Floats, Floats, Indices]:
    """Points of one ring or path with its long edges cut, and the edge number of each point."""
    edges = edges_of(line, closed=closed)
    backwards = (edges[0] > edges[2]) | ((edges[0] == edges[2]) & (edges[1] > edges[3]))
    lon1, lat1, lon2, lat2 = np.where(backwards, edges[[2, 3, 0, 1]], edges)
    length_m, azimuth, _ = inverse_many(lon1, lat1, lon2, lat2)
    parts = np.maximum(1, np.ceil(length_m / PIECE_M)).astype(np.int64)
    edge = np.repeat(np.arange(len(parts)), parts)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(parts) - parts, parts)
    lon, lat = edges[0][edge], edges[1][edge]
    inner = np.flatnonzero(step > 0)
    if len(inner):
        on = edge[inner]
        count = np.where(backwards[on], parts[on] - step[inner], step[inner])
        lon[inner], lat[inner], _ = direct_many(
            lon1[on], lat1[on], azimuth[on], length_m[on] * count / parts[on]
        )
    if closed:
        return lon, lat, edge
    last = np.array(line[-1], dtype=np.float64) / 1e9
    return np.append(lon, last[0]), np.append(lat, last[1]), np.append(edge, len(parts))


def draw_outline(plane: Plane, outline: Outline) -> Drawn:
    """An outline on a plane. Its region may be invalid: only validation looks."""
    points = draw_mm(plane, outline.lon, outline.lat)
    factor = stretch(plane, points)
    lines = [points[a:b] for a, b in zip(outline.offsets, outline.offsets[1:], strict=False)]
    if len(points) == 1:
        empty = np.zeros(0, dtype=np.int64)
        return Drawn(points, empty, empty, shapely.Point(points[0]), factor)
    starts = np.arange(len(points))
    if not outline.is_region:
        return Drawn(points, starts[:-1], starts[1:], shapely.LineString(points), factor)
    ends = starts + 1
    for first, stop in zip(outline.offsets, outline.offsets[1:], strict=False):
        ends[stop - 1] = first
    return Drawn(points, starts, ends, shapely.Polygon(lines[0], lines[1:]), factor)


def middle_distance_m(a: Outline, b: Outline) -> float:
    """Geodesic distance between the middles of two outlines."""
    return inverse(a.middle_lon, a.middle_lat, b.middle_lon, b.middle_lat)[0]
