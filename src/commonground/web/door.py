"""The way of every request: who is it, may it write, parse it, run it in the node's writer, answer.

A route is a function of a `Call`. `signed_in` wraps it: session, origin, for a POST also the CSRF token, then the
handler, then one table from errors to answers. What touches a room runs in the node's writer thread by `read` or
`write`; nothing here touches one directly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import CommongroundError, NotPermitted
from ..geo.gazetteer import Gazetteer
from ..room.context import Room
from ..room.node import Node
from ..room.posts import require_post
from ..room.rows import Look, notice_row, site_row
from ..room.rows_index import RowsIndex
from ..room.rows_kept import KeptRows
from .auth import Authenticator, User
from .bodies import read_record
from .compressed import compressed
from .errors_http import error_response, fault_response, json_response
from .feed import Feed
from .on_duty import Looks
from .sessions import (
    Session,
    check_csrf,
    check_same_origin,
    cookie_name,
    find_session,
    is_stale,
    token_id,
    token_of,
    touch,
)
from .settings import Settings
from .throttle import Throttle

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Web:
    """What the routes of one node share."""

    node: Node
    gazetteer: Gazetteer
    settings: Settings
    authenticator: Authenticator
    index: RowsIndex
    feed: Feed
    kept: dict[str, KeptRows] = field(
        default_factory=lambda: {"notice": KeptRows(notice_row), "site": KeptRows(site_row)}
    )
    throttle: Throttle = field(default_factory=Throttle)
    looks: Looks = field(default_factory=Looks)

    @property
    def party(self) -> str:
        """The party whose node this is."""
        return self.node.room.party

    @property
    def cookie(self) -> str:
        """Name of the session cookie."""
        return cookie_name(self.party, self.settings)

    def now_ms(self) -> int:
        """The node's clock."""
        return self.node.room.clock.now_ms()

    async def read(self, command: Callable[[Room], T]) -> T:
        """Run a command that only reads in the node's writer."""
        return await self.node.read(command)

    async def write(self, command: Callable[[Room], T]) -> T:
        """Run a command that may append; done when the commit is on disk."""
        return await self.node.write(command)

    def look(self, room: Room) -> Look:
        """The live picture, for rows. Call it in the node's writer."""
        self.index.keep_up(room)
        self.index.conflicts(room)
        return Look(room=room, index=self.index, now_ms=room.clock.now_ms())


@dataclass(frozen=True, slots=True)
class Call:
    """One request of somebody who is signed in."""

    web: Web
    request: Request
    user: User
    session: Session

    @property
    def post(self) -> str:
        """The post that was taken, empty where none was."""
        return self.session.post

    def require(self, action: str) -> str:
        """The post that was taken, if it may do this; refuses otherwise."""
        require_post(action, self.post)
        return self.post

    def part(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    @property
    def key(self) -> str:
        """`author/id` of the address."""
        return f"{self.part('author')}/{self.part('id')}"

    async def body(self, kind: type[T], bytes_max: int | None = None) -> T:
        """The body of the request as `kind`."""
        return await read_record(self.request, kind, bytes_max or self.web.settings.body_bytes_max)


Handler = Callable[[Call], Awaitable[Any]]
Open = Callable[[Web, Request], Awaitable[Any]]


def get(web: Web, path: str, handler: Handler, *, admin: bool = False) -> Route:
    """A GET for those who are signed in."""
    return Route(path, signed_in(web, handler, admin=admin), methods=["GET"])


def post(web: Web, path: str, handler: Handler, *, admin: bool = False) -> Route:
    """A POST for those who are signed in; origin and CSRF token are looked at first."""
    return Route(path, signed_in(web, handler, admin=admin), methods=["POST"])


def signed_in(web: Web, handler: Handler, *, admin: bool) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that lets a handler see only requests of a session."""

    async def endpoint(request: Request) -> Response:
        async def run() -> Any:
            call = await identify(web, request)
            # A GET too: to open a site or to export is told to its originator, and cookies know no ports.
            check_same_origin(request)
            if request.method == "POST":
                check_csrf(request, call.session)
            if admin and not call.user.admin:
                raise NotPermitted("an admin is expected", field="user")
            return await handler(call)

        return await answered(run, request)

    return endpoint


def open_to_all(web: Web, handler: Open) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of the few routes that need no session."""

    async def endpoint(request: Request) -> Response:
        async def run() -> Any:
            if request.method == "POST":
                check_same_origin(request)
            return await handler(web, request)

        return await answered(run, request)

    return endpoint


async def answered(run: Callable[[], Awaitable[Any]], request: Request) -> Response:
    """Run a handler; its value is JSON unless it is an answer already, its error goes through the table."""
    try:
        value = await run()
    except CommongroundError as error:
        return error_response(error)
    except (ClientDisconnect, asyncio.CancelledError):
        raise
    except Exception as error:
        return fault_response(error)
    return value if isinstance(value, Response) else compressed(json_response(value), request)


async def identify(web: Web, request: Request) -> Call:
    """Who sent this; `NotAuthenticated` where no session holds."""
    session_id = token_id(token_of(request, web.cookie))

    def look_up(room: Room) -> tuple[Session, User, bool]:
        now_ms = room.clock.now_ms()
        session, user = find_session(room.store, session_id, now_ms, web.settings)
        return session, user, is_stale(session, now_ms)

    session, user, stale = await web.read(look_up)
    if stale:
        await web.write(lambda room: touch(room.store, session_id, room.clock.now_ms()))
    return Call(web=web, request=request, user=user, session=session)
