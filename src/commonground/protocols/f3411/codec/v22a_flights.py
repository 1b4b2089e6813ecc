"""ASTM F3411-22a: what a service says of flights, and of one of them, read into what a screen shows.

Of the details of a flight the session alone is read, and the class of its operation: a serial number or a registration
leads through a register to a person, and whoever flies is named in no field here.
"""

from __future__ import annotations

from commonground.errors import MalformedMessage
from commonground.record import Encoded, Foreign
from commonground.tracks.state import Report, Spot

from . import flights
from .flights import ANSWER_BYTES_MAX, Answer, Details
from .values import flight_id, instant_ms, read, words

AIRCRAFT = words(
    """NotDeclared Aeroplane Helicopter Gyroplane HybridLift Ornithopter Glider Kite FreeBalloon CaptiveBalloon Airship
    FreeFallOrParachute Rocket TetheredPoweredAircraft GroundObstacle Other"""
)
STATUS = words("Undeclared Ground Airborne Emergency RemoteIDSystemFailure")
CATEGORIES = words("EUCategoryUndefined Open Specific Certified")
CLASSES = words("EUClassUndefined Class0 Class1 Class2 Class3 Class4 Class5 Class6")


class Time(Foreign, frozen=True):
    """A time with the word for its form."""

    value: str
    format: str = "RFC3339"


class _Height(Foreign, frozen=True):
    reference: str
    distance: float | None = None


class _Position(Foreign, frozen=True):
    lat: float | None = None
    lng: float | None = None
    alt: float | None = None
    accuracy_h: str | None = None
    accuracy_v: str | None = None
    extrapolated: bool | None = None
    height: _Height | None = None


class _Current(Foreign, frozen=True):
    timestamp: Time
    timestamp_accuracy: float
    position: _Position
    speed_accuracy: str
    operational_status: str | None = None
    track: float | None = None
    speed: float | None = None
    vertical_speed: float | None = None


class _Recent(Foreign, frozen=True):
    time: Time
    position: _Position


class _OperatingArea(Foreign, frozen=True):
    aircraft_count: int | None = None


class _Flight(Foreign, frozen=True):
    id: str
    aircraft_type: str
    current_state: _Current | None = None
    operating_area: _OperatingArea | None = None
    simulated: bool | None = None
    recent_positions: tuple[_Recent, ...] | None = None


class _Flights(Foreign, frozen=True):
    timestamp: Time
    flights: tuple[Encoded, ...] | None = None
    no_isas_present: bool | None = None


class _UasId(Foreign, frozen=True):
    """The session alone: serial number and registration lead through a register to a person."""

    utm_id: str | None = None
    specific_session_id: str | None = None


class _Classification(Foreign, frozen=True, rename={"class_": "class"}):
    category: str | None = None
    class_: str | None = None


class _Detail(Foreign, frozen=True):
    id: str
    uas_id: _UasId | None = None
    eu_classification: _Classification | None = None


class _Details(Foreign, frozen=True):
    details: _Detail


def moment_ms(time: Time, field: str, *, up: bool = False) -> int:
    """UTC in ms of a time."""
    if time.format != "RFC3339":
        raise MalformedMessage("RFC3339 is expected", field=f"{field}.format")
    return instant_ms(time.value, f"{field}.value", up=up)


def read_flights(data: bytes) -> Answer:
    """What a service answers about a view."""
    given = read(_Flights, data, ANSWER_BYTES_MAX)
    moment_ms(given.timestamp, "timestamp")
    parts = (bytes(one) for one in given.flights or ())
    return flights.answer(parts, _report, is_outside=bool(given.no_isas_present))


def _report(data: bytes) -> Report:
    given = read(_Flight, data, ANSWER_BYTES_MAX)
    flight = flight_id(given.id)
    aircraft_type = flights.one_of(given.aircraft_type, AIRCRAFT, "aircraft_type")
    now = given.current_state
    if now is None:
        if given.operating_area is None:
            raise MalformedMessage("a state, or an area of operation, is expected", field="current_state")
        count = given.operating_area.aircraft_count
        if count is not None and count < 1:
            raise MalformedMessage("1 or more expected", field="operating_area.aircraft_count")
        return Report(flight, aircraft_type, None, simulated=bool(given.simulated), aircraft=count or 1)
    return _moving(flight, aircraft_type, now, _recent(given), bool(given.simulated))


def _moving(
    flight: str, aircraft_type: str, now: _Current, before: tuple[Spot, ...], simulated: bool
) -> Report:
    at, where = now.position, "current_state.position"
    flights.seconds(now.timestamp_accuracy, "current_state.timestamp_accuracy")
    flights.one_of(now.speed_accuracy, flights.SPEEDS, "current_state.speed_accuracy")
    status = now.operational_status
    spot = _spot(moment_ms(now.timestamp, "current_state.timestamp"), at, where)
    if spot is None:
        raise MalformedMessage("a position is expected", field=where)
    height_tmm, above = (None, None) if at.height is None else flights.height(
        flights.ALTITUDE_UNKNOWN_M if at.height.distance is None else at.height.distance, at.height.reference,
        f"{where}.height",
    )  # fmt: skip
    return Report(
        flight, aircraft_type, spot, before,
        status="" if status is None else flights.one_of(status, STATUS, "current_state.operational_status"),
        track_deg=None if now.track is None else flights.track_deg(now.track, "current_state.track"),
        speed_m_s=None if now.speed is None else flights.speed_m_s(now.speed, "current_state.speed"),
        climb_m_s=None if now.vertical_speed is None else flights.climb_m_s(now.vertical_speed,
                                                                            "current_state.vertical_speed"),
        height_tmm=height_tmm, height_above=above,
        accuracy_h=flights.one_of(at.accuracy_h or "HAUnknown", flights.HORIZONTAL, f"{where}.accuracy_h"),
        accuracy_v=flights.one_of(at.accuracy_v or "VAUnknown", flights.VERTICAL, f"{where}.accuracy_v"),
        extrapolated=bool(at.extrapolated), simulated=simulated,
    )  # fmt: skip


def _recent(given: _Flight) -> tuple[Spot, ...]:
    recent = given.recent_positions or ()
    flights.count_positions(len(recent), "recent_positions")
    found = (
        _spot(moment_ms(one.time, "recent_positions.time"), one.position, "recent_positions")
        for one in recent
    )
    return tuple(one for one in found if one is not None)


def _spot(t_ms: int, at: _Position, field: str) -> Spot | None:
    alt = flights.ALTITUDE_UNKNOWN_M if at.alt is None else at.alt
    return flights.spot(t_ms, at.lat, at.lng, alt, field)


def read_details(data: bytes) -> Details:
    """The details of a flight: its session, if it has one, and its class."""
    given = read(_Details, data, ANSWER_BYTES_MAX).details
    uas_id, classification = given.uas_id, given.eu_classification or _Classification()
    session = "" if uas_id is None else uas_id.utm_id or uas_id.specific_session_id or ""
    if session and not _is_session(session):
        raise MalformedMessage(
            "a UUID, or up to 20 bytes as hexadecimal digits, is expected", field="details.uas_id"
        )
    category = classification.category or "EUCategoryUndefined"
    aircraft_class = classification.class_ or "EUClassUndefined"
    return Details(
        flight_id(given.id, "details.id"), session,
        flights.one_of(category, CATEGORIES, "details.eu_classification.category"),
        flights.one_of(aircraft_class, CLASSES, "details.eu_classification.class"),
    )  # fmt: skip


def _is_session(text: str) -> bool:
    """Hexadecimal digits and dashes alone, as a UUID and a session id have: no name fits into them."""
    digits = text.replace("-", "")
    return 0 < len(digits) <= 40 and all(one in "0123456789abcdefABCDEF" for one in digits)
