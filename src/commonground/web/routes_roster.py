"""The roster: duty of all parties, planned shifts, and the sheet that hands over a shift (R3)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from ..picture.blocks import Language, Text
from ..picture.roster import Handover, Shift
from ..record import Record, full
from ..room import handover, roster
from ..room.context import Room
from ..room.open_items import open_items
from ..room.rows_roster import duty_row, duty_rows, plan_rows, sheet_row, sheet_rows
from .door import Call, Web, get, post
from .routes_announce import Nothing


class Plan(Record, frozen=True):
    """The shifts of a post from now on, and the post that deputises."""

    shifts: tuple[Shift, ...] = ()
    deputy: str = ""


class Words(Record, frozen=True):
    """What the outgoing writes beside the open items."""

    lang: Language = "en"
    text: str = ""


def routes(web: Web) -> list[Route]:
    """Routes of the roster."""
    return [
        get(web, "/api/roster", read_roster),
        post(web, "/api/roster/{post}/plan", plan),
        get(web, "/api/handover", read_sheet),
        post(web, "/api/handover", sign),
        post(web, "/api/handover/{id}/accept", accept),
    ]


async def read_roster(call: Call) -> dict[str, Any]:
    """Who is on duty at every party, what is planned, and the last sheets of this one."""

    def go(room: Room) -> dict[str, Any]:
        now_ms = room.clock.now_ms()
        return {
            "duty": duty_rows(room, now_ms), "plans": plan_rows(room, now_ms), "sheets": sheet_rows(room),
            "posts": list(room.charter.posts), "mandatory": list(room.charter.mandatory_posts),
            "requires": {name: list(every) for name, every in room.charter.post_languages.items()},
            "now_ms": now_ms,
        }  # fmt: skip

    return await call.web.read(go)


async def plan(call: Call) -> dict[str, Any]:
    """Plan the shifts of an own post."""
    given = await call.body(Plan)
    call.require("plan_duty")
    name = call.part("post")

    def go(room: Room) -> dict[str, Any]:
        roster.plan(room, name, given.shifts, given.deputy, call.post, call.user.id)
        row = duty_row(room, room.party, name, room.clock.now_ms(), room.view.picture.get)
        assert row is not None
        return row

    return await call.web.write(go)


async def read_sheet(call: Call) -> dict[str, Any]:
    """The sheet of the own post as it would be signed now: the open items of this moment, soonest due first."""

    def go(room: Room) -> dict[str, Any]:
        look = call.web.look(room)
        since_ms = call.session.post_since_ms or call.session.started_ms
        return {
            "post": call.post, "from_ms": since_ms, "until_ms": look.now_ms,
            "mandatory": roster.is_mandatory(room, call.post),
            "handed_over": handover.is_handed_over(room, call.post, since_ms, call.user.id),
            "items": [full(one) for one in open_items(look, since_ms)], "sheets": sheet_rows(room),
        }  # fmt: skip

    return await call.web.read(go)


async def sign(call: Call) -> dict[str, Any]:
    """Sign the sheet of the own shift, with the open items as the node sees them now."""
    given = await call.body(Words)
    call.require("handover")

    def go(room: Room) -> dict[str, Any]:
        since_ms = call.session.post_since_ms or call.session.started_ms
        items = open_items(call.web.look(room), since_ms)
        text = Text(lang=given.lang, text=given.text)
        done = handover.sign(room, call.post, since_ms, items, text, call.user.id)
        return _row(room, done.version.key)

    return await call.web.write(go)


async def accept(call: Call) -> dict[str, Any]:
    """Accept a sheet on its post, or take note that the post was left without one."""
    await call.body(Nothing)
    call.require("handover")

    def go(room: Room) -> dict[str, Any]:
        done = handover.accept(room, f"{room.party}/{call.part('id')}", call.post, call.user.id)
        return _row(room, done.version.key)

    return await call.web.write(go)


def _row(room: Room, key: str) -> dict[str, Any]:
    version = room.view.get(key)
    assert isinstance(version.body, Handover)
    return sheet_row(room, version, version.body)
