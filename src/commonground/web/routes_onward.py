"""Onward release: asked of an originator, released, refused, undone while it is held (R5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.routing import Route

from ..picture.blocks import Language, Text
from ..picture.statement import Mode, Release
from ..record import Record
from ..room import onward
from ..room.context import Room
from ..room.rows_requests import request_row
from .door import Call, Web, post
from .refusals import with_back_texts
from .routes_announce import Nothing
from .routes_sites import Precision, Words


class NewRequest(Record, frozen=True):
    """What is asked for, for whom, and why if the asker wants to say so."""

    about: str
    to: str
    lang: Language = "en"
    reason: str = ""


class Terms(Record, frozen=True):
    """How the third party is told, and the hits that were acknowledged; a site goes as a cell unless it says more."""

    mode: Mode = "keep"
    precision: Precision = "cell"
    hide_submitter: bool = False
    custodian_may_warn: bool = False
    acknowledged: tuple[str, ...] = ()

    def release(self) -> Release:
        """The terms of the release; whom it goes to stands in the request."""
        return Release(
            party="", mode=self.mode, precision=self.precision, hide_submitter=self.hide_submitter,
            custodian_may_warn=self.custodian_may_warn,
        )  # fmt: skip


def routes(web: Web) -> list[Route]:
    """Routes of requests."""
    return [
        post(web, "/api/requests", ask),
        post(web, "/api/requests/{author}/{id}/grant", grant),
        post(web, "/api/requests/{author}/{id}/refuse", refuse),
        post(web, "/api/requests/{author}/{id}/undo", undo),
        post(web, "/api/requests/{author}/{id}/now", now),
    ]


async def ask(call: Call) -> dict[str, Any]:
    """Ask the originator of an item to release it to a third party."""
    given = await call.body(NewRequest)
    call.require("ask_release")

    def go(room: Room) -> dict[str, Any]:
        reason = Text(lang=given.lang, text=given.reason)
        done = onward.ask_release(room, given.about, given.to, reason, call.post, call.user.id)
        return _row(call, room, done.version.key)

    return await call.web.write(go)


async def grant(call: Call) -> dict[str, Any]:
    """Release what was asked for, after the hold; 409 with the hits that nobody acknowledged yet."""
    given = await call.body(Terms)
    return await _answered(
        call,
        lambda room: onward.grant(
            room, call.key, given.release(), given.acknowledged, call.post, call.user.id
        ),
    )


async def refuse(call: Call) -> dict[str, Any]:
    """Answer no. A reason may be given, and none is expected."""
    given = await call.body(Words)
    text = Text(lang=given.lang, text=given.text)
    return await _answered(call, lambda room: onward.refuse(room, call.key, text, call.post, call.user.id))


async def undo(call: Call) -> dict[str, Any]:
    """Take a release back that is still held."""
    await call.body(Nothing)
    return await _answered(call, lambda room: onward.undo(room, call.key))


async def now(call: Call) -> dict[str, Any]:
    """Do not wait for the end of the hold."""
    await call.body(Nothing)
    return await _answered(call, lambda room: onward.release_now(room, call.key, call.post, call.user.id))


async def _answered(call: Call, act: Callable[[Room], object]) -> dict[str, Any]:
    call.require("reply")

    def go(room: Room) -> dict[str, Any]:
        act(room)
        return _row(call, room, call.key)

    return await call.web.write(go)


def _row(call: Call, room: Room, key: str) -> dict[str, Any]:
    row = request_row(call.web.look(room), room.view.get(key))
    assert row is not None
    return with_back_texts([row])[0]
