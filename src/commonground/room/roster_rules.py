"""What this room accepts of duties and sheets when this party says them (R3, T-22)."""

from __future__ import annotations

from ..errors import Refused
from ..picture.roster import Duty, Handover, duty_entity, lacking
from ..picture.version import Version
from .command import Command
from .context import Room

PLANNED_AHEAD_MS = 31 * 86_400_000


def accept_duty(room: Room, command: Command, body: Duty, last: Version | None) -> None:
    """A post of the charter, under its own id; who is planned speaks what the post requires."""
    if body.post not in room.charter.posts:
        raise Refused(f"one of {', '.join(room.charter.posts)} expected", field="duty.post", clause="R3")
    if command.entity != duty_entity(body.post):
        raise Refused("the duty of this post has an id of its own", field="entity", clause="R3")
    now_ms = room.clock.now_ms()
    before = last.body.planned if last is not None and isinstance(last.body, Duty) else ()
    required = room.charter.post_languages.get(body.post, ())
    for number, shift in enumerate(body.planned):
        where = f"duty.planned[{number}]"
        lacks = lacking(shift.languages, required)
        if lacks:
            raise Refused(
                f"{body.post} requires {', '.join(lacks)}, which nobody on it would speak",
                field=f"{where}.languages", clause="T-22",
            )  # fmt: skip
        if shift not in before and shift.until_ms <= now_ms:
            raise Refused("a shift that has not ended is expected", field=f"{where}.until_ms", clause="R3")
        if shift.from_ms > now_ms + PLANNED_AHEAD_MS:
            raise Refused("a shift of the next 31 days is expected", field=f"{where}.from_ms", clause="R3")


def accept_handover(room: Room, _: Command, body: Handover, last: Version | None) -> None:
    """A sheet is accepted once, by the post that it is for, and stays as it was signed."""
    if body.post not in room.charter.posts:
        raise Refused(f"one of {', '.join(room.charter.posts)} expected", field="handover.post", clause="R3")
    before = last.body if last is not None else None
    if isinstance(before, Handover):
        if before.accepted_ms:
            raise Refused("it was accepted already", field="handover", clause="R3")
        same = (before.post, before.from_ms, before.items, before.text, before.reason)
        if body.accepted_ms and same != (body.post, body.from_ms, body.items, body.text, body.reason):
            raise Refused("the sheet as it was signed is expected", field="handover", clause="R3")
