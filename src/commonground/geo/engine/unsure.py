"""The pairs that the kernel leaves open: cores whose distance is settled neither by bounds nor within 60 km.

Footprints are lifted off their planes again, which is right to a millimetre, and `geo/intersection` decides.
"""

from __future__ import annotations

from ..footprint import Circle, Corridor, Footprint, Polygon
from ..intersection import CONTACT_M, footprints_meet
from ..outline import Position
from .layout import BREAK, CORE_MASK, CORE_PATH, CORE_POINT, COUNT, FIRST, FLAGS, RADIUS, TILE, Rows
from .tiles import frame_of, lifted, lonlat_of


def footprints_meet_lifted(a: Rows, a_points: Rows, b: Rows, b_points: Rows, apart_mm: float) -> bool:
    """Do the footprints of two rows' facts come within `apart_mm` (and a contact) of each other?"""
    one, one_buffer_mm = _footprint(a, a_points)
    two, two_buffer_mm = _footprint(b, b_points)
    buffer_m = (apart_mm + one_buffer_mm + two_buffer_mm) / 1000
    return footprints_meet(one, two, buffer_m + CONTACT_M) is not None


def _footprint(fact: Rows, points: Rows) -> tuple[Footprint, float]:
    """The footprint of a row, and the buffer in mm that a polygon cannot say."""
    first, count = int(fact[FIRST]), int(fact[COUNT])
    core, radius_mm = int(fact[FLAGS]) & CORE_MASK, int(fact[RADIUS])
    lines: list[list[Position]] = [[]]
    frame = frame_of(int(fact[TILE]))
    for x, y in points[first : first + count].tolist():
        if x == BREAK:
            lines.append([])
        else:
            lon, lat = lonlat_of(*lifted(frame, x, y))
            lines[-1].append((round(lon * 1e9), round(lat * 1e9)))
    if core == CORE_POINT:
        return Circle(center=lines[0][0], radius_tmm=10 * radius_mm), 0.0
    if core == CORE_PATH:
        return Corridor(path=tuple(lines[0]), width_tmm=20 * radius_mm), 0.0
    return Polygon(rings=tuple(tuple(line[:-1]) for line in lines)), float(radius_mm)
