"""The charter in force at this node: the one that it was founded with, or the last that all consented to (R4).

Adopted charters are kept with the note that all who were asked have signed, each over the one before. A node starts
from its founding folder and goes through them again, so that a restart ends where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Corrupt
from ..log.keys import VerifyingKey
from ..picture.accession import asked, charter_hash, signature_of
from ..picture.charter import Charter
from ..record import Record, decode, encode_canonical
from .context import Room
from .ports import LogStore

KIND = "charter"


class Adopted(Record, frozen=True):
    """A charter that was adopted: from which proposal, with the signed note and the newcomer's certificate."""

    charter: Charter
    signed: str
    certificate: str
    accession: str
    adopted_ms: int


@dataclass(frozen=True, slots=True)
class InForce:
    """The charter in force and how it came about, the founding one first."""

    charter: Charter
    adopted: tuple[Adopted, ...] = ()


def in_force(store: LogStore, founding: Charter) -> InForce:
    """Go from the founding charter through what was adopted; `Corrupt` where a signature is missing."""
    charter, found = founding, []
    for _, data in sorted(store.documents(KIND)):
        one = decode(Adopted, data)
        if len(one.charter.parties) <= len(charter.parties):
            continue  # the founding folder was renewed since and has it already
        for party in asked(charter, one.charter.former):
            if not signature_of(one.charter, party, one.signed):
                raise Corrupt(f"the charter is not signed by {party}", where=one.accession)
        charter = one.charter
        found.append(one)
    return InForce(charter, tuple(found))


def adopt(room: Room, adopted: Adopted) -> None:
    """Keep a charter that all consented to and go over to it. Call in a transaction."""
    number = len(room.store.documents(KIND)) + 1
    room.store.put_document(KIND, f"{number:06d}", encode_canonical(adopted))
    go_over(room, adopted.charter)


def go_over(room: Room, charter: Charter) -> None:
    """Work with another charter of the same room from now on: the logs to who is new can begin."""
    room.charter = charter
    for party in charter.parties:
        if party.id not in room.verifiers:
            room.verifiers[party.id] = VerifyingKey.parse(party.node_key)
    room.view.go_over(charter)


def base_of(room: Room, base: str) -> Charter | None:
    """The charter of that hash that is or was in force here; None for a strange one."""
    every = [room.founding or room.charter]
    every += [decode(Adopted, data).charter for _, data in sorted(room.store.documents(KIND))]
    return next((one for one in (*every, room.charter) if charter_hash(one) == base), None)
