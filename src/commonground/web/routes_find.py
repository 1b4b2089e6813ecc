"""Finding: the own picture and the gazetteer by name in three scripts, and places by coordinate.

A search looks through what this party has been told and through nothing else; its counts are of that.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.routing import Route

from ..errors import Refused
from ..geo.transliteration import fold, plain_name
from ..picture.entity import Notice, ReleaseAnswer, ReleaseRequest, Reply, Site
from ..picture.information import Information
from ..picture.version import Version
from ..record import full
from ..room.context import Room
from ..room.replies import reference_point
from .bodies import query_integer, query_text
from .door import Call, Web, get, post
from .places import PlaceText, PointGiven, parse_place, rendering, square_of
from .texts import LANGUAGES, text, word3

FOUND_MAX = 50
PLACES_MAX = 10
QUERY_CHARS_MAX = 100


def routes(web: Web) -> list[Route]:
    """Routes of finding."""
    return [
        get(web, "/api/search", search),
        get(web, "/api/gazetteer", gazetteer),
        get(web, "/api/place", place),
        post(web, "/api/place/parse", parse),
        post(web, "/api/place/square", square),
    ]


async def search(call: Call) -> dict[str, Any]:
    """Notices, sites, reports, messages and places that a text names."""
    wanted = query_text(call.request, "q", QUERY_CHARS_MAX)
    found = await call.web.read(lambda room: _search_picture(call, room, wanted))
    # In a thread: names that nearly match are many, and the first search makes the tables for it.
    matches = await asyncio.to_thread(call.web.gazetteer.search, wanted, PLACES_MAX)
    places = [
        {"kind": "place", "key": match.place.gazetteer_id, "title": match.place.text,
         "sub": f"{match.place.country} {match.place.admin_code}",
         "point": [match.place.lon_nd, match.place.lat_nd]}
        for match in matches
    ]  # fmt: skip
    rows = found["rows"] + places
    return {**found, "rows": rows, "total": found["total"] + len(places), "shown": len(rows)}


def _search_picture(call: Call, room: Room, wanted: str) -> dict[str, Any]:
    call.web.index.keep_up(room)
    words = plain_name(wanted).split() or wanted.casefold().split()
    keys = call.web.index.search(room, words, fold(wanted))
    rows = [row for key in keys if (row := _found_row(room.view.picture.entities[key])) is not None]
    searched = room.view.searched()
    return {
        "rows": rows[:FOUND_MAX], "total": len(rows), "as_of_ms": room.clock.now_ms(),
        "searched": {"notices": searched.notices, "sites": searched.sites,
                     "reports": room.view.count_of("information"), "places": len(call.web.gazetteer.places)},
    }  # fmt: skip


def _found_row(version: Version) -> dict[str, Any] | None:
    match version.body:
        case Site() as site:
            point = [site.place.lon_nd, site.place.lat_nd] if site.place else None
            return {"kind": "site", "key": version.key, "title": full(site.name),
                    "sub": f"{version.author} {version.entity}", "point": point}  # fmt: skip
        case Notice() as notice:
            words = word3("class", notice.activity_class)
            title = {
                lang: text(lang, "server-hit-notice", **{"class": words[lang], "id": version.entity})
                for lang in LANGUAGES
            }
            return {"kind": "notice", "key": version.key, "title": title, "sub": version.author,
                    "point": list(reference_point(notice.volumes[0].footprint))}  # fmt: skip
        case Information() as report:
            title = dict.fromkeys(LANGUAGES, report.title.text)
            title |= {one.lang: one.text for one in report.title.translations}
            return {"kind": "report", "key": version.key, "title": title, "sub": report.matter, "point": None}
        case Reply() | ReleaseAnswer() | ReleaseRequest() as body:
            said = body.reason if isinstance(body, ReleaseRequest) else body.text
            shown = said.text if said is not None else ""
            return {"kind": "message", "key": version.key, "title": dict.fromkeys(LANGUAGES, shown),
                    "sub": version.author, "point": None}  # fmt: skip
        case _:
            return None


async def gazetteer(call: Call) -> dict[str, Any]:
    """Places by name, best first."""
    wanted = query_text(call.request, "q", QUERY_CHARS_MAX)
    found = await asyncio.to_thread(call.web.gazetteer.search, wanted, PLACES_MAX)
    return {
        "rows": [
            {"id": one.place.gazetteer_id, "name": one.place.text, "lon_nd": one.place.lon_nd,
             "lat_nd": one.place.lat_nd, "admin": one.place.admin_code, "country": one.place.country,
             "population": one.place.population, "how": one.how, "matched": one.matched_name}
            for one in found
        ]
    }  # fmt: skip


async def place(call: Call) -> dict[str, Any]:
    """A point in three notations and in words."""
    lon_nd, lat_nd = query_integer(call.request, "lon_nd"), query_integer(call.request, "lat_nd")
    if lon_nd is None or abs(lon_nd) > 180 * 10**9:
        raise Refused("-180 to 180 degrees, in nanodegrees, expected", field="lon_nd")
    if lat_nd is None or abs(lat_nd) > 90 * 10**9:
        raise Refused("-90 to 90 degrees, in nanodegrees, expected", field="lat_nd")
    return rendering(call.web.gazetteer, (lon_nd, lat_nd))


async def parse(call: Call) -> dict[str, Any]:
    """A coordinate as somebody wrote it; refused with both readings where it has two (T-3)."""
    given = await call.body(PlaceText)
    return rendering(call.web.gazetteer, parse_place(given, call.web.node.room.charter))


async def square(call: Call) -> dict[str, Any]:
    """The 10 km MGRS square that a point lies in: its name, its corners for the map; and its cell of 1 km."""
    return square_of(await call.body(PointGiven))
