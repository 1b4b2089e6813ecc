"""ASTM F3411-19: the messages of its published API (1.0.0), read into and printed from what we hold.

It differs from its successor in paths and scopes, in plain times and heights, in what a flight must give, and in views
half as wide. A service is known by the address of its flights, a subscriber by that where it is told of areas.
"""

from __future__ import annotations

from typing import Any

from commonground.errors import MalformedMessage
from commonground.record import Encoded, Foreign
from commonground.tracks.clusters import View
from commonground.tracks.state import HeightAbove, Report, Spot

from . import flights
from .dialect import Dialect, areas, corners, told_by_url, view_text
from .flights import ANSWER_BYTES_MAX, Answer, Details
from .held import Areas, Extents, Named, Notice, Put, ServiceArea, Subscription
from .values import (
    LatLng,
    altitude,
    base_url,
    flight_id,
    identifier,
    instant_ms,
    owner,
    polygon,
    read,
    time_text,
    version_text,
    words,
)

REQUEST_BYTES_MAX = 4 * 1024 * 1024
AIRCRAFT = words(
    """NotDeclared Aeroplane Helicopter Gyroplane VTOL Ornithopter Glider Kite FreeBalloon CaptiveBalloon Airship
    FreeFallOrParachute Rocket TetheredPoweredAircraft GroundObstacle Other"""
)
STATUS = words("Undeclared Ground Airborne")


class _Polygon(Foreign, frozen=True):
    vertices: tuple[LatLng, ...]


class _Volume3D(Foreign, frozen=True):
    footprint: _Polygon
    altitude_lo: float | None = None
    altitude_hi: float | None = None


class _Volume4D(Foreign, frozen=True):
    spatial_volume: _Volume3D
    time_start: str | None = None
    time_end: str | None = None


class _Callbacks(Foreign, frozen=True):
    identification_service_area_url: str | None = None


class _PutArea(Foreign, frozen=True):
    extents: _Volume4D
    flights_url: str


class _PutSubscription(Foreign, frozen=True):
    extents: _Volume4D
    callbacks: _Callbacks


class _Area(Foreign, frozen=True):
    id: str
    owner: str
    flights_url: str
    time_start: str
    time_end: str


class _Areas(Foreign, frozen=True):
    service_areas: tuple[_Area, ...] | None = None


class _Subscription(Foreign, frozen=True):
    id: str
    version: str


class _Subscribed(Foreign, frozen=True):
    subscription: _Subscription
    service_areas: tuple[_Area, ...] | None = None


class _Told(Foreign, frozen=True):
    subscription_id: str


class _Notice(Foreign, frozen=True):
    subscriptions: tuple[_Told, ...]
    service_area: _Area | None = None


class _Height(Foreign, frozen=True):
    distance: float
    reference: str


class _Position(Foreign, frozen=True):
    lat: float
    lng: float
    alt: float
    accuracy_h: str | None = None
    accuracy_v: str | None = None
    extrapolated: bool | None = None


class _Current(Foreign, frozen=True):
    timestamp: str
    timestamp_accuracy: float
    position: _Position
    track: float
    speed: float
    speed_accuracy: str
    vertical_speed: float
    operational_status: str | None = None
    height: _Height | None = None
    group_count: int | None = None


class _Recent(Foreign, frozen=True):
    time: str
    position: _Position


class _Anything(Foreign, frozen=True):
    """That something stands there is all that is read."""


class _Flight(Foreign, frozen=True):
    id: str
    aircraft_type: str
    current_state: _Current | None = None
    volumes: tuple[_Anything, ...] | None = None
    simulated: bool | None = None
    recent_positions: tuple[_Recent, ...] | None = None


class _Flights(Foreign, frozen=True):
    timestamp: str
    flights: tuple[Encoded, ...]


class _Detail(Foreign, frozen=True):
    """Nothing else that this version gives is kept: serial and registration number lead to a person."""

    id: str


class _Details(Foreign, frozen=True):
    details: _Detail


# -- requests to a DSS -------------------------------------------------------------------------------------------


def read_area(id: str, version: str, data: bytes, allow_http: bool) -> Put:
    """A service area to be made or changed."""
    given = read(_PutArea, data, REQUEST_BYTES_MAX)
    url = base_url(given.flights_url, "flights_url", allow_http=allow_http)
    return Put(identifier(id, "id"), version, _extents(given.extents), url)


def read_subscription(id: str, version: str, data: bytes, allow_http: bool) -> Put:
    """A subscription to be made or changed."""
    given = read(_PutSubscription, data, REQUEST_BYTES_MAX)
    field = "callbacks.identification_service_area_url"
    if given.callbacks.identification_service_area_url is None:
        raise MalformedMessage("an address is expected", field=field)
    url = base_url(given.callbacks.identification_service_area_url, field, allow_http=allow_http)
    return Put(identifier(id, "id"), version, _extents(given.extents), url)


def _extents(extents: _Volume4D) -> Extents:
    volume, where = extents.spatial_volume, "extents.spatial_volume"
    lower_m, upper_m = volume.altitude_lo, volume.altitude_hi
    if lower_m is not None and upper_m is not None and upper_m < lower_m:
        raise MalformedMessage("an upper limit above the lower one is expected", field=f"{where}.altitude_hi")
    return Extents(
        polygon(volume.footprint.vertices, f"{where}.footprint.vertices"),
        None if lower_m is None else altitude(lower_m, f"{where}.altitude_lo"),
        None if upper_m is None else altitude(upper_m, f"{where}.altitude_hi", up=True),
        None if extents.time_start is None else instant_ms(extents.time_start, "extents.time_start"),
        None if extents.time_end is None else instant_ms(extents.time_end, "extents.time_end", up=True),
    )


def read_notice(area_id: str, data: bytes) -> Notice:
    """What a service tells a subscriber. Where the area lies is not read: a DSS is asked for what stands."""
    given = read(_Notice, data, REQUEST_BYTES_MAX)
    ids = tuple(identifier(one.subscription_id, "subscriptions") for one in given.subscriptions)
    return Notice(identifier(area_id, "id"), ids, given.service_area is None)


# -- answers of a DSS ----------------------------------------------------------------------------------------------


def print_area(area: ServiceArea) -> dict[str, Any]:
    """A service area as every client sees it."""
    return {
        "id": area.id, "owner": area.owner, "flights_url": area.url, "version": area.version,
        "time_start": time_text(area.from_ms), "time_end": time_text(area.until_ms),
    }  # fmt: skip


def print_subscription(one: Subscription) -> dict[str, Any]:
    """A subscription as every client sees it: not where it lies."""
    return {
        "id": one.id, "owner": one.owner, "callbacks": {"identification_service_area_url": one.url},
        "version": one.version, "notification_index": one.notified, "time_start": time_text(one.from_ms),
        "time_end": time_text(one.until_ms),
    }  # fmt: skip


def no_flights(now_ms: int) -> dict[str, Any]:
    """The answer of a service that has no area of its own."""
    return {"timestamp": time_text(now_ms), "flights": []}


# -- asking a DSS, and services --------------------------------------------------------------------------------------


def ask_subscription(view: View, from_ms: int, until_ms: int, url: str) -> dict[str, Any]:
    """A subscription to whatever changes in a view, at every height."""
    vertices = [{"lat": lat, "lng": lng} for lat, lng in corners(view)]
    extents = {
        "spatial_volume": {"footprint": {"vertices": vertices}}, "time_start": time_text(from_ms),
        "time_end": time_text(until_ms),
    }  # fmt: skip
    return {"extents": extents, "callbacks": {"identification_service_area_url": url}}


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
        url=base_url(one.flights_url, "flights_url", allow_http=allow_http),
        from_ms=instant_ms(one.time_start, "time_start"), until_ms=instant_ms(one.time_end, "time_end", up=True),
    )  # fmt: skip


def read_flights(data: bytes) -> Answer:
    """What a service answers about a view."""
    given = read(_Flights, data, ANSWER_BYTES_MAX)
    instant_ms(given.timestamp, "timestamp")
    return flights.answer((bytes(one) for one in given.flights), _report)


def _report(data: bytes) -> Report:
    given = read(_Flight, data, ANSWER_BYTES_MAX)
    flight = flight_id(given.id)
    aircraft_type = flights.one_of(given.aircraft_type, AIRCRAFT, "aircraft_type")
    now = given.current_state
    if now is None:
        if not given.volumes:
            raise MalformedMessage("a state, or volumes, are expected", field="current_state")
        return Report(flight, aircraft_type, None, simulated=bool(given.simulated))
    return _moving(flight, aircraft_type, now, _recent(given), bool(given.simulated))


def _moving(
    flight: str, aircraft_type: str, now: _Current, before: tuple[Spot, ...], simulated: bool
) -> Report:
    at, where = now.position, "current_state.position"
    flights.seconds(now.timestamp_accuracy, "current_state.timestamp_accuracy")
    flights.one_of(now.speed_accuracy, flights.SPEEDS, "current_state.speed_accuracy")
    spot = _spot(instant_ms(now.timestamp, "current_state.timestamp"), at, where)
    if spot is None:
        raise MalformedMessage("a position is expected", field=where)
    if now.group_count is not None and now.group_count < 1:
        raise MalformedMessage("1 or more expected", field="current_state.group_count")
    height_tmm, above = _height(now)
    status = now.operational_status
    return Report(
        flight, aircraft_type, spot, before,
        status="" if status is None else flights.one_of(status, STATUS, "current_state.operational_status"),
        track_deg=flights.track_deg(now.track, "current_state.track", lowest=-360.0),
        speed_m_s=flights.speed_m_s(now.speed, "current_state.speed"),
        climb_m_s=flights.climb_m_s(now.vertical_speed, "current_state.vertical_speed"),
        height_tmm=height_tmm, height_above=above,
        accuracy_h=flights.one_of(at.accuracy_h or "HAUnknown", flights.HORIZONTAL, f"{where}.accuracy_h"),
        accuracy_v=flights.one_of(at.accuracy_v or "VAUnknown", flights.VERTICAL, f"{where}.accuracy_v"),
        extrapolated=bool(at.extrapolated), simulated=simulated, aircraft=now.group_count or 1,
    )  # fmt: skip


def _height(now: _Current) -> tuple[int | None, HeightAbove | None]:
    if now.height is None:
        return None, None
    return flights.height(now.height.distance, now.height.reference, "current_state.height")


def _recent(given: _Flight) -> tuple[Spot, ...]:
    recent = given.recent_positions or ()
    flights.count_positions(len(recent), "recent_positions")
    found = (
        _spot(instant_ms(one.time, "recent_positions.time"), one.position, "recent_positions")
        for one in recent
    )
    return tuple(one for one in found if one is not None)


def _spot(t_ms: int, at: _Position, field: str) -> Spot | None:
    return flights.spot(t_ms, at.lat, at.lng, at.alt, field)


def read_details(data: bytes) -> Details:
    """The details of a flight: this version has nothing that is kept, so that it only says that there are some."""
    return Details(flight_id(read(_Details, data, ANSWER_BYTES_MAX).details.id, "details.id"))


V19 = Dialect(
    name="19", prefix="/v1", read_scope="dss.read.identification_service_areas",
    write_scope="dss.write.identification_service_areas", view_diagonal_m=3_600.0, exact_diagonal_m=1_000.0,
    read_area=read_area, read_subscription=read_subscription, read_notice=read_notice, print_area=print_area,
    print_subscription=print_subscription, print_told=told_by_url, no_flights=no_flights,
    ask_subscription=ask_subscription, callback_url=lambda url: f"{url}/uss/identification_service_areas",
    read_named=read_named, read_subscribed=read_subscribed, flights_url=lambda url: url,
    flights_query=lambda view: {"view": view_text(view), "include_recent_positions": "true"},
    read_flights=read_flights, read_details=read_details,
)  # fmt: skip
