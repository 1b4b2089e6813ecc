"""Where an authority for tokens is found when only its address is known: its metadata, by RFC 8414.

The document must call the authority by exactly the address that was asked (section 3.3), so that nobody can stand in
for another. What it names is asked with TLS, or without where the node's file allows that. It is read again after an
hour; until then what it said holds, also while it is away.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from commonground.errors import MalformedMessage, Unavailable
from commonground.record import Foreign, decode

ANSWER_S_MAX = 8.0
METADATA_BYTES_MAX = 64 * 1024
FRESH_MS = 3_600_000
AGAIN_MS = 10_000
WELL_KNOWN = "/.well-known/oauth-authorization-server"


class Metadata(Foreign, frozen=True):
    """What an authority publishes of itself; a method that is not named is `client_secret_basic` (section 2)."""

    issuer: str
    token_endpoint: str = ""
    jwks_uri: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Authority:
    """One authority, by the address of its issuer. Used in one event loop."""

    def __init__(
        self,
        issuer: str,
        now_ms: Callable[[], int],
        *,
        allow_http: bool = False,
        trust: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._issuer, self._now_ms, self._allow_http = issuer, now_ms, allow_http
        self._trust, self._transport = trust, transport
        self._known: Metadata | None = None
        self._known_ms = 0
        self._asked_ms: int | None = None
        self._turn = asyncio.Lock()

    async def metadata(self) -> Metadata:
        """What it publishes; `Unavailable` where it was never read."""
        async with self._turn:
            now_ms = self._now_ms()
            is_fresh = self._known is not None and 0 <= now_ms - self._known_ms < FRESH_MS
            may_ask = self._asked_ms is None or not 0 <= now_ms - self._asked_ms < AGAIN_MS
            if not is_fresh and may_ask:
                self._asked_ms = now_ms
                try:
                    self._known, self._known_ms = await self._read(), now_ms
                except Unavailable:
                    if self._known is None:
                        raise
            if self._known is None:
                raise Unavailable("the authority for tokens was not found a moment ago")
            return self._known

    async def _read(self) -> Metadata:
        url = metadata_url(self._issuer)
        try:
            data = await self._fetched(url)
            found = decode(Metadata, data, bytes_max=METADATA_BYTES_MAX)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, TimeoutError) as error:
            raise Unavailable(f"the authority for tokens does not answer: {type(error).__name__}") from error
        except MalformedMessage as error:
            raise Unavailable(f"the metadata of the authority for tokens: {error}") from error
        if found.issuer != self._issuer:
            raise Unavailable("the authority for tokens calls itself by another address")
        for name in ("token_endpoint", "jwks_uri"):
            self._refuse_open(name, getattr(found, name))
        return found

    def _refuse_open(self, name: str, url: str) -> None:
        parts = urlsplit(url)
        if url and (not parts.hostname or parts.scheme not in ("https", "http")):
            raise Unavailable(f"the authority for tokens gives no address as {name}")
        if parts.scheme == "http" and not self._allow_http:
            raise Unavailable(f"the authority for tokens gives an address without TLS as {name}")

    async def _fetched(self, url: str) -> bytes:
        data = bytearray()
        async with (
            asyncio.timeout(ANSWER_S_MAX),
            httpx.AsyncClient(
                transport=self._transport, timeout=ANSWER_S_MAX, trust_env=False, follow_redirects=False,
                verify=True if self._trust is None else self._trust, headers={"Accept-Encoding": "identity"},
            ) as client,
            client.stream("GET", url) as answer,
        ):  # fmt: skip
            if answer.status_code != 200:
                raise MalformedMessage(f"status {answer.status_code}")
            async for chunk in answer.aiter_raw():
                data += chunk
                if len(data) > METADATA_BYTES_MAX:
                    raise MalformedMessage(f"at most {METADATA_BYTES_MAX} bytes are accepted")
        return bytes(data)


def metadata_url(issuer: str) -> str:
    """Where the metadata of an issuer lies: between its host and its path (RFC 8414 section 3.1)."""
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}{parts.path.rstrip('/')}"
