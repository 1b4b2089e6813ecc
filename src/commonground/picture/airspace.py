"""What services of drone traffic say to the party that runs their DSS (ASTM F3548-21): flights, areas, subscriptions.

An operational intent or a constraint is an activity notice with a block of its own: the volumes are the notice's, the
block names who manages it and in which version. The statement is the party's, attested for that manager: it says what
a service with a valid token declared, and not that it is true. Subscriptions, the availability of services and their
reports stay with the party. What a version number may be used for is the DSS's business (`room/airspace`).
"""

from __future__ import annotations

import re
from typing import Literal

from ..errors import Refused
from ..geo.footprint import Footprint, validate_footprint
from ..geo.interval import TIME_MS_MAX, Altitude, validate_altitudes
from ..record import Record
from .blocks import Body
from .kind import CHANGING, OFFERED, SAID_ONCE, Kind, always, at_once

IntentState = Literal["Accepted", "Activated", "Nonconforming", "Contingent"]
Availability = Literal["Unknown", "Normal", "Down"]
INTENT_CLASS, CONSTRAINT_CLASS = "operational_intent", "constraint"
"""The classes of activity that only a block of this module makes."""
AIRSPACE_CLASSES = frozenset({INTENT_CLASS, CONSTRAINT_CLASS})
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class ImplicitSubscription(Record, frozen=True):
    """The subscription that a DSS made for an intent: its extents are those of the intents that name it.

    `notified` is how often its subscriber was to be told before this statement.
    """

    version: str
    uss_base_url: str
    notify_for_constraints: bool = False
    notified: int = 0


class Intent(Record, frozen=True):
    """The reference of an operational intent; `ovn` and the subscription are its manager's alone, told to nobody."""

    id: str
    manager: str
    version: int
    state: IntentState
    uss_base_url: str
    ovn: str = ""
    subscription_id: str = ""
    implicit: ImplicitSubscription | None = None


class Constraint(Record, frozen=True):
    """The reference of a constraint; `ovn` is its manager's alone, and told to nobody."""

    id: str
    manager: str
    version: int
    uss_base_url: str
    ovn: str = ""


class AirspaceSubscription(Body, frozen=True):
    """Where, how high and when a service wants to be told of changes; `notified` as in `ImplicitSubscription`."""

    id: str
    manager: str
    version: str
    uss_base_url: str
    footprint: Footprint
    from_ms: int
    until_ms: int
    lower: Altitude | None = None
    upper: Altitude | None = None
    notify_for_operational_intents: bool = False
    notify_for_constraints: bool = False
    notified: int = 0


class UssAvailability(Body, frozen=True):
    """Whether a service answers, by the word of who arbitrates it."""

    uss: str
    availability: Availability
    version: str
    arbiter: str


class Exchange(Record, frozen=True):
    """A request and its answer as a report gives them; bodies in base64, and no credential."""

    url: str
    method: str
    recorder_role: Literal["Client", "Server"]
    request_ms: int
    request_source: str = ""
    response_ms: int | None = None
    response_code: int = 0
    headers: tuple[str, ...] = ()
    request_body: str = ""
    response_body: str = ""
    problem: str = ""


class DssReport(Body, frozen=True):
    """A problem with an exchange that a service reported."""

    reporter: str
    exchange: Exchange


def refuse_strange_block(
    activity_class: str, intent: Intent | None, constraint: Constraint | None, field: str
) -> None:
    """Refuse a notice whose class and block do not belong together, or whose reference names nothing."""
    expected = INTENT_CLASS if intent is not None else CONSTRAINT_CLASS if constraint is not None else ""
    if (intent is not None and constraint is not None) or (activity_class in AIRSPACE_CLASSES) != bool(
        expected
    ):
        raise Refused("a flight or a constraint of another service comes with its reference", field=field)
    if expected and activity_class != expected:
        raise Refused("a flight or a constraint of another service comes with its reference", field=field)
    block = intent or constraint
    if block is not None and (not _UUID.fullmatch(block.id) or block.version < 1):
        raise Refused("a flight or a constraint of another service comes with its reference", field=field)


def _impossible_subscription(body: AirspaceSubscription, field: str) -> None:
    validate_footprint(body.footprint, f"{field}.footprint")
    if body.lower is not None:
        validate_altitudes(body.lower, body.upper, field)
    if not 0 <= body.from_ms <= body.until_ms <= TIME_MS_MAX:
        raise Refused("the begin at or before the end expected", field=f"{field}.until_ms")


def _span(body: AirspaceSubscription, _: int) -> tuple[int, int]:
    return (body.from_ms, body.until_ms)


KINDS = (
    Kind(
        "airspace_subscription", AirspaceSubscription, "SU", OFFERED, impossible=_impossible_subscription, span=_span,
        shapes=frozenset({"footprint"}), is_national=True,
    ),
    Kind(
        "uss_availability", UssAvailability, "UA", CHANGING, span=always, is_national=True,
    ),
    Kind(
        "dss_report", DssReport, "DR", SAID_ONCE, span=at_once, shapes=frozenset({"exchange"}),
        is_national=True,
    ),
)  # fmt: skip
