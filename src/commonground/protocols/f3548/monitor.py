"""The service's own clock: tells the DSS, and through it everybody, what the tracks of own flights say, in time.

The standard gives five seconds from the moment in which a flight is nonconforming or contingent
(OiMaxUpdateTimeNonconfSeconds); this looks twice a second. A DSS that does not answer is asked again at each look.
Beside it, and never in its way: what a restart interrupted is settled, since tracks and requests are in the store, and
the DSS is asked what it holds this service to be.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from commonground.errors import CommongroundError
from commonground.room.uss.tracked import Turn, turns

from .supplier import Supplier

TICK_S = 0.5
UPKEEP_S = 10.0
AVAILABILITY_EVERY = 3
_LOG = logging.getLogger("commonground.f3548")


class Monitor:
    """Watches own flights. Used in one event loop."""

    def __init__(self, supplier: Supplier) -> None:
        self._supplier = supplier
        self._turns = 0

    async def run(self) -> None:
        """Look twice a second, and see to the rest every ten, for ever."""
        await asyncio.gather(_repeated(self.look, TICK_S), _repeated(self.upkeep, UPKEEP_S))

    async def look(self) -> int:
        """Say what has changed by now; returns how many flights changed their state."""
        node = self._supplier.node
        found = await node.read(lambda room: list(turns(room, room.clock.now_ms())))
        return sum(await asyncio.gather(*(self._turn(one) for one in found)))

    async def upkeep(self) -> None:
        """Settle what was interrupted, end what has passed; ask what the DSS holds this service to be."""
        is_asked = self._turns % AVAILABILITY_EVERY == 0
        self._turns += 1
        if is_asked:
            await self._supplier.availability.ask()
        await self._supplier.settle()
        await self._supplier.end_passed()

    async def _turn(self, turn: Turn) -> bool:
        try:
            await self._supplier.change(turn.flight.id, turn.plan, operator="conformance monitoring")
        except CommongroundError as error:
            _LOG.warning("flight %s is not yet %s: %s", turn.flight.id, turn.plan.state, error)
            return False
        return True


async def _repeated(act: Callable[[], Awaitable[object]], every_s: float) -> None:
    while True:
        try:
            await act()
        except CommongroundError as error:
            _LOG.warning("a look at own flights failed: %s", error)
        except Exception:
            _LOG.exception("a look at own flights failed")
        await asyncio.sleep(every_s)
