"""HTTP to a DSS and to other services: one exchange, with a token for that host, a limit of time and one of bytes.

An address that another service gave is asked only with a token that is good for its host alone, so that nobody can
use what was sent to it elsewhere. Nothing is retried here and no answer is trusted: `supplier` and the codec do.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

import httpx

from commonground.errors import MalformedMessage, Unavailable
from commonground.record import BODY_BYTES_MAX

CONNECT_S_MAX = 3.0
ANSWER_S_MAX = 8.0
WRONG = "wrong answer"


class Tokens(Protocol):
    """Where access tokens come from."""

    async def token(self, audience: str, scopes: tuple[str, ...]) -> str:
        """A token of this service for a host and some scopes; `Unavailable` where none is given."""
        ...

    def forget(self, audience: str, scopes: tuple[str, ...]) -> bool:
        """It was refused: whether another one may be had now."""
        ...


class Exchange(NamedTuple):
    """An exchange as it went, without its token; the record keeps no body of it.

    `fault` says how the other end failed, in a few words that stay the same for the same failure; empty where it did
    not, or where nothing was sent.
    """

    method: str
    url: str
    began_ms: int
    took_ms: int
    status: int
    problem: str
    fault: str = ""
    request: bytes = b""
    response: bytes = b""


class Answer(NamedTuple):
    """Status and body of an answer, and the exchange that it ended."""

    status: int
    body: bytes
    exchange: Exchange | None = None

    @property
    def is_good(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300


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
        """One exchange; `Unavailable` for whatever goes wrong on the way, `MalformedMessage` for what is too long.

        Where a token is refused that was kept for a while, its authority may sign with another key by now: it is asked
        for another one, and the request is sent once more.
        """
        answer = await self._ask(method, url, scopes, body)
        if answer.status == 401 and self._tokens.forget(urlsplit(url).hostname or "", scopes):
            return await self._ask(method, url, scopes, body)
        return answer

    async def _ask(self, method: str, url: str, scopes: tuple[str, ...], body: bytes | None) -> Answer:
        asked = Exchange(method, url, self._now_ms(), 0, 0, "", request=body or b"")
        try:
            token = await self._tokens.token(urlsplit(url).hostname or "", scopes)
        except Unavailable as error:
            self._note(asked, problem=str(error))
            raise
        try:
            async with asyncio.timeout(self._answer_s):
                status, answer = await self._exchange(method, url, token, body)
        except TimeoutError as error:
            problem = f"no answer within {self._answer_s:g} s"
            self._note(asked, problem=problem, fault="no answer")
            raise Unavailable(f"{url}: {problem}") from error
        except (Unavailable, MalformedMessage) as error:
            fault = "too long an answer" if isinstance(error, MalformedMessage) else "no answer"
            self._note(asked, problem=str(error), fault=fault)
            raise
        except asyncio.CancelledError:
            self._note(asked, problem="broken off")
            raise
        fault = "" if 200 <= status < 300 or 400 <= status < 500 else f"status {status}"
        return Answer(status, answer, self._note(asked, status=status, fault=fault, response=answer))

    def wrong(self, answer: Answer, problem: str) -> None:
        """Say of an answer that it is not what it should be, once what it says was looked at."""
        if answer.exchange is not None and not answer.exchange.fault:
            self._noted(answer.exchange._replace(problem=problem, fault=f"{WRONG}: {problem}"))

    def _note(self, asked: Exchange, **changes: Any) -> Exchange:
        made = asked._replace(took_ms=self._now_ms() - asked.began_ms, **changes)
        self._noted(made)
        return made

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
    is_wrong = exchange.fault.startswith(WRONG)
    return {
        "what": "uss_wrong_answer" if is_wrong else "uss_exchange", "role": "Client", "method": exchange.method,
        "url": exchange.url[:500], "t_ms": exchange.began_ms, "took_ms": exchange.took_ms,
        "status": exchange.status, "problem": exchange.problem[:200],
    }  # fmt: skip
