"""What a node serves to the nodes of other parties, under `/peer`.

    GET  /log?origin&start&rows    a page of a log that the caller may read; 204 when nothing follows
    GET  /tail?origin&start        the caller's own log as this node mirrored it
    GET  /mirrored                 how much of the caller's logs this node holds
    GET  /opening?index            the caller's own place in a heads entry; 204 when it has none
    POST /cosignature              a recipient's cosignature of a checkpoint
    POST /open                     the content of a view-only item; the opening is noted here
    POST /hint                     there is something to fetch; carries nothing
    GET  /tlog/{origin}/...        the same logs as C2SP tlog-tiles: checkpoint, tile/..., tile/entries/...

Every request is signed by its caller and every answer by this node (`auth`). The routes decide nothing: who may
read what is in `room/federate`, which the node's writer runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ...errors import (
    BadProof,
    BadSignature,
    CommongroundError,
    Corrupt,
    MalformedMessage,
    MissingKeys,
    NotAuthenticated,
    NotPermitted,
    Refused,
    SplitView,
    StaleVersion,
    Unavailable,
)
from ...log.note import parse_decimal, signed_by
from ...log.tiles import TILE_HASHES, Tile, encode_bundle, tile_bytes
from ...record import decode, encode_canonical
from ...room import federate, witness
from ...room.context import Room
from ...room.node import Node
from ...room.ports import Page
from .auth import Caller, Callers, sign_answer, tag_for
from .codec import (
    MESSAGE_BYTES_MAX,
    ROWS_MAX,
    Cosignature,
    Mirrored,
    Opening,
    OpenRequest,
    encode_error,
    encode_page,
)

T = TypeVar("T")
NOW_HEADER = "X-Node-Now-Ms"
BYTES = "application/octet-stream"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"

STATUS: dict[type[CommongroundError], int] = {
    MalformedMessage: 400,
    NotAuthenticated: 401,
    NotPermitted: 403,
    StaleVersion: 409,
    MissingKeys: 409,
    Refused: 422,
    BadSignature: 422,
    BadProof: 422,
    SplitView: 422,
    Unavailable: 503,
    Corrupt: 500,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """Status, content type and body of an answer, before it is signed."""

    body: bytes = b""
    content_type: str = JSON
    status: int = 200


NOTHING = Answered(status=204)


@dataclass(frozen=True, slots=True)
class PeerDesk:
    """What the routes need of the node: its writer, who may call, and whom to wake or tell of a caller."""

    node: Node
    callers: Callers
    hinted: Callable[[str], None]
    heard: Callable[[str], None]
    claimed: Callable[[str, str, int], None]

    async def read(self, command: Callable[[Room], T]) -> T:
        """Run a reading command in the node's writer."""
        return await asyncio.wrap_future(self.node.read(command))

    async def write(self, command: Callable[[Room], T]) -> T:
        """Run a command that may append, and wait for its commit."""
        return await asyncio.wrap_future(self.node.write(command))


Endpoint = Callable[[PeerDesk, Request, str, bytes], Awaitable[Answered]]


def peer_routes(desk: PeerDesk) -> list[BaseRoute]:
    """The routes, relative to where they are mounted."""
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/log", _log),
        ("GET", "/tail", _tail),
        ("GET", "/mirrored", _mirrored),
        ("GET", "/opening", _opening),
        ("POST", "/cosignature", _cosignature),
        ("POST", "/open", _open),
        ("POST", "/hint", _hint),
        ("GET", "/tlog/{resource:path}", _tlog),
    ]
    return [
        Route(path, partial(_serve, desk, endpoint), methods=[method]) for method, path, endpoint in table
    ]


def peer_app(desk: PeerDesk) -> Starlette:
    """The routes as an application, to be mounted at `/peer`."""
    return Starlette(routes=peer_routes(desk), exception_handlers={HTTPException: _no_route})


async def _no_route(_: Request, error: Exception) -> Response:
    """No such path, or not by this method: said to anybody, since it tells nothing about any log."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    body = encode_error(Refused("one of the paths and methods of a node is expected", field="path"))
    return Response(body, status, media_type=JSON)


async def _serve(desk: PeerDesk, endpoint: Endpoint, request: Request) -> Response:
    caller: Caller | None = None
    try:
        body = await _read_body(request)
        caller = desk.callers.identify(
            method=request.method, url=_signed_url(request), headers=request.headers, body=body
        )
        desk.heard(caller.party)
        answered = await endpoint(desk, request, caller.party, body)
    except CommongroundError as error:
        answered = Answered(encode_error(error), status=status_of(error))
    return _signed(desk, caller, answered)


def status_of(error: CommongroundError) -> int:
    """The HTTP status of an error, by the first of its classes that the table names."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def _signed(desk: PeerDesk, caller: Caller | None, answered: Answered) -> Response:
    """The answer, signed over the caller's nonce; a stranger gets it unsigned."""
    room = desk.node.room
    now_ms = room.clock.now_ms()
    headers = {NOW_HEADER: str(now_ms), "Cache-Control": "no-store"}
    if caller is not None:
        tag = tag_for(room.charter.room, caller.party)
        headers |= sign_answer(
            room.key, status=answered.status, body=answered.body, tag=tag, now_ms=now_ms, nonce=caller.nonce
        )
    return Response(answered.body, answered.status, headers, media_type=answered.content_type)


def _signed_url(request: Request) -> str:
    """Path and query exactly as they came, under a host that the signature does not cover."""
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope.get("query_string", b"")
    url = "http://node" + path.split(b"?")[0].decode("latin-1")
    return f"{url}?{query.decode('latin-1')}" if query else url


async def _read_body(request: Request) -> bytes:
    parts: list[bytes] = []
    total = 0
    try:
        async for part in request.stream():
            total += len(part)
            if total > MESSAGE_BYTES_MAX:
                raise MalformedMessage(
                    f"at most {MESSAGE_BYTES_MAX} bytes are accepted", field="body", clause="limits"
                )
            parts.append(part)
    except ClientDisconnect as error:
        raise Unavailable("the caller went away") from error
    return b"".join(parts)


def _number(request: Request, name: str, value_max: int = 2**53 - 1) -> int:
    return parse_decimal(request.query_params.get(name, ""), field=name, value_max=value_max)


def _page(page: Page | None) -> Answered:
    return NOTHING if page is None else Answered(encode_page(page), BYTES)


# -- endpoints ---------------------------------------------------------------------------------------------------


async def _log(desk: PeerDesk, request: Request, party: str, _: bytes) -> Answered:
    origin = request.query_params.get("origin", "")
    start, rows = _number(request, "start"), _number(request, "rows", ROWS_MAX)
    page = await desk.read(lambda room: federate.serve_page(room, party, origin, start, rows))
    desk.claimed(party, origin, start)
    return _page(page)


async def _tail(desk: PeerDesk, request: Request, party: str, _: bytes) -> Answered:
    origin, start = request.query_params.get("origin", ""), _number(request, "start")
    return _page(await desk.read(lambda room: federate.serve_tail(room, party, origin, start)))


async def _mirrored(desk: PeerDesk, _request: Request, party: str, _: bytes) -> Answered:
    sizes = await desk.read(lambda room: federate.mirrored_sizes(room, party))
    return Answered(encode_canonical(Mirrored(sizes=sizes)))


async def _opening(desk: PeerDesk, request: Request, party: str, _: bytes) -> Answered:
    index = _number(request, "index")
    found = await desk.read(lambda room: witness.commitment_opening(room, party, index))
    if found is None:
        return NOTHING
    return Answered(encode_canonical(Opening(salt=found[0].hex(), text=found[1])))


async def _cosignature(desk: PeerDesk, _request: Request, party: str, body: bytes) -> Answered:
    sent = decode(Cosignature, body)
    await desk.write(lambda room: federate.accept_cosignature(room, party, sent.origin, sent.size, sent.line))
    return NOTHING


async def _open(desk: PeerDesk, _request: Request, party: str, body: bytes) -> Answered:
    wanted = decode(OpenRequest, body)
    content = await desk.write(lambda room: federate.open_content(room, party, wanted.origin, wanted.index))
    return Answered(content)


async def _hint(desk: PeerDesk, _request: Request, party: str, body: bytes) -> Answered:
    if body:
        raise MalformedMessage("an empty body is expected", field="body")
    desk.hinted(party)
    return NOTHING


async def _tlog(desk: PeerDesk, request: Request, party: str, _: bytes) -> Answered:
    resource: str = request.path_params["resource"]
    if resource.endswith("/checkpoint"):
        origin = resource.removesuffix("/checkpoint")
        note = await desk.read(lambda room: _checkpoint(room, party, origin))
        return NOTHING if note is None else Answered(note.encode(), TEXT)
    origin, found, rest = resource.partition("/tile/")
    if not found:
        raise MalformedMessage("checkpoint or tile/... is expected", field="path", clause="C2SP tlog-tiles")
    tile = Tile.parse(f"tile/{rest}")
    return Answered(await desk.read(lambda room: _tile(room, party, origin, tile)), BYTES)


def _checkpoint(room: Room, party: str, origin: str) -> str | None:
    federate.check_readable(room, party, origin)
    held = room.store.checkpoint(origin)
    # As in `federate.serve_page`: when others cosigned tells when they fetched, and so when they were told something.
    return None if held is None else signed_by(held[1], room.key.name)


def _tile(room: Room, party: str, origin: str, tile: Tile) -> bytes:
    federate.check_readable(room, party, origin)
    size = room.ledger.verified_size(origin)
    begin = tile.index * TILE_HASHES
    covered = size >> (8 * (tile.level or 0))
    if begin + tile.width > covered:
        raise Refused(
            f"a tile of a log of {size} entries is expected", field="path", clause="C2SP tlog-tiles"
        )
    if tile.level is not None:
        return tile_bytes(room.ledger.tree(origin), tile.level, tile.index, tile.width)
    rows = room.store.entries(origin, begin, begin + tile.width)
    return encode_bundle([row.entry for row in rows])
