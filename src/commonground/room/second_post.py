"""Two people before many places of others are listed at once (REQUIREMENTS section 8).

Above the limit an answer holds counts only, until another operator on another post has confirmed the same question
within the last hour. Requests and confirmations are documents of the party's own store and travel to nobody.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from ..errors import NotPermitted, Refused
from ..record import Record, decode, encode_canonical, replace
from .context import Room

KIND = "second_post"
CONFIRMED_FOR_MS = 3_600_000
KEPT_FOR_MS = 24 * 3_600_000
WAITING_MAX = 50
"""Of one operator: each check of another draft asks anew, and only the last ones are still wanted."""
Purpose = Literal["check", "export", "print"]


class Approval(Record, frozen=True):
    """One question that waits for a second post. `subject` is a hash of exactly what was asked."""

    id: str
    purpose: Purpose
    subject: str
    count: int
    asked_by: str
    asked_post: str
    asked_ms: int
    confirmed_by: str = ""
    confirmed_post: str = ""
    confirmed_ms: int = -1


def subject_of(value: object) -> str:
    """The hash by which a question is known again."""
    return hashlib.sha256(encode_canonical(value)).hexdigest()


def is_confirmed(room: Room, purpose: Purpose, subject: str, operator: str, now_ms: int) -> bool:
    """Whether somebody else confirmed this operator's question within the last hour."""
    return any(
        one.confirmed_by and now_ms - one.confirmed_ms <= CONFIRMED_FOR_MS
        for one in approvals(room)
        if (one.purpose, one.subject, one.asked_by) == (purpose, subject, operator)
    )


def ask(
    room: Room, purpose: Purpose, subject: str, count: int, operator: str, post: str, now_ms: int
) -> Approval:
    """Ask for a second post; the same question asked again stays the same request. Needs a transaction."""
    waiting: list[Approval] = []
    for one in approvals(room):
        if now_ms - one.asked_ms > KEPT_FOR_MS:
            room.store.delete_document(KIND, one.id)
        elif (one.asked_by, one.confirmed_by) == (operator, ""):
            if (one.purpose, one.subject) == (purpose, subject):
                return one
            waiting.append(one)
    for one in waiting[: max(0, len(waiting) - WAITING_MAX + 1)]:
        room.store.delete_document(KIND, one.id)
    made = Approval(
        id=room.salt.new_id("Q", encode_canonical([purpose, subject, operator, now_ms])), purpose=purpose,
        subject=subject, count=count, asked_by=operator, asked_post=post, asked_ms=now_ms,
    )  # fmt: skip
    _put(room, made)
    return made


def confirm(room: Room, identifier: str, operator: str, post: str, now_ms: int) -> Approval:
    """Confirm somebody else's question from another post. Needs a transaction."""
    data = room.store.document(KIND, identifier)
    if data is None:
        raise Refused(f"no request {identifier!r}", field="id")
    asked = decode(Approval, data)
    if not post or operator == asked.asked_by or post == asked.asked_post:
        raise NotPermitted("another operator on another post is expected", field="post", clause="section 8")
    done = replace(asked, confirmed_by=operator, confirmed_post=post, confirmed_ms=now_ms)
    _put(room, done)
    return done


def approvals(room: Room) -> list[Approval]:
    """Every request that is kept, oldest first."""
    found = [decode(Approval, data) for _, data in room.store.documents(KIND)]
    return sorted(found, key=lambda one: (one.asked_ms, one.id))


def _put(room: Room, approval: Approval) -> None:
    room.store.put_document(KIND, approval.id, encode_canonical(approval))
    room.view.changes.keys.add(f"{KIND}/{approval.id}")
