"""Is a volume surely acceptable? What `geo/footprint` would accept, told from drawn rows without GEOS.

Only a plain yes counts: short rings whose edges keep clear of each other by more than any plane rounds, an area that
is nowhere near none, well within the limits of size. Of anything else `geo/volume.validate_volumes` decides, and
says what it refuses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commonground.errors import Refused

from ..columns import VolumeColumns, columns_of
from ..footprint import LAT_ND_MAX, LON_ND_MAX, RADIUS_TMM_MIN, REACH_M_MAX
from ..interval import validate_altitudes, validate_window
from ..volume import VOLUMES_MAX, Volume, validate_volumes
from .compiled import kernel
from .cores import inside
from .draw import DEFAULT_TERMS, Drawn, draw
from .layout import (
    BREAK,
    CENTER_X,
    CENTER_Y,
    CORE_MASK,
    CORE_PATH,
    CORE_POINT,
    COUNT,
    FIRST,
    FLAGS,
    OUTER,
    PART,
    RADIUS,
    Integers,
    Rows,
)

Flags = NDArray[np.bool_]

#: Longer boundaries are for GEOS, which has a tree over them.
_POINTS_MAX = 400
_APART_MM = 6
#: A ring is thick enough when its area is this times its length (`geo/rings`), with room for rounding.
_THICK_MM = 6.0
_OUTER_MM_MAX = 0.9e3 * REACH_M_MAX
_RADIUS_TMM_MAX = round(REACH_M_MAX * 10_000)


def drawn_if_acceptable(
    volumes: Sequence[Volume], field: str, terms: Integers = DEFAULT_TERMS, buffer_m: float = 0.0
) -> tuple[VolumeColumns, Drawn]:
    """Columns and rows of volumes, or what `validate_volumes` raises of them: `Refused`, naming the field."""
    if not 1 <= len(volumes) <= VOLUMES_MAX or not _heights_and_times_hold(volumes):
        validate_volumes(volumes, field)
    columns = columns_of(volumes, [0] * len(volumes))
    if not _in_range(columns):
        validate_volumes(volumes, field)
    numbers = np.arange(len(volumes))
    drawn = draw(columns, np.full(len(volumes), -1), numbers, terms, buffer_m)
    if not surely_acceptable(columns, drawn).all():
        validate_volumes(volumes, field)
    return columns, drawn


def _heights_and_times_hold(volumes: Sequence[Volume]) -> bool:
    try:
        for volume in volumes:
            validate_altitudes(volume.lower, volume.upper, "")
            validate_window(volume.from_ms, volume.until_ms, "")
    except Refused:
        return False
    return True


def _in_range(columns: VolumeColumns) -> bool:
    """Can it be drawn at all? Poles and the antimeridian have two names: GEOS looks at those."""
    lon, lat = columns.positions_nd[:, 0], columns.positions_nd[:, 1]
    if len(lon) == 0 or int(np.abs(lon).max()) >= LON_ND_MAX or int(np.abs(lat).max()) >= LAT_ND_MAX:
        return False
    return bool((np.diff(columns.line_positions) > 0).all() and (np.diff(columns.volume_lines) > 0).all())


def surely_acceptable(columns: VolumeColumns, drawn: Drawn) -> Flags:
    """Which of the volumes are acceptable beyond doubt, one flag each; `drawn` holds the rows of all."""
    sure = np.zeros(len(columns), dtype=np.bool_)
    _accept(drawn.facts, drawn.points, columns.radius_tmm, columns.line_positions, columns.volume_lines, sure)
    return sure


@kernel
def _accept(
    facts: Rows,
    points: Rows,
    radius_tmm: Integers,
    line_positions: Integers,
    volume_lines: Integers,
    sure: Flags,
) -> None:
    for row in range(len(facts)):
        v, first, count = facts[row, PART], facts[row, FIRST], facts[row, COUNT]
        core = facts[row, FLAGS] & CORE_MASK
        lines = volume_lines[v + 1] - volume_lines[v]
        if core == CORE_POINT:
            radius = radius_tmm[v]
            sure[v] = radius == 0 or RADIUS_TMM_MIN <= radius <= _RADIUS_TMM_MAX
        elif facts[row, OUTER] > _OUTER_MM_MAX or count > _POINTS_MAX:
            sure[v] = False
        elif core == CORE_PATH:
            # Half of an odd width is rounded up: one that may be a tenth of a millimetre short is looked at.
            fits = RADIUS_TMM_MIN < 2 * radius_tmm[v] <= _RADIUS_TMM_MAX
            line = volume_lines[v]
            fits = fits and lines == 1 and line_positions[line + 1] - line_positions[line] >= 2
            sure[v] = fits and _steps(points, first, count)
        else:
            enough = True
            for line in range(volume_lines[v], volume_lines[v + 1]):
                enough = enough and line_positions[line + 1] - line_positions[line] >= 3
            middle = np.int64(facts[row, CENTER_X]), np.int64(facts[row, CENTER_Y])
            sure[v] = enough and facts[row, RADIUS] == 0 and _bounds_a_region(points, first, count, middle)


@kernel
def _steps(points: Rows, first: int, count: int) -> bool:
    """Is each point of a path away from the one before?"""
    for i in range(first, first + count - 1):
        dx, dy = points[i + 1, 0] - points[i, 0], points[i + 1, 1] - points[i, 1]
        if max(abs(dx), abs(dy)) < _APART_MM:
            return False
    return True


@kernel
def _bounds_a_region(points: Rows, first: int, count: int, middle: tuple[int, int]) -> bool:
    """Are rings simple and apart, thick, and the holes within the outer one and not within each other?"""
    stop = first + count
    begin, outer_end, left = first, first, 0.0
    while begin < stop:
        end = begin
        while end < stop and points[end, 0] != BREAK:
            end += 1
        area, length = _area_and_length(points, begin, end)
        if area <= _THICK_MM * length:
            return False
        if begin == first:
            outer_end, left = end, area
        else:
            left -= area
            if not _is_hole(points, begin, first, outer_end, stop):
                return False
        left -= _THICK_MM * length
        begin = end + 1
    return left > 0 and (_goes_round(points, first, stop, middle) or _edges_keep_apart(points, first, stop))


@kernel
def _goes_round(points: Rows, first: int, stop: int, middle: tuple[int, int]) -> bool:
    """Is each edge of a single ring seen from a middle in turn, once round, wherever its ends move within _APART_MM?

    Then it crosses itself on no plane, and no two edges need be compared. Many rings that go round no such middle are
    simple all the same.
    """
    x1, y1 = float(points[first, 0] - middle[0]), float(points[first, 1] - middle[1])
    turn, rises = 0.0, 0
    for i in range(first + 1, stop):
        if points[i, 0] == BREAK:
            return False
        x2, y2 = float(points[i, 0] - middle[0]), float(points[i, 1] - middle[1])
        seen = x1 * y2 - y1 * x2
        if turn == 0:
            turn = 1.0 if seen > 0 else -1.0
        if turn * seen <= _APART_MM * (abs(x1) + abs(y1) + abs(x2) + abs(y2) + _APART_MM):
            return False
        rises += (y1 < 0) & (y2 >= 0)
        x1, y1 = x2, y2
    return rises == 1


@kernel
def _is_hole(points: Rows, begin: int, first: int, outer_end: int, stop: int) -> bool:
    """Does the first point of a ring lie in the outer ring, and in no other hole? Edges are looked at elsewhere."""
    x, y = points[begin, 0], points[begin, 1]
    if not inside(x, y, points, first, outer_end - first):
        return False
    other = outer_end + 1
    while other < stop:
        end = other
        while end < stop and points[end, 0] != BREAK:
            end += 1
        if other != begin and inside(x, y, points, other, end - other):
            return False
        other = end + 1
    return True


@kernel
def _area_and_length(points: Rows, begin: int, end: int) -> tuple[float, float]:
    """Of a closed ring, in mm2 and mm."""
    area, length = 0.0, 0.0
    x0, y0 = float(points[begin, 0]), float(points[begin, 1])
    for i in range(begin, end - 1):
        ax, ay = points[i, 0] - x0, points[i, 1] - y0
        bx, by = points[i + 1, 0] - x0, points[i + 1, 1] - y0
        area += ax * by - bx * ay
        length += math.sqrt((bx - ax) ** 2 + (by - ay) ** 2)
    return abs(area) / 2, length


@kernel
def _edges_keep_apart(points: Rows, first: int, stop: int) -> bool:
    """Do edges that do not follow each other stay away from each other, and those that do not fold back?"""
    for i in range(first, stop - 1):
        if points[i, 0] == BREAK or points[i + 1, 0] == BREAK:
            continue
        ax, ay, bx, by = points[i, 0], points[i, 1], points[i + 1, 0], points[i + 1, 1]
        west, east = min(ax, bx) - _APART_MM, max(ax, bx) + _APART_MM
        south, north = min(ay, by) - _APART_MM, max(ay, by) + _APART_MM
        for j in range(i + 1, stop - 1):
            cx, cy, dx, dy = points[j, 0], points[j, 1], points[j + 1, 0], points[j + 1, 1]
            if max(cx, dx) < west or min(cx, dx) > east or max(cy, dy) < south or min(cy, dy) > north:
                continue
            if cx == BREAK or dx == BREAK:
                continue
            if cx == bx and cy == by:
                joined = _turns(ax, ay, bx, by, dx, dy)
            elif dx == ax and dy == ay:
                joined = _turns(cx, cy, ax, ay, bx, by)
            else:
                joined = _lie_apart(ax, ay, bx, by, cx, cy, dx, dy)
            if not joined:
                return False
    return True


@kernel
def _turns(ax: int, ay: int, bx: int, by: int, cx: int, cy: int) -> bool:
    """Does the way from a over b to c not fold back on itself?"""
    ux, uy, vx, vy = float(ax - bx), float(ay - by), float(cx - bx), float(cy - by)
    u, v = math.sqrt(ux * ux + uy * uy), math.sqrt(vx * vx + vy * vy)
    if min(u, v) < _APART_MM:
        return False
    # The nearer end stands this far off the other edge, unless the angle is blunt.
    return ux * vx + uy * vy <= 0 or abs(ux * vy - uy * vx) > _APART_MM * max(u, v)


@kernel
def _lie_apart(ax: int, ay: int, bx: int, by: int, cx: int, cy: int, dx: int, dy: int) -> bool:
    """Are two edges that do not cross further apart than rounding could bring them together?"""
    ex, ey, fx, fy = float(bx - ax), float(by - ay), float(dx - cx), float(dy - cy)
    c = ex * (cy - ay) - ey * (cx - ax)
    d = ex * (dy - ay) - ey * (dx - ax)
    a = fx * (ay - cy) - fy * (ax - cx)
    b = fx * (by - cy) - fy * (bx - cx)
    # Both ends of one edge well on one side of the line through the other.
    one, two = _APART_MM * math.hypot(ex, ey), _APART_MM * math.hypot(fx, fy)
    if (c > one and d > one) or (c < -one and d < -one):
        return True
    return (a > two and b > two) or (a < -two and b < -two)
