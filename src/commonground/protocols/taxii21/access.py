"""Which account a request comes from: HTTP Basic, a bearer token, or a client certificate.

A password is slow to check on purpose, so a right one is remembered in memory, by a hash with a key that is drawn at
each start, for as long as the account has the same one. Wrong ones are counted and refused after a few.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.requests import Request

from commonground.errors import NotAuthenticated, NotPermitted
from commonground.room.leaving import has_left
from commonground.room.node import Node

from .accounts import Account, account_with, find_account, sha256_hex

REMEMBERED_MAX = 1_000
_NO_CREDENTIALS = "credentials of an account are expected"

Matches = Callable[[str, str], Awaitable[bool]]
"""Whether a secret is that of a kept hash; takes as long where there is none."""


class Throttle(Protocol):
    """Counts attempts that failed; refuses one that is too many."""

    def begin(self, name: str, address: str, now_ms: int) -> None: ...
    def succeeded(self, name: str, address: str) -> None: ...


class Access:
    """Says which account asks. `NotAuthenticated` where none does."""

    def __init__(self, node: Node, matches: Matches, throttle: Throttle) -> None:
        self._node = node
        self._matches = matches
        self._throttle = throttle
        self._key = secrets.token_bytes(32)
        self._right: OrderedDict[bytes, str] = OrderedDict()

    async def account(self, request: Request) -> Account:
        """The account that a request comes from, of a party that has not left the room."""
        found = await self._found(request)
        if found is None:
            raise NotAuthenticated(_NO_CREDENTIALS, field="authorization")
        room = self._node.room
        if found.party != room.party:
            if found.party not in room.charter.others(room.party):
                raise NotAuthenticated(_NO_CREDENTIALS, field="authorization")
            if await self._node.read(lambda room: has_left(room, found.party, room.clock.now_ms())):
                raise NotPermitted("its party has left the room", field="authorization")
        return found

    async def _found(self, request: Request) -> Account | None:
        said = request.headers.get("authorization")
        if said is None:
            return await self._by_certificate(request)
        scheme, _, value = said.partition(" ")
        if scheme.lower() == "bearer":
            return await self._by_secret(value.strip().encode())
        if scheme.lower() == "basic":
            return await self._by_password(value.strip(), request)
        return None

    async def _by_secret(self, secret: bytes) -> Account | None:
        wanted = sha256_hex(secret)
        return await self._node.read(lambda room: account_with(room.store, wanted))

    async def _by_certificate(self, request: Request) -> Account | None:
        """By the certificate with which the connection was opened (ASGI, extension TLS)."""
        chain = request.scope.get("extensions", {}).get("tls", {}).get("client_cert_chain", ())
        return await self._by_secret(ssl.PEM_cert_to_DER_cert(chain[0])) if chain else None

    async def _by_password(self, value: str, request: Request) -> Account | None:
        """RFC 7617, in UTF-8."""
        try:
            name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
        except ValueError:
            return None
        if not colon:
            return None
        found = await self._node.read(lambda room: find_account(room.store, name))
        mark = hmac.new(self._key, f"{name}\n{password}".encode(), hashlib.sha256).digest()
        kept = "" if found is None else found.password_hash
        if kept and self._right.get(mark) == kept:
            self._right.move_to_end(mark)
            return found
        return found if await self._is_right(name, password, kept, mark, request) else None

    async def _is_right(self, name: str, password: str, kept: str, mark: bytes, request: Request) -> bool:
        address = request.client.host if request.client is not None else ""
        self._throttle.begin(name, address, self._node.room.clock.now_ms())
        if not await self._matches(kept, password) or not kept:
            return False
        self._throttle.succeeded(name, address)
        self._right[mark] = kept
        while len(self._right) > REMEMBERED_MAX:
            self._right.popitem(last=False)
        return True
