"""The box of a footprint in lanes, as `geo/volume.bounding_box` makes it, compiled and rounded outward.

Geodesic edges bulge towards the pole, a margin is wider in longitude near a pole, and a footprint near one may
hold every longitude. A property test holds both against each other.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..geodesic import RADIUS_SMALLEST_M
from .compiled import kernel
from .layout import LANE_PER_DEG

_HALF_TURN, _TURN = 180 * 10**9, 360 * 10**9
_SLACK_DEG = 2e-7
Bounds = tuple[float, float, float, float]


@kernel
def line_bounds(
    positions_nd: NDArray[np.int64], first: int, stop: int, closed: bool, widen_m: float
) -> Bounds:
    """West, east (unrolled, at most a turn apart), south, north in degrees of all within `widen_m` of a line."""
    lon = west = east = positions_nd[first, 0]
    south = north = positions_nd[first, 1]
    step_max = np.int64(0)
    for i in range(first + 1, stop):
        step = (positions_nd[i, 0] - lon + _HALF_TURN) % _TURN - _HALF_TURN
        lon += step
        west, east, step_max = min(west, lon), max(east, lon), max(step_max, abs(step))
        south, north = min(south, positions_nd[i, 1]), max(north, positions_nd[i, 1])
    winds = False
    if closed:
        step = (positions_nd[first, 0] - lon + _HALF_TURN) % _TURN - _HALF_TURN
        step_max = max(step_max, abs(step))
        winds = lon + step != positions_nd[first, 0]
    south_deg, north_deg = south / 1e9, north / 1e9
    if winds or step_max > 90 * 10**9:
        span_deg = _arc_deg(widen_m) + 1.0
        if south_deg + north_deg > 0:
            return -180.0, 180.0, max(-90.0, south_deg - span_deg), 90.0
        return -180.0, 180.0, -90.0, min(90.0, north_deg + span_deg)
    half_step = math.radians(step_max / 2e9)
    return _widened(
        west / 1e9, east / 1e9, -_apex_deg(-south_deg, half_step), _apex_deg(north_deg, half_step), widen_m
    )


@kernel
def _arc_deg(distance_m: float) -> float:
    return math.degrees(distance_m / RADIUS_SMALLEST_M)


@kernel
def _apex_deg(lat_deg: float, half_step: float) -> float:
    """The highest latitude on a geodesic whose ends lie no higher than `lat_deg`, 2 half_step rad apart."""
    if lat_deg <= 0 or half_step == 0:
        return lat_deg
    if lat_deg >= 90:
        return 90.0
    apex_deg = math.degrees(math.atan(math.tan(math.radians(lat_deg)) / math.cos(half_step)))
    return min(90.0, lat_deg + 1.02 * (apex_deg - lat_deg) + 1e-9)


@kernel
def _widened(west_deg: float, east_deg: float, south_deg: float, north_deg: float, widen_m: float) -> Bounds:
    arc_deg = 1.001 * _arc_deg(widen_m) + _SLACK_DEG
    top_deg = max(north_deg, -south_deg)
    south_deg, north_deg = max(-90.0, south_deg - arc_deg), min(90.0, north_deg + arc_deg)
    if top_deg + arc_deg >= 89.999999:
        return -180.0, 180.0, south_deg, north_deg
    ratio = math.sin(math.radians(arc_deg)) / math.cos(math.radians(top_deg))
    wide_deg = math.degrees(math.asin(min(1.0, ratio))) + _SLACK_DEG
    if east_deg - west_deg + 2 * wide_deg >= 360:
        return -180.0, 180.0, south_deg, north_deg
    return west_deg - wide_deg, east_deg + wide_deg, south_deg, north_deg


@kernel
def lane_floor(degrees: float) -> int:
    """Degrees in lane units, rounded down: both of what is compared must be."""
    return math.floor(degrees * LANE_PER_DEG)
