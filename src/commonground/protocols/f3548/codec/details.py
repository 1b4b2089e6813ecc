"""Details of flights and constraints between services: what is served, notified and read. Pure.

What another service sends is checked as strictly as what a DSS is asked: it is held against own flights, and goes
into a log. An answer whose reference is not the one that was asked for is refused by the one who asked.
"""

from __future__ import annotations

from typing import Literal

from commonground.errors import MalformedMessage, Refused
from commonground.geo.interval import Altitude
from commonground.geo.volume import VOLUMES_MAX, Volume
from commonground.picture.airspace import Availability, IntentState
from commonground.picture.flight import (
    RANK_MAX,
    TYPE_CHARS_MAX,
    Flight,
    FlightPlan,
    OwnConstraint,
    PeerEntity,
)
from commonground.record import BODY_BYTES_MAX, Foreign, decode, encode_canonical
from commonground.room.uss.outbox import Subscribed
from commonground.room.uss.terms import Service
from commonground.tracks.conformance import Fix

from .shapes import extents
from .values import Time, Volume4D, base_url, identifier, time_text, volumes

OVN_CHARS_MIN, OVN_CHARS_MAX = 1, 200
OFF_NOMINAL = ("Nonconforming", "Contingent")


class Reference(Foreign, frozen=True):
    """A reference as a DSS lists it, or as its manager tells it; a constraint has neither state nor subscription."""

    id: str
    manager: str
    version: int
    uss_base_url: str
    state: IntentState = "Accepted"
    ovn: str | None = None
    uss_availability: Availability = "Unknown"
    time_start: Time | None = None
    time_end: Time | None = None
    subscription_id: str | None = None


class _Details(Foreign, frozen=True):
    volumes: tuple[Volume4D, ...] | None = None
    off_nominal_volumes: tuple[Volume4D, ...] | None = None
    priority: int | None = None
    type: str | None = None


class _Whole(Foreign, frozen=True):
    reference: Reference
    details: _Details


class _Answer(Foreign, frozen=True):
    operational_intent: _Whole | None = None
    constraint: _Whole | None = None


class _State(Foreign, frozen=True):
    subscription_id: str
    notification_index: int


class _Notification(Foreign, frozen=True):
    subscriptions: tuple[_State, ...]
    operational_intent_id: str | None = None
    operational_intent: _Whole | None = None
    constraint_id: str | None = None
    constraint: _Whole | None = None


What = Literal["intent", "constraint"]


class Notified(Foreign, frozen=True):
    """A notification that was parsed: `told` is None where the entity is no more."""

    id: str
    what: What
    told: PeerEntity | None


# -- read -----------------------------------------------------------------------------------------------------------


def parse_details(data: bytes, what: What, *, allow_http: bool) -> PeerEntity:
    """What a service answers when it is asked for the details of what it manages."""
    found = decode(_Answer, data, bytes_max=BODY_BYTES_MAX)
    whole = found.operational_intent if what == "intent" else found.constraint
    if whole is None:
        raise MalformedMessage("the details are expected", field="answer")
    return peer_entity(whole, what, "", allow_http=allow_http)


def parse_notification(data: bytes, what: What, *, allow_http: bool) -> Notified:
    """F3548-21 notifyOperationalIntentDetailsChanged, notifyConstraintDetailsChanged."""
    given = decode(_Notification, data, bytes_max=BODY_BYTES_MAX)
    name = "operational_intent" if what == "intent" else "constraint"
    id = given.operational_intent_id if what == "intent" else given.constraint_id
    whole = given.operational_intent if what == "intent" else given.constraint
    if id is None:
        raise MalformedMessage("an identifier is expected", field=f"{name}_id")
    if not given.subscriptions:
        raise MalformedMessage("at least one is expected", field="subscriptions")
    for number, one in enumerate(given.subscriptions):
        identifier(one.subscription_id, f"subscriptions[{number}].subscription_id")
        if one.notification_index < 0:
            raise MalformedMessage(
                "0 or more is expected", field=f"subscriptions[{number}].notification_index"
            )
    told = None if whole is None else peer_entity(whole, what, f"{name}.", allow_http=allow_http)
    id = identifier(id, f"{name}_id")
    if told is not None and told.id != id:
        raise MalformedMessage("the same identifier is expected", field=f"{name}.reference.id")
    return Notified(id=id, what=what, told=told)


def peer_entity(whole: _Whole, what: What, field: str, *, allow_http: bool) -> PeerEntity:
    """Details of another service, checked."""
    reference, details = whole.reference, whole.details
    ovn = reference.ovn or ""
    if not OVN_CHARS_MIN <= len(ovn) <= OVN_CHARS_MAX or not ovn.isprintable():
        raise MalformedMessage("the version number is expected", field=f"{field}reference.ovn")
    if reference.version < 1 or not 1 <= len(reference.manager) <= OVN_CHARS_MAX:
        raise MalformedMessage("a manager and a version are expected", field=f"{field}reference")
    is_intent = what == "intent"
    planned = _volumes(details.volumes, f"{field}details.volumes", heights_expected=is_intent)
    strayed = _volumes(
        details.off_nominal_volumes, f"{field}details.off_nominal_volumes", heights_expected=True
    )
    if not planned and not strayed:
        raise MalformedMessage("volumes are expected", field=f"{field}details.volumes")
    if is_intent and reference.state not in OFF_NOMINAL and (strayed or not planned):
        raise MalformedMessage(
            f"off-nominal volumes are not expected with {reference.state}",
            field=f"{field}details.off_nominal_volumes",
        )
    if len(planned) + len(strayed) > VOLUMES_MAX:
        raise MalformedMessage(f"at most {VOLUMES_MAX} volumes are accepted", field=f"{field}details.volumes")
    rank = details.priority or 0
    if not -RANK_MAX <= rank <= RANK_MAX:
        raise MalformedMessage("a lesser number is expected", field=f"{field}details.priority")
    type = "" if is_intent else details.type or ""
    if len(type) > TYPE_CHARS_MAX or not type.isprintable():
        raise MalformedMessage(
            f"at most {TYPE_CHARS_MAX} characters expected", field=f"{field}details.type", clause="limits"
        )
    return PeerEntity(
        id=identifier(reference.id, f"{field}reference.id"), what=what, type=type, manager=reference.manager,
        version=reference.version, ovn=ovn, state=reference.state, rank=rank,
        uss_base_url=base_url(reference.uss_base_url, f"{field}reference.uss_base_url", allow_http=allow_http),
        volumes=planned, off_nominal=strayed,
    )  # fmt: skip


def _volumes(given: tuple[Volume4D, ...] | None, field: str, *, heights_expected: bool) -> tuple[Volume, ...]:
    return volumes(given, field, heights_expected=heights_expected) if given else ()


# -- written --------------------------------------------------------------------------------------------------------


def reference(service: Service, flight: Flight, plan: FlightPlan) -> dict[str, object]:
    """The reference of an own flight, with its version number: whoever is told the details may hold it in a key."""
    everywhere = plan.everywhere
    return {
        "id": flight.id, "manager": flight.manager, "uss_availability": "Unknown", "version": flight.version,
        "state": plan.state, "ovn": flight.ovn, "uss_base_url": service.base_url,
        "time_start": time_text(min(one.from_ms for one in everywhere)),
        "time_end": time_text(max(one.until_ms for one in everywhere)),
        "subscription_id": flight.subscription_id,
    }  # fmt: skip


def intent(service: Service, flight: Flight) -> dict[str, object]:
    """An own flight whole, as the DSS accepted it last."""
    plan = flight.held
    assert plan is not None
    details: dict[str, object] = {"volumes": extents(plan.volumes), "priority": plan.rank}
    if plan.off_nominal:
        details["off_nominal_volumes"] = extents(plan.off_nominal)
    return {"reference": reference(service, flight, plan), "details": details}


def intent_answer(service: Service, flight: Flight) -> bytes:
    """F3548-21 getOperationalIntentDetails."""
    return encode_canonical({"operational_intent": intent(service, flight)})


def constraint(service: Service, own: OwnConstraint) -> dict[str, object]:
    """An own constraint whole, as the DSS accepted it last, with its version number as that of a flight."""
    plan = own.held
    assert plan is not None
    details: dict[str, object] = {"volumes": extents(plan.volumes)}
    if plan.type:
        details["type"] = plan.type
    reference = {
        "id": own.id, "manager": own.manager, "uss_availability": "Unknown", "version": own.version,
        "ovn": own.ovn, "uss_base_url": service.base_url,
        "time_start": time_text(min(one.from_ms for one in plan.volumes)),
        "time_end": time_text(max(one.until_ms for one in plan.volumes)),
    }  # fmt: skip
    return {"reference": reference, "details": details}


def constraint_answer(service: Service, own: OwnConstraint) -> bytes:
    """F3548-21 getConstraintDetails."""
    return encode_canonical({"constraint": constraint(service, own)})


def notification(
    service: Service, own: Flight | OwnConstraint, subscriptions: tuple[Subscribed, ...], *, is_gone: bool
) -> bytes:
    """What a subscriber is told of an own flight or constraint."""
    states = [
        {"subscription_id": one.subscription_id, "notification_index": one.index} for one in subscriptions
    ]
    name = "operational_intent" if isinstance(own, Flight) else "constraint"
    told: dict[str, object] = {f"{name}_id": own.id, "subscriptions": states}
    if not is_gone:
        told[name] = intent(service, own) if isinstance(own, Flight) else constraint(service, own)
    return encode_canonical(told)


def telemetry_answer(id: str, fix: Fix, next_ms: int | None) -> bytes:
    """F3548-21 getOperationalIntentTelemetry: where a flight that strayed was heard last."""
    told: dict[str, object] = {
        "operational_intent_id": id,
        "telemetry": {"time_measured": time_text(fix.t_ms), "position": _position(fix)},
    }
    if next_ms is not None:
        told["next_telemetry_opportunity"] = time_text(next_ms)
    return encode_canonical(told)


def _position(fix: Fix) -> dict[str, object]:
    return {
        "longitude": fix.lon_nd / 1e9, "latitude": fix.lat_nd / 1e9, "extrapolated": False,
        "altitude": _height(fix.altitude),
    }  # fmt: skip


def _height(altitude: Altitude) -> dict[str, object]:
    if altitude.reference != "W84":
        raise Refused("a height above the ellipsoid is expected", field="altitude")
    return {"value": altitude.value_tmm / 10_000, "reference": "W84", "units": "M"}
