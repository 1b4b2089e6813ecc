"""What a DSS holds of one version of the standard: service areas and subscriptions, by id and by where they lie.

Each is a document of the store, written in the transaction of its change; what is here is the index over them, made
again from the documents whenever the room was read back. Nothing of it is a statement in a log: it is true for hours,
for nobody's record, and is deleted when it has ended. Used in the node's writer alone, so that what was changed is what
the next request sees, as all instances of a DSS would.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from commonground.geo.cells import cells_of
from commonground.geo.interval import UNLIMITED_TMM
from commonground.geo.relevance import Extent, Relevance
from commonground.record import decode_own, encode_canonical, replace
from commonground.room.ports import LogStore

from .codec.held import ServiceArea, Subscription

H = TypeVar("H", ServiceArea, Subscription)
KEPT_MS = 30 * 60_000
"""So long after its end a service area is still told by its id: clients look what became of it."""


def extent_of(held: ServiceArea | Subscription) -> Extent:
    """In which cells, at which heights and when something holds; heights that are not given are open."""
    return Extent(
        cells_of(held.footprint),
        -UNLIMITED_TMM if held.lower is None else held.lower.value_tmm,
        UNLIMITED_TMM if held.upper is None else held.upper.value_tmm,
        held.from_ms,
        held.until_ms,
    )


class Book:
    """The service areas and subscriptions of one version. `name` sets its documents apart from those of the other."""

    def __init__(self, name: str, store: LogStore) -> None:
        self._store = store
        self._kinds = (f"rid_area_{name}", f"rid_subscription_{name}")
        self._areas: dict[str, ServiceArea] = {}
        self._subscriptions: dict[str, Subscription] = {}
        self._near_areas: Relevance[str] = Relevance()
        self._near_subscriptions: Relevance[str] = Relevance()
        self._ends: list[tuple[int, str]] = []
        for _, data in store.documents(self._kinds[0]):
            self._stand_area(decode_own(ServiceArea, data))
        for _, data in store.documents(self._kinds[1]):
            self._stand_subscription(decode_own(Subscription, data))

    # -- what stands ------------------------------------------------------------------------------------------

    def area(self, id: str, now_ms: int) -> ServiceArea | None:
        """A service area that has not ended."""
        return _standing(self._areas.get(id), now_ms)

    def kept_area(self, id: str) -> ServiceArea | None:
        """A service area that has not ended, or not long ago."""
        return self._areas.get(id)

    def subscription(self, id: str, now_ms: int) -> Subscription | None:
        """A subscription that has not ended (F3411-22a DSS0130,A2-6-1,5)."""
        return _standing(self._subscriptions.get(id), now_ms)

    def areas_near(self, extents: Sequence[Extent], now_ms: int) -> list[ServiceArea]:
        """All service areas that extents meet, by id, while they last (F3411-22a DSS0130,A2-6-1,1c-d,
        F3411-22a DSS0130,A2-6-1,2b).
        """
        found = (self.area(id, now_ms) for id in self._near_areas.met_by(extents))
        return sorted((one for one in found if one is not None), key=_id)

    def subscriptions_near(self, extents: Sequence[Extent], now_ms: int) -> list[Subscription]:
        """All subscriptions that extents meet, by id, while they last (F3411-22a DSS0130,A2-6-1,3b-d,
        F3411-22a DSS0130,A2-6-1,4b, F3411-22a DSS0130,A2-6-1,6).
        """
        found = (self.subscription(id, now_ms) for id in self._near_subscriptions.met_by(extents))
        return sorted((one for one in found if one is not None), key=_id)

    def most_in_one_cell(self, subscription: Subscription, now_ms: int) -> int:
        """In how many other subscriptions of its owner one of its cells lies, at most (F3411-22a DSS0050)."""
        cells = extent_of(subscription).cells
        everywhere = Extent(cells, -UNLIMITED_TMM, UNLIMITED_TMM, now_ms, 2**62)
        counted: Counter[int] = Counter()
        for one in self.subscriptions_near([everywhere], now_ms):
            if one.owner == subscription.owner and one.id != subscription.id:
                counted.update(cells & extent_of(one).cells)
        return max(counted.values(), default=0)

    def __len__(self) -> int:
        return len(self._areas) + len(self._subscriptions)

    # -- what changes; each needs a transaction -----------------------------------------------------------------

    def put_area(self, area: ServiceArea) -> None:
        """Let a service area stand, in place of what stood under its id (F3411-22a DSS0130,A2-6-1,1a-b)."""
        self._store.put_document(self._kinds[0], area.id, encode_canonical(area))
        self._stand_area(area)

    def put_subscription(self, subscription: Subscription) -> None:
        """Let a subscription stand, in place of what stood under its id (F3411-22a DSS0130,A2-6-1,3a)."""
        self._store.put_document(self._kinds[1], subscription.id, encode_canonical(subscription))
        self._stand_subscription(subscription)

    def tell(self, subscriptions: Sequence[Subscription]) -> list[Subscription]:
        """Count up how often each was to be told, and give them as they then are."""
        told = [replace(one, notified=one.notified + 1) for one in subscriptions]
        for one in told:
            self.put_subscription(one)
        return told

    def remove_area(self, id: str) -> None:
        """Let a service area stand no more (F3411-22a DSS0130,A2-6-1,2a)."""
        if self._areas.pop(id, None) is not None:
            self._store.delete_document(self._kinds[0], id)
            self._near_areas.remove(id)

    def remove_subscription(self, id: str) -> None:
        """Let a subscription stand no more (F3411-22a DSS0130,A2-6-1,4a)."""
        if self._subscriptions.pop(id, None) is not None:
            self._store.delete_document(self._kinds[1], id)
            self._near_subscriptions.remove(id)

    def has_ended(self, now_ms: int) -> bool:
        """Whether something waits to be deleted."""
        return bool(self._ends) and self._ends[0][0] < now_ms

    def sweep(self, now_ms: int) -> None:
        """Delete what has ended, from the disk too; service areas some time after."""
        while self.has_ended(now_ms):
            _, id = heapq.heappop(self._ends)
            area, subscription = self._areas.get(id), self._subscriptions.get(id)
            if area is not None and area.until_ms + KEPT_MS < now_ms:
                self.remove_area(id)
            if subscription is not None and subscription.until_ms < now_ms:
                self.remove_subscription(id)

    def _stand_area(self, area: ServiceArea) -> None:
        self._areas[area.id] = area
        self._near_areas.put(area.id, (extent_of(area),))
        heapq.heappush(self._ends, (area.until_ms + KEPT_MS, area.id))

    def _stand_subscription(self, one: Subscription) -> None:
        last = self._subscriptions.get(one.id)
        self._subscriptions[one.id] = one
        if last is None or replace(last, notified=one.notified) != one:
            self._near_subscriptions.put(one.id, (extent_of(one),))
            heapq.heappush(self._ends, (one.until_ms, one.id))


def _standing(held: H | None, now_ms: int) -> H | None:
    return held if held is not None and held.until_ms >= now_ms else None


def _id(held: ServiceArea | Subscription) -> str:
    return held.id
