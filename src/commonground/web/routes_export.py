"""Exports and printed pages of what this party may see; each is told to the originators of the sites in it (T-24).

More than 25 sites of others need a second post (section 8). The rows are those of the party's own picture: nothing is
joined, counted or added that is not in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import NotPermitted, Refused
from ..protocols.export_files import codec
from ..protocols.export_files.codec import ExportHeader
from ..room.context import Room
from ..room.register import tell_opened
from ..room.second_post import ask, is_confirmed, subject_of
from .bodies import query_text
from .copying import Leaving, leaving, note_made
from .door import Call, Web, get, open_to_all
from .exporting import (
    FOREIGN_SITES_MAX,
    Chosen,
    What,
    choose,
    header_of,
    local_times,
    notice_export,
    report_export,
    site_export,
)
from .print_page import print_page
from .static_files import StaticFiles
from .texts import LANGUAGES

_IDS_CHARS_MAX = 100_000
Write = Callable[[list[dict[str, Any]], ExportHeader, Callable[[int], str]], bytes]
FORMATS: dict[tuple[str, str], tuple[Write, str]] = {
    ("sites", "geojson"): (codec.sites_geojson, "application/geo+json"),
    ("sites", "kml"): (codec.sites_kml, "application/vnd.google-earth.kml+xml"),
    ("sites", "csv"): (codec.sites_csv, "text/csv; charset=utf-8"),
    ("sites", "gpx"): (codec.sites_gpx, "application/gpx+xml"),
    ("notices", "geojson"): (codec.notices_geojson, "application/geo+json"),
    ("notices", "kml"): (codec.notices_kml, "application/vnd.google-earth.kml+xml"),
    ("notices", "csv"): (codec.notices_csv, "text/csv; charset=utf-8"),
    ("notices", "ics"): (codec.notices_icalendar, "text/calendar; charset=utf-8"),
    ("notices", "aco"): (codec.notices_aco_text, "text/plain; charset=utf-8"),
}


def routes(web: Web) -> list[Route]:
    """Routes of exports and printing."""
    files = StaticFiles(Path(__file__).parent)

    async def style(_: Web, request: Request) -> Response:
        return files.respond(request, "print.css")

    return [
        get(web, "/api/export", export),
        get(web, "/api/print", printed),
        Route("/print.css", open_to_all(web, style), methods=["GET"]),
    ]


async def export(call: Call) -> Response:
    """A file of sites or notices."""
    what, form = _what(call), query_text(call.request, "format")
    if (what, form) not in FORMATS:
        expected = ", ".join(one for kind, one in FORMATS if kind == what)
        raise Refused(f"one of {expected} expected for {what}", field="format")
    write, media_type = FORMATS[what, form]
    taken = await _chosen(call, what, "export", "en")
    header = taken.header
    name = f"commonground-{call.web.party}-{what}-{header.as_of_ms}.{'txt' if form == 'aco' else form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
        "X-Left-Out": str(taken.left_out),
    }  # fmt: skip
    data = await asyncio.to_thread(write, taken.rows, header, local_times(header.zone))
    await _note(call, taken, f"{what} {form}", data)
    return Response(data, media_type=media_type, headers=headers)


async def printed(call: Call) -> Response:
    """A page to print."""
    what = _what(call)
    lang = query_text(call.request, "lang") or next(iter(call.user.languages), "en")
    if lang not in LANGUAGES:
        raise Refused(f"one of {', '.join(LANGUAGES)} expected", field="lang")
    taken = await _chosen(call, what, "print", lang)
    local = local_times(taken.header.zone)
    page = (await asyncio.to_thread(print_page, what, taken.rows, taken.header, local, lang)).encode()
    await _note(call, taken, f"{what} page", page)
    return Response(page, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})


def _what(call: Call) -> What:
    what = query_text(call.request, "what")
    if what == "sites":
        return "sites"
    if what == "notices":
        return "notices"
    if what == "reports" and call.request.url.path == "/api/print":
        return "reports"
    raise Refused("sites or notices expected", field="what")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What goes into a copy."""

    rows: list[dict[str, Any]]
    header: ExportHeader
    copy: Leaving
    keys: list[str]
    left_out: int


async def _note(call: Call, taken: _Taken, of: str, data: bytes) -> None:
    await call.web.write(lambda room: note_made(call, room, taken.copy, of, data, taken.keys))


async def _chosen(call: Call, what: What, purpose: Literal["export", "print"], lang: str) -> _Taken:
    """The rows, once the second post has confirmed where one is needed, and the originators are told."""
    call.require("export")
    ids = [one for one in query_text(call.request, "ids", _IDS_CHARS_MAX).split(",") if one]
    chosen, allowed = await call.web.read(lambda room: _allowed(call, room, what, ids, purpose))
    foreign = chosen.foreign_sites(call.web.party)
    if not allowed:
        asked = await call.web.write(
            lambda room: ask(room, purpose, subject_of(chosen.keys), len(foreign), call.user.id, call.post,
                             room.clock.now_ms())
        )  # fmt: skip
        raise NotPermitted(
            f"{len(foreign)} sites of others: another operator on another post confirms first", field="ids",
            clause="section 8", detail={"second_post": asked.id},
        )  # fmt: skip

    def go(room: Room) -> _Taken:
        how: Literal["printed", "exported"] = "printed" if purpose == "print" else "exported"
        tell_opened(room, chosen.told(room.party), how, call.post, call.user.id)
        copy = leaving(call, room)
        rows = copy.in_order(_rows(room, what, chosen, lang), lambda row: str(row["id"]))
        header = header_of(room, call.user.id, call.post, call.web.settings.version, copy.stamp.text)
        return _Taken(rows, header, copy, chosen.keys, chosen.left_out)

    return await call.web.write(go)


def _rows(room: Room, what: What, chosen: Chosen, lang: str) -> list[dict[str, Any]]:
    now_ms = room.clock.now_ms()
    match what:
        case "sites":
            return [site_export(one) for one in chosen.versions]
        case "notices":
            return [notice_export(one, now_ms) for one in chosen.versions]
        case "reports":
            return [report_export(one, lang) for one in chosen.versions]


def _allowed(call: Call, room: Room, what: What, ids: list[str], purpose: Any) -> tuple[Chosen, bool]:
    chosen = choose(room, what, ids)
    few = len(chosen.foreign_sites(room.party)) <= FOREIGN_SITES_MAX
    confirmed = is_confirmed(room, purpose, subject_of(chosen.keys), call.user.id, room.clock.now_ms())
    return chosen, few or confirmed
