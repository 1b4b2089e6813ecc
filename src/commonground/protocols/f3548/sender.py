"""Tells subscribers of changes of own flights and constraints until they take it, each address in order.

No address holds up another. An answer of 2xx takes a notification, and so does 409, with which a service says that it
heard something later. Anything else, and no answer, is tried again, later each time. What waits is in the store
(`room/uss/outbox`): a notification may come twice after a crash between its answer and the note of it, and never not
at all.
"""

from __future__ import annotations

import asyncio
import logging

from commonground.errors import CommongroundError
from commonground.picture.flight import Flight, OwnConstraint
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.uss import outbox, problems
from commonground.room.uss.outbox import Owed
from commonground.room.uss.problems import OwedReport
from commonground.room.uss.terms import Service
from commonground.room.versions import decode_version

from . import scopes
from .client import Client
from .codec.asking import parse_error
from .codec.details import notification
from .codec.services import error_report

HEARD_LATER = 409
_DOORS = {
    "intent": ("operational_intents", scopes.COORDINATION),
    "constraint": ("constraints", scopes.CONSTRAINT_MANAGEMENT),
}
FAILED_S = 1.0
_LOG = logging.getLogger("commonground.f3548")


def _first_of_each(room: Room) -> tuple[int, dict[str, Owed | OwedReport]]:
    """The time, and the first notification and the first report that each address is owed."""
    first: dict[str, Owed | OwedReport] = {}
    for one in outbox.waiting(room):
        first.setdefault(one.url, one)
    for report in problems.waiting(room):
        first.setdefault(f"report {report.url}", report)
    return room.clock.now_ms(), first


class Sender:
    """Empties the queue of a node. Used in one event loop."""

    def __init__(self, node: Node, service: Service, client: Client) -> None:
        self._node, self._service, self._client = node, service, client
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        node.after_commit(self._grown)

    def _grown(self, _: list[str]) -> None:
        if self._loop is None:
            return
        try:
            self._loop.call_soon_threadsafe(self._woken.set)
        except RuntimeError:  # the loop has ended
            self._loop = None

    async def run(self) -> None:
        """Tell what there is, then wait for more or for the next time; for ever. No address waits for another."""
        self._loop = asyncio.get_running_loop()
        busy: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                self._woken.clear()
                try:
                    wait_s = await self._begin(busy)
                except CommongroundError as error:
                    _LOG.warning("the queue waits: %s", error)
                    wait_s = FAILED_S
                except Exception:
                    _LOG.exception("the queue waits")
                    wait_s = FAILED_S
                try:
                    # `wait_for` loses a cancellation that comes with a ring.
                    async with asyncio.timeout(wait_s):
                        await self._woken.wait()
                except TimeoutError:
                    continue
        finally:
            for task in busy.values():
                task.cancel()
            await asyncio.gather(*busy.values(), return_exceptions=True)

    async def _begin(self, busy: dict[str, asyncio.Task[None]]) -> float | None:
        """Start on each address that is not being told and whose time has come; how long until the next one's has."""
        now_ms, owed = await self._node.read(_first_of_each)
        waits_ms = []
        for name, one in owed.items():
            if name in busy:
                continue
            if one.next_ms > now_ms:
                waits_ms.append(one.next_ms - now_ms)
                continue
            busy[name] = asyncio.create_task(self._one(one))
            busy[name].add_done_callback(lambda _, name=name: self._free(busy, name))  # type: ignore[misc]
        return min(waits_ms) / 1000 if waits_ms else None

    def _free(self, busy: dict[str, asyncio.Task[None]], name: str) -> None:
        busy.pop(name, None)
        self._woken.set()

    async def _one(self, owed: Owed | OwedReport) -> None:
        try:
            await (self._tell(owed) if isinstance(owed, Owed) else self._report(owed))
        except CommongroundError as error:
            _LOG.warning("the queue waits: %s", error)
            await asyncio.sleep(FAILED_S)
        except Exception:
            _LOG.exception("the queue waits")
            await asyncio.sleep(FAILED_S)

    async def tell_due(self) -> int:
        """Tell every address what it is owed now, then report; returns how many notifications were taken.

        F3548-21 SCD0085.
        """
        taken = 0
        while found := await self._node.read(lambda room: outbox.due(room, room.clock.now_ms())):
            taken += sum(await asyncio.gather(*(self._tell(one) for one in found)))
        while reports := await self._node.read(lambda room: problems.due(room, room.clock.now_ms())):
            await asyncio.gather(*(self._report(one) for one in reports))
        return taken

    async def _tell(self, owed: Owed) -> bool:
        """F3548-21 notifyOperationalIntentDetailsChanged, notifyConstraintDetailsChanged."""
        path, scope = _DOORS[owed.what]
        body = await self._node.read(lambda room: self._body(room, owed))
        status, problem = 0, ""
        try:
            answer = await self._client.ask("POST", f"{owed.url}/uss/v1/{path}", (scope,), body)
            status = answer.status
            if not answer.is_good:
                problem = f"status {status} {parse_error(answer.body)}".strip()
                if status != HEARD_LATER:
                    self._client.wrong(answer, problem)
        except CommongroundError as error:
            problem = str(error)
        if not problem or status == HEARD_LATER:
            await self._node.write(lambda room: outbox.note_taken(room, owed, status))
            return True
        await self._node.write(
            lambda room: outbox.note_failed(room, owed, status, problem, room.clock.now_ms())
        )
        return False

    async def _report(self, owed: OwedReport) -> None:
        """F3548-21 makeUssReport, F3548-21 makeDssReport."""
        status, problem = 0, ""
        try:
            body = error_report(owed.exchange)
            answer = await self._client.ask("POST", owed.url, (scopes.COORDINATION,), body)
            status = answer.status
            if not answer.is_good:
                problem = f"status {status} {parse_error(answer.body)}".strip()
        except CommongroundError as error:
            problem = str(error)
        await self._node.write(lambda room: problems.note_sent(room, owed, status, problem))

    def _body(self, room: Room, owed: Owed) -> bytes:
        """What is told of as it was in the change that this is about."""
        for row in room.store.history(owed.entity_key):
            version = decode_version(row)
            if version.version == owed.entity_version and isinstance(version.body, Flight | OwnConstraint):
                return notification(self._service, version.body, owed.subscriptions, is_gone=owed.is_gone)
        kind = Flight if owed.what == "intent" else OwnConstraint
        gone = kind(id=owed.id, manager=self._service.uss)
        return notification(self._service, gone, owed.subscriptions, is_gone=True)
