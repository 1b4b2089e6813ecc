"""A UAS Service Supplier at work: plans, changes and ends own flights with any DSS, over the API of the standard.

A change goes in one order. What it meets in the room was acknowledged; what the DSS lists near it is known with
details; exact conflicts do not stop it; then it is written down, asked for with the version numbers of what is known,
and written down again with who must be told. Where the DSS says that the key lacks something, that is fetched and
held against the plan, and the DSS is asked again, a few times. A restart finds what was asked and not answered, and
asks again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from commonground.errors import CommongroundError
from commonground.picture.airspace import IntentState
from commonground.picture.conflict import altitude_context
from commonground.picture.flight import Flight, FlightPlan, PeerEntity
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.uss import flights
from commonground.room.uss.announced import announce, refuse_unseen, take_back
from commonground.room.uss.conflicts import NEEDS_KEY, Met, find_met, refuse_stopped
from commonground.room.uss.outbox import owe
from commonground.room.uss.refusing import refuse_by_dss, refuse_plan, refuse_state
from commonground.room.uss.terms import Service
from commonground.room.uss.tracked import forget_track
from commonground.room.uss.tracked import stray as stray_plan
from commonground.room.uss.user_notices import notify_caused

from . import scopes
from .availability import OwnAvailability
from .client import Answer, Client
from .codec.asking import (
    Change,
    Listed,
    Subscriber,
    accepted_of,
    parse_error,
    parse_missing,
    parse_reference,
    put_intent,
)
from .codec.shapes import extents
from .constraining import Constraining
from .known import Known
from .owing import Unsettled as Unsettled
from .owing import changed, owed_to, read, sent

TRIES_MAX = 4
_LOG = logging.getLogger("commonground.f3548")


@dataclass(frozen=True, slots=True)
class Planned:
    """A flight as the DSS accepted it, and what of others it meets."""

    flight: Flight
    met: tuple[Met, ...]


@dataclass(slots=True)
class Supplier:
    """One node's service. Used in one event loop."""

    node: Node
    service: Service
    client: Client
    dss_url: str
    allow_http: bool = False
    known: Known = field(init=False)
    constraints: Constraining = field(init=False)
    availability: OwnAvailability = field(init=False)
    _turns: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def __post_init__(self) -> None:
        self.known = Known(self.node, self.service, self.client, self.dss_url, allow_http=self.allow_http)
        self.constraints = Constraining(
            self.node, self.service, self.client, self.dss_url, self.known, self.allow_http
        )
        self.availability = OwnAvailability(self.node, self.service, self.client, self.dss_url)

    # -- what an operator asks ------------------------------------------------------------------------------------

    async def change(
        self, id: str, plan: FlightPlan, *, operator: str = "", acknowledged: tuple[str, ...] = ()
    ) -> Planned:
        """Plan a flight or change it in the DSS (F3548-21 USS0005); refused with what it meets.

        F3548-21 SCD0015, F3548-21 SCD0035.
        """
        async with self._turns[id]:
            return await self._change(id, plan, operator, acknowledged)

    async def stray(self, id: str, state: IntentState, operator: str = "") -> Planned:
        """Say of an own flight that it strayed, or that it is lost."""
        plan = await self.node.read(lambda room: stray_plan(room, id, state, room.clock.now_ms()))
        return await self.change(id, plan, operator=operator)

    async def end(self, id: str, operator: str = "") -> None:
        """End a flight; whoever was told of it is told. F3548-21 OPIN0040."""
        async with self._turns[id]:
            flight = await self.node.write(lambda room: flights.ask_end(room, id, operator))
            await self._end(flight)

    async def meets(self, id: str, plan: FlightPlan) -> list[Met]:
        """What a plan meets of what the DSS lists now; nothing is written but what others tell."""
        extents(plan.volumes)
        return self._met(plan, await self._held(id), await self.known.near(plan, id))

    async def settle(self) -> None:
        """Ask again what was asked before a restart and not answered."""
        for id in await self.node.read(flights.unsettled):
            try:
                async with self._turns[id]:
                    await self._settle(id)
            except CommongroundError as error:
                _LOG.warning("flight %s is not settled: %s", id, error)
        await self.constraints.settle()

    async def end_passed(self) -> None:
        """End what was planned and never begun, and constraints, when their time has passed: a DSS holds them else."""
        for id in await self.node.read(lambda room: flights.never_begun(room, room.clock.now_ms())):
            try:
                await self.end(id)
            except CommongroundError as error:
                _LOG.warning("flight %s has passed and is not ended: %s", id, error)
        await self.constraints.end_passed()

    # -- one change -----------------------------------------------------------------------------------------------

    async def _change(
        self, id: str, plan: FlightPlan, operator: str, acknowledged: tuple[str, ...]
    ) -> Planned:
        extents(plan.volumes + plan.off_nominal)
        flight = await self.node.read(lambda room: flights.flight_of(room, id))
        if flight is not None and flight.asked is not None:
            await self._settle(id)
            flight = await self.node.read(lambda room: flights.flight_of(room, id))
        held = flight.held if flight is not None else None
        refuse_state(plan.state, held)
        refuse_plan(plan, self.node.room.clock.now_ms())
        before = flight.acknowledged if flight is not None else ()
        await self.node.read(
            lambda room: refuse_unseen(room, self.service, id, plan, (*before, *acknowledged))
        )
        near = await self.known.near(plan, id) if plan.state in NEEDS_KEY else []
        met = self._met(plan, held, near)
        refuse_stopped(met)
        asked = await self.node.write(
            lambda room: flights.ask(room, self.service.uss, id, plan, operator, acknowledged)
        )
        return await self._ask(asked, plan, near, operator)

    async def _ask(self, flight: Flight, plan: FlightPlan, near: list[PeerEntity], operator: str) -> Planned:
        """Ask the DSS until it says yes, no, or does not answer: then a later `settle` asks again."""
        try:
            change, met = await self._put(flight, plan, near)
        except Unsettled:
            raise
        except CommongroundError:
            await self.node.write(lambda room: flights.withdraw(room, flight.id))
            raise
        made = await self.node.write(lambda room: self._accept(room, flight.id, change, operator, met))
        return Planned(made, tuple(met))

    async def _put(
        self, flight: Flight, plan: FlightPlan, near: list[PeerEntity]
    ) -> tuple[Change, list[Met]]:
        """F3548-21 createOperationalIntentReference, updateOperationalIntentReference (F3548-21 DSS0005).

        Each flight has a subscription, so that this service is told of what is near (F3548-21 SCD0080).
        """
        known = {one.id: one for one in near}
        for _ in range(TRIES_MAX):
            met = self._met(plan, flight.held, known.values())
            refuse_stopped(met)
            key = sorted(one.ovn for one in known.values()) if plan.state in NEEDS_KEY else []
            body = put_intent(self.service, plan, key, flight.subscription_id, with_constraints=True)
            answer = await sent(self.client, "PUT", self._url(flight.id, flight.ovn), _scopes(plan), body)
            if answer.is_good:
                return self._changed(answer, flight.id), met
            missing = _lacking(answer)
            known |= {one.id: one for one in await self.known.details_of([missing], flight.id)}
        return refuse_by_dss(409, "the airspace changed with each try")

    def _accept(self, room: Room, id: str, change: Change, operator: str, met: Iterable[Met]) -> Flight:
        """Everything that follows from a yes, in one transaction."""
        now_ms = room.clock.now_ms()
        flight = flights.accept(room, id, change.accepted, now_ms)
        version = flights.flight_version(room, id)
        assert version is not None
        owe(room, owed_to(self.service, version, change.subscribers, now_ms))
        announce(room, self.service, flight, operator)
        notify_caused(room, id, [one.peer for one in met])
        return flights.standing_flight(room, id)

    # -- the end of a flight --------------------------------------------------------------------------------------

    async def _end(self, flight: Flight) -> None:
        """F3548-21 deleteOperationalIntentReference."""
        ovn = flight.ovn
        if not ovn:
            found = await self._reference(flight.id)
            ovn = found.ovn if found is not None else ""
        subscribers: tuple[Subscriber, ...] = ()
        if ovn:
            answer = await self._delete(flight.id, ovn)
            if answer.is_good:
                subscribers = self._changed(answer, flight.id).subscribers
            elif answer.status != 404:
                await self.node.write(lambda room: flights.withdraw(room, flight.id))
                refuse_by_dss(answer.status, parse_error(answer.body))
        await self.node.write(lambda room: self._ended(room, flight.id, subscribers))

    async def _delete(self, id: str, ovn: str) -> Answer:
        answer = await self.client.ask("DELETE", self._url(id, ovn), (scopes.COORDINATION,))
        if answer.status == 409:  # it was changed by a request whose answer was lost
            found = await self._reference(id)
            if found is not None and found.ovn != ovn:
                answer = await self.client.ask("DELETE", self._url(id, found.ovn), (scopes.COORDINATION,))
        return answer

    def _ended(self, room: Room, id: str, told: tuple[Subscriber, ...]) -> None:
        flight = flights.standing_flight(room, id)
        last = flights.end(room, id)
        owe(room, owed_to(self.service, last, told, room.clock.now_ms(), is_gone=True))
        take_back(room, flight)
        forget_track(room, id)

    # -- after a restart ------------------------------------------------------------------------------------------

    async def _settle(self, id: str) -> None:
        flight = await self.node.read(lambda room: flights.flight_of(room, id))
        if flight is None:
            return
        if flight.is_ending:
            await self._end(flight)
            return
        if flight.asked is None:
            return
        plan, found = flight.asked, await self._reference(id)
        if found is None and flight.held is None:
            await self.node.write(lambda room: flights.withdraw(room, id))
            return
        if found is not None and found.version > flight.version:
            # The DSS had said yes: it is held. Whom to tell was lost with the answer, and comes with the next one.
            flight = await self.node.write(lambda room: flights.accept(room, id, found, room.clock.now_ms()))
            flight = await self.node.write(lambda room: flights.ask(room, self.service.uss, id, plan, ""))
        near = await self.known.near(plan, id) if plan.state in NEEDS_KEY else []
        await self._ask(flight, plan, near, "")

    async def _reference(self, id: str) -> flights.Accepted | None:
        """F3548-21 getOperationalIntentReference of an own flight; None where the DSS holds none."""
        answer = await self.client.ask("GET", self._url(id), (scopes.COORDINATION,))
        if answer.status == 404:
            return None
        if not answer.is_good:
            refuse_by_dss(answer.status, parse_error(answer.body))
        given = read(self.client, answer, lambda data: parse_reference(data, "intent"))
        if given.manager != self.service.uss:
            refuse_by_dss(403, "the identifier is another service's")
        return accepted_of(given)

    # -- small things ---------------------------------------------------------------------------------------------

    def _changed(self, answer: Answer, id: str) -> Change:
        return changed(self.client, answer, id, self.service, "intent", allow_http=self.allow_http)

    def _met(self, plan: FlightPlan, held: FlightPlan | None, known: Iterable[PeerEntity]) -> list[Met]:
        return find_met(plan, held, known, altitude_context(self.node.room.charter))

    async def _held(self, id: str) -> FlightPlan | None:
        flight = await self.node.read(lambda room: flights.flight_of(room, id))
        return None if flight is None else flight.held

    def _url(self, id: str, ovn: str = "") -> str:
        whole = f"{self.dss_url}/dss/v1/operational_intent_references/{id}"
        return f"{whole}/{ovn}" if ovn else whole


def _lacking(answer: Answer) -> Listed:
    """What a key lacked; anything else is a no."""
    missing = parse_missing(answer.body) if answer.status == 409 else Listed((), ())
    if not (missing.intents or missing.constraints):
        refuse_by_dss(answer.status, parse_error(answer.body))
    return missing


def _scopes(plan: FlightPlan) -> tuple[str, ...]:
    """The scope of a change: who is in trouble asks by the one that monitors conformance."""
    if plan.state in NEEDS_KEY:
        return (scopes.COORDINATION, scopes.CONSTRAINT_PROCESSING)
    return (scopes.CONFORMANCE,)
