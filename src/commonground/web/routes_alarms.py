"""Alarms put aside by this party, and brought back. What the alarms are comes with the picture and the feed."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from ..picture.blocks import Language, Text
from ..picture.shelving import Reason
from ..record import Record
from ..room import shelving
from ..room.context import Room
from ..room.rows_shelved import shelving_row
from .door import Call, Web, post
from .routes_announce import Nothing


class NewShelving(Record, frozen=True):
    """Which alarm, by its key, and why; words are needed with the reason `other` alone."""

    alarm: str
    reason: Reason
    lang: Language = "en"
    text: str = ""


def routes(web: Web) -> list[Route]:
    """Routes of alarms put aside."""
    return [post(web, "/api/shelvings", shelve), post(web, "/api/shelvings/{id}/end", bring_back)]


async def shelve(call: Call) -> dict[str, Any]:
    """Put an alarm aside for a quarter of an hour; answers its ShelvingRow."""
    given = await call.body(NewShelving)
    call.require("shelve")
    text = Text(lang=given.lang, text=given.text) if given.text.strip() else None

    def go(room: Room) -> dict[str, Any]:
        done = shelving.shelve(room, given.alarm, given.reason, text, call.post, call.user.id)
        return _row(call, room, done.version.key)

    return await call.web.write(go)


async def bring_back(call: Call) -> dict[str, Any]:
    """End a shelving before its time."""
    await call.body(Nothing)
    call.require("shelve")

    def go(room: Room) -> dict[str, Any]:
        key = f"{room.party}/{call.part('id')}"
        shelving.bring_back(room, key, call.post, call.user.id)
        return _row(call, room, key)

    return await call.web.write(go)


def _row(call: Call, room: Room, key: str) -> dict[str, Any]:
    row = shelving_row(call.web.look(room), room.view.get(key))
    assert row is not None
    return row
