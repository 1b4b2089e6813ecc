"""For whom a party speaks: what it declared, and answers that speak for forces which it did not (T-25)."""

from __future__ import annotations

from ..picture.line import CallWord
from ..picture.version import Version
from .context import Room


def declared_forces(room: Room, party: str) -> frozenset[str]:
    """Names of the forces for which a party has declared that it speaks, as this party was told."""
    names: set[str] = set()
    for version in room.view.of_kind("speaks_for"):
        if version.author == party and version.withdrawn_ms is None and version.action != "cancel":
            names |= {str(name) for name in getattr(version.body, "speaks_for", ())}
    return frozenset(names)


def is_undeclared(room: Room, word: Version) -> bool:
    """Whether an answer speaks for allied forces that its author has not declared."""
    body = word.body
    if not isinstance(body, CallWord) or body.speaks_for != "allied":
        return False
    return not set(body.forces) <= declared_forces(room, word.author)
