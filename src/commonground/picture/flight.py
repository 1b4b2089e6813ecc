"""What a party keeps as a UAS Service Supplier (ASTM F3548-21): its own flights, and what other services told it.

Both are the party's own and go to nobody by the room's logs: other services ask for a flight over the standard's API,
and the room gets its activity notice (`picture/airspace`), which names the same identifier. A flight holds what the
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
FlightType = Literal["", "VLOS", "BVLOS"]


class FlightPlan(Record, frozen=True):
    """A flight as its operator planned it, in one state; `off_nominal` is where it is expected once it strays."""

    state: IntentState
    volumes: tuple[Volume, ...]
    off_nominal: tuple[Volume, ...] = ()
    rank: int = 0
    flight_type: FlightType = ""


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
        "peer_entity", PeerEntity, "PE", _RETURNING, impossible=_impossible_peer, span=_peer_span,
        shapes=frozenset({"volumes", "off_nominal"}), is_national=True,
    ),
)  # fmt: skip
