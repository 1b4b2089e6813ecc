"""Footprints on the ground: circle, polygon with holes, corridor; and what makes one acceptable.

Edges are WGS84 geodesics and go the short way; a circle is every point within its radius, a corridor every
point within half its width of its path. Positions are integer nanodegrees, lengths tenths of a millimetre.
Because no footprint reaches further than REACH_M_MAX from its middle, the inside of a ring is always its
smaller side, round a pole and across the antimeridian as anywhere else. Nothing is repaired: what is not
acceptable is refused with the field and the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import shapely

from commonground.errors import Refused
from commonground.record import Record

from .geodesic import inverse_many
from .interval import in_unit
from .outline import Drawn, Outline, Position, draw_outline, edges_of, outline_lines, outline_point
from .plane import Plane, plane_near
from .rings import refuse_bad_rings

VERTICES_MAX = 10_000
REACH_M_MAX = 1_000_000.0
LENGTH_M_MAX = 40_000_000.0
RADIUS_TMM_MIN = 1_000
LON_ND_MAX = 180 * 10**9
LAT_ND_MAX = 90 * 10**9
_CLAUSE = "docs/geometry.md"


class Circle(Record, frozen=True, kw_only=True, tag_field="type", tag="circle"):
    """Every point within `radius_tmm` (geodesic distance, tenths of a millimetre) of the centre.

    Radius 0 is a point, for a reported site whose extent is not known.
    """

    center: Position
    radius_tmm: int


class Polygon(Record, frozen=True, kw_only=True, tag_field="type", tag="polygon"):
    """The region inside the first ring and outside the others. Rings are not closed; either direction."""

    rings: tuple[tuple[Position, ...], ...]


class Corridor(Record, frozen=True, kw_only=True, tag_field="type", tag="corridor"):
    """Every point within half of `width_tmm` (the full width) of the path: ends and bends are round."""

    path: tuple[Position, ...]
    width_tmm: int


Footprint: TypeAlias = Circle | Polygon | Corridor


@lru_cache(maxsize=512)
def outline_of(footprint: Footprint) -> Outline:
    """The core and radius of a footprint (see `outline`)."""
    if isinstance(footprint, Circle):
        return outline_point(footprint.center, footprint.radius_tmm / 1e4)
    if isinstance(footprint, Corridor):
        return outline_lines((footprint.path,), closed=False, radius_m=footprint.width_tmm / 2e4)
    return outline_lines(footprint.rings, closed=True, radius_m=0.0)


@lru_cache(maxsize=512)
def drawn_on(plane: Plane, footprint: Footprint) -> Drawn:
    """The core of an acceptable footprint on a plane."""
    drawn = draw_outline(plane, outline_of(footprint))
    if isinstance(footprint, Polygon) and not drawn.core.is_valid:
        # Parts of a ring within a millimetre of each other may meet on one plane and not on another.
        repaired = shapely.get_parts(shapely.make_valid(drawn.core))
        core = shapely.MultiPolygon([part for part in repaired if isinstance(part, shapely.Polygon)])
        return Drawn(drawn.points, drawn.starts, drawn.ends, core, drawn.stretch)
    return drawn


def validate_footprint(footprint: Footprint, field: str) -> None:
    """Raise `Refused`, naming the field below `field`, unless the footprint is acceptable."""
    if isinstance(footprint, Circle):
        _validate_position(footprint.center, f"{field}.center")
        _validate_radius(footprint.radius_tmm, f"{field}.radius_tmm", zero_allowed=True)
    elif isinstance(footprint, Corridor):
        _validate_corridor(footprint, field)
    else:
        _validate_polygon(footprint, field)


def _validate_corridor(corridor: Corridor, field: str) -> None:
    _refuse_too_many(len(corridor.path), f"{field}.path")
    for number, position in enumerate(corridor.path):
        _validate_position(position, f"{field}.path[{number}]")
    if len(corridor.path) < 2:
        raise Refused(
            f"{len(corridor.path)} points, expected at least 2", field=f"{field}.path", clause=_CLAUSE
        )
    _refuse_repeats(corridor.path, f"{field}.path", closed=False)
    _validate_radius(corridor.width_tmm, f"{field}.width_tmm", zero_allowed=False)
    _refuse_large([corridor.path], f"{field}.path", corridor)


def _validate_polygon(polygon: Polygon, field: str) -> None:
    if not polygon.rings:
        raise Refused("no ring, expected an outer ring", field=f"{field}.rings", clause=_CLAUSE)
    _refuse_too_many(sum(map(len, polygon.rings)), f"{field}.rings")
    for number, ring in enumerate(polygon.rings):
        where = f"{field}.rings[{number}]"
        for place, position in enumerate(ring):
            _validate_position(position, f"{where}[{place}]")
        if len({_normal(position) for position in ring}) < 3:
            reason = f"{len(ring)} vertices, expected at least 3 different ones"
            raise Refused(reason, field=where, clause=_CLAUSE)
        _refuse_repeats(ring, where, closed=True)
    _refuse_large(polygon.rings, f"{field}.rings", polygon)
    outline = outline_of(polygon)
    plane = plane_near(outline.middle_lon, outline.middle_lat)
    refuse_bad_rings(outline, draw_outline(plane, outline), f"{field}.rings")


def _validate_position(position: Position, field: str) -> None:
    lon_nd, lat_nd = position
    if not -LON_ND_MAX <= lon_nd <= LON_ND_MAX:
        raise Refused(f"longitude {in_unit(lon_nd, 1e9)} degrees, expected -180 to 180", field=f"{field}[0]")
    if not -LAT_ND_MAX <= lat_nd <= LAT_ND_MAX:
        raise Refused(f"latitude {in_unit(lat_nd, 1e9)} degrees, expected -90 to 90", field=f"{field}[1]")


def _validate_radius(length_tmm: int, field: str, *, zero_allowed: bool) -> None:
    if length_tmm == 0 and zero_allowed:
        return
    if not RADIUS_TMM_MIN <= length_tmm <= REACH_M_MAX * 10_000:
        reason = f"{in_unit(length_tmm, 1e4)} m, expected 0.1 m to {REACH_M_MAX / 1000:.0f} km"
        raise Refused(reason + (", or 0 for a point" if zero_allowed else ""), field=field, clause=_CLAUSE)


def _refuse_too_many(count: int, field: str) -> None:
    if count > VERTICES_MAX:
        raise Refused(f"{count} vertices, at most {VERTICES_MAX} are accepted", field=field, clause="limits")


def _normal(position: Position) -> Position:
    """One name for each point: a pole has any longitude, and 180 E is 180 W."""
    lon_nd, lat_nd = position
    if abs(lat_nd) == LAT_ND_MAX:
        return (0, lat_nd)
    return (-LON_ND_MAX if lon_nd == LON_ND_MAX else lon_nd, lat_nd)


def _refuse_repeats(line: Sequence[Position], field: str, *, closed: bool) -> None:
    points = [_normal(position) for position in line]
    if closed and points[0] == points[-1]:
        reason = "the last vertex repeats the first; rings are given without a closing vertex"
        raise Refused(reason, field=f"{field}[{len(points) - 1}]", clause=_CLAUSE)
    for number in range(1, len(points)):
        if points[number] == points[number - 1]:
            reason = f"the same point as [{number - 1}], expected consecutive points to differ"
            raise Refused(reason, field=f"{field}[{number}]", clause=_CLAUSE)


def _refuse_large(lines: Sequence[Sequence[Position]], field: str, footprint: Footprint) -> None:
    """Refuse what is larger than the method guarantees: an edge across the world has no short way."""
    closed = isinstance(footprint, Polygon)
    for number, line in enumerate(lines):
        length_m, _, _ = inverse_many(*edges_of(line, closed=closed))
        edge = int(length_m.argmax())
        if length_m[edge] > 2 * REACH_M_MAX or length_m.sum() > LENGTH_M_MAX:
            where = f"{field}[{number}]" if closed else field
            raise Refused(
                f"edge {edge} is {length_m[edge] / 1000:.0f} km of {length_m.sum() / 1000:.0f} km in all; "
                f"at most {2 * REACH_M_MAX / 1000:.0f} km and {LENGTH_M_MAX / 1000:.0f} km are accepted",
                field=where,
                clause="limits",
            )
    reach_m = outline_of(footprint).reach_m
    if reach_m > REACH_M_MAX:
        reason = f"reaches {reach_m / 1000:.0f} km from its middle, at most {REACH_M_MAX / 1000:.0f} km"
        raise Refused(f"{reason} are accepted: give it in parts", field=field, clause="limits")
