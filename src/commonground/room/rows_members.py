"""Who belongs to the room as rows: scopes, forces that each declares, who leaves, proposals with every word on them.

The same rows for all parties: proposals and words on them go to everybody, so that who has not consented is seen.
"""

from __future__ import annotations

from typing import get_args

from ..picture.accession import Accession, Consent, charter_hash, charter_text, extended
from ..picture.accession_standing import Word
from ..picture.charter import Charter, Scope
from ..picture.membership import Force, Named
from ..picture.statement import ChannelClass
from ..picture.version import Version
from ..record import full
from .accession_standing import proposals, standing_of
from .charters import base_of
from .context import Room
from .declared import claimed_twice, declaration
from .leaving import has_left, is_dated_back, leaving_of, left_ms
from .rows import Row, leaf_row, text_row

CLASSES: tuple[str, ...] = get_args(ChannelClass)
PROPOSALS_MAX = 20


def members(room: Room, now_ms: int) -> Row:
    """Members, proposals, and the hash of the charter in force."""
    return {
        "members": [_member(room, party.id, now_ms) for party in room.charter.parties],
        "proposals": [
            row
            for number, one in enumerate(proposals(room))
            if number < PROPOSALS_MAX and (row := proposal_row(room, one, now_ms)) is not None
        ],
        "charter": charter_hash(room.charter), "rules": charter_hash(room.charter)[:12], "now_ms": now_ms,
    }  # fmt: skip


def _member(room: Room, party: str, now_ms: int) -> Row:
    said, found = declaration(room, party), leaving_of(room, party)
    return {
        "party": party, "own": party == room.party, "former": party in room.charter.former,
        "left_ms": left_ms(room, party), "leaving": found is not None, "left": has_left(room, party, now_ms),
        "said_ms": None if found is None else found[1].at_ms,
        "dated_back": found is not None and is_dated_back(room, *found),
        "scope": {one: room.charter.level(party, one) for one in CLASSES},
        "forces": [_force(one) for one in said.forces], "not_forces": [_force(one) for one in said.not_forces],
        "claimed_twice": list(claimed_twice(room, party)),
    }  # fmt: skip


def _force(one: Named) -> Row:
    passed = (one.rules, one.passed_on_ms) if isinstance(one, Force) else ("", 0)
    return {"id": one.id, "name": full(one.name), "rules": passed[0], "passed_on_ms": passed[1]}


def proposal_row(room: Room, version: Version, now_ms: int) -> Row | None:
    """One proposal; None for one over a charter that was never in force here."""
    body = version.body
    stands = standing_of(room, version, now_ms)
    base = base_of(room, body.base) if isinstance(body, Accession) else None
    if not isinstance(body, Accession) or stands is None or base is None:
        return None
    result = extended(base, body)
    own = [word for word in stands.words if word.party == room.party]
    return {
        "key": version.key, "id": version.entity, "own": version.author == room.party, "sponsor": version.author,
        "state": stands.state, "hash": body.hash, "sign_text": charter_text(result),
        "hash_holds": body.hash == charter_hash(result),
        "candidate": {
            "id": body.party.id, "name": full(body.party.name), "short": full(body.party.short),
            "letter": body.party.letter, "shape": body.party.shape, "identity_key": body.party.identity_key,
        },
        "scope": {one: getattr(body.scope, one.lower()) for one in CLASSES},
        "speaks_for": [_force(one) for one in body.speaks_for],
        "not_speaking_for": [_force(one) for one in body.not_speaking_for],
        "proposed_ms": body.proposed_ms, "expires_ms": body.expires_ms,
        "consents": [_word(room, one) for one in stands.words],
        "strange": [_word(room, one) for one in stands.others],
        "changes": changes(base, result),
        "may_answer": stands.state == "open" and bool(own) and own[0].counts is None,
        "leaf": leaf_row(room, version.origin, version.leaf),
    }  # fmt: skip


def _word(room: Room, word: Word) -> Row:
    said = word.said.body if word.said is not None else None
    row: Row = {
        "party": word.party, "word": "none", "counts": word.counts or "", "given_ms": None, "arrived_ms": None,
        "text": None, "hash": "", "leaf": None,
    }  # fmt: skip
    if word.said is None or not isinstance(said, Consent):
        return row
    return row | {
        "word": said.word, "given_ms": said.given_ms, "arrived_ms": word.said.known_from_ms,
        "text": text_row(said.text), "hash": said.hash, "leaf": leaf_row(room, word.said.origin, word.said.leaf),
    }  # fmt: skip


def changes(base: Charter, result: Charter) -> list[Row]:
    """What differs between two charters, field by field; nothing else does."""
    rows: list[Row] = []
    known = {party.id for party in base.parties}
    rows += [{"what": "party", "detail": one.id} for one in result.parties if one.id not in known]
    for scope in result.scopes:
        if scope not in base.scopes and scope != Scope(party=scope.party):
            levels = ", ".join(f"{one} {getattr(scope, one.lower())}" for one in CLASSES)
            rows.append({"what": "scope", "detail": f"{scope.party}: {levels}"})
    rows += [{"what": "former", "detail": one} for one in result.former if one not in base.former]
    return rows
