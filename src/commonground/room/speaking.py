"""For whom a party speaks: what it declared, and answers that speak for forces which it did not (T-25)."""

from __future__ import annotations

from typing import Any

from ..picture.line import CallWord
from ..picture.membership import Force
from ..picture.version import Version
from ..record import plain
from .context import Room
from .declared import declaration, declaration_version


def declared_forces(room: Room, party: str) -> list[dict[str, Any]]:
    """The forces for which a party has declared that it speaks, as far as told here: id and name in three scripts."""
    return [{"id": force.id, "name": plain(force.name)} for force in _forces(room, party)]


def is_undeclared(room: Room, word: Version) -> bool:
    """Whether an answer speaks for allied forces that its author has not declared, by id or by any of their names."""
    body = word.body
    if not isinstance(body, CallWord) or body.speaks_for != "allied":
        return False
    known: set[str] = set()
    for force in _forces(room, word.author):
        known |= {force.id.casefold(), *(name.strip().casefold() for name in plain(force.name).values())}
    return not {name.strip().casefold() for name in body.forces} <= known


def _forces(room: Room, party: str) -> tuple[Force, ...]:
    """The forces of a declaration, if its party still tells this one."""
    version = declaration_version(room, party)
    is_told = version is not None and version.withdrawn_ms is None
    return declaration(room, party).forces if is_told else ()
