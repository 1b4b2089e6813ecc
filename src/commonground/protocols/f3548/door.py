"""The way of every request to the DSS: who asks, what, may it, and what the answer says.

`Dss` is what the routes share. A handler gets a `Call`; who may not, what does not parse and what is refused becomes a
status and a message by one table, after the published API. What touches the room runs in the node's writer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from commonground.errors import (
    CommongroundError,
    MissingKeys,
    NotAuthenticated,
    NotPermitted,
    Refused,
    StaleVersion,
    Unavailable,
    Untrusted,
)
from commonground.record import BODY_BYTES_MAX, encode_canonical
from commonground.request_bodies import read_body
from commonground.room.airspace.refusing import IsDown, KeysLacking, NotHeld
from commonground.room.context import Room
from commonground.room.node import Node
from commonground.room.uss.refusing import NothingHeard, NotStraying

from .codec.references import lacking

T = TypeVar("T")
SMALL_BYTES = 32 * 1024
"""Above this a body is parsed in a thread of its own, so that nobody else waits."""
_LOG = logging.getLogger("commonground.f3548")


class Caller(Protocol):
    """Who asks: the service that a token names, and what that token is good for."""

    @property
    def sub(self) -> str: ...
    @property
    def scopes(self) -> frozenset[str]: ...


class Access(Protocol):
    """Who may ask: `NotAuthenticated` and `NotPermitted` say why not."""

    def caller(self, authorization: str | None, *, any_of: Sequence[Sequence[str]]) -> Caller:
        """The caller of a request with this header, whose token has all scopes of one of these."""
        ...


class TooLarge(Refused):
    """More bytes than the DSS accepts; nothing of the rest was read."""


STATUS: tuple[tuple[type[CommongroundError], int], ...] = (
    (TooLarge, 413),
    (NotAuthenticated, 401),
    (NotPermitted, 403),
    (NotHeld, 404),
    (IsDown, 412),
    (NotStraying, 409),
    (NothingHeard, 412),
    (StaleVersion, 409),
    (MissingKeys, 409),
    (Refused, 400),
    (Untrusted, 502),
    (Unavailable, 503),
)
"""The first that fits decides; what is not here is the node's own fault."""


@dataclass(frozen=True, slots=True)
class Dss:
    """What the routes share. `allow_http` lets services be reached without TLS; `version` is what the node runs."""

    node: Node
    access: Access
    version: str
    allow_http: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a service that may make it."""

    dss: Dss
    request: Request
    caller: Caller

    @property
    def manager(self) -> str:
        """The service that asks."""
        return self.caller.sub

    def part(self, name: str) -> str:
        """A part of the address, empty where it is not there."""
        return str(self.request.path_params.get(name, ""))

    async def parsed(self, parse: Callable[[bytes], T]) -> T:
        """The body, parsed."""
        data = await read_body(self.request, BODY_BYTES_MAX, _too_large)
        return parse(data) if len(data) <= SMALL_BYTES else await asyncio.to_thread(parse, data)

    async def read(self, command: Callable[[Room], T]) -> T:
        """Run what only reads in the node's writer, after every change that was asked for before."""
        return await self.dss.node.read(command)

    async def write(self, command: Callable[[Room], T]) -> T:
        """Run what may append; done when it is on disk (F3548-21 DSS0215)."""
        return await self.dss.node.write(command)


Handler = Callable[[Call], Awaitable[Response]]


def asked(
    dss: Dss, handler: Handler, any_of: Sequence[Sequence[str]]
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that lets a handler see the requests of those whose token is good for one of these scopes
    (F3548-21 DSS0210,A2-7-2,7).
    """

    async def endpoint(request: Request) -> Response:
        caller: Caller | None = None
        try:
            caller = dss.access.caller(request.headers.get("authorization"), any_of=any_of)
            return await handler(Call(dss, request, caller))
        except CommongroundError as error:
            return refused(error, "" if caller is None else caller.sub)
        except (ClientDisconnect, asyncio.CancelledError):
            raise
        except Exception as error:
            _LOG.error("unforeseen %s", type(error).__name__, exc_info=error)
            return message("the node failed to answer", 500)

    return endpoint


def refused(error: CommongroundError, caller: str) -> Response:
    """The answer to a request that an error ended."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    if isinstance(error, KeysLacking):
        return answer(lacking(_said(error), error.intents, error.constraints, caller), 409)
    if isinstance(error, Refused):
        made = message(_said(error), status)
        if isinstance(error, NotAuthenticated):
            made.headers["WWW-Authenticate"] = "Bearer"
        return made
    _LOG.error("%s: %s", type(error).__name__, error)
    return message("the node cannot answer now" if status == 503 else "the node failed to answer", status)


def _said(error: Refused) -> str:
    clause = f" ({error.clause})" if error.clause else ""
    return f"{error.field}: {error.reason}{clause}" if error.field else f"{error.reason}{clause}"


def answer(body: bytes, status: int = 200) -> Response:
    """A JSON answer that no cache keeps."""
    return Response(body, status, headers={"Cache-Control": "no-store"}, media_type="application/json")


def message(text: str, status: int) -> Response:
    """An answer that says in words what happened."""
    return answer(encode_canonical({"message": text}), status)


def _too_large() -> TooLarge:
    return TooLarge(f"at most {BODY_BYTES_MAX} bytes are accepted", clause="limits")
