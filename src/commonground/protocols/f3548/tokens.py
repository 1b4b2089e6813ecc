"""Where this node's own access tokens come from: an authority that speaks OAuth 2.0, asked with client credentials.

RFC 6749 section 4.4: one token for each host and set of scopes, kept until a minute before it ends. The host is named
as `audience`, so that a token that one service has seen is good at no other (F3548-21, access tokens). The client's
secret goes in the form, as services of drone traffic do, unless the authority's metadata names the header alone
(section 2.3.1). One that refuses or is away is not asked again for a second, and holds up no other host meanwhile.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import httpx

from commonground.errors import MalformedMessage, Unavailable
from commonground.record import Foreign, decode

from .authority import Authority

ANSWER_S_MAX = 8.0
EARLY_MS = 60_000
AGAIN_MS = 1_000
YOUNG_MS = 10_000
ANSWER_BYTES_MAX = 16_000
HELD_MAX = 1_000
POST, BASIC = "client_secret_post", "client_secret_basic"
_TOKEN = re.compile(r"[\x21-\x7e]+")
_Wanted = tuple[str, tuple[str, ...]]


class _Answer(Foreign, frozen=True):
    access_token: str
    token_type: str = ""
    expires_in: int = 300


class _Error(Foreign, frozen=True):
    error: str


class OauthTokens:
    """Tokens of one client at one authority: at a known address, or at the one that it publishes.

    Used in one event loop.
    """

    def __init__(
        self,
        at: str | Authority,
        client_id: str,
        secret: str,
        now_ms: Callable[[], int],
        *,
        trust: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._at, self._client_id, self._secret, self._now_ms = at, client_id, secret, now_ms
        self._http = httpx.AsyncClient(
            transport=transport, timeout=ANSWER_S_MAX, trust_env=False, follow_redirects=False,
            verify=True if trust is None else trust, headers={"Accept": "application/json"},
        )  # fmt: skip
        self._held: dict[_Wanted, tuple[str, int]] = {}
        self._given_ms: dict[_Wanted, int] = {}
        self._failed: dict[_Wanted, tuple[int, str]] = {}
        self._turns: dict[_Wanted, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        """A token of this client for a host and some scopes; `Unavailable` says why there is none."""
        wanted = (audience, scopes)
        async with self._turns[wanted]:
            now_ms = self._now_ms()
            token, until_ms = self._held.get(wanted, ("", 0))
            if now_ms < until_ms:
                return token
            failed_ms, problem = self._failed.get(wanted, (None, ""))
            if failed_ms is not None and 0 <= now_ms - failed_ms < AGAIN_MS:
                raise Unavailable(problem)
            try:
                answer = await self._asked(audience, scopes)
            except Unavailable as error:
                self._failed[wanted] = (now_ms, str(error))
                raise
            self._failed.pop(wanted, None)
            self._forget_old(now_ms)
            self._given_ms[wanted] = now_ms
            lasts_ms = answer.expires_in * 1_000
            self._held[wanted] = (answer.access_token, now_ms + lasts_ms - min(EARLY_MS, lasts_ms // 2))
            return answer.access_token

    def forget(self, audience: str, scopes: tuple[str, ...]) -> bool:
        """A token was refused: let it go where it was kept for a while, and not where it has only just come."""
        wanted, now_ms = (audience, scopes), self._now_ms()
        if now_ms - self._given_ms.get(wanted, now_ms) < YOUNG_MS:
            return False
        self._held.pop(wanted, None)
        self._given_ms.pop(wanted, None)
        return True

    def _forget_old(self, now_ms: int) -> None:
        """Hosts that are asked no more: their tokens have ended."""
        if len(self._held) >= HELD_MAX:
            self._held = {key: held for key, held in self._held.items() if held[1] > now_ms}
            self._given_ms = {key: at_ms for key, at_ms in self._given_ms.items() if key in self._held}

    async def _asked(self, audience: str, scopes: tuple[str, ...]) -> _Answer:
        url, method = await self._where()
        form = {"grant_type": "client_credentials", "scope": " ".join(scopes), "audience": audience}
        sent: dict[str, Any] = {"data": form}
        if method == POST:
            form |= {"client_id": self._client_id, "client_secret": self._secret}
        else:
            sent["auth"] = httpx.BasicAuth(quote_plus(self._client_id), quote_plus(self._secret))
        try:
            status, body = await self._exchange(url, sent)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, TimeoutError) as error:
            raise Unavailable(f"the authority for tokens does not answer: {type(error).__name__}") from error
        if status != 200:
            raise Unavailable(f"the authority for tokens answered status {status}{_said(body)}")
        try:
            found = decode(_Answer, body, bytes_max=ANSWER_BYTES_MAX)
        except MalformedMessage as error:
            raise Unavailable(f"the authority for tokens answered what is no token: {error}") from error
        is_token = _TOKEN.fullmatch(found.access_token) and found.token_type.lower() in ("", "bearer")
        if not is_token or found.expires_in <= 0:
            raise Unavailable("the authority for tokens answered what is no bearer token")
        return found

    async def _where(self) -> tuple[str, str]:
        """The address that gives tokens, and how the client shows who it is."""
        if isinstance(self._at, str):
            return self._at, POST
        published = await self._at.metadata()
        if not published.token_endpoint:
            raise Unavailable("the authority for tokens names no address that gives any")
        methods = published.token_endpoint_auth_methods_supported
        method = next((one for one in (POST, BASIC) if one in methods), "")
        if not method:
            raise Unavailable("the authority for tokens takes no secret of a client")
        return published.token_endpoint, method

    async def _exchange(self, url: str, sent: dict[str, Any]) -> tuple[int, bytes]:
        data = bytearray()
        async with asyncio.timeout(ANSWER_S_MAX), self._http.stream("POST", url, **sent) as answer:
            async for chunk in answer.aiter_bytes():
                data += chunk
                if len(data) > ANSWER_BYTES_MAX:
                    raise Unavailable(f"the authority for tokens answered more than {ANSWER_BYTES_MAX} bytes")
        return answer.status_code, bytes(data)


def _said(body: bytes) -> str:
    """The word by which an authority says why it gives none (RFC 6749 section 5.2)."""
    try:
        word = decode(_Error, body, bytes_max=ANSWER_BYTES_MAX).error
    except MalformedMessage:
        return ""
    return f": {word[:60]}" if word.isascii() and word.isprintable() else ""
