"""Values that the messages of both versions are made of: ids, addresses, times, shapes; strict where the standard is.

Degrees become nanodegrees, metres tenths of a millimetre, times ms of UTC. A refusal names the field and what was
expected, and never repeats what was found: a field may hold something about a person.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import TypeVar

from commonground.errors import MalformedMessage, Refused
from commonground.geo.cells import area_m2
from commonground.geo.footprint import RADIUS_TMM_MIN, Circle, Footprint, Polygon, validate_footprint
from commonground.geo.interval import TMM_PER_M, Altitude
from commonground.record import Foreign, decode
from commonground.tracks.clusters import View

T = TypeVar("T")
AREA_M2_MAX = 2_500e6
URL_CHARS_MAX = 200
VERTICES_MAX = 1_000
_UUID = re.compile(r"([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})")
_FLIGHT_ID = re.compile(r"[^\x00-\x1f\x7f#%/:?@\[\\\]]{1,200}")
_ADDRESS = re.compile(
    r"(https?)://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*",
    re.ASCII,
)
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_TYPES_ALONE = re.compile(r"Expected `[a-z |]+`(?:, got `[a-z]+`)?|Object missing required field `[a-z_]+`")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class TooLarge(Refused):
    """An area above 2,500 km2."""


class LatLng(Foreign, frozen=True):
    """A point as both versions write it, in degrees."""

    lat: float
    lng: float


def read(kind: type[T], data: bytes, bytes_max: int) -> T:
    """Parse a message; what it says against it holds nothing of what the message held."""
    try:
        return decode(kind, data, bytes_max=bytes_max)
    except MalformedMessage as error:
        reason = error.reason if error.clause == "limits" or _TYPES_ALONE.fullmatch(error.reason) else ""
        field = error.field
    raise MalformedMessage(reason or "JSON as the standard describes it is expected", field=field)


# -- words ------------------------------------------------------------------------------------------------------


def words(text: str) -> frozenset[str]:
    """Words of the standard, written one after another."""
    return frozenset(text.split())


def identifier(text: str, field: str) -> str:
    """A UUID, with hyphens and in lower case."""
    found = _UUID.fullmatch(text.lower())
    if found is None:
        raise MalformedMessage("a UUID is expected", field=field)
    return "-".join(found.groups())


def version_text(text: str) -> str:
    """A version as this DSS gave it."""
    if not 0 < len(text) <= 200 or not text.isascii() or not text.isprintable():
        raise MalformedMessage("a version that this service has given is expected", field="version")
    return text


def owner(text: str) -> str:
    """The name under which a service is known to those who give it its tokens: printable, up to 200 characters."""
    if not 0 < len(text) <= 200 or not text.isprintable():
        raise MalformedMessage("1 to 200 printable characters expected", field="owner")
    return text


def flight_id(text: str, field: str = "id") -> str:
    """The id of a flight at its service: 1 to 200 characters, none of those that the standard bars."""
    if _FLIGHT_ID.fullmatch(text) is None or text != text.strip():
        raise MalformedMessage("1 to 200 characters without \\ # % / : ? @ [ ] expected", field=field)
    return text


def base_url(text: str, field: str, *, allow_http: bool) -> str:
    """Where a service is reached: https without a trailing slash; http where the node allows it."""
    found = _ADDRESS.fullmatch(text) if len(text) <= URL_CHARS_MAX else None
    if found is None or (found[1] == "http" and not allow_http) or int(found[2] or 1) not in range(1, 65_536):
        expected = (
            f"an https address of at most {URL_CHARS_MAX} characters without a trailing slash is expected"
        )
        raise MalformedMessage(expected, field=field)
    return text


# -- times --------------------------------------------------------------------------------------------------------


def instant_ms(text: str, field: str, *, up: bool = False) -> int:
    """UTC in ms of an RFC 3339 time; parts of a millisecond are cut off, or counted whole."""
    found = _RFC3339.fullmatch(text)
    refused = MalformedMessage("an RFC 3339 time with its zone is expected", field=field, clause="RFC 3339")
    if found is None:
        raise refused
    try:
        parts = [int(part) for part in found.groups()[:6]]
        ahead = datetime.timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
        zone = datetime.timezone(-ahead if found[8] == "-" else ahead)
        at = datetime.datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], tzinfo=zone)
        seconds = int((at - _EPOCH).total_seconds())
    except (ValueError, OverflowError):
        raise refused from None
    digits = found[7] or "0"
    part_ms, rest = divmod(int(digits) * 1_000, 10 ** len(digits))
    return int(seconds * 1_000 + part_ms + (up and rest > 0))


def time_text(at_ms: int) -> str:
    """A time as messages hold it, in the zone Z."""
    at = _EPOCH + datetime.timedelta(milliseconds=at_ms)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_ms % 1_000:03d}Z"


# -- places -------------------------------------------------------------------------------------------------------


def position_nd(lat_deg: float, lng_deg: float, field: str) -> tuple[int, int]:
    """Longitude and latitude in nanodegrees."""
    if not -90 <= lat_deg <= 90:
        raise MalformedMessage("-90 to 90 degrees expected", field=f"{field}.lat")
    if not -180 <= lng_deg <= 180:
        raise MalformedMessage("-180 to 180 degrees expected", field=f"{field}.lng")
    return round(lng_deg * 1e9), round(lat_deg * 1e9)


def height_tmm(value_m: float, field: str, *, up: bool = False) -> int:
    """Metres as tenths of a millimetre."""
    if not -1_000 <= value_m <= 100_000:
        raise MalformedMessage("-1000 m to 100000 m expected", field=field)
    scaled = round(value_m * TMM_PER_M, 3)  # a float's own error is no part of what was sent
    return math.ceil(scaled) if up else math.floor(scaled)


def altitude(value_m: float, field: str, *, up: bool = False) -> Altitude | None:
    """Metres above the ellipsoid; None, which is open, for the standard's word for unknown and for what lies deeper."""
    if -8_000 <= value_m <= -1_000:
        return None
    return Altitude(value_tmm=height_tmm(value_m, field, up=up), reference="W84", unit="M")


def polygon(vertices: tuple[LatLng, ...], field: str) -> Footprint:
    """An outline by its corners, not closed."""
    if not 3 <= len(vertices) <= VERTICES_MAX:
        raise MalformedMessage(f"3 to {VERTICES_MAX} vertices expected", field=field)
    ring = tuple(position_nd(one.lat, one.lng, f"{field}[{number}]") for number, one in enumerate(vertices))
    return accepted(Polygon(rings=(ring,)), field)


def circle(center: LatLng, radius_m: float, field: str) -> Footprint:
    """An outline by its middle and radius."""
    if not 0 < radius_m <= 1_000_000:
        raise MalformedMessage("more than 0 m is expected", field=f"{field}.radius.value")
    radius_tmm = max(RADIUS_TMM_MIN, math.ceil(round(radius_m * TMM_PER_M, 3)))
    return accepted(
        Circle(center=position_nd(center.lat, center.lng, f"{field}.center"), radius_tmm=radius_tmm), field
    )


def view_corners(text: str) -> View:
    """A view as a query writes it: two opposite corners, `lat1,lng1,lat2,lng2`."""
    lat1, lng1, lat2, lng2 = _numbers(text, "view", 4, 4)
    one, other = position_nd(lat1, lng1, "view"), position_nd(lat2, lng2, "view")
    return View(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _numbers(text: str, field: str, least: int, most: int) -> list[float]:
    expected = "lat1,lng1,lat2,lng2,... in degrees is expected"
    parts = text.split(",", most)
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if not least <= len(numbers) <= most or len(numbers) % 2 or not all(map(math.isfinite, numbers)):
        raise MalformedMessage(expected, field=field)
    return numbers


def polygon_text(text: str) -> Footprint:
    """An outline as a query writes it: `lat1,lng1,lat2,lng2,...`."""
    numbers = _numbers(text, "area", 6, 2 * VERTICES_MAX)
    corners = zip(numbers[::2], numbers[1::2], strict=True)
    return polygon(tuple(LatLng(lat=lat, lng=lng) for lat, lng in corners), "area")


def accepted(footprint: Footprint, field: str) -> Footprint:
    """A footprint that every part of this node accepts, of at most 2,500 km2."""
    try:
        validate_footprint(footprint, "")
        too_large = area_m2(footprint) > AREA_M2_MAX
    except Refused as error:
        if error.clause == "limits":
            raise TooLarge(error.reason, field=field, clause="limits") from error
        raise MalformedMessage(error.reason, field=field) from error
    if too_large:
        raise TooLarge("at most 2500 km2 are accepted", field=field, clause="limits")
    return footprint
