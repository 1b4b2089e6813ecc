"""Volumes (footprint, altitude band, time window) and the boxes that certainly contain them.

A box may be larger than its shape, never smaller: geodesic edges bulge towards the pole between their ends,
a margin is wider in longitude near a pole, and a footprint near one may hold every longitude. `bounding_box`
uses plain arithmetic on the vertices, because a node that starts builds one for every statement it holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from commonground.errors import Refused
from commonground.record import Record

from .footprint import Circle, Corridor, Footprint, validate_footprint
from .geodesic import degrees_of_arc
from .interval import (
    DEFAULT_CONTEXT,
    TIME_MS_MAX,
    UNLIMITED_TMM,
    Altitude,
    AltitudeContext,
    validate_altitudes,
    validate_window,
    w84_band,
)
from .outline import Position

LonRanges: TypeAlias = tuple[tuple[float, float], ...]
BoxRow: TypeAlias = tuple[float, float, float, float, int, int, int, int]

VOLUMES_MAX = 100
_EVERY_LON: LonRanges = ((-180.0, 180.0),)
#: Rounding of degrees, and of the contact band of `intersection`: 1e-7 degrees is about 1 cm.
_SLACK_DEG = 2e-7


class Volume(Record, frozen=True, kw_only=True):
    """A footprint between two altitudes (no upper: unlimited) during a closed window of UTC milliseconds."""

    footprint: Footprint
    lower: Altitude
    upper: Altitude | None = None
    from_ms: int
    until_ms: int


class Box(Record, frozen=True, kw_only=True):
    """Degrees, W84 tmm and UTC ms that contain a shape; two longitude ranges across the antimeridian."""

    lon_ranges: LonRanges
    south_deg: float
    north_deg: float
    lower_tmm: int = -UNLIMITED_TMM
    upper_tmm: int = UNLIMITED_TMM
    from_ms: int = 0
    until_ms: int = TIME_MS_MAX


def validate_volume(volume: Volume, field: str) -> None:
    """Raise `Refused`, naming the field below `field`, unless every part is acceptable."""
    validate_footprint(volume.footprint, f"{field}.footprint")
    validate_altitudes(volume.lower, volume.upper, field)
    validate_window(volume.from_ms, volume.until_ms, field)


def validate_volumes(volumes: Sequence[Volume], field: str) -> None:
    """Refuse an empty list, more than VOLUMES_MAX, and any volume that is not acceptable."""
    if not 1 <= len(volumes) <= VOLUMES_MAX:
        raise Refused(f"{len(volumes)} volumes, expected 1 to {VOLUMES_MAX}", field=field, clause="limits")
    for number, volume in enumerate(volumes):
        validate_volume(volume, f"{field}[{number}]")


def bounding_box(
    shape: Volume | Footprint, margin_m: float = 0.0, context: AltitudeContext = DEFAULT_CONTEXT
) -> Box:
    """The box of everything within `margin_m` of the shape; a footprint is taken at every height and time."""
    if not isinstance(shape, Volume):
        lon_ranges, south_deg, north_deg = _ground_box(shape, margin_m)
        return Box(lon_ranges=lon_ranges, south_deg=south_deg, north_deg=north_deg)
    lon_ranges, south_deg, north_deg = _ground_box(shape.footprint, margin_m)
    lower_tmm, upper_tmm = w84_band(shape.lower, shape.upper, context)
    return Box(
        lon_ranges=lon_ranges,
        south_deg=south_deg,
        north_deg=north_deg,
        lower_tmm=lower_tmm,
        upper_tmm=upper_tmm,
        from_ms=shape.from_ms,
        until_ms=shape.until_ms,
    )


def bounding_boxes(
    shapes: Iterable[Volume | Footprint], margin_m: float = 0.0, context: AltitudeContext = DEFAULT_CONTEXT
) -> list[Box]:
    """`bounding_box` of each."""
    return [bounding_box(shape, margin_m, context) for shape in shapes]


def box_rows(box: Box) -> list[BoxRow]:
    """west, east, south, north (degrees), lower, upper (tmm), from, until (ms): a row per longitude range."""
    return [
        (
            west_deg,
            east_deg,
            box.south_deg,
            box.north_deg,
            box.lower_tmm,
            box.upper_tmm,
            box.from_ms,
            box.until_ms,
        )
        for west_deg, east_deg in box.lon_ranges
    ]


def _ground_box(footprint: Footprint, margin_m: float) -> tuple[LonRanges, float, float]:
    if isinstance(footprint, Circle):
        lon_deg, lat_deg = footprint.center[0] / 1e9, footprint.center[1] / 1e9
        return _widened(lon_deg, lon_deg, lat_deg, lat_deg, footprint.radius_tmm / 1e4 + margin_m)
    if isinstance(footprint, Corridor):
        return _line_box(footprint.path, margin_m + footprint.width_tmm / 2e4, closed=False)
    return _line_box(footprint.rings[0], margin_m, closed=True)


def _line_box(line: Sequence[Position], widen_m: float, *, closed: bool) -> tuple[LonRanges, float, float]:
    """The box of a line of geodesic edges. Longitudes are unrolled along it, each edge the short way."""
    half_turn, turn = 180 * 10**9, 360 * 10**9
    lon = west = east = line[0][0]
    step_max = 0
    for following in line[1:]:
        step = (following[0] - lon + half_turn) % turn - half_turn
        lon += step
        west, east, step_max = min(west, lon), max(east, lon), max(step_max, abs(step))
    if closed:
        step = (line[0][0] - lon + half_turn) % turn - half_turn
        lon, step_max = lon + step, max(step_max, abs(step))
    lats = [position[1] for position in line]
    south_deg, north_deg = min(lats) / 1e9, max(lats) / 1e9
    # A ring that winds round the Earth holds a pole; an edge of a quarter turn may pass close to one.
    if (closed and lon != line[0][0]) or step_max > 90 * 10**9:
        south_deg, north_deg = (south_deg, 90.0) if south_deg + north_deg > 0 else (-90.0, north_deg)
        span_deg = degrees_of_arc(widen_m)
        return _EVERY_LON, max(-90.0, south_deg - span_deg - 1.0), min(90.0, north_deg + span_deg + 1.0)
    half_step = math.radians(step_max / 2e9)
    return _widened(
        west / 1e9, east / 1e9, -_apex_deg(-south_deg, half_step), _apex_deg(north_deg, half_step), widen_m
    )


def _apex_deg(lat_deg: float, half_step: float) -> float:
    """The highest latitude on a geodesic whose ends lie no higher than `lat_deg`, 2 half_step rad apart."""
    if lat_deg <= 0 or half_step == 0:
        return lat_deg
    if lat_deg >= 90:
        return 90.0
    apex_deg = math.degrees(math.atan(math.tan(math.radians(lat_deg)) / math.cos(half_step)))
    return min(90.0, lat_deg + 1.02 * (apex_deg - lat_deg) + 1e-9)  # 2 % for the ellipsoid


def _widened(
    west_deg: float, east_deg: float, south_deg: float, north_deg: float, widen_m: float
) -> tuple[LonRanges, float, float]:
    """The box of everything within `widen_m` of a box."""
    arc_deg = 1.001 * degrees_of_arc(widen_m) + _SLACK_DEG
    top_deg = max(north_deg, -south_deg)
    south_deg, north_deg = max(-90.0, south_deg - arc_deg), min(90.0, north_deg + arc_deg)
    if top_deg + arc_deg >= 89.999999:
        return _EVERY_LON, south_deg, north_deg
    ratio = math.sin(math.radians(arc_deg)) / math.cos(math.radians(top_deg))
    wide_deg = math.degrees(math.asin(min(1.0, ratio))) + _SLACK_DEG
    return _lon_ranges(west_deg - wide_deg, east_deg + wide_deg), south_deg, north_deg


def _lon_ranges(west_deg: float, east_deg: float) -> LonRanges:
    """One or two ranges within -180..180; both ends are closed, and 180 is written on both sides."""
    if east_deg - west_deg >= 360:
        return _EVERY_LON
    turns = math.floor((west_deg + 180) / 360)
    west_deg, east_deg = west_deg - 360 * turns, east_deg - 360 * turns
    if east_deg < 180:
        return ((west_deg, east_deg),)
    return ((west_deg, 180.0), (-180.0, east_deg - 360))
