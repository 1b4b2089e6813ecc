"""Accession as this party runs it: propose, consent, and go over to the new charter when all have (R4).

A proposal and every word on it go to all parties, so that who has not consented is seen by all. Going over is final:
the charter is signed by all who were asked. The newcomer is told who is on duty and for whom each speaks; of anything
else only what is released to it from then on.
"""

from __future__ import annotations

from ..errors import Refused
from ..picture.accession import Accession, Consent, charter_hash, extended, signature_of
from ..picture.blocks import Reference, Text
from ..picture.charter import Party, Scope
from ..picture.membership import FORCES, Named
from ..picture.roster import duty_entity
from ..picture.statement import Release
from ..picture.version import Version
from ..record import replace
from .accession_standing import proposal_of, standing_of
from .charters import Adopted, adopt
from .command import Command
from .context import Room
from .leaving import has_left
from .roster import to_all
from .submit import Submitted, note_event, release_to, submit

NO_HASH = "=" * 44


def propose(
    room: Room,
    party: Party,
    certificate: str,
    scope: Scope,
    forces: tuple[Named, ...],
    not_forces: tuple[Named, ...],
    post: str,
    operator: str,
) -> Submitted:
    """Propose a party; the hash of the charter that would result is computed here and by everybody else."""
    now_ms = room.clock.now_ms()
    left = {one for one in room.charter.others(room.party) if has_left(room, one, now_ms)}
    former = tuple(one.id for one in room.charter.parties if one.id in left or one.id in room.charter.former)
    body = Accession(
        party=party, certificate=certificate, scope=scope, base=charter_hash(room.charter), hash=NO_HASH,
        proposed_ms=now_ms, expires_ms=now_ms + room.charter.clocks.consent_ms, speaks_for=forces,
        not_speaking_for=not_forces, former=former,
    )  # fmt: skip
    body = replace(body, hash=charter_hash(extended(room.charter, body)))
    return submit(room, Command(
        kind="accession", action="establish", post=post, body=body, operator=operator, releases=to_all(room, now_ms),
    ))  # fmt: skip


def answer(room: Room, key: str, word: str, note: str, text: Text, post: str, operator: str) -> Submitted:
    """Consent with the identity key's signature over the new charter, or refuse; a refusal owes no reason."""
    proposal, result = proposal_of(room, key)
    body = proposal.body
    assert isinstance(body, Accession)
    now_ms = room.clock.now_ms()
    signature = ""
    if word == "consents":
        signature = signature_of(result, room.party, note)
        if not signature:
            raise Refused(
                "a signature of this party's identity key over this charter is expected", field="signature",
                clause="R4",
            )  # fmt: skip
    said = Consent(
        about=Reference(author=proposal.author, entity=proposal.entity), hash=body.hash,
        word="consents" if word == "consents" else "refuses", given_ms=now_ms, signature=signature, text=text,
    )  # fmt: skip
    return submit(room, Command(
        kind="consent", action="establish", post=post, body=said, operator=operator, releases=to_all(room, now_ms),
    ))  # fmt: skip


# -- going over -------------------------------------------------------------------------------------------------


def go_over_when_due(room: Room, version: Version, now_ms: int) -> int:
    """Go over to the new charter once all who were asked have consented; returns how many lines were appended."""
    key = version.body.about.key if isinstance(version.body, Consent) else version.key
    proposal = room.view.picture.get(key)
    if proposal is None or not isinstance(proposal.body, Accession):
        return 0
    body = proposal.body
    if body.base != charter_hash(room.charter):
        return 0
    stands = standing_of(room, proposal, now_ms)
    if stands is None or stands.state != "adopted" or not stands.signed:
        return 0
    before = room.ledger.entries_total()
    result = extended(room.charter, body)
    adopt(room, Adopted(
        charter=result, signed=stands.signed, certificate=body.certificate, accession=key, adopted_ms=now_ms,
    ))  # fmt: skip
    note_event(room, {"what": "charter_adopted", "accession": key, "hash": body.hash, "party": body.party.id})
    _tell(room, body.party.id)
    return room.ledger.entries_total() - before


def _tell(room: Room, newcomer: str) -> None:
    """Tell the newcomer what concerns the room itself: who is on duty here, and for whom this party speaks."""
    for entity in (*(duty_entity(post) for post in room.charter.posts), FORCES):
        version = room.view.picture.get(f"{room.party}/{entity}")
        if version is not None:
            release_to(room, version.key, (Release(party=newcomer),), version.post, "")


FIRES = {"accession": go_over_when_due, "consent": go_over_when_due}
