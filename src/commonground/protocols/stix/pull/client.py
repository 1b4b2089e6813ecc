"""Asks one TAXII server one thing at a time: bounded in time and size, never led elsewhere, in words of our own.

The operator typed the address, so a private one is as good as any; what a server then points at is another matter:
no redirect is followed, and its secret goes to the host of its source alone. An answer is not retried here.
"""

from __future__ import annotations

import asyncio
import base64
import os
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from commonground.errors import NotPermitted, Refused, Unavailable

from ..codec.answers import ACCEPTED, ANSWER_BYTES_MAX, MEDIA_TYPE, wait_ms
from .source import Source

CONNECT_S_MAX = 10.0
ANSWER_S_MAX = 60.0
ENDS = ("first", "last")
NOT_UNDERSTOOD = frozenset({400, 404, 410, 416, 422})


class AskedToWait(Unavailable):
    """The server wants to be asked later (429, 503)."""

    def __init__(self, reason: str, wait_ms: int) -> None:
        self.wait_ms = wait_ms
        super().__init__(reason)


class NotThere(Refused):
    """The server does not know what was asked for, or does not understand it: a `next` that it has forgotten, too."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: its bytes, and when the first and the last of its objects were added."""

    data: bytes
    first_added: str
    last_added: str


class Client:
    """Asks the server of one source. Used in one event loop."""

    def __init__(
        self, source: Source, now_ms: int, *, transport: httpx.AsyncBaseTransport | None = None,
        answer_s: float = ANSWER_S_MAX,
    ) -> None:  # fmt: skip
        self._now_ms, self._answer_s = now_ms, answer_s
        self._place = place_of(source.url)
        self._http = httpx.AsyncClient(
            transport=transport,
            verify=_trust(source),
            timeout=httpx.Timeout(answer_s, connect=CONNECT_S_MAX),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": ACCEPTED, "Accept-Encoding": "identity", **_credentials(source)},
        )

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def get(self, url: str, query: Mapping[str, str] | None = None) -> Answer:
        """What stands at an address of this source's host."""
        if place_of(url) != self._place:
            raise Refused("it points at another host, which is not asked")
        try:
            async with asyncio.timeout(self._answer_s):
                request = self._http.build_request("GET", url, params=query)
                answer = await self._http.send(request, stream=True)
                try:
                    self._refuse_bad(answer)
                    first, last = (answer.headers.get(f"x-taxii-date-added-{one}", "") for one in ENDS)
                    return Answer(await _body(answer), first, last)
                finally:
                    await answer.aclose()
        except (TimeoutError, httpx.TimeoutException):
            raise Unavailable(f"no answer within {self._answer_s:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            if _is_distrusted(error):
                raise Unavailable("its certificate is of no authority that is trusted here") from None
            if isinstance(error, httpx.ConnectError):
                raise Unavailable("it cannot be reached") from None
            raise Unavailable("its answer broke off") from None

    def _refuse_bad(self, answer: httpx.Response) -> None:
        """Refuse what is no answer of TAXII 2.1 (section 3.3); what else it says is not read."""
        status = answer.status_code
        if status in (429, 503):
            wait = wait_ms(answer.headers.get("retry-after", ""), self._now_ms)
            raise AskedToWait("it asks us to wait", wait)
        if status == 401:
            raise NotPermitted("it did not take the name and the secret")
        if status == 403:
            raise NotPermitted("it does not let us read this")
        if status in NOT_UNDERSTOOD:
            raise NotThere(f"it does not know what was asked for ({status})")
        if status in (406, 415):
            raise Refused("it does not speak TAXII 2.1")
        if 300 <= status < 400:
            raise Refused("it sends us to another address, which is not followed")
        if status >= 500:
            raise Unavailable(f"it failed ({status})")
        if status != 200:
            raise Refused(f"it answered with status {status}")
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise Refused("it answered in an encoding that was not asked for")
        kind, _, terms = answer.headers.get("content-type", "").partition(";")
        version = terms.replace(" ", "").replace('"', "").lower()
        if kind.strip().lower() != MEDIA_TYPE or ("version=" in version and "version=2.1" not in version):
            raise Refused("it does not speak TAXII 2.1")


async def _body(answer: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.aiter_raw():
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            raise Refused(f"it answered with more than {ANSWER_BYTES_MAX} bytes", clause="limits")
        parts.append(part)
    return b"".join(parts)


def place_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address: who is asked, and how."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    return (parts.scheme, parts.hostname or "", port or (443 if parts.scheme == "https" else 80))


def _credentials(source: Source) -> dict[str, str]:
    if source.auth == "basic":
        pair = f"{source.user}:{source.secret}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    return {"Authorization": f"Bearer {source.secret}"} if source.auth == "bearer" else {}


def _trust(source: Source) -> ssl.SSLContext | bool:
    """Whose certificates are taken, and which one is shown."""
    if urlsplit(source.url).scheme != "https":
        return False
    try:
        context = ssl.create_default_context(cadata=source.trust or None)
        if source.auth == "certificate":
            _show(context, source.secret)
    except (ssl.SSLError, ValueError):
        raise Refused("its certificates do not read: certificates and keys in PEM are expected") from None
    return context


def _show(context: ssl.SSLContext, pem: str) -> None:
    """Show a certificate. The library reads keys from files alone; this one is its owner's, and is gone at once."""
    handle, path = tempfile.mkstemp()
    try:
        with os.fdopen(handle, "w", encoding="ascii", errors="strict") as file:
            file.write(pem)
        context.load_cert_chain(path, password=lambda: "")
    finally:
        os.unlink(path)


def _is_distrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
