"""The keys that tokens are verified with: from PEM files and from the JWKS address of an authority.

Both may change without a restart. A file is read again when it has changed; one that is gone takes its keys with it,
one that does not parse leaves the keys that it held. An address is asked when the node needs its first key, when a
token names a key that is not known, and every few minutes while tokens come; at most once in ten seconds, so that
nobody can have it asked more often, and keys that were not confirmed for an hour are forgotten.
It verifies nothing (`jose`) and lets nobody in (`access`).
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from commonground.errors import CommongroundError, MalformedMessage, Refused, Unavailable

from .authority import Authority
from .jose import TokenKey, jwks_keys, pem_keys

FILE_BYTES_MAX = 64 * 1024
JWKS_BYTES_MAX = 64 * 1024
ANSWER_S_MAX = 5.0
#: A file is looked at no more often.
LOOK_MS = 1_000
#: An address is asked no more often, and again after so long.
PAUSE_MS = 10_000
FRESH_MS = 300_000
#: As long as a token may hold: after it, an authority that cannot be reached has no valid token left either.
KEPT_MS = 3_600_000
_LOG = logging.getLogger("commonground.f3548")
_Seen = tuple[int, int, int]


@dataclass(slots=True)
class _File:
    path: Path
    seen: _Seen | None = None
    keys: list[TokenKey] = field(default_factory=list)


@dataclass(slots=True)
class Jwks:
    """What an authority publishes at an address, or at the one that its metadata names. Asked in one event loop."""

    at: str | Authority
    trust: ssl.SSLContext | None = None
    transport: httpx.AsyncBaseTransport | None = None
    keys: list[TokenKey] = field(default_factory=list)
    asked_ms: int | None = None
    confirmed_ms: int | None = None
    _client: httpx.AsyncClient | None = None
    _asking: asyncio.Task[None] | None = None

    def current(self, now_ms: int) -> list[TokenKey]:
        """The keys that were confirmed within the last hour."""
        known = self.confirmed_ms is not None and 0 <= now_ms - self.confirmed_ms < KEPT_MS
        return self.keys if known else []

    async def foresee(self, kid: str, now_ms: int) -> None:
        """Have the key of a token at hand, if the authority publishes it; ask again now and then all the same."""
        keys = self.current(now_ms)
        is_lacking = not keys or (kid != "" and all(one.kid != kid for one in keys))
        is_stale = self.confirmed_ms is None or not 0 <= now_ms - self.confirmed_ms < FRESH_MS
        may_ask = self.asked_ms is None or not 0 <= now_ms - self.asked_ms < PAUSE_MS
        if self._asking is None and may_ask and (is_lacking or is_stale):
            self.asked_ms = now_ms
            self._asking = asyncio.create_task(self._ask(now_ms))
        if self._asking is not None and is_lacking:
            await asyncio.shield(self._asking)

    async def _ask(self, now_ms: int) -> None:
        try:
            self.keys, self.confirmed_ms = jwks_keys(await self._fetched()), now_ms
        except (CommongroundError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            _LOG.warning("the keys of the authority for tokens were not read: %s", type(error).__name__)
        finally:
            self._asking = None

    async def _fetched(self) -> bytes:
        url = self.at if isinstance(self.at, str) else (await self.at.metadata()).jwks_uri
        if not url:
            raise Unavailable("the authority for tokens names no address of its keys")
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self.transport, timeout=ANSWER_S_MAX, trust_env=False, follow_redirects=False,
                verify=True if self.trust is None else self.trust, headers={"Accept-Encoding": "identity"},
            )  # fmt: skip
        async with asyncio.timeout(ANSWER_S_MAX), self._client.stream("GET", url) as answer:
            if answer.status_code != 200:
                raise Unavailable(f"status {answer.status_code}")
            data = bytearray()
            async for chunk in answer.aiter_raw():
                data += chunk
                if len(data) > JWKS_BYTES_MAX:
                    raise MalformedMessage(f"at most {JWKS_BYTES_MAX} bytes are accepted")
            return bytes(data)

    async def close(self) -> None:
        """Let the connections go."""
        if self._asking is not None:
            self._asking.cancel()
        if self._client is not None:
            await self._client.aclose()


class Keys:
    """All keys that a node trusts for tokens. `revision` grows whenever others are trusted than before."""

    def __init__(self, files: Sequence[Path] = (), jwks: Jwks | None = None) -> None:
        """Read the files; `Refused` names one that cannot be read or holds no public key."""
        self._files = [_File(path) for path in files]
        self._jwks = jwks
        self._looked_ms: int | None = None
        self._current: list[TokenKey] = []
        self.revision = 0
        for one in self._files:
            _read(one)

    def current(self, now_ms: int) -> list[TokenKey]:
        """The keys of this moment. Files that have changed are read, once a second at most."""
        if self._looked_ms is None or not 0 <= now_ms - self._looked_ms < LOOK_MS:
            self._looked_ms = now_ms
            for one in self._files:
                _look(one)
        keys = [key for one in self._files for key in one.keys]
        keys += self._jwks.current(now_ms) if self._jwks is not None else []
        if list(map(id, keys)) != list(map(id, self._current)):
            self._current = keys
            self.revision += 1
        return keys

    async def foresee(self, kid: str, now_ms: int) -> None:
        """Have the key of that name at hand, wherever it comes from."""
        if self._jwks is not None and all(key.kid != kid for one in self._files for key in one.keys):
            await self._jwks.foresee(kid, now_ms)

    async def close(self) -> None:
        """Let the connections go."""
        if self._jwks is not None:
            await self._jwks.close()


def _look(one: _File) -> None:
    """Read a file again when it has changed; what went wrong is told in the node's own log."""
    try:
        if _seen(one.path) != one.seen:
            _read(one)
    except FileNotFoundError:
        if one.keys:
            _LOG.warning("a file of keys is gone, and its keys with it: %s", one.path.name)
        one.keys, one.seen = [], None
    except (Refused, OSError) as error:
        _LOG.warning("a file of keys was not read: %s: %s", one.path.name, type(error).__name__)


def _read(one: _File) -> None:
    try:
        seen = _seen(one.path)
        with one.path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError:
        if one.seen is not None:
            raise
        raise Refused(f"{one.path}: no such file", field="f3548.public_keys") from None
    except OSError as error:
        raise Refused(f"{one.path}: {error.strerror or error}", field="f3548.public_keys") from error
    if len(data) > FILE_BYTES_MAX:
        raise Refused(f"{one.path}: at most {FILE_BYTES_MAX} bytes expected", field="f3548.public_keys")
    try:
        one.keys = pem_keys(data)
    except MalformedMessage as error:
        raise Refused(f"{one.path}: {error.reason}", field="f3548.public_keys") from error
    one.seen = seen


def _seen(path: Path) -> _Seen:
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino
