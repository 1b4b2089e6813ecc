"""Accession: a party proposes another, all consent by signing one and the same new charter, or it does not happen (R4).

The charter that would result follows from the charter in force and the proposal alone, so every node computes the same
hash. A consent carries the author's identity signature over that charter, as at the founding: with all of them it is
signed, whoever collects them.
How a proposal stands is in `accession_standing`. Nothing here reads a clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

from ..errors import Refused, Untrusted
from ..geo.interval import TIME_MS_MAX
from ..log.keys import VerifyingKey, verify_certificate
from ..log.note import encode_base64, format_note, open_note
from ..record import encode_canonical, replace
from .blocks import Body, Reference, Text
from .charter import Charter, Party, Scope, validate_charter
from .kind import SAID_ONCE, TAKEN_BACK, Kind, always
from .membership import FORCES_MAX, Named

CHARTER_HEADER = "commonground/charter/v1"
HASH_CHARS = 44


class Accession(Body, frozen=True):
    """A proposal: who would join, with what scope and for whom it would speak, over which charter.

    `base` is the hash of the charter in force, `hash` of the one that would result; `former` are those who had left.
    """

    party: Party
    certificate: str
    scope: Scope
    base: str
    hash: str
    proposed_ms: int
    expires_ms: int
    speaks_for: tuple[Named, ...] = ()
    not_speaking_for: tuple[Named, ...] = ()
    former: tuple[str, ...] = ()


class Consent(Body, frozen=True):
    """A party's word on a proposal, over the hash of the charter that it read; `signature` is of its identity key."""

    about: Reference
    hash: str
    word: Literal["consents", "refuses"]
    given_ms: int
    signature: str = ""
    text: Text = Text(lang="en", text="")


# -- the charter that would result ------------------------------------------------------------------------------


def charter_hash(charter: Charter) -> str:
    """What the parties compare and sign: SHA-256 of the canonical charter, base64."""
    return encode_base64(hashlib.sha256(encode_canonical(charter)).digest())


def charter_text(charter: Charter) -> str:
    """The text of the note that every party signs: a header, the room, and the hash of the charter."""
    return f"{CHARTER_HEADER}\n{charter.room}\n{charter_hash(charter)}\n"


def extended(charter: Charter, body: Accession) -> Charter:
    """The charter in force with the party that is proposed; refuses one that no room could run on."""
    scopes = charter.scopes if body.scope == Scope(party=body.party.id) else (*charter.scopes, body.scope)
    made = replace(charter, parties=(*charter.parties, body.party), scopes=scopes, former=body.former)
    validate_charter(made)
    return made


def asked(charter: Charter, former: Sequence[str]) -> tuple[str, ...]:
    """Who has to consent: every party of the charter that had not left when it was proposed."""
    return tuple(party.id for party in charter.parties if party.id not in former)


def check_candidate(body: Accession) -> None:
    """Refuse a certificate that is not the candidate's own identity key's word for its node key."""
    try:
        certificate = verify_certificate(body.certificate, VerifyingKey.parse(body.party.identity_key))
    except (Refused, Untrusted) as error:
        raise Refused("the certificate of its node key is expected", field="accession.certificate",
                      clause="R4") from error  # fmt: skip
    if certificate.party != body.party.id or certificate.key.encode() != body.party.node_key:
        raise Refused(
            "the certificate of its node key is expected", field="accession.certificate", clause="R4"
        )


def signature_of(charter: Charter, party: str, note: str) -> str:
    """The one line of a party in a note over that charter; empty where it holds none that verifies."""
    key = VerifyingKey.parse(charter.party(party).identity_key)
    try:
        opened = open_note(note, [key])
    except (Refused, Untrusted):
        return ""
    if opened.text != charter_text(charter) or not opened.verified:
        return ""
    return format_note(opened.text, [opened.verified[0]])


# -- what cannot be said ----------------------------------------------------------------------------------------


def _impossible_accession(body: Accession, field: str) -> None:
    for name in ("proposed_ms", "expires_ms"):
        if not 0 < getattr(body, name) <= TIME_MS_MAX:
            raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.{name}")
    if len(body.hash) != HASH_CHARS or len(body.base) != HASH_CHARS:
        raise Refused("the hash of a charter is expected", field=f"{field}.hash", clause="R4")
    if body.scope.party != body.party.id or body.party.custodian:
        raise Refused(
            "a scope of the party that is proposed is expected", field=f"{field}.scope", clause="R4"
        )
    if max(len(body.speaks_for), len(body.not_speaking_for)) > FORCES_MAX:
        raise Refused(f"at most {FORCES_MAX} items expected", field=f"{field}.speaks_for", clause="limits")


def _impossible_consent(body: Consent, field: str) -> None:
    if not 0 < body.given_ms <= TIME_MS_MAX:
        raise Refused("UTC milliseconds of 1970 to 2200 expected", field=f"{field}.given_ms")
    if len(body.hash) != HASH_CHARS:
        raise Refused("the hash of a charter is expected", field=f"{field}.hash", clause="R4")


KINDS = (
    Kind(
        word="accession", body=Accession, prefix="AC", impossible=_impossible_accession, span=always,
        follows=TAKEN_BACK, texts=frozenset({"certificate"}),
    ),
    Kind(
        word="consent", body=Consent, prefix="CN", impossible=_impossible_consent, span=always,
        follows=SAID_ONCE, texts=frozenset({"signature"}),
    ),
)  # fmt: skip
"""A consent names the proposal in `about`, and no reference holds it back: both go to everybody."""
