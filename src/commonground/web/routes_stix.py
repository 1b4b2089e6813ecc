"""A report, or a request for information, as a bundle of STIX 2.1 (docs/stix.md); its originator is told (T-24)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from ..errors import Refused
from ..picture.information import Information, InformationAnswer, InformationRequest, Opinion
from ..picture.version import Version
from ..protocols.stix.codec.asked import answer_objects, request_objects
from ..protocols.stix.codec.names import definitions
from ..protocols.stix.codec.written import Reader, bundle, opinion_objects, report_objects
from ..record import encode_canonical
from ..room.context import Room
from ..room.register import tell_opened
from .copying import leaving, note_made
from .door import Call, Web, get

MEDIA_TYPE = "application/stix+json;version=2.1"
Object = dict[str, Any]


def routes(web: Web) -> list[Route]:
    """Routes of bundles."""
    return [
        get(web, "/api/information/{author}/{id}/stix", report),
        get(web, "/api/information-requests/{author}/{id}/stix", request),
    ]


async def report(call: Call) -> Response:
    """A report, and what was said of it."""

    def objects(room: Room, reader: Reader) -> Iterator[Object]:
        version = _held(call, room, Information)
        if version.mode == "view" and version.author != room.party:
            raise Refused("a report that may be kept is expected", field="key", clause="R5")
        tell_opened(room, [call.key], "exported", call.post, call.user.id)
        yield from report_objects(reader, version)
        about = version.body.stix.id if isinstance(version.body, Information) and version.body.stix else ""
        for one in room.view.replies_about(call.key):
            yield from opinion_objects(reader, one, about) if isinstance(one.body, Opinion) else ()

    return await _bundle(call, objects)


async def request(call: Call) -> Response:
    """A request, and the answers to it that this party knows of."""

    def objects(room: Room, reader: Reader) -> Iterator[Object]:
        yield from request_objects(reader, _held(call, room, InformationRequest))
        for one in room.view.replies_about(call.key):
            yield from answer_objects(reader, one) if isinstance(one.body, InformationAnswer) else ()

    return await _bundle(call, objects)


def _held(call: Call, room: Room, body: type) -> Version:
    version = room.view.get(call.key)
    if not isinstance(version.body, body):
        raise Refused("a report or a request is expected", field="key")
    return version


async def _bundle(call: Call, objects: Any) -> Response:
    call.require("export")

    def go(room: Room) -> bytes:
        reader = Reader(room.party, room.charter, call.web.settings.label)
        found = [*definitions(), *objects(room, reader)]
        copy = leaving(call, room)
        made = bundle(found, room.charter.room, room.party, copy.stamp.text)
        made["objects"] = copy.in_order(made["objects"], lambda one: str(one["id"]))
        data = encode_canonical(made)
        note_made(call, room, copy, f"{call.key} stix", data, [call.key])
        return data

    data = await call.web.write(go)
    name = f"commonground-{call.web.party}-{call.part('id')}.stix.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=MEDIA_TYPE, headers=headers)
