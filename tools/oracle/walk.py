"""Positions made by walking geodesics with `geographiclib`, rounded to nanodegrees, and measured again.

The only source of expected answers. Distances come back in metres; a position is (lon, lat) in integer nanodegrees.
It shares no code with the package, and the package's geodesics come from another library (PROJ).
"""

from __future__ import annotations

import math
from typing import TypeAlias

from geographiclib.geodesic import Geodesic

Position: TypeAlias = tuple[int, int]
Line: TypeAlias = tuple[Position, ...]

WGS84 = Geodesic.WGS84
_GOLDEN = (math.sqrt(5) - 1) / 2
_TURN_ND, _HALF_TURN_ND = 360 * 10**9, 180 * 10**9


def position(lon_deg: float, lat_deg: float) -> Position:
    """Degrees to nanodegrees; longitudes from -180 up to, not including, 180."""
    return (round(lon_deg * 1e9) + _HALF_TURN_ND) % _TURN_ND - _HALF_TURN_ND, round(lat_deg * 1e9)


def metres(p: Position, q: Position) -> float:
    """Geodesic distance."""
    return float(WGS84.Inverse(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)["s12"])


def azimuth(p: Position, q: Position) -> float:
    """Heading at p of the geodesic to q, degrees clockwise from north."""
    return float(WGS84.Inverse(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)["azi1"])


def step(p: Position, azimuth_deg: float, distance_m: float) -> Position:
    """Where one arrives from p."""
    there = WGS84.Direct(p[1] / 1e9, p[0] / 1e9, azimuth_deg, distance_m)
    return position(there["lon2"], there["lat2"])


def beside(p: Position, q: Position, share: float, left_m: float) -> Position:
    """The position `left_m` to the left of the edge p-q (negative: to the right), square to it at `share`."""
    line = WGS84.InverseLine(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)
    foot = line.Position(share * line.s13)
    there = WGS84.Direct(foot["lat2"], foot["lon2"], foot["azi2"] - 90, left_m)
    return position(there["lon2"], there["lat2"])


def ring_round(center: Position, radius_m: float, count: int, first_deg: float = 0.0) -> Line:
    """`count` vertices at one distance from a centre, clockwise: its inside lies to the right of each edge."""
    return tuple(step(center, first_deg + 360 * n / count, radius_m) for n in range(count))


def metres_to_edge(point: Position, p: Position, q: Position) -> float:
    """Least distance from a position to the edge p-q, by golden section, to 10 micrometres."""
    line = WGS84.InverseLine(p[1] / 1e9, p[0] / 1e9, q[1] / 1e9, q[0] / 1e9)

    def at(along_m: float) -> float:
        foot = line.Position(along_m)
        return float(WGS84.Inverse(point[1] / 1e9, point[0] / 1e9, foot["lat2"], foot["lon2"])["s12"])

    low, high = 0.0, float(line.s13)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = at(left), at(right)
    while high - low > 1e-5:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = at(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = at(right)
    return min(at(0.0), at(line.s13), at((low + high) / 2))


def metres_to_ring(point: Position, ring: Line) -> float:
    """Least distance from a position to the edges of a ring."""
    return min(metres_to_edge(point, p, q) for p, q in zip(ring, (*ring[1:], ring[0]), strict=True))
