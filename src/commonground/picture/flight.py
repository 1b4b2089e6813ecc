"""What a party keeps as a UAS Service Supplier (ASTM F3548-21): own flights and constraints, and what others told it.

All are the party's own and go to nobody by the room's logs: other services ask for a flight over the standard's API,
and the room gets its activity notice (`picture/airspace`), which names the same identifier. What is own holds what the
DSS accepted last and what is asked of it now, so that a restart between the two knows what to ask again.
"""

from __future__ import annotations

from typing import Any, Literal

from ..errors import Refused
from ..geo.volume import Volume, validate_volumes
from ..record import Record
from .airspace import IntentState
from .blocks import Body
from .kind import NONE, Kind, at_once

RANK_MAX = 10_000
TYPE_CHARS_MAX = 100
FlightType = Literal["", "VLOS", "BVLOS"]


class FlightPlan(Record, frozen=True):
    """A flight as its operator planned it, in one state; `off_nominal` is where it is expected once it strays."""

    state: IntentState
    volumes: tuple[Volume, ...]
    off_nominal: tuple[Volume, ...] = ()
    rank: int = 0
    flight_type: FlightType = ""

    @property
    def everywhere(self) -> tuple[Volume, ...]:
        """Where it may be: as planned, and off nominal."""
        return self.volumes + self.off_nominal


class Flight(Body, frozen=True):
    """A flight of this party's own: `held` is what the DSS accepted as `version`, `asked` what it was asked since.

    `since_ms` is when the state of `held` was accepted. `notice` is the entity of its activity notice, where this
    party writes one. `ovn` and `subscription_id` are the manager's alone.
    """

    id: str
    manager: str
    held: FlightPlan | None = None
    version: int = 0
    ovn: str = ""
    subscription_id: str = ""
    since_ms: int = 0
    notice: str = ""
    acknowledged: tuple[str, ...] = ()
    asked: FlightPlan | None = None
    is_ending: bool = False


class ConstraintPlan(Record, frozen=True):
    """Where and when others are told to stay out or to take care; `type` is the word of its manager for what it is."""

    volumes: tuple[Volume, ...]
    type: str = ""

    @property
    def everywhere(self) -> tuple[Volume, ...]:
        """Where it is."""
        return self.volumes


class OwnConstraint(Body, frozen=True):
    """A constraint that this party manages; `held`, `asked` and the rest as in `Flight`."""

    id: str
    manager: str
    held: ConstraintPlan | None = None
    version: int = 0
    ovn: str = ""
    since_ms: int = 0
    notice: str = ""
    acknowledged: tuple[str, ...] = ()
    asked: ConstraintPlan | None = None
    is_ending: bool = False


class PeerEntity(Body, frozen=True):
    """A flight or a constraint as the service that manages it told it, with the version number that a key needs."""

    id: str
    what: Literal["intent", "constraint"]
    manager: str
    version: int
    ovn: str
    uss_base_url: str
    volumes: tuple[Volume, ...]
    off_nominal: tuple[Volume, ...] = ()
    state: IntentState = "Accepted"
    rank: int = 0
    notice: str = ""
    type: str = ""

    @property
    def everywhere(self) -> tuple[Volume, ...]:
        """Where it may be: as planned, and off nominal."""
        return self.volumes + self.off_nominal


def _plans(flight: Flight) -> list[tuple[str, FlightPlan]]:
    return [
        (name, plan) for name, plan in (("held", flight.held), ("asked", flight.asked)) if plan is not None
    ]


def _impossible_flight(flight: Flight, field: str) -> None:
    for name, plan in _plans(flight):
        validate_volumes(plan.volumes + plan.off_nominal, f"{field}.{name}.volumes")
        if not 0 <= plan.rank <= RANK_MAX:
            raise Refused(f"a number of 0 to {RANK_MAX} expected", field=f"{field}.{name}.rank")


def _constraint_plans(own: OwnConstraint) -> list[tuple[str, ConstraintPlan]]:
    return [(name, plan) for name, plan in (("held", own.held), ("asked", own.asked)) if plan is not None]


def _impossible_constraint(own: OwnConstraint, field: str) -> None:
    for name, plan in _constraint_plans(own):
        validate_volumes(plan.volumes, f"{field}.{name}.volumes")
        if len(plan.type) > TYPE_CHARS_MAX or not plan.type.isprintable():
            raise Refused(f"at most {TYPE_CHARS_MAX} characters expected", field=f"{field}.{name}.type")


def _constraint_span(own: OwnConstraint, known_from_ms: int) -> tuple[int, int]:
    return _window([one for _, plan in _constraint_plans(own) for one in plan.volumes], known_from_ms)


def _impossible_peer(peer: PeerEntity, field: str) -> None:
    validate_volumes(peer.everywhere, f"{field}.volumes")


def _flight_span(flight: Flight, known_from_ms: int) -> tuple[int, int]:
    volumes = [one for _, plan in _plans(flight) for one in plan.volumes + plan.off_nominal]
    return _window(volumes, known_from_ms)


def _peer_span(peer: PeerEntity, known_from_ms: int) -> tuple[int, int]:
    return _window(list(peer.everywhere), known_from_ms)


def _window(volumes: list[Volume], known_from_ms: int) -> tuple[int, int]:
    if not volumes:
        return at_once(None, known_from_ms)
    return (min(one.from_ms for one in volumes), max(one.until_ms for one in volumes))


# The identifier of a flight that has ended may come again: it is its manager's to choose.
_RETURNING: dict[str, Any] = {
    NONE: frozenset({"establish"}),
    "establish": frozenset({"amend", "cancel"}),
    "amend": frozenset({"amend", "cancel"}),
    "cancel": frozenset({"establish"}),
}

KINDS = (
    Kind(
        "flight", Flight, "FL", _RETURNING, impossible=_impossible_flight, span=_flight_span,
        shapes=frozenset({"held", "asked"}), is_national=True,
    ),
    Kind(
        "own_constraint", OwnConstraint, "OC", _RETURNING, impossible=_impossible_constraint, span=_constraint_span,
        shapes=frozenset({"held", "asked"}), is_national=True,
    ),
    Kind(
        "peer_entity", PeerEntity, "PE", _RETURNING, impossible=_impossible_peer, span=_peer_span,
        shapes=frozenset({"volumes", "off_nominal"}), is_national=True,
    ),
)  # fmt: skip
