"""HTTP to a DSS and to other services: one exchange, with a token for that host, a limit of time and one of bytes.

An address that another service gave is asked only with a token that is good for its host alone, so that nobody can
use what was sent to it elsewhere. Nothing is retried here and no answer is trusted: `supplier` and the codec do.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import httpx

from commonground.errors import MalformedMessage, Unavailable
from commonground.record import BODY_BYTES_MAX

CONNECT_S_MAX = 3.0
ANSWER_S_MAX = 8.0


class Tokens(Protocol):
    """Where access tokens come from."""

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        """A token of this service for a host and some scopes; `Unavailable` where none is given."""
        ...


class Answer(NamedTuple):
    """Status and body of an answer."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300


class Exchange(NamedTuple):
    """What the record keeps of an exchange: no token, no body."""

    method: str
    url: str
    began_ms: int
    took_ms: int
    status: int
    problem: str


class Client:
    """Asks services. Used in one event loop; `noted` is told of each exchange."""

    def __init__(
        self,
        tokens: Tokens,
        now_ms: Callable[[], int],
        noted: Callable[[Exchange], None],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        trust: ssl.SSLContext | None = None,
        answer_s: float = ANSWER_S_MAX,
    ) -> None:
        self._tokens, self._now_ms, self._noted, self._answer_s = tokens, now_ms, noted, answer_s
        self._http = httpx.AsyncClient(
            transport=transport,
            verify=trust if trust is not None else True,
            timeout=httpx.Timeout(answer_s, connect=CONNECT_S_MAX),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def ask(self, method: str, url: str, scopes: tuple[str, ...], body: bytes | None = None) -> Answer:
        """One exchange; `Unavailable` for whatever goes wrong on the way, `MalformedMessage` for what is too long."""
        began_ms = self._now_ms()
        status, problem = 0, ""
        try:
            token = await self._tokens.token(urlsplit(url).hostname or "", scopes)
            async with asyncio.timeout(self._answer_s):
                status, answer = await self._exchange(method, url, token, body)
            return Answer(status, answer)
        except TimeoutError as error:
            problem = f"no answer within {self._answer_s:g} s"
            raise Unavailable(f"{url}: {problem}") from error
        except (Unavailable, MalformedMessage) as error:
            problem = str(error)
            raise
        finally:
            self._noted(Exchange(method, url, began_ms, self._now_ms() - began_ms, status, problem))

    async def _exchange(self, method: str, url: str, token: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        parts: list[bytes] = []
        total = 0
        try:
            async with self._http.stream(method, url, content=body, headers=headers) as response:
                async for part in response.aiter_raw():
                    total += len(part)
                    if total > BODY_BYTES_MAX:
                        raise MalformedMessage(
                            f"more than {BODY_BYTES_MAX} bytes", field="answer", clause="limits"
                        )
                    parts.append(part)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ssl.SSLError) as error:
            raise Unavailable(f"{url} does not answer: {type(error).__name__}") from error
        return response.status_code, b"".join(parts)


def event_of(exchange: Exchange) -> dict[str, object]:
    """An exchange as a line of the party's own log holds it."""
    return {
        "what": "uss_exchange", "role": "Client", "method": exchange.method, "url": exchange.url[:500],
        "t_ms": exchange.began_ms, "took_ms": exchange.took_ms, "status": exchange.status,
        "problem": exchange.problem[:200],
    }  # fmt: skip
