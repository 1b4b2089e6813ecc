"""What a service asks of a DSS, and how it reads the answers: any DSS, so that each answer is checked. Pure."""

from __future__ import annotations

from typing import NamedTuple

from commonground.errors import MalformedMessage
from commonground.geo.volume import Volume
from commonground.picture.flight import ConstraintPlan, FlightPlan
from commonground.record import BODY_BYTES_MAX, Foreign, decode, encode_canonical
from commonground.room.uss.outbox import Subscribed
from commonground.room.uss.own import Accepted
from commonground.room.uss.terms import Service

from .details import OVN_CHARS_MAX, Reference, What
from .shapes import extents, volume4d
from .values import base_url, identifier

NAMES: dict[What, str] = {"intent": "operational_intent_reference", "constraint": "constraint_reference"}
REFERENCES_MAX = 20_000
SUBSCRIBERS_MAX = 5_000


class _State(Foreign, frozen=True):
    subscription_id: str
    notification_index: int


class _Subscriber(Foreign, frozen=True):
    uss_base_url: str
    subscriptions: tuple[_State, ...]


class _Changed(Foreign, frozen=True):
    operational_intent_reference: Reference | None = None
    constraint_reference: Reference | None = None
    subscribers: tuple[_Subscriber, ...] | None = None


class _Found(Foreign, frozen=True):
    operational_intent_references: tuple[Reference, ...] | None = None
    constraint_references: tuple[Reference, ...] | None = None


class _One(Foreign, frozen=True):
    operational_intent_reference: Reference | None = None
    constraint_reference: Reference | None = None


class _Conflict(Foreign, frozen=True):
    message: str | None = None
    missing_operational_intents: tuple[Reference, ...] | None = None
    missing_constraints: tuple[Reference, ...] | None = None


class _Error(Foreign, frozen=True):
    message: str | None = None


class _Status(Foreign, frozen=True):
    availability: str
    uss: str


class _Available(Foreign, frozen=True):
    version: str
    status: _Status


class Subscriber(NamedTuple):
    """Whom a change obliges to tell, and because of which subscriptions."""

    url: str
    subscriptions: tuple[Subscribed, ...]


class Change(NamedTuple):
    """What a DSS accepted, and whom to tell."""

    accepted: Accepted
    subscribers: tuple[Subscriber, ...]


class Listed(NamedTuple):
    """References that a DSS lists: of flights and of constraints."""

    intents: tuple[Reference, ...]
    constraints: tuple[Reference, ...]


# -- asked ----------------------------------------------------------------------------------------------------------


def put_intent(
    service: Service, plan: FlightPlan, key: list[str], subscription_id: str, *, with_constraints: bool
) -> bytes:
    """A request to create or change the reference of an own flight.

    Without a subscription the DSS is asked for one of the flight's own; later changes name it again.
    """
    asked: dict[str, object] = {
        "extents": extents(plan.volumes + plan.off_nominal), "state": plan.state, "key": key,
        "uss_base_url": service.base_url,
    }  # fmt: skip
    if subscription_id:
        asked["subscription_id"] = subscription_id
    else:
        asked["new_subscription"] = {
            "uss_base_url": service.base_url, "notify_for_constraints": with_constraints,
        }  # fmt: skip
    return encode_canonical(asked)


def put_constraint(service: Service, plan: ConstraintPlan) -> bytes:
    """A request to create or change the reference of an own constraint: it needs no key."""
    return encode_canonical({"extents": extents(plan.volumes), "uss_base_url": service.base_url})


def query(volume: Volume) -> bytes:
    """A question for what a DSS lists near a volume."""
    return encode_canonical({"area_of_interest": volume4d(volume)})


# -- answered -------------------------------------------------------------------------------------------------------


def parse_change(data: bytes, id: str, service: Service, what: What, *, allow_http: bool) -> Change:
    """The answer to a change of an own reference; refused where it is another's."""
    found = decode(_Changed, data, bytes_max=BODY_BYTES_MAX)
    given = _reference(found, what)
    if identifier(given.id, f"{NAMES[what]}.id") != id or given.manager != service.uss:
        raise MalformedMessage("the reference that was changed is expected", field=NAMES[what])
    told = found.subscribers or ()
    if len(told) > SUBSCRIBERS_MAX:
        raise MalformedMessage(
            f"at most {SUBSCRIBERS_MAX} are accepted", field="subscribers", clause="limits"
        )
    return Change(accepted_of(given), tuple(_subscriber(one, allow_http) for one in told))


def _reference(found: _Changed | _One, what: What) -> Reference:
    given = found.operational_intent_reference if what == "intent" else found.constraint_reference
    if given is None:
        raise MalformedMessage("the reference is expected", field=NAMES[what])
    return given


def accepted_of(given: Reference) -> Accepted:
    """What an own reference says about its version."""
    ovn = given.ovn or ""
    if not 1 <= len(ovn) <= OVN_CHARS_MAX or not ovn.isprintable():
        raise MalformedMessage("the version number is expected", field="reference.ovn")
    subscription = given.subscription_id or ""
    if subscription:
        subscription = identifier(subscription, "reference.subscription_id")
    return Accepted(given.version, ovn, subscription)


def parse_reference(data: bytes, what: What) -> Reference:
    """F3548-21 getOperationalIntentReference, getConstraintReference."""
    return _reference(decode(_One, data, bytes_max=BODY_BYTES_MAX), what)


def parse_listed(data: bytes) -> Listed:
    """The answer to a query."""
    found = decode(_Found, data, bytes_max=BODY_BYTES_MAX)
    return _bounded(found.operational_intent_references, found.constraint_references)


def parse_missing(data: bytes) -> Listed:
    """What a key lacked (409)."""
    found = decode(_Conflict, data, bytes_max=BODY_BYTES_MAX)
    return _bounded(found.missing_operational_intents, found.missing_constraints)


def parse_error(data: bytes) -> str:
    """What another service says went wrong, as far as it can be read: at most 200 characters."""
    try:
        said = decode(_Error, data).message or ""
    except MalformedMessage:
        return ""
    return "".join(letter if letter.isprintable() else " " for letter in said[:200])


def parse_availability(data: bytes) -> tuple[str, str, str]:
    """Whose availability, what it is, and its version."""
    found = decode(_Available, data, bytes_max=BODY_BYTES_MAX)
    return found.status.uss, found.status.availability, found.version


def _bounded(intents: tuple[Reference, ...] | None, constraints: tuple[Reference, ...] | None) -> Listed:
    listed = Listed(intents or (), constraints or ())
    if len(listed.intents) + len(listed.constraints) > REFERENCES_MAX:
        raise MalformedMessage(f"at most {REFERENCES_MAX} are accepted", field="references", clause="limits")
    return listed


def _subscriber(given: _Subscriber, allow_http: bool) -> Subscriber:
    return Subscriber(
        base_url(given.uss_base_url, "subscribers.uss_base_url", allow_http=allow_http),
        tuple(
            Subscribed(
                subscription_id=identifier(one.subscription_id, "subscribers.subscriptions"),
                index=one.notification_index,
            )
            for one in given.subscriptions
        ),
    )
