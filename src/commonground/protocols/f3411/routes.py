"""What a node serves to services of remote identification: its DSS, and where it is told that an area changed.

    /rid/v2/dss/...   /v1/dss/...    service areas and subscriptions, of 22a and of 19
    /rid/v2/uss/...   /v1/uss/...    notifications of service areas; this node has no flights of its own

Who may call is decided by the access check that is handed in; what a caller wants, by the use cases (`dss`). Answers
are those of the published API, refusals too; they never repeat what was sent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commonground.errors import (
    CommongroundError,
    MalformedMessage,
    NotAuthenticated,
    NotPermitted,
    Refused,
    StaleVersion,
    Unavailable,
)
from commonground.geo.cells import cells_of
from commonground.record import encode_canonical
from commonground.room.context import Room
from commonground.room.node import Node

from .codec.dialect import Dialect
from .codec.held import Extents, Notice, Put
from .codec.values import (
    TooLarge,
    flight_id,
    identifier,
    instant_ms,
    polygon_text,
    version_text,
    view_corners,
)
from .dss import Changed, Dss, NotHeld, TooMany

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
BODY_BYTES_MAX = 4 * 1024 * 1024

# The first that fits decides.
STATUS: tuple[tuple[type[CommongroundError], int], ...] = (
    (NotHeld, 404),
    (TooMany, 429),
    (TooLarge, 413),
    (NotAuthenticated, 401),
    (NotPermitted, 403),
    (StaleVersion, 409),
    (Refused, 400),
    (Unavailable, 503),
)


class Caller(Protocol):
    """Who calls, as an access check found out."""

    @property
    def sub(self) -> str:
        """The name of the service."""
        ...


class CheckAccess(Protocol):
    """Says who calls by the header `Authorization`; refuses who shows no token, or none of the scopes."""

    def caller(self, authorization: str | None, *, any_of: Sequence[Sequence[str]]) -> Caller:
        """The caller whose token has all scopes of one of these; `NotAuthenticated`, `NotPermitted` with the reason."""
        ...


@dataclass(frozen=True, slots=True)
class RidDesk:
    """What the routes need: the node's writer, the books, who may call, and whom a notice wakes."""

    node: Node
    dss: Dss
    access: CheckAccess
    dialects: tuple[Dialect, ...]
    noticed: Callable[[Dialect, Notice], None]
    allow_http: bool = False

    async def read(self, command: Callable[[Room], T]) -> T:
        """Run a reading command in the node's writer."""
        return await self.node.read(command)

    async def write(self, command: Callable[[Room], T]) -> T:
        """Run a command that writes, and wait for its commit."""
        return await self.node.write(command)


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a service that may make it."""

    desk: RidDesk
    dialect: Dialect
    request: Request
    owner: str

    @property
    def id(self) -> str:
        """The id of the address."""
        return identifier(self.request.path_params["id"], "id")

    @property
    def version(self) -> str:
        """The version of the address; empty where there is none."""
        text = self.request.path_params.get("version")
        return "" if text is None else version_text(text)

    async def body(self) -> bytes:
        """The body, of at most 4 MB."""
        parts: list[bytes] = []
        total = 0
        try:
            async for part in self.request.stream():
                total += len(part)
                if total > BODY_BYTES_MAX:
                    reason = f"at most {BODY_BYTES_MAX} bytes are accepted"
                    raise TooLarge(reason, field="body", clause="limits")
                parts.append(part)
        except ClientDisconnect as error:
            raise Unavailable("the caller went away") from error
        return b"".join(parts)

    async def put(self, read: Callable[[str, str, bytes, bool], Put]) -> Put:
        """What is to be made or changed. Its cells are worked out here, not in the writer."""
        put = read(self.id, self.version, await self.body(), self.desk.allow_http)
        cells_of(put.extents.footprint)
        return put


Endpoint = Callable[[Call], Awaitable[Any]]
Scopes = Sequence[Sequence[str]]


def rid_app(desk: RidDesk) -> Starlette:
    """The routes of all versions that a node speaks, at the paths of the standard."""
    routes: list[BaseRoute] = []
    for dialect in desk.dialects:
        routes += _routes(desk, dialect)
    app = Starlette(routes=routes, exception_handlers={HTTPException: _no_route})
    app.router.redirect_slashes = False
    return app


def _routes(desk: RidDesk, dialect: Dialect) -> list[BaseRoute]:
    areas = f"{dialect.prefix}/dss/identification_service_areas"
    subscriptions = f"{dialect.prefix}/dss/subscriptions"
    uss = f"{dialect.prefix}/uss"
    display, service = ((dialect.read_scope,),), ((dialect.write_scope,),)
    table: list[tuple[str, str, Scopes, Endpoint]] = [
        ("GET", areas, display, _search_areas),
        ("GET", f"{areas}/{{id}}", display, _get_area),
        ("PUT", f"{areas}/{{id}}", service, _put_area),
        ("GET", subscriptions, display, _search_subscriptions),
        ("GET", f"{subscriptions}/{{id}}", (*display, *service), _get_subscription),
        ("PUT", f"{subscriptions}/{{id}}", display, _put_subscription),
        ("GET", f"{uss}/flights", display, _flights),
        ("GET", f"{uss}/flights/{{id}}/details", display, _flight_details),
        ("GET", f"{uss}/identification_service_areas/{{id}}", display, _area_details),
        ("POST", f"{uss}/identification_service_areas/{{id}}", service, _notified),
    ]
    for method, scopes, path, endpoint in (
        ("PUT", service, areas, _put_area), ("DELETE", service, areas, _remove_area),
        ("PUT", display, subscriptions, _put_subscription), ("DELETE", display, subscriptions, _remove_subscription),
    ):  # fmt: skip
        # A version that is left empty is a version that was never given, not one that is not asked for.
        table += [(method, f"{path}/{{id}}/{{version}}", scopes, endpoint)]
        table += [(method, f"{path}/{{id}}/", scopes, _no_version)]
    return [
        Route(path, partial(_serve, desk, dialect, scopes, endpoint), methods=[method])
        for method, path, scopes, endpoint in table
    ]


async def _serve(
    desk: RidDesk, dialect: Dialect, scopes: Scopes, endpoint: Endpoint, request: Request
) -> Response:
    """Let an endpoint see who may ask (F3411-22a DSS0010, F3411-22a NET0210), and put its answer into words."""
    try:
        caller = desk.access.caller(request.headers.get("authorization"), any_of=scopes)
        value = await endpoint(Call(desk, dialect, request, caller.sub))
    except CommongroundError as error:
        return _refusal(error, request)
    except (ClientDisconnect, asyncio.CancelledError):
        raise
    except Exception as error:
        _LOG.error("unforeseen %s", type(error).__name__, exc_info=error)
        return _message("the node failed to answer", 500)
    if value is None:
        return Response(status_code=204, headers=_HEADERS)
    return Response(encode_canonical(value), headers=_HEADERS, media_type="application/json")


_HEADERS = {"Cache-Control": "no-store"}


def _refusal(error: CommongroundError, request: Request) -> Response:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    # The published API knows no 413 for what concerns a subscription by its id. Whoever declares too large an area is
    # told 400 by the DSS that services know, and checks for it; 413 is about searches, and about bodies.
    is_area = isinstance(error, Refused) and error.field != "body"
    if status == 413 and request.method == "PUT" and (is_area or "/subscriptions/" in request.url.path):
        status = 400
    if isinstance(error, Refused):
        message = f"{error.field}: {error.reason}" if error.field else error.reason
    else:
        _LOG.warning("remote identification: %s", type(error).__name__)
        message = "the node cannot answer now"
    answer = _message(message, status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _message(message: str, status: int) -> Response:
    return Response(encode_canonical({"message": message}), status, _HEADERS, media_type="application/json")


async def _no_route(_: Request, error: Exception) -> Response:
    """No such path, or not by this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _message("one of the paths and methods of the standard is expected", status)


# -- service areas -----------------------------------------------------------------------------------------------


async def _search_areas(call: Call) -> Any:
    where, desk, dialect = _asked_area(call.request), call.desk, call.dialect
    cells_of(where.footprint)
    found = await desk.read(lambda room: desk.dss.areas_in(room, dialect, where))
    return {"service_areas": [dialect.print_area(one) for one in found]}


async def _get_area(call: Call) -> Any:
    id, desk, dialect = call.id, call.desk, call.dialect
    return {
        "service_area": dialect.print_area(await desk.read(lambda room: desk.dss.area(room, dialect, id)))
    }


async def _put_area(call: Call) -> Any:
    put, desk, dialect, owner = await call.put(call.dialect.read_area), call.desk, call.dialect, call.owner
    return _changed(dialect, await desk.write(lambda room: desk.dss.put_area(room, dialect, owner, put)))


async def _remove_area(call: Call) -> Any:
    id, version, desk, dialect, owner = call.id, call.version, call.desk, call.dialect, call.owner
    changed = await desk.write(lambda room: desk.dss.remove_area(room, dialect, owner, id, version))
    return _changed(dialect, changed)


def _changed(dialect: Dialect, changed: Changed) -> dict[str, Any]:
    return {"service_area": dialect.print_area(changed.area), "subscribers": dialect.print_told(changed.told)}


def _asked_area(request: Request) -> Extents:
    query = request.query_params
    earliest, latest = query.get("earliest_time"), query.get("latest_time")
    if "area" not in query:
        raise MalformedMessage("an area is expected", field="area")
    return Extents(
        polygon_text(query["area"]),
        from_ms=None if earliest is None else instant_ms(earliest, "earliest_time"),
        until_ms=None if latest is None else instant_ms(latest, "latest_time", up=True),
    )


async def _no_version(_: Call) -> Any:
    raise MalformedMessage("a version that this service has given is expected", field="version")


# -- subscriptions -----------------------------------------------------------------------------------------------


async def _search_subscriptions(call: Call) -> Any:
    where, desk, dialect, owner = _asked_area(call.request), call.desk, call.dialect, call.owner
    cells_of(where.footprint)
    found = await desk.read(lambda room: desk.dss.subscriptions_in(room, dialect, owner, where))
    return {"subscriptions": [dialect.print_subscription(one) for one in found]}


async def _get_subscription(call: Call) -> Any:
    id, desk, dialect = call.id, call.desk, call.dialect
    found = await desk.read(lambda room: desk.dss.subscription(room, dialect, id))
    return {"subscription": dialect.print_subscription(found)}


async def _put_subscription(call: Call) -> Any:
    desk, dialect, owner = call.desk, call.dialect, call.owner
    put = await call.put(dialect.read_subscription)
    made = await desk.write(lambda room: desk.dss.put_subscription(room, dialect, owner, put))
    return {
        "subscription": dialect.print_subscription(made.subscription),
        "service_areas": [dialect.print_area(one) for one in made.areas],
    }


async def _remove_subscription(call: Call) -> Any:
    id, version, desk, dialect, owner = call.id, call.version, call.desk, call.dialect, call.owner
    gone = await desk.write(lambda room: desk.dss.remove_subscription(room, dialect, owner, id, version))
    return {"subscription": dialect.print_subscription(gone)}


# -- the side of a service ---------------------------------------------------------------------------------------


async def _flights(call: Call) -> Any:
    """This node identifies no flights: it has no service area, and says so."""
    view = view_corners(call.request.query_params.get("view", ""))
    if view.diagonal_m > call.dialect.view_diagonal_m:
        reason = f"a diagonal of at most {call.dialect.view_diagonal_m / 1000:g} km is accepted"
        raise TooLarge(reason, field="view")
    return call.dialect.no_flights(call.desk.node.room.clock.now_ms())


async def _flight_details(call: Call) -> Any:
    flight_id(call.request.path_params["id"])
    raise NotHeld("this node identifies no flights", field="id")


async def _area_details(call: Call) -> Any:
    _ = call.id
    raise NotHeld("this node has no service areas", field="id")


async def _notified(call: Call) -> Any:
    """That an area changed. What is told is a hint: the DSS is asked for what stands (F3411-22a NET0730)."""
    notice = call.dialect.read_notice(call.id, await call.body())
    call.desk.noticed(call.dialect, notice)
    return None
