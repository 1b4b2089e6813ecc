"""What changed, sent to every page that looks: one set of rows per commit, made once, in the node's writer.

After a commit the writer only rings; a task then reads what changed, in one go for all commits since, so a burst is
one event. Rows go to bounded queues: a page that does not keep up is told to read the picture again, as is one whose
cursor is older than the ring of last events. What turns with time alone (an activity begins, a site expires, a peer
falls silent) is looked at with each beat. A cursor is worth nothing to another process: it starts at the clock.
Where no page has looked for a minute, no rows are made: the page that comes reads the picture.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from ..record import encode_canonical
from ..room.context import Room
from ..room.node import Node
from ..room.rows_index import RowsIndex
from .feed_rows import ChangedRows
from .settings import Settings

_LOG = logging.getLogger("commonground.web.feed")
RELOAD = b"event: reload\ndata: {}\n\n"
PER_SESSION_MAX = 16
RING_BYTES_MAX = 16 * 1024 * 1024
_PAUSE_S_MAX = 0.5


@dataclass(slots=True, eq=False)
class Client:
    """One page that follows the feed."""

    session_id: str
    queue: asyncio.Queue[bytes | None]
    overrun: bool = False


@dataclass(slots=True)
class Feed:
    """The events of one node, for all its pages."""

    node: Node
    index: RowsIndex
    settings: Settings
    still_live: Callable[[Room], set[str]]
    cursor: int = 0
    ring: deque[tuple[int, bytes]] = field(default_factory=deque)
    clients: dict[Client, None] = field(default_factory=dict)
    _rows: ChangedRows = field(init=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _rung: asyncio.Event | None = None
    _ring_bytes: int = 0
    _looked_s: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.cursor = self.node.room.clock.now_ms()
        self.ring = deque(maxlen=self.settings.feed_ring_max)
        self._rows = ChangedRows(self.index, self.settings.flights)
        self.node.after_commit(self._ring)

    # -- from the writer --------------------------------------------------------------------------------------

    def _ring(self, _: list[str]) -> None:
        """Called in the writer's thread after each commit."""
        if self._loop is None or self._rung is None:
            return
        try:
            self._loop.call_soon_threadsafe(self._rung.set)
        except RuntimeError:  # the loop has ended, and the pages with it
            self._loop = None

    # -- running ----------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Send changes until cancelled."""
        self._loop, self._rung = asyncio.get_running_loop(), asyncio.Event()
        self._rung.set()
        while True:
            await self._rung.wait()
            self._rung.clear()
            started_s = time.perf_counter()
            await self._guarded(self.flush)
            # A picture that is slow to read must not fill the writer's time.
            await asyncio.sleep(min(_PAUSE_S_MAX, time.perf_counter() - started_s))

    async def run_beats(self) -> None:
        """Send a beat every few seconds, with what time alone has changed, until cancelled."""
        while True:
            await asyncio.sleep(self.settings.beat_s)
            await self._guarded(self.beat)

    async def _guarded(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except Exception:
            _LOG.exception("the feed missed a step")

    async def flush(self) -> None:
        """Make rows of what changed since the last time and send them."""
        try:
            rows_of = self._rows.since_last if self._is_followed() else self._rows.unsaid
            await self._send(rows_of)
        except Exception:
            # What had changed is drained and was not sent: every page reads the picture again.
            self.cursor += 1
            self._remember(self.cursor, RELOAD)
            self._give(RELOAD)
            raise

    async def beat(self) -> None:
        """Send what time has changed, end the feeds of ended sessions, and beat."""
        await self._send(lambda room: self._rows.turned(room))
        live, now_ms = await self._read(lambda room: (self.still_live(room), room.clock.now_ms()))
        self.end({client.session_id for client in self.clients} - live)
        self._give(event("beat", {"now_ms": now_ms}))

    async def _send(self, rows_of: Callable[[Room], dict[str, Any] | None]) -> None:
        def make(room: Room) -> tuple[int, bytes] | None:
            rows = rows_of(room)
            if rows == {}:
                return None
            self.cursor += 1
            if rows is None:  # too much to say row by row
                return self.cursor, RELOAD
            body = {"cursor": self.cursor, "now_ms": room.clock.now_ms(), **rows}
            return self.cursor, event("change", body)

        made = await self._read(make)
        if made is not None:
            self._remember(*made)
            self._give(made[1])

    def _is_followed(self) -> bool:
        """Whether a page is open, or was a little while ago, or is about to be: it has read the picture."""
        return bool(self.clients) or time.perf_counter() < self._looked_s + self.settings.feed_kept_s

    def _remember(self, number: int, data: bytes) -> None:
        """Keep an event for pages that come back, as long as all of them together stay small."""
        if data is RELOAD:  # whoever missed it reads everything again
            self.ring.clear()
            self._ring_bytes = 0
        full = len(self.ring) == self.ring.maxlen
        self._ring_bytes += len(data) - (len(self.ring[0][1]) if full else 0)
        self.ring.append((number, data))
        while self._ring_bytes > RING_BYTES_MAX and len(self.ring) > 1:
            self._ring_bytes -= len(self.ring.popleft()[1])

    async def _read(self, command: Callable[[Room], Any]) -> Any:
        return await asyncio.wrap_future(self.node.read(command))

    # -- pages ------------------------------------------------------------------------------------------------

    def _give(self, data: bytes) -> None:
        for client in self.clients:
            if client.overrun:
                continue
            try:
                client.queue.put_nowait(data)
            except asyncio.QueueFull:
                client.overrun = True

    def end(self, session_ids: set[str]) -> None:
        """End the feeds of sessions that are no more."""
        for client in [one for one in self.clients if one.session_id in session_ids]:
            self._end_client(client)

    def _end_client(self, client: Client) -> None:
        self.clients.pop(client, None)
        if client.queue.full():
            client.queue.get_nowait()
        client.queue.put_nowait(None)

    def heavy(self, room: Room) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What is due and what alarms, for a picture. Runs in the node's writer."""
        self._looked_s = time.perf_counter()
        return self._rows.heavy(room)

    def flights(self, room: Room) -> dict[str, Any]:
        """Drone flights for a picture, at a node that plans some. Runs in the node's writer."""
        return self._rows.flights(room)

    def shown(self, conflicts: list[dict[str, Any]]) -> None:
        """A page was given these conflicts: what they differ by from those sent last is sent to all."""
        self._rows.shown(conflicts)

    def end_all(self) -> None:
        """End every feed: the node stops."""
        self.end({client.session_id for client in self.clients})

    async def follow(self, session_id: str, cursor: int | None) -> AsyncIterator[bytes]:
        """Events after `cursor`, as server-sent events."""
        client = Client(session_id, asyncio.Queue(self.settings.feed_queue_max))
        missed = self.missed(cursor)
        self._make_room(session_id)
        self.clients[client] = None
        try:
            for data in [RELOAD] if missed is None else missed:
                yield data
            if missed is None:
                return
            while not (client.overrun and client.queue.empty()):
                following = await client.queue.get()
                if following is None:
                    return
                yield following
            yield RELOAD
        finally:
            self._looked_s = time.perf_counter()
            self.clients.pop(client, None)

    def _make_room(self, session_id: str) -> None:
        """A session has few pages open: the oldest feed of one that has too many ends."""
        own = [client for client in self.clients if client.session_id == session_id]
        for client in own[: max(0, len(own) - PER_SESSION_MAX + 1)]:
            self._end_client(client)

    def missed(self, cursor: int | None) -> list[bytes] | None:
        """Events after a cursor; None where they are no longer known."""
        if cursor is None or cursor > self.cursor:
            return None
        oldest = self.ring[0][0] if self.ring else self.cursor + 1
        if cursor < oldest - 1:
            return None
        return [data for number, data in self.ring if number > cursor]


def event(name: str, body: dict[str, Any]) -> bytes:
    """One server-sent event; the JSON holds no line break."""
    return b"event: " + name.encode() + b"\ndata: " + encode_canonical(body) + b"\n\n"
