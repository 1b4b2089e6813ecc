"""True distances between points that are kept on a plane: through the ellipsoid and back to its surface.

A plane's own distances are never too short (it stretches by 1 to `k`), so they settle most questions as bounds.
What lies between the bounds is measured here: both points are lifted to the ellipsoid, and the straight line
between them is lengthened to the geodesic, which is right to 1.2 mm up to REACH_MM (docs/exactness.md).
"""

from __future__ import annotations

import math

from ..geodesic import Floats
from .compiled import kernel
from .tiles import lifted

#: Up to here the lengthened chord is a geodesic to 1.2 mm.
REACH_MM = 60e6


@kernel
def true_mm(frame: Floats, ax: float, ay: float, bx: float, by: float) -> float:
    """Geodesic millimetres between two points of a plane that are at most REACH_MM apart."""
    x1, y1, z1 = lifted(frame, ax, ay)
    x2, y2, z2 = lifted(frame, bx, by)
    return _arc_mm(frame, _square(x1 - x2, y1 - y2, z1 - z2))


@kernel
def true_to_edge_mm(frame: Floats, px: float, py: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Geodesic millimetres from a point to an edge (a piece of at most 8 km), at most REACH_MM.

    The square of the chord is all but a parabola along the edge. The first one, over the whole edge, finds the
    foot to decimetres, the second, close to it, to micrometres.
    """
    x, y, z = lifted(frame, px, py)
    place = _foot(frame, x, y, z, ax, ay, bx - ax, by - ay, 0.5, 0.5)
    if 0.0 < place < 1.0:
        place = _foot(frame, x, y, z, ax, ay, bx - ax, by - ay, place, 0.02)
    ex, ey, ez = lifted(frame, ax + place * (bx - ax), ay + place * (by - ay))
    return _arc_mm(frame, _square(ex - x, ey - y, ez - z))


@kernel
def _foot(
    frame: Floats,
    x: float,
    y: float,
    z: float,
    ax: float,
    ay: float,
    ex: float,
    ey: float,
    at: float,
    half: float,
) -> float:
    """Where (0..1) along an edge the parabola through three chords round `at` is lowest."""
    bx, by, bz = lifted(frame, ax + (at - half) * ex, ay + (at - half) * ey)
    before = _square(bx - x, by - y, bz - z)
    bx, by, bz = lifted(frame, ax + at * ex, ay + at * ey)
    middle = _square(bx - x, by - y, bz - z)
    bx, by, bz = lifted(frame, ax + (at + half) * ex, ay + (at + half) * ey)
    after = _square(bx - x, by - y, bz - z)
    bend = before - 2 * middle + after
    if bend <= 0:
        return 0.0 if before < after else 1.0
    return min(1.0, max(0.0, at + half * (before - after) / (2 * bend)))


@kernel
def _square(x: float, y: float, z: float) -> float:
    return x * x + y * y + z * z


@kernel
def _arc_mm(frame: Floats, chord_m2: float) -> float:
    """The arc over a chord: c + c^3 / 24 R^2."""
    return 1000.0 * math.sqrt(chord_m2) * (1 + chord_m2 / (24.0 * frame[0] * frame[0]))
