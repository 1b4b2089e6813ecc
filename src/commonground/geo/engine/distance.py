"""True distances between points that are kept on a plane: through the ellipsoid and back to its surface.

A plane's own distances are never too short (it stretches by 1 to `k`), so they settle most questions as bounds.
What lies between the bounds is measured here, right to about a millimetre: both points are lifted to the ellipsoid;
up to CHORD_M the straight line between them is lengthened to the geodesic, beyond it Vincenty's series is used.
"""

from __future__ import annotations

import math

from ..geodesic import FLATTENING, SEMI_MAJOR_M, Floats
from .compiled import kernel
from .tiles import lifted

#: Up to here c + c^3 / 24 R^2 is the geodesic to 0.3 mm, whatever its direction.
CHORD_M = 30e3
_SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)


@kernel
def true_mm(frame: Floats, ax: float, ay: float, bx: float, by: float) -> float:
    """Geodesic millimetres between two points of a plane."""
    x1, y1, z1 = lifted(frame, ax, ay)
    x2, y2, z2 = lifted(frame, bx, by)
    return 1000.0 * _geodesic_m(frame, x1, y1, z1, x2, y2, z2)


@kernel
def true_to_edge_mm(frame: Floats, px: float, py: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Geodesic millimetres from a point to an edge (a piece of at most 8 km).

    The square of the distance is all but a parabola along the edge. The first one, over the whole edge, finds the
    foot to decimetres, the second, close to it, to micrometres.
    """
    x, y, z = lifted(frame, px, py)
    place = _foot(frame, x, y, z, ax, ay, bx - ax, by - ay, 0.5, 0.5)
    if 0.0 < place < 1.0:
        place = _foot(frame, x, y, z, ax, ay, bx - ax, by - ay, place, 0.02)
    ex, ey, ez = lifted(frame, ax + place * (bx - ax), ay + place * (by - ay))
    return 1000.0 * _geodesic_m(frame, x, y, z, ex, ey, ez)


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
    """Where (0..1) along an edge the parabola through three squares of distances round `at` is lowest."""
    bx, by, bz = lifted(frame, ax + (at - half) * ex, ay + (at - half) * ey)
    before = _geodesic_m(frame, x, y, z, bx, by, bz) ** 2
    bx, by, bz = lifted(frame, ax + at * ex, ay + at * ey)
    middle = _geodesic_m(frame, x, y, z, bx, by, bz) ** 2
    bx, by, bz = lifted(frame, ax + (at + half) * ex, ay + (at + half) * ey)
    after = _geodesic_m(frame, x, y, z, bx, by, bz) ** 2
    bend = before - 2 * middle + after
    if bend <= 0:
        return 0.0 if before < after else 1.0
    return min(1.0, max(0.0, at + half * (before - after) / (2 * bend)))


@kernel
def _geodesic_m(frame: Floats, x1: float, y1: float, z1: float, x2: float, y2: float, z2: float) -> float:
    """Between two points on the ellipsoid, Earth-centred metres."""
    chord2 = (x1 - x2) ** 2 + (y1 - y2) ** 2 + (z1 - z2) ** 2
    if chord2 <= CHORD_M * CHORD_M:
        return math.sqrt(chord2) * (1 + chord2 / (24.0 * frame[0] * frame[0]))
    return _vincenty_m(x1, y1, z1, x2, y2, z2)


@kernel
def _vincenty_m(x1: float, y1: float, z1: float, x2: float, y2: float, z2: float) -> float:
    """Vincenty's inverse (Survey Review 23 (176), 1975), from reduced latitudes; not for points almost opposite."""
    sin1, cos1 = z1 / _SEMI_MINOR_M, math.hypot(x1, y1) / SEMI_MAJOR_M
    sin2, cos2 = z2 / _SEMI_MINOR_M, math.hypot(x2, y2) / SEMI_MAJOR_M
    apart = math.atan2(x1 * y2 - x2 * y1, x1 * x2 + y1 * y2)
    turned = apart
    sine = cosine = arc = square_of_cos = middle = 0.0
    for _ in range(60):
        swing, reach = math.sin(turned), math.cos(turned)
        sine = math.hypot(cos2 * swing, cos1 * sin2 - sin1 * cos2 * reach)
        if sine == 0:
            return 0.0
        cosine = sin1 * sin2 + cos1 * cos2 * reach
        arc = math.atan2(sine, cosine)
        sin_azimuth = cos1 * cos2 * swing / sine
        square_of_cos = 1 - sin_azimuth * sin_azimuth
        middle = cosine - 2 * sin1 * sin2 / square_of_cos if square_of_cos > 1e-15 else 0.0
        c = FLATTENING / 16 * square_of_cos * (4 + FLATTENING * (4 - 3 * square_of_cos))
        last = turned
        bend = middle + c * cosine * (2 * middle * middle - 1)
        turned = apart + (1 - c) * FLATTENING * sin_azimuth * (arc + c * sine * bend)
        if abs(turned - last) < 1e-13:
            break
    return _vincenty_length_m(square_of_cos, sine, cosine, arc, middle)


@kernel
def _vincenty_length_m(square_of_cos: float, sine: float, cosine: float, arc: float, middle: float) -> float:
    u2 = square_of_cos * (SEMI_MAJOR_M**2 - _SEMI_MINOR_M**2) / _SEMI_MINOR_M**2
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    last = b / 6 * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3)
    step = b * sine * (middle + b / 4 * (cosine * (2 * middle * middle - 1) - last))
    return _SEMI_MINOR_M * a * (arc - step)
