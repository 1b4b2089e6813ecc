"""Handing over a shift: a sheet that is pre-filled from the picture, signed by who goes, accepted by who comes (R3).

All of it is national. A mandatory post that is left without an accepted sheet is a statement too, with the reason that
was given: it alarms until whoever comes next has seen it. Nothing here knows a session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import NotPermitted, Refused
from ..picture.blocks import LIST_ITEMS_MAX, Text
from ..picture.roster import Handover, Item
from ..picture.statement import OwnLine
from ..picture.version import Version
from ..record import decode, replace
from .command import Command
from .context import Room
from .roster import duty_of, is_mandatory
from .submit import Submitted, submit


def sign(room: Room, post: str, from_ms: int, items: Iterable[Item], text: Text, operator: str) -> Submitted:
    """Sign the sheet of a shift that began at `from_ms`: its open items as they stand now, and a text."""
    now_ms = room.clock.now_ms()
    every = tuple(items)
    body = Handover(
        post=post, from_ms=min(from_ms, now_ms), until_ms=now_ms, stage="signed", items=every[:LIST_ITEMS_MAX],
        items_left_out=max(0, len(every) - LIST_ITEMS_MAX), text=text,
    )  # fmt: skip
    return submit(room, Command(kind="handover", action="establish", post=post, body=body, operator=operator))


def accept(room: Room, key: str, post: str, operator: str) -> Submitted:
    """Accept a sheet on its post, or take note that the post was left without one; not by who signed it."""
    version = room.view.get(key)
    sheet = version.body
    if not isinstance(sheet, Handover) or version.author != room.party:
        raise Refused("a sheet of this party is expected", field="key", clause="R3")
    if sheet.post != post:
        raise NotPermitted(f"{sheet.post} expected; {post or 'no post'} was taken", field="post", clause="R3")
    if sheet.stage == "signed" and operator == operator_of(room, version):
        raise NotPermitted("somebody else than who signed it is expected", field="user", clause="R3")
    taken = replace(
        sheet, accepted_ms=room.clock.now_ms(), stage="left" if sheet.stage == "left" else "accepted"
    )
    return submit(room, Command(
        kind="handover", action="amend", post=post, body=taken, entity=version.entity, version=version.version,
        operator=operator,
    ))  # fmt: skip


def note_left(room: Room, post: str, from_ms: int, reason: str, operator: str) -> Submitted:
    """Write down that a mandatory post was left without an accepted sheet, and why."""
    now_ms = room.clock.now_ms()
    body = Handover(post=post, from_ms=min(from_ms, now_ms), until_ms=now_ms, stage="left", reason=reason)
    return submit(room, Command(kind="handover", action="establish", post=post, body=body, operator=operator))


def operator_of(room: Room, version: Version) -> str:
    """Who said the last version of a sheet. It never leaves the own log."""
    rows = room.store.entries(version.origin, version.leaf, version.leaf + 1)
    return "" if not rows or rows[0].body is None else decode(OwnLine, rows[0].body).operator


# -- asking -----------------------------------------------------------------------------------------------------


def sheets(room: Room) -> Iterator[tuple[Version, Handover]]:
    """The sheets of this party, the last one first."""
    for key in reversed(room.view.keys_of("handover")):
        version = room.view.picture.entities[key]
        if isinstance(version.body, Handover):
            yield version, version.body


def is_handed_over(room: Room, post: str, since_ms: int, operator: str) -> bool:
    """Whether somebody else than this operator accepted a sheet of the post since then."""
    for version, sheet in sheets(room):
        if sheet.until_ms < since_ms:
            return False
        if sheet.post == post and sheet.stage == "accepted" and operator_of(room, version) != operator:
            return True
    return False


def refuse_leaving(room: Room, post: str, since_ms: int, reason: str, operator: str) -> None:
    """Refuse to leave a mandatory post without an accepted sheet; with a reason it is written down instead."""
    if not is_mandatory(room, post) or is_handed_over(room, post, since_ms, operator):
        return
    if not reason.strip():
        raise Refused(
            "a sheet that who comes next has accepted is expected, or a reason", field="handover", clause="R3"
        )
    note_left(room, post, since_ms, reason.strip(), operator)


def was_left_silently(room: Room, post: str) -> bool:
    """Whether a mandatory post is now left without a sheet and without a word about it: a session ended by itself."""
    duty = duty_of(room, room.party, post)
    if duty is None or not duty.manned or not is_mandatory(room, post):
        return False
    sheet = next((one for _, one in sheets(room) if one.post == post), None)
    if sheet is None or sheet.stage == "signed":
        return True
    return sheet.until_ms < duty.since_ms if sheet.stage == "left" else sheet.from_ms < duty.since_ms
