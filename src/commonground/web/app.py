"""The web of one node as an ASGI application: routes, headers, and the tasks that run beside them.

`make_app` is what `compose` calls, once for each node; several may run in one process. The application starts no
node and opens no store. Its tasks are the feed, its beats, and the clock of the desk: held releases that are due and
what the watch does by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import CommongroundError, Refused
from ..geo.gazetteer import Gazetteer
from ..room import onward
from ..room.context import Room
from ..room.desk import held_releases, is_due, release_due
from ..room.node import Node
from ..room.rows_index import RowsIndex
from ..room.watch import tick, waits
from . import (
    routes_agreements,
    routes_alarms,
    routes_announce,
    routes_drill,
    routes_export,
    routes_find,
    routes_import,
    routes_information,
    routes_line,
    routes_members,
    routes_notices,
    routes_objects,
    routes_onward,
    routes_phrase,
    routes_picture,
    routes_plain,
    routes_pulled,
    routes_record,
    routes_roster,
    routes_session,
    routes_sites,
    routes_sky,
    routes_stix,
    routes_users,
)
from .auth import Authenticator, PasswordAuthenticator
from .door import Web
from .errors_http import NotFound, error_response, fault_response, status_of
from .feed import Feed
from .headers import SecurityHeaders
from .on_duty import look_again
from .sessions import live_sessions
from .settings import Settings

_LOG = logging.getLogger("commonground.web")


def make_app(
    node: Node,
    gazetteer: Gazetteer,
    *,
    settings: Settings | None = None,
    authenticator: Authenticator | None = None,
) -> Starlette:
    """The application of one node; its `state.web` is what the routes share.

    Where no server runs its lifespan (it is mounted, or lifespans are off), the caller holds `background(web)` open.
    """
    settings = settings or Settings()
    index = RowsIndex()
    feed = Feed(
        node=node, index=index, settings=settings,
        still_live=lambda room: {one.id for one in live_sessions(room.store, room.clock.now_ms(), settings)},
    )  # fmt: skip
    web = Web(
        node=node, gazetteer=gazetteer, settings=settings, index=index, feed=feed,
        authenticator=authenticator or PasswordAuthenticator(),
    )  # fmt: skip
    app = Starlette(
        routes=[
            *routes_session.routes(web),
            *routes_picture.routes(web),
            *routes_announce.routes(web),
            *routes_notices.routes(web),
            *routes_import.routes(web),
            *routes_sites.routes(web),
            *routes_onward.routes(web),
            *routes_line.routes(web),
            *routes_alarms.routes(web),
            *routes_information.routes(web),
            *routes_stix.routes(web),
            *routes_objects.routes(web),
            *routes_pulled.routes(web),
            *routes_agreements.routes(web),
            *routes_phrase.routes(web),
            *routes_roster.routes(web),
            *routes_members.routes(web),
            *routes_find.routes(web),
            *routes_record.routes(web),
            *routes_export.routes(web),
            *routes_users.routes(web),
            *routes_drill.routes(web),
            *_flight_routes(web),
            *routes_sky.routes(web),
            *routes_plain.api_routes(web),
            *routes_plain.page_routes(web),
        ],
        middleware=[
            Middleware(SecurityHeaders, is_tls=settings.secure_cookie),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
        ],
        exception_handlers={HTTPException: _http_error, Exception: _fault},
        lifespan=_lifespan(web),
    )
    app.state.web = web
    return app


def _flight_routes(web: Web) -> list[Route]:
    """Routes of drone flights, at a node that plans some: no other loads what they need."""
    if web.settings.flights is None:
        return []
    from . import routes_flights

    return routes_flights.routes(web, web.settings.flights)


def _lifespan(web: Web) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with background(web):
            yield

    return lifespan


@contextlib.asynccontextmanager
async def background(web: Web) -> AsyncIterator[None]:
    """Run the tasks of a node's web while the block runs; the application's lifespan does, where a server calls it."""
    tasks = [asyncio.create_task(step) for step in (web.feed.run(), web.feed.run_beats(), run_clock(web))]
    try:
        yield
    finally:
        web.feed.end_all()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_clock(web: Web) -> None:
    """Do what is due, twice a second, until cancelled."""
    while True:
        try:
            await tick_once(web)
        except CommongroundError as error:
            _LOG.warning("the clock missed a step: %s", error)
        except Exception:
            _LOG.exception("the clock missed a step")
        await asyncio.sleep(web.settings.tick_s)


async def tick_once(web: Web) -> None:
    """Release what was held long enough, one at a time, and let the watch do its part."""
    while await web.read(_is_due):
        if await web.write(lambda room: release_due(room, room.clock.now_ms())) is None:
            break
    while await web.read(_grant_is_due):
        if not await web.write(lambda room: onward.release_due(room, room.clock.now_ms())):
            break
    if await web.read(lambda room: _has_to_look(room, web)):
        await web.write(lambda room: _keep_watch(room, web))


def _has_to_look(room: Room, web: Web) -> bool:
    now_ms = room.clock.now_ms()
    return web.looks.are_due(now_ms) or waits(room, now_ms)


def _keep_watch(room: Room, web: Web) -> int:
    look_again(room, web.looks, web.settings)
    return tick(room, room.clock.now_ms())


def _is_due(room: Room) -> bool:
    now_ms = room.clock.now_ms()
    return any(is_due(room, one, now_ms) for one in held_releases(room))


def _grant_is_due(room: Room) -> bool:
    now_ms = room.clock.now_ms()
    return any(onward.is_due(room, one, now_ms) for one in onward.held_grants(room))


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    refusal = NotFound("nothing at this address") if error.status_code == 404 else Refused(error.detail)
    response = error_response(refusal)
    response.status_code = error.status_code if error.status_code != 404 else status_of(refusal)
    return response


async def _fault(_: Request, error: Exception) -> Response:
    return fault_response(error)
