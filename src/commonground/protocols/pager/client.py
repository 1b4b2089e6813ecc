"""A webhook for pagers: one signed POST for each rung that this node climbed, again and again until it is taken.

The body is JSON: room, party, call, precedence, step, t_ms; nothing of what was said. `X-Commonground-Signature` is
`sha256=` and the HMAC-SHA256 of the time in `X-Commonground-Sent-Ms`, a full stop and the body, by the shared secret.
An answer of 2xx takes a page; anything else is tried again, later each time. A page may come twice, after a crash
between its answer and the note of it: `call` and `step` tell which it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable

import httpx

from ...errors import CommongroundError
from ...record import encode_canonical
from ...room.context import Room
from ...room.node import Node
from ...room.paging import NextPage, Page, next_page, note_paged, paged_until

ANSWER_S_MAX = 10.0
WAIT_S_FIRST = 1.0
WAIT_S_MAX = 60.0
SIGNATURE, SENT_MS = "X-Commonground-Signature", "X-Commonground-Sent-Ms"
_LOG = logging.getLogger(__name__)


def sign(secret: str, sent_ms: int, body: bytes) -> str:
    """The signature of a body that is sent at a moment in ms UTC."""
    return "sha256=" + hmac.new(secret.encode(), b"%d." % sent_ms + body, hashlib.sha256).hexdigest()


class Pager:
    """Tells one address of what the node did; used in one event loop."""

    def __init__(
        self,
        node: Node,
        url: str,
        secret: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._node, self._url, self._secret, self._pause = node, url, secret, pause
        self._client = httpx.AsyncClient(
            transport=transport, timeout=ANSWER_S_MAX, trust_env=False, follow_redirects=False
        )
        self._at = -1
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        node.after_commit(self._grown)

    def start(self) -> None:
        """Start telling in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self.run())

    async def stop(self) -> None:
        """Stop telling; what was not taken is told after the next start."""
        self._loop = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._client.aclose()

    def _grown(self, _: list[str]) -> None:
        if self._loop is None:
            return
        try:
            self._loop.call_soon_threadsafe(self._rung.set)
        except RuntimeError:  # the loop has ended
            self._loop = None

    async def run(self) -> None:
        """Tell what there is, then wait for more; for ever."""
        while True:
            self._rung.clear()
            try:
                await self.tell_all()
            except CommongroundError as error:
                _LOG.warning("the pager waits: %s", error)
                await self._pause(WAIT_S_FIRST)
                continue
            await self._rung.wait()

    async def tell_all(self) -> int:
        """Tell every page that waits, in order; returns how many."""
        told = 0
        if self._at < 0:
            self._at = await self._node.write(self._begin)
        while True:
            found: NextPage = await self._node.read(
                lambda room, at=self._at: next_page(room, at, room.clock.now_ms())  # type: ignore[misc]
            )
            if found.page is None:
                is_done = found.until == self._at
                self._at = found.until
                if is_done:
                    return told
                continue
            await self._deliver(found.page)
            await self._node.write(lambda room, until=found.until: note_paged(room, until))  # type: ignore[misc]
            self._at = found.until
            told += 1

    def _begin(self, room: Room) -> int:
        until = paged_until(room)
        note_paged(room, until)
        return until

    async def _deliver(self, page: Page) -> None:
        wait_s = WAIT_S_FIRST
        while not await self._post(encode_canonical(page)):
            await self._pause(wait_s)
            wait_s = min(WAIT_S_MAX, 2 * wait_s)

    async def _post(self, body: bytes) -> bool:
        sent_ms = self._node.room.clock.now_ms()
        headers = {
            "Content-Type": "application/json",
            SENT_MS: str(sent_ms),
            SIGNATURE: sign(self._secret, sent_ms, body),
        }
        try:
            answer = await self._client.post(self._url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            _LOG.warning("the pager does not answer: %s", type(error).__name__)
            return False
        return answer.is_success
