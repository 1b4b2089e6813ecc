"""Telemetry that an automated test plays: reports of aircraft wait for their moment, then go the way of all others.

A report is delivered at its time or soon after and never before, to the same place as one of a ground station. What
comes with a later request replaces what waits; a flight that is closed has nothing waiting. It is kept in memory: a
restart ends a test.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from commonground.errors import CommongroundError
from commonground.picture.airspace import IntentState
from commonground.room.uss.flights import flight_of
from commonground.room.uss.tracked import take_fix

from .codec.testing import Report
from .supplier import Supplier

TICK_S = 0.5
WAITING_MAX = 100_000
OFF_NOMINAL: dict[str, IntentState] = {"OffNominal": "Nonconforming", "Contingent": "Contingent"}
_LOG = logging.getLogger("commonground.f3548")


@dataclass(slots=True)
class Played:
    """The reports that wait, by flight. Used in one event loop."""

    supplier: Supplier
    _waiting: dict[str, list[Report]] = field(default_factory=dict)

    def put(self, id: str, reports: tuple[Report, ...]) -> None:
        """Let these wait for a flight, instead of what waited for it before."""
        self._waiting.pop(id, None)
        if reports and sum(map(len, self._waiting.values())) + len(reports) <= WAITING_MAX:
            self._waiting[id] = sorted(reports, key=lambda one: one.fix.t_ms)

    async def run(self) -> None:
        """Deliver twice a second, for ever."""
        while True:
            try:
                await self.deliver()
            except Exception:
                _LOG.exception("played positions were not delivered")
            await asyncio.sleep(TICK_S)

    async def deliver(self) -> int:
        """Deliver what is due; returns how many reports were taken."""
        now_ms = self.supplier.node.room.clock.now_ms()
        taken = 0
        for id in list(self._waiting):
            waiting = self._waiting[id]
            due = [one for one in waiting if one.fix.t_ms <= now_ms]
            self._waiting[id] = waiting[len(due) :]
            if not self._waiting[id]:
                del self._waiting[id]
            for one in due:
                taken += await self._delivered(id, one)
        return taken

    async def _delivered(self, id: str, report: Report) -> bool:
        node = self.supplier.node
        try:
            await node.write(lambda room: take_fix(room, id, report.fix))
            state = OFF_NOMINAL.get(report.uas)
            flight = await node.read(lambda room: flight_of(room, id))
            held = flight.held if flight is not None else None
            if state is not None and held is not None and held.state not in (state, "Contingent"):
                await self.supplier.stray(id, state, "automated test")
        except CommongroundError as error:
            _LOG.warning("a played position of %s is not taken: %s", id, error)
            return False
        return True
