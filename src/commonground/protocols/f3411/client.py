"""HTTP to a DSS and to services that identify flights: one exchange, a token for that host, bounds in time and size.

Addresses come from others. So nothing is followed, nothing unpacked, no answer read beyond its limit, and the token
that a host is shown is good for that host alone. What goes wrong is said in words of our own, without a word of the
answer: it may speak of a person. Nothing is retried here.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import httpx

from commonground.errors import NotPermitted, Refused, Unavailable
from commonground.record import encode_canonical

from .codec.flights import ANSWER_BYTES_MAX

CONNECT_S_MAX = 2.0
ANSWER_S_MAX = 3.0
"""NetSpDataResponseTime99thPercentileSeconds: a service that takes longer does not keep to the standard."""
CONNECTIONS_MAX = 32


class Tokens(Protocol):
    """Where access tokens come from."""

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        """A token of this node for a host and some scopes; `Unavailable` where none is given."""
        ...


class Client:
    """Asks services. Used in one event loop."""

    def __init__(
        self,
        tokens: Tokens,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        trust: ssl.SSLContext | None = None,
        answer_s: float = ANSWER_S_MAX,
    ) -> None:
        self._tokens, self._answer_s = tokens, answer_s
        self._http = httpx.AsyncClient(
            transport=transport,
            verify=trust if trust is not None else True,
            timeout=httpx.Timeout(answer_s, connect=CONNECT_S_MAX),
            limits=httpx.Limits(max_connections=CONNECTIONS_MAX, max_keepalive_connections=CONNECTIONS_MAX),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def get(self, url: str, scope: str, query: Mapping[str, str] | None = None) -> bytes:
        """The body of an answer to a question."""
        return await self._ask("GET", url, scope, query=query)

    async def put(self, url: str, scope: str, body: Mapping[str, Any]) -> bytes:
        """The body of an answer to what is to be made or changed."""
        return await self._ask("PUT", url, scope, content=encode_canonical(body))

    async def delete(self, url: str, scope: str) -> None:
        """Let something be removed."""
        await self._ask("DELETE", url, scope)

    async def _ask(
        self,
        method: str,
        url: str,
        scope: str,
        *,
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> bytes:
        try:
            async with asyncio.timeout(self._answer_s):
                headers = {"Authorization": f"Bearer {await self._tokens.token(_host(url), (scope,))}"}
                if content is not None:
                    headers["Content-Type"] = "application/json"
                request = self._http.build_request(
                    method, url, params=query, content=content, headers=headers
                )
                answer = await self._http.send(request, stream=True)
                try:
                    return await _body(answer)
                finally:
                    await answer.aclose()
        except TimeoutError:
            raise Unavailable(f"no answer within {self._answer_s:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            raise Unavailable(f"no answer: {type(error).__name__}") from None


async def _body(answer: httpx.Response) -> bytes:
    """The body of a good answer; what other answers hold is not read."""
    if answer.status_code in (401, 403):
        raise NotPermitted(f"it answered {answer.status_code} to our token")
    if not 200 <= answer.status_code < 300:
        raise Refused(f"it answered {answer.status_code}")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Refused("it answered in an encoding that was not asked for")
    parts: list[bytes] = []
    size = 0
    async for part in answer.aiter_raw():
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            raise Refused(f"it answered with more than {ANSWER_BYTES_MAX} bytes", clause="limits")
        parts.append(part)
    return b"".join(parts)


def _host(url: str) -> str:
    """Whom a token is for."""
    return urlsplit(url).hostname or ""


def details_url(flights_url: str, flight: str) -> str:
    """Where the details of a flight are."""
    return f"{flights_url}/{quote(flight, safe='')}/details"
