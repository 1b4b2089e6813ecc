"""Notices of others (read back, understand, answer, ask, open), own ones withdrawn, and the state of conflicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.routing import Route

from ..errors import Refused
from ..picture.blocks import Language, Text
from ..record import Record
from ..room import replies
from ..room.conflict_notes import ConflictState, note_conflict
from ..room.context import Room
from ..room.rows import notice_row
from ..room.rows_conflicts import conflict_row
from ..room.submit import Submitted, withdraw_from
from .door import Call, Web, post
from .places import PlaceText, parse_place, rendering
from .routes_announce import Nothing
from .view_only import fetch_content


class Words(Record, frozen=True):
    """An answer or a question: a code and, where wanted, a text."""

    code: str
    lang: Language = "en"
    text: str = ""


class ToParty(Record, frozen=True):
    """A party."""

    party: str


class NewState(Record, frozen=True):
    """State, owner and note of a conflict."""

    state: ConflictState
    owner: str = ""
    note: str = ""


def routes(web: Web) -> list[Route]:
    """Routes of notices and conflicts."""
    return [
        post(web, "/api/notices/{author}/{id}/read-back", read_back),
        post(web, "/api/notices/{author}/{id}/understood", understood),
        post(web, "/api/notices/{author}/{id}/answer", answer),
        post(web, "/api/notices/{author}/{id}/ask", ask),
        post(web, "/api/notices/{author}/{id}/opened", opened),
        post(web, "/api/notices/{id}/withdraw", withdraw),
        post(web, "/api/conflicts/{key:path}/state", set_conflict),
    ]


async def read_back(call: Call) -> dict[str, Any]:
    """Measure what was read back and tell the author."""
    given = await call.body(PlaceText)
    call.require("reply")

    def go(room: Room) -> replies.ReadBack:
        point = parse_place(given, room.charter)
        return replies.read_back(room, call.key, point, call.post, call.user.id)

    done = await call.web.write(go)
    return {
        "point": done.read, "delta_m": done.delta_m, "bearing_deg": done.bearing_deg, "matches": done.matches,
        "sent": rendering(call.web.gazetteer, done.sent), "read": rendering(call.web.gazetteer, done.read),
    }  # fmt: skip


async def understood(call: Call) -> dict[str, Any] | None:
    """Say that a notice was understood; refused until it was read back rightly."""
    await call.body(Nothing)
    return await _said(call, lambda room: replies.understood(room, call.key, call.post, call.user.id))


async def answer(call: Call) -> dict[str, Any] | None:
    """Answer a notice."""
    words = await call.body(Words)
    text = Text(lang=words.lang, text=words.text)
    return await _said(
        call, lambda room: replies.answer(room, call.key, words.code, text, call.post, call.user.id)
    )


async def ask(call: Call) -> dict[str, Any] | None:
    """Ask about a notice."""
    words = await call.body(Words)
    text = Text(lang=words.lang, text=words.text)
    return await _said(
        call, lambda room: replies.question(room, call.key, words.code, text, call.post, call.user.id)
    )


async def opened(call: Call) -> dict[str, Any] | None:
    """Say that a notice was read; a view-only one comes back with contact and remarks, from its originator."""
    await call.body(Nothing)
    row = await _said(call, lambda room: replies.opened(room, call.key, call.post, call.user.id))
    if row is None or row["mode"] != "view":
        return row
    found = await fetch_content(call, await call.web.read(lambda room: room.view.get(call.key)))
    return {**row, "notice": {**row["notice"], **(found["content"] or {})}, **found}


async def _said(call: Call, say: Callable[[Room], object]) -> dict[str, Any] | None:
    call.require("reply")

    def go(room: Room) -> dict[str, Any] | None:
        say(room)
        return notice_row(call.web.look(room), room.view.get(call.key))

    return await call.web.write(go)


async def withdraw(call: Call) -> dict[str, Any] | None:
    """Stop telling one recipient of an own notice."""
    party = (await call.body(ToParty)).party
    call.require("release_notice")

    def go(room: Room) -> dict[str, Any] | None:
        key = f"{room.party}/{call.part('id')}"
        if room.view.get(key).kind != "notice":
            raise Refused("a notice is expected", field="id")
        done: Submitted = withdraw_from(room, key, party, call.post, call.user.id)
        return notice_row(call.web.look(room), done.version)

    return await call.web.write(go)


async def set_conflict(call: Call) -> dict[str, Any] | None:
    """Give a conflict an owner, a state and a note. National: it is told to nobody."""
    given = await call.body(NewState)
    call.require("conflict_note")

    def go(room: Room) -> dict[str, Any] | None:
        call.web.look(room)
        members = call.web.index.groups.members(call.part("key"))
        if not members:
            raise Refused("no such conflict in this picture", field="key")
        note_conflict(room, call.part("key"), members, given.state, given.owner, given.note,
                      call.post, call.user.id)  # fmt: skip
        return conflict_row(call.web.look(room), call.part("key"))

    return await call.web.write(go)
