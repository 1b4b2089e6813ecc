"""Own drone flights, own constraints and what other services told: whole with a picture, by difference with the feed.

Only a node that plans flights has these lists. They are made in the node's writer, when something changed that can
show in them, and in a tenth of its time at most: what waits then goes with the next event or beat. Positions come
oftener than pages need them, and make no more of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..picture.airspace import AIRSPACE_CLASSES
from ..room.context import Room
from ..room.rows import Row
from .feed_lists import SentLists

if TYPE_CHECKING:
    from ..protocols.f3548.supplier import Supplier

FLIGHTS, RULES, PEERS, SERVICE = "drone_flights", "drone_rules", "drone_peers", "drone_service"
KINDS = frozenset({"flight", "own_constraint", "peer_entity"})
BESIDE = ("uss_track/", "uss_outbox/")
"""Keys by which the service says that a position came, or that somebody was told."""
QUICK_S = 0.005


@dataclass(slots=True)
class SentFlights:
    """The lists as pages hold them, kept up with a room; `supplier` is None where the node plans no flights."""

    supplier: Supplier | None
    _waits: bool = True
    _next_s: float = 0.0
    _total: int = field(default=0)

    def touched(self, room: Room, keys: Iterable[str]) -> None:
        """Take note of what changed."""
        if self.supplier is not None and not self._waits:
            self._waits = any(_shows(room, key) for key in keys)

    def turned(self) -> None:
        """Time passed: flights end, silence counts as straying."""
        self._waits = self.supplier is not None

    def bring_up(self, room: Room, lists: SentLists) -> None:
        """Make the lists again where something waits, and it is their turn."""
        started_s = time.perf_counter()
        if self.supplier is None or not self._waits or started_s < self._next_s:
            return
        from ..room.uss.rows import flights_now

        found = flights_now(room)
        lists.put(SERVICE, [service_row(room, self.supplier)])
        lists.put(FLIGHTS, found["rows"])
        lists.put(RULES, found["constraints"])
        lists.put(PEERS, found["peers"])
        self._total, self._waits = found["peers_total"], False
        took_s = time.perf_counter() - started_s
        self._next_s = started_s + (10 * took_s if took_s > QUICK_S else 0.0)

    def whole(self, room: Room, lists: SentLists) -> Row:
        """All lists for a picture; nothing at a node that plans no flights."""
        if self.supplier is None:
            return {}
        self.turned()
        self.bring_up(room, lists)
        found = {name: lists.rows(name) for name in (SERVICE, FLIGHTS, RULES, PEERS)}
        totals = {PEERS: self._total}
        return {
            name: {"rows": rows, "total": max(totals.get(name, 0), len(rows)), "shown": len(rows)}
            for name, rows in found.items()
        }


def service_row(room: Room, supplier: Supplier) -> Row:
    """Which service plans here, with which DSS, what that holds it to be, and what fails at other ends."""
    from ..room.uss.problems import failing

    service = supplier.service
    return {
        "key": service.uss, "uss": service.uss, "base_url": service.base_url, "dss_url": supplier.dss_url,
        "availability": supplier.availability.row(), "failing": failing(room),
    }  # fmt: skip


def _shows(room: Room, key: str) -> bool:
    if key.startswith(BESIDE):
        return True
    row = room.view.standings.rows.get(key)
    return row is not None and (row.kind in KINDS or row.category in AIRSPACE_CLASSES)
