"""Who may ask: a bearer token to a caller, by the keys that are known at the moment.

`Access.caller` answers at once and never waits for a network: `Gate`, in front of an application, lets the key of a
token be fetched first, and refuses a request that carries two tokens. Failures are `NotAuthenticated` (401: no token or
a bad one) and `NotPermitted` (403: its scopes do not do), with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from commonground.errors import MalformedMessage, NotAuthenticated
from commonground.record import encode_canonical

from .codec.claims import Caller, Claims, TokenTerms, caller_of, json_object
from .jose import TOKEN_CHARS_MAX, header_of, verified
from .keys import Keys

#: Tokens whose signature was verified: a service shows the same one for an hour.
VERIFIED_MAX = 1_024
_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([^ ]+) *")


class Clock(Protocol):
    """Wall clock of the node."""

    def now_ms(self) -> int: ...


class Access:
    """Who may ask this node, by tokens on these terms and with these keys."""

    def __init__(self, terms: TokenTerms, keys: Keys, clock: Clock) -> None:
        self._terms, self._keys, self._clock = terms, keys, clock
        self._verified: dict[str, Claims] = {}
        self._revision = -1

    def caller(self, authorization: str | None, any_of: Sequence[Sequence[str]]) -> Caller:
        """The caller of a request with this header, whose token has all scopes of one of these.

        `NotAuthenticated` and `NotPermitted` say why there is none (RFC 6750 section 3.1).
        """
        now_ms = self._clock.now_ms()
        return caller_of(self._claims(token_of(authorization), now_ms), self._terms, any_of, now_ms)

    def _claims(self, token: str, now_ms: int) -> Claims:
        keys = self._keys.current(now_ms)
        if self._keys.revision != self._revision or len(self._verified) >= VERIFIED_MAX:
            self._verified, self._revision = {}, self._keys.revision
        claims = self._verified.get(token)
        if claims is None:
            payload = verified(token, header_of(token), keys)
            try:
                claims = json_object(payload)
            except MalformedMessage as error:
                raise NotAuthenticated(f"the claims of the token: {error.reason}") from error
            self._verified[token] = claims
        return claims

    async def foresee(self, authorization: str | None) -> None:
        """Have the key of a token at hand where the authority publishes it; never an error."""
        try:
            kid = header_of(token_of(authorization)).kid
        except NotAuthenticated:
            return
        await self._keys.foresee(kid, self._clock.now_ms())

    async def close(self) -> None:
        """Let connections go."""
        await self._keys.close()


def token_of(authorization: str | None) -> str:
    """The token of a header `Authorization: Bearer ...` (RFC 6750 section 2.1)."""
    if not authorization:
        raise NotAuthenticated("a bearer token is expected (header Authorization)")
    if len(authorization) > TOKEN_CHARS_MAX + 16:
        raise NotAuthenticated(f"a token of at most {TOKEN_CHARS_MAX} characters is expected")
    found = _BEARER.fullmatch(authorization)
    if found is None:
        raise NotAuthenticated("one bearer token is expected: Authorization: Bearer TOKEN")
    return found.group(1)


class Gate:
    """In front of an application that asks for tokens: one token a request, and its key at hand."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through to the application, or answer that it carries two tokens."""
        if scope["type"] == "http":
            shown = [value for name, value in scope["headers"] if name == b"authorization"]
            if len(shown) > 1:
                await _two_tokens()(scope, receive, send)
                return
            if shown:
                await self._access.foresee(shown[0].decode("latin-1"))
        await self._app(scope, receive, send)


def _two_tokens() -> Response:
    body = encode_canonical({"message": "one header Authorization is expected, and there are two"})
    headers = {"Cache-Control": "no-store", "WWW-Authenticate": "Bearer"}
    return Response(body, 401, headers=headers, media_type="application/json")
