"""ASTM F3411-22a: the messages of its published API (2.1.0), read into and printed from what we hold."""

from __future__ import annotations

from typing import Any

from commonground.errors import MalformedMessage
from commonground.geo.footprint import Footprint
from commonground.record import Foreign
from commonground.tracks.clusters import View

from .dialect import Dialect, areas, corners, told_by_url, view_text
from .flights import ANSWER_BYTES_MAX
from .held import Areas, Extents, Named, Notice, Put, ServiceArea, Subscription
from .v22a_flights import Time, moment_ms, read_details, read_flights
from .values import (
    LatLng,
    altitude,
    base_url,
    circle,
    identifier,
    owner,
    polygon,
    read,
    time_text,
    version_text,
)

REQUEST_BYTES_MAX = 4 * 1024 * 1024


class _Radius(Foreign, frozen=True):
    value: float
    units: str = "M"


class _Altitude(Foreign, frozen=True):
    value: float
    reference: str = "W84"
    units: str = "M"


class _Circle(Foreign, frozen=True):
    center: LatLng | None = None
    radius: _Radius | None = None


class _Polygon(Foreign, frozen=True):
    vertices: tuple[LatLng, ...]


class _Volume3D(Foreign, frozen=True):
    outline_circle: _Circle | None = None
    outline_polygon: _Polygon | None = None
    altitude_lower: _Altitude | None = None
    altitude_upper: _Altitude | None = None


class _Volume4D(Foreign, frozen=True):
    volume: _Volume3D
    time_start: Time | None = None
    time_end: Time | None = None


class _Put(Foreign, frozen=True):
    extents: _Volume4D
    uss_base_url: str


class _Area(Foreign, frozen=True):
    id: str
    owner: str
    uss_base_url: str
    time_start: Time
    time_end: Time


class _Areas(Foreign, frozen=True):
    service_areas: tuple[_Area, ...] | None = None


class _Subscription(Foreign, frozen=True):
    id: str
    version: str


class _Subscribed(Foreign, frozen=True):
    subscription: _Subscription
    service_areas: tuple[_Area, ...] | None = None


class _State(Foreign, frozen=True):
    subscription_id: str


class _Notice(Foreign, frozen=True):
    subscriptions: tuple[_State, ...]
    service_area: _Area | None = None


# -- requests to a DSS -------------------------------------------------------------------------------------------


def read_put(id: str, version: str, data: bytes, allow_http: bool) -> Put:
    """A service area or a subscription to be made or changed: one shape for both."""
    given = read(_Put, data, REQUEST_BYTES_MAX)
    url = base_url(given.uss_base_url, "uss_base_url", allow_http=allow_http)
    return Put(identifier(id, "id"), version, _extents(given.extents), url)


def _extents(extents: _Volume4D) -> Extents:
    volume, where = extents.volume, "extents.volume"
    lower, upper = volume.altitude_lower, volume.altitude_upper
    found = Extents(
        _outline(volume, where),
        None if lower is None else altitude(_metres(lower, f"{where}.altitude_lower"), f"{where}.altitude_lower"),
        None if upper is None else altitude(_metres(upper, f"{where}.altitude_upper"), f"{where}.altitude_upper",
                                            up=True),
        None if extents.time_start is None else moment_ms(extents.time_start, "extents.time_start"),
        None if extents.time_end is None else moment_ms(extents.time_end, "extents.time_end", up=True),
    )  # fmt: skip
    if found.lower is not None and found.upper is not None and found.upper.value_tmm < found.lower.value_tmm:
        raise MalformedMessage(
            "an upper limit above the lower one is expected", field=f"{where}.altitude_upper"
        )
    return found


def _outline(volume: _Volume3D, field: str) -> Footprint:
    outline, around = volume.outline_polygon, volume.outline_circle
    if (outline is None) == (around is None):
        raise MalformedMessage("exactly one outline is expected", field=field)
    if outline is not None:
        return polygon(outline.vertices, f"{field}.outline_polygon.vertices")
    if around is None or around.center is None or around.radius is None or around.radius.units != "M":
        raise MalformedMessage("a center and a radius in M are expected", field=f"{field}.outline_circle")
    return circle(around.center, around.radius.value, f"{field}.outline_circle")


def _metres(given: _Altitude, field: str) -> float:
    if given.reference != "W84" or given.units != "M":
        raise MalformedMessage("W84 in M is expected", field=field)
    return given.value


def read_notice(area_id: str, data: bytes) -> Notice:
    """What a service tells a subscriber. Where the area lies is not read: a DSS is asked for what stands."""
    given = read(_Notice, data, REQUEST_BYTES_MAX)
    ids = tuple(identifier(one.subscription_id, "subscriptions") for one in given.subscriptions)
    return Notice(identifier(area_id, "id"), ids, given.service_area is None)


# -- answers of a DSS ----------------------------------------------------------------------------------------------


def _time(at_ms: int) -> dict[str, str]:
    return {"value": time_text(at_ms), "format": "RFC3339"}


def print_area(area: ServiceArea) -> dict[str, Any]:
    """A service area as every client sees it."""
    return {
        "id": area.id, "owner": area.owner, "uss_base_url": area.url, "version": area.version,
        "time_start": _time(area.from_ms), "time_end": _time(area.until_ms),
    }  # fmt: skip


def print_subscription(one: Subscription) -> dict[str, Any]:
    """A subscription as every client sees it: not where it lies."""
    return {
        "id": one.id, "owner": one.owner, "uss_base_url": one.url, "version": one.version,
        "notification_index": one.notified, "time_start": _time(one.from_ms), "time_end": _time(one.until_ms),
    }  # fmt: skip


def no_flights(now_ms: int) -> dict[str, Any]:
    """The answer of a service that has no area of its own."""
    return {"timestamp": _time(now_ms), "flights": [], "no_isas_present": True}


# -- asking a DSS, and services --------------------------------------------------------------------------------------


def ask_subscription(view: View, from_ms: int, until_ms: int, url: str) -> dict[str, Any]:
    """A subscription to whatever changes in a view, at every height."""
    vertices = [{"lat": lat, "lng": lng} for lat, lng in corners(view)]
    extents = {
        "volume": {"outline_polygon": {"vertices": vertices}}, "time_start": _time(from_ms),
        "time_end": _time(until_ms),
    }  # fmt: skip
    return {"extents": extents, "uss_base_url": url}


def read_named(data: bytes, allow_http: bool) -> Areas:
    """The service areas that a search found."""
    return areas(read(_Areas, data, ANSWER_BYTES_MAX).service_areas, lambda one: _named(one, allow_http))


def read_subscribed(data: bytes, allow_http: bool) -> tuple[str, Areas]:
    """The version of a subscription that was made, and the service areas near it."""
    given = read(_Subscribed, data, ANSWER_BYTES_MAX)
    found = areas(given.service_areas, lambda one: _named(one, allow_http))
    return version_text(given.subscription.version), found


def _named(one: _Area, allow_http: bool) -> Named:
    return Named(
        id=identifier(one.id, "id"), owner=owner(one.owner),
        url=base_url(one.uss_base_url, "uss_base_url", allow_http=allow_http),
        from_ms=moment_ms(one.time_start, "time_start"), until_ms=moment_ms(one.time_end, "time_end", up=True),
    )  # fmt: skip


V22A = Dialect(
    name="22a", prefix="/rid/v2", read_scope="rid.display_provider", write_scope="rid.service_provider",
    view_diagonal_m=7_000.0, exact_diagonal_m=2_000.0, read_area=read_put, read_subscription=read_put,
    read_notice=read_notice, print_area=print_area, print_subscription=print_subscription, print_told=told_by_url,
    no_flights=no_flights, ask_subscription=ask_subscription, callback_url=lambda url: url, read_named=read_named,
    read_subscribed=read_subscribed, flights_url=lambda url: f"{url}/uss/flights",
    flights_query=lambda view: {"view": view_text(view), "recent_positions_duration": "60"},
    read_flights=read_flights, read_details=read_details,
)  # fmt: skip
