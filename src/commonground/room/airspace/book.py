"""What the DSS holds, derived from the party's own picture: references and subscriptions by identifier and by cell.

It follows the picture (`room/following`), so that a restart and a batch that was lost leave it as it was. A change of a
reference counts up every subscription that it is relevant to, before and after the change (F3548-21 DSS0005);
those are in `told` until the next change. It appends nothing and refuses nothing: the use cases beside it do. What was
changed is what the next request finds and names, as every instance of a DSS would.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence

from ...geo.cells import cells_of
from ...geo.interval import UNLIMITED_TMM, to_w84_interval
from ...geo.relevance import Extent, Relevance, extents_of
from ...picture.airspace import (
    AIRSPACE_CLASSES,
    AirspaceSubscription,
    Availability,
    Constraint,
    Intent,
    UssAvailability,
)
from ...picture.entity import Notice
from ...picture.version import Version
from ...record import replace
from ..context import Room
from ..following import among
from ..ports import LogStore
from ..view import PartyView
from .asked import Area
from .held import Entity, Shown, Subscription, Told
from .recount import recount

GONE = frozenset({"cancel", "deleted"})


class AirspaceBook:
    """References, subscriptions and availabilities as they stand. Used in the node's writer alone."""

    form = ""

    def __init__(self, party: str, store: LogStore, origin: str) -> None:
        self._party = party
        self._store = store
        self._origin = origin
        self.intents: dict[str, Entity] = {}
        self.constraints: dict[str, Entity] = {}
        self.availabilities: dict[str, UssAvailability] = {}
        self.told: tuple[Told, ...] = ()
        self._subscriptions: dict[str, Subscription] = {}
        self._made_explicit: set[str] = set()
        self._ids: dict[str, str] = {}
        self._ends: list[tuple[int, str]] = []
        self._near_intents: Relevance[str] = Relevance()
        self._near_constraints: Relevance[str] = Relevance()
        self._near_subscriptions: Relevance[str] = Relevance()

    # -- following ------------------------------------------------------------------------------------------------

    def load(self, view: PartyView) -> None:
        """Start from what stands, and count again how often subscribers were told since their last statement."""
        standing = list(view.of_kind("uss_availability")) + list(view.of_kind("airspace_subscription"))
        for key in view.keys_of("notice"):
            row = view.standings.rows[key]
            if row.category in AIRSPACE_CLASSES and row.action not in GONE:
                standing.append(view.picture.entities[key])
        for version in standing:
            self.place(version)
        past = AirspaceBook(self._party, self._store, self._origin)
        recount(self, past, standing, self._store, self._origin)

    def apply(self, version: Version) -> None:
        """Take in a version of the own party; a change of a reference counts up who is told."""
        if version.author != self._party:
            return
        self._drop_ended(version.known_from_ms)
        before = self._entity(version.key)
        is_gone = version.action in GONE
        if before is not None and not is_gone and before.block == _block(version):
            return  # told to others or withdrawn from them, and not changed
        if before is not None and is_gone:
            self._tell(before, before.extents)  # its own subscription, which goes with it, included
        self.place(version)
        after = self._entity(version.key)
        if after is not None:
            extents = (*before.extents, *after.extents) if before is not None else after.extents
            self._tell(after, tuple(dict.fromkeys(extents)))

    def released(self, kind: str, data: bytes, origin: str, leaf: int, at_ms: int) -> None:
        """Nothing to take in: services ask for what the party itself said."""

    def place(self, version: Version) -> None:
        """Let a version stand, or stand no more, and tell nobody: told by its id from then on, or no more.

        F3548-21 DSS0210,A2-7-2,1a-b, F3548-21 DSS0210,A2-7-2,1d, F3548-21 DSS0210,A2-7-2,1f,
        F3548-21 DSS0210,A2-7-2,3b, F3548-21 DSS0210,A2-7-2,3d, F3548-21 DSS0210,A2-7-2,4a, F3548-21 DSS0210,A2-7-2,5a.
        """
        if version.author != self._party or version.action in GONE:
            self._remove(version.key)
            return
        body = version.body
        if isinstance(body, UssAvailability):
            self.availabilities[body.uss] = body
            self._show_again(body.uss)
        elif isinstance(body, AirspaceSubscription):
            self._place_subscription(version.key, body)
        elif isinstance(body, Notice):
            self._place_reference(version.key, body, _block(version))

    def _place_reference(self, key: str, notice: Notice, block: Intent | Constraint | None) -> None:
        if isinstance(block, Intent):
            self._place_intent(key, notice, block)
        elif block is not None:
            entity = self._made(key, notice, block)
            self._ids[key] = block.id
            self.constraints[block.id] = entity
            self._near_constraints.put(block.id, entity.extents)

    def _made(self, key: str, notice: Notice, block: Intent | Constraint) -> Entity:
        return Entity(key, block, extents_of(notice.volumes), Shown(self.availability(block.manager)))

    def _remove(self, key: str) -> None:
        id = self._ids.pop(key, "")
        entity = self.intents.get(id)
        if entity is not None and entity.key == key:
            del self.intents[id]
            self._near_intents.remove(id)
            self._leave(entity)
        if id in self.constraints and self.constraints[id].key == key:
            del self.constraints[id]
            self._near_constraints.remove(id)
        if id in self._subscriptions and self._subscriptions[id].key == key:
            self._drop_subscription(id)

    # -- intents and their subscriptions --------------------------------------------------------------------------

    def _place_intent(self, key: str, notice: Notice, intent: Intent) -> None:
        last = self.intents.get(intent.id)
        entity = self._made(key, notice, intent)
        self._ids[key] = intent.id
        self.intents[intent.id] = entity
        self._near_intents.put(intent.id, entity.extents)
        if last is not None and _subscribed(last) != intent.subscription_id:
            self._leave(last)
        self._join(entity, intent)

    def _join(self, entity: Entity, intent: Intent) -> None:
        implicit = intent.implicit
        held = self._subscriptions.get(intent.subscription_id)
        if held is None and implicit is not None and intent.subscription_id not in self._made_explicit:
            held = Subscription(
                intent.subscription_id, intent.manager, implicit.version, implicit.uss_base_url,
                notify_for_operational_intents=True, notify_for_constraints=implicit.notify_for_constraints,
            )  # fmt: skip
            self._subscriptions[held.id] = held
        if held is not None:
            if implicit is not None:
                held.notified = max(held.notified, implicit.notified)
            held.dependents[intent.id] = entity
            self._extend(held)

    def _leave(self, entity: Entity) -> None:
        """An implicit subscription goes with its last intent, and is as wide as those that are left."""
        held = self._subscriptions.get(_subscribed(entity))
        if held is not None and held.dependents.get(entity.block.id) is entity:
            del held.dependents[entity.block.id]
            self._extend(held)

    def _extend(self, held: Subscription) -> None:
        if not held.is_implicit:
            return
        if not held.dependents:
            self._drop_subscription(held.id)
            return
        extents = (extent for one in held.dependents.values() for extent in one.extents)
        held.extents = tuple(dict.fromkeys(extents))
        self._near_subscriptions.put(held.id, held.extents)

    def _place_subscription(self, key: str, body: AirspaceSubscription) -> None:
        last = self._subscriptions.get(body.id)
        area = Area(body.footprint, body.lower, body.upper, body.from_ms, body.until_ms)
        held = Subscription(
            body.id, body.manager, body.version, body.uss_base_url, body.notify_for_operational_intents,
            body.notify_for_constraints, notified=body.notified, key=key, body=body, extents=(extent_of(area),),
        )  # fmt: skip
        if last is not None:
            held.dependents = last.dependents
            if last.is_implicit or last.key == key:
                held.notified = max(last.notified, body.notified)
        self._ids[key] = body.id
        self._subscriptions[body.id] = held
        self._made_explicit.add(body.id)
        self._near_subscriptions.put(body.id, held.extents)
        heapq.heappush(self._ends, (body.until_ms, body.id))

    def _drop_subscription(self, id: str) -> None:
        held = self._subscriptions.pop(id, None)
        if held is not None:
            self._ids.pop(held.key, None)
        self._near_subscriptions.remove(id)

    def _drop_ended(self, now_ms: int) -> None:
        """An explicit subscription is gone when it has ended (F3548-21 DSS0210,A2-7-2,4d); nothing is written."""
        while self._ends and self._ends[0][0] < now_ms:
            _, id = heapq.heappop(self._ends)
            held = self._subscriptions.get(id)
            if held is not None and held.body is not None and held.body.until_ms < now_ms:
                self._drop_subscription(id)

    # -- who is told ----------------------------------------------------------------------------------------------

    def _tell(self, entity: Entity, extents: Sequence[Extent]) -> None:
        """Whoever subscribes there now (F3548-21 DSS0210,A2-7-2,4b-c), nobody else (F3548-21 DSS0210,A2-7-2,5b-c)."""
        wanted = isinstance(entity.block, Intent)
        told = []
        for id in self._near_subscriptions.met_by(extents):
            held = self._subscriptions[id]
            if held.notify_for_operational_intents if wanted else held.notify_for_constraints:
                held.notified += 1
                told.append(Told(held.uss_base_url, held.id, held.notified))
        self.told = tuple(told)

    # -- asking ---------------------------------------------------------------------------------------------------

    def subscription(self, id: str, now_ms: int) -> Subscription | None:
        """A subscription that stands at this moment."""
        self._drop_ended(now_ms)
        return self._subscriptions.get(id)

    def subscriptions_near(self, extents: Sequence[Extent], now_ms: int) -> list[Subscription]:
        """Subscriptions that extents meet, and that have not ended."""
        self._drop_ended(now_ms)
        found = (self._subscriptions[id] for id in self._near_subscriptions.met_by(extents))
        return [one for one in found if one.until_ms >= now_ms]

    def intents_near(self, extents: Sequence[Extent]) -> list[Entity]:
        """All operational intents that extents meet (F3548-21 DSS0210,A2-7-2,1c, F3548-21 DSS0210,A2-7-2,3a)."""
        return [self.intents[id] for id in self._near_intents.met_by(extents)]

    def constraints_near(self, extents: Sequence[Extent]) -> list[Entity]:
        """Constraints that extents meet: all of them (F3548-21 DSS0210,A2-7-2,1e, F3548-21 DSS0210,A2-7-2,3c)."""
        return [self.constraints[id] for id in self._near_constraints.met_by(extents)]

    def availability(self, uss: str) -> Availability:
        """Whether a service answers, as far as an arbiter has said."""
        said = self.availabilities.get(uss)
        return "Unknown" if said is None else said.availability

    def standing_subscriptions(self) -> Iterable[Subscription]:
        """All that stand, ended or not."""
        return self._subscriptions.values()

    def _entity(self, key: str) -> Entity | None:
        id = self._ids.get(key, "")
        for held in (self.intents.get(id), self.constraints.get(id)):
            if held is not None and held.key == key:
                return held
        return None

    def _entities(self) -> Iterator[Entity]:
        yield from self.intents.values()
        yield from self.constraints.values()

    def _show_again(self, manager: str) -> None:
        """A reference says whether its manager answers: those of this one are encoded anew."""
        for one in self._entities():
            if one.block.manager == manager:
                one.shown = Shown(self.availability(manager))


def book_of(room: Room) -> AirspaceBook:
    """The book of a room that runs a DSS."""
    book = among(room.view.follower, AirspaceBook)
    assert book is not None
    return book


def extent_of(area: Area) -> Extent:
    """The extent of an area; what is not given is open."""
    return Extent(
        cells_of(area.footprint),
        -UNLIMITED_TMM if area.lower is None else to_w84_interval(area.lower)[0],
        UNLIMITED_TMM if area.upper is None else to_w84_interval(area.upper)[1],
        0 if area.from_ms is None else area.from_ms,
        2**62 if area.until_ms is None else area.until_ms,
    )


def _block(version: Version) -> Intent | Constraint | None:
    """The reference in a notice; one that came back from a recipient after a restore gets a new version number."""
    body = version.body
    block = (body.intent or body.constraint) if isinstance(body, Notice) else None
    if block is None or block.ovn:
        return block
    told = f"{version.key}|{version.said_leaf}|{version.first_known_ms}"
    return replace(block, ovn=hashlib.sha256(told.encode()).hexdigest())


def _subscribed(entity: Entity) -> str:
    return entity.block.subscription_id if isinstance(entity.block, Intent) else ""
