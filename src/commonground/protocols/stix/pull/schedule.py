"""Which sources are read when, and what is kept of how it went: one source never waits for another, nor twice at once.

A source that fails is asked less and less often; one that asks to wait is left alone for so long. Whatever goes wrong
with one is written down in plain words for it, and hurts no other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from commonground.errors import CommongroundError
from commonground.record import replace
from commonground.room.context import Room
from commonground.room.node import Node

from .client import AskedToWait, Client
from .source import Source, put_state, source_of, sources, state_of
from .walk import PULL_S_MAX, Gone, Pull, from_start

AT_ONCE = 16
LOOK_S = 20.0
MINUTE_MS = 60_000
BACK_OFF_MS_MAX = 24 * 60 * MINUTE_MS
_LOG = logging.getLogger(__name__)

MakeClient = Callable[[Source, int], Client]


async def pull_once(node: Node, name: str, make_client: MakeClient = Client) -> Pull:
    """Read one source now, keep how it went, and give it; what goes wrong stands in its troubles."""
    source = await node.read(lambda room: source_of(room.store, name))
    loop = asyncio.get_running_loop()
    until = loop.time() + PULL_S_MAX
    pull = Pull(node, source, is_over=lambda: loop.time() > until)
    wait_ms = 0
    try:
        client = make_client(source, node.room.clock.now_ms())
        try:
            await pull.run(client)
        finally:
            await client.close()
    except Gone:
        return pull
    except CommongroundError as error:
        pull.troubles.append(str(error))
        wait_ms = error.wait_ms if isinstance(error, AskedToWait) else 0
    except Exception:
        _LOG.exception("source %s was not read to its end", name)
        pull.troubles.append("it was not read to its end: the log of this node says why")
    trouble = "; ".join(dict.fromkeys(pull.troubles))[:1_000]
    await node.write(lambda room: keep_outcome(room, source, trouble, wait_ms))
    return pull


def keep_outcome(room: Room, source: Source, trouble: str, wait_ms: int) -> None:
    """Write down how a pull went, and when the next is due."""
    store, now_ms = room.store, room.clock.now_ms()
    if source not in sources(store):
        return
    state = state_of(store, source.name)
    failures = state.failures + 1 if trouble else 0
    next_ms = now_ms + next_in_ms(source.every_minutes, failures, wait_ms) if source.every_minutes else 0
    put_state(
        store, source.name,
        replace(
            state, tried_ms=now_ms, pulled_ms=state.pulled_ms if trouble else now_ms, next_ms=next_ms,
            failures=failures, trouble=trouble,
        ),
    )  # fmt: skip


def next_in_ms(every_minutes: int, failures: int, wait_ms: int) -> int:
    """When a source is read next: later with each failure, at most after a day, and never before it asked to be."""
    every_ms = every_minutes * MINUTE_MS
    backed_off = min(every_ms << min(max(0, failures - 1), 20), max(every_ms, BACK_OFF_MS_MAX))
    return max(backed_off, wait_ms)


def due(room: Room) -> list[str]:
    """Names of sources whose time has come."""
    now_ms = room.clock.now_ms()
    found = []
    for source in sources(room.store):
        next_ms = state_of(room.store, source.name).next_ms
        if source.every_minutes and next_ms <= now_ms:
            found.append(source.name)
    return found


@dataclass(slots=True)
class Schedule:
    """Reads the sources of one node, each in a task of its own; used in one event loop."""

    node: Node
    make_client: MakeClient = Client
    _running: dict[str, asyncio.Task[Pull]] = field(default_factory=dict)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start to look at the clock, in the running event loop."""
        self._looking = asyncio.get_running_loop().create_task(self._look())

    async def stop(self) -> None:
        """Stop; what was read is kept with how far, and goes on from there."""
        tasks = [*self._running.values(), *([self._looking] if self._looking else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def running(self) -> frozenset[str]:
        """Names of sources that are being read."""
        return frozenset(self._running)

    def pull(self, name: str) -> asyncio.Task[Pull]:
        """Read a source now; the pull that goes on already, where one does."""
        task = self._running.get(name)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._pull(name))
            self._running[name] = task
            task.add_done_callback(lambda _: self._running.pop(name, None))
        return task

    async def let_go(self, name: str) -> None:
        """Stop reading a source that is changed or removed."""
        task = self._running.get(name)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def from_start(self, name: str) -> None:
        """Read everything of a source again."""
        await self.let_go(name)
        await self.node.write(lambda room: from_start(room, name))
        self.pull(name)

    async def look_once(self) -> None:
        """Start what is due."""
        for name in await self.node.read(due):
            self.pull(name)

    async def _pull(self, name: str) -> Pull:
        async with self._turns:
            return await pull_once(self.node, name, self.make_client)

    async def _look(self) -> None:
        while True:
            try:
                await self.look_once()
            except CommongroundError as error:
                _LOG.warning("what is due waits to be read: %s", error)
            await asyncio.sleep(LOOK_S)
