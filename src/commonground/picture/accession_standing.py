"""How a proposal stands: it follows from what was said, in any order of arrival (R4).

A party's first word that counts is its word, by the order of its own log. A word over another hash, after the time, or
without the signature of the author's identity key is kept and shown, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..log.keys import VerifyingKey
from ..log.note import format_note, open_note
from .accession import Accession, Consent, asked, charter_text, extended, signature_of
from .charter import Charter
from .version import Version

State = Literal["open", "adopted", "refused", "expired", "overtaken"]
Counts = Literal["consents", "refuses", "other_hash", "late", "not_signed", "second"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a party said of a proposal, and whether it counts; `said` is None for one that has said nothing."""

    party: str
    said: Version | None
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a proposal stands: the word of each party that is asked, what else was said, the signed charter if it is."""

    state: State
    words: tuple[Word, ...]
    others: tuple[Word, ...] = ()
    signed: str = ""


def standing(
    charter: Charter, proposal: Version, said: Iterable[Version], *, adopted: bool, now_ms: int
) -> Standing:
    """How a proposal stands at `now_ms`; `adopted` when this node's charter already came of it.

    `charter` is the one that the proposal extends. The order of arrival does not matter: of a party's own words the
    first that counts is its word, by the order of its own log.
    """
    body = proposal.body
    assert isinstance(body, Accession)
    result = extended(charter, body)
    judged = [_judged(result, body, one) for one in sorted(said, key=lambda one: (one.author, one.said_leaf))]
    words, others = [], []
    for party in asked(charter, body.former):
        own = [one for one in judged if one.party == party]
        first = next((one for one in own if one.counts in ("consents", "refuses")), None)
        words.append(first or Word(party, None, None))
        others += [_second(one) for one in own if one is not first]
    known = {one.party for one in words}
    others += [one for one in judged if one.party not in known]
    state, signed = _state(result, body, words, adopted=adopted, now_ms=now_ms)
    return Standing(state, tuple(words), tuple(others), signed)


def _second(word: Word) -> Word:
    return Word(word.party, word.said, "second") if word.counts in ("consents", "refuses") else word


def _judged(result: Charter, body: Accession, version: Version) -> Word:
    said = version.body
    assert isinstance(said, Consent)
    counts: Counts = said.word
    if said.word == "consents":
        if said.hash != body.hash:
            counts = "other_hash"
        elif said.given_ms > body.expires_ms:
            counts = "late"
        elif not _signs(result, version.author, said.signature):
            counts = "not_signed"
    elif said.given_ms > body.expires_ms:
        counts = "late"
    return Word(version.author, version, counts)


def _signs(result: Charter, party: str, note: str) -> bool:
    known = {one.id for one in result.parties}
    return party in known and bool(signature_of(result, party, note))


def _state(
    result: Charter, body: Accession, words: Sequence[Word], *, adopted: bool, now_ms: int
) -> tuple[State, str]:
    if any(word.counts == "refuses" for word in words):
        return "refused", ""
    if all(word.counts == "consents" for word in words):
        return "adopted", signed_note(result, [word.said for word in words if word.said is not None])
    if adopted:
        return "adopted", ""
    return ("expired" if now_ms > body.expires_ms else "open"), ""


def signed_note(result: Charter, consents: Iterable[Version]) -> str:
    """The note that all who were asked have signed."""
    lines = []
    for version in consents:
        said = version.body
        assert isinstance(said, Consent)
        key = VerifyingKey.parse(result.party(version.author).identity_key)
        lines.append(open_note(said.signature, [key]).verified[0])
    return format_note(charter_text(result), lines)
