"""What is no statement: the page and its files, the base map, a demonstration's story, and whether the node lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import Corrupt
from .door import Call, Web, get, open_to_all
from .errors_http import NotFound
from .static_files import StaticFiles

_MAPS = {"basemap.json": "basemap.json", "zaatari.json": "zaatari.json"}


def api_routes(web: Web) -> list[Route]:
    """Routes below `/api` and the sign of life."""
    return [
        get(web, "/api/map/{name}", _map_of(StaticFiles(web.settings.data_dir))),
        get(web, "/api/story", story),
        Route("/healthy", open_to_all(web, healthy), methods=["GET"]),
    ]


def page_routes(web: Web) -> list[Route]:
    """The page at `/` and the files of its build."""
    files = StaticFiles(web.settings.static_dir)

    async def page(_: Web, request: Request) -> Response:
        return files.respond(request, request.path_params.get("path") or "index.html")

    endpoint = open_to_all(web, page)
    return [Route("/", endpoint, methods=["GET"]), Route("/{path:path}", endpoint, methods=["GET"])]


def _map_of(files: StaticFiles) -> Any:
    async def handler(call: Call) -> Response:
        name = _MAPS.get(call.part("name"))
        if name is None:
            raise NotFound("one of " + ", ".join(sorted(_MAPS)) + " expected", field="name")
        return files.respond(call.request, name)

    return handler


async def story(call: Call) -> Mapping[str, Any]:
    """What a demonstration plays; nothing in a real room."""
    told = call.web.settings.story
    return told() if told is not None else {"story": "", "steps": []}


async def healthy(web: Web, _: Request) -> dict[str, Any]:
    """That the writer answers. It says nothing about the room."""
    if await web.read(lambda room: room.store.origins() is None):
        raise Corrupt("no logs")
    return {"ok": True}
