"""The kernels that draw: positions into space, footprints onto planes, and their boxes, discs and lanes.

What they are given was found acceptable before; `draw` says in what order they are called.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..geodesic import Floats
from ..outline import PIECE_M
from .compiled import kernel
from .cores import parity_and_distance
from .ground_box import lane_floor, line_bounds
from .layout import (
    BREAK,
    CENTER_X,
    CENTER_Y,
    CORE_MASK,
    CORE_POINT,
    CORE_REGION,
    COUNT,
    EAST,
    FIRST,
    FLAGS,
    FROM,
    INNER,
    LANE_MAX,
    LOWER,
    LOWER_GIVEN,
    LOWER_REFERENCE_SHIFT,
    NORTH,
    OUTER,
    PART,
    RADIUS,
    SLOT,
    SOUTH,
    TILE,
    TIME_MASK,
    TIME_RESTS,
    TIME_SHIFT,
    TWIN_FLAG,
    TWIN_WEST,
    UNLIMITED_FLAG,
    UNTIL,
    UPPER,
    UPPER_GIVEN,
    UPPER_REFERENCE_SHIFT,
    WEST,
    Integers,
    Rows,
)
from .tiles import drawn, ecef_of, frame_of, lonlat_of, tile_at

UNLIMITED_TMM = 10_000_000_000
_RADIUS_LEAST_MM = 6.33e9
#: A straight line through the Earth of less than this belongs to an edge that certainly is no longer than a piece.
_LONG_M2 = (0.998 * PIECE_M) ** 2


@kernel
def place_positions(
    core: NDArray[np.uint8],
    volume_lines: Integers,
    line_positions: Integers,
    positions_nd: Integers,
    ecef: Floats,
    edges: Integers,
    ends_deg: Floats,
) -> int:
    """Earth-centred metres of each position; how many edges may have to be cut, and where they begin and end.

    Of each of these, `edges` gets the position where it begins and whether it is cut from its other end (1), `ends_deg`
    the longitude and latitude from which it is cut and those of the other end.
    """
    for p in range(len(positions_nd)):
        ecef[p, 0], ecef[p, 1], ecef[p, 2] = ecef_of(positions_nd[p, 0] / 1e9, positions_nd[p, 1] / 1e9)
    count = 0
    for v in range(len(core)):
        if core[v] == CORE_POINT:
            continue
        for line in range(volume_lines[v], volume_lines[v + 1]):
            first, stop = line_positions[line], line_positions[line + 1]
            for p in range(first, stop - 1):
                if _square_m2(ecef, p, p + 1) > _LONG_M2:
                    count = _note_edge(positions_nd, p, p + 1, edges, ends_deg, count)
            if core[v] == CORE_REGION and _square_m2(ecef, stop - 1, first) > _LONG_M2:
                count = _note_edge(positions_nd, stop - 1, first, edges, ends_deg, count)
    return count


@kernel
def _square_m2(ecef: Floats, p: int, q: int) -> float:
    dx, dy, dz = ecef[p, 0] - ecef[q, 0], ecef[p, 1] - ecef[q, 1], ecef[p, 2] - ecef[q, 2]
    return dx * dx + dy * dy + dz * dz


@kernel
def _note_edge(positions_nd: Integers, p: int, q: int, edges: Integers, ends_deg: Floats, count: int) -> int:
    """An edge is cut from the same end whichever way it is drawn (`geo/outline`)."""
    lon1, lat1, lon2, lat2 = positions_nd[p, 0], positions_nd[p, 1], positions_nd[q, 0], positions_nd[q, 1]
    backwards = lon1 > lon2 or (lon1 == lon2 and lat1 > lat2)
    if backwards:
        lon1, lat1, lon2, lat2 = lon2, lat2, lon1, lat1
    edges[0, count], edges[1, count] = p, backwards
    ends_deg[0, count], ends_deg[1, count] = lon1 / 1e9, lat1 / 1e9
    ends_deg[2, count], ends_deg[3, count] = lon2 / 1e9, lat2 / 1e9
    return count + 1


@kernel
def count_parts(length_m: Floats, parts: Integers) -> int:
    """Into how many parts each edge is cut, none longer than a piece; how many in all."""
    total = 0
    for e in range(len(length_m)):
        parts[e] = max(1, math.ceil(length_m[e] / PIECE_M))
        total += parts[e]
    return total


@kernel
def place_cuts(
    edges: Integers, ends_deg: Floats, parts: Integers, length_m: Floats, azimuth_deg: Floats, cuts: Floats
) -> None:
    """For each point at which an edge is cut: from where (degrees), in which direction (degrees) and how far (m)."""
    n = 0
    for e in range(len(parts)):
        for step in range(1, parts[e]):
            along = parts[e] - step if edges[1, e] else step
            cuts[0, n], cuts[1, n] = ends_deg[0, e], ends_deg[1, e]
            cuts[2, n], cuts[3, n] = azimuth_deg[e], length_m[e] * along / parts[e]
            n += 1


@kernel
def take_cuts(
    line_positions: Integers, ecef: Floats, edges: Integers, parts: Integers, lon_deg: Floats, lat_deg: Floats,
    cut: Floats, line_points: Integers,
) -> None:  # fmt: skip
    """All positions with the points between them where edges are cut, in `cut`, and where each line now begins."""
    e, used, taken = 0, 0, 0
    for line in range(len(line_positions) - 1):
        line_points[line] = used
        for p in range(line_positions[line], line_positions[line + 1]):
            cut[used, 0], cut[used, 1], cut[used, 2] = ecef[p, 0], ecef[p, 1], ecef[p, 2]
            used += 1
            if e < len(parts) and edges[0, e] == p:
                for _ in range(1, parts[e]):
                    cut[used, 0], cut[used, 1], cut[used, 2] = ecef_of(lon_deg[taken], lat_deg[taken])
                    used, taken = used + 1, taken + 1
                e += 1
    line_points[-1] = used


@kernel
def draw_rows(
    core: NDArray[np.uint8],
    radius_tmm: Integers,
    volume_lines: Integers,
    line_positions: Integers,
    positions_nd: Integers,
    line_points: Integers,
    ecef: Floats,
    lower_tmm: Integers,
    upper_tmm: Integers,
    lower_reference: NDArray[np.uint8],
    upper_reference: NDArray[np.uint8],
    from_ms: Integers,
    until_ms: Integers,
    slots: Integers,
    parts: Integers,
    terms: Integers,
    widen_m: float,
    boxes: Rows,
    facts: Rows,
    points: Rows,
) -> tuple[int, int]:
    row, used = 0, 0
    for v in range(len(core)):
        box, fact = boxes[row], facts[row]
        first_line = volume_lines[v]
        fact[SLOT], fact[PART] = slots[v], parts[v]
        fact[RADIUS] = (radius_tmm[v] + 5) // 10
        fact[FLAGS] = core[v]
        _altitudes(box, fact, lower_tmm[v], upper_tmm[v], lower_reference[v], upper_reference[v], terms)
        _times(box, fact, from_ms[v], until_ms[v])
        _choose_tile(fact, ecef, line_points[first_line], line_points[first_line + 1])
        fact[FIRST] = used
        used = _points(fact, ecef, line_points, first_line, volume_lines[v + 1], points, used)
        fact[COUNT] = used - fact[FIRST]
        _discs(fact, points)
        west, east, south, north = line_bounds(
            positions_nd, line_positions[first_line], line_positions[first_line + 1],
            core[v] == CORE_REGION, radius_tmm[v] / 1e4 + widen_m,
        )  # fmt: skip
        row = _ground(boxes, facts, row, west, east, south, north)
    return row, used


@kernel
def _times(box: Rows, fact: Rows, from_ms: int, until_ms: int) -> None:
    box[FROM], box[UNTIL] = from_ms >> TIME_SHIFT, -(until_ms >> TIME_SHIFT)
    fact[TIME_RESTS] = (from_ms & TIME_MASK) | ((until_ms & TIME_MASK) << TIME_SHIFT)


@kernel
def _held(value: int) -> int:
    return min(max(value, -LANE_MAX), LANE_MAX)


@kernel
def _altitudes(box: Rows, fact: Rows, lower: int, upper: int, low: int, high: int, terms: Integers) -> None:
    fact[FLAGS] |= (low << LOWER_REFERENCE_SHIFT) | (high << UPPER_REFERENCE_SHIFT)
    if upper >= UNLIMITED_TMM:
        fact[FLAGS] |= UNLIMITED_FLAG
    fact[LOWER_GIVEN], fact[UPPER_GIVEN] = _held(lower), _held(upper)
    box[LOWER] = _held(_lowest_w84(lower, low, terms))
    box[UPPER] = -_held(_highest_w84(upper, high, terms))


@kernel
def _lowest_w84(value: int, reference: int, terms: Integers) -> int:
    """The lowest height over the ellipsoid at which an altitude can lie (`geo/interval.to_w84_interval`)."""
    if reference == 0:
        return value
    if reference == 1:
        return value + terms[0]
    if reference == 2:
        return value - terms[2]
    return value - terms[3] - _warmth(value, terms)


@kernel
def _highest_w84(value: int, reference: int, terms: Integers) -> int:
    """The highest one."""
    if reference == 0 or value >= UNLIMITED_TMM:
        return value
    if reference == 1:
        return value + terms[1]
    if reference == 2:
        return value + terms[2]
    return value + terms[4] + _warmth(value, terms)


@kernel
def _warmth(value: int, terms: Integers) -> int:
    return (abs(value) * terms[5] + 999) // 1000


@kernel
def _choose_tile(fact: Rows, ecef: Floats, first: int, stop: int) -> None:
    x1, y1, z1 = ecef[first, 0], ecef[first, 1], ecef[first, 2]
    x2, y2, z2 = x1, y1, z1
    for p in range(first + 1, stop):
        x1, x2 = min(x1, ecef[p, 0]), max(x2, ecef[p, 0])
        y1, y2 = min(y1, ecef[p, 1]), max(y2, ecef[p, 1])
        z1, z2 = min(z1, ecef[p, 2]), max(z2, ecef[p, 2])
    lon_deg, lat_deg = lonlat_of((x1 + x2) / 2, (y1 + y2) / 2, (z1 + z2) / 2)
    fact[TILE] = tile_at(lon_deg, lat_deg)


@kernel
def _points(
    fact: Rows, ecef: Floats, line_points: Integers, first: int, stop: int, points: Rows, used: int
) -> int:
    """Draw lines on the plane of the row's tile; rings are closed and set apart by BREAK."""
    frame = frame_of(fact[TILE])
    for line in range(first, stop):
        if line > first:
            points[used, 0], points[used, 1] = BREAK, 0
            used += 1
        begin = used
        for p in range(line_points[line], line_points[line + 1]):
            points[used, 0], points[used, 1] = drawn(frame, ecef[p, 0], ecef[p, 1], ecef[p, 2])
            used += 1
        if fact[FLAGS] & CORE_MASK == CORE_REGION:
            points[used, 0], points[used, 1] = points[begin, 0], points[begin, 1]
            used += 1
    return used


@kernel
def _discs(fact: Rows, points: Rows) -> None:
    """A middle, the disc round it that lies in the footprint, and the one that holds it."""
    first, count, core = fact[FIRST], fact[COUNT], fact[FLAGS] & CORE_MASK
    if core == CORE_REGION:
        x, y = _centroid(points, first, count)
        inside, least = parity_and_distance(x, y, points, first, count)
        fact[INNER] = int(math.sqrt(least)) - 1 if inside else -1
    else:
        x, y = _middle_point(points, first, count)
        fact[INNER] = max(0, fact[RADIUS] - 1)
    square = 0.0
    for p in range(first, first + count):
        if points[p, 0] != BREAK:
            dx, dy = float(points[p, 0] - x), float(points[p, 1] - y)
            square = max(square, dx * dx + dy * dy)
    farthest = math.sqrt(square)
    share = (math.hypot(float(x), float(y)) + farthest + 1.1 * fact[RADIUS]) / _RADIUS_LEAST_MM
    fact[CENTER_X], fact[CENTER_Y] = x, y
    outer = farthest + fact[RADIUS] * (1 + 1.02 * share * share) + 2
    fact[OUTER] = int(min(outer, LANE_MAX))  # at LANE_MAX it says nothing


@kernel
def _middle_point(points: Rows, first: int, count: int) -> tuple[int, int]:
    """The point of a path that is nearest to half way between its ends."""
    x = (points[first, 0] + points[first + count - 1, 0]) // 2
    y = (points[first, 1] + points[first + count - 1, 1]) // 2
    best, least = first, math.inf
    for p in range(first, first + count):
        apart = math.hypot(float(points[p, 0] - x), float(points[p, 1] - y))
        if apart < least:
            best, least = p, apart
    return np.int64(points[best, 0]), np.int64(points[best, 1])


@kernel
def _centroid(points: Rows, first: int, count: int) -> tuple[int, int]:
    """The middle of the area of the outer ring, in whole millimetres."""
    area, east, north = 0.0, 0.0, 0.0
    x0, y0 = float(points[first, 0]), float(points[first, 1])
    for p in range(first, first + count - 1):
        if points[p + 1, 0] == BREAK:
            break
        ax, ay = points[p, 0] - x0, points[p, 1] - y0
        bx, by = points[p + 1, 0] - x0, points[p + 1, 1] - y0
        cross = ax * by - bx * ay
        area += cross
        east += cross * (ax + bx)
        north += cross * (ay + by)
    if area == 0:
        return np.int64(x0), np.int64(y0)
    return np.int64(round(x0 + east / (3 * area))), np.int64(round(y0 + north / (3 * area)))


@kernel
def _ground(boxes: Rows, facts: Rows, row: int, west: float, east: float, south: float, north: float) -> int:
    """Write the ground lanes of a row, and a second row beyond the antimeridian; the next free row."""
    boxes[row, SOUTH], boxes[row, NORTH] = lane_floor(south), -lane_floor(north)
    if west > -180.0 or east < 180.0:
        turns = 360.0 * math.floor((west + 180.0) / 360.0)
        west, east = west - turns, east - turns
    boxes[row, WEST] = lane_floor(west)
    if east <= 180.0:
        boxes[row, EAST] = -lane_floor(east)
        if east < 180.0 or west == -180.0:
            return row + 1
    boxes[row + 1], facts[row + 1] = boxes[row], facts[row]
    boxes[row, EAST] = -lane_floor(180.0)
    boxes[row + 1, WEST], boxes[row + 1, EAST] = lane_floor(-180.0), -lane_floor(max(-180.0, east - 360.0))
    facts[row + 1, FLAGS] |= TWIN_FLAG
    facts[row + 1, TWIN_WEST] = boxes[row, WEST]
    return row + 2
