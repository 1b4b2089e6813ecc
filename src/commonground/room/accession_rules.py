"""What this room accepts of proposals and of words on them, when this party says them (R4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import Refused
from ..picture.accession import Accession, Consent, asked, charter_hash, check_candidate, extended
from ..picture.version import Version
from .accession_standing import proposal_of, standing_of
from .command import Command
from .context import Room


def accept_accession(room: Room, command: Command, body: Accession, _: Version | None) -> None:
    """A party that is not in the room, over the charter in force, with its own certificate."""
    if command.action == "cancel":
        return
    check_candidate(body)
    if body.base != charter_hash(room.charter) or body.hash != charter_hash(extended(room.charter, body)):
        raise Refused("the hash of the charter that results is expected", field="accession.hash", clause="R4")
    if room.party not in asked(room.charter, body.former):
        raise Refused("it has left the room", field="party", clause="R4")


def accept_consent(room: Room, _: Command, body: Consent, __: Version | None) -> None:
    """One word on a proposal that is open, by a party that is asked."""
    proposal, _charter = proposal_of(room, body.about.key)
    stands = standing_of(room, proposal, room.clock.now_ms())
    if stands is None or stands.state != "open":
        raise Refused("a proposal that is open is expected", field="key", clause="R4")
    own = [word for word in stands.words if word.party == room.party]
    if not own or own[0].counts is not None:
        raise Refused("one word of each party that is asked is expected", field="key", clause="R4")


ACCEPT: dict[str, Callable[[Room, Command, Any, Version | None], None]] = {
    "accession": accept_accession,
    "consent": accept_consent,
}
