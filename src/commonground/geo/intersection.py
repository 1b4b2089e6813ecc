"""The one place that decides whether two footprints or two volumes meet.

Closed sets on WGS84: touching is meeting. What lies within CONTACT_M of a contact, on either side, is called
`touching`; deeper is `overlap`; what is further apart does not meet. Errors of the method stay below half of
that band (docs/geometry.md), so volumes more than 1 cm apart never meet and an overlap of more than 1 cm
always does (F3548-21 GEN0500). Altitudes and times are integers and compared exactly.
A meeting is a finding with its margins. Nothing here says what it means or that anything is without risk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias, TypeVar

import numpy as np
import shapely

from commonground.record import Record

from .footprint import Footprint, Polygon, drawn_on, outline_of
from .geodesic import point_between
from .interval import DEFAULT_CONTEXT, AltitudeContext, bands_meet, windows_meet
from .nearest import Nearest, nearest_cores, refuse_far, shared_plane
from .outline import Outline, Position, middle_distance_m
from .plane import Plane, lift
from .shared_area import patch_area_m2, shared_patch
from .volume import Volume

Relation: TypeAlias = Literal["overlap", "touching", "within_buffer"]
Key = TypeVar("Key")

CONTACT_M = 0.005


class FootprintMeeting(Record, frozen=True, kw_only=True):
    """How two footprints meet on the ground.

    `distance_m` is 0 unless they are only within the buffer; `common_point` (nanodegrees) lies in both, or
    half way between them; `area_m2` is the shared ground.
    """

    relation: Relation
    area_m2: float
    distance_m: float
    common_point: Position


class Meeting(Record, frozen=True, kw_only=True):
    """How two volumes meet: on the ground as `FootprintMeeting`, and how much height and time they share."""

    relation: Relation
    shared_from_ms: int
    shared_until_ms: int
    shared_ms: int
    altitude_overlap_tmm: int
    altitude_conversion: str
    area_m2: float
    distance_m: float
    common_point: Position


# A draft is checked again when it is released and once more by each recipient of the same process: the answer is
# a pure function of the three arguments, so it is remembered.
@lru_cache(maxsize=8_192)
def footprints_meet(a: Footprint, b: Footprint, buffer_m: float = 0.0) -> FootprintMeeting | None:
    """The meeting of two acceptable footprints, or None when they are further than `buffer_m` apart."""
    outline_a, outline_b = outline_of(a), outline_of(b)
    if _order(outline_b) < _order(outline_a):  # the same answer to the last digit whoever asks
        a, b, outline_a, outline_b = b, a, outline_b, outline_a
    apart_m = middle_distance_m(outline_a, outline_b)
    if apart_m > outline_a.reach_m + outline_b.reach_m + buffer_m:
        return None
    refuse_far(outline_a, outline_b, apart_m)
    plane = shared_plane(outline_a, outline_b)
    radii_m = outline_a.radius_m + outline_b.radius_m
    core = _core_meeting(a, b, plane)
    if core is not None:
        return _deep_meeting(a, b, plane, core, radii_m)
    near = _nearest(a, b, outline_a, outline_b, plane, radii_m + max(buffer_m, CONTACT_M), apart_m)
    if near is None:
        return None
    gap_m = near.distance_m - radii_m
    if gap_m > max(buffer_m, CONTACT_M):
        return None
    point = _point_of(near, outline_a.radius_m, outline_b.radius_m)
    if gap_m > CONTACT_M:
        return FootprintMeeting(relation="within_buffer", area_m2=0.0, distance_m=gap_m, common_point=point)
    if gap_m >= -CONTACT_M and radii_m > 0:
        return FootprintMeeting(relation="touching", area_m2=0.0, distance_m=0.0, common_point=point)
    if radii_m == 0 and (outline_a.is_region or outline_b.is_region):
        return FootprintMeeting(relation="touching", area_m2=0.0, distance_m=0.0, common_point=point)
    area_m2 = patch_area_m2(shared_patch(a, b, plane, -gap_m), plane)
    return FootprintMeeting(relation="overlap", area_m2=area_m2, distance_m=0.0, common_point=point)


def volumes_meet(
    a: Volume, b: Volume, context: AltitudeContext = DEFAULT_CONTEXT, buffer_m: float = 0.0
) -> Meeting | None:
    """The meeting of two acceptable volumes, or None. The buffer widens the ground only."""
    window = windows_meet((a.from_ms, a.until_ms), (b.from_ms, b.until_ms))
    if window is None:
        return None
    band = bands_meet((a.lower, a.upper), (b.lower, b.upper), context)
    if band is None:
        return None
    ground = footprints_meet(a.footprint, b.footprint, buffer_m)
    if ground is None:
        return None
    from_ms, until_ms, is_contact = window
    relation = ground.relation
    if relation == "overlap" and (is_contact or band.is_contact):
        relation = "touching"
    return Meeting(
        relation=relation,
        shared_from_ms=from_ms,
        shared_until_ms=until_ms,
        shared_ms=until_ms - from_ms,
        altitude_overlap_tmm=band.overlap_tmm,
        altitude_conversion=band.conversion,
        area_m2=ground.area_m2,
        distance_m=ground.distance_m,
        common_point=ground.common_point,
    )


def distance_m(a: Footprint, b: Footprint) -> float:
    """Geodesic metres between two footprints, 0 when they meet; `Refused` beyond about 5,600 km."""
    outline_a, outline_b = outline_of(a), outline_of(b)
    apart_m = middle_distance_m(outline_a, outline_b)
    refuse_far(outline_a, outline_b, apart_m)
    plane = shared_plane(outline_a, outline_b)
    if _core_meeting(a, b, plane) is not None:
        return 0.0
    near = _nearest(a, b, outline_a, outline_b, plane, math.inf, apart_m)
    gap_m = math.inf if near is None else near.distance_m - outline_a.radius_m - outline_b.radius_m
    return 0.0 if gap_m <= CONTACT_M else gap_m


def sites_within(
    footprint: Footprint, sites: Iterable[tuple[Key, Footprint]], within_m: float
) -> list[tuple[Key, float]]:
    """Keys and distances (metres, 0 when they meet) of the sites within `within_m`, nearest first."""
    outline = outline_of(footprint)
    found: list[tuple[Key, float]] = []
    for key, site in sites:
        other = outline_of(site)
        if middle_distance_m(outline, other) > outline.reach_m + other.reach_m + within_m:
            continue
        gap_m = distance_m(footprint, site)
        if gap_m <= within_m:
            found.append((key, gap_m))
    return sorted(found, key=lambda item: item[1])


def _order(outline: Outline) -> tuple[float, float, float, int]:
    return outline.reach_m, outline.middle_lon, outline.middle_lat, len(outline.lon)


def _nearest(
    a: Footprint,
    b: Footprint,
    outline_a: Outline,
    outline_b: Outline,
    plane: Plane,
    limit_m: float,
    apart_m: float,
) -> Nearest | None:
    if len(outline_a.lon) == len(outline_b.lon) == 1:
        on_a = (outline_a.middle_lon, outline_a.middle_lat)
        return Nearest(apart_m, on_a, (outline_b.middle_lon, outline_b.middle_lat))
    return nearest_cores(a, b, plane, limit_m)


def _core_meeting(a: Footprint, b: Footprint, plane: Plane) -> shapely.Geometry | None:
    """What two cores share on the plane; None when nothing. Two points never count: their distance tells."""
    core_a, core_b = drawn_on(plane, a).core, drawn_on(plane, b).core
    if shapely.get_dimensions(core_a) == 0 and shapely.get_dimensions(core_b) == 0:
        return None
    if not shapely.intersects(core_a, core_b):
        return None
    shared = shapely.intersection(core_a, core_b)
    return None if shared.is_empty else shared


def _deep_meeting(
    a: Footprint, b: Footprint, plane: Plane, core: shapely.Geometry, radii_m: float
) -> FootprintMeeting:
    """The meeting of footprints whose cores share a part."""
    point = _on_ellipsoid(core.representative_point(), plane)
    if radii_m == 0 and not _is_deep(a, b, core, plane):
        return FootprintMeeting(relation="touching", area_m2=0.0, distance_m=0.0, common_point=point)
    both_regions = isinstance(a, Polygon) and isinstance(b, Polygon)
    patch = core if both_regions else shared_patch(a, b, plane, radii_m)
    area_m2 = patch_area_m2(patch, plane)
    return FootprintMeeting(relation="overlap", area_m2=area_m2, distance_m=0.0, common_point=point)


def _is_deep(a: Footprint, b: Footprint, core: shapely.Geometry, plane: Plane) -> bool:
    """Is the shared part of two regions, or of a region and a point, more than a contact?

    It is when the part is thick, or when one of its corners lies deep inside one of the regions.
    """
    dimensions = shapely.get_dimensions(core)
    if dimensions == 1 or (dimensions == 0 and isinstance(a, Polygon) and isinstance(b, Polygon)):
        return False
    # The largest circle in a region has at least the radius area / perimeter.
    if dimensions == 2 and core.area > CONTACT_M * 500 * core.length:
        return True
    if dimensions == 2 and not core.buffer(-CONTACT_M * 500).is_empty:
        return True
    corners = shapely.points(shapely.get_coordinates(core))
    edges = [drawn_on(plane, region).core.boundary for region in (a, b) if isinstance(region, Polygon)]
    return any(float(shapely.distance(corners, edge).max()) > CONTACT_M * 1000 for edge in edges)


def _point_of(near: Nearest, radius_a_m: float, radius_b_m: float) -> Position:
    """A point within both radii, or half way across the gap."""
    first, last = near.distance_m - radius_b_m, radius_a_m
    along_m = (max(0.0, first) + min(near.distance_m, last)) / 2 if first <= last else (first + last) / 2
    lon, lat = point_between(*near.on_a, *near.on_b, along_m)
    return round(lon * 1e9), round(lat * 1e9)


def _on_ellipsoid(point: shapely.Point, plane: Plane) -> Position:
    lon, lat = lift(plane, np.array([[point.x, point.y]]))
    return round(float(lon[0]) * 1e9), round(float(lat[0]) * 1e9)


__all__ = [
    "CONTACT_M",
    "FootprintMeeting",
    "Meeting",
    "Relation",
    "distance_m",
    "footprints_meet",
    "sites_within",
    "volumes_meet",
]
