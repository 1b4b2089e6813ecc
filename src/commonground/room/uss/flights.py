"""Own flights: what is asked of the DSS, what it accepted, and that a flight has ended (`own` says how)."""

from __future__ import annotations

from collections.abc import Iterator

from ...picture.flight import Flight, FlightPlan
from ...picture.version import Version
from ...record import replace
from ..context import Room
from .own import GONE as GONE
from .own import Accepted as Accepted
from .own import Own, asked_since

FLIGHTS: Own[Flight] = Own("flight", "FL")
KIND = FLIGHTS.kind
PASSED_MS = 60_000


def flight_version(room: Room, id: str) -> Version | None:
    """The version of a flight that has not ended; None where there is none."""
    return FLIGHTS.version(room, id)


def flight_of(room: Room, id: str) -> Flight | None:
    """A flight that has not ended."""
    return FLIGHTS.get(room, id)


def standing_flight(room: Room, id: str) -> Flight:
    """The same, refused where there is none."""
    return FLIGHTS.standing(room, id)


def flights(room: Room) -> Iterator[Flight]:
    """Own flights that have not ended, the first that was planned first."""
    return FLIGHTS.all(room)


def unsettled(room: Room) -> list[str]:
    """Flights about which the DSS was asked and nothing was heard: what a start asks again."""
    return FLIGHTS.unsettled(room)


def never_begun(room: Room, now_ms: int) -> list[str]:
    """Flights that were planned and not activated, and whose time has passed a minute ago."""
    return [
        one.id for one in flights(room)
        if one.held is not None and one.held.state == "Accepted" and one.asked is None
        and max(volume.until_ms for volume in one.held.everywhere) < now_ms - PASSED_MS
    ]  # fmt: skip


def ask(
    room: Room, uss: str, id: str, plan: FlightPlan, operator: str, acknowledged: tuple[str, ...] = ()
) -> Flight:
    """Write down what the DSS is going to be asked for a flight, new or standing."""
    body = flight_of(room, id) or Flight(id=id, manager=uss)
    return FLIGHTS.say(
        room, replace(body, asked=plan, acknowledged=asked_since(body, acknowledged)), operator
    )


def ask_end(room: Room, id: str, operator: str) -> Flight:
    """Write down that a flight is going to be ended."""
    return FLIGHTS.ask_end(room, id, operator)


def accept(room: Room, id: str, answer: Accepted, now_ms: int) -> Flight:
    """The DSS accepted what it was asked: it is held from now on."""
    last = standing_flight(room, id)
    assert last.asked is not None
    before = last.held.state if last.held is not None else ""
    return FLIGHTS.say(
        room,
        replace(
            last, held=last.asked, asked=None, version=answer.version, ovn=answer.ovn,
            subscription_id=answer.subscription_id,
            since_ms=last.since_ms if last.asked.state == before else now_ms,
        ),
    )  # fmt: skip


def withdraw(room: Room, id: str) -> Flight | None:
    """What was asked did not come about: the flight stands as it was held before, or not at all."""
    return FLIGHTS.withdraw(room, id)


def end(room: Room, id: str) -> Version:
    """A flight is no more. Returns its last version."""
    return FLIGHTS.end(room, id)
