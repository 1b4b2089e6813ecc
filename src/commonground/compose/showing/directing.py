"""Keeps the demonstration's flights going: plans them at the nodes' own services, brings them into their states,
sends positions of those that are heard, and plans again what has ended.

It says nothing for a party that its service would not accept from an operator. What it planned itself it can tell by
the identifier, and ends at the next start; it touches no flight of a person.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import CommongroundError
from ...geo.interval import Altitude
from ...geo.volume import Volume
from ...picture.flight import ConstraintPlan, FlightPlan
from ...protocols.f3548.supplier import Supplier
from ...record import replace
from ...room.uss.announced import met_in_room
from ...room.uss.constraints import CONSTRAINTS
from ...room.uss.flights import flights
from ...room.uss.tracked import take_fix
from ...tracks.conformance import Fix
from ..nodes import Entrance, RunningNode
from .flights import FLIGHTS, TMM_PER_M, Shown, spot_of
from .simulator import Simulator
from .terms import DSS_PARTY

_LOG = logging.getLogger("commonground.showing")
MARK = "0de50de5"
"""How identifiers of the demonstration's own flights end."""
OPERATOR = "demonstration"
STEP_S = 5.0
"""How often positions come: silence of ten seconds is an excursion (F3548-21)."""
AGAIN_MS = 10 * 60_000
DECLARED_AGAIN_MS = 6 * 3_600_000
CONTACT_S = 0.2


@dataclass(slots=True)
class Director:
    """The flights of a running demonstration. `run` in the event loop of its nodes; it ends when it is cancelled."""

    nodes: Mapping[str, RunningNode]
    simulator: Simulator
    _standing: dict[str, tuple[str, int]] = field(default_factory=dict)
    _declared_ms: int = 0

    async def run(self) -> None:
        """Begin anew, then keep everything going."""
        await self.leave()
        while True:
            await self._guarded()
            await asyncio.sleep(STEP_S)

    async def leave(self) -> None:
        """End what an earlier run planned, and plan nothing: a story has the room to itself."""
        await self._in_contact()
        await self.end_all()

    async def end_all(self) -> None:
        """End what an earlier run planned."""
        for running in self.nodes.values():
            supplier = _supplier(running)
            if supplier is None:
                continue
            for id in await supplier.node.read(lambda room: [one.id for one in flights(room)]):
                if id.endswith(MARK):
                    await _quietly(supplier.end(id, OPERATOR), f"flight {id} was not ended")
            for id in await supplier.node.read(lambda room: [one.id for one in CONSTRAINTS.all(room)]):
                if id.endswith(MARK):
                    await _quietly(supplier.constraints.end(id, OPERATOR), f"constraint {id} was not ended")

    async def _in_contact(self) -> None:
        """Nodes write nothing to each other before they have spoken: what others fly would then come late."""
        while any([await one.node.read(lambda room: bool(room.unconfirmed)) for one in self.nodes.values()]):
            await asyncio.sleep(CONTACT_S)

    async def _guarded(self) -> None:
        try:
            await self.step()
        except Exception:  # a demonstration goes on without a flight
            _LOG.exception("the flights of the demonstration missed a step")

    async def step(self) -> None:
        """Plan what is missing, and send positions."""
        now_ms = self.simulator.now_ms()
        if now_ms - self._declared_ms > DECLARED_AGAIN_MS:
            self._declared_ms = now_ms
            await _quietly(self.simulator.declare(), "the simulated service was not declared")
        for shown in FLIGHTS:
            id, until_ms = self._standing.get(shown.name, ("", 0))
            if until_ms - now_ms < (AGAIN_MS if shown.ahead_ms == 0 else 0):
                await _quietly(self._renew(shown, id, now_ms), f"{shown.name} was not planned")
        await self._positions(now_ms)

    async def _renew(self, shown: Shown, last: str, now_ms: int) -> None:
        supplier = _supplier(self.nodes[shown.party])
        if supplier is None:
            return
        self._standing[shown.name] = ("", now_ms + 2 * AGAIN_MS)  # whatever comes of it, not again at once
        self.simulator.ids.pop(shown.name, None)
        if last:
            ends = supplier.constraints.end if shown.is_constraint else supplier.end
            await _quietly(ends(last, OPERATOR), f"{shown.name} was not ended")
        id = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))[: -len(MARK)] + MARK
        volume = shown.volume(now_ms)
        if shown.is_constraint:
            await self._publish(supplier, id, volume)
        else:
            await self._fly(supplier, id, shown, volume)
        self._standing[shown.name] = (id, volume.until_ms)
        if shown.is_heard:
            self.simulator.ids[shown.name] = id

    async def _publish(self, supplier: Supplier, id: str, volume: Volume) -> None:
        plan = ConstraintPlan(volumes=(volume,), type="demonstration.event")
        report = await supplier.node.read(lambda room: met_in_room(room, supplier.service, id, plan))
        seen = tuple(hit.key for hit in report.hits)
        await supplier.constraints.change(id, plan, operator=OPERATOR, acknowledged=seen)

    async def _fly(self, supplier: Supplier, id: str, shown: Shown, volume: Volume) -> None:
        plan = FlightPlan(state="Accepted", volumes=(volume,), rank=shown.rank, flight_type="BVLOS")
        report = await supplier.node.read(lambda room: met_in_room(room, supplier.service, id, plan))
        seen = tuple(hit.key for hit in report.hits)
        await supplier.change(id, plan, operator=OPERATOR, acknowledged=seen)
        if shown.state != "Accepted":
            await supplier.change(id, replace(plan, state="Activated"), operator=OPERATOR)
        if shown.state in ("Nonconforming", "Contingent"):
            await supplier.stray(id, shown.state, OPERATOR)

    async def _positions(self, now_ms: int) -> None:
        for shown in FLIGHTS:
            id, _ = self._standing.get(shown.name, ("", 0))
            if not id or not shown.is_heard:
                continue
            at = spot_of(shown, now_ms)
            height = Altitude(value_tmm=round(at.height_m * TMM_PER_M), reference="W84", unit="M")
            fix = Fix(now_ms, round(at.lon * 1e9), round(at.lat * 1e9), height)
            heard = self.nodes[shown.party].node.write(lambda room, id=id, fix=fix: take_fix(room, id, fix))  # type: ignore[misc]
            try:
                standing = await heard
            except CommongroundError as error:
                _LOG.warning("no position of %s: %s", shown.name, error)
                continue
            if standing.phase == "contingent":  # the machine slept: a flight that is lost is planned anew
                self._standing[shown.name] = (id, 0)


async def _quietly(step: object, trouble: str) -> None:
    try:
        await step  # type: ignore[misc]
    except CommongroundError as error:
        _LOG.warning("%s: %s", trouble, error)


def _supplier(running: RunningNode) -> Supplier | None:
    return running.flying.supplier if running.flying is not None else None


def directed(nodes: list[RunningNode]) -> Director | None:
    """Who keeps the flights of these nodes going; None where the room was made without drone traffic."""
    by_party = {one.node.room.party: one for one in nodes}
    at = by_party.get(DSS_PARTY)
    if at is None or at.flying is None or at.remote_id is None or not isinstance(at.app, Entrance):
        return None
    simulator = Simulator(at, at.node.room.clock.now_ms)
    at.app.open_door(*simulator.door)
    return Director(by_party, simulator)
