"""What is no statement: the page and its files, the base map, a demonstration's story, and whether the node lives."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import Corrupt
from ..record import decode, encode_canonical
from .door import Call, Handler, Web, get, open_to_all
from .errors_http import NotFound
from .static_files import StaticFiles

CAMP_FILES = {"districts": "DistrictBoundaries_2016_12.geojson", "roads": "Roads_2016_12.geojson"}


def api_routes(web: Web) -> list[Route]:
    """Routes below `/api` and the sign of life."""
    return [
        get(web, "/api/map/basemap.json", _base_map(StaticFiles(web.settings.data_dir))),
        get(web, "/api/map/zaatari.json", camp_map),
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


def _base_map(files: StaticFiles) -> Handler:
    async def handler(call: Call) -> Response:
        return files.respond(call.request, "basemap.json")

    return handler


async def camp_map(call: Call) -> Response:
    """Districts and roads of Za'atari camp as GeoJSON collections, as they were published."""
    folder = call.web.settings.data_dir / "sites" / "zaatari"
    return Response(await asyncio.to_thread(_camp_json, folder), media_type="application/json",
                    headers={"Cache-Control": "no-cache"})  # fmt: skip


@lru_cache(maxsize=2)
def _camp_json(folder: Path) -> bytes:
    try:
        parts = {name: (folder / file).read_bytes() for name, file in CAMP_FILES.items()}
    except OSError as error:
        raise NotFound("this node has no map of the camp") from error
    return encode_canonical({name: decode(dict[str, Any], data) for name, data in parts.items()})


async def story(call: Call) -> Mapping[str, Any]:
    """What a demonstration plays; nothing in a real room."""
    told = call.web.settings.story
    return told() if told is not None else {"story": "", "steps": []}


async def healthy(web: Web, _: Request) -> dict[str, Any]:
    """That the writer answers. It says nothing about the room."""
    if await web.read(lambda room: room.store.origins() is None):
        raise Corrupt("no logs")
    return {"ok": True}
