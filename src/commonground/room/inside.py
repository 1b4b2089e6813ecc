"""Whether a shape lies inside the area of the charter; a point outside is refused, its twin named (T-3)."""

from __future__ import annotations

from ..errors import Refused
from ..geo.footprint import Circle, Corridor, Footprint
from ..picture.charter import Area


def check_footprint(area: Area, footprint: Footprint, where: str) -> None:
    """Refuse a footprint with a corner, or a centre, outside."""
    if isinstance(footprint, Circle):
        check_point(area, footprint.center, f"{where}.center")
        return
    is_path = isinstance(footprint, Corridor)
    for number, line in enumerate((footprint.path,) if isinstance(footprint, Corridor) else footprint.rings):
        for at, point in enumerate(line):
            check_point(area, point, f"{where}.path[{at}]" if is_path else f"{where}.rings[{number}][{at}]")


def check_ring(area: Area, ring: tuple[tuple[int, int], ...], where: str) -> None:
    """Refuse a square of which no corner lies inside."""
    if not any(is_inside(area, corner) for corner in ring):
        raise Refused("a square inside the area of the charter is expected", field=where, clause="T-3")


def check_point(area: Area, point: tuple[int, int], where: str) -> None:
    """Refuse a point (nanodegrees) outside; it says so when the swapped point would lie inside."""
    if not is_inside(area, point):
        swapped = " (latitude and longitude may be swapped)" if is_inside(area, (point[1], point[0])) else ""
        raise Refused(
            f"a point inside the area of the charter is expected{swapped}", field=where, clause="T-3"
        )


def is_inside(area: Area, point: tuple[int, int]) -> bool:
    """Whether a point lies inside; longitudes may cross the antimeridian."""
    lon_nd, lat_nd = point
    within_lat = area.lat_nd_min <= lat_nd <= area.lat_nd_max
    if area.lon_nd_min <= area.lon_nd_max:
        return within_lat and area.lon_nd_min <= lon_nd <= area.lon_nd_max
    return within_lat and (lon_nd >= area.lon_nd_min or lon_nd <= area.lon_nd_max)
