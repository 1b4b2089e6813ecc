"""For whom each party declares to speak, and for whom not: shown beside its answers (R4, T-25).

Only what a party said of itself counts. That two parties declare the same forces, or that one answers for forces that
it never declared, is shown as such and decided by nobody here.
"""

from __future__ import annotations

from ..picture.membership import FORCES, SpeaksFor
from ..picture.version import Version
from .context import Room


def declaration_version(room: Room, party: str) -> Version | None:
    """The statement in which a party declared last; None where it never did."""
    return room.view.picture.get(f"{party}/{FORCES}")


def declaration(room: Room, party: str) -> SpeaksFor:
    """What a party declared last; empty where it never did."""
    version = declaration_version(room, party)
    body = None if version is None else version.body
    return body if isinstance(body, SpeaksFor) else SpeaksFor()


def declared(room: Room, party: str) -> tuple[str, ...]:
    """Ids of the forces for which a party declares to speak."""
    return tuple(one.id for one in declaration(room, party).forces)


def claimed_twice(room: Room, party: str) -> tuple[str, ...]:
    """Forces of a party that another party declares as well."""
    others = {one for other in room.charter.others(party) for one in declared(room, other)}
    return tuple(one for one in declared(room, party) if one in others)
