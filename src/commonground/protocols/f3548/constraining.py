"""Constraints of this service: created, changed and ended with any DSS, over the API of the standard.

The order is that of flights (`supplier`) without a key: what it meets in the room was acknowledged, the request is
written down, asked, and written down again with who must be told. F3548-21 leaves who may declare a constraint to the
authority that gives the scope `utm.constraint_management`; which posts may stands in `policy/rule`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field

from commonground.errors import CommongroundError
from commonground.picture.conflict import altitude_context
from commonground.picture.flight import ConstraintPlan, FlightPlan, OwnConstraint
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.uss.announced import announce, refuse_unseen, take_back
from commonground.room.uss.conflicts import Met, find_met
from commonground.room.uss.constraints import CONSTRAINTS, accept, ask, constraint_as_peer
from commonground.room.uss.flights import PASSED_MS
from commonground.room.uss.outbox import owe
from commonground.room.uss.own import Accepted
from commonground.room.uss.refusing import refuse_by_dss
from commonground.room.uss.terms import Service
from commonground.room.uss.user_notices import notify_user

from . import scopes
from .client import Answer, Client
from .codec.asking import Change, Subscriber, accepted_of, parse_error, parse_reference, put_constraint
from .codec.shapes import extents
from .known import Known
from .owing import Unsettled, changed, owed_to, read, sent

SCOPE = (scopes.CONSTRAINT_MANAGEMENT,)
_LOG = logging.getLogger("commonground.f3548")


@dataclass(slots=True)
class Constraining:
    """The constraints of one node's service. Used in one event loop."""

    node: Node
    service: Service
    client: Client
    dss_url: str
    known: Known
    allow_http: bool = False
    _turns: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def change(
        self, id: str, plan: ConstraintPlan, *, operator: str = "", acknowledged: tuple[str, ...] = ()
    ) -> OwnConstraint:
        """Publish a constraint or change it. F3548-21 createConstraintReference, updateConstraintReference."""
        async with self._turns[id]:
            return await self._change(id, plan, operator, acknowledged)

    async def end(self, id: str, operator: str = "") -> None:
        """End a constraint; whoever was told of it is told. F3548-21 deleteConstraintReference."""
        async with self._turns[id]:
            own = await self.node.write(lambda room: CONSTRAINTS.ask_end(room, id, operator))
            await self._end(own)

    async def meets(self, id: str, plan: ConstraintPlan) -> list[Met]:
        """What of flights and constraints that the DSS lists now it meets; none of them stops it."""
        extents(plan.volumes)
        as_flight = FlightPlan(state="Nonconforming", volumes=plan.volumes)
        near = await self.known.near(as_flight, id)
        return find_met(as_flight, None, near, altitude_context(self.node.room.charter))

    async def settle(self) -> None:
        """Ask again what was asked before a restart and not answered."""
        for id in await self.node.read(CONSTRAINTS.unsettled):
            try:
                async with self._turns[id]:
                    await self._settle(id)
            except CommongroundError as error:
                _LOG.warning("constraint %s is not settled: %s", id, error)

    async def end_passed(self) -> None:
        """End those whose time has passed: a DSS holds them until somebody does."""

        def passed(room: Room) -> list[str]:
            now_ms = room.clock.now_ms()
            return [
                one.id for one in CONSTRAINTS.all(room)
                if one.held is not None and one.asked is None
                and max(volume.until_ms for volume in one.held.volumes) < now_ms - PASSED_MS
            ]  # fmt: skip

        for id in await self.node.read(passed):
            try:
                await self.end(id)
            except CommongroundError as error:
                _LOG.warning("constraint %s has passed and is not ended: %s", id, error)

    # -- one change -----------------------------------------------------------------------------------------------

    async def _change(
        self, id: str, plan: ConstraintPlan, operator: str, acknowledged: tuple[str, ...]
    ) -> OwnConstraint:
        extents(plan.volumes)
        own = await self.node.read(lambda room: CONSTRAINTS.get(room, id))
        if own is not None and own.asked is not None:
            await self._settle(id)
            own = await self.node.read(lambda room: CONSTRAINTS.get(room, id))
        before = own.acknowledged if own is not None else ()
        await self.node.read(
            lambda room: refuse_unseen(room, self.service, id, plan, (*before, *acknowledged))
        )
        asked = await self.node.write(
            lambda room: ask(room, self.service.uss, id, plan, operator, acknowledged)
        )
        return await self._ask(asked, plan, operator)

    async def _ask(self, own: OwnConstraint, plan: ConstraintPlan, operator: str) -> OwnConstraint:
        """Ask the DSS until it says yes, no, or does not answer: then a later `settle` asks again."""
        try:
            body = put_constraint(self.service, plan)
            answer = await sent(self.client, "PUT", self._url(own.id, own.ovn), SCOPE, body)
            if not answer.is_good:
                refuse_by_dss(answer.status, parse_error(answer.body))
            change = self._changed(answer, own.id)
        except Unsettled:
            raise
        except CommongroundError:
            await self.node.write(lambda room: CONSTRAINTS.withdraw(room, own.id))
            raise
        return await self.node.write(lambda room: self._accept(room, own.id, change, operator))

    def _accept(self, room: Room, id: str, change: Change, operator: str) -> OwnConstraint:
        """Everything that follows from a yes, in one transaction; own flights that it meets are told of at home."""
        now_ms = room.clock.now_ms()
        own = accept(room, id, change.accepted, now_ms)
        version = CONSTRAINTS.version(room, id)
        assert version is not None
        owe(room, owed_to(self.service, version, change.subscribers, now_ms))
        announce(room, self.service, own, operator)
        met = constraint_as_peer(self.service, own)
        if met is not None:
            notify_user(room, met)
        return CONSTRAINTS.standing(room, id)

    # -- the end of one -------------------------------------------------------------------------------------------

    async def _end(self, own: OwnConstraint) -> None:
        ovn = own.ovn
        if not ovn:
            found = await self._reference(own.id)
            ovn = found.ovn if found is not None else ""
        subscribers: tuple[Subscriber, ...] = ()
        if ovn:
            answer = await self._delete(own.id, ovn)
            if answer.is_good:
                subscribers = self._changed(answer, own.id).subscribers
            elif answer.status != 404:
                await self.node.write(lambda room: CONSTRAINTS.withdraw(room, own.id))
                refuse_by_dss(answer.status, parse_error(answer.body))
        await self.node.write(lambda room: self._ended(room, own.id, subscribers))

    async def _delete(self, id: str, ovn: str) -> Answer:
        answer = await self.client.ask("DELETE", self._url(id, ovn), SCOPE)
        if answer.status == 409:  # it was changed by a request whose answer was lost
            found = await self._reference(id)
            if found is not None and found.ovn != ovn:
                answer = await self.client.ask("DELETE", self._url(id, found.ovn), SCOPE)
        return answer

    def _ended(self, room: Room, id: str, told: tuple[Subscriber, ...]) -> None:
        own = CONSTRAINTS.standing(room, id)
        last = CONSTRAINTS.end(room, id)
        owe(room, owed_to(self.service, last, told, room.clock.now_ms(), is_gone=True))
        take_back(room, own)

    # -- after a restart ------------------------------------------------------------------------------------------

    async def _settle(self, id: str) -> None:
        own = await self.node.read(lambda room: CONSTRAINTS.get(room, id))
        if own is None:
            return
        if own.is_ending:
            await self._end(own)
            return
        if own.asked is None:
            return
        plan, found = own.asked, await self._reference(id)
        if found is None and own.held is None:
            await self.node.write(lambda room: CONSTRAINTS.withdraw(room, id))
            return
        if found is not None and found.version > own.version:
            # The DSS had said yes: it is held. Whom to tell was lost with the answer, and comes with the next one.
            own = await self.node.write(lambda room: accept(room, id, found, room.clock.now_ms()))
            own = await self.node.write(lambda room: ask(room, self.service.uss, id, plan, ""))
        await self._ask(own, plan, "")

    async def _reference(self, id: str) -> Accepted | None:
        """F3548-21 getConstraintReference of an own one; None where the DSS holds none."""
        answer = await self.client.ask("GET", self._url(id), SCOPE)
        if answer.status == 404:
            return None
        if not answer.is_good:
            refuse_by_dss(answer.status, parse_error(answer.body))
        given = read(self.client, answer, lambda data: parse_reference(data, "constraint"))
        if given.manager != self.service.uss:
            refuse_by_dss(403, "the identifier is another service's")
        return accepted_of(given)

    def _changed(self, answer: Answer, id: str) -> Change:
        return changed(self.client, answer, id, self.service, "constraint", allow_http=self.allow_http)

    def _url(self, id: str, ovn: str = "") -> str:
        whole = f"{self.dss_url}/dss/v1/constraint_references/{id}"
        return f"{whole}/{ovn}" if ovn else whole
