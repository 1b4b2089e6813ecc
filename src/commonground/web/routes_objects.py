"""Foreign objects on the page: listed, opened as their author wrote them, exported, withdrawn, taken back (R19)."""

from __future__ import annotations

from typing import Any, Literal

from starlette.responses import Response
from starlette.routing import Route

from ..errors import Refused
from ..picture.exchange import StixObject
from ..picture.version import Version
from ..room import posting
from ..room.context import Room
from ..room.register import tell_opened
from ..room.rows_objects import object_row, objects_page
from ..room.submit import withdraw_from
from .bodies import query_text
from .door import Call, Web, get, post
from .routes_notices import ToParty
from .routes_stix import MEDIA_TYPE


def routes(web: Web) -> list[Route]:
    """Routes of foreign objects."""
    return [
        get(web, "/api/objects", listed),
        get(web, "/api/objects/{author}/{id}", open_one),
        get(web, "/api/objects/{author}/{id}/stix", as_stix),
        post(web, "/api/objects/{id}/withdraw", withdraw),
        post(web, "/api/objects/{id}/end", end),
    ]


async def listed(call: Call) -> dict[str, Any]:
    """A page of objects, the last first: `type`, `whose` (all, own, others) and `after`, a key."""
    type = query_text(call.request, "type", 256)
    whose = query_text(call.request, "whose") or "all"
    after = query_text(call.request, "after")
    return await call.web.read(lambda room: objects_page(call.web.look(room), type, whose, after))


async def open_one(call: Call) -> dict[str, Any]:
    """An object and its text; its originator is told that it was opened (T-24)."""

    def go(room: Room) -> dict[str, Any]:
        version, body = _object(room, call.key)
        _told(call, room, "opened")
        return {"row": object_row(call.web.look(room), version), "text": body.text}

    return await call.web.write(go)


async def as_stix(call: Call) -> Response:
    """The object as its author wrote it, byte for byte; its originator is told of the copy (T-24)."""
    call.require("export")

    def go(room: Room) -> StixObject:
        _, body = _object(room, call.key)
        _told(call, room, "exported")
        return body

    body = await call.web.write(go)
    headers = {
        "Content-Disposition": f'attachment; filename="{body.stix_id}.json"',
        "Cache-Control": "no-store",
    }
    return Response(body.text.encode(), media_type=MEDIA_TYPE, headers=headers)


async def withdraw(call: Call) -> dict[str, Any]:
    """Tell one recipient no more."""
    call.require("inform")
    to = await call.body(ToParty)
    key = f"{call.web.party}/{call.part('id')}"

    def go(room: Room) -> dict[str, Any]:
        _object(room, key)
        withdraw_from(room, key, to.party, call.post, call.user.id)
        return object_row(call.web.look(room), room.view.get(key))

    return await call.web.write(go)


async def end(call: Call) -> dict[str, Any]:
    """Take an own object back for all who were told."""
    call.require("inform")
    key = f"{call.web.party}/{call.part('id')}"

    def go(room: Room) -> dict[str, Any]:
        _object(room, key)
        posting.delete(room, [call.part("id")], call.post, call.user.id)
        return object_row(call.web.look(room), room.view.get(key))

    return await call.web.write(go)


def _object(room: Room, key: str) -> tuple[Version, StixObject]:
    version = room.view.get(key)
    if not isinstance(version.body, StixObject):
        raise Refused("a foreign object is expected", field="key")
    return version, version.body


def _told(call: Call, room: Room, how: Literal["opened", "exported"]) -> None:
    tell_opened(room, [call.key], how, call.post, call.user.id)
