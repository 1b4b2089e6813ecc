"""Where this node's own access tokens come from: an authority that speaks OAuth 2.0, asked with client credentials.

RFC 6749 section 4.4: one token for each host and set of scopes, kept until a minute before it ends. The host is named
as `audience`, so that a token that one service has seen is good at no other (F3548-21, access tokens).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx

from commonground.errors import MalformedMessage, Unavailable
from commonground.record import Foreign, decode

ANSWER_S_MAX = 8.0
EARLY_MS = 60_000
TOKEN_CHARS_MAX = 16_000


class _Answer(Foreign, frozen=True):
    access_token: str
    expires_in: int = 300


class OauthTokens:
    """Tokens of one client at one authority. Used in one event loop."""

    def __init__(
        self,
        url: str,
        client_id: str,
        secret: str,
        now_ms: Callable[[], int],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url, self._client_id, self._secret, self._now_ms = url, client_id, secret, now_ms
        self._http = httpx.AsyncClient(
            transport=transport, timeout=ANSWER_S_MAX, trust_env=False, follow_redirects=False
        )
        self._held: dict[tuple[str, tuple[str, ...]], tuple[str, int]] = {}
        self._turn = asyncio.Lock()

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        """A token of this client for a host and some scopes."""
        async with self._turn:
            token, until_ms = self._held.get((audience, scopes), ("", 0))
            if self._now_ms() < until_ms:
                return token
            answer = await self._asked(audience, scopes)
            until_ms = self._now_ms() + answer.expires_in * 1_000 - EARLY_MS
            self._held[audience, scopes] = (answer.access_token, until_ms)
            return answer.access_token

    async def _asked(self, audience: str, scopes: tuple[str, ...]) -> _Answer:
        form = {
            "grant_type": "client_credentials", "scope": " ".join(scopes), "audience": audience,
            "client_id": self._client_id, "client_secret": self._secret,
        }  # fmt: skip
        try:
            answer = await self._http.post(self._url, data=form)
            found = decode(_Answer, answer.content, bytes_max=TOKEN_CHARS_MAX)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Unavailable(f"the authority for tokens does not answer: {type(error).__name__}") from error
        except MalformedMessage as error:
            raise Unavailable(f"the authority for tokens answered status {answer.status_code}") from error
        if not answer.is_success or not found.access_token.isascii():
            raise Unavailable(f"the authority for tokens answered status {answer.status_code}")
        return found
