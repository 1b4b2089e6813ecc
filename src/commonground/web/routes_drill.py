"""Drills: which there are, starting one, how it stands with what alarms in the real room above it, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import Refused
from ..record import Record, encode_canonical
from .door import Call, Web, get, open_to_all, post
from .settings import Drills


class NewDrill(Record, frozen=True):
    """Which story a crew trains on."""

    story: str


def routes(web: Web) -> list[Route]:
    """Routes of drills."""
    return [
        Route("/api/drill/mark", open_to_all(web, mark), methods=["GET"]),
        get(web, "/api/drill", status),
        get(web, "/api/drill/record", record),
        post(web, "/api/drill", start),
        post(web, "/api/drill/end", end),
    ]


async def mark(web: Web, _: Request) -> dict[str, Any]:
    """Whether this is the page of a drill: it says so before anybody has signed in."""
    return {"drill": web.settings.is_drill}


async def status(call: Call) -> Mapping[str, Any]:
    """What is on and how it stands."""
    drills = call.web.settings.drills
    if drills is None:
        return {"available": False, "on": False, "drill": False, "stories": []}
    return await drills.status()


async def start(call: Call) -> Mapping[str, Any]:
    """Start a drill; a duty chief does."""
    given = await call.body(NewDrill)
    return await _drills(call).start(given.story, call.require("drill"))


async def end(call: Call) -> Mapping[str, Any]:
    """End the drill: in its own page anybody may, at the real node a duty chief."""
    by = call.post if call.web.settings.is_drill else call.require("drill")
    return {"record": await _drills(call).end(by)}


async def record(call: Call) -> Response:
    """The record of the last drill as a file."""
    found = (await _drills(call).status()).get("record")
    if found is None:
        raise Refused("a drill that has ended is expected", field="story")
    name = f"DRILL-{found['story']}-{found['started_ms']}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(encode_canonical(found), media_type="application/json", headers=headers)


def _drills(call: Call) -> Drills:
    drills = call.web.settings.drills
    if drills is None:
        raise Refused("an address for drills is expected in the node's configuration", field="drill_listen")
    return drills
