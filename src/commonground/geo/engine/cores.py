"""Do two cores on one plane come as near as a distance? Integers decide what crosses, geodesics what is near.

A core is a point, a path or a region with holes, in whole millimetres of a plane; a footprint is its core and
everything within its radius. Two footprints meet when their cores are no further apart than both radii (`geo/
outline` says why). Crossing and being inside are exact 64-bit arithmetic. Distances are compared as bounds first,
since a plane stretches by 1 to `stretch`, and measured on the ellipsoid only between the bounds.

Contact is what `geo/intersection` calls it: 5 mm. What is measured within BAND_MM of that may fall on either side.
"""

from __future__ import annotations

import math

import numpy as np

from .compiled import kernel
from .distance import true_mm, true_to_edge_mm
from .layout import APART, BREAK, CORE_POINT, CORE_REGION, MEETS, UNSURE, Rows
from .tiles import frame_of

CONTACT_MM = 5.0
#: Rounding to whole millimetres of up to four ends, and the bend of an edge between its points.
BAND_MM = 3.0
_NEAR_MM = CONTACT_MM + BAND_MM


@kernel
def cores_near(
    tile: int,
    stretch: float,
    a: Rows, a_first: int, a_count: int, a_core: int,
    b: Rows, b_first: int, b_count: int, b_core: int,
    apart_mm: float,
    picked: Rows,
) -> int:  # fmt: skip
    """APART or MEETS: are two cores at most `apart_mm` (and a contact) from each other?

    `picked` is scratch space for as many numbers as both have points.
    """
    if a_core == CORE_POINT and b_core == CORE_POINT:
        return _point_to_point(
            tile, stretch, a[a_first, 0], a[a_first, 1], b[b_first, 0], b[b_first, 1], apart_mm
        )
    if a_core == CORE_POINT:
        return _point_to_lines(
            tile, stretch, a[a_first, 0], a[a_first, 1], b, b_first, b_count, b_core, apart_mm
        )
    if b_core == CORE_POINT:
        return _point_to_lines(
            tile, stretch, b[b_first, 0], b[b_first, 1], a, a_first, a_count, a_core, apart_mm
        )
    return _lines_to_lines(
        tile, stretch, a, a_first, a_count, a_core, b, b_first, b_count, b_core, apart_mm, picked
    )  # fmt: skip


@kernel
def _point_to_point(tile: int, stretch: float, px: int, py: int, qx: int, qy: int, apart_mm: float) -> int:
    plane_mm = math.hypot(float(px) - qx, float(py) - qy)
    verdict = _by_bounds(plane_mm, stretch, apart_mm)
    if verdict != UNSURE:
        return verdict
    return _by_measure(true_mm(frame_of(tile), px, py, qx, qy), apart_mm)


@kernel
def _by_bounds(plane_mm: float, stretch: float, apart_mm: float) -> int:
    """What a distance on the plane settles: it is at least the true one and at most `stretch` times as long."""
    if plane_mm <= apart_mm * (1 - 1e-5) + CONTACT_MM - BAND_MM:
        return MEETS
    if plane_mm > (apart_mm + _NEAR_MM) * stretch:
        return APART
    return UNSURE


@kernel
def _by_measure(true_distance_mm: float, apart_mm: float) -> int:
    return MEETS if true_distance_mm <= apart_mm + CONTACT_MM else APART


@kernel
def _point_to_lines(
    tile: int, stretch: float, px: int, py: int, b: Rows, first: int, count: int, core: int, apart_mm: float
) -> int:
    """A point and a path or region."""
    sure, far = apart_mm * (1 - 1e-5) + CONTACT_MM - BAND_MM, (apart_mm + _NEAR_MM) * stretch
    holds, meets, near = _point_and_lines(float(px), float(py), b, first, count, sure * sure, far * far)
    if meets or (holds and core == CORE_REGION):
        return MEETS
    return _measured(tile, stretch, px, py, b, first, count, apart_mm) if near else APART


@kernel
def _point_and_lines(
    px: float, py: float, b: Rows, first: int, count: int, sure_square: float, far_square: float
) -> tuple[bool, bool, bool]:
    """Do rings hold a point (by even and odd), is an edge surely near enough, may one be? Squares of distances.

    Points first, then edges, without a branch or a division: the foot on each edge is scaled by the square of its
    length. Parity is wrong only where the point is within a millimetre of an edge, which is near enough.
    """
    lines = b[first : first + count]
    odd, meets, near = 0, 0, 0
    for i in range(count):
        ax, ay = lines[i, 0] - px, lines[i, 1] - py
        meets += (lines[i, 0] != BREAK) & (ax * ax + ay * ay <= sure_square)
    if meets:
        return False, True, True
    for i in range(count - 1):
        x1, x2 = lines[i, 0], lines[i + 1, 0]
        is_edge = (x1 != BREAK) & (x2 != BREAK)
        ax, ay, bx, by = x1 - px, lines[i, 1] - py, x2 - px, lines[i + 1, 1] - py
        ex, ey = bx - ax, by - ay
        odd += is_edge & ((ay > 0) != (by > 0)) & ((ex * ay - ey * ax > 0) != (ey > 0))
        length2 = ex * ex + ey * ey
        length2 = length2 if length2 > 1.0 else 1.0
        along = -(ax * ex + ay * ey)
        along = along if along > 0.0 else 0.0
        along = along if along < length2 else length2
        dx, dy = ax * length2 + along * ex, ay * length2 + along * ey
        square, scale = dx * dx + dy * dy, length2 * length2
        meets += is_edge & (square <= sure_square * scale)
        near += is_edge & (square <= far_square * scale)
    return odd & 1 == 1, meets > 0, near > 0


@kernel
def _measured(
    tile: int, stretch: float, px: int, py: int, b: Rows, first: int, count: int, apart_mm: float
) -> int:
    """A point outside a path or region, by its true distance."""
    _, least = parity_and_distance(px, py, b, first, count)
    plane_mm = math.sqrt(least)
    # The edge that is nearest on the plane may not be the nearest: all within the stretch are measured.
    within = (plane_mm * stretch + BAND_MM) ** 2
    frame, nearest_mm = frame_of(tile), math.inf
    for i in range(first, first + count - 1):
        if b[i, 0] != BREAK and b[i + 1, 0] != BREAK and _to_edge(px, py, b, i) <= within:
            mm = true_to_edge_mm(frame, px, py, b[i, 0], b[i, 1], b[i + 1, 0], b[i + 1, 1])
            nearest_mm = min(nearest_mm, mm)
    return _by_measure(nearest_mm, apart_mm)


@kernel
def parity_and_distance(px: int, py: int, b: Rows, first: int, count: int) -> tuple[bool, float]:
    """Is a point inside rings (even-odd), and the square of its distance on the plane to the lines."""
    inside, least = False, math.inf
    for i in range(first, first + count - 1):
        if b[i, 0] == BREAK or b[i + 1, 0] == BREAK:
            continue
        ax, ay = np.int64(b[i, 0]) - px, np.int64(b[i, 1]) - py
        bx, by = np.int64(b[i + 1, 0]) - px, np.int64(b[i + 1, 1]) - py
        ex, ey = bx - ax, by - ay
        cross = ex * ay - ey * ax
        if (ay > 0) != (by > 0) and (cross > 0) == (by <= ay):
            inside = not inside
        along = -(float(ax) * ex + float(ay) * ey)
        length2 = float(ex) * ex + float(ey) * ey
        if along <= 0:
            square = float(ax) * ax + float(ay) * ay
        elif along >= length2:
            square = float(bx) * bx + float(by) * by
        else:
            square = float(cross) * cross / length2
        least = min(least, square)
    return inside, least


@kernel
def _to_edge(px: int, py: int, b: Rows, i: int) -> float:
    """The square of the distance on the plane from a point to the edge from point i to the next."""
    ax, ay = float(b[i, 0] - px), float(b[i, 1] - py)
    ex, ey = float(np.int64(b[i + 1, 0]) - b[i, 0]), float(np.int64(b[i + 1, 1]) - b[i, 1])
    length2 = ex * ex + ey * ey
    if length2 == 0:
        return ax * ax + ay * ay
    share = min(1.0, max(0.0, -(ax * ex + ay * ey) / length2))
    dx, dy = ax + share * ex, ay + share * ey
    return dx * dx + dy * dy


@kernel
def inside(px: int, py: int, b: Rows, first: int, count: int) -> bool:
    """Is a point inside rings, by even and odd?"""
    inside = False
    for i in range(first, first + count - 1):
        if b[i, 0] == BREAK or b[i + 1, 0] == BREAK:
            continue
        ay, by = np.int64(b[i, 1]) - py, np.int64(b[i + 1, 1]) - py
        if (ay > 0) != (by > 0):
            ax, ex = np.int64(b[i, 0]) - px, np.int64(b[i + 1, 0]) - b[i, 0]
            cross = ex * ay - (by - ay) * ax
            if (cross > 0) == (by <= ay):
                inside = not inside
    return inside


@kernel
def _bounds(points: Rows, first: int, count: int) -> tuple[int, int, int, int]:
    west, south, east, north = np.int64(2**40), np.int64(2**40), -np.int64(2**40), -np.int64(2**40)
    for i in range(first, first + count):
        x, y = np.int64(points[i, 0]), np.int64(points[i, 1])
        if x != BREAK:
            west, east = min(west, x), max(east, x)
            south, north = min(south, y), max(north, y)
    return west, south, east, north


@kernel
def _pick_edges(
    points: Rows, first: int, count: int, west: int, south: int, east: int, north: int, picked: Rows, at: int
) -> int:
    """Numbers of the edges whose box meets a box, written from `at` on; how many."""
    lines, end = points[first : first + count], at
    for i in range(count - 1):
        x1, y1, x2, y2 = lines[i, 0], lines[i, 1], lines[i + 1, 0], lines[i + 1, 1]
        picked[end] = first + i  # written in any case and kept when it fits: no branch to guess
        end += (
            (max(x1, x2) >= west) & (min(x1, x2) <= east) & (max(y1, y2) >= south) & (min(y1, y2) <= north)
            & (x1 != BREAK) & (x2 != BREAK)
        )  # fmt: skip
    return end - at


@kernel
def _side(ax: int, ay: int, bx: int, by: int, px: int, py: int) -> int:
    """On which side of the line from a to b a point lies: exact, edges are short."""
    value = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    return 1 if value > 0 else (-1 if value < 0 else 0)


@kernel
def _cross(ax: int, ay: int, bx: int, by: int, cx: int, cy: int, dx: int, dy: int) -> bool:
    """Do two closed edges whose boxes meet share a point?"""
    c, d = _side(ax, ay, bx, by, cx, cy), _side(ax, ay, bx, by, dx, dy)
    if c * d > 0:
        return False
    a, b = _side(cx, cy, dx, dy, ax, ay), _side(cx, cy, dx, dy, bx, by)
    return a * b <= 0


@kernel
def _lines_to_lines(
    tile: int,
    stretch: float,
    a: Rows, a_first: int, a_count: int, a_core: int,
    b: Rows, b_first: int, b_count: int, b_core: int,
    apart_mm: float,
    picked: Rows,
) -> int:  # fmt: skip
    """Two paths or regions: do edges cross, does one hold the other, do they come near?"""
    reach = np.int64(math.ceil((apart_mm + _NEAR_MM) * stretch))
    a_west, a_south, a_east, a_north = _bounds(a, a_first, a_count)
    b_west, b_south, b_east, b_north = _bounds(b, b_first, b_count)
    west, south = max(a_west, b_west) - reach, max(a_south, b_south) - reach
    east, north = min(a_east, b_east) + reach, min(a_north, b_north) + reach
    if west > east or south > north:
        return APART
    of_a = _pick_edges(a, a_first, a_count, west, south, east, north, picked, 0)
    of_b = _pick_edges(b, b_first, b_count, west, south, east, north, picked, of_a)
    if _any_cross(a, b, picked, of_a, of_b):
        return MEETS
    if b_core == CORE_REGION and inside(a[a_first, 0], a[a_first, 1], b, b_first, b_count):
        return MEETS
    if a_core == CORE_REGION and inside(b[b_first, 0], b[b_first, 1], a, a_first, a_count):
        return MEETS
    if of_a == 0 or of_b == 0:
        return APART
    least = _least_square(a, b, picked, of_a, of_b, reach)
    plane_mm = math.sqrt(least)
    verdict = _by_bounds(plane_mm, stretch, apart_mm)
    if verdict != UNSURE:
        return verdict
    return _by_measure(_least_true(tile, stretch, a, b, picked, of_a, of_b, plane_mm), apart_mm)


@kernel
def _any_cross(a: Rows, b: Rows, picked: Rows, of_a: int, of_b: int) -> bool:
    for n in range(of_a):
        i = picked[n]
        ax, ay, bx, by = np.int64(a[i, 0]), np.int64(a[i, 1]), np.int64(a[i + 1, 0]), np.int64(a[i + 1, 1])
        west, east, south, north = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        for m in range(of_a, of_a + of_b):
            j = picked[m]
            cx, cy, dx, dy = (
                np.int64(b[j, 0]),
                np.int64(b[j, 1]),
                np.int64(b[j + 1, 0]),
                np.int64(b[j + 1, 1]),
            )
            if max(cx, dx) < west or min(cx, dx) > east or max(cy, dy) < south or min(cy, dy) > north:
                continue
            if _cross(ax, ay, bx, by, cx, cy, dx, dy):
                return True
    return False


@kernel
def _boxes_near(a: Rows, i: int, b: Rows, j: int, reach: int) -> bool:
    ax, bx, cx, dx = np.int64(a[i, 0]), np.int64(a[i + 1, 0]), np.int64(b[j, 0]), np.int64(b[j + 1, 0])
    if max(cx, dx) + reach < min(ax, bx) or min(cx, dx) - reach > max(ax, bx):
        return False
    ay, by, cy, dy = np.int64(a[i, 1]), np.int64(a[i + 1, 1]), np.int64(b[j, 1]), np.int64(b[j + 1, 1])
    return max(cy, dy) + reach >= min(ay, by) and min(cy, dy) - reach <= max(ay, by)


@kernel
def _least_square(a: Rows, b: Rows, picked: Rows, of_a: int, of_b: int, reach: int) -> float:
    """The least square of a distance on the plane between picked edges that do not cross: it is at an end."""
    least = math.inf
    for n in range(of_a):
        i = picked[n]
        for m in range(of_a, of_a + of_b):
            j = picked[m]
            if _boxes_near(a, i, b, j, reach):
                least = min(least, _to_edge(a[i, 0], a[i, 1], b, j), _to_edge(a[i + 1, 0], a[i + 1, 1], b, j))
                least = min(least, _to_edge(b[j, 0], b[j, 1], a, i), _to_edge(b[j + 1, 0], b[j + 1, 1], a, i))
    return least


@kernel
def _least_true(
    tile: int, stretch: float, a: Rows, b: Rows, picked: Rows, of_a: int, of_b: int, plane_mm: float
) -> float:
    """The least true distance, among ends and edges that are within the plane's stretch of the least."""
    reach = np.int64(math.ceil(plane_mm * stretch + BAND_MM))
    within = float(reach) * reach
    frame, least = frame_of(tile), math.inf
    for n in range(of_a):
        i = picked[n]
        for m in range(of_a, of_a + of_b):
            j = picked[m]
            if not _boxes_near(a, i, b, j, reach):
                continue
            for end in range(2):
                if _to_edge(a[i + end, 0], a[i + end, 1], b, j) <= within:
                    mm = true_to_edge_mm(
                        frame, a[i + end, 0], a[i + end, 1], b[j, 0], b[j, 1], b[j + 1, 0], b[j + 1, 1]
                    )
                    least = min(least, mm)
                if _to_edge(b[j + end, 0], b[j + end, 1], a, i) <= within:
                    mm = true_to_edge_mm(
                        frame, b[j + end, 0], b[j + end, 1], a[i, 0], a[i, 1], a[i + 1, 0], a[i + 1, 1]
                    )
                    least = min(least, mm)
    return least
