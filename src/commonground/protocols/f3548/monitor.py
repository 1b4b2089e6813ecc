"""The service's own clock: tells the DSS, and through it everybody, what the tracks of own flights say, in time.

The standard gives five seconds from the moment in which a flight is nonconforming or contingent
(OiMaxUpdateTimeNonconfSeconds); this looks twice a second. A DSS that does not answer is asked again at each look.
What a restart interrupted is settled first: tracks and requests are in the store.
"""

from __future__ import annotations

import asyncio
import logging

from commonground.errors import CommongroundError
from commonground.room.uss.tracked import Turn, turns

from .supplier import Supplier

TICK_S = 0.5
SETTLE_EVERY = 20
_LOG = logging.getLogger("commonground.f3548")


class Monitor:
    """Watches own flights. Used in one event loop."""

    def __init__(self, supplier: Supplier) -> None:
        self._supplier = supplier
        self._looks = 0

    async def run(self) -> None:
        """Look twice a second, for ever."""
        while True:
            try:
                await self.look()
            except CommongroundError as error:
                _LOG.warning("a look at own flights failed: %s", error)
            except Exception:
                _LOG.exception("a look at own flights failed")
            await asyncio.sleep(TICK_S)

    async def look(self) -> int:
        """Say what has changed by now; returns how many flights changed their state."""
        node = self._supplier.node
        if self._looks % SETTLE_EVERY == 0:
            await self._supplier.settle()
        self._looks += 1
        found = await node.read(lambda room: list(turns(room, room.clock.now_ms())))
        return sum(await asyncio.gather(*(self._turn(one) for one in found)))

    async def _turn(self, turn: Turn) -> bool:
        try:
            await self._supplier.change(turn.flight.id, turn.plan, operator="conformance monitoring")
        except CommongroundError as error:
            _LOG.warning("flight %s is not yet %s: %s", turn.flight.id, turn.plan.state, error)
            return False
        return True
