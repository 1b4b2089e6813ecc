"""The picture: everything that this party's screens show, live or as of a past moment, and the feed of its changes.

The past is asked of the store in one query, and rows that did not exist then are not shown. Lists say how many there
are and how many are shown; none is cut silently.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ..errors import Refused
from ..picture.entity import ConflictNote
from ..picture.version import Version
from ..record import Encoded
from ..room.context import Room
from ..room.desk import draft_rows, held_releases, held_row
from ..room.row_lists import lists_now, lists_then
from ..room.rows import Look, Row, notice_row, site_row
from ..room.rows_agreements import agreement_lists, agreements_then
from ..room.rows_conflicts import conflict_rows, conflict_rows_then
from ..room.rows_messages import message_row
from ..room.rows_nodes import node_rows
from ..room.rows_requests import request_row
from ..room.rows_roster import duty_rows
from .bodies import query_integer
from .door import Call, Web, get
from .feed_line import line_picture
from .feed_rows import window
from .refusals import with_back_texts
from .session_rows import party_rows

NOTICES_MAX = 5_000
SITES_MAX = 20_000
MESSAGES_MAX = 500
REQUESTS_MAX = 500
MESSAGE_KINDS = ("reply", "receipt", "warning", "release_request", "release_answer")
AS_OF_MAX = 25_000
Span = tuple[int, int]


def routes(web: Web) -> list[Route]:
    """Routes of the picture."""
    return [get(web, "/api/picture", picture), get(web, "/api/feed", feed)]


async def picture(call: Call) -> dict[str, Any]:
    """The Picture of the web API."""
    as_of_ms, span = query_integer(call.request, "as_of_ms"), _span(call)
    if as_of_ms is not None:
        return await call.web.read(lambda room: picture_then(call.web, room, as_of_ms, span))
    return await call.web.read(lambda room: picture_now(call.web, room, span))


def _span(call: Call) -> tuple[int | None, int | None]:
    from_ms, until_ms = query_integer(call.request, "from_ms"), query_integer(call.request, "until_ms")
    if from_ms is not None and until_ms is not None and from_ms > until_ms:
        raise Refused("from_ms at or before until_ms expected", field="from_ms")
    return from_ms, until_ms


def _window(span: tuple[int | None, int | None], at_ms: int) -> Span:
    from_ms, until_ms = window(at_ms)
    return from_ms if span[0] is None else span[0], until_ms if span[1] is None else span[1]


def picture_now(web: Web, room: Room, span: tuple[int | None, int | None]) -> dict[str, Any]:
    """The live picture. Runs in the node's writer."""
    look = web.look(room)
    from_ms, until_ms = _window(span, look.now_ms)
    entities = room.view.picture.entities
    index = web.index
    near = index.notices_near(look.now_ms, from_ms, until_ms, NOTICES_MAX)
    sites = list(itertools.islice(index.sites, SITES_MAX))
    conflicts, conflicts_total = conflict_rows(look, from_ms, until_ms)
    due, alerts = web.feed.heavy(room)
    if span == (None, None):
        web.feed.shown(conflicts)
    return {
        "as_of_ms": None, "now_ms": look.now_ms, "cursor": web.feed.cursor,
        "notices": _whole(web.kept["notice"].of(look, near), len(index.spans)),
        "sites": _whole(web.kept["site"].of(look, sites), len(index.sites)),
        "messages": _listed(
            look, message_row, (entities[key] for key in index.last_messages(MESSAGES_MAX)), len(index.messages)
        ),
        "requests": _requests(look),
        "conflicts": {"rows": conflicts, "total": conflicts_total, "shown": len(conflicts)},
        "due": _whole(due), "drafts": _whole(with_back_texts(draft_rows(room))),
        "held": _whole([held_row(one) for one in held_releases(room)]),
        "alerts": _whole(alerts),
        **lists_now(look), **agreement_lists(room, look.now_ms),
        "nodes": node_rows(room, index, look.now_ms), **line_picture(look),
        "duty": _whole(duty_rows(room, look.now_ms)), "parties": party_rows(room.charter),
        **web.feed.flights(room),
    }  # fmt: skip


def picture_then(web: Web, room: Room, as_of_ms: int, span: tuple[int | None, int | None]) -> dict[str, Any]:
    """The picture as it was known here at `as_of_ms`. Drafts and what was due then are not kept."""
    from_ms, until_ms = _window(span, as_of_ms)
    live = web.look(room)
    if as_of_ms > live.now_ms:
        raise Refused("a moment that has passed is expected", field="as_of_ms")
    known = room.view.as_of(as_of_ms, from_ms, until_ms, AS_OF_MAX)
    said: dict[str, list[Version]] = {}
    notes: dict[str, list[Version]] = {}
    for version in sorted(known, key=lambda one: (one.known_from_ms, one.key)):
        if isinstance(version.body, ConflictNote):
            notes.setdefault(version.body.conflict, []).insert(0, version)
        about = getattr(version.body, "about", None)
        if about is not None:
            said.setdefault(about.key, []).append(version)
    look = Look(room=room, index=web.index, now_ms=as_of_ms, as_of_ms=as_of_ms,
                replies_then=lambda key: said.get(key, []))  # fmt: skip
    conflicts, total = conflict_rows_then(look, room.view.pairs_as_of(as_of_ms), notes, from_ms, until_ms)
    kinds = {kind: [one for one in known if one.kind == kind] for kind in ("notice", "site")}
    messages = [one for one in known if one.kind in MESSAGE_KINDS]
    asked = sorted(
        (one for one in known if one.kind == "release_request"), key=lambda one: -one.first_known_ms
    )
    return {
        "as_of_ms": as_of_ms, "now_ms": live.now_ms, "cursor": web.feed.cursor,
        "notices": _listed(look, notice_row, kinds["notice"][:NOTICES_MAX], len(kinds["notice"])),
        "sites": _listed(look, site_row, kinds["site"][:SITES_MAX], len(kinds["site"])),
        "messages": _listed(look, message_row, messages[:MESSAGES_MAX], len(messages)),
        "requests": _listed(look, request_row, asked[:REQUESTS_MAX], len(asked)),
        "conflicts": {"rows": conflicts, "total": total, "shown": len(conflicts)},
        "due": _whole([]), "drafts": _whole([]), "held": _whole([]), "alerts": _whole([]),
        "duty": _whole(duty_rows(room, as_of_ms, {one.key: one for one in known}.get)),
        "nodes": node_rows(room, web.index, live.now_ms), "parties": party_rows(room.charter),
        **lists_then(look, known), **agreements_then(room, as_of_ms),
        **line_picture(look),
    }  # fmt: skip


def _listed(
    look: Look, row_of: Callable[[Look, Version], Row | None], versions: Iterable[Version], total: int
) -> dict[str, Any]:
    rows = [row for version in versions if (row := row_of(look, version)) is not None]
    return {"rows": rows, "total": total, "shown": len(rows)}


def _requests(look: Look) -> dict[str, Any]:
    """Requests for onward releases, the last asked first; one whose hold came back says why in three languages."""
    view = look.room.view
    asked = view.keys_of("release_request")
    last = asked[: -REQUESTS_MAX - 1 : -1]
    found = _listed(look, request_row, (view.picture.entities[key] for key in last), len(asked))
    return {**found, "rows": with_back_texts(found["rows"])}


def _whole(rows: Sequence[Row | Encoded], total: int | None = None) -> dict[str, Any]:
    return {"rows": rows, "total": len(rows) if total is None else total, "shown": len(rows)}


async def feed(call: Call) -> Response:
    """Server-sent events after a cursor."""
    cursor = query_integer(call.request, "cursor")
    return StreamingResponse(
        call.web.feed.follow(call.session.id, cursor),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
