"""How proposals stand in this party's picture: every word on them, and whether the charter came of them (R4).

It appends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Refused
from ..picture.accession import Accession, Consent, charter_hash, extended
from ..picture.accession_standing import Standing, standing
from ..picture.charter import Charter
from ..picture.version import Version
from .charters import base_of
from .context import Room


def proposal_of(room: Room, key: str) -> tuple[Version, Charter]:
    """A proposal and the charter that it would make; refuses what is none, or extends no charter of this room."""
    version = room.view.get(key)
    if not isinstance(version.body, Accession):
        raise Refused("a proposal is expected", field="key", clause="R4")
    base = base_of(room, version.body.base)
    if base is None:
        raise Refused("a proposal over the charter in force is expected", field="key", clause="R4")
    return version, extended(base, version.body)


def standing_of(room: Room, proposal: Version, now_ms: int) -> Standing | None:
    """How a proposal stands here; None for one that nothing can be computed of."""
    body = proposal.body
    base = base_of(room, body.base) if isinstance(body, Accession) else None
    if not isinstance(body, Accession) or base is None:
        return None
    said = [one for one in room.view.replies_about(proposal.key) if isinstance(one.body, Consent)]
    known = {party.id for party in room.charter.parties}
    adopted = body.party.id in known and charter_hash(room.charter) != body.base
    stands = standing(base, proposal, said, adopted=adopted, now_ms=now_ms)
    if stands.state in ("open", "adopted") and not adopted and charter_hash(room.charter) != body.base:
        return Standing("overtaken", stands.words, stands.others)
    return stands


def proposals(room: Room) -> Iterator[Version]:
    """Every proposal of the picture, the last first."""
    for key in reversed(room.view.keys_of("accession")):
        version = room.view.picture.entities[key]
        if isinstance(version.body, Accession):
            yield version
