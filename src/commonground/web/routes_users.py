"""People and sessions of this party, administered by its own admins. Each change is a line of the party's own log."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.routing import Route

from ..errors import Refused
from ..record import Record
from ..room.context import Room
from ..room.submit import note_event
from .auth import User, add_user, change_user, hash_password, users
from .door import Call, Web, get, post
from .on_duty import state_duty
from .routes_announce import Nothing
from .sessions import end_session, end_sessions_of, leave_post, live_sessions


class NewUser(Record, frozen=True):
    """An account to make."""

    id: str
    name: str
    password: str
    admin: bool = False
    languages: tuple[str, ...] = ("en",)
    posts: tuple[str, ...] = ()


class UserChange(Record, frozen=True):
    """What to change of an account."""

    password: str = ""
    disabled: bool | None = None
    posts: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None


def routes(web: Web) -> list[Route]:
    """Routes of administration; admins only."""
    return [
        get(web, "/api/users", list_users, admin=True),
        post(web, "/api/users", make_user, admin=True),
        post(web, "/api/users/{id}", edit_user, admin=True),
        get(web, "/api/sessions", list_sessions, admin=True),
        post(web, "/api/sessions/{id}/revoke", revoke, admin=True),
    ]


def user_row(user: User) -> dict[str, Any]:
    """An account as an admin sees it; the hash never leaves the store."""
    return {
        "id": user.id, "name": user.name, "admin": user.admin, "disabled": user.disabled,
        "languages": list(user.languages), "posts": list(user.posts),
    }  # fmt: skip


async def list_users(call: Call) -> dict[str, Any]:
    """Every account."""
    rows = [user_row(one) for one in await call.web.read(lambda room: users(room.store))]
    return {"rows": rows, "total": len(rows), "shown": len(rows)}


async def make_user(call: Call) -> dict[str, Any]:
    """Make an account."""
    new = await call.body(NewUser)
    kept = await asyncio.to_thread(hash_password, new.password)
    user = User(id=new.id, name=new.name, password_hash=kept, admin=new.admin, languages=new.languages,
                posts=new.posts)  # fmt: skip

    def go(room: Room) -> User:
        made = add_user(room.store, user)
        note_event(room, {"what": "user_made", "operator": call.user.id, "user": made.id})
        return made

    return user_row(await call.web.write(go))


async def edit_user(call: Call) -> dict[str, Any]:
    """Change an account. With a new password, or disabled, its sessions end; but for the one that asks."""
    change = await call.body(UserChange)
    kept = await asyncio.to_thread(hash_password, change.password) if change.password else ""
    user_id = call.part("id")

    def go(room: Room) -> tuple[User, list[str]]:
        user = change_user(
            room.store, user_id, password_hash=kept, disabled=change.disabled, posts=change.posts,
            languages=change.languages,
        )  # fmt: skip
        ended: list[str] = []
        if kept or user.disabled or change.posts is not None:
            ended = end_sessions_of(room.store, user_id, but="" if user.disabled else call.session.id)
        if user.id == call.user.id and call.post not in user.posts:
            leave_post(room.store, call.session.id)
        note_event(room, {"what": "user_changed", "operator": call.user.id, "user": user.id})
        state_duty(room, call.web.settings, call.user.id)
        return user, ended

    user, ended = await call.web.write(go)
    call.web.feed.end(set(ended))
    return user_row(user)


async def list_sessions(call: Call) -> dict[str, Any]:
    """Sessions that live."""

    def go(room: Room) -> list[dict[str, Any]]:
        names = {one.id: one.name for one in users(room.store)}
        return [
            {"id": one.id, "user": one.user, "name": names.get(one.user, ""), "post": one.post,
             "started_ms": one.started_ms, "last_ms": one.last_ms, "own": one.id == call.session.id}
            for one in live_sessions(room.store, room.clock.now_ms(), call.web.settings)
        ]  # fmt: skip

    rows = await call.web.read(go)
    return {"rows": rows, "total": len(rows), "shown": len(rows)}


async def revoke(call: Call) -> None:
    """End a session and its feeds."""
    await call.body(Nothing)
    session_id = call.part("id")

    def go(room: Room) -> None:
        if room.store.document("session", session_id) is None:
            raise Refused("no such session", field="id")
        end_session(room.store, session_id)
        note_event(room, {"what": "session_revoked", "operator": call.user.id})
        state_duty(room, call.web.settings, call.user.id)

    await call.web.write(go)
    call.web.feed.end({session_id})
