"""Another party's node over HTTP: one `HttpPeer` per peer, an implementation of `room.ports.Peer`.

Every request is signed and every answer must carry the peer's signature over this very request (`auth`); an answer
without it is no answer. Whatever goes wrong on the way is `Unavailable`; what the peer refuses is the same `Refused`
here. Nothing is retried here and nothing verified against a log: `courier` and `room/federate` do.
"""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from ...errors import BadSignature, CommongroundError, MalformedMessage, NotAuthenticated, Unavailable
from ...log.keys import SigningKey, VerifyingKey
from ...log.note import NOTE_BYTES_MAX
from ...record import decode, encode_canonical
from ...room.ports import Page
from .auth import check_answer, sign_request, tag_for
from .codec import (
    PAGE_BYTES_MAX,
    ROWS_MAX,
    Cosignature,
    Mirrored,
    Opening,
    OpenRequest,
    decode_error,
    decode_page,
)

CONNECT_S_MAX = 2.0
ANSWER_S_MAX = 15.0
PREFIX = "/peer"
NOW_HEADER = "X-Node-Now-Ms"


@dataclass(frozen=True, slots=True)
class Link:
    """Who calls whom: room, both parties, this node's key and clock, the peer's key."""

    room: str
    party: str
    peer: str
    key: SigningKey
    verifier: VerifyingKey
    now_ms: Callable[[], int]


class HttpPeer:
    """The node of one other party. Used in one event loop."""

    def __init__(
        self,
        link: Link,
        url: str,
        *,
        trust: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._link = link
        self._url = url.rstrip("/")
        self._client = httpx.AsyncClient(
            transport=transport,
            verify=trust if trust is not None else True,
            timeout=httpx.Timeout(ANSWER_S_MAX, connect=CONNECT_S_MAX),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept-Encoding": "identity"},
        )
        self.heard: Callable[[], None] = _ignore
        self.measured: Callable[[int], None] = _ignore

    @property
    def party(self) -> str:
        """The party whose node this is."""
        return self._link.peer

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    # -- what a peer can be asked -----------------------------------------------------------------------------

    async def pull(self, origin: str, start: int, rows_max: int = ROWS_MAX) -> Page | None:
        """Entries from `start` of a log that this party may read; None when nothing follows."""
        data = await self._get("/log", {"origin": origin, "start": start, "rows": rows_max})
        return _page(data, origin, start)

    async def tail(self, origin: str, start: int) -> Page | None:
        """The end of this party's own log, given back by the peer that mirrored it."""
        return _page(await self._get("/tail", {"origin": origin, "start": start}), origin, start)

    async def head(self, origin: str) -> str | None:
        """The checkpoint note of a log as the author shows it now; None for an empty log."""
        data = await self._get(f"/tlog/{origin}/checkpoint", {}, bytes_max=NOTE_BYTES_MAX)
        if data is None:
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedMessage("a note in UTF-8 is expected", field="checkpoint") from error

    async def mirrored(self) -> dict[str, int]:
        """How many entries the peer holds of each of this party's logs."""
        data = await self._get("/mirrored", {})
        sizes = decode(Mirrored, data or b"").sizes
        if any(size < 0 for size in sizes.values()):
            raise MalformedMessage("sizes of 0 or more are expected", field="sizes")
        return sizes

    async def opening(self, heads_index: int) -> tuple[bytes, str] | None:
        """Salt and checkpoint text of this party's own place in a heads entry; None when the peer has none."""
        data = await self._get("/opening", {"index": heads_index})
        if data is None:
            return None
        found = decode(Opening, data)
        try:
            return bytes.fromhex(found.salt), found.text
        except ValueError as error:
            raise MalformedMessage("hexadecimal digits are expected", field="salt") from error

    async def cosigned(self, origin: str, size: int, line: str) -> None:
        """Send a cosignature line back to the author."""
        await self._post("/cosignature", encode_canonical(Cosignature(origin=origin, size=size, line=line)))

    async def open_content(self, origin: str, index: int) -> bytes:
        """What stayed at the originator's node of a view-only item; the originator notes the opening."""
        found = await self._post("/open", encode_canonical(OpenRequest(origin=origin, index=index)))
        return found or b""

    async def hint(self) -> None:
        """Say that there is something to fetch. It carries nothing."""
        await self._post("/hint", b"")

    # -- one exchange -----------------------------------------------------------------------------------------

    async def _get(
        self, path: str, query: dict[str, str | int], bytes_max: int = PAGE_BYTES_MAX
    ) -> bytes | None:
        return await self._exchange("GET", f"{path}?{urlencode(query)}" if query else path, b"", bytes_max)

    async def _post(self, path: str, body: bytes) -> bytes | None:
        return await self._exchange("POST", path, body, PAGE_BYTES_MAX)

    async def _exchange(self, method: str, path_query: str, body: bytes, bytes_max: int) -> bytes | None:
        """One signed request; None for 204. `Unavailable` for every failure on the way."""
        link = self._link
        sent_ms = link.now_ms()
        nonce = secrets.token_urlsafe(18)
        url = f"{self._url}{PREFIX}{path_query}"
        tag = tag_for(link.room, link.peer)
        headers = sign_request(
            link.key, method=method, url=url, body=body, tag=tag, now_ms=sent_ms, nonce=nonce
        )
        status, found, answer = await self._send(method, url, body, headers, bytes_max)
        self._measure(sent_ms, found)
        try:
            check_answer(
                link.verifier, status=status, headers=found, body=answer,
                tag=tag_for(link.room, link.party), nonce=nonce,
            )  # fmt: skip
        except BadSignature as error:
            raise _unsigned(status, answer, error) from error
        self.heard()
        if status == httpx.codes.NO_CONTENT:
            return None
        if status != httpx.codes.OK:
            raise decode_error(answer)
        return answer

    async def _send(
        self, method: str, url: str, body: bytes, headers: dict[str, str], bytes_max: int
    ) -> tuple[int, httpx.Headers, bytes]:
        parts: list[bytes] = []
        total = 0
        try:
            async with self._client.stream(method, url, content=body, headers=headers) as response:
                async for part in response.aiter_raw():
                    total += len(part)
                    if total > bytes_max:
                        raise MalformedMessage(
                            f"more than {bytes_max} bytes", field="answer", clause="limits"
                        )
                    parts.append(part)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ssl.SSLError) as error:
            raise Unavailable(f"{self._link.peer} does not answer: {type(error).__name__} {error}") from error
        return response.status_code, response.headers, b"".join(parts)

    def _measure(self, sent_ms: int, headers: httpx.Headers) -> None:
        """The peer's clock against the middle of the exchange by this node's.

        To be shown, no more; it is most wanted where a difference makes the peer refuse to know this node.
        """
        text = headers.get(NOW_HEADER, "")
        if text.isascii() and text.isdigit() and len(text) < 16:
            self.measured(int(text) - (sent_ms + self._link.now_ms()) // 2)


def _ignore(*_: int) -> None:
    """Until somebody wants to know."""


def _page(data: bytes | None, origin: str, start: int) -> Page | None:
    if data is None:
        return None
    page = decode_page(data)
    if page.origin != origin:
        raise MalformedMessage(f"{origin!r} was asked for, found {page.origin!r}", field="origin")
    if page.start != start:
        raise MalformedMessage(f"entries from {start} were asked for, found {page.start}", field="start")
    return page


def _unsigned(status: int, answer: bytes, error: BadSignature) -> CommongroundError:
    """A peer that could not tell who called answers unsigned: its reason is shown and never acted upon."""
    if status == httpx.codes.UNAUTHORIZED:
        refused = decode_error(answer)
        return NotAuthenticated(f"the peer does not know this node: {refused}", field="signature")
    return Unavailable(f"{error.reason} (status {status})")
