"""One pair of rows whose boxes meet: do the volumes meet?

In this order, the cheapest first: times to the millisecond, altitudes of one reference as given, two discs round
the middles, and only then the cores (`cores`). Rows of two tiles are brought onto one plane: that of the larger,
since the smaller then lies within its view.
"""

from __future__ import annotations

import math

import numpy as np

from .compiled import kernel
from .cores import CONTACT_MM, cores_near
from .layout import (
    APART,
    BREAK,
    CENTER_X,
    CENTER_Y,
    CORE_MASK,
    COUNT,
    FIRST,
    FLAGS,
    INNER,
    LANE_MAX,
    LOWER_GIVEN,
    LOWER_REFERENCE_SHIFT,
    MEETS,
    OUTER,
    RADIUS,
    TILE,
    TIME_MASK,
    TIME_RESTS,
    TIME_SHIFT,
    UNLIMITED_FLAG,
    UNSURE,
    UPPER_GIVEN,
    UPPER_REFERENCE_SHIFT,
    Rows,
)
from .tiles import drawn, frame_of, lifted

#: Radius in mm, a little less than any plane's, for bounds of its stretch.
_RADIUS_LEAST_MM = 6.33e9
#: A plane is used out to 18 degrees, where it stretches by 1.11.
_STRETCH_MOST = 1.12


@kernel
def _rises(a: Rows, i: int, b: Rows, j: int) -> bool:
    """Does the upper limit of row j lie at or above the lower of row i? Other references: the boxes told."""
    if b[j, FLAGS] & UNLIMITED_FLAG:
        return True
    if (a[i, FLAGS] >> LOWER_REFERENCE_SHIFT) & 3 != (b[j, FLAGS] >> UPPER_REFERENCE_SHIFT) & 3:
        return True
    return b[j, UPPER_GIVEN] >= a[i, LOWER_GIVEN]


@kernel
def bands_meet_as_given(a: Rows, i: int, b: Rows, j: int) -> bool:
    """`geo/interval.bands_meet` of two rows whose boxes meet."""
    return _rises(a, i, b, j) and _rises(b, j, a, i)


@kernel
def discs_near(a: Rows, i: int, b: Rows, j: int, apart_mm: float) -> int:
    """What the discs round two middles of one tile settle: APART, MEETS, or UNSURE when the cores must tell."""
    if a[i, TILE] != b[j, TILE]:
        return UNSURE
    dx, dy = float(a[i, CENTER_X]) - b[j, CENTER_X], float(a[i, CENTER_Y]) - b[j, CENTER_Y]
    square = dx * dx + dy * dy
    outer = float(a[i, OUTER]) + b[j, OUTER] + 2 * CONTACT_MM + apart_mm * _STRETCH_MOST
    if square > outer * outer and max(a[i, OUTER], b[j, OUTER]) < LANE_MAX:
        return APART
    inner = float(a[i, INNER]) + b[j, INNER]
    if a[i, INNER] >= 0 and b[j, INNER] >= 0 and square <= inner * inner:
        return MEETS
    return UNSURE


@kernel
def footprints_near(
    a_facts: Rows, i: int, a_points: Rows, b_facts: Rows, j: int, b_points: Rows, apart_mm: float, picked: Rows
) -> int:  # fmt: skip
    """APART or MEETS for the ground of two rows whose discs do not tell, `apart_mm` beyond their radii."""
    if a_facts[i, TILE] != b_facts[j, TILE]:
        if a_facts[i, OUTER] >= b_facts[j, OUTER]:
            return _across_tiles(a_facts[i], a_points, b_facts[j], b_points, apart_mm)
        return _across_tiles(b_facts[j], b_points, a_facts[i], a_points, apart_mm)
    return cores_near(
        a_facts[i, TILE], _stretch(a_facts, i, b_facts, j, apart_mm),
        a_points, a_facts[i, FIRST], a_facts[i, COUNT], a_facts[i, FLAGS] & CORE_MASK,
        b_points, b_facts[j, FIRST], b_facts[j, COUNT], b_facts[j, FLAGS] & CORE_MASK,
        float(a_facts[i, RADIUS]) + b_facts[j, RADIUS] + apart_mm, picked,
    )  # fmt: skip


@kernel
def _stretch(a: Rows, i: int, b: Rows, j: int, apart_mm: float) -> float:
    """The most by which the plane stretches any distance between two rows that matters."""
    if a[i, OUTER] <= b[j, OUTER]:
        reach = math.hypot(float(a[i, CENTER_X]), float(a[i, CENTER_Y])) + a[i, OUTER] + 1.1 * b[j, RADIUS]
    else:
        reach = math.hypot(float(b[j, CENTER_X]), float(b[j, CENTER_Y])) + b[j, OUTER] + 1.1 * a[i, RADIUS]
    share = (reach + 1.1 * apart_mm) / _RADIUS_LEAST_MM
    return 1.0 + 1.02 * share * share


@kernel
def _across_tiles(large: Rows, large_points: Rows, small: Rows, small_points: Rows, apart_mm: float) -> int:
    """The ground of two rows of different tiles, on the plane of the larger."""
    frame, own_frame = frame_of(large[TILE]), frame_of(small[TILE])
    first, count = small[FIRST], small[COUNT]
    redrawn = np.empty((count, 2), dtype=np.int32)
    farthest = 0.0
    for n in range(count):
        if small_points[first + n, 0] == BREAK:
            redrawn[n, 0], redrawn[n, 1] = BREAK, 0
            continue
        x, y, z = lifted(own_frame, small_points[first + n, 0], small_points[first + n, 1])
        east, north = drawn(frame, x, y, z)
        redrawn[n, 0], redrawn[n, 1] = east, north
        farthest = max(farthest, math.hypot(float(east), float(north)))
    radii = float(large[RADIUS]) + small[RADIUS] + apart_mm
    share = (farthest + 1.1 * radii) / _RADIUS_LEAST_MM
    picked = np.empty(count + large[COUNT], dtype=np.int32)
    return cores_near(
        large[TILE], 1.0 + 1.02 * share * share,
        large_points, large[FIRST], large[COUNT], large[FLAGS] & CORE_MASK,
        redrawn, 0, count, small[FLAGS] & CORE_MASK,
        radii, picked,
    )  # fmt: skip


@kernel
def windows_meet(
    a: Rows, i: int, a_from: int, a_until: int, b: Rows, j: int, b_from: int, b_until: int
) -> bool:
    """Do two closed windows meet, to the millisecond? Facts, and time lanes as they stand in the boxes."""
    if exact_from_ms(a, i, a_from) > exact_until_ms(b, j, b_until):
        return False
    return exact_from_ms(b, j, b_from) <= exact_until_ms(a, i, a_until)


@kernel
def exact_from_ms(facts: Rows, i: int, lane: int) -> int:
    """The beginning of a row's window: what its lane and its rest say together."""
    return (np.int64(lane) << TIME_SHIFT) + (facts[i, TIME_RESTS] & TIME_MASK)


@kernel
def exact_until_ms(facts: Rows, i: int, lane: int) -> int:
    """The end of a row's window, from its negated lane."""
    return (-np.int64(lane) << TIME_SHIFT) + (facts[i, TIME_RESTS] >> TIME_SHIFT)
