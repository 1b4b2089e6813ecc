"""The automated-testing interface `flight_planning/v1` (InterUSS, 0.7.0): a test plays the users of this service.

Off unless a node's file asks for it. What a test asks goes the way of what an operator asks; hits of the room are
taken as seen, since nobody sits in front of a screen. Telemetry of a plan is played at its times (`played`). Each
operation asks for the scope that is published for it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from commonground.errors import CommongroundError, Refused
from commonground.geo.intersection import volumes_meet
from commonground.geo.volume import Volume
from commonground.picture.airspace import IntentState
from commonground.picture.conflict import altitude_context
from commonground.picture.flight import Flight, FlightPlan
from commonground.record import replace
from commonground.room.airspace.refusing import NotHeld
from commonground.room.context import Room
from commonground.room.uss.announced import met_in_room
from commonground.room.uss.flights import flight_of, flights
from commonground.room.uss.user_notices import user_notices

from . import scopes
from .app import http_error
from .codec.testing import (
    Outcome,
    Status,
    Upsert,
    cleared_answer,
    notices_answer,
    outcome_answer,
    parse_clear,
    parse_moment,
    parse_upsert,
    status_answer,
)
from .codec.values import identifier
from .door import Call, Dss, Handler, answer, asked
from .played import OFF_NOMINAL, Played
from .supplier import Planned, Supplier

BASE = "/flight_planning/v1"
REMEMBERED_MAX = 1_000
STATUS: dict[IntentState, Status] = {
    "Accepted": "Planned", "Activated": "OkToFly", "Nonconforming": "OffNominal", "Contingent": "OffNominal",
}  # fmt: skip


def is_for_testing(path: str) -> bool:
    """Whether a request belongs to this interface."""
    return path.startswith(f"{BASE}/")


def testing_app(door: Dss, played: Played) -> Starlette:
    """The application of the five operations (F3548-21 GEN0310)."""
    desk = Testing(played.supplier, played)

    def route(path: str, handler: Handler, method: str, any_of: scopes.Sets) -> Route:
        return Route(f"{BASE}{path}", asked(door, handler, any_of), methods=[method])

    app = Starlette(
        routes=[
            route("/status", _status, "GET", scopes.TEST_DIRECTING),
            route("/clear_area_requests", desk.clear, "POST", scopes.TEST_DIRECTING),
            route("/flight_plans/{id}", desk.upsert, "PUT", scopes.TEST_PLANNING),
            route("/flight_plans/{id}", desk.delete, "DELETE", scopes.TEST_DIRECTING),
            route("/user_notifications", desk.notices, "GET", scopes.TEST_PLANNING),
        ],
        exception_handlers={HTTPException: http_error},
    )
    app.router.redirect_slashes = False
    return app


async def _status(_: Call) -> Response:
    return answer(status_answer())


@dataclass(slots=True)
class Testing:
    """What a test asked last, so that the same request is not done twice."""

    supplier: Supplier
    played: Played
    _answered: OrderedDict[tuple[str, str], bytes] = field(default_factory=OrderedDict)

    async def upsert(self, call: Call) -> Response:
        """A user plans, changes, flies, strays, or closes."""
        wanted = await call.parsed(parse_upsert)
        try:
            id = identifier(call.part("id"), "flight_plan_id")
        except Refused as error:
            return answer(outcome_answer(Outcome("NotSupported", "NotPlanned", str(error))))
        known = self._answered.get((id, wanted.request_id))
        if known is None:
            known = outcome_answer(await self._done(id, wanted), wanted)
            self._answered[id, wanted.request_id] = known
            if len(self._answered) > REMEMBERED_MAX:
                self._answered.popitem(last=False)
        return answer(known)

    async def delete(self, call: Call) -> Response:
        """A user closes a flight plan."""
        try:
            id = identifier(call.part("id"), "flight_plan_id")
        except Refused as error:
            raise NotHeld("no such flight plan", field="flight_plan_id") from error
        if await call.read(lambda room: flight_of(room, id)) is None:
            raise NotHeld("no such flight plan", field="flight_plan_id")
        return answer(outcome_answer(await self._closed(id)))

    async def clear(self, call: Call) -> Response:
        """End every own flight that meets a volume."""
        area = await call.parsed(parse_clear)
        if isinstance(area, str):
            return answer(cleared_answer(0, [area]))

        def inside(room: Room) -> list[str]:
            context = altitude_context(room.charter)
            return [
                one.id for one in flights(room)
                if any(volumes_meet(area, volume, context) is not None for volume in _everywhere(one))
            ]  # fmt: skip

        problems, ended = [], 0
        for id in await call.read(inside):
            try:
                self.played.put(id, ())
                await self.supplier.end(id, "automated test")
                ended += 1
            except CommongroundError as error:
                problems.append(f"{id}: {error}")
        return answer(cleared_answer(ended, problems))

    async def notices(self, call: Call) -> Response:
        """What users were told in a span."""
        query = call.request.query_params
        after_ms = parse_moment(query.get("after", ""), "after")
        before = query.get("before", "")
        before_ms = parse_moment(before, "before") if before else call.dss.node.room.clock.now_ms()
        return answer(notices_answer(await call.read(lambda room: user_notices(room, after_ms, before_ms))))

    # -- one request ----------------------------------------------------------------------------------------------

    async def _done(self, id: str, wanted: Upsert) -> Outcome:
        """Do what was asked, or say what would come of it."""
        flight = await self.supplier.node.read(lambda room: flight_of(room, id))
        status = _status_of(flight)
        if wanted.usage == "Closed":
            return await self._closed(id) if wanted.style != "Hypothetical" else Outcome("Completed", status)
        if wanted.usage == "Planned" and wanted.uas in OFF_NOMINAL:
            return Outcome("Rejected", status, "a flight that is only planned has not strayed")
        if wanted.problem:
            return Outcome("Rejected", status, wanted.problem[:500])
        if not wanted.volumes:
            return Outcome("Rejected", status, "an area is expected")
        try:
            if wanted.style == "Hypothetical":
                return await self._supposed(id, wanted, status)
            made = await self._changed(id, wanted, flight)
        except Refused as error:
            now = await self.supplier.node.read(lambda room: flight_of(room, id))
            return Outcome("Rejected", _status_of(now), str(error)[:500])
        except CommongroundError as error:
            now = await self.supplier.node.read(lambda room: flight_of(room, id))
            return Outcome("Failed", _status_of(now), str(error)[:500])
        self.played.put(id, wanted.reports)
        return Outcome("Completed", _status_of(made.flight), is_advised=bool(made.met))

    async def _changed(self, id: str, wanted: Upsert, flight: Flight | None) -> Planned:
        """A new flight is planned first, whatever its user does with it then."""
        plan = FlightPlan(state="Accepted", volumes=wanted.volumes, rank=wanted.rank)
        held = flight.held if flight is not None else None
        if wanted.usage == "Planned":
            state = "Accepted" if held is None else held.state
            return await self._change(id, replace(plan, state=state))
        made = None
        if held is None:
            made = await self._change(id, plan)
            held = made.flight.held
        assert held is not None
        if wanted.uas in OFF_NOMINAL:
            strayed = replace(held, state=OFF_NOMINAL[wanted.uas], off_nominal=wanted.volumes)
            return await self._change(id, strayed)
        return await self._change(id, replace(plan, state="Activated"))

    async def _change(self, id: str, plan: FlightPlan) -> Planned:
        supplier = self.supplier
        report = await supplier.node.read(lambda room: met_in_room(room, supplier.service, id, plan))
        seen = tuple(hit.key for hit in report.hits)
        return await supplier.change(id, plan, operator="automated test", acknowledged=seen)

    async def _supposed(self, id: str, wanted: Upsert, status: Status) -> Outcome:
        plan = FlightPlan(state="Accepted", volumes=wanted.volumes, rank=wanted.rank)
        met = await self.supplier.meets(id, plan)
        stops = any(one.stops for one in met)
        return Outcome("Rejected" if stops else "Completed", status, is_advised=bool(met))

    async def _closed(self, id: str) -> Outcome:
        self.played.put(id, ())
        if await self.supplier.node.read(lambda room: flight_of(room, id)) is None:
            return Outcome("Completed", "Closed")
        try:
            await self.supplier.end(id, "automated test")
        except CommongroundError as error:
            flight = await self.supplier.node.read(lambda room: flight_of(room, id))
            return Outcome("Failed", _status_of(flight), str(error)[:500])
        return Outcome("Completed", "Closed")


def _status_of(flight: Flight | None) -> Status:
    if flight is None or flight.held is None:
        return "NotPlanned"
    return STATUS[flight.held.state]


def _everywhere(flight: Flight) -> tuple[Volume, ...]:
    plan = flight.held or flight.asked
    return () if plan is None else plan.volumes + plan.off_nominal
