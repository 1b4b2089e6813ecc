"""What other services ask of this one: details of flights and constraints, telemetry, notifications, reports.

Each operation asks for its scope (F3548-21 USS0105). Each is told as the DSS accepted it last: one that was only asked
for is not there yet. The standard's log sets are a format of export and no address (`/uss/v1/log_sets` is a
pseudo-endpoint): they hold what was exchanged with everybody, and are given to the party's own people alone.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commonground.errors import MalformedMessage, NotPermitted
from commonground.geo.interval import Altitude
from commonground.record import Record, decode, encode_canonical
from commonground.room.airspace.refusing import NotHeld
from commonground.room.context import Room
from commonground.room.uss.constraints import CONSTRAINTS
from commonground.room.uss.flights import flight_of
from commonground.room.uss.peers import hear, lose
from commonground.room.uss.reports import keep_report
from commonground.room.uss.terms import Service
from commonground.room.uss.tracked import take_fix, telemetry_of
from commonground.tracks.conformance import Fix, Standing

from . import scopes
from .codec.details import (
    Notified,
    What,
    constraint_answer,
    intent_answer,
    parse_notification,
    telemetry_answer,
)
from .codec.services import parse_report, report
from .codec.values import identifier
from .door import Call, Dss, Handler, answer, asked
from .noting import note_bad_notification

INTENTS, RULES, REPORTS = "/uss/v1/operational_intents", "/uss/v1/constraints", "/uss/v1/reports"
VERSIONS = "/versioning/versions/{system_identity}"
GROUND = "/ground/v1/flights/{id}/positions"
POSITIONS_MAX = 100


def routes(door: Dss, service: Service) -> list[BaseRoute]:
    """All of them; `door` says who may ask."""

    def route(path: str, handler: Handler, method: str, any_of: scopes.Sets) -> Route:
        return Route(path, asked(door, handler, any_of), methods=[method])

    return [
        route(INTENTS, _notified("intent", service), "POST", ((scopes.COORDINATION,),)),
        route(f"{INTENTS}/{{id}}", _details(service), "GET", ((scopes.COORDINATION,),)),
        route(f"{INTENTS}/{{id}}/telemetry", _telemetry, "GET", ((scopes.CONFORMANCE,),)),
        route(RULES, _notified("constraint", service), "POST", ((scopes.CONSTRAINT_MANAGEMENT,),)),
        route(f"{RULES}/{{id}}", _constraint(service), "GET", ((scopes.CONSTRAINT_PROCESSING,),)),
        route(REPORTS, _report, "POST", scopes.ANY),
        route(VERSIONS, _system, "GET", scopes.VERSION_READING),
        route(GROUND, _positions(service), "POST", scopes.GROUND),
    ]


def _details(service: Service) -> Handler:
    async def get(call: Call) -> Response:
        """F3548-21 getOperationalIntentDetails (F3548-21 OPIN0025, F3548-21 USS0105,1)."""
        id = identifier(call.part("id"), "entityid")
        flight = await call.read(lambda room: flight_of(room, id))
        if flight is None or flight.held is None:
            raise NotHeld("no such operational intent", field="entityid")
        return answer(intent_answer(service, flight))

    return get


async def _telemetry(call: Call) -> Response:
    """F3548-21 getOperationalIntentTelemetry: of flights that strayed alone (F3548-21 USS0105,2)."""
    id = identifier(call.part("id"), "entityid")
    found = await call.read(lambda room: telemetry_of(room, id))
    return answer(telemetry_answer(id, found.fix, found.next_ms))


def _notified(what: What, service: Service) -> Handler:
    async def notified(call: Call) -> Response:
        """F3548-21 notifyOperationalIntentDetailsChanged, F3548-21 notifyConstraintDetailsChanged
        (F3548-21 USS0105,3, F3548-21 USS0110).
        """
        allow_http, body = call.dss.allow_http, bytearray()

        def parse(data: bytes) -> Notified:
            body.extend(data)
            return parse_notification(data, what, allow_http=allow_http)

        def take(room: Room) -> None:
            if given.told is None:
                lose(room, call.manager, given.id, what)
            elif given.told.manager == service.uss:
                raise NotPermitted("it is managed by this service", field="manager")
            else:
                hear(room, service, call.manager, given.told)

        try:
            given = await call.parsed(parse)
            await call.write(take)
        except (MalformedMessage, NotPermitted) as error:
            status, problem = 403 if isinstance(error, NotPermitted) else 400, str(error)
            await call.write(
                lambda room: note_bad_notification(
                    room, call.request, bytes(body), call.manager, status, problem
                )
            )
            raise
        return Response(status_code=204)

    return notified


def _constraint(service: Service) -> Handler:
    async def get(call: Call) -> Response:
        """F3548-21 getConstraintDetails (F3548-21 USS0110)."""
        id = identifier(call.part("id"), "entityid")
        own = await call.read(lambda room: CONSTRAINTS.get(room, id))
        if own is None or own.held is None:
            raise NotHeld("no such constraint", field="entityid")
        return answer(constraint_answer(service, own))

    return get


async def _report(call: Call) -> Response:
    """F3548-21 makeUssReport (F3548-21 USS0105,4)."""
    wanted = await call.parsed(parse_report)
    report_id = await call.write(lambda room: keep_report(room, call.manager, wanted.exchange))
    return answer(report(report_id, wanted), 201)


class _Position(Record, frozen=True):
    t_ms: int
    lon_nd: int
    lat_nd: int
    altitude: Altitude


class _Positions(Record, frozen=True):
    positions: tuple[_Position, ...]


def _positions(service: Service) -> Handler:
    async def positions(call: Call) -> Response:
        """Positions of an own flight from its operator's ground station, whose token names this service itself."""
        if call.manager != service.uss:
            raise NotPermitted("a token of this service is expected", field="Authorization")
        id = identifier(call.part("id"), "id")
        given = await call.parsed(lambda data: decode(_Positions, data))
        if not 1 <= len(given.positions) <= POSITIONS_MAX:
            raise MalformedMessage(f"1 to {POSITIONS_MAX} positions are expected", field="positions")

        def take(room: Room) -> Standing:
            fixes = sorted(given.positions, key=lambda one: one.t_ms)
            return [take_fix(room, id, Fix(one.t_ms, one.lon_nd, one.lat_nd, one.altitude)) for one in fixes][
                -1
            ]

        standing = await call.write(take)
        told = {
            "phase": standing.phase,
            "since_ms": standing.since_ms,
            "publish_by_ms": standing.publish_by_ms,
        }
        return answer(encode_canonical(told))

    return positions


async def _system(call: Call) -> Response:
    """The versioning interface of InterUSS: what runs here, whatever it is called (F3548-21 GEN0305)."""
    identity = call.part("system_identity")
    if len(identity) > 200:
        raise MalformedMessage("at most 200 characters expected", field="system_identity")
    return answer(encode_canonical({"system_identity": identity, "system_version": call.dss.version}))
