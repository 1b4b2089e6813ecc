"""Values that every message is made of: identifiers, addresses, times, volumes; strict where the standard is.

Degrees become nanodegrees, metres tenths of a millimetre, times milliseconds; what does not fit is rounded outward, so
that a volume is never smaller than it was sent. An identifier may come without its hyphens, as some services send it;
it leaves with them. A refusal names the field as the message does. Nothing is guessed.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Literal

from commonground.errors import MalformedMessage, Refused
from commonground.geo.cells import area_m2
from commonground.geo.footprint import RADIUS_TMM_MIN, Circle, Footprint, Polygon, validate_footprint
from commonground.geo.interval import ALTITUDE_TMM_MIN, Altitude, validate_altitudes, validate_window
from commonground.geo.volume import VOLUMES_MAX, Volume
from commonground.record import Foreign
from commonground.room.airspace.asked import Area

AREA_KM2_MAX = 2_500
URL_CHARS_MAX = 200
_UUID4 = re.compile(r"([0-9a-f]{8})-?([0-9a-f]{4})-?(4[0-9a-f]{3})-?([89ab][0-9a-f]{3})-?([0-9a-f]{12})")
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:[Zz]|[+-]00:00)", re.ASCII
)
_URL = re.compile(
    r"(?P<scheme>https?)://(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:/[\w.~!$&'()*+,;=:@%-]+)*",
    re.ASCII | re.IGNORECASE,
)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Time(Foreign, frozen=True):
    value: str
    format: Literal["RFC3339"]


class Radius(Foreign, frozen=True):
    value: float
    units: Literal["M"]


class Height(Foreign, frozen=True):
    value: float
    reference: Literal["W84"]
    units: Literal["M"]


class LatLng(Foreign, frozen=True):
    lat: float
    lng: float


class OutlinePolygon(Foreign, frozen=True):
    vertices: tuple[LatLng, ...]


class OutlineCircle(Foreign, frozen=True):
    center: LatLng | None = None
    radius: Radius | None = None


class Volume3D(Foreign, frozen=True):
    outline_circle: OutlineCircle | None = None
    outline_polygon: OutlinePolygon | None = None
    altitude_lower: Height | None = None
    altitude_upper: Height | None = None


class Volume4D(Foreign, frozen=True):
    volume: Volume3D
    time_start: Time | None = None
    time_end: Time | None = None


# -- words ----------------------------------------------------------------------------------------------------------


def identifier(text: str, field: str) -> str:
    """A version 4 UUID, with hyphens and in lower case."""
    found = _UUID4.fullmatch(text.lower())
    if found is None:
        raise MalformedMessage("a version 4 UUID is expected", field=field, clause="F3548-21 EntityID")
    return "-".join(found.groups())


def ovn_suffix(text: str, now_ms: int, field: str) -> str:
    """A version 7 UUID (RFC 9562) of this moment, as it was sent: an extension that InterUSS publishes."""
    plain = text.lower().replace("-", "")
    if (
        len(text) not in (32, 36)
        or re.fullmatch(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}", plain) is None
    ):
        raise MalformedMessage("a version 7 UUID is expected", field=field)
    if abs(int(plain[:12], 16) - now_ms) > 5 * 60_000:
        raise MalformedMessage("a UUID of this moment is expected, give or take five minutes", field=field)
    return text


def base_url(text: str, field: str, *, allow_http: bool) -> str:
    """Where a service is reached: https without a trailing slash, http where the node allows it."""
    found = _URL.fullmatch(text)
    if found is None or len(text) > URL_CHARS_MAX or (found["scheme"].lower() == "http" and not allow_http):
        raise MalformedMessage(
            f"an https address of at most {URL_CHARS_MAX} characters without a trailing slash is expected",
            field=field,
        )
    return text


# -- times and heights ----------------------------------------------------------------------------------------------


def instant_ms(time: Time, field: str, *, up: bool = False) -> int:
    """UTC in ms of an RFC 3339 time in the zone Z; parts of a millisecond are cut off, or counted whole."""
    found = _RFC3339.fullmatch(time.value)
    if found is None:
        raise _no_time(field)
    try:
        whole = datetime.datetime(*(int(part) for part in found.groups()[:6]), tzinfo=datetime.UTC)  # type: ignore[arg-type, misc]
    except ValueError as error:
        raise _no_time(field) from error
    seconds: int = (whole - _EPOCH) // datetime.timedelta(seconds=1)
    digits = found[7] or "0"
    part_ms, rest = divmod(int(digits) * 1_000, int("1" + "0" * len(digits)))
    return seconds * 1_000 + part_ms + (1 if up and rest else 0)


def _no_time(field: str) -> MalformedMessage:
    return MalformedMessage(
        "an RFC 3339 time in the zone Z is expected", field=f"{field}.value", clause="RFC 3339"
    )


def time_text(at_ms: int) -> dict[str, str]:
    """A time as messages hold it."""
    at = (_EPOCH + datetime.timedelta(milliseconds=at_ms)).replace(tzinfo=None)
    return {"value": f"{at.isoformat(timespec='milliseconds')}Z", "format": "RFC3339"}


def altitude(height: Height, field: str, *, up: bool = False) -> Altitude:
    """Metres above the ellipsoid, -8,000 to 100,000."""
    if not -8_000 <= height.value <= 100_000:
        raise MalformedMessage(
            "-8000 m to 100000 m expected", field=f"{field}.value", clause="F3548-21 Altitude"
        )
    scaled = round(height.value * 10_000, 3)  # a float's own error is no part of what was sent
    value_tmm = math.ceil(scaled) if up else math.floor(scaled)
    return Altitude(value_tmm=value_tmm, reference="W84", unit="M")


#: The lowest altitude that can be given: for a volume that names no lower one.
LOWEST = Altitude(value_tmm=ALTITUDE_TMM_MIN, reference="W84", unit="M")


# -- shapes ---------------------------------------------------------------------------------------------------------


def footprint(volume: Volume3D, field: str) -> Footprint:
    """The outline of a volume; refused without one, with two, and above 2,500 km2."""
    if (volume.outline_circle is None) == (volume.outline_polygon is None):
        raise MalformedMessage("exactly one outline is expected", field=field, clause="F3548-21 Volume3D")
    if volume.outline_circle is not None:
        where = f"{field}.outline_circle"
        made: Footprint = _circle(volume.outline_circle, where)
    else:
        assert volume.outline_polygon is not None
        where = f"{field}.outline_polygon"
        made = Polygon(
            rings=(
                tuple(
                    _position(one, f"{where}.vertices[{n}]")
                    for n, one in enumerate(volume.outline_polygon.vertices)
                ),
            )
        )
    try:
        validate_footprint(made, "")
    except Refused as error:
        raise MalformedMessage(error.reason, field=where, clause=error.clause) from error
    area_km2 = area_m2(made) / 1e6
    if area_km2 > AREA_KM2_MAX:
        raise MalformedMessage(
            f"{area_km2:.0f} km2, at most {AREA_KM2_MAX} are accepted", field=where, clause="limits"
        )
    return made


def _circle(circle: OutlineCircle, field: str) -> Circle:
    if circle.center is None or circle.radius is None:
        raise MalformedMessage("a center and a radius are expected", field=field, clause="F3548-21 Circle")
    radius_m = circle.radius.value
    if not 0 < radius_m <= 1_000_000:
        raise MalformedMessage(
            "more than 0 m is expected", field=f"{field}.radius.value", clause="F3548-21 Radius"
        )
    radius_tmm = max(RADIUS_TMM_MIN, math.ceil(round(radius_m * 10_000, 3)))
    return Circle(center=_position(circle.center, f"{field}.center"), radius_tmm=radius_tmm)


def _position(point: LatLng, field: str) -> tuple[int, int]:
    if not -90 <= point.lat <= 90:
        raise MalformedMessage("-90 to 90 degrees expected", field=f"{field}.lat")
    if not -180 <= point.lng <= 180:
        raise MalformedMessage("-180 to 180 degrees expected", field=f"{field}.lng")
    return round(point.lng * 1e9), round(point.lat * 1e9)


# -- volumes ----------------------------------------------------------------------------------------------------------


def volumes(extents: tuple[Volume4D, ...], field: str, *, heights_expected: bool) -> tuple[Volume, ...]:
    """The extents of an entity: each with its times, and with its heights where they are expected."""
    if not 1 <= len(extents) <= VOLUMES_MAX:
        raise MalformedMessage(
            f"{len(extents)} extents, expected 1 to {VOLUMES_MAX}; one may bound them all",
            field=field,
            clause="limits",
        )
    return tuple(_volume(one, f"{field}[{n}]", heights_expected) for n, one in enumerate(extents))


def _volume(extent: Volume4D, field: str, heights_expected: bool) -> Volume:
    for name in ("time_start", "time_end"):
        if getattr(extent, name) is None:
            raise MalformedMessage("a time is expected", field=f"{field}.{name}", clause="F3548-21 Volume4D")
    where = area(extent, field)
    if heights_expected and (where.lower is None or where.upper is None):
        name = "altitude_lower" if where.lower is None else "altitude_upper"
        raise MalformedMessage(
            "an altitude is expected", field=f"{field}.volume.{name}", clause="F3548-21 Volume4D"
        )
    assert where.from_ms is not None
    assert where.until_ms is not None
    try:
        validate_window(where.from_ms, where.until_ms, "")
    except Refused as error:
        raise MalformedMessage(error.reason, field=f"{field}.time_end") from error
    return Volume(
        footprint=where.footprint, lower=where.lower or LOWEST, upper=where.upper, from_ms=where.from_ms,
        until_ms=where.until_ms,
    )  # fmt: skip


def area(extent: Volume4D, field: str) -> Area:
    """Where somebody looks: heights and times may be open."""
    volume = extent.volume
    found = Area(
        footprint(volume, f"{field}.volume"),
        None
        if volume.altitude_lower is None
        else altitude(volume.altitude_lower, f"{field}.volume.altitude_lower"),
        None
        if volume.altitude_upper is None
        else altitude(volume.altitude_upper, f"{field}.volume.altitude_upper", up=True),
        None if extent.time_start is None else instant_ms(extent.time_start, f"{field}.time_start"),
        None if extent.time_end is None else instant_ms(extent.time_end, f"{field}.time_end", up=True),
    )
    if found.lower is not None:
        try:
            validate_altitudes(found.lower, found.upper, "")
        except Refused as error:
            raise MalformedMessage(error.reason, field=f"{field}.volume.altitude_lower") from error
    if found.from_ms is not None and found.until_ms is not None and found.until_ms < found.from_ms:
        raise MalformedMessage(
            "an end after the begin is expected", field=f"{field}.time_end", clause="F3548-21 Volume4D"
        )
    return found
