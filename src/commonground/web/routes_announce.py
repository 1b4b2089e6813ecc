"""Announcing: check a draft, keep it, release it, undo it in its ten seconds, and confirm for another post.

A check tells nobody. Where it meets more than 25 sites of others, only counts are shown, and a request waits for
another operator on another post (`GET /api/second-post`, `POST /api/second-post/{id}/confirm`).
"""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from ..errors import MissingKeys
from ..picture.conflict import ConflictReport, Hit
from ..record import Record, convert, full
from ..room.context import Room
from ..room.desk import (
    Held,
    delete_draft,
    draft_row,
    held_row,
    release_draft,
    release_now,
    save_draft,
    undo,
)
from ..room.desk_draft import Draft, checked, command_of, subject_of_draft
from ..room.rows import leaf_row, notice_row
from ..room.second_post import approvals, ask, confirm, is_confirmed
from ..room.submit import Submitted
from .door import Call, Web, get, post
from .report_rows import hit_row, nothing_met, report_row


class OneDraft(Record, frozen=True):
    """A draft."""

    draft: Draft


class ReleaseOrder(Record, frozen=True):
    """A draft to release and the hits that were acknowledged."""

    draft: Draft
    acknowledged: tuple[str, ...] = ()
    report_id: str = ""


class Nothing(Record, frozen=True):
    """An empty object."""


def routes(web: Web) -> list[Route]:
    """Routes of announcing."""
    return [
        post(web, "/api/check", check),
        post(web, "/api/drafts", keep_draft),
        post(web, "/api/drafts/{id}/delete", forget_draft),
        post(web, "/api/release", release),
        post(web, "/api/held/{id}/undo", undo_held),
        post(web, "/api/held/{id}/now", release_held_now),
        get(web, "/api/second-post", list_second_post),
        post(web, "/api/second-post/{id}/confirm", confirm_second_post),
    ]


async def check(call: Call) -> dict[str, Any]:
    """What a draft meets in this party's picture. Nothing leaves the node."""
    draft = (await call.body(OneDraft)).draft
    operator = call.user.id

    def look(room: Room) -> tuple[ConflictReport, bool]:
        report = checked(room, command_of(draft, call.post, operator)) or nothing_met(room)
        return report, is_confirmed(room, "check", subject_of_draft(draft), operator, room.clock.now_ms())

    report, confirmed = await call.web.read(look)
    if report.needs_second_post and not report.counts_only and not confirmed:
        await call.web.write(
            lambda room: ask(room, "check", subject_of_draft(draft), report.hits_total, operator, call.post,
                             room.clock.now_ms())
        )  # fmt: skip
    return await call.web.read(lambda room: report_row(room, report, confirmed=confirmed))


async def keep_draft(call: Call) -> dict[str, Any]:
    """Keep a draft; anybody who is signed in may prepare one."""
    draft = (await call.body(OneDraft)).draft
    saved = await call.web.write(lambda room: save_draft(room, draft, call.post, call.user.id))
    return draft_row(saved)


async def forget_draft(call: Call) -> None:
    """Forget a draft."""
    await call.body(Nothing)
    await call.web.write(lambda room: delete_draft(room, call.part("id")))


async def release(call: Call) -> dict[str, Any]:
    """Release a draft, at once or after the hold."""
    order = await call.body(ReleaseOrder)
    call.require("release_notice")

    def go(room: Room) -> dict[str, Any]:
        try:
            done = release_draft(room, order.draft, order.acknowledged, call.post, call.user.id)
        except MissingKeys as error:
            raise _with_hits(room, error) from error
        return {"held": held_row(done)} if isinstance(done, Held) else released_row(call.web, room, done)

    return await call.web.write(go)


async def undo_held(call: Call) -> dict[str, Any]:
    """Take a held release back."""
    await call.body(Nothing)
    call.require("release_notice")
    return draft_row(await call.web.write(lambda room: undo(room, call.part("id"))))


async def release_held_now(call: Call) -> dict[str, Any]:
    """Release what is held without waiting for its time."""
    await call.body(Nothing)

    def go(room: Room) -> dict[str, Any]:
        try:
            done = release_now(room, call.part("id"), call.post, call.user.id)
        except MissingKeys as error:
            raise _with_hits(room, error) from error
        return released_row(call.web, room, done)

    return await call.web.write(go)


def released_row(web: Web, room: Room, done: Submitted) -> dict[str, Any]:
    """The notice as it now stands, and its leaf in the party's own log."""
    version = done.version
    return {
        "released": notice_row(web.look(room), version),
        "leaf": leaf_row(room, version.origin, version.leaf),
    }


def _with_hits(room: Room, error: MissingKeys) -> MissingKeys:
    """The same refusal with its hits as the page reads them."""
    missing = [convert(one, Hit) for one in error.detail["missing"]]  # type: ignore[attr-defined]
    detail = {**error.detail, "missing": [hit_row(room, hit) for hit in missing]}
    return MissingKeys(error.reason, field=error.field, clause=error.clause, detail=detail)


async def list_second_post(call: Call) -> dict[str, Any]:
    """Questions that wait for, or had, a second post, the last first."""
    rows = await call.web.read(lambda room: [full(one) for one in reversed(approvals(room))])
    return {"rows": rows, "total": len(rows), "shown": len(rows)}


async def confirm_second_post(call: Call) -> dict[str, Any]:
    """Confirm somebody else's question from another post."""
    await call.body(Nothing)
    done = await call.web.write(
        lambda room: confirm(room, call.part("id"), call.user.id, call.post, room.clock.now_ms())
    )
    row: dict[str, Any] = full(done)
    return row
