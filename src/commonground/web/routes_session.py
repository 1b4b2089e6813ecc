"""Signing in and out, and the post that a person takes for a shift.

Who took which post when is a line of the party's own log: the person never leaves it, the post stands in what is said.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import NotAuthenticated, NotPermitted
from ..record import Record
from ..room.context import Room
from ..room.handover import refuse_leaving
from ..room.submit import note_event
from .auth import find_user, posts_of
from .bodies import read_record
from .door import Call, Web, get, open_to_all, post
from .errors_http import json_response
from .last_shift import note_shift_end
from .on_duty import seated, state_duty
from .session_rows import session_row
from .sessions import (
    drop_cookie,
    end_session,
    find_session,
    open_session,
    put_session,
    set_cookie,
    sweep,
    token_id,
    token_of,
)

_BODY_BYTES_MAX = 4_096


class SignIn(Record, frozen=True):
    """A name and a password."""

    user: str
    password: str


class TakePost(Record, frozen=True):
    """The post to take, until when if not as planned, and why a mandatory one is left for it without a sheet."""

    post: str
    until_ms: int = 0
    reason: str = ""


class Leave(Record, frozen=True):
    """Why a mandatory post is left without a sheet that was accepted; empty where one was."""

    reason: str = ""


def routes(web: Web) -> list[Route]:
    """Routes of signing in."""
    return [
        Route("/api/sign-in", open_to_all(web, sign_in), methods=["POST"]),
        post(web, "/api/sign-out", sign_out),
        post(web, "/api/take-post", take_post),
        post(web, "/api/leave-post", leave_post),
        get(web, "/api/session", read_session),
    ]


async def sign_in(web: Web, request: Request) -> Response:
    """A new session; an earlier one of the same browser ends. The answer is the same for any wrong pair."""
    given = await read_record(request, SignIn, _BODY_BYTES_MAX)
    name, address = given.user.strip().lower()[:64], request.client.host if request.client else ""
    web.throttle.begin(name, address, web.now_ms())
    user = await web.authenticator.authenticate(web.node, name, given.password)
    if user is None:
        raise NotAuthenticated("the name or the password is wrong", field="user")
    web.throttle.succeeded(name, address)
    before = token_of(request, web.cookie)

    def make(room: Room) -> tuple[dict[str, Any], str]:
        now_ms = room.clock.now_ms()
        # The password was looked at in a thread: meanwhile it may have been changed, or the account disabled.
        if find_user(room.store, user.id) != user:
            raise NotAuthenticated("the account was changed: sign in again", field="user")
        sweep(room.store, now_ms, web.settings)
        if before:
            end_session(room.store, token_id(before))
        session, token = open_session(room.store, user, address, now_ms)
        note_event(room, {"what": "signed_in", "operator": user.id})
        return session_row(room, user, session, web.settings), token

    row, token = await web.write(make)
    if before:
        web.feed.end({token_id(before)})
    response = json_response(row)
    set_cookie(response, web.cookie, token, web.settings)
    return response


async def sign_out(call: Call) -> Response:
    """End the session and its feeds, and leave the post; a mandatory one with a sheet or a reason (R3)."""
    given = await call.body(Leave)

    def end(room: Room) -> None:
        refuse_leaving(room, call.session.post, call.session.post_since_ms, given.reason, call.user.id)
        if call.session.post:
            note_shift_end(room, call.user.id)
        end_session(room.store, call.session.id)
        state_duty(room, call.web.settings, call.user.id)
        note_event(room, {"what": "signed_out", "operator": call.user.id})

    await call.web.write(end)
    call.web.feed.end({call.session.id})
    response = json_response(None)
    drop_cookie(response, call.web.cookie, call.web.settings)
    return response


async def take_post(call: Call) -> dict[str, Any]:
    """Take a post that the account may take."""
    given = await call.body(TakePost)
    return await _set_post(call, given)


async def leave_post(call: Call) -> dict[str, Any]:
    """Leave the post that was taken; a mandatory one with a sheet that was accepted, or a reason (R3)."""
    given = await call.body(Leave)
    return await _set_post(call, TakePost(post="", reason=given.reason))


async def _set_post(call: Call, given: TakePost) -> dict[str, Any]:
    wanted = given.post

    def change(room: Room) -> dict[str, Any]:
        session, user = find_session(room.store, call.session.id, room.clock.now_ms(), call.web.settings)
        if wanted and wanted not in posts_of(room, user):
            expected = ", ".join(posts_of(room, user)) or "no post"
            raise NotPermitted(f"one of {expected} expected", field="post")
        changed = seated(room, session, user, given.post, given.until_ms, call.web.settings)
        if session.post and session.post != wanted:
            refuse_leaving(room, session.post, session.post_since_ms, given.reason, user.id)
            note_shift_end(room, user.id)
        put_session(room.store, changed)
        state_duty(room, call.web.settings, user.id)
        event = {"what": "post_taken" if wanted else "post_left", "operator": user.id,
                 "post": wanted or session.post}  # fmt: skip
        note_event(room, event)
        return session_row(room, user, changed, call.web.settings)

    return await call.web.write(change)


async def read_session(call: Call) -> dict[str, Any]:
    """The session that the request belongs to."""
    return await call.web.read(lambda room: session_row(room, call.user, call.session, call.web.settings))
