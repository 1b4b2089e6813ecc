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
    UPPER_GIVEN,
    UPPER_REFERENCE_SHIFT,
    Rows,
)
from .tiles import FRAMES, drawn, lifted

#: Radius in mm, a little less than any plane's, for bounds of its stretch.
_RADIUS_LEAST_MM = 6.33e9


@kernel
def _rises(low: Rows, high: Rows) -> bool:
    """Does the upper limit of one lie at or above the lower of the other? Other references: the boxes told."""
    if high[FLAGS] & UNLIMITED_FLAG:
        return True
    if (low[FLAGS] >> LOWER_REFERENCE_SHIFT) & 3 != (high[FLAGS] >> UPPER_REFERENCE_SHIFT) & 3:
        return True
    return high[UPPER_GIVEN] >= low[LOWER_GIVEN]


@kernel
def bands_meet_as_given(a: Rows, b: Rows) -> bool:
    """`geo/interval.bands_meet` of two rows' facts whose boxes meet."""
    return _rises(a, b) and _rises(b, a)


@kernel
def footprints_near(a: Rows, a_points: Rows, b: Rows, b_points: Rows, apart_mm: float, picked: Rows) -> int:
    """APART, MEETS or UNSURE for the ground of two rows' facts, `apart_mm` further than their radii."""
    if a[TILE] != b[TILE]:
        if a[OUTER] >= b[OUTER]:
            return _across_tiles(a, a_points, b, b_points, apart_mm)
        return _across_tiles(b, b_points, a, a_points, apart_mm)
    dx, dy = float(a[CENTER_X]) - b[CENTER_X], float(a[CENTER_Y]) - b[CENTER_Y]
    square = dx * dx + dy * dy
    if a[INNER] >= 0 and b[INNER] >= 0:
        inner = float(a[INNER]) + b[INNER]
        if square <= inner * inner:
            return MEETS
    outer = float(a[OUTER]) + b[OUTER]
    far = (outer + 2 * CONTACT_MM) * 1.0 + apart_mm * _stretch(a, b, apart_mm)
    if square > far * far:
        return APART
    return cores_near(
        FRAMES[a[TILE]], _stretch(a, b, apart_mm),
        a_points, a[FIRST], a[COUNT], a[FLAGS] & CORE_MASK,
        b_points, b[FIRST], b[COUNT], b[FLAGS] & CORE_MASK,
        float(a[RADIUS]) + b[RADIUS] + apart_mm, picked,
    )  # fmt: skip


@kernel
def _stretch(a: Rows, b: Rows, apart_mm: float) -> float:
    """The most by which the plane stretches any distance between two rows that matters."""
    if a[OUTER] <= b[OUTER]:
        reach = math.hypot(float(a[CENTER_X]), float(a[CENTER_Y])) + a[OUTER] + 1.1 * b[RADIUS]
    else:
        reach = math.hypot(float(b[CENTER_X]), float(b[CENTER_Y])) + b[OUTER] + 1.1 * a[RADIUS]
    share = (reach + 1.1 * apart_mm) / _RADIUS_LEAST_MM
    return 1.0 + 1.02 * share * share


@kernel
def _across_tiles(large: Rows, large_points: Rows, small: Rows, small_points: Rows, apart_mm: float) -> int:
    """The ground of two rows of different tiles, on the plane of the larger."""
    frame = FRAMES[large[TILE]]
    first, count = small[FIRST], small[COUNT]
    redrawn = np.empty((count, 2), dtype=np.int32)
    farthest = 0.0
    for n in range(count):
        if small_points[first + n, 0] == BREAK:
            redrawn[n, 0], redrawn[n, 1] = BREAK, 0
            continue
        x, y, z = lifted(FRAMES[small[TILE]], small_points[first + n, 0], small_points[first + n, 1])
        east, north = drawn(frame, x, y, z)
        redrawn[n, 0], redrawn[n, 1] = east, north
        farthest = max(farthest, math.hypot(float(east), float(north)))
    radii = float(large[RADIUS]) + small[RADIUS] + apart_mm
    share = (farthest + 1.1 * radii) / _RADIUS_LEAST_MM
    picked = np.empty(count + large[COUNT], dtype=np.int32)
    return cores_near(
        frame, 1.0 + 1.02 * share * share,
        large_points, large[FIRST], large[COUNT], large[FLAGS] & CORE_MASK,
        redrawn, 0, count, small[FLAGS] & CORE_MASK,
        radii, picked,
    )  # fmt: skip


@kernel
def windows_meet(a: Rows, a_from: int, a_until: int, b: Rows, b_from: int, b_until: int) -> bool:
    """Do two closed windows meet, to the millisecond? Facts, and time lanes as they stand in the boxes."""
    if exact_from_ms(a, a_from) > exact_until_ms(b, b_until):
        return False
    return exact_from_ms(b, b_from) <= exact_until_ms(a, a_until)


@kernel
def exact_from_ms(fact: Rows, lane: int) -> int:
    """The beginning of a row's window: what its lane and its rest say together."""
    return (np.int64(lane) << TIME_SHIFT) + (fact[TIME_RESTS] & TIME_MASK)


@kernel
def exact_until_ms(fact: Rows, lane: int) -> int:
    """The end of a row's window, from its negated lane."""
    return (-np.int64(lane) << TIME_SHIFT) + (fact[TIME_RESTS] >> TIME_SHIFT)
