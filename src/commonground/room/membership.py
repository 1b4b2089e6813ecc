"""Leaving the room and saying for whom one speaks: what a party says of itself, to everybody (R4, T-25).

Nobody leaves for another, and the others cannot put a party out: each may stop releasing to it, which was always in its
own hand. Leaving is said to all before it takes effect; until then it can be taken back.
"""

from __future__ import annotations

from ..errors import Refused
from ..picture.blocks import Text
from ..picture.membership import FORCES, LEAVING, Force, Leaving, Named, SpeaksFor
from ..picture.version import Version
from .alert import Alert
from .clock_table import NOTHING, Reading
from .command import Command
from .context import Room
from .leaving import is_dated_back, left_ms
from .roster import duty_key, to_all
from .submit import Submitted, submit

IMMEDIATE, ROUTINE = 2, 3


def leave(room: Room, at_ms: int, text: Text, post: str, operator: str) -> Submitted:
    """Say that this party leaves at a moment that has not passed."""
    version = room.view.picture.get(f"{room.party}/{LEAVING}")
    return submit(room, Command(
        kind="leaving", action="establish" if version is None else "amend", post=post, entity=LEAVING,
        body=Leaving(at_ms=at_ms, text=text), operator=operator, releases=to_all(room, room.clock.now_ms()),
    ))  # fmt: skip


def stay(room: Room, post: str, operator: str) -> Submitted:
    """Take a leaving back whose moment has not come."""
    if left_ms(room, room.party) is None:
        raise Refused("a leaving that was said is expected", field="at_ms", clause="R4")
    return submit(room, Command(
        kind="leaving", action="cancel", post=post, entity=LEAVING, operator=operator,
        releases=to_all(room, room.clock.now_ms()),
    ))  # fmt: skip


def declare(
    room: Room, forces: tuple[Force, ...], not_forces: tuple[Named, ...], post: str, operator: str
) -> Submitted:
    """Say for whom this party speaks, and for whom not."""
    known = room.view.picture.get(f"{room.party}/{FORCES}") is not None
    return submit(room, Command(
        kind="speaks_for", action="amend" if known else "establish", post=post, entity=FORCES,
        body=SpeaksFor(forces=forces, not_forces=not_forces), operator=operator,
        releases=to_all(room, room.clock.now_ms()),
    ))  # fmt: skip


# -- clocks -----------------------------------------------------------------------------------------------------


def leaving_reading(room: Room, version: Version, now_ms: int) -> Reading:
    """A party that will leave, and one that dated its leaving back; its posts are read again when it has left."""
    body = version.body
    if not isinstance(body, Leaving):
        return NOTHING
    room.view.changes.clocked |= {duty_key(version.author, post) for post in room.charter.posts}
    at_ms = left_ms(room, version.author)
    if at_ms is None or version.author == room.party:
        return NOTHING
    what, rank = "party_leaves", ROUTINE
    if is_dated_back(room, version, body):
        what, rank = "leaving_dated_back", IMMEDIATE
    alert = Alert(
        key=f"leaving/{version.key}",
        rank=rank,
        what=what,
        party=version.author,
        about=version.key,
        t_ms=at_ms,
    )
    return Reading(at_ms if at_ms > now_ms else None, alerts=(alert,))


CLOCKED = {"leaving": leaving_reading}
