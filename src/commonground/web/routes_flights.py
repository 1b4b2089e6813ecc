"""Own drone flights: plan one, see what it meets and when it would meet nothing that stops it, activate, track, end.

A plan is checked and changed over the standard's API with the DSS; what the room itself knows is asked beside it.
Only a node that plans flights has these routes. A ground station with a token sends positions to another door
(`/ground/v1`).
"""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from ..errors import MalformedMessage, MissingKeys
from ..geo.interval import Altitude
from ..geo.volume import Volume, validate_volumes
from ..picture.conflict import altitude_context
from ..picture.flight import RANK_MAX, FlightPlan, FlightType
from ..record import Record, replace
from ..room.context import Room
from ..room.uss.announced import met_in_room
from ..room.uss.conflicts import earliest_start_ms, met_row
from ..room.uss.flights import standing_flight
from ..room.uss.peers import peers
from ..room.uss.rows import flight_row, flights_now, standing_row
from ..room.uss.tracked import take_fix
from ..tracks.conformance import Fix
from .door import Call, Handler, Web, get, post
from .report_rows import report_row
from .routes_announce import Nothing
from .routes_constraints import constraint_routes, with_hits

if TYPE_CHECKING:
    from ..protocols.f3548.supplier import Planned, Supplier

STRAY_STATES = ("Nonconforming", "Contingent")


class NewPlan(Record, frozen=True):
    """A flight as it is planned; `acknowledged` are hits of the room that the operator has seen."""

    volumes: tuple[Volume, ...]
    rank: int = 0
    flight_type: FlightType = ""
    acknowledged: tuple[str, ...] = ()


class Strayed(Record, frozen=True):
    """What the operator says of a flight that is not where it should be."""

    state: str


class Position(Record, frozen=True):
    """A position of a flight: nanodegrees, ms UTC, and the height with its reference."""

    t_ms: int
    lon_nd: int
    lat_nd: int
    altitude: Altitude


def routes(web: Web, supplier: Supplier) -> list[Route]:
    """Routes of flights."""
    made: list[tuple[str, str, Handler]] = [
        ("GET", "/api/drones", _list(supplier)),
        ("POST", "/api/drones", _plan(supplier)),
        ("POST", "/api/drones/check", _check(supplier)),
        ("POST", "/api/drones/{id}/change", _change(supplier)),
        ("POST", "/api/drones/{id}/activate", _activate(supplier)),
        ("POST", "/api/drones/{id}/stray", _stray(supplier)),
        ("POST", "/api/drones/{id}/telemetry", _telemetry),
        ("POST", "/api/drones/{id}/end", _end(supplier)),
        *constraint_routes(supplier),
    ]
    return [(get if method == "GET" else post)(web, path, handler) for method, path, handler in made]


def _list(supplier: Supplier) -> Handler:
    async def read(call: Call) -> dict[str, Any]:
        """Own flights, what others told, and who is still owed a word."""
        found = await call.web.read(flights_now)
        service = supplier.service
        return {
            **found, "uss": service.uss, "base_url": service.base_url, "dss_url": supplier.dss_url,
            "availability": supplier.availability.row(),
        }  # fmt: skip

    return read


def _check(supplier: Supplier) -> Handler:
    async def check(call: Call) -> dict[str, Any]:
        """What a plan meets among services and in the room, and when it would meet nothing that stops it."""
        plan = _plan_of(await call.body(NewPlan))
        met = await supplier.meets("", plan)

        def look(room: Room) -> dict[str, Any]:
            report = met_in_room(room, supplier.service, "", plan)
            known = list(peers(room, room.clock.now_ms()))
            delay_ms = earliest_start_ms(plan, known, altitude_context(room.charter))
            first_ms = min(one.from_ms for one in plan.volumes)
            return {
                "report": report_row(room, report, confirmed=True), "met": [met_row(one) for one in met],
                "earliest_ms": None if delay_ms is None else first_ms + delay_ms,
            }  # fmt: skip

        return await call.web.read(look)

    return check


def _plan(supplier: Supplier) -> Handler:
    async def plan(call: Call) -> dict[str, Any]:
        """Plan a flight; refused with what stops it, and with hits of the room that were not acknowledged."""
        given = await call.body(NewPlan)
        call.require("fly")
        id = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
        return await _done(call, supplier, id, _plan_of(given), given.acknowledged)

    return plan


def _change(supplier: Supplier) -> Handler:
    async def change(call: Call) -> dict[str, Any]:
        """Change a flight in the state that it is in; where it may have strayed to stays told."""
        given = await call.body(NewPlan)
        call.require("fly")
        id = call.part("id")
        held = (await call.web.read(lambda room: standing_flight(room, id))).held
        plan = _plan_of(given)
        if held is not None:
            plan = replace(plan, state=held.state, off_nominal=held.off_nominal)
        return await _done(call, supplier, id, plan, given.acknowledged)

    return change


def _activate(supplier: Supplier) -> Handler:
    async def activate(call: Call) -> dict[str, Any]:
        """The flight begins, or is back where it should be."""
        await call.body(Nothing)
        call.require("fly")
        id = call.part("id")
        flight = await call.web.read(lambda room: standing_flight(room, id))
        plan = flight.held or flight.asked
        assert plan is not None
        return await _done(call, supplier, id, replace(plan, state="Activated", off_nominal=()), ())

    return activate


def _stray(supplier: Supplier) -> Handler:
    async def stray(call: Call) -> dict[str, Any]:
        """The operator says that the aircraft is not where it should be, or lost."""
        state = (await call.body(Strayed)).state
        call.require("fly")
        if state not in STRAY_STATES:
            raise MalformedMessage(f"one of {', '.join(STRAY_STATES)} expected", field="state")
        made = await supplier.stray(call.part("id"), state, call.user.id)  # type: ignore[arg-type]
        return await _row(call, made)

    return stray


def _end(supplier: Supplier) -> Handler:
    async def end(call: Call) -> dict[str, Any]:
        """The flight is over, or will not take place."""
        await call.body(Nothing)
        call.require("fly")
        await supplier.end(call.part("id"), call.user.id)
        return {"ended": call.part("id")}

    return end


async def _telemetry(call: Call) -> dict[str, Any]:
    """A position of a flight in the air; what it means for the plan is answered at once."""
    given = await call.body(Position)
    call.require("fly")
    fix = Fix(given.t_ms, given.lon_nd, given.lat_nd, given.altitude)
    return standing_row(await call.web.write(lambda room: take_fix(room, call.part("id"), fix)))


def _plan_of(given: NewPlan) -> FlightPlan:
    validate_volumes(given.volumes, "volumes")
    if not 0 <= given.rank <= RANK_MAX:
        raise MalformedMessage(f"a number of 0 to {RANK_MAX} expected", field="rank")
    return FlightPlan(state="Accepted", volumes=given.volumes, rank=given.rank, flight_type=given.flight_type)


async def _done(
    call: Call, supplier: Supplier, id: str, plan: FlightPlan, acknowledged: tuple[str, ...]
) -> dict[str, Any]:
    try:
        made = await supplier.change(id, plan, operator=call.user.id, acknowledged=acknowledged)
    except MissingKeys as error:
        raise await with_hits(call, error) from error
    return await _row(call, made)


async def _row(call: Call, made: Planned) -> dict[str, Any]:
    def look(room: Room) -> dict[str, Any]:
        now_ms = room.clock.now_ms()
        return flight_row(room, standing_flight(room, made.flight.id), list(peers(room, now_ms)), [], now_ms)

    return {"flight": await call.web.read(look), "met": [met_row(one) for one in made.met]}
