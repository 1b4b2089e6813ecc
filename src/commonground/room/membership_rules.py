"""What this room accepts when this party leaves, declares its forces, or says anything within its scope (R4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import NotPermitted, Refused
from ..picture.membership import FORCES, LEAVING, Leaving, SpeaksFor
from ..picture.version import Version
from ..policy.scope import may_not_hear, may_not_say
from .command import Command
from .context import Room
from .leaving import anybody_leaves, has_left

CHOSEN_KINDS = frozenset({"notice", "site"})
"""Kinds whose recipients a person chooses one by one: a closed one is refused, not left out silently."""


def refuse_membership(room: Room, command: Command) -> None:
    """Refuse what this party may not say in its scope or after it has left, and who may not be told it."""
    if not command.releases:
        return
    if anybody_leaves(room):
        _refuse_left(room, command)
    charter, channel = room.charter, command.channel_class
    if may_not_say(charter, room.party, command.kind, channel, command.precedence):
        level = charter.level(room.party, channel)
        raise NotPermitted(
            f"{room.party} has the level {level} in the class {channel}", field="channel_class", clause="R4"
        )
    for number, one in enumerate(command.releases if command.kind in CHOSEN_KINDS else ()):
        if may_not_hear(charter, one.party, command.kind, channel, command.precedence):
            where = f"recipients[{number}].party"
            raise Refused(f"{one.party} has no part in the class {channel}", field=where, clause="R4")


def _refuse_left(room: Room, command: Command) -> None:
    now_ms = room.clock.now_ms()
    if command.operator and command.kind != "leaving" and has_left(room, room.party, now_ms):
        raise NotPermitted("it has left the room", field="party", clause="R4")
    for number, one in enumerate(command.releases if command.kind in CHOSEN_KINDS else ()):
        if has_left(room, one.party, now_ms):
            raise Refused("it has left the room", field=f"recipients[{number}].party", clause="R4")


def accept_leaving(room: Room, command: Command, body: Leaving, _: Version | None) -> None:
    """A moment that has not passed, under the id that all know; nothing once it has come."""
    now_ms = room.clock.now_ms()
    if command.entity != LEAVING:
        raise Refused("the leaving of a party has an id of its own", field="entity", clause="R4")
    if has_left(room, room.party, now_ms):
        raise Refused("it has left the room", field="party", clause="R4")
    if command.action != "cancel" and body.at_ms < now_ms:
        raise Refused("a moment that has not passed is expected", field="at_ms", clause="R4")


def accept_forces(_: Room, command: Command, __: SpeaksFor, ___: Version | None) -> None:
    """One declaration of each party, under the id that all know."""
    if command.entity != FORCES:
        raise Refused("the declaration of a party has an id of its own", field="entity", clause="R4")


ACCEPT: dict[str, Callable[[Room, Command, Any, Version | None], None]] = {
    "leaving": accept_leaving,
    "speaks_for": accept_forces,
}
