"""How far apart are two cores, and where? The plane finds candidates, geodesics decide.

On a surface curved like the Earth two edges that do not cross are nearest at an end of one of them, because
geodesics converge; so points of one core against edges of the other, both ways, are all there is to look at.
The plane stretches distances by a known factor, so the true nearest pair is among the pairs that look
nearest. It answers for cores; what a radius, a buffer or a contact means is for `intersection`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from commonground.errors import Refused

from .footprint import Footprint, drawn_on, outline_of
from .geodesic import Floats, nearest_on_edges
from .outline import Drawn, Indices, Outline
from .plane import VIEW_DEG_MAX, Plane, plane_near

#: Pairs of points and pieces compared at once; above that a tree finds the near ones.
_PAIRS_MAX = 200_000
_ROUNDING_MM = 10.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """Least distance between two cores in metres, and the points (lon, lat in degrees) at its ends."""

    distance_m: float
    on_a: tuple[float, float]
    on_b: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Candidates: a point of one core and a piece of the other, and how far along the piece the foot lies."""

    point: Indices
    piece: Indices
    share: Floats
    distance_mm: float


def shared_plane(a: Outline, b: Outline) -> Plane:
    """The plane of a pair: near the smaller footprint, since only what is close to it can meet it."""
    smaller = min(a, b, key=lambda o: (o.reach_m, o.middle_lon, o.middle_lat))
    return plane_near(smaller.middle_lon, smaller.middle_lat)


def refuse_far(a: Outline, b: Outline, apart_m: float) -> None:
    """Raise `Refused` when no plane sees both footprints."""
    if apart_m + max(a.reach_m, b.reach_m) > VIEW_DEG_MAX * 111_000:
        raise Refused(f"{apart_m / 1000:.0f} km apart: no exact distance beyond 5600 km", clause="limits")


def nearest_cores(a: Footprint, b: Footprint, plane: Plane, limit_m: float) -> Nearest | None:
    """The least distance between two cores, one of them not a point; None when beyond `limit_m`.

    The distance is geodesic and right to a fraction of a millimetre whatever the plane's distortion.
    """
    drawn_a, drawn_b = drawn_on(plane, a), drawn_on(plane, b)
    outline_a, outline_b = outline_of(a), outline_of(b)
    factor = max(drawn_a.stretch, drawn_b.stretch)
    to_b = _near_pairs(drawn_a, drawn_b, factor) if len(drawn_b.starts) else None
    to_a = _near_pairs(drawn_b, drawn_a, factor) if len(drawn_a.starts) else None
    least_mm = min(pairs.distance_mm for pairs in (to_a, to_b) if pairs is not None)
    if least_mm / factor - _ROUNDING_MM > 1000 * limit_m:
        return None
    found: list[Nearest] = []
    if to_b is not None and to_b.distance_mm <= least_mm * factor + _ROUNDING_MM:
        found.append(_refined(outline_a, outline_b, drawn_b, to_b))
    if to_a is not None and to_a.distance_mm <= least_mm * factor + _ROUNDING_MM:
        other = _refined(outline_b, outline_a, drawn_a, to_a)
        found.append(Nearest(other.distance_m, other.on_b, other.on_a))
    return min(found, key=lambda near: near.distance_m)


def _near_pairs(points_of: Drawn, pieces_of: Drawn, factor: float) -> _Pairs:
    """The pairs among which the nearest one must be."""
    point, piece = _all_pairs(points_of, pieces_of, factor)
    start, end = pieces_of.points[pieces_of.starts[piece]], pieces_of.points[pieces_of.ends[piece]]
    along, out = end - start, points_of.points[point] - start
    length2 = np.maximum(np.einsum("ij,ij->i", along, along), 1.0)
    share = np.clip(np.einsum("ij,ij->i", along, out) / length2, 0.0, 1.0)
    gap = out - share[:, None] * along
    distance = np.hypot(gap[:, 0], gap[:, 1])
    near = np.flatnonzero(distance <= distance.min() * factor + _ROUNDING_MM)
    return _Pairs(point[near], piece[near], share[near], float(distance.min()))


def _all_pairs(points_of: Drawn, pieces_of: Drawn, factor: float) -> tuple[Indices, Indices]:
    count, pieces = len(points_of.points), len(pieces_of.starts)
    if count * pieces <= _PAIRS_MAX:
        return np.repeat(np.arange(count), pieces), np.tile(np.arange(pieces), count)
    lines = shapely.linestrings(
        np.stack([pieces_of.points[pieces_of.starts], pieces_of.points[pieces_of.ends]], axis=1)
    )
    tree = shapely.STRtree(lines)
    dots = shapely.points(points_of.points)
    (point, _), distance = tree.query_nearest(dots, return_distance=True, all_matches=False)
    within = float(distance.min()) * factor + _ROUNDING_MM
    near = point[distance <= within]
    found, piece = tree.query(dots[near], predicate="dwithin", distance=within)
    return near[found], piece


def _refined(points_of: Outline, pieces_of: Outline, pieces: Drawn, pairs: _Pairs) -> Nearest:
    lon, lat = points_of.lon[pairs.point], points_of.lat[pairs.point]
    start, end = pieces.starts[pairs.piece], pieces.ends[pairs.piece]
    edges = np.stack([pieces_of.lon[start], pieces_of.lat[start], pieces_of.lon[end], pieces_of.lat[end]])
    distance_m, foot_lon, foot_lat = nearest_on_edges(lon, lat, edges, pairs.share)
    best = int(distance_m.argmin())
    return Nearest(
        float(distance_m[best]),
        (float(lon[best]), float(lat[best])),
        (float(foot_lon[best]), float(foot_lat[best])),
    )
