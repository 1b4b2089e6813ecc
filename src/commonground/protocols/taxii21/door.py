"""The way of every request to the TAXII server: who asks, does it take the answer, what is asked, and what comes back.

`Taxii` is what the routes share. A handler gets a `Call`. Whoever has no account is told nothing; for an account there
is nothing but its own collections, so that every other one is answered like one that was never there. What touches the
room runs in the node's writer. Each error becomes a status and an error message (TAXII 2.1 section 3.6) by one table.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from commonground.errors import (
    CommongroundError,
    MalformedMessage,
    NotAuthenticated,
    NotPermitted,
    Refused,
    Unavailable,
    Untrusted,
)
from commonground.picture.charter import Charter
from commonground.request_bodies import read_body
from commonground.room.context import Room
from commonground.room.exchange import Collection, collections_for
from commonground.room.node import Node
from commonground.room.posting import Posted

from .accounts import Account
from .codec.media import TAXII, is_taxii, takes_taxii
from .codec.resources import collection, collection_id, error
from .statuses import Statuses

T = TypeVar("T")
BYTES_MAX = 16 * 1024 * 1024
"""How long an envelope may be that is posted (`max_content_length`)."""
ROOT = "room"
DISCOVERY = "/taxii2/"
API_ROOT = f"{DISCOVERY}{ROOT}/"
_LOG = logging.getLogger("commonground.taxii")
_CHALLENGE = 'Basic realm="commonground taxii", charset="UTF-8", Bearer realm="commonground taxii"'


class NothingThere(Refused):
    """Nothing is there for this account."""


class NotTaken(Refused):
    """The client takes no answer that this server gives."""


class OtherMedia(Refused):
    """What was sent is not TAXII 2.1."""


class TooLarge(Refused):
    """More bytes than are accepted; nothing of the rest was read."""


STATUS: tuple[tuple[type[CommongroundError], int, str], ...] = (
    (NothingThere, 404, "Nothing there"),
    (NotTaken, 406, "Not acceptable"),
    (OtherMedia, 415, "Unsupported media type"),
    (TooLarge, 413, "Too large"),
    (NotAuthenticated, 401, "Credentials expected"),
    (NotPermitted, 403, "Not permitted"),
    (MalformedMessage, 400, "Not understood"),
    (Refused, 422, "Refused"),
    (Untrusted, 502, "Untrusted"),
    (Unavailable, 503, "Unavailable"),
)
"""The first that fits decides; what is not here is the node's own fault."""


class Access(Protocol):
    """Says which account a request comes from."""

    async def account(self, request: Request) -> Account: ...


class Told(Protocol):
    """Takes note of what an account got, after the answer (T-24)."""

    def note(self, account: Account, keys: list[str]) -> None: ...


class Take(Protocol):
    """Says what was posted, on a post and for an operator, and keeps with it what became of it."""

    def __call__(
        self, data: bytes, bytes_max: int, post: str, operator: str, keep: Callable[[Room, Posted], T]
    ) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class Taxii:
    """What the routes share. `base_url` is the node's own, where clients know it by another name than they ask for."""

    node: Node
    access: Access
    told: Told
    take: Take
    base_url: str = ""
    statuses: Statuses = field(default_factory=Statuses)

    @property
    def charter(self) -> Charter:
        """The charter in force."""
        return self.node.room.charter

    @property
    def party(self) -> str:
        """The party whose node this is."""
        return self.node.room.party


@dataclass(frozen=True, slots=True)
class Call:
    """One request of an account."""

    taxii: Taxii
    request: Request
    account: Account

    @property
    def id(self) -> str:
        """The identifier in the address, of an object or a status."""
        return str(self.request.path_params.get("id", ""))

    @property
    def operator(self) -> str:
        """Who acts, as the own log has it: it never leaves the party."""
        return f"machine:{self.account.name}"

    @property
    def collections(self) -> list[Collection]:
        """The collections that are there for this account."""
        return collections_for(self.taxii.charter, self.taxii.party, self.account.party)

    def collection(self) -> Collection:
        """The collection in the address, by its identifier or alias (TAXII 2.1 section 5.2)."""
        wanted = str(self.request.path_params["collection"])
        for one in self.collections:
            names = collection(self.taxii.charter, self.taxii.party, one, False)
            if wanted in (names["id"], names["alias"]):
                return one
        raise NothingThere("no such collection", field="collection", clause="TAXII 5.2")

    def collection_id(self, one: Collection) -> str:
        """The identifier of a collection."""
        return collection_id(self.taxii.charter, self.taxii.party, one)

    def may_write(self, one: Collection) -> bool:
        """Whether this account may write to a collection: its own party's, and no other."""
        return self.account.write and one.author == one.reader == self.taxii.party

    def need_taxii(self) -> None:
        """Refuse a body that is not said to be TAXII 2.1."""
        if not is_taxii(self.request.headers.get("content-type")):
            raise OtherMedia(f"{TAXII} is expected", field="content-type", clause="TAXII 1.6.8")

    async def body(self) -> bytes:
        """The whole body; `TooLarge` as soon as it is known to be longer than `BYTES_MAX`."""
        return await read_body(self.request, BYTES_MAX, _too_large)

    async def read(self, command: Callable[[Room], T]) -> T:
        """Run what only reads in the node's writer, after every change that was asked for before."""
        return await self.taxii.node.read(command)

    async def write(self, command: Callable[[Room], T]) -> T:
        """Run what may append; done when it is on disk."""
        return await self.taxii.node.write(command)


Handler = Callable[[Call], Awaitable[Response]]


def asked(taxii: Taxii, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that lets a handler see the requests of accounts that take TAXII 2.1."""

    async def endpoint(request: Request) -> Response:
        try:
            account = await taxii.access.account(request)
            if not takes_taxii(request.headers.get("accept")):
                raise NotTaken(f"{TAXII} is given", field="accept", clause="TAXII 1.6.8")
            return await handler(Call(taxii, request, account))
        except CommongroundError as error:
            return refused(error)
        except (ClientDisconnect, asyncio.CancelledError):
            raise
        except Exception as error:
            _LOG.error("unforeseen %s", type(error).__name__, exc_info=error)
            return message(500, "The node failed to answer")

    return endpoint


def refused(error: CommongroundError) -> Response:
    """The answer to a request that an error ended."""
    status, title = next(
        ((status, title) for kind, status, title in STATUS if isinstance(error, kind)),
        (500, "The node failed to answer"),
    )
    if not isinstance(error, Refused):
        _LOG.error("%s: %s", type(error).__name__, error)
        return message(status, title)
    headers = {}
    if (wait_s := error.detail.get("retry_after_s")) is not None:
        status, title, headers = 429, "Too many attempts", {"Retry-After": str(wait_s)}
    if status == 413:
        headers = {"Connection": "close"}  # or what is still to come would be read, and thrown away
    if status == 401:
        headers = {"WWW-Authenticate": _CHALLENGE}
    return message(status, title, str(error), headers)


def answer(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer of TAXII 2.1 that no cache keeps."""
    return Response(body, status, headers={"Cache-Control": "no-store"} | (headers or {}), media_type=TAXII)


def message(
    status: int, title: str, description: str = "", headers: dict[str, str] | None = None
) -> Response:
    """An error message."""
    return answer(error(status, title, description), status, headers)


def _too_large() -> TooLarge:
    return TooLarge(f"at most {BYTES_MAX} bytes are accepted", clause="TAXII 4.2")
