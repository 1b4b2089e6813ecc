"""Drones on the map: what is known of the view that a page shows, asked again and again while it does.

Nothing of it comes from the room or goes into it: positions of live flights are in no log, and who looks where is told
to nobody but the services that are asked. A page that does not ask any more is forgotten within seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.routing import Route

from ..errors import MalformedMessage
from .bodies import query_integer, query_text
from .door import Call, Web, get
from .errors_http import NotFound
from .settings import Sky

LON_ND_MAX, LAT_ND_MAX = 180 * 10**9, 90 * 10**9
_SIDES = (("west_nd", "east_nd", LON_ND_MAX), ("south_nd", "north_nd", LAT_ND_MAX))


def routes(web: Web) -> list[Route]:
    """Routes of drones."""
    return [get(web, "/api/sky", look), get(web, "/api/sky/details", details)]


async def look(call: Call) -> Mapping[str, Any]:
    """What is known of a view now, which may lie across the antimeridian. `page` tells pages of one session apart."""
    sky, page = _sky(call), query_text(call.request, "page", 32)
    corners: dict[str, int] = {}
    for lower, upper, most in _SIDES:
        for name in (lower, upper):
            value = query_integer(call.request, name)
            if value is None or not -most <= value <= most:
                raise MalformedMessage("a corner of the view is expected, in nanodegrees", field=name)
            corners[name] = value
        across = name == "east_nd" and corners[lower] - corners[upper] > LON_ND_MAX
        if corners[lower] >= corners[upper] and not across:
            raise MalformedMessage(
                "a view from west to east and from south to north is expected", field=upper
            )
    return sky.look(f"{call.session.id} {page}", **corners)


async def details(call: Call) -> Mapping[str, Any]:
    """The session of one drone, asked of its service now."""
    found = await _sky(call).details(query_text(call.request, "key", 500))
    if found is None:
        raise NotFound("the map shows no such drone now")
    return found


def _sky(call: Call) -> Sky:
    sky = call.web.settings.sky
    if sky is None:
        raise NotFound("nothing at this address")
    return sky
