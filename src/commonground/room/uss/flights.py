"""Own flights: what is asked of the DSS, what it accepted, and that a flight has ended.

A request is written down before it is sent, and what came of it after the answer, with everything that follows from
it (who must be told, the room's notice) in the same transaction. A restart between the two finds the request and asks
again; until then others are told what the DSS accepted last (F3548-21 getOperationalIntentDetails).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from ...errors import Refused
from ...picture.flight import Flight, FlightPlan
from ...picture.statement import Action
from ...picture.version import Version
from ...record import replace
from ..context import Room
from ..submit import Command, submit
from .terms import POST

KIND = "flight"
GONE = frozenset({"cancel", "deleted"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the DSS answered: the version of the reference, its opaque number, the subscription behind it."""

    version: int
    ovn: str
    subscription_id: str


def key_of(room: Room, id: str) -> str:
    """The key of a flight in the party's own picture."""
    return f"{room.party}/FL-{id}"


def flight_version(room: Room, id: str) -> Version | None:
    """The version of a flight that has not ended; None where there is none."""
    found = room.view.picture.get(key_of(room, id))
    return None if found is None or found.action in GONE else found


def flight_of(room: Room, id: str) -> Flight | None:
    """A flight that has not ended."""
    found = flight_version(room, id)
    return cast(Flight, found.body) if found is not None else None


def standing_flight(room: Room, id: str) -> Flight:
    """The same, refused where there is none."""
    found = flight_of(room, id)
    if found is None:
        raise Refused("no such flight", field="id")
    return found


def flights(room: Room) -> Iterator[Flight]:
    """Own flights that have not ended, the first that was planned first."""
    for key in room.view.keys_of(KIND):
        if room.view.standings.rows[key].action not in GONE:
            yield cast(Flight, room.view.picture.entities[key].body)


def unsettled(room: Room) -> list[str]:
    """Flights about which the DSS was asked and nothing was heard: what a start asks again."""
    return [one.id for one in flights(room) if one.asked is not None or one.is_ending]


def ask(
    room: Room, uss: str, id: str, plan: FlightPlan, operator: str, acknowledged: tuple[str, ...] = ()
) -> Flight:
    """Write down what the DSS is going to be asked for a flight, new or standing."""
    last = flight_of(room, id)
    if last is not None and last.is_ending:
        raise Refused("no such flight", field="id")
    body = Flight(id=id, manager=uss) if last is None else last
    given = tuple(dict.fromkeys((*body.acknowledged, *acknowledged)))
    return _say(room, replace(body, asked=plan, acknowledged=given), operator)


def ask_end(room: Room, id: str, operator: str) -> Flight:
    """Write down that a flight is going to be ended."""
    return _say(room, replace(standing_flight(room, id), is_ending=True), operator)


def accept(room: Room, id: str, answer: Accepted, now_ms: int) -> Flight:
    """The DSS accepted what it was asked: it is held from now on."""
    last = standing_flight(room, id)
    assert last.asked is not None
    before = last.held.state if last.held is not None else ""
    return _say(
        room,
        replace(
            last, held=last.asked, asked=None, version=answer.version, ovn=answer.ovn,
            subscription_id=answer.subscription_id,
            since_ms=last.since_ms if last.asked.state == before else now_ms,
        ),
    )  # fmt: skip


def withdraw(room: Room, id: str) -> Flight | None:
    """What was asked did not come about: the flight stands as it was held before, or not at all."""
    last = standing_flight(room, id)
    if last.held is None:
        end(room, id)
        return None
    return _say(room, replace(last, asked=None, is_ending=False))


def end(room: Room, id: str) -> Version:
    """A flight is no more. Returns its last version."""
    last = flight_version(room, id)
    if last is None:
        raise Refused("no such flight", field="id")
    submit(room, Command(kind=KIND, action="cancel", post=POST, entity=last.entity))
    return last


def with_notice(room: Room, id: str, entity: str) -> Flight:
    """Note which activity notice of the room is this flight's."""
    return _say(room, replace(standing_flight(room, id), notice=entity))


def _say(room: Room, body: Flight, operator: str = "") -> Flight:
    action: Action = "establish" if flight_version(room, body.id) is None else "amend"
    command = Command(
        kind=KIND, action=action, post=POST, body=body, entity=f"FL-{body.id}", operator=operator
    )
    submit(room, command)
    return body
