"""Volumes that are acceptable at first sight: yes for most of what is announced, and no opinion on the rest.

A ring is plain when each of its edges is seen from its middle in turn, once round, and passes the middle by more than
everything that drawing it could shift: then it crosses itself on no plane. What is not plain may be acceptable all the
same; `validate_volumes` looks at it closely, and it alone refuses. A property test holds both together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .footprint import LAT_ND_MAX, LON_ND_MAX, RADIUS_TMM_MIN, REACH_M_MAX, Circle, Corridor, Footprint
from .geodesic import RADIUS_MEAN_M
from .interval import ALTITUDE_TMM_MAX, ALTITUDE_TMM_MIN, TIME_MS_MAX, WINDOW_MS_MAX
from .outline import Position
from .volume import VOLUMES_MAX, Volume

POSITIONS_MAX = 200
SPAN_ND_MAX = 10**9
LAT_ND_PLAIN = 70 * 10**9
_RADIUS_TMM_MAX = REACH_M_MAX * 10_000
_M_PER_ND = math.radians(RADIUS_MEAN_M) / 1e9
_ROUNDING_M = 0.02


def are_plain(volumes: Sequence[Volume]) -> bool:
    """Whether `validate_volumes` certainly accepts them; False says nothing."""
    return have_plain_bands(volumes) and all(is_plain(one.footprint) for one in volumes)


def have_plain_bands(volumes: Sequence[Volume]) -> bool:
    """Whether there are as many volumes as may be, with heights and times that are certainly acceptable."""
    if not 1 <= len(volumes) <= VOLUMES_MAX:
        return False
    for one in volumes:
        from_ms, until_ms, lower, upper = one.from_ms, one.until_ms, one.lower, one.upper
        if not (0 <= from_ms <= until_ms <= TIME_MS_MAX and until_ms - from_ms <= WINDOW_MS_MAX):
            return False
        lower_tmm = lower.value_tmm
        if not ALTITUDE_TMM_MIN <= lower_tmm <= ALTITUDE_TMM_MAX or lower.unit == "FL":
            return False
        if upper is not None:
            upper_tmm = upper.value_tmm
            if not ALTITUDE_TMM_MIN <= upper_tmm <= ALTITUDE_TMM_MAX or upper.unit == "FL":
                return False
            if upper_tmm < lower_tmm and lower.reference == upper.reference:
                return False
    return True


def is_plain(footprint: Footprint) -> bool:
    """Whether `validate_footprint` certainly accepts it; False says nothing."""
    if isinstance(footprint, Circle):
        (lon_nd, lat_nd), radius_tmm = footprint.center, footprint.radius_tmm
        in_range = -LON_ND_MAX <= lon_nd <= LON_ND_MAX and -LAT_ND_MAX <= lat_nd <= LAT_ND_MAX
        return in_range and (radius_tmm == 0 or RADIUS_TMM_MIN <= radius_tmm <= _RADIUS_TMM_MAX)
    if isinstance(footprint, Corridor):
        width_fits = RADIUS_TMM_MIN <= footprint.width_tmm <= _RADIUS_TMM_MAX
        path = footprint.path
        return (
            width_fits
            and len(path) >= 2
            and _is_small(path)
            and all(path[n] != path[n - 1] for n in range(1, len(path)))
        )
    return len(footprint.rings) == 1 and _is_plain_ring(footprint.rings[0])


def _is_small(line: Sequence[Position]) -> bool:
    """Few positions within a degree, away from the poles and on one side of the antimeridian."""
    if not 2 <= len(line) <= POSITIONS_MAX:
        return False
    lons, lats = [lon for lon, _ in line], [lat for _, lat in line]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    return (
        east - west <= SPAN_ND_MAX
        and north - south <= SPAN_ND_MAX
        and west >= -LON_ND_MAX
        and east <= LON_ND_MAX
        and south >= -LAT_ND_PLAIN
        and north <= LAT_ND_PLAIN
    )


def _is_plain_ring(ring: Sequence[Position]) -> bool:
    """Once round its middle, every edge clear of it by more than a geodesic and a plane can shift its ends."""
    count = len(ring)
    if count < 3 or not _is_small(ring):
        return False
    middle_lon, middle_lat = sum(lon for lon, _ in ring) / count, sum(lat for _, lat in ring) / count
    lat_rad = math.radians(middle_lat / 1e9)
    east_m, north_m = _M_PER_ND * math.cos(lat_rad), _M_PER_ND
    points = [((lon - middle_lon) * east_m, (lat - middle_lat) * north_m) for lon, lat in ring]
    reaches_m = [math.hypot(x, y) for x, y in points]
    slack_m = 2 * _shift_m(max(reaches_m), lat_rad)
    (x1, y1), reach1_m = points[-1], reaches_m[-1]
    turn = x1 * points[0][1] - y1 * points[0][0]
    rises = 0
    for (x2, y2), reach2_m in zip(points, reaches_m, strict=True):
        seen = x1 * y2 - y1 * x2
        if (seen if turn > 0 else -seen) <= slack_m * (reach1_m + reach2_m + slack_m):
            return False
        rises += y1 < 0 <= y2
        x1, y1, reach1_m = x2, y2, reach2_m
    return rises == 1


def _shift_m(reach_m: float, lat_rad: float) -> float:
    """How far a point may lie, on any plane that the geometry draws on, from where straight degrees put it.

    The second-order terms of the map (convergence of meridians, scale) and of a plane whose centre is a degree away,
    the third order, and rounding.
    """
    bent = (1.5 * math.tan(abs(lat_rad) + 0.01) + 0.1) * reach_m**2 / RADIUS_MEAN_M
    return bent + reach_m**3 / RADIUS_MEAN_M**2 + _ROUNDING_M
