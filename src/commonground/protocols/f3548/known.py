"""What a DSS lists near a plan, with the details that make it comparable: asked of the service that manages each.

Details are asked for once a version and kept. A service that does not answer, answers late, too much, or something
other than what the DSS lists, is named: a plan is not made past what is not known. A flight that was only planned, of
a service that the DSS marks as down, is left out, as the DSS leaves it out of the key; one in the air stops the plan.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from commonground.errors import CommongroundError, MalformedMessage, Refused
from commonground.geo.footprint import Polygon
from commonground.geo.volume import Volume, bounding_boxes
from commonground.picture.flight import Flight, FlightPlan, PeerEntity
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.uss.constraints import CONSTRAINTS, constraint_as_peer
from commonground.room.uss.flights import flight_of
from commonground.room.uss.peers import hear, peer_of
from commonground.room.uss.refusing import PeerFailed, refuse_by_dss, refuse_down
from commonground.room.uss.terms import Service

from . import scopes
from .client import Client
from .codec.asking import Listed, parse_error, parse_listed, query
from .codec.details import Reference, What, parse_details
from .codec.values import base_url, identifier, instant_ms
from .owing import read

AT_ONCE = 16
BOUND_DEG_MAX = 0.4
SLACK_MS = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reference that a DSS lists, and what it is of."""

    what: What
    reference: Reference


class Known:
    """Looks up and keeps what is listed near a plan. Used in one event loop."""

    def __init__(
        self, node: Node, service: Service, client: Client, dss_url: str, *, allow_http: bool
    ) -> None:
        self._node, self._service, self._client = node, service, client
        self._dss_url, self._allow_http = dss_url, allow_http

    async def near(self, plan: FlightPlan, own_id: str) -> list[PeerEntity]:
        """Everything but the flight itself that the DSS lists near a plan, with details."""
        listed = await asyncio.gather(*(self._query(one) for one in _areas(plan.volumes + plan.off_nominal)))
        return await self.details_of(listed, own_id)

    async def details_of(self, listed: Iterable[Listed], own_id: str) -> list[PeerEntity]:
        """The details of references, each once, but for the own flight; `PeerFailed` names who did not tell them."""
        wanted: dict[str, Wanted] = {}
        for one in listed:
            wanted |= {ref.id: Wanted("intent", ref) for ref in one.intents}
            wanted |= {ref.id: Wanted("constraint", ref) for ref in one.constraints}
        wanted.pop(own_id, None)
        gate = asyncio.Semaphore(AT_ONCE)

        async def get(one: Wanted) -> PeerEntity | None:
            async with gate:
                return await self._details(one)

        found = await asyncio.gather(*(get(one) for one in wanted.values()))
        return [one for one in found if one is not None]

    async def _query(self, volume: Volume) -> Listed:
        """F3548-21 queryOperationalIntentReferences, queryConstraintReferences."""
        asked = query(volume)
        found = []
        for path, scope in (
            ("operational_intent_references", scopes.COORDINATION),
            ("constraint_references", scopes.CONSTRAINT_PROCESSING),
        ):
            answer = await self._client.ask("POST", f"{self._dss_url}/dss/v1/{path}/query", (scope,), asked)
            if not answer.is_good:
                refuse_by_dss(answer.status, parse_error(answer.body))
            found.append(read(self._client, answer, parse_listed))
        return Listed(found[0].intents, found[1].constraints)

    async def _details(self, wanted: Wanted) -> PeerEntity | None:
        """Of a service that is down nobody can tell (F3548-21 SCD0005, F3548-21 SCD0010)."""
        given = wanted.reference
        if given.manager == self._service.uss:
            return await self._own(wanted)
        held = await self._node.read(lambda room: peer_of(room, identifier(given.id, "id")))
        if held is not None and held.version == given.version and held.manager == given.manager:
            return held
        try:
            told = await self._fetch(wanted)
        except CommongroundError as error:
            if given.uss_availability == "Down" and wanted.what == "intent":
                if given.state == "Accepted":
                    return None
                refuse_down(given.manager)
            raise PeerFailed(given.manager, given.uss_base_url, str(error)) from error
        return await self._node.write(lambda room: self._keep(room, told))

    def _keep(self, room: Room, told: PeerEntity) -> PeerEntity:
        """Keep what was told; where something later came in meanwhile, that is what is known."""
        try:
            hear(room, self._service, told.manager, told)
        except Refused:
            return peer_of(room, told.id) or told
        return told

    async def _own(self, wanted: Wanted) -> PeerEntity | None:
        """Another flight or a constraint of this service: met, and wanted in a key, like any other's."""
        given = wanted.reference
        if wanted.what == "constraint":
            own = await self._node.read(lambda room: CONSTRAINTS.get(room, identifier(given.id, "id")))
            return None if own is None else constraint_as_peer(self._service, own)
        flight = await self._node.read(lambda room: flight_of(room, given.id))
        return None if flight is None or flight.held is None else as_peer(self._service, flight, given)

    async def _fetch(self, wanted: Wanted) -> PeerEntity:
        """F3548-21 getOperationalIntentDetails, getConstraintDetails."""
        given = wanted.reference
        url = base_url(given.uss_base_url, "uss_base_url", allow_http=self._allow_http)
        path, scope = (
            ("operational_intents", scopes.COORDINATION)
            if wanted.what == "intent"
            else ("constraints", scopes.CONSTRAINT_PROCESSING)
        )
        answer = await self._client.ask("GET", f"{url}/uss/v1/{path}/{given.id}", (scope,))
        if answer.status != 200:
            problem = f"status {answer.status} {parse_error(answer.body)}"
            self._client.wrong(answer, problem)
            raise MalformedMessage(problem)

        def parse(data: bytes) -> PeerEntity:
            told = parse_details(data, wanted.what, allow_http=self._allow_http)
            _refuse_other(given, told)
            return told

        return read(self._client, answer, parse)


def as_peer(service: Service, flight: Flight, given: Reference) -> PeerEntity:
    """An own flight as others see it."""
    plan = cast(FlightPlan, flight.held)
    return PeerEntity(
        id=flight.id, what="intent", manager=service.uss, version=flight.version,
        ovn=given.ovn if given.ovn and given.version > flight.version else flight.ovn,
        uss_base_url=service.base_url, volumes=plan.volumes, off_nominal=plan.off_nominal, state=plan.state,
        rank=plan.rank,
    )  # fmt: skip


def _refuse_other(given: Reference, told: PeerEntity) -> None:
    """What a service tells must be what the DSS lists of it, or a later version of that."""
    if told.id != identifier(given.id, "id") or told.manager != given.manager:
        raise MalformedMessage("the details of what was asked for are expected", field="reference")
    if told.version < given.version:
        raise MalformedMessage("the version that the DSS lists is expected", field="reference.version")
    if told.version == given.version and given.time_start is not None and given.time_end is not None:
        from_ms = instant_ms(given.time_start, "time_start") - SLACK_MS
        until_ms = instant_ms(given.time_end, "time_end") + SLACK_MS
        for one in told.everywhere:
            if one.from_ms < from_ms or one.until_ms > until_ms:
                raise MalformedMessage("times within those that the DSS lists are expected", field="details")


def _areas(volumes: tuple[Volume, ...]) -> list[Volume]:
    """What to ask a DSS about: the box of all volumes where that is small, else each of them."""
    boxes = bounding_boxes(volumes)
    one_range = all(len(box.lon_ranges) == 1 for box in boxes)
    south, north = min(box.south_deg for box in boxes), max(box.north_deg for box in boxes)
    west = min(box.lon_ranges[0][0] for box in boxes)
    east = max(box.lon_ranges[0][1] for box in boxes)
    if len(volumes) == 1 or not one_range or max(north - south, east - west) > BOUND_DEG_MAX:
        return list(volumes)
    ring = tuple(
        (round(lon * 1e9), round(lat * 1e9))
        for lon, lat in ((west, south), (east, south), (east, north), (west, north))
    )
    lowest = min(volumes, key=lambda one: one.lower.value_tmm)
    highest = max(volumes, key=lambda one: one.upper.value_tmm if one.upper is not None else 0)
    return [
        Volume(
            footprint=Polygon(rings=(ring,)), lower=lowest.lower, upper=highest.upper,
            from_ms=min(one.from_ms for one in volumes), until_ms=max(one.until_ms for one in volumes),
        )
    ]  # fmt: skip
